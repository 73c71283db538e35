"""What a new version of the extractor would change about a page that was read before. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

FIELDS = (
    "title",
    "byline",
    "outlet_name",
    "published",
    "modified",
    "language",
    "canonical_url",
    "text",
    "failure",
)


@dataclass(frozen=True)
class Difference:
    """How a new reading of a page differs from the old one.

    `fields` are the columns that differ; `gained` and `lost` are passages, each a (kind, exact words) pair; `changed`
    are passages in both of which something else is made, such as another speaker.
    """

    fields: tuple[str, ...] = ()
    gained: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()

    def __bool__(self):
        return bool(self.signed())

    def signed(self) -> list[tuple[str, str]]:
        """What differs, as lib/anew.py prints it."""
        signs = (("+", self.gained), ("-", self.lost), ("~", self.changed))
        return [
            *((name, "") for name in self.fields),
            *((f"{sign} {kind}", exact) for sign, passages in signs for kind, exact in passages),
        ]


def difference(
    *, old: dict, old_passages: Iterable[dict], new: dict, new_passages: Iterable[dict]
) -> Difference:
    """Compare two readings: columns of an Extraction by name, passages with `kind`, `exact` and `details`.

    Where in the text a passage stands does not matter: a byline that is no longer part of the text moves them all.
    """
    before = {(passage["kind"], passage["exact"]): passage["details"] for passage in old_passages}
    after = {(passage["kind"], passage["exact"]): passage["details"] for passage in new_passages}
    return Difference(
        fields=tuple(name for name in FIELDS if (old.get(name) or "") != (new.get(name) or "")),
        gained=tuple(passage for passage in after if passage not in before),
        lost=tuple(passage for passage in before if passage not in after),
        changed=tuple(
            passage
            for passage in after
            if passage in before and _meaning(after[passage]) != _meaning(before[passage])
        ),
    )


def _meaning(details):
    return {name: value for name, value in details.items() if not name.endswith(("start", "end"))}
