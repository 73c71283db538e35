"""One entry as a sheet of forms: about what, who, which words, when, and where it can be checked.

A sheet is made of small forms because each part means the same in every kind of entry. It is used three ways: filled
from a proposal, empty for entering by hand, and filled from an entry that turned out wrong.
"""

from dataclasses import replace

from django import forms
from django.http import QueryDict

from tracker.capture.models import Article
from tracker.capture.plain import locate
from tracker.capture.queries import text_of
from tracker.desk.entered import Carried, Entered, Judged, Said, TakenBack, Target
from tracker.desk.forms.evidence import CitationRows
from tracker.desk.forms.fields import Line, OneOf, Prose, typed_in
from tracker.desk.forms.heads import NEW, NewClaimFields, SourceFields
from tracker.desk.forms.rests_on import RestsOnRows
from tracker.desk.forms.when import ReportRows, WhenForm, initial_of
from tracker.ledger.models import Appearance, Claim, Entry, Finding, Retraction, Statement
from tracker.ledger.record import Quote

KIND = Entry.Kind
# What each kind of subject can do to a claim; the database holds the same rule.
_BY_WORDS = (
    KIND.ASSERTED,
    KIND.REPEATED,
    KIND.CONFIRMED,
    KIND.DENIED,
    KIND.DISPUTED,
    KIND.CLARIFIED,
    KIND.REAFFIRMED,
)
KINDS = {
    "statement": _BY_WORDS,
    "appearance": _BY_WORDS,
    "retraction": (KIND.RETRACTED, KIND.CORRECTED, KIND.DELETED, KIND.CLARIFIED),
    "finding": (KIND.FOUND,),
}
_MEANS = {
    KIND.ASSERTED: "asserts it",
    KIND.REPEATED: "repeats it",
    KIND.CONFIRMED: "confirms it",
    KIND.DENIED: "denies it",
    KIND.DISPUTED: "disputes it",
    KIND.CLARIFIED: "clarifies, moves nothing",
    KIND.REAFFIRMED: "reaffirms what it said",
    KIND.RETRACTED: "retracts it",
    KIND.CORRECTED: "corrects it",
    KIND.DELETED: "deletes it",
    KIND.FOUND: "judges it",
}


def kind_choices(what):
    """Return (value, words) of what a statement, appearance, retraction or finding can do to a claim."""
    return [(str(kind), _MEANS[kind]) for kind in KINDS[what]]


def claim_choices(claims):
    """Return choices of claims grouped by story, with the status each has now."""
    groups = {}
    for claim in claims:
        groups.setdefault(claim.story.title, []).append((claim.public_id, f"{claim.label} ({claim.status})"))
    return list(groups.items())


class AboutForm(NewClaimFields):
    """Which claim moves, and how. With stories given, a new claim can be opened on the way."""

    field_order = ("claim", "kind", "note")

    claim = forms.ChoiceField(label="Claim")
    kind = OneOf((), label="What it does to the claim")
    note = Line(
        label="Note", max_length=500, required=False, help_text="one sentence of context, our own words"
    )

    def __init__(self, *args, what, claims, stories=None, **options):
        super().__init__(*args, stories=stories or (), **options)
        self.can_open = stories is not None
        new = [(NEW, "Open a new claim")] if self.can_open else []
        self.fields["claim"].choices = [("", "choose a claim"), *new, *claim_choices(claims)]
        self.fields["kind"].choices = [("", "choose"), *kind_choices(what)]
        if not self.can_open:
            for name in NewClaimFields.base_fields:
                del self.fields[name]
        if len(KINDS[what]) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial.setdefault("kind", KINDS[what][0])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("claim") == NEW:
            self.check_new_claim(cleaned)
        return cleaned

    def target(self):
        chosen = self.cleaned_data["claim"]
        claim = self.new_claim() if chosen == NEW else _claim(chosen)
        return Target(claim=claim, kind=self.cleaned_data["kind"], note=self.cleaned_data["note"])


