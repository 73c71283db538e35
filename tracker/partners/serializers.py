"""The shape of what the API answers, field by field: the source of the OpenAPI schema.

Answers are the stored documents themselves (ledger/document.py writes them); nothing is rendered through these classes.
tests/partners/test_schema.py holds the two together: every document fits its shape and has no field that is not here.
"""

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from tracker.capture.models import Snapshot
from tracker.ledger.models import Appearance, Claim, ClaimRelation, Entry, Finding, Retraction, Statement
from tracker.lib.ids import pattern
from tracker.lib.moments import Precision
from tracker.sources.models import Source


@extend_schema_field({"type": "string", "format": "uri-reference"})
class PathField(serializers.CharField):
    """A path on this site; it resolves against the address the answer came from (RFC 3986, section 5)."""


@extend_schema_field({"type": "string", "format": "uri"})
class AddressField(serializers.CharField):
    """An absolute address."""


def an_id(kind, **kwargs):
    """Return the field of a public id of this kind."""
    kwargs.setdefault("help_text", f"Public id of the {kind}, the same on pages and in the API.")
    return serializers.RegexField(f"^{pattern(kind)}$", **kwargs)


def a_hash(help_text):
    """Return the field of a SHA-256 in hexadecimal."""
    return serializers.RegexField("^[0-9a-f]{64}$", help_text=help_text)


def a_clock(which):
    return serializers.DateTimeField(
        required=False, allow_null=True, help_text=f"Only when asked for: {which} the answer is for."
    )


def a_type(name):
    """Return the field that says what kind of thing this is."""
    return serializers.ChoiceField(choices=[name], help_text=f"Always `{name}`.")


def a_word(choices, help_text, **kwargs):
    """Return the field of one of several words, given as TextChoices."""
    return serializers.ChoiceField(choices=choices.choices, help_text=help_text, **kwargs)


class Report(serializers.Serializer):
    at = serializers.DateTimeField(help_text="The time this account gives, in UTC.")
    says = serializers.CharField(help_text="Whose account it is.")
    url = serializers.CharField(allow_blank=True, help_text="Where it can be read; empty when not on a page.")


class Moment(serializers.Serializer):
    """When something happened, as well as it is known."""

    earliest = serializers.DateTimeField(help_text="Not before this time, in UTC.")
    latest = serializers.DateTimeField(
        help_text="Not after this time, in UTC. Equal to `earliest` when known to its precision."
    )
    precision = serializers.ChoiceField(
        choices=[word.value for word in Precision],
        help_text="How fine the time is known; `range` means only that it lies between the two.",
    )
    zone = serializers.CharField(
        allow_blank=True,
        help_text="IANA name of the zone to tell it in, like `America/New_York`; empty when unknown.",
    )
    reports = Report(many=True, help_text="Competing accounts of the time; the interval spans them.")


class Step(serializers.Serializer):
    at = serializers.DateTimeField(help_text="When the status became this one, in UTC.")
    status = a_word(Claim.Status, "The status from then on.")
    entry = an_id("entry", help_text="The entry that did it.")


class Status(serializers.Serializer):
    """What the entries amount to. Never typed: it follows from them by the rules on the method page."""

    value = a_word(Claim.Status, "The status.")
    since = serializers.DateTimeField(
        allow_null=True, help_text="Since when, in UTC; null while nothing has happened."
    )
    deciding = serializers.ListField(
        child=an_id("entry"), help_text="The entries it rests on, in order of events."
    )
    steps = Step(many=True, help_text="How it got there: each change of status.")


class SourceReference(serializers.Serializer):
    id = an_id("source")
    name = serializers.CharField(help_text="Name.")
    kind = a_word(Source.Kind, "What kind of source it is.")
    url = PathField(help_text="Its page.")


class ArticleReference(serializers.Serializer):
    id = an_id("article")
    title = serializers.CharField(allow_blank=True, help_text="Headline; empty when none was found.")
    url = serializers.CharField(
        allow_blank=True, help_text="Its public address; empty for an article handed in as a file."
    )
    outlet = SourceReference(allow_null=True, help_text="Who published it; null when unknown.")


class SnapshotReference(serializers.Serializer):
    id = an_id("snapshot")
    content_hash = a_hash("SHA-256 of the bytes as published.")
    taken_at = serializers.DateTimeField(help_text="When it was captured, in UTC.")
    medium = a_word(Snapshot.Medium, "How it came to us.")
    article = ArticleReference(help_text="What it is a snapshot of.")
    url = PathField(help_text="The page that shows the cited passage.")


class QuotedCitation(serializers.Serializer):
    """Evidence on a page: a W3C TextQuoteSelector and TextPositionSelector into the text of a snapshot."""

    exact = serializers.CharField(help_text="The cited words as they stand there.")
    prefix = serializers.CharField(
        allow_blank=True, help_text="What stands right before them, up to 32 characters."
    )
    suffix = serializers.CharField(
        allow_blank=True, help_text="What stands right after them, up to 32 characters."
    )
    start = serializers.IntegerField(
        min_value=0, help_text="First character, counted in the text of the snapshot from 0."
    )
    end = serializers.IntegerField(min_value=1, help_text="The character after the last.")
    snapshot = SnapshotReference(help_text="Where they stand.")


