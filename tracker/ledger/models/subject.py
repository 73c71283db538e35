"""What an entry or a citation is about: exactly one of the four recorded things."""

from django.db.models import Q

SUBJECTS = ("statement", "retraction", "appearance", "finding")


def exactly_one(names):
    """Return the condition that exactly one of these nullable columns is set."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition
