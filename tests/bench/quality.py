"""How well the rules read and match: precision, recall, F1 and MAP@5 beside a simple baseline and the published best.

    python -m tests.bench.quality --set claims --data PATH
    python -m tests.bench.quality --smoke [--set claims]

Each set is a module of this folder with two functions: `measure(path) -> Figures` reads the data from a path, and
`tiny(folder) -> path` writes a few lines of data of the same form, made up by us, for --smoke, which tells only that
the measuring runs. README.md says how to get the data of each set; none of it is in this repository.
"""

import argparse
import importlib
import sys
import tempfile
from pathlib import Path

# The name of a set, and its module.
SETS = {
    "claims": "claims",
    "main-text": "main_text",
    "statements": "statements",
    "notices": "notices",
    "stance": "stance",
    "copies": "copies",
}


def available():
    """The sets whose module is here."""
    here = Path(__file__).parent
    return [name for name, module in SETS.items() if (here / f"{module}.py").exists()]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--set", choices=available(), help="which part to measure; with --smoke, all by default"
    )
    parser.add_argument("--data", type=Path, help="where the data of the set lies")
    parser.add_argument(
        "--smoke", action="store_true", help="measure a few made-up lines: only whether it runs"
    )
    asked = parser.parse_args()
    if not asked.smoke and not (asked.set and asked.data):
        parser.error("say which --set to measure and where its --data lies, or ask for a --smoke test")
    for name in [asked.set] if asked.set else available():
        module = importlib.import_module(f"tests.bench.{SETS[name]}")
        if asked.smoke:
            with tempfile.TemporaryDirectory() as folder:
                figures = module.measure(module.tiny(Path(folder)))
        else:
            figures = module.measure(asked.data)
        sys.stdout.write(f"{name}: {figures.table()}\n\n")


if __name__ == "__main__":
    if not __package__:
        # Called by its path (python tests/bench/quality.py): everything else is found from the root, as with -m.
        sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