class DescribedCitation(serializers.Serializer):
    """Evidence that was never on a page: a source described in words."""

    described = serializers.CharField(help_text="The description.")


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Citation",
        serializers=[QuotedCitation, DescribedCitation],
        resource_type_field_name=None,
        many=True,
    )
)
class CitationsField(serializers.Field):
    """Where it can be checked, at least one."""


class RecordedThing(serializers.Serializer):
    """What all four recorded things have."""

    occurred = Moment(help_text="When it happened in the world.")
    citations = CitationsField(help_text="Where this can be checked; at least one.")


class StatementSubject(RecordedThing):
    """Somebody said something."""

    type = a_type("statement")
    id = an_id("statement")
    source = SourceReference(help_text="Who said it.")
    role = serializers.CharField(allow_blank=True, help_text="The role they held when they said it.")
    attribution = a_word(Statement.Attribution, "On what terms it is attributed.")
    channel = a_word(Statement.Channel, "How it was said.")
    words = serializers.CharField(help_text="The words.")
    paraphrase = serializers.BooleanField(
        help_text="Whether the words are a reporter's or ours, not the speaker's own."
    )


class WithdrawnStatement(serializers.Serializer):
    type = a_type("statement")
    id = an_id("statement")
    words = serializers.CharField(help_text="What was said.")
    source = SourceReference(help_text="Who had said it.")


class WithdrawnArticle(ArticleReference):
    type = a_type("article")


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Withdrawn",
        serializers={"statement": WithdrawnStatement, "article": WithdrawnArticle},
        resource_type_field_name="type",
    )
)
class WithdrawnField(serializers.Field):
    """What was taken back."""


class RetractionSubject(RecordedThing):
    """Something said or published was withdrawn, corrected or deleted."""

    type = a_type("retraction")
    id = an_id("retraction")
    source = SourceReference(help_text="Who took it back.")
    role = serializers.CharField(allow_blank=True, help_text="The role they held when they did.")
    nature = a_word(Retraction.Nature, "In what manner.")
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=Retraction.Reason.choices),
        help_text="Why, in neutral words that never say what somebody intended; at least one.",
    )
    notice = serializers.CharField(
        allow_blank=True, help_text="The words of the notice; empty when there was none."
    )
    of = WithdrawnField(help_text="The statement or the article that was taken back.")


class RestsOnShape(serializers.Serializer):
    """Something an article rests on for the claim."""

    how = a_word(Appearance.Basis, "How it rests on it.")
    source = serializers.CharField(help_text="Whom or what, as the article names it.")
    is_unnamed = serializers.BooleanField(help_text="Whether it is a source without a name.")
    exact = serializers.CharField(help_text="The words of the article that say so; one of the citations.")


class AppearanceSubject(RecordedThing):
    """An article carries the claim."""

    type = a_type("appearance")
    id = an_id("appearance")
    article = ArticleReference(help_text="Which article.")
    headline_stance = serializers.ChoiceField(
        choices=["", *Appearance.Stance.values],
        help_text="What its headline does with the claim; empty when nothing.",
    )
    body_stance = a_word(Appearance.Stance, "What its text does with the claim.")
    rests_on = RestsOnShape(
        many=True,
        required=False,
        help_text="What the article rests on for the claim; left out where nothing is recorded.",
    )


class FindingSubject(RecordedThing):
    """The desk's own judgement, changed only by a later one."""

    type = a_type("finding")
    id = an_id("finding")
    rating = a_word(Finding.Rating, "The judgement.")
    explanation = serializers.CharField(help_text="Why.")
    made_by = serializers.IntegerField(help_text="Number of the editor who made it.")


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Subject",
        serializers={
            "statement": StatementSubject,
            "retraction": RetractionSubject,
            "appearance": AppearanceSubject,
            "finding": FindingSubject,
        },
        resource_type_field_name="type",
    )
)
class SubjectField(serializers.Field):
    """What was recorded."""


@extend_schema_serializer(component_name="Entry")
class EntryShape(serializers.Serializer):
    """One line of the ledger: something moved the claim. Never changed; an error is superseded by a later entry."""

    id = an_id("entry")
    seq = serializers.IntegerField(
        min_value=1, help_text="Its number in the whole ledger, without gaps, in order of recording."
    )
    claim = an_id("claim", help_text="The claim it moved.")
    kind = a_word(Entry.Kind, "How it moved the claim.")
    occurred = Moment(help_text="When it happened in the world.")
    note = serializers.CharField(allow_blank=True, help_text="A sentence of context in our words.")
    recorded_at = serializers.DateTimeField(help_text="When we wrote it down, in UTC.")
    recorded_by = serializers.IntegerField(help_text="Number of the editor who did.")
    supersedes = an_id(
        "entry", allow_null=True, help_text="The entry that this one puts right; null for none."
    )
    superseded_by = an_id(
        "entry", allow_null=True, help_text="The entry that puts this one right; null while it stands."
    )
    reason = serializers.CharField(
        allow_blank=True, help_text="Why it supersedes the other; empty when it does not."
    )
    subject = SubjectField(help_text="The statement, retraction, appearance or finding.")
    previous_hash = a_hash("`hash` of the entry before it in the ledger; 64 zeros for the first.")
    hash = a_hash("SHA-256 of its canonical content, `previous_hash` included.")


