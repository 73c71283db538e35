"""The form of a rejection."""

from django import forms

from tracker.desk.forms.fields import Line


class RejectForm(forms.Form):
    """Why a proposal is not taken; nobody has to say."""

    note = Line(label="Why not (optional)", max_length=500, required=False)

    def typed(self):
        """Return (label, text) of what was typed, so that it can be copied when it could not be used."""
        note = self.cleaned_data.get("note")
        return [("Why not", note)] if note else []
