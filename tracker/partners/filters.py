"""The parameters that each address takes, and how the lists narrow. What is not listed here is refused by name."""

import re

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from drf_spectacular.utils import OpenApiParameter, extend_schema_field

from tracker.ledger.models import Claim, Document, Entry
from tracker.ledger.queries import VOICES
from tracker.lib.ids import is_id, pattern
from tracker.lib.instants import parse_instant_text
from tracker.partners.cursor import LARGEST_PAGE
from tracker.partners.problems import BadParameters
from tracker.sources.models import Source

LARGEST_SEQ = 2**63 - 1


class InstantField(forms.CharField):
    """A time as lib/instants.py reads it, aware, in UTC; a date is its last moment, with `start_of_day` its first."""

    def __init__(self, *, start_of_day=False, **kwargs):
        self.start_of_day = start_of_day
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        if not (text := super().to_python(value)):
            return None
        try:
            return parse_instant_text(text, start_of_day=self.start_of_day)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class WholeNumberField(forms.Field):
    """An integer in plain digits between two limits."""

    def __init__(self, *, least, most, **kwargs):
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if not re.fullmatch("[0-9]{1,19}", value) or not self.least <= int(value) <= self.most:
            raise forms.ValidationError(f"This must be a whole number from {self.least} to {self.most}.")
        return int(value)


class IdField(forms.CharField):
    """A public id of one kind."""

    def __init__(self, *, kind, **kwargs):
        self.kind = kind
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if text and not is_id(self.kind, text):
            raise forms.ValidationError(
                f"This is not the id of a {self.kind}; those match {pattern(self.kind)}."
            )
        return text


class Nothing(forms.Form):
    """An address without parameters."""


class PageForm(forms.Form):
    """What every list takes."""

    cursor = forms.CharField(required=False, strip=False)
    page_size = WholeNumberField(required=False, least=1, most=LARGEST_PAGE)


class ThenForm(forms.Form):
    """The two clocks."""

    as_of = InstantField(required=False)
    recorded_as_of = InstantField(required=False)

    @property
    def then(self):
        """The clocks that were set, as keyword arguments; empty for now."""
        return {
            name: self.cleaned_data[name] for name in ("as_of", "recorded_as_of") if self.cleaned_data[name]
        }


class StoriesForm(ThenForm, PageForm):
    """What the list of stories takes beside its filters."""


