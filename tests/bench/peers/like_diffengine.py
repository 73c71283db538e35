"""Stands in where diffengine is not installed: a loop of ours that does its steps, with what the project has anyway.

For each page: a request on a connection of its own, the readability algorithm (the copy that comes with trafilatura),
everything but paragraphs taken out, compared with the last version in SQLite, and an HTML difference when it changed.
"""

import re
import sqlite3

import urllib3
from lxml import html
from lxml.html.clean import Cleaner
from lxml.html.diff import htmldiff
from trafilatura.readability_lxml import Document

from tests.bench.runner import serve

_cleaner = Cleaner(allow_tags=["p"], remove_unknown_tags=False)
_database = sqlite3.connect(":memory:")
_database.execute("CREATE TABLE version (url TEXT, summary TEXT)")
_urls = []


def new(urls):
    """Look at addresses for the first time; returns how many versions there are then."""
    _urls.extend(urls)
    for url in urls:
        _look(url)
    return _database.execute("SELECT count(*) FROM version").fetchone()[0]


def look_again():
    """Look at every address again; returns for how many it found a new version."""
    return sum(_look(url) for url in _urls)


def _look(url):
    with urllib3.PoolManager() as pool:
        body = pool.request("GET", url).data
    summary = _cleaner.clean_html(Document(html.fromstring(body)).summary())
    query = "SELECT summary FROM version WHERE url = ? ORDER BY rowid DESC"
    before = _database.execute(query, [url]).fetchone()
    if before and _words(before[0]) == _words(summary):
        return False
    _database.execute("INSERT INTO version VALUES (?, ?)", [url, summary])
    _database.commit()
    if before:
        htmldiff(before[0], summary)
    return bool(before)


def _words(summary):
    return re.sub(r"<[^>]*>|\W+", "", summary)


def forget():
    """Begin anew, with nothing known."""
    _urls.clear()
    _database.execute("DELETE FROM version")


if __name__ == "__main__":
    serve(new=new, look_again=look_again, forget=forget)
