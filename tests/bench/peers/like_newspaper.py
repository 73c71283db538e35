"""Stands in where newspaper4k is not installed: a loop of ours that does its steps, with what the project has anyway.

For each page: a request, its text by paragraphs and stop words (justext), title and date, a row in SQLite.
"""

import sqlite3

import htmldate
import justext
import urllib3
from lxml import html

from tests.bench.runner import serve

_database = sqlite3.connect(":memory:")
_database.execute("CREATE TABLE article (url TEXT PRIMARY KEY, title TEXT, published TEXT, text TEXT)")
_stop_words = justext.get_stoplist("English")


def new(urls):
    """Look at addresses for the first time; returns how many texts there are then."""
    for url in urls:
        with urllib3.PoolManager() as pool:
            body = pool.request("GET", url).data
        tree = html.fromstring(body)
        found = justext.justext(body, _stop_words)
        text = "\n".join(one.text for one in found if not one.is_boilerplate)
        row = (url, tree.findtext(".//title"), htmldate.find_date(tree), text)
        _database.execute("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?)", row)
        _database.commit()
    return _database.execute("SELECT count(*) FROM article WHERE text <> ''").fetchone()[0]


def forget():
    """Begin anew, with nothing known."""
    _database.execute("DELETE FROM article")


if __name__ == "__main__":
    serve(new=new, forget=forget)
