"""What an article rests on: one row for each source, with the words of the article that name it."""

from django import forms

from tracker.desk.forms.fields import Line, OneOf, Prose
from tracker.ledger.models import Appearance
from tracker.ledger.record import Quote, RestsOn


class RestsOnForm(forms.Form):
    """One source; a row that does not say how the article rests on it is none."""

    how = OneOf(
        Appearance.Basis, empty="it does not: leave this out", label="How it rests on it", required=False
    )
    source = Line(label="Whom or what", max_length=200, required=False)
    is_unnamed = forms.BooleanField(label="A source without a name", required=False)
    exact = Prose(
        label="The words that say so",
        rows=2,
        required=False,
        help_text="copied from the article; they are cited with the entry",
    )

    def clean(self):
        cleaned = super().clean()
        if self.is_blank:
            return cleaned
        if not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", "Say whom or what it rests on.")
        if not cleaned.get("exact") and "exact" not in self.errors:
            self.add_error("exact", "Copy the words of the article that say so.")
        return cleaned

    @property
    def is_blank(self):
        return not self.cleaned_data.get("how")

    def edge(self, snapshot):
        """Return the RestsOn of a valid row that is not blank; its words stand in this snapshot."""
        cleaned = self.cleaned_data
        return RestsOn(
            how=cleaned["how"],
            source=cleaned["source"],
            is_unnamed=cleaned["is_unnamed"],
            quote=Quote(snapshot=snapshot, exact=cleaned["exact"]),
        )


RestsOnRows = forms.formset_factory(RestsOnForm, extra=1, max_num=12, absolute_max=15)
