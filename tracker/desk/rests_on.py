"""What an article seems to rest on, for the desk: whose text it is and who vouches for it."""

from dataclasses import dataclass

from tracker.extract import agency_credits, sentences, vouching
from tracker.extract.copies import Member, Root, root_of
from tracker.extract.queries import copies_of, samples_of, ties_among
from tracker.extract.words import terms
from tracker.ledger.models import Appearance
from tracker.lib.moments import Moment

Basis = Appearance.Basis
_BASIS = {
    vouching.CITES: Basis.CITES,
    vouching.RELAYS: Basis.RELAYS,
    vouching.SAW: Basis.SAW,
    vouching.CONFIRMS: Basis.CONFIRMED,
    vouching.READ: Basis.DOCUMENT,
}
# A paragraph is about a claim when it holds this share of its terms.
_LEAST_SHARED = 1 / 3
# A longer sentence is not cited whole.
_LONGEST_CITED = 400


@dataclass(frozen=True)
class SameText:
    """A group of articles with one text: the original, the others, what ties them, and whom this one rests on."""

    root: Root | None
    others: list
    reasons: list[str]
    credits: list[dict]
    vouches: list[dict]


def of_article(article) -> SameText | None:
    """Return what an article shares and rests on; None when there is nothing to tell."""
    keys = copies_of([article.pk])[article.pk]
    samples = samples_of(keys)
    own = samples.get(article.pk)
    if own is None or not (len(keys) > 1 or own.credits or own.vouches):
        return None
    members = {key: _member(sample) for key, sample in samples.items()}
    articles = [sample.extraction.snapshot.article for key, sample in samples.items() if key != article.pk]
    reasons = [
        reason
        for tie in ties_among(keys)
        if article.pk in (tie.extraction.snapshot.article_id, tie.of.snapshot.article_id)
        for reason in tie.reasons
    ]
    has_root = len(keys) > 1 or any(credit["part"] == agency_credits.WHOLE for credit in own.credits)
    return SameText(
        root=root_of(members.values()) if has_root else None,
        others=articles,
        reasons=list(dict.fromkeys(reasons)),
        credits=own.credits,
        vouches=own.vouches,
    )


def offered(extraction, *, claim: str, says: str) -> list[dict]:
    """Return what an article seems to rest on for a claim, as the rows of a form.

    Whose text it prints, and whom it names in paragraphs about the claim. `says` are words of the article that carry
    the claim: they are cited where nothing but the comparison of texts says whose text it is.
    """
    article = extraction.snapshot.article
    keys = copies_of([article.pk])[article.pk]
    samples = samples_of(keys)
    own = samples.get(article.pk)
    if own is None:
        return []
    prints = _prints(own, samples, says=says)
    text, wanted = own.extraction.text, terms(claim)
    found = [*prints, *(_row(vouch, text) for vouch in own.vouches if _is_about(vouch, text, wanted))]
    return list({(row["how"], row["source"].casefold()): row for row in reversed(found)}.values())[::-1]


def _prints(own, samples, *, says):
    """The agency or outlet whose text the article prints, where it is not its own."""
    root = root_of([_member(sample) for sample in samples.values()])
    whole = [credit for credit in own.credits if credit["part"] == agency_credits.WHOLE]
    source = root.source if len(samples) > 1 else "".join(credit["source"] for credit in whole[:1])
    if not source or source in _member(own).names:
        return []
    exact = next((credit["exact"] for credit in whole if credit["source"] == source and credit["end"]), says)
    return [{"how": Basis.PRINTS, "source": source, "is_unnamed": False, "exact": exact}]


def _is_about(vouch, text, wanted):
    """Whether an edge stands in a paragraph about the claim, in the article's own words: who is cited for something
    else bears nothing, and whoever confirmed it to another outlet is that one's source."""
    if vouch["in_others_words"]:
        return False
    start, end = text.rfind("\n\n", 0, vouch["start"]) + 1, text.find("\n\n", vouch["end"])
    paragraph = text[start : end if end >= 0 else None]
    return len(wanted & terms(paragraph)) >= _LEAST_SHARED * len(wanted)


def _row(vouch, text):
    """An edge with the sentence it stands in."""
    around = next(
        (
            text[span.start : span.end]
            for span in sentences.split(text)
            if span.start <= vouch["start"] < span.end
        ),
        "",
    )
    return {
        "how": _BASIS[vouch["kind"]],
        "source": vouch["source"][:200],
        "is_unnamed": vouch["is_unnamed"],
        "exact": around if 0 < len(around) <= _LONGEST_CITED else vouch["exact"],
    }


def _member(sample):
    extraction = sample.extraction
    article = extraction.snapshot.article
    names = {extraction.outlet_name}
    if article.outlet:
        names |= {article.outlet.name, *article.outlet.aliases}
    return Member(
        key=article,
        outlet=article.outlet.name if article.outlet else extraction.outlet_name,
        names=frozenset(filter(None, names)),
        agencies=frozenset(
            credit["source"] for credit in sample.credits if credit["part"] == agency_credits.WHOLE
        ),
        published=Moment.from_dict(extraction.published).earliest if extraction.published else None,
        seen=article.first_seen_at,
    )