class AlsoForm(forms.Form):
    """One more claim that the same words move; an empty row is none."""

    claim = forms.ChoiceField(label="Also about", required=False)
    kind = OneOf((), empty="does", label="What it does to it", required=False)
    note = Line(label="Note", max_length=500, required=False)

    def __init__(self, *args, what, claims, **options):
        super().__init__(*args, **options)
        self.fields["claim"].choices = [("", "no other claim"), *claim_choices(claims)]
        self.fields["kind"].choices = [("", "choose"), *kind_choices(what)]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("claim") and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Say what it does to this claim.")
        return cleaned

    @property
    def is_blank(self):
        return not self.cleaned_data.get("claim")

    def target(self):
        return Target(
            claim=_claim(self.cleaned_data["claim"]),
            kind=self.cleaned_data["kind"],
            note=self.cleaned_data["note"],
        )


AlsoRows = forms.formset_factory(AlsoForm, extra=2, max_num=8, absolute_max=10)


class StatementFields(SourceFields):
    """Who said what, and how it reached us."""

    words = Prose(label="Words", rows=4, help_text="exactly as spoken or written, without quotation marks")
    paraphrase = forms.BooleanField(
        label="These are not the speaker's own words (a paraphrase)", required=False
    )
    attribution = OneOf(Statement.Attribution, label="Attribution")
    channel = OneOf(Statement.Channel, empty="choose", label="Channel")

    def what(self, *, article):
        cleaned = self.cleaned_data
        return Said(
            source=cleaned["who"],
            role=cleaned["role"],
            words=cleaned["words"],
            paraphrase=cleaned["paraphrase"],
            attribution=cleaned["attribution"],
            channel=cleaned["channel"],
        )


class RetractionFields(SourceFields):
    """Who took back what, in what manner."""

    of = forms.ChoiceField(label="What is taken back")
    nature = OneOf(Retraction.Nature, empty="choose", label="Nature")
    reasons = forms.MultipleChoiceField(
        label="Reasons given",
        choices=Retraction.Reason.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose a reason; “No reason given” when there was none."},
    )
    notice = Prose(
        label="Words of the notice",
        rows=4,
        required=False,
        help_text="exactly; empty for a deletion or a silent edit",
    )

    def __init__(self, *args, withdrawable, **options):
        super().__init__(*args, **options)
        self.fields["of"].choices = [("", "choose what is taken back"), *withdrawable]

    def clean(self):
        cleaned = super().clean()
        silent = cleaned.get("nature") in {Retraction.Nature.DELETION, Retraction.Nature.SILENT_EDIT}
        if "nature" in cleaned and not silent and not cleaned.get("notice") and "notice" not in self.errors:
            self.add_error(
                "notice", "Give the words of the notice, unless it was a deletion or a silent edit."
            )
        return cleaned

    def what(self, *, article):
        cleaned = self.cleaned_data
        return TakenBack(
            source=cleaned["who"],
            role=cleaned["role"],
            nature=cleaned["nature"],
            reasons=tuple(cleaned["reasons"]),
            notice=cleaned["notice"],
            of=_withdrawn(cleaned["of"]),
        )


class AppearanceFields(forms.Form):
    """What an article does with the claim; the article is the one that is cited."""

    body_stance = OneOf(Appearance.Stance, empty="choose", label="Its text")
    headline_stance = OneOf(
        Appearance.Stance, empty="says nothing of it", label="Its headline", required=False
    )

    def what(self, *, article):
        """The appearance; what it rests on is in rows of their own."""
        return Carried(
            article=article,
            headline_stance=self.cleaned_data["headline_stance"],
            body_stance=self.cleaned_data["body_stance"],
        )


class FindingFields(forms.Form):
    """The desk's own judgement."""

    rating = OneOf(Finding.Rating, empty="choose", label="Rating")
    explanation = Prose(label="Explanation", rows=5)

    def what(self, *, article):
        return Judged(rating=self.cleaned_data["rating"], explanation=self.cleaned_data["explanation"])


