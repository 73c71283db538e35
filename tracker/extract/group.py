"""The one writer of what articles share: samples of their texts, and which of them are the same text."""

import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import combinations

from django.db import connection, transaction

from tracker.extract import copies, vouching
from tracker.extract.models import Extraction, SameText, TextSample
from tracker.extract.queries import copies_of

# Two workers that compare two copies at once would not see each other's; so one compares at a time, a few milliseconds.
_ONE_AT_A_TIME = (
    "SELECT pg_advisory_xact_lock(hashtextextended('extract: compare a text with all others', 0))"
)
# A hash that stands in this many texts is looked up in the latest of them only: it is part of a story everybody
# prints, or of what an outlet prints under everything.
_MOST_TEXTS_A_HASH = 60
_MOST_CANDIDATES = 40
# Of the candidates the likeliest are compared word for word.
_MOST_COMPARED = 8
# Plain SQL, because this is asked for all articles there are, and Django would take longer to ask than PostgreSQL to
# answer.
_SHARING = """
WITH shared AS (
    SELECT wanted.key, found.extraction_id, count(*) AS hashes,
        row_number() OVER (PARTITION BY wanted.key ORDER BY count(*) DESC, found.extraction_id DESC) AS place
    FROM unnest(%(keys)s::bigint[], %(values)s::integer[]) AS wanted(key, value)
    CROSS JOIN LATERAL (
        SELECT extraction_id FROM extract_shingle WHERE extract_shingle.value = wanted.value
        ORDER BY extraction_id DESC LIMIT %(most_texts)s
    ) AS found
    GROUP BY wanted.key, found.extraction_id HAVING count(*) >= 2
)
SELECT shared.key, shared.extraction_id, snapshot.article_id, sample.size, shared.hashes
FROM shared
JOIN extract_textsample AS sample USING (extraction_id)
JOIN extract_extraction AS extraction ON extraction.id = extraction_id
JOIN capture_snapshot AS snapshot ON snapshot.id = extraction.snapshot_id
WHERE shared.place <= %(most)s
"""
# Answers with the readings that were not compared before.
_KEEP = """
WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb)
        AS one (extraction_id bigint, size integer, credits jsonb, vouches jsonb, sample integer[])
), kept AS (
    INSERT INTO extract_textsample (extraction_id, made_at, size, credits, vouches, failure)
    SELECT extraction_id, %(now)s, size, credits, vouches, '' FROM given
    ON CONFLICT DO NOTHING RETURNING extraction_id
), hashes AS (
    INSERT INTO extract_shingle (value, extraction_id)
    SELECT unnest(sample), extraction_id FROM given JOIN kept USING (extraction_id)
)
SELECT extraction_id FROM kept
"""


class _New:
    """A reading in hand, its text and the sample of it."""

    def __init__(self, extraction):
        self.extraction, self.key = extraction, extraction.pk
        self.article = extraction.snapshot.article_id
        self.text = copies.Text.of(title=extraction.title, text=extraction.text, byline=extraction.byline)
        self.size, self.sample = len(self.text.shingles.distinct), self.text.shingles.sample()

    @cached_property
    def row(self):
        """What is kept of it, but for the sample."""
        own = self.text.agencies | {self.extraction.outlet_name}
        return {
            "extraction_id": self.key,
            "size": self.size,
            "credits": [asdict(one) for one in self.text.credits],
            "vouches": [asdict(one) for one in vouching.find(self.extraction.text, own_names=own)],
        }


@dataclass(frozen=True)
class _Candidate:
    """A reading that shares sampled hashes with one in hand: of which article, how long it is, and how many."""

    key: int
    article: int
    size: int
    shared: int


def group(extraction, *, now) -> None:
    """Compare the text of an extraction with all others: see `group_all`."""
    group_all(extractions=[extraction], now=now)


def group_all(extractions, *, now) -> None:
    """Compare the texts of extractions with all others, and write down their samples and whose copies they are.

    One compared before stays as it is. A text joins a group only where more of its members are the same text than
    are refused (copies.REFUSED): a debunk is not let in by the back door, through a third text. All are written down,
    or none.
    """
    new = sorted((_New(extraction) for extraction in extractions), key=lambda one: one.key)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
        sharing = _sharing(cursor, new)
        kept = _keep(cursor, new, sharing, now)
        likely = {one: _likeliest(one, sharing[one.key]) for one in new if one.key in kept}
        texts = _texts_of(likely.values(), known={one.key: one.text for one in new})
        for one, candidates in likely.items():
            _tie(one, candidates, texts)


