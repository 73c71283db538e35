"""What a new version of the matcher would change about a page that was compared before. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

# Scores nearer than this put a proposal in nearly the same place of the queue.
_SAME_RANK = 0.01
_SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class Line:
    """A proposal as it is compared: the words it is of, what it is about ("" for a new claim), where it ranks."""

    kind: str
    words: str
    about: str
    score: float
    decided: bool = False

    def __str__(self):
        return f"{self.kind}, decided" if self.decided else self.kind


class Both(NamedTuple):
    """A proposal as it is stored and as it would be."""

    old: Line
    new: Line


@dataclass(frozen=True)
class Difference:
    """How the proposals of a page differ: gained, lost, about something else, and in another place of the queue."""

    gained: tuple[Line, ...] = ()
    lost: tuple[Line, ...] = ()
    tied: tuple[Both, ...] = ()
    ranked: tuple[Both, ...] = ()

    def __bool__(self):
        return bool(self.signed())

    def signed(self) -> list[tuple[str, str]]:
        """What differs, as lib/anew.py prints it."""
        return [
            *((f"+ {line}", line.words) for line in self.gained),
            *((f"- {line}", line.words) for line in self.lost),
            *(
                (f"~ {old}, about another claim", f"{_short(old.about)} → {_short(new.about)}: {old.words}")
                for old, new in self.tied
            ),
            *(
                (f"~ {old}, ranked anew", f"{old.score:.2f} → {new.score:.2f}: {old.words}")
                for old, new in self.ranked
            ),
        ]


def difference(*, old: Iterable[Line], new: Iterable[Line]) -> Difference:
    """Compare what is proposed with what would be.

    Of words that are proposed for several claims those about the same claim belong together, the rest in their order.
    Where a decided proposal ranks no longer matters.
    """
    after = {}
    for line in new:
        after.setdefault((line.kind, line.words), []).append(line)
    pairs, unpaired, lost = [], [], []
    for line in old:
        same = [one for one in after.get((line.kind, line.words), ()) if one.about == line.about]
        if same:
            after[line.kind, line.words].remove(same[0])
            pairs.append(Both(line, same[0]))
        else:
            unpaired.append(line)
    tied = []
    for line in unpaired:
        left = after.get((line.kind, line.words))
        if left:
            tied.append(Both(line, left.pop(0)))
        else:
            lost.append(line)
    return Difference(
        gained=tuple(line for lines in after.values() for line in lines),
        lost=tuple(lost),
        tied=tuple(tied),
        ranked=tuple(both for both in pairs if not both.old.decided and _moved(both)),
    )


def _moved(both):
    return abs(both.old.score - both.new.score) >= _SAME_RANK


def _short(words):
    return f"“{words[:_SHOWN]}”" if words else "nothing known"
