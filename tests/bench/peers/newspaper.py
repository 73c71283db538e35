"""The measured process of newspaper4k 0.9.6, in the peers’ virtual environment: download, parse, a row in SQLite."""

import logging
import sqlite3
import tempfile
from pathlib import Path

import newspaper

from tests.bench.runner import serve

_database = sqlite3.connect(Path(tempfile.mkdtemp(prefix="walkback-bench-newspaper-")) / "articles.db")
_database.execute(
    "CREATE TABLE article (url TEXT PRIMARY KEY, title TEXT, authors TEXT, published TEXT, text TEXT)"
)


def new(urls):
    """Look at addresses for the first time; returns how many texts there are then."""
    for url in urls:
        article = newspaper.Article(url, fetch_images=False)
        article.download()
        try:
            article.parse()
        except ImportError:  # some languages need packages that it does not bring
            logging.exception("unable to parse %s", url)
        row = (url, article.title, ", ".join(article.authors), str(article.publish_date), article.text)
        _database.execute("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?)", row)
        _database.commit()
    return _database.execute("SELECT count(*) FROM article WHERE text <> ''").fetchone()[0]


def forget():
    """Begin anew, with nothing known."""
    _database.execute("DELETE FROM article")
    _database.commit()


if __name__ == "__main__":
    serve(new=new, forget=forget)
