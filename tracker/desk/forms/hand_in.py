"""Handing in a page: its text, a file, or an address to look at now."""

from datetime import UTC, datetime

from django import forms

from tracker.capture.hand_in import About
from tracker.desk.forms.fields import Line, Prose, storable
from tracker.lib.http import DEFAULT, Refused, parse_url
from tracker.sources.models import Source

LARGEST_FILE = DEFAULT.decoded
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class HandInForm(forms.Form):
    """One page from a person. With an address alone it is looked at now; else the text or file is kept."""

    url = Line(
        label="Address it was published at",
        max_length=2000,
        required=False,
        help_text="with nothing pasted or uploaded, Walkback looks at this address now",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    title = Line(label="Title", max_length=300, required=False, help_text="empty: the page's own")
    pasted = forms.CharField(
        label="Text or HTML",
        required=False,
        strip=False,
        max_length=LARGEST_FILE,
        validators=[storable],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="paste what Walkback cannot fetch itself, such as a page behind a login",
    )
    upload = forms.FileField(
        label="Or a file: HTML, text or PDF",
        required=False,
        allow_empty_file=True,
        help_text="10 MB at most",
        # htmx keeps the control itself, and with it the chosen file, when the form comes back with a sentence.
        widget=forms.FileInput(attrs={"accept": ".html,.htm,.txt,.text,.md,.pdf", "hx-preserve": "true"}),
    )
    outlet = forms.ModelChoiceField(
        Source.objects.none(), label="Outlet", required=False, empty_label="found by its address"
    )
    seen_at = forms.DateTimeField(
        label="When you saw it, in UTC",
        required=False,
        input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"],
        error_messages={"invalid": "Give date and time such as 2020-01-06 20:46."},
        help_text="empty: now",
        widget=forms.DateTimeInput(format="%Y-%m-%d %H:%M", attrs={"placeholder": "2020-01-06 20:46"}),
    )
    note = Prose(label="Note", rows=2, max_length=500, required=False, help_text="how you came by it")

    def __init__(self, *args, now, **options):
        super().__init__(*args, **options)
        self.now = now
        self.fields["outlet"].queryset = Source.objects.filter(kind=Source.Kind.OUTLET).order_by("name")

    def clean_url(self):
        url = self.cleaned_data["url"]
        if not url:
            return ""
        try:
            return parse_url(url if "://" in url else f"https://{url}").url
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError("This file is larger than 10 MB, the most Walkback reads.")
        return file

    def clean_seen_at(self):
        seen_at = self.cleaned_data["seen_at"]
        if seen_at and not _EARLIEST <= seen_at <= self.now:
            raise forms.ValidationError("This lies in the future, or before the web.")
        return seen_at

    def clean(self):
        cleaned = super().clean()
        if {"url", "pasted", "upload"} & set(self.errors):
            return cleaned
        pasted, upload = cleaned["pasted"].strip(), cleaned["upload"]
        if pasted and upload:
            self.add_error("upload", "Paste the text or upload a file, not both.")
        elif not (pasted or upload or cleaned["url"]):
            self.add_error("url", "Give an address to look at, or the page itself.")
        elif cleaned.get("seen_at") and not (pasted or upload):
            self.add_error("seen_at", "The address is looked at now: leave this empty.")
        return cleaned

    @property
    def brought(self):
        """Which field holds the page: `pasted`, `upload`, or `url` for an address to look at."""
        if self.cleaned_data["pasted"].strip():
            return "pasted"
        return "upload" if self.cleaned_data["upload"] else "url"

    def about(self, *, by):
        cleaned = self.cleaned_data
        return About(
            by=by,
            address=cleaned["url"],
            title=cleaned["title"],
            outlet=cleaned["outlet"],
            note=cleaned["note"],
        )
