"""`manage.py recompare`: what the matcher of today makes of pages that were compared before."""

from django.core.management.base import CommandError
from django.utils import timezone

from tracker.capture.models import Article, Snapshot
from tracker.lib.anew import Anew
from tracker.match.propose import MATCHER, propose, proposed_anew
from tracker.match.queries import comparisons_of
from tracker.match.recomparison import Line, difference


class Command(Anew):
    """Compare pages anew beside what is stored, say what would change, and store it when asked to."""

    help = (
        "Compare pages with the matcher of today and print which proposals would be new, gone, about another claim, or "
        "elsewhere in the queue, with the claims that were known when the page was compared. Nothing is stored "
        "without --write, and with it only what is new; what was proposed and what was decided stays either way."
    )
    are_done, made = "compared", "comparisons"

    @property
    def version(self):
        return MATCHER

    def rows(self, *, article):
        snapshots = Snapshot.objects.all()
        if article:
            if not Article.objects.filter(public_id=article).exists():
                raise CommandError(f"There is no article {article}.")
            snapshots = snapshots.filter(article__public_id=article)
        return comparisons_of(snapshots=snapshots)

    def name_of(self, comparison):
        extraction = comparison.extraction
        return f"{extraction.snapshot.public_id}  {extraction}  (version {comparison.matcher})"

    def anew(self, comparison):
        return proposed_anew(comparison=comparison)

    def difference(self, comparison, drafts):
        stored = comparison.proposals.of_passages().with_decisions()
        return difference(
            old=[_line(proposal, decided=proposal.is_decided) for proposal in stored],
            new=[_line(draft) for draft in drafts],
        )

    def store(self, comparison, drafts):
        if comparison.matcher == MATCHER:
            return False
        propose(extraction=comparison.extraction, now=timezone.now())
        return True


def _line(proposal, *, decided=False):
    """A stored proposal, or a draft of one, as it is compared."""
    about = (
        proposal.claim.sentence if proposal.claim else proposal.about and proposal.about.content["sentence"]
    )
    return Line(
        kind=proposal.kind,
        words=proposal.passage.exact,
        about=about or "",
        score=proposal.score,
        decided=decided,
    )
