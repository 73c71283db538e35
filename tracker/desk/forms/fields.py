"""Fields for text that will be stored: what cannot be is a sentence at the field, never an error of the database."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.choices import flatten_choices

from tracker.lib.text import clean, one_line

_SURROGATES = re.compile("[\ud800-\udfff]")


def storable(value):
    """Refuse lone surrogates, which UTF-8 cannot hold. (NUL is refused by Django's own fields.)"""
    if _SURROGATES.search(value):
        raise ValidationError("This holds characters that are no text and cannot be kept.", code="not_text")


class Line(forms.CharField):
    """One line of text; white space of every kind becomes one space."""

    default_validators = [storable]

    def clean(self, value):
        return _still_there(self, one_line(clean(super().clean(value))))


class Prose(forms.CharField):
    """Text of several lines, at most 10,000 characters unless told otherwise."""

    default_validators = [storable]

    def __init__(self, *, rows=3, max_length=10_000, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=max_length, **options)

    def clean(self, value):
        return _still_there(self, clean(super().clean(value)).strip())


def _still_there(field, text):
    """The text, when cleaning left something of what was required."""
    field.validate(text)
    return text


class OneOf(forms.ChoiceField):
    """A choice from TextChoices, or from a list of them, with an empty first line when nothing should be preset."""

    def __init__(self, choices, *, empty=None, **options):
        pairs = (
            choices.choices
            if isinstance(choices, type) and issubclass(choices, TextChoices)
            else list(choices)
        )
        super().__init__(choices=pairs if empty is None else [("", empty), *pairs], **options)


def typed_in(form):
    """Return (label, text) of what a person changed in a bound form, so that it can be copied when it was not used."""
    for name in form.changed_data:
        field = form[name]
        text = _in_words(field.field, field.value())
        if text:
            yield field.label, text


def _in_words(field, value):
    if not isinstance(field, forms.ChoiceField):
        return "yes" if value is True else str(value or "").strip()
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(
        str(label) for key, label in flatten_choices(field.choices) if key and str(key) in chosen
    )
