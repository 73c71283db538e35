"""Make a virtual environment with the peers in it: python tests/bench/peers/install.py FOLDER"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

WITHOUT_REQUIREMENTS = "# without its requirements"
LIST = Path(__file__).resolve().parent.parent / "peers.txt"


def install(folder):
    """Install what peers.txt lists into a new virtual environment in `folder`; CalledProcessError when pip cannot."""
    venv.create(folder, with_pip=True)
    pip = [Path(folder) / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    lines = LIST.read_text().splitlines()
    alone = [line.partition("#")[0].strip() for line in lines if WITHOUT_REQUIREMENTS in line]
    rest = "\n".join(line for line in lines if WITHOUT_REQUIREMENTS not in line)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(rest)
        file.flush()
        subprocess.run([*pip, "-r", file.name], check=True)
    subprocess.run([*pip, "setuptools<81", "wheel"], check=True)
    subprocess.run([*pip, "--no-deps", *alone], check=True)


if __name__ == "__main__":
    install(sys.argv[1])
