"""Training the optional model of who said what from articles annotated by hand, which the user brings.

A linear-chain conditional random field (Lafferty et al., ICML 2001) by CRFsuite over the features of sequence.py,
fitted with L-BFGS and both penalties.
"""

from collections.abc import Callable
from pathlib import Path

from tracker.extract import annotated, sequence, statements
from tracker.extract.trained import NoModel

try:
    import pycrfsuite
except ImportError:  # an optional extra, as in trained.py
    pycrfsuite = None

ITERATIONS = 100
_PENALTIES = {"c1": 0.2, "c2": 0.05, "feature.minfreq": 2, "feature.possible_transitions": True}


def train(folder: Path, out: Path, *, iterations: int = ITERATIONS, tell: Callable[[str], None]) -> None:
    """Fit a model on the annotated articles of `folder` and write it to `out`; `tell` hears how far it is.

    Raises FileNotFoundError where there are no articles, and NoModel without python-crfsuite.
    """
    if pycrfsuite is None:
        raise NoModel("python-crfsuite is not installed.")
    trainer = _told(tell, iterations)
    number = 0
    for number, article in enumerate(annotated.read(folder), start=1):
        rows = sequence.sequences(article.text)
        told = sequence.features(article.text, rows, statements.find(article.text))
        marks = sequence.marked(rows, {part: getattr(article, part) for part in annotated.PARTS})
        for row, labels in zip(told, marks, strict=True):
            trainer.append(row, labels)
        if number % 50 == 0:
            tell(f"{number} articles read")
    tell(f"{number} articles read; fitting, {iterations} rounds")
    trainer.set_params({**_PENALTIES, "max_iterations": iterations})
    trainer.train(str(out))


def _told(tell, iterations):
    class Trainer(pycrfsuite.Trainer):
        def message(self, message):
            event = self.logparser.feed(message)
            if event == "iteration" and self.logparser.last_iteration["num"] % 5 == 0:
                last = self.logparser.last_iteration
                tell(f"round {last['num']} of {iterations}, loss {last['loss']:.0f}")

    return Trainer(verbose=True)
