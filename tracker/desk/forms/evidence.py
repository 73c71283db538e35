"""Where something can be checked: the exact words in a snapshot, or a source described in words."""

from dataclasses import dataclass

from django import forms
from rapidfuzz import fuzz

from tracker.capture.models import Snapshot
from tracker.capture.plain import locate
from tracker.capture.queries import text_of
from tracker.desk.forms.fields import Line, Prose
from tracker.ledger.record import Described, Quote

CONTEXT = 80
MOST_PLACES = 20
# Looking for the nearest words costs time that grows with both; beyond this we only say that they are not there.
MOST_COMPARED, LONGEST_COMPARED = 300_000, 600
NEAR = 70


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where words stand in a text: `number` of `of` places, with the text around them."""

    start: int
    end: int
    number: int
    of: int
    before: str
    exact: str
    after: str


def places(text: str, exact: str) -> list[tuple[int, int]]:
    """Return where the quotation stands in the text, first to last, at most MOST_PLACES of them."""
    found = []
    offset = 0
    while len(found) < MOST_PLACES and (span := locate(text[offset:], exact)):
        start, end = offset + span[0], offset + span[1]
        found.append((start, end))
        offset = end
    return found


def place_of(text: str, exact: str, prefix: str = "") -> Place | None:
    """Return the place a citation of these words would have, or None when the text does not hold them."""
    span = locate(text, exact, prefix=prefix)
    if span is None:
        return None
    spans = places(text, exact)
    start, end = span
    return Place(
        start=start,
        end=end,
        number=spans.index(span) + 1 if span in spans else 1,
        of=len(spans),
        before=text[max(0, start - CONTEXT) : start],
        exact=text[start:end],
        after=text[end : end + CONTEXT],
    )


def nearest(text: str, exact: str) -> str:
    """Return the words of the text that come nearest to `exact`, or "" when none do or the text is too long to tell."""
    if len(text) > MOST_COMPARED or not 8 <= len(exact) <= LONGEST_COMPARED:
        return ""
    found = fuzz.partial_ratio_alignment(exact, text, score_cutoff=NEAR)
    if found is None:
        return ""
    start, end = found.dest_start, found.dest_end
    # Widened to whole words.
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip()


class CitationForm(forms.Form):
    """One citation; an empty row is none."""

    snapshot = forms.ChoiceField(label="Snapshot", required=False)
    exact = Prose(label="Exact words", rows=3, required=False, help_text="copied from the snapshot")
    prefix = Line(
        label="Words just before them",
        max_length=200,
        required=False,
        help_text="only when the words stand there more than once",
    )
    described = Prose(
        label="Or describe the source",
        rows=2,
        max_length=1000,
        required=False,
        help_text="for what was never on a page, such as a telephone call",
    )

    def __init__(self, *args, snapshots=(), **options):
        super().__init__(*args, **options)
        self.fields["snapshot"].choices = [("", "none"), *snapshots]
        self.place = None

    def clean_snapshot(self):
        public_id = self.cleaned_data["snapshot"]
        if not public_id:
            return None
        return (
            Snapshot.objects.select_related("article__outlet").defer("body", "words").get(public_id=public_id)
        )

    def clean(self):
        cleaned = super().clean()
        snapshot, exact = cleaned.get("snapshot"), cleaned.get("exact")
        if self.errors or not (snapshot or exact):
            return cleaned
        if cleaned.get("described"):
            self.add_error(
                "described", "Cite words in a snapshot or describe a source, not both in one citation."
            )
        elif snapshot is None:
            self.add_error("snapshot", "Choose the snapshot these words stand in.")
        elif not exact:
            self.add_error("exact", "Copy the exact words from the snapshot.")
        else:
            text = text_of(snapshot)
            self.place = place_of(text, exact, cleaned.get("prefix", ""))
            if self.place is None:
                self.add_error("exact", _not_there(text, exact))
        return cleaned

    @property
    def is_blank(self):
        return not any(self.cleaned_data.get(name) for name in ("snapshot", "exact", "described"))

    def citation(self):
        """Return the Quote or Described of a valid row that is not blank."""
        if described := self.cleaned_data["described"]:
            return Described(text=described)
        return Quote(
            snapshot=self.cleaned_data["snapshot"],
            exact=self.cleaned_data["exact"],
            prefix=self.cleaned_data["prefix"],
        )


def _not_there(text, exact):
    near = nearest(text, exact)
    if near:
        return f"The snapshot does not hold these words. The nearest there: “{near}”."
    return "The snapshot does not hold these words."


CitationRows = forms.formset_factory(CitationForm, extra=2, max_num=6, absolute_max=8)