class ReasonForm(forms.Form):
    """Why an entry is superseded."""

    reason = Line(
        label="What was wrong",
        max_length=500,
        help_text="one sentence; it is published beside the superseded entry",
    )


_FIELDS = {
    "statement": StatementFields,
    "retraction": RetractionFields,
    "appearance": AppearanceFields,
    "finding": FindingFields,
}


class Sheet:
    """All forms of one entry of the kind `what` (statement, retraction, appearance, finding).

    `initial` has the parts about, what, rests_on (of an appearance), when, reports, citations, reason. `choices` has
    what the lists offer: claims, stories (None when no claim can be opened here), snapshots (pairs), withdrawable
    (pairs). With `one_claim` the words cannot move other claims too.
    """

    def __init__(self, what, *, now, choices, data=None, initial=None, one_claim=False, with_reason=False):
        initial = initial or {}
        claims = choices["claims"]
        own = {"withdrawable": choices["withdrawable"]} if what == "retraction" else {}
        self.kind = what
        self.is_bound = data is not None
        self.about = AboutForm(
            data, what=what, claims=claims, stories=choices.get("stories"), initial=initial.get("about")
        )
        self.what = _FIELDS[what](data, initial=initial.get("what"), **own)
        self.when = WhenForm(data, prefix="when", now=now, initial=initial.get("when"))
        self.reports = ReportRows(data, prefix="reports", initial=initial.get("reports"))
        self.citations = CitationRows(
            data,
            prefix="citations",
            initial=initial.get("citations"),
            form_kwargs={"snapshots": choices["snapshots"]},
        )
        self.rests_on = None
        if what == "appearance":
            self.rests_on = RestsOnRows(data, prefix="rests_on", initial=initial.get("rests_on"))
        self.also = None
        if not one_claim and what in {"statement", "retraction"}:
            self.also = AlsoRows(data, prefix="also", form_kwargs={"what": what, "claims": claims})
        self.reason = ReasonForm(data, initial=initial.get("reason")) if with_reason else None
        self.problems = []

    @property
    def forms(self):
        """Its forms and sets of rows, in the order a person fills them in."""
        every = (
            self.about,
            self.also,
            self.what,
            self.rests_on,
            self.when,
            self.reports,
            self.citations,
            self.reason,
        )
        return [form for form in every if form is not None]

    def is_valid(self):
        """Whether every part is; what concerns several parts is put in `problems`, in sentences."""
        # Every form is asked, so that every field that is wrong says so at once.
        valid = all({id(form): form.is_valid() for form in self.forms}.values())
        self.problems = list(self._problems() if valid else self._malformed())
        return valid and not self.problems

    def has_changed(self):
        """Whether anything differs from what the sheet was filled with."""
        return any(form.has_changed() for form in self.forms)

    def refuse(self, sentence):
        """Show a sentence of the ledger above the sheet."""
        self.problems.append(sentence)

    def entered(self) -> Entered:
        """Return what was typed, as values. Call it when the sheet is valid."""
        snapshot = self._snapshot()
        what = self.what.what(article=snapshot and snapshot.article)
        if self.rests_on:
            what = replace(what, rests_on=tuple(row.edge(snapshot) for row in self._rows(self.rests_on)))
        return Entered(
            what=what,
            on=(self.about.target(), *(row.target() for row in self._rows(self.also))),
            occurred=self.when.moment([row.cleaned_data for row in self._rows(self.reports)]),
            citations=tuple(row.citation() for row in self._rows(self.citations)),
        )

    def missing(self):
        """Return (label, sentence) of every field that is not right yet, for a preview of an unfinished sheet."""
        for form in _flat(self.forms):
            for name, errors in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                yield label, errors[0]
        for sentence in self.problems:
            yield "", sentence

    def typed(self):
        """Return (label, text) of what was changed in it, so that it can be copied when it could not be used."""
        for form in _flat(self.forms):
            yield from typed_in(form)

    def as_sent(self) -> QueryDict:
        """Return what a browser would send if the sheet were sent as it stands."""
        sent = QueryDict(mutable=True)
        for form in _flat(self.forms):
            for field in form:
                _put(sent, field)
        for rows in self.forms:
            if isinstance(rows, forms.BaseFormSet):
                for field in rows.management_form:
                    _put(sent, field)
        return sent

    def _problems(self):
        if not self._rows(self.citations):
            yield "Nothing enters the ledger without a citation: cite words in a snapshot, or describe a source."
        elif self.kind == "appearance" and self._snapshot() is None:
            yield "An appearance needs a snapshot of the article that carries the claim: cite its words."
        elif self.rests_on:
            text = text_of(self._snapshot())
            for row in self._rows(self.rests_on):
                if locate(text, row.cleaned_data["exact"]) is None:
                    yield f"The page does not hold the words “{row.cleaned_data['exact']}”."
        reported = self._rows(self.reports)
        if len(reported) == 1:
            yield "One competing account is not enough: give each account of the time a row of its own."
        claims = [row.cleaned_data["claim"] for row in (self.about, *self._rows(self.also))]
        if len(set(claims)) < len(claims):
            yield "The same claim is named twice."

    def _malformed(self):
        """What is wrong with rows as such, such as their number."""
        for rows in self.forms:
            if isinstance(rows, forms.BaseFormSet):
                yield from rows.non_form_errors()

    def _snapshot(self):
        citations = [row.citation() for row in self._rows(self.citations)]
        return next((one.snapshot for one in citations if isinstance(one, Quote)), None)

    @staticmethod
    def _rows(formset):
        return [row for row in formset if not row.is_blank] if formset is not None else []


