"""What an article rests on, for the desk: whose text it is, who vouches for it, and how many roots a claim has."""

from dataclasses import dataclass

from tracker.extract import agency_credits, vouching
from tracker.extract.copies import Member, Root, root_of
from tracker.extract.queries import copies_of, samples_of, ties_among
from tracker.extract.words import terms
from tracker.ledger import roots
from tracker.ledger.models import Appearance
from tracker.lib.moments import Moment

# What an article passes on from others, and what makes it a source of its own.
_PASSED_ON = frozenset({vouching.CITES, vouching.RELAYS})
# A paragraph is about a claim when it holds this share of its terms.
_LEAST_SHARED = 1 / 3
_CARRIES = (Appearance.Stance.ASSERTS, Appearance.Stance.ATTRIBUTES, Appearance.Stance.OBSERVES)


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


def of_claim(claim) -> tuple[roots.Root, ...]:
    """Return the independent roots of the articles that carry a claim, as recorded in the ledger.

    One that disputes or corrects it does not carry it.
    """
    carrying = Appearance.objects.filter(claim=claim, body_stance__in=_CARRIES).select_related(
        "article__outlet"
    )
    articles = {appearance.article_id: appearance.article for appearance in carrying}
    if not articles:
        return ()
    groups = copies_of(articles)
    samples = samples_of({key for group in groups.values() for key in group})
    members = {key: _member(sample) for key, sample in samples.items()}
    wanted = terms(claim.sentence)
    return roots.independent_roots(
        _carrier(article, groups[key], members, _about(samples.get(key), wanted))
        for key, article in articles.items()
    )


def _about(sample, wanted):
    """The edges of a text that stand in a paragraph about the claim: who is cited for something else bears nothing."""
    text = sample.extraction.text if sample else ""
    found = []
    for vouch in sample.vouches if sample else ():
        start, end = text.rfind("\n\n", 0, vouch["start"]) + 1, text.find("\n\n", vouch["end"])
        paragraph = text[start : end if end >= 0 else None]
        if len(wanted & terms(paragraph)) >= _LEAST_SHARED * len(wanted):
            found.append(vouch)
    return found


def _carrier(article, group, members, vouches):
    known = [members[key] for key in group if key in members]
    by = root_of(known).source if known else ""
    own = [vouch for vouch in vouches if vouch["kind"] not in _PASSED_ON and not vouch["in_others_words"]]
    names = {by, str(article.outlet or "")}
    return roots.Carrier(
        key=article.pk,
        by=by or str(article.outlet or ""),
        copies=group,
        rests_on=frozenset(
            vouch["source"]
            for vouch in vouches
            if vouch["source"] not in names and (vouch["kind"] in _PASSED_ON or _saw_elsewhere(vouch))
        ),
        asked_itself=any(vouch["kind"] == vouching.CONFIRMS for vouch in own),
    )


def _saw_elsewhere(vouch):
    """A document that another outlet has seen: what an article's own outlet saw is no edge (vouching.find)."""
    return vouch["kind"] == vouching.SAW


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
