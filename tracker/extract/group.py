"""The one writer of what articles share: samples of their texts, and which of them are the same text."""

from dataclasses import asdict, dataclass

from django.db import connection, transaction

from tracker.extract import copies
from tracker.extract.models import Extraction, SameText, TextSample
from tracker.extract.queries import copies_of
from tracker.extract.shingles import enough_shared

# Two workers that compare two copies at once would not see each other's; so one compares at a time. A millisecond each.
_ONE_AT_A_TIME = "extract: compare a text with all others"
# A hash that stands in this many texts is looked up in the latest of them only: it is part of a story everybody
# prints, or of what an outlet prints under everything.
_MOST_TEXTS_A_HASH = 60
_MOST_CANDIDATES = 40
# Of the candidates the likeliest are compared word for word.
_MOST_COMPARED = 8
_SHARING = """
SELECT extraction_id, count(*)
FROM unnest(%s::integer[]) AS wanted(value)
CROSS JOIN LATERAL (
    SELECT extraction_id FROM extract_shingle WHERE extract_shingle.value = wanted.value
    ORDER BY extraction_id DESC LIMIT %s
) AS found
GROUP BY extraction_id HAVING count(*) >= 2
ORDER BY count(*) DESC, extraction_id DESC LIMIT %s
"""
_KEEP = "INSERT INTO extract_shingle (value, extraction_id) SELECT unnest(%s::integer[]), %s"


def group(*, extraction, now) -> TextSample:
    """Compare the text of an extraction with all others and write down whose copy it is; return its TextSample.

    One compared before is returned as it is. A text of which some candidate is refused (copies.REFUSED) joins no
    group which that candidate is in: a debunk is not let in by the back door, through a third text.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_ONE_AT_A_TIME])
        known = TextSample.objects.filter(extraction=extraction).first()
        if known:
            return known
        text = _text_of(extraction)
        values = text.shingles.sample()
        sample = TextSample.objects.create(
            extraction=extraction,
            made_at=now,
            size=len(text.shingles.distinct),
            credits=[asdict(credit) for credit in text.credits],
        )
        if values:
            _tie(extraction, text, _candidates(extraction, sample.size, values))
            _keep(extraction, values)
        return sample


def give_up(*, extraction, reason, now) -> TextSample:
    """Write down that a text cannot be compared, with the reason; workers leave it alone from then on."""
    failure = f"This text could not be compared with others. {reason}"[:500]
    return TextSample.objects.get_or_create(
        extraction=extraction, defaults={"made_at": now, "size": 0, "failure": failure}
    )[0]


def _text_of(extraction):
    return copies.Text.of(title=extraction.title, text=extraction.text, byline=extraction.byline)


def _candidates(extraction, size, values):
    """Readings of other articles that share enough of the sample, the likeliest first, one an article."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARING, [list(values), _MOST_TEXTS_A_HASH, _MOST_CANDIDATES])
        shared = dict(cursor.fetchall())
    samples = (
        TextSample.objects.filter(extraction__in=shared)
        .exclude(extraction__snapshot__article=extraction.snapshot.article_id)
        .values_list("extraction", "size", "extraction__snapshot__article")
    )
    near = sorted(
        (
            (shared[key] / min(size, theirs), key, article)
            for key, theirs, article in samples
            if enough_shared(shared[key], (size, theirs))
        ),
        reverse=True,
    )
    first = {article: key for _, key, article in reversed(near)}
    chosen = [key for _, key, article in near if first[article] == key][:_MOST_COMPARED]
    found = Extraction.objects.select_related("snapshot__article").defer("snapshot__body", "snapshot__words")
    by_key = found.in_bulk(chosen)
    return [by_key[key] for key in chosen]


@dataclass(frozen=True)
class _Compared:
    candidate: Extraction
    verdict: copies.Verdict


def _tie(extraction, text, candidates):
    """Tie the extraction to each group it belongs to, through the member it is most like."""
    compared = [_Compared(found, copies.compare(text, _text_of(found))) for found in candidates]
    same = [one for one in compared if one.verdict.kind == copies.SAME]
    same.sort(key=lambda one: (-one.verdict.resemblance, one.candidate.pk))
    refused = {one.candidate.snapshot.article_id for one in compared if one.verdict.kind == copies.REFUSED}
    tied = {extraction.snapshot.article_id}
    for one in same:
        article = one.candidate.snapshot.article_id
        if article in tied:
            continue
        group_of_it = copies_of([article])[article]
        if group_of_it & refused:
            continue
        tied |= group_of_it
        SameText.objects.create(
            extraction=extraction,
            of=one.candidate,
            resemblance=one.verdict.resemblance,
            containment=one.verdict.containment,
            reasons=list(one.verdict.reasons),
        )


def _keep(extraction, values):
    """Put the sample into the index, unless an earlier reading of the article with the same words stands for it."""
    earlier = (
        Extraction.objects.filter(snapshot__article=extraction.snapshot.article_id, sample__isnull=False)
        .exclude(pk=extraction.pk)
        .order_by("-pk")
        .values_list("text", flat=True)
        .first()
    )
    if earlier == extraction.text:
        return
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(values), extraction.pk])
