"""One small worked case for the schema: a letter, and how it was taken back. Shortened; the ids are made up.

tests/partners/test_schema.py checks each against its shape.
"""

from django.conf import settings

_GENERAL = {
    "id": "src_4kq7xw2mzr9d",
    "kind": "person",
    "name": "Mark A. Milley",
    "url": "/sources/src_4kq7xw2mzr9d/",
}
_COMMANDER = {
    "id": "src_8tbn3vhc6gyp",
    "kind": "person",
    "name": "William H. Seely III",
    "url": "/sources/src_8tbn3vhc6gyp/",
}
_OUTLET = {
    "id": "src_d5rz9qkm2xw7",
    "kind": "outlet",
    "name": "Washington Examiner",
    "url": "/sources/src_d5rz9qkm2xw7/",
}
_ARTICLE = {
    "id": "art_6hzm4pwc8tqk",
    "outlet": _OUTLET,
    "title": "“It was a mistake”",
    "url": "https://www.washingtonexaminer.com/news/225982/",
}


def _citation(exact, start, *, prefix):
    end = start + len(exact)
    return {
        "exact": exact,
        "prefix": prefix,
        "suffix": "”",
        "start": start,
        "end": end,
        "snapshot": {
            "id": "snp_3xd8kqv5mzrt",
            "article": _ARTICLE,
            "content_hash": "5f1d7a84db00d2fce00b31a7fc73224f6b1c6a1e3e3ae5b9d3d1c1b2a4957a1c",
            "medium": "stand-in",
            "taken_at": "2020-01-07T09:00:00Z",
            "url": f"/snapshots/snp_3xd8kqv5mzrt/?start={start}&end={end}",
        },
    }


def _moment(earliest, latest, precision, reports=()):
    return {
        "earliest": earliest,
        "latest": latest,
        "precision": precision,
        "reports": list(reports),
        "zone": "America/New_York",
    }


_SENT = _moment("2020-01-06T16:00:00Z", "2020-01-06T17:00:00Z", "range")
_WITHDRAWN = _moment("2020-01-06T21:30:00Z", "2020-01-06T21:34:00Z", "range")
_STATEMENT = {
    "type": "statement",
    "id": "stm_7vwq2cnk9xgd",
    "attribution": "document",
    "channel": "letter",
    "citations": [
        _citation(
            "We respect your sovereign decision to order our departure", 412, prefix="the letter said: “"
        )
    ],
    "occurred": _SENT,
    "paraphrase": False,
    "role": "Commanding general, Task Force-Iraq",
    "source": _COMMANDER,
    "words": "We respect your sovereign decision to order our departure",
}
_RETRACTION = {
    "type": "retraction",
    "id": "rtr_5mzt8pkw3hqc",
    "citations": [
        _citation("a draft, it was a mistake, it was unsigned", 903, prefix="General Milley said: “")
    ],
    "nature": "withdrawal",
    "notice": "a draft, it was a mistake, it was unsigned",
    "occurred": _WITHDRAWN,
    "of": {
        "type": "statement",
        "id": _STATEMENT["id"],
        "source": _COMMANDER,
        "words": _STATEMENT["words"],
    },
    "reasons": ["issued by mistake", "unsigned draft"],
    "role": "Chairman of the Joint Chiefs of Staff",
    "source": _GENERAL,
}
_FIRST = "9b3c0f8e5a7d41c2b6e8f0a1d2c3b4a5968778695a4b3c2d1e0f9a8b7c6d5e4f"


def _entry(**fields):
    return {
        "claim": "clm_9wqk4zr7xm2d",
        "note": "",
        "reason": "",
        "recorded_at": "2020-01-07T09:12:00Z",
        "recorded_by": 1,
        "superseded_by": None,
        "supersedes": None,
    } | fields


_STATUS = {
    "value": "retracted",
    "since": "2020-01-06T21:34:00Z",
    "deciding": ["ent_2gkq9tzm5xwr"],
    "steps": [
        {"at": "2020-01-06T17:00:00Z", "status": "unverified", "entry": "ent_6xmr3vqd8hkz"},
        {"at": "2020-01-06T21:34:00Z", "status": "retracted", "entry": "ent_2gkq9tzm5xwr"},
    ],
}

CLAIM = {
    "id": "clm_9wqk4zr7xm2d",
    "type": "claim",
    "url": "/claims/clm_9wqk4zr7xm2d/troop-withdrawal/",
    "label": "Troop withdrawal",
    "sentence": "The United States has ordered its troops out of Iraq.",
    "story": {
        "id": "sty_4zt7kwq2mxrd",
        "title": "The letter of 6 January",
        "url": "/stories/sty_4zt7kwq2mxrd/the-letter-of-6-january/",
    },
    "relations": [
        {
            "kind": "contradicts",
            "claim": {
                "id": "clm_3kzq8wmt5rxd",
                "label": "Fake letter",
                "sentence": "The letter is a fake.",
                "url": "/claims/clm_3kzq8wmt5rxd/fake-letter/",
            },
        }
    ],
    "entries": [
        _entry(
            id="ent_6xmr3vqd8hkz",
            seq=17,
            kind="asserted",
            occurred=_SENT,
            subject=_STATEMENT,
            previous_hash="0" * 64,
            hash=_FIRST,
        ),
        _entry(
            id="ent_2gkq9tzm5xwr",
            seq=18,
            kind="retracted",
            occurred=_WITHDRAWN,
            subject=_RETRACTION,
            previous_hash=_FIRST,
            hash="c1a7e5d93b2f4860718293a4b5c6d7e8f9012345678f9e8d7c6b5a4938271605",
        ),
    ],
    "published_at": "2020-01-07T10:00:00Z",
    "seq": 18,
    "status": _STATUS,
}

STORY = {
    "id": "sty_4zt7kwq2mxrd",
    "type": "story",
    "url": "/stories/sty_4zt7kwq2mxrd/the-letter-of-6-january/",
    "title": "The letter of 6 January",
    "summary": "A letter announced that troops would leave Iraq. Hours later it was called a mistake.",
    "claims": [
        {
            "id": CLAIM["id"],
            "url": CLAIM["url"],
            "label": CLAIM["label"],
            "sentence": CLAIM["sentence"],
            "status": _STATUS,
            "entries": 2,
            "relations": CLAIM["relations"],
            "seq": 18,
        }
    ],
    "published_at": "2020-01-07T10:00:00Z",
    "seq": 18,
}

SOURCE = {
    **_GENERAL,
    "type": "source",
    "aliases": ["General Milley"],
    "description": "Chairman of the Joint Chiefs of Staff from 2019 to 2023.",
    "homepage": "",
    "claims": f"/api/v1/claims/?source={_GENERAL['id']}",
}

_SITE = settings.SITE_URL
ROOT = {
    "stories": f"{_SITE}/api/v1/stories/",
    "claims": f"{_SITE}/api/v1/claims/",
    "sources": f"{_SITE}/api/v1/sources/",
    "schema": f"{_SITE}/api/v1/schema",
    "docs": f"{_SITE}/api/v1/docs/",
    "site": f"{_SITE}/",
}
