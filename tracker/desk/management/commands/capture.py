"""`manage.py capture`: one page, the whole way to the queue, while you watch."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.capture.fetch import look
from tracker.capture.models import Snapshot
from tracker.capture.store import record_look
from tracker.extract.compare import compare, compare_return
from tracker.extract.group import group
from tracker.extract.mark import mark
from tracker.extract.queries import returns_to_compare
from tracker.lib.text import one_line
from tracker.match.edits import weigh_edits
from tracker.match.propose import propose

_TOLD = {"notice": "with a notice", "update": "called an update", "silent": "without a notice"}


class Command(BaseCommand):
    """Capture a page, mark what it says, and propose what it seems to mean."""

    help = "Capture a web page or a file (HTML or plain text) and put what it seems to mean before the desk."

    def add_arguments(self, parser):
        parser.add_argument("target", help="an http(s) address or the path of a file")
        parser.add_argument("--url", default="", help="where a file was published, if that is known")

    def handle(self, *, target, url, **options):
        seen = look(
            target,
            now=timezone.now(),
            allow_private=settings.ALLOW_PRIVATE_NETWORKS,
            user_agent=settings.USER_AGENT,
        )
        medium = Snapshot.Medium.FETCHED if seen.url else Snapshot.Medium.HANDED_IN
        visit = record_look(look=seen, medium=medium, address=url or self._address(seen))
        if visit.snapshot is None:
            raise CommandError(visit.sentence)
        self.stdout.write(visit.sentence)
        extraction = mark(snapshot=visit.snapshot, now=timezone.now())
        if extraction.failure:
            raise CommandError(extraction.failure)
        self._say_what_it_is(visit, extraction)
        group(extraction=extraction, now=timezone.now())
        comparison = propose(extraction=extraction, now=timezone.now())
        self._say_what_changed(self._change(visit, extraction))
        self._say_what_it_means(comparison)

    def _change(self, visit, extraction):
        """What differs from the version before, which may be a later one when the page went back."""
        if back := returns_to_compare().filter(pk=visit.pk).first():
            return compare_return(back, now=timezone.now())
        return compare(extraction=extraction, now=timezone.now())

    def _address(self, seen):
        """Two files of one name are two articles, so a file's address is its whole path."""
        # Not resolved: a link that leads in a circle is a missing file, and the look has said so.
        return "" if seen.url else f"file:{Path(seen.target).absolute()}"[:2000]

    def _say_what_it_is(self, visit, extraction):
        facts = [
            ("Snapshot", f"{visit.snapshot.public_id}, {visit.snapshot.size:,} bytes"),
            ("Title", extraction.title),
            ("Byline", extraction.byline),
            ("Published", self._time(extraction.published)),
            ("Passages", str(extraction.passages.count())),
        ]
        for name, value in facts:
            if value:
                self.stdout.write(f"  {name + ':':<11}{value}")

    def _time(self, moment):
        if moment is None:
            return ""
        if moment["earliest"] == moment["latest"]:
            return moment["earliest"]
        return f"{moment['earliest'][:10]} (to the {moment['precision']})"

    def _say_what_changed(self, change):
        if change is None:
            return
        weigh_edits(change=change, now=timezone.now())
        self.stdout.write(f"  {'Change:':<11}{change.get_weight_display().lower()}")
        for reason in change.reasons:
            self.stdout.write(f"    - {reason}")
        for sentence in change.sentences:
            if sentence["alerts"]:
                words = one_line(change.before.text[sentence["start"] : sentence["end"]])
                self.stdout.write(f"  {sentence['state']}, {_TOLD[sentence['told']]}: {words}")

    def _say_what_it_means(self, comparison):
        proposals = list(comparison.proposals.select_related("claim", "about"))
        self.stdout.write(f"{len(proposals)} proposals wait at {settings.SITE_URL}/desk/")
        for proposal in proposals:
            self.stdout.write(f"\n  {proposal.get_kind_display()}: {self._content(proposal)}")
            if proposal.claim:
                self.stdout.write(f"    about: {proposal.claim.sentence}")
            if proposal.about:
                self.stdout.write(f"    about: {proposal.about.content['sentence']} (proposed with it)")
            for reason in proposal.reasons:
                self.stdout.write(f"    - {reason}")

    def _content(self, proposal):
        content = proposal.content
        if proposal.kind == "claim":
            return f"{content['sentence']} [{content['label']}]"
        if proposal.kind == "statement":
            speaker = ", ".join(filter(None, (content["speaker"], content["role"])))
            return f"{speaker} ({content['kind']}): {content['words']}"
        if proposal.kind == "retraction":
            return f"{content['nature']}: {content['notice']}"
        return f"headline {content['headline_stance']}, body {content['body_stance']}"
