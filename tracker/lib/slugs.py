"""The readable end of a URL; never the identity of a thing."""

from django.utils.text import slugify


def slug_of(text):
    """Return at most 80 characters of ASCII words joined by hyphens, cut at a word; "x" when nothing is left."""
    whole = slugify(text)
    if len(whole) <= 80:
        return whole or "x"
    return whole[:81].rsplit("-", 1)[0][:80]