def _put(sent, field):
    value = field.value()
    if value is True:
        sent[field.html_name] = "on"
    elif isinstance(value, list | tuple):
        sent.setlist(field.html_name, value)
    elif value is not None and value is not False and value != "":
        sent[field.html_name] = str(value)


def _flat(forms_and_rows):
    for form in forms_and_rows:
        if isinstance(form, forms.BaseFormSet):
            yield from form
        else:
            yield form


def _claim(public_id):
    return Claim.objects.select_related("story").get(public_id=public_id)


def _withdrawn(public_id):
    if public_id.startswith("art_"):
        return Article.objects.get(public_id=public_id)
    return Statement.objects.get(public_id=public_id)


def initial_of_entry(entry: Entry) -> dict:
    """Return what a sheet would be filled with to record this entry again: where its correction starts."""
    subject = entry.subject
    when, reports = initial_of(entry.occurred)
    return {
        "about": {"claim": entry.claim.public_id, "kind": entry.kind, "note": entry.note},
        "what": _OF_SUBJECT[subject._meta.model_name](subject),
        "when": when,
        "reports": reports,
        "citations": [_of_citation(citation) for citation in subject.citations.all()],
        "rests_on": getattr(subject, "rests_on", []),
    }


def _of_citation(citation):
    if citation.snapshot is None:
        return {"described": citation.described}
    return {
        "snapshot": citation.snapshot.public_id,
        "exact": citation.exact,
        "prefix": " ".join(citation.prefix.split()),
    }


def _of_source(source, role):
    return {"source": source.name, "source_kind": source.kind, "role": role}


def _of_statement(statement):
    return _of_source(statement.source, statement.role) | {
        "words": statement.words,
        "paraphrase": statement.paraphrase,
        "attribution": statement.attribution,
        "channel": statement.channel,
    }


def _of_retraction(retraction):
    return _of_source(retraction.source, retraction.role) | {
        "of": (retraction.statement or retraction.article).public_id,
        "nature": retraction.nature,
        "reasons": retraction.reasons,
        "notice": retraction.notice,
    }


def _of_appearance(appearance):
    return {"body_stance": appearance.body_stance, "headline_stance": appearance.headline_stance}


def _of_finding(finding):
    return {"rating": finding.rating, "explanation": finding.explanation}


_OF_SUBJECT = {
    "statement": _of_statement,
    "retraction": _of_retraction,
    "appearance": _of_appearance,
    "finding": _of_finding,
}
