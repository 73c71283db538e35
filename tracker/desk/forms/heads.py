"""Forms for what holds the entries: stories, claims, their relations, and sources."""

from django import forms

from tracker.desk.entered import NewClaim, NewSource, NewStory
from tracker.desk.forms.fields import Line, OneOf, Prose, typed_in
from tracker.ledger.models import ClaimRelation, Story
from tracker.sources.models import Source

NEW = "new"


class StoryForm(forms.Form):
    """A story to open."""

    title = Line(label="Title", max_length=200)
    summary = Prose(
        label="Summary", rows=4, max_length=5000, required=False, help_text="what happened, in our own words"
    )

    def story(self):
        return NewStory(title=self.cleaned_data["title"], summary=self.cleaned_data["summary"])


class ClaimForm(forms.Form):
    """A claim to open in a story that is known, perhaps in relation to another of its claims."""

    sentence = Prose(
        label="The claim in one sentence",
        rows=2,
        max_length=400,
        help_text="checkable, and complete without the page around it; it cannot be changed later",
    )
    label = Line(
        label="Short label", max_length=60, help_text="two or three words, such as “troop withdrawal”"
    )
    relation = OneOf(
        ClaimRelation.Kind, empty="stands alone", label="How it stands to another claim", required=False
    )
    other = forms.ChoiceField(label="The other claim", required=False)

    def __init__(self, *args, story, others, **options):
        super().__init__(*args, **options)
        self.story = story
        self.others = {claim.public_id: claim for claim in others}
        self.fields["other"].choices = [("", "none"), *((claim.public_id, claim.label) for claim in others)]
        if not others:
            del self.fields["relation"], self.fields["other"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("relation") and not cleaned.get("other") and "other" not in self.errors:
            self.add_error("other", "Choose the claim it relates to.")
        if cleaned.get("other") and not cleaned.get("relation") and "relation" not in self.errors:
            self.add_error("relation", "Say how it stands to that claim.")
        return cleaned

    def claim(self):
        return NewClaim(
            sentence=self.cleaned_data["sentence"], label=self.cleaned_data["label"], story=self.story
        )

    def relations(self):
        if not self.cleaned_data.get("relation"):
            return ()
        return ((self.cleaned_data["relation"], self.others[self.cleaned_data["other"]]),)


class RelationForm(forms.Form):
    """How a claim stands to another one."""

    kind = OneOf(ClaimRelation.Kind, label="This claim")
    other = forms.ChoiceField(label="the claim")

    def __init__(self, *args, others, **options):
        super().__init__(*args, **options)
        self.others = {claim.public_id: claim for claim in others}
        self.fields["other"].choices = [("", "choose"), *((claim.public_id, claim.label) for claim in others)]

    @property
    def chosen(self):
        return self.others[self.cleaned_data["other"]]


class SourceForm(forms.Form):
    """Somebody to register by hand."""

    kind = OneOf(Source.Kind, label="Kind")
    name = Line(label="Name", max_length=200)
    aliases = Prose(
        label="Other names",
        rows=2,
        max_length=2000,
        required=False,
        help_text="one on each line, such as “Gen. Milley”",
    )
    description = Line(label="Who this is", max_length=400, required=False)
    homepage = forms.URLField(label="Home page", max_length=500, required=False, assume_scheme="https")
    host = Line(
        label="Host of its articles",
        max_length=253,
        required=False,
        help_text="for an outlet, such as reuters.com: its captured pages then find it",
    )

    def clean_aliases(self):
        names = [" ".join(line.split()) for line in self.cleaned_data["aliases"].split("\n")]
        if any(len(name) > 200 for name in names):
            raise forms.ValidationError("One of these names is longer than 200 characters.")
        return tuple(dict.fromkeys(name for name in names if name))

    def clean_host(self):
        host = self.cleaned_data["host"].lower().removeprefix("www.")
        if host and ("." not in host or "/" in host or " " in host):
            raise forms.ValidationError("Give only the host, such as reuters.com.")
        return host


class NewClaimFields(forms.Form):
    """The claim to open, and the story to open it in: part of a proposal's form."""

    sentence = Prose(label="The claim in one sentence", rows=2, max_length=400, required=False)
    label = Line(label="Short label", max_length=60, required=False)
    story = forms.ChoiceField(label="Story", required=False)
    story_title = Line(label="Title of the new story", max_length=200, required=False)
    story_summary = Prose(label="Its summary", rows=2, max_length=5000, required=False)

    def __init__(self, *args, stories, **options):
        super().__init__(*args, **options)
        self.fields["story"].choices = [
            ("", "choose a story"),
            (NEW, "Open a new story"),
            *((story.public_id, story.title) for story in stories),
        ]

    def check_new_claim(self, cleaned):
        """Put a sentence at each field a claim to open needs and does not have."""
        for name, sentence in (
            ("sentence", "A claim needs its sentence."),
            ("label", "A claim needs a short label."),
            ("story", "Choose the story this claim belongs to."),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if (
            cleaned.get("story") == NEW
            and not cleaned.get("story_title")
            and "story_title" not in self.errors
        ):
            self.add_error("story_title", "A story needs a title.")

    def new_claim(self):
        """Return the claim to open; call it when the form is valid."""
        cleaned = self.cleaned_data
        return NewClaim(sentence=cleaned["sentence"], label=cleaned["label"], story=self._story(cleaned))

    def _story(self, cleaned):
        if cleaned["story"] == NEW:
            return NewStory(title=cleaned["story_title"], summary=cleaned["story_summary"])
        return Story.objects.get(public_id=cleaned["story"])


class ProposedClaimForm(NewClaimFields):
    """The form of a proposal that is a new claim."""

    def refuse(self, sentence):
        """Show a sentence of the ledger above the form."""
        self.add_error(None, sentence)

    def typed(self):
        """Return (label, text) of what was changed in it."""
        return typed_in(self)

    def clean(self):
        cleaned = super().clean()
        self.check_new_claim(cleaned)
        return cleaned


def named_source(name: str, kind: str = "") -> list[Source]:
    """Return the sources known by exactly this name or alias, of this kind when one is given."""
    known = Source.objects.filter(kind=kind) if kind else Source.objects.all()
    by_name = list(known.filter(name__iexact=name))
    return by_name or list(known.filter(aliases__contains=[name]))


class SourceFields(forms.Form):
    """Who speaks: a name that is known, or one to register, and the role held then."""

    source = Line(
        label="Source",
        max_length=200,
        help_text="a name the desk knows, or a new one",
        widget=forms.TextInput(attrs={"list": "source-names", "autocomplete": "off"}),
    )
    source_kind = OneOf(
        Source.Kind, empty="as known", label="Kind", required=False, help_text="needed for a new name"
    )
    register = forms.BooleanField(label="Register this name as a new source", required=False)
    role = Line(
        label="Role held then",
        max_length=200,
        required=False,
        help_text="such as “Chairman of the Joint Chiefs of Staff”",
    )

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("source")
        if not name:
            return cleaned
        found = named_source(name, cleaned.get("source_kind") or "")
        if len(found) == 1:
            return cleaned | {"who": found[0]}
        if found:
            self.add_error("source_kind", "Several sources have this name: choose the kind.")
        elif not cleaned.get("register"):
            self.add_error("source", _unknown(name))
        elif not cleaned.get("source_kind"):
            self.add_error("source_kind", "Say what kind of source this new name is.")
        else:
            cleaned["who"] = NewSource(kind=cleaned["source_kind"], name=name)
        return cleaned


def _unknown(name):
    surname = name.split()[-1]
    near = list(Source.objects.filter(name__icontains=surname)[:3])
    if near:
        known = ", ".join(f"“{source.name}”" for source in near)
        return f"No source is called exactly this. Known: {known}. Or tick “register” below."
    return "No source is called exactly this. Tick “register” below to add it."
