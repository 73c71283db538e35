"""What waits for a decision, grouped by the article it was found in. Reads only."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Window
from django.db.models.functions import RowNumber

from tracker.capture.models import Article
from tracker.match.models import Proposal

ARTICLES_A_PAGE = 12
PROPOSALS_SHOWN = 8
ARTICLE = "comparison__extraction__snapshot__article"


@dataclass(frozen=True)
class Group:
    """An article with the best of its waiting proposals; `count` is how many wait in all."""

    article: Article
    proposals: list[Proposal]
    count: int

    @property
    def more(self):
        return self.count - len(self.proposals)


def waiting(*, page: int | str = 1) -> Page:
    """Return one page of Groups, the article with the best proposal first; a page out of range is the last one.

    Four queries, however many rows: how many articles, which ones, the articles, their proposals.
    """
    ranked = (
        Proposal.objects.waiting()
        .values(ARTICLE)
        .annotate(best=Max("score"), count=Count("pk"), newest=Max("pk"))
        .order_by("-best", "-newest")
    )
    found = Paginator(ranked, ARTICLES_A_PAGE).get_page(page)
    rows = list(found.object_list)
    keys = [row[ARTICLE] for row in rows]
    articles = Article.objects.select_related("outlet").in_bulk(keys)
    proposals = {}
    for proposal in _best_of(keys):
        proposals.setdefault(proposal.comparison.extraction.snapshot.article_id, []).append(proposal)
    found.object_list = [
        Group(articles[row[ARTICLE]], proposals.get(row[ARTICLE], []), row["count"]) for row in rows
    ]
    return found


def counts() -> dict[str, int]:
    """Return how many proposals wait, by kind, and in all under "all"."""
    by_kind = dict(Proposal.objects.waiting().values_list("kind").annotate(count=Count("pk")).order_by())
    return {**{str(kind): by_kind.get(kind, 0) for kind in Proposal.Kind}, "all": sum(by_kind.values())}


def after(proposal: Proposal) -> Proposal | None:
    """Return what to decide next: the best of the same article, else the best of all; None when nothing waits."""
    others = Proposal.objects.waiting().exclude(pk=proposal.pk).order_by("-score", "pk")
    article = proposal.comparison.extraction.snapshot.article_id
    return others.filter(**{ARTICLE: article}).first() or others.first()


def _best_of(articles):
    rank = Window(RowNumber(), partition_by=ARTICLE, order_by=["-score", "pk"])
    return (
        Proposal.objects.waiting()
        .filter(**{f"{ARTICLE}__in": articles})
        .annotate(rank=rank)
        .filter(rank__lte=PROPOSALS_SHOWN)
        .select_related("passage", "claim", "about", "source", "comparison__extraction__snapshot")
        .defer(
            "comparison__extraction__text",
            "comparison__extraction__snapshot__words",
            "comparison__extraction__snapshot__body",
        )
        .order_by("-score", "pk")
    )
