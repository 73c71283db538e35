"""The form of a rejection."""

from django import forms

from tracker.desk.forms.fields import Line


class RejectForm(forms.Form):
    """Why a proposal is not taken; nobody has to say."""

    note = Line(
        label="Why not (optional)",
        max_length=500,
        required=False,
        # It stands beside the form of accepting, in the order of the keyboard.
        widget=forms.TextInput(attrs={"form": "reject", "placeholder": "Why not (optional)"}),
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="id_rejection_%s")

    def typed(self):
        """Return (label, text) of what was typed, so that it can be copied when it could not be used."""
        note = self.cleaned_data.get("note")
        return [("Why not", note)] if note else []
