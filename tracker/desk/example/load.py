"""The worked example on its way into the tables, through the doors an editor's work goes through. One transaction."""

from dataclasses import dataclass

from django.db import transaction

from tracker.accounts.enrol import enrol
from tracker.accounts.models import User
from tracker.capture.fetch import Look
from tracker.capture.models import Snapshot
from tracker.capture.outcomes import Outcome
from tracker.capture.plain import visible_text
from tracker.capture.store import record_look
from tracker.ledger import record
from tracker.ledger.models import Entry, Story
from tracker.lib.moments import Moment, Precision
from tracker.sources.register import register

ACCOUNT = "walkback-example"
_CONTENT_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The story, and whether it was there before."""

    story: Story
    already: bool


@transaction.atomic
def load(*, example, now, progress=lambda what, items: items) -> Loaded:
    """Write down the whole example, or leave it as it is when it is there; nothing in between is ever kept.

    `now` is the aware time of writing. `progress(what, items)` gives the items back one by one while it shows how
    far it is. The acting account has no password, so nobody can log in with it.
    """
    by = _account()
    story = Story.objects.filter(title=example.title, opened_by=by).first()
    if story:
        return Loaded(story=story, already=True)
    return Loaded(story=_Loading(by=by, now=now, progress=progress).all_of(example), already=False)


def _account():
    """The account that acts, locked: a second load at the same time waits here, and then finds the story."""
    enrol(username=ACCOUNT, role=User.Role.EDITOR)
    return User.objects.select_for_update().get(username=ACCOUNT)


class _Loading:
    """One load: what was written so far, by the key that the facts know it under."""

    def __init__(self, *, by, now, progress):
        self.by = by
        self.now = now
        self.progress = progress
        self.sources = {}
        self.snapshots = {}
        self.claims = {}
        self.statements = {}

    def all_of(self, example):
        for facts in self.progress("sources", example.sources):
            self._register(facts)
        for facts in self.progress("pages", example.pages):
            self._capture(facts)
        story = record.open_story(title=example.title, summary=example.summary, by=self.by, now=self.now)
        for facts in example.claims:
            self.claims[facts.key] = record.open_claim(
                story=story, sentence=facts.sentence, label=facts.label, by=self.by, now=self.now
            )
        for facts in example.relations:
            record.relate(
                claim=self.claims[facts.claim], kind=facts.kind, other=self.claims[facts.other], now=self.now
            )
        for facts in self.progress("records", example.records):
            self._record(facts)
        return self._publish(story)

    def _register(self, facts):
        self.sources[facts.key] = register(
            kind=facts.kind,
            name=facts.name,
            aliases=facts.aliases,
            description=facts.description,
            homepage=facts.homepage,
            host=facts.host,
        )

    def _capture(self, facts):
        target = facts.address or f"{ACCOUNT}/{facts.key}.html"
        seen = Look(
            target=target,
            at=self.now,
            outcome=Outcome.READ,
            sentence="",
            name=facts.title,
            content_type=_CONTENT_TYPE,
            body=facts.body,
            # Our own page, so it is read here and not in a child process.
            text=visible_text(facts.body, _CONTENT_TYPE),
        )
        visit = record_look(
            look=seen,
            medium=Snapshot.Medium.STAND_IN,
            address=facts.address,
            outlet=self.sources[facts.outlet],
        )
        self.snapshots[facts.key] = visit.snapshot

    def _record(self, facts):
        {
            "statement": self._statement,
            "retraction": self._retraction,
            "appearance": self._appearance,
            "finding": self._finding,
        }[facts.what](facts)

    def _statement(self, facts):
        fields = facts.fields | {"source": self.sources[facts.fields["source"]]}
        first, *_ = record.record_statement(
            said=record.Said(**fields), on=self._on(facts), **self._common(facts)
        )
        self.statements[facts.key] = first.statement

    def _retraction(self, facts):
        fields = facts.fields | {
            "source": self.sources[facts.fields["source"]],
            "statement": self.statements[facts.fields["statement"]],
            "reasons": tuple(facts.fields["reasons"]),
        }
        record.record_retraction(
            withdrawn=record.Withdrawn(**fields), on=self._on(facts), **self._common(facts)
        )

    def _appearance(self, facts):
        (on,) = self._on(facts)
        snapshot = self.snapshots[facts.fields["page"]]
        record.record_appearance(
            article=snapshot.article,
            rests_on=tuple(
                record.RestsOn(
                    how=one["how"],
                    source=one["source"],
                    is_unnamed=one.get("is_unnamed", False),
                    quote=record.Quote(snapshot=snapshot, exact=one["words"]),
                )
                for one in facts.fields.get("rests_on", ())
            ),
            headline_stance=facts.fields.get("headline_stance", ""),
            body_stance=facts.fields["body_stance"],
            on=on,
            **self._common(facts),
        )

    def _finding(self, facts):
        (on,) = facts.on
        record.record_finding(
            claim=self.claims[on.claim],
            rating=facts.fields["rating"],
            explanation=facts.fields["explanation"],
            note=on.note,
            **self._common(facts),
        )

    def _common(self, facts):
        found_now = Moment.of(self.now.replace(microsecond=0), precision=Precision.SECOND)
        return {
            "occurred": facts.occurred or found_now,
            "citations": tuple(self._citation(cited) for cited in facts.cited),
            "by": self.by,
            "now": self.now,
        }

    def _on(self, facts):
        return tuple(
            record.On(claim=self.claims[one.claim], kind=Entry.Kind(one.kind), note=one.note)
            for one in facts.on
        )

    def _citation(self, cited):
        if cited.described:
            return record.Described(text=cited.described)
        return record.Quote(snapshot=self.snapshots[cited.page], exact=cited.words, prefix=cited.prefix)

    def _publish(self, story):
        for claim in self.progress("claims", tuple(self.claims.values())):
            record.publish_claim(claim=claim, by=self.by, now=self.now)
        return record.publish_story(story=story, by=self.by, now=self.now)