def _sharing(cursor, new):
    """key -> candidates: readings compared before, and those in hand with a lower key."""
    hashes = [(one.key, value) for one in new for value in one.sample]
    sharing = defaultdict(list)
    if hashes:
        keys, values = zip(*hashes, strict=True)
        limits = {"most_texts": _MOST_TEXTS_A_HASH, "most": _MOST_CANDIDATES}
        cursor.execute(_SHARING, {"keys": _array(keys), "values": _array(values), **limits})
        for key, *candidate in cursor.fetchall():
            sharing[key].append(_Candidate(*candidate))
    for earlier, later in combinations(new, 2):
        if (shared := len(set(earlier.sample).intersection(later.sample))) >= 2:
            sharing[later.key].append(_Candidate(earlier.key, earlier.article, earlier.size, shared))
    return sharing


def _keep(cursor, new, sharing, now):
    """Write down samples; return the keys of the readings that were not compared before."""
    rows = [one.row | {"sample": () if _is_known(one, sharing[one.key]) else one.sample} for one in new]
    cursor.execute(_KEEP, {"rows": json.dumps(rows), "now": now})
    return {key for (key,) in cursor.fetchall()}


def _array(values):
    """The numbers as PostgreSQL writes an array: four times as fast as leaving it to the driver."""
    return "{" + ",".join(map(str, values)) + "}"


def _is_known(one, candidates):
    """Whether an earlier reading of the article has the same words, so that its sample stands for this one too."""
    keys = [found.key for found in candidates if found.article == one.article and found.size == one.size]
    return bool(keys) and Extraction.objects.filter(pk__in=keys, text=one.extraction.text).exists()


def give_up(extraction, *, reason, now) -> TextSample:
    """Write down that a text cannot be compared, with the reason; workers leave it alone from then on."""
    failure = f"This text could not be compared with others. {reason}"[:500]
    return TextSample.objects.get_or_create(
        extraction=extraction, defaults={"made_at": now, "size": 0, "failure": failure}
    )[0]


def _likeliest(one, candidates):
    """Of other articles, those that share the largest part of the shorter text, one an article, the likeliest first."""
    others = [
        found
        for found in candidates
        if found.article != one.article
        and copies.may_be_same(found.shared, sample=one.sample, size=one.size, other=found.size)
    ]
    others.sort(key=lambda found: (-found.shared / min(one.size, found.size), -found.key))
    first = {}
    for found in others:
        first.setdefault(found.article, found)
    return list(first.values())[:_MOST_COMPARED]


def _texts_of(likely, *, known):
    """key -> text, of all candidates; `known` are those in hand."""
    wanted = {found.key for candidates in likely for found in candidates} - known.keys()
    if not wanted:
        return known
    rows = Extraction.objects.filter(pk__in=wanted).order_by().values_list("pk", "title", "text", "byline")
    return known | {
        key: copies.Text.of(title=title, text=text, byline=byline) for key, title, text, byline in rows
    }


def _tie(one, candidates, texts):
    """Tie a reading to each group it belongs to, through the member it is most like."""
    compared = [(found, copies.compare(one.text, texts[found.key])) for found in candidates]
    same = [pair for pair in compared if pair[1].kind == copies.SAME]
    same.sort(key=lambda pair: (-pair[1].resemblance, pair[0].key))
    refused = [found.article for found, verdict in compared if verdict.kind == copies.REFUSED]
    alike = [found.article for found, _ in same]
    tied = {one.article}
    for found, verdict in same:
        if found.article in tied:
            continue
        group_of_it = copies_of([found.article])[found.article]
        if sum(key in group_of_it for key in refused) >= sum(key in group_of_it for key in alike):
            continue
        tied |= group_of_it
        SameText.objects.create(
            extraction=one.extraction,
            of_id=found.key,
            resemblance=verdict.resemblance,
            containment=verdict.containment,
            reasons=list(verdict.reasons),
        )
