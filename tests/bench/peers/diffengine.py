"""The measured process of diffengine 0.2.7, in the virtual environment of the peers.

Left out, because they are no work of a processor: the second that it sleeps before each page, the call to archive.org,
and the pictures that a browser makes of a difference. Its module htmldiff is no longer to be had for Python 3;
htmldiff2, which took its place, is put under the old name.
"""

import logging
import sys
import tempfile
import warnings

import htmldiff2

sys.modules.setdefault("htmldiff", htmldiff2)
warnings.filterwarnings("ignore")

# ruff: noqa: E402  (it imports htmldiff)
import diffengine

from tests.bench.runner import serve

diffengine.home = tempfile.mkdtemp(prefix="walkback-bench-diffengine-")
diffengine.config = {}
diffengine.time.sleep = lambda seconds: None
diffengine.EntryVersion.archive = lambda version: None
diffengine.Diff._generate_diff_images = lambda diff: None
diffengine.setup_logging()
diffengine.setup_db()


def new(urls):
    """Look at addresses for the first time; returns how many versions there are then."""
    for url in urls:
        _look(diffengine.Entry.create(url=url))
    return diffengine.EntryVersion.select().count()


def look_again():
    """Look at every address again; returns for how many it found a new version."""
    return sum(_look(entry) for entry in list(diffengine.Entry.select()))


def _look(entry):
    """As its own main() does: a look that fails is no reason to stop."""
    try:
        return entry.get_latest() is not None
    except Exception:
        logging.exception("unable to get latest")
        return False


def forget():
    """Begin anew, with nothing known."""
    for table in (diffengine.Diff, diffengine.EntryVersion, diffengine.FeedEntry, diffengine.Entry):
        table.delete().execute()


if __name__ == "__main__":
    serve(new=new, look_again=look_again, forget=forget)
