"""The one writer of what articles share: samples of their texts, and which of them are the same text."""

import json
from dataclasses import asdict, dataclass

from django.db import connection, transaction

from tracker.extract import copies, vouching
from tracker.extract.models import Extraction, SameText, TextSample
from tracker.extract.queries import copies_of
from tracker.extract.shingles import enough_shared

# Two workers that compare two copies at once would not see each other's; so one compares at a time. A millisecond each.
_ONE_AT_A_TIME = (
    "SELECT pg_advisory_xact_lock(hashtextextended('extract: compare a text with all others', 0))"
)
# A hash that stands in this many texts is looked up in the latest of them only: it is part of a story everybody
# prints, or of what an outlet prints under everything.
_MOST_TEXTS_A_HASH = 60
_MOST_CANDIDATES = 40
# Of the candidates the likeliest are compared word for word.
_MOST_COMPARED = 8
# Plain SQL, because this is asked once for every article there is, and Django would take longer to ask than PostgreSQL
# to answer.
_SHARING = """
SELECT extraction_id, count(*)
FROM unnest(%(values)s::integer[]) AS wanted(value)
CROSS JOIN LATERAL (
    SELECT extraction_id FROM extract_shingle WHERE extract_shingle.value = wanted.value
    ORDER BY extraction_id DESC LIMIT %(most_texts)s
) AS found
GROUP BY extraction_id HAVING count(*) >= 2
ORDER BY count(*) DESC, extraction_id DESC LIMIT %(most)s
"""
# Answers with a row, unless the reading was compared before.
_KEEP = """
WITH kept AS (
    INSERT INTO extract_textsample (extraction_id, made_at, size, credits, vouches, failure)
    VALUES (%(extraction)s, %(now)s, %(size)s, %(credits)s, %(vouches)s, '')
    ON CONFLICT DO NOTHING RETURNING extraction_id
), hashes AS (
    INSERT INTO extract_shingle (value, extraction_id) SELECT unnest(%(values)s::integer[]), extraction_id FROM kept
)
SELECT extraction_id FROM kept
"""


@dataclass(frozen=True)
class _Candidate:
    """A reading that shares hashes with the one in hand: how many, how long it is, and of which article."""

    key: int
    shared: int
    size: int
    article: int


def group(*, extraction, now) -> None:
    """Compare the text of an extraction with all others, and write down its sample and whose copy it is.

    One compared before stays as it is. A text joins a group only where more of its members are the same text than
    are refused (copies.REFUSED): a debunk is not let in by the back door, through a third text.
    """
    text = _text_of(extraction)
    size, values = len(text.shingles.distinct), text.shingles.sample()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
        sharing = _sharing(cursor, values) if values else []
        article = extraction.snapshot.article_id
        earlier = [one for one in sharing if one.article == article]
        is_new = _keep(
            cursor, extraction, text, size, () if _is_known(extraction, earlier, size) else values, now
        )
        others = [
            one for one in sharing if one.article != article and enough_shared(one.shared, (size, one.size))
        ]
        if is_new and others:
            _tie(extraction, text, _likeliest(others, size))


def _sharing(cursor, values):
    wanted = {"values": _array(values), "most_texts": _MOST_TEXTS_A_HASH, "most": _MOST_CANDIDATES}
    cursor.execute(_SHARING, wanted)
    shared = dict(cursor.fetchall())
    if not shared:
        return []
    samples = TextSample.objects.filter(extraction__in=shared).order_by("-extraction_id")
    rows = samples.values_list("extraction", "size", "extraction__snapshot__article")
    return [_Candidate(key, shared[key], size, article) for key, size, article in rows]


def _keep(cursor, extraction, text, size, values, now):
    row = {"extraction": extraction.pk, "now": now, "size": size, "values": _array(values)}
    own = text.agencies | {extraction.outlet_name}
    found = {"credits": text.credits, "vouches": vouching.find(text.text, own_names=own)}
    cursor.execute(
        _KEEP, row | {name: json.dumps([asdict(one) for one in all_]) for name, all_ in found.items()}
    )
    return cursor.fetchone() is not None


def _array(values):
    """The numbers as PostgreSQL writes an array: four times as fast as leaving it to the driver."""
    return "{" + ",".join(map(str, values)) + "}"


def _is_known(extraction, earlier, size):
    """Whether an earlier reading of the article has the same words, so that its sample stands for this one too."""
    keys = [one.key for one in earlier if one.size == size]
    return bool(keys) and Extraction.objects.filter(pk__in=keys, text=extraction.text).exists()


def give_up(*, extraction, reason, now) -> TextSample:
    """Write down that a text cannot be compared, with the reason; workers leave it alone from then on."""
    failure = f"This text could not be compared with others. {reason}"[:500]
    return TextSample.objects.get_or_create(
        extraction=extraction, defaults={"made_at": now, "size": 0, "failure": failure}
    )[0]


def _text_of(extraction):
    return copies.Text.of(title=extraction.title, text=extraction.text, byline=extraction.byline)


def _likeliest(others, size):
    """The readings that share the largest part of the shorter text, one an article, the likeliest first."""
    first = {}
    for one in sorted(others, key=lambda one: (-one.shared / min(size, one.size), -one.key)):
        first.setdefault(one.article, one.key)
    keys = list(first.values())[:_MOST_COMPARED]
    readings = (
        Extraction.objects.select_related("snapshot").defer("snapshot__body", "snapshot__words").in_bulk(keys)
    )
    return [readings[key] for key in keys]


@dataclass(frozen=True)
class _Compared:
    candidate: Extraction
    verdict: copies.Verdict


def _tie(extraction, text, candidates):
    """Tie the extraction to each group it belongs to, through the member it is most like."""
    compared = [_Compared(found, copies.compare(text, _text_of(found))) for found in candidates]
    same = [one for one in compared if one.verdict.kind == copies.SAME]
    same.sort(key=lambda one: (-one.verdict.resemblance, one.candidate.pk))
    refused = [one.candidate.snapshot.article_id for one in compared if one.verdict.kind == copies.REFUSED]
    alike = [one.candidate.snapshot.article_id for one in same]
    tied = {extraction.snapshot.article_id}
    for one in same:
        article = one.candidate.snapshot.article_id
        if article in tied:
            continue
        group_of_it = copies_of([article])[article]
        if sum(key in group_of_it for key in refused) >= sum(key in group_of_it for key in alike):
            continue
        tied |= group_of_it
        SameText.objects.create(
            extraction=extraction,
            of=one.candidate,
            resemblance=one.verdict.resemblance,
            containment=one.verdict.containment,
            reasons=list(one.verdict.reasons),
        )