class ClaimReference(serializers.Serializer):
    id = an_id("claim")
    sentence = serializers.CharField(help_text="The claim in one sentence.")
    label = serializers.CharField(help_text="A short name for it.")
    url = PathField(help_text="Its page.")


class Relation(serializers.Serializer):
    kind = a_word(ClaimRelation.Kind, "How it stands to the other.")
    claim = ClaimReference(help_text="The other claim.")


class StoryReference(serializers.Serializer):
    id = an_id("story")
    title = serializers.CharField(help_text="Title.")
    url = PathField(help_text="Its page.")


@extend_schema_serializer(component_name="Claim")
class ClaimShape(serializers.Serializer):
    """One checkable statement, its status, and every entry that moved it."""

    id = an_id("claim")
    type = a_type("claim")
    url = PathField(help_text="Its page.")
    sentence = serializers.CharField(help_text="The claim in one sentence. It never changes.")
    label = serializers.CharField(help_text="A short name for it.")
    story = StoryReference(help_text="The story it belongs to.")
    relations = Relation(many=True, help_text="How it stands to other published claims.")
    entries = EntryShape(many=True, help_text="Everything recorded about it, in order of `seq`.")
    published_at = serializers.DateTimeField(help_text="When it was published here, in UTC.")
    seq = serializers.IntegerField(
        min_value=0, help_text="`seq` of the latest entry that moved it: the order of lists."
    )
    status = Status(help_text="What the entries amount to.")
    as_of = a_clock("the time in the world")
    recorded_as_of = a_clock("the time of our record")


class ClaimSummary(serializers.Serializer):
    id = an_id("claim")
    url = PathField(help_text="Its page.")
    sentence = serializers.CharField(help_text="The claim in one sentence.")
    label = serializers.CharField(help_text="A short name for it.")
    status = Status(help_text="What its entries amount to.")
    entries = serializers.IntegerField(min_value=0, help_text="How many entries it has.")
    relations = Relation(many=True, help_text="How it stands to other published claims.")
    seq = serializers.IntegerField(min_value=0, help_text="`seq` of the latest entry that moved it.")


@extend_schema_serializer(component_name="Story")
class StoryShape(serializers.Serializer):
    """A running affair and its published claims. It has no status of its own, because its claims differ."""

    id = an_id("story")
    type = a_type("story")
    url = PathField(help_text="Its page.")
    title = serializers.CharField(help_text="Title.")
    summary = serializers.CharField(allow_blank=True, help_text="What it is about, in our words.")
    claims = ClaimSummary(many=True, help_text="Its published claims, in the order they were opened.")
    published_at = serializers.DateTimeField(help_text="When it was published here, in UTC.")
    seq = serializers.IntegerField(
        min_value=0, help_text="The greatest `seq` of its claims: the order of lists."
    )
    as_of = a_clock("the time in the world")
    recorded_as_of = a_clock("the time of our record")


@extend_schema_serializer(component_name="Source")
class SourceShape(serializers.Serializer):
    """A person, office, organisation or outlet that a published claim names."""

    id = an_id("source")
    type = a_type("source")
    url = PathField(help_text="Its page.")
    kind = a_word(Source.Kind, "What kind of source it is.")
    name = serializers.CharField(help_text="Name.")
    aliases = serializers.ListField(child=serializers.CharField(), help_text="Other names it goes by.")
    description = serializers.CharField(allow_blank=True, help_text="Who it is, in our words.")
    homepage = serializers.CharField(allow_blank=True, help_text="Its own site, when it has one.")
    claims = PathField(help_text="The list of claims it moved.")


@extend_schema_serializer(component_name="Root")
class RootShape(serializers.Serializer):
    """Where everything is."""

    stories = AddressField(help_text="All published stories.")
    claims = AddressField(help_text="All published claims.")
    sources = AddressField(help_text="All sources that published claims name.")
    schema = AddressField(help_text="This description for machines, OpenAPI 3.1.")
    docs = AddressField(help_text="The same for people.")
    site = AddressField(help_text="The pages for readers; every path in an answer is a path here.")


class ParameterError(serializers.Serializer):
    parameter = serializers.CharField(help_text="Name of the parameter as it was sent.")
    detail = serializers.CharField(help_text="What is wrong with it, in a sentence.")


@extend_schema_serializer(component_name="Problem")
class ProblemShape(serializers.Serializer):
    """What every error looks like: RFC 9457 problem details."""

    type = serializers.CharField(help_text="Address of the paragraph that explains this kind of problem.")
    title = serializers.CharField(help_text="The HTTP status in words.")
    status = serializers.IntegerField(min_value=400, max_value=599, help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What happened here, in a sentence.")
    instance = PathField(help_text="The path that was asked for.")
    errors = ParameterError(
        many=True, required=False, help_text="The parameters at fault, when it is about parameters."
    )