class ClaimsForm(ThenForm, PageForm):
    """What the list of claims takes beside its filters."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") and (cleaned.get("as_of") or cleaned.get("recorded_as_of")):
            # Status is indexed as it is now. A list that filtered by today's and showed that of then would mislead.
            self.add_error(
                "status",
                "A list narrows by the status of now: leave out status, or as_of and recorded_as_of.",
            )
        return cleaned


class InstantFilter(django_filters.Filter):
    field_class = InstantField


class WholeNumberFilter(django_filters.Filter):
    field_class = WholeNumberField


class IdFilter(django_filters.Filter):
    field_class = IdField


def _described(schema, description):
    return extend_schema_field(schema | {"description": description})


class Filters(django_filters.FilterSet):
    """Filters beside parameters of other kinds: paging, and the two clocks."""

    def filter_queryset(self, queryset):
        for name, narrow in self.filters.items():
            queryset = narrow.filter(queryset, self.form.cleaned_data[name])
        return queryset


class DocumentFilters(Filters):
    """Narrows lists of documents by when they last moved."""

    moved_since = _described(
        {"type": "string"},
        "Only what moved then or later: its latest entry was recorded then or after. A date is its start, in UTC.",
    )(InstantFilter(method="recorded_since", start_of_day=True))
    moved_before = _described(
        {"type": "string"},
        "Only what last moved before this time. A date is its start in UTC.",
    )(InstantFilter(method="recorded_before", start_of_day=True))
    after_seq = _described(
        {"type": "integer", "minimum": 0, "maximum": LARGEST_SEQ},
        "Only what moved after this entry of the ledger: its `seq` is greater. Keep the greatest `seq` you have seen, "
        "and ask with it for what has moved since.",
    )(WholeNumberFilter(field_name="seq", lookup_expr="gt", least=0, most=LARGEST_SEQ))

    class Meta:
        model = Document
        fields = []
        form = PageForm

    def recorded_since(self, documents, name, value):
        return documents.filter(Exists(Entry.objects.filter(seq=OuterRef("seq"), recorded_at__gte=value)))

    def recorded_before(self, documents, name, value):
        return documents.filter(Exists(Entry.objects.filter(seq=OuterRef("seq"), recorded_at__lt=value)))


class StoryFilters(DocumentFilters):
    """What the list of stories narrows by."""

    class Meta(DocumentFilters.Meta):
        form = StoriesForm


class ClaimFilters(DocumentFilters):
    """What the list of claims narrows by."""

    # `distinct` would sort whole documents; one column cannot match twice.
    status = _described(
        {"type": "string", "enum": Claim.Status.values},
        "Only claims that have this status now. Give it several times for any of several.",
    )(django_filters.MultipleChoiceFilter(choices=Claim.Status.choices, distinct=False))
    story = _described(
        {"type": "string", "pattern": f"^{pattern('story')}$"}, "Only claims of this story, by its id."
    )(IdFilter(field_name="in_story", kind="story"))
    source = _described(
        {"type": "string", "pattern": f"^{pattern('source')}$"},
        "Only claims that this source spoke about, took something back about, or carried in an article, by its id.",
    )(IdFilter(method="moved_by", kind="source"))

    class Meta(DocumentFilters.Meta):
        form = ClaimsForm

    def moved_by(self, documents, name, value):
        moved = Q()
        for path in VOICES:
            moved |= Q(claim__in=Entry.objects.filter(**{f"{path}__public_id": value}).values("claim"))
        return documents.filter(moved)


class SourceFilters(Filters):
    """What the list of sources narrows by."""

    kind = _described(
        {"type": "string", "enum": Source.Kind.values},
        "Only sources of this kind. Give it several times for any of several.",
    )(django_filters.MultipleChoiceFilter(choices=Source.Kind.choices, distinct=False))
    name = _described(
        {"type": "string", "minLength": 1, "maxLength": 200},
        "Only sources whose name contains this, in capitals or not.",
    )(django_filters.CharFilter(lookup_expr="icontains", max_length=200, strip=False))

    class Meta:
        model = Source
        fields = []
        form = PageForm


THEN = [
    OpenApiParameter(
        "as_of",
        {"type": "string"},
        description="As of this time in the world: entries that had not surely happened by then are left out, and the "
        "status is the one that follows from the rest. A time like `2020-01-06T21:10:00Z` with any offset; one without "
        "offset is UTC; a date is the end of that day in UTC.",
    ),
    OpenApiParameter(
        "recorded_as_of",
        {"type": "string"},
        description="As we had it on record at this time: entries written down later are left out, and what later "
        "turned out an error stands again. Written like `as_of`, and may be combined with it.",
    ),
]


def check(form, sent):
    """Return the form, valid, for the parameters `sent` (a QueryDict); BadParameters that names each one at fault.

    Refused besides bad values: parameters we do not know, empty ones, and one given twice that can only be given once.
    """
    errors = [_error(name, sentence) for name in sent if (sentence := _fault(form, name, sent.getlist(name)))]
    if not form.is_valid():
        faulty = {error["parameter"] for error in errors}
        errors += [
            _error(name, sentence)
            for name, sentences in form.errors.items()
            if name not in faulty
            for sentence in sentences
        ]
    if errors:
        raise BadParameters(errors)
    return form


def _fault(form, name, values):
    if name not in form.fields:
        known = ", ".join(sorted(form.fields))
        return (
            f"There is no such parameter here. Known: {known}." if known else "There are no parameters here."
        )
    if "" in values:
        return "This is empty. Leave it out, or give it a value."
    if len(values) > 1 and not isinstance(form.fields[name], forms.MultipleChoiceField):
        return "This can be given only once."
    return ""


def _error(name, sentence):
    return {"parameter": name, "detail": sentence}
