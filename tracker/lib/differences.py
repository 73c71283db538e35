"""What differs between two texts, word by word. Pure.

Paragraphs that are the same are matched whole, and words are compared only inside those that are not; rapidfuzz finds
the longest common subsequence. The runs rebuild the new text exactly, whatever the texts are.
"""

import re
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

# A paragraph with the line ends after it, and a word or a mark with the white space before it: pieces that join to
# the text they were found in.
_PARAGRAPH = re.compile(r"[^\n]+\n*|\n+")
_WORD = re.compile(r"\s*(?:\w+(?:[.,:'’/-]\w+)*|[^\w\s])|\s+")
# Comparing pieces costs time and memory that grow with the product of their numbers; beyond it, all is different.
MOST_COMPARED = 100_000_000
# Paragraphs of a changed stretch are paired for the greatest likeness while there are at most so many pairs.
_MOST_PAIRS = 100
# Characters of a paragraph that are looked at for its likeness, and the percent of it from which it counts as another
# one rewritten.
_LOOKED_AT, _ALIKE = 1_500, 45


class Run(NamedTuple):
    """A stretch that is the same in both texts, or is not; offsets are characters, ends excluded."""

    same: bool
    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def kind(self) -> str:
        """equal, insert, delete or replace."""
        if self.same:
            return "equal"
        if self.old_start == self.old_end:
            return "insert"
        return "delete" if self.new_start == self.new_end else "replace"


class _Change(NamedTuple):
    """Where the two texts differ, or are still to be compared."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def differences(old: str, new: str) -> tuple[Run, ...]:
    """Return the runs of two texts, in order: together they cover both, and equal and unequal ones take turns."""
    found: list[_Change] = []
    whole = _without_same_ends(old, new, _Change(0, len(old), 0, len(new)), _PARAGRAPH_BREAK)
    for stretch in _unmatched(old, new, whole, _PARAGRAPH):
        for pair in _paragraphs(old, new, stretch):
            if _is_one_sided(pair):
                found.append(pair)
            else:
                found += _unmatched(old, new, _without_same_ends(old, new, pair, _WORD_BREAK), _WORD)
    return tuple(_covering(old, new, found))


def rebuilt(old: str, new: str, runs: tuple[Run, ...]) -> str:
    """Return the new text put together from the old one and from what `runs` say is not in it."""
    return "".join(
        old[run.old_start : run.old_end] if run.same else new[run.new_start : run.new_end] for run in runs
    )


def pieces(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Return both texts as one, for a page: ("same" | "gone" | "come", text), what went before what came for it."""
    found = []
    for run in differences(old, new):
        if run.same:
            found.append(("same", old[run.old_start : run.old_end]))
            continue
        found.append(("gone", old[run.old_start : run.old_end]))
        found.append(("come", new[run.new_start : run.new_end]))
    return tuple((kind, text) for kind, text in found if text)


def carried(runs: tuple[Run, ...], start: int, end: int) -> tuple[int, int] | None:
    """Return where characters `start` to `end` of the old text stand in the new one, when all of them still do."""
    for run in runs:
        if run.same and run.old_start <= start and end <= run.old_end:
            moved = run.new_start - run.old_start
            return start + moved, end + moved
    return None


_PARAGRAPH_BREAK = re.compile(r"\n+")
_WORD_BREAK = re.compile(r"\s+")


def _is_one_sided(change):
    return change.old_start == change.old_end or change.new_start == change.new_end


def _without_same_ends(old, new, change, breaks):
    """The same stretch without what both texts begin and end with alike, cut at a break: most edits are small."""
    one, other = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
    head = _last_break(one, _alike_from_the_start(one, other), breaks)
    tail = _alike_from_the_start(one[head:][::-1], other[head:][::-1])
    kept = one[len(one) - tail :]
    tail = len(kept) - match.end() if tail and (match := breaks.search(kept)) else 0
    return _Change(
        change.old_start + head, change.old_end - tail, change.new_start + head, change.new_end - tail
    )


def _alike_from_the_start(one, other):
    """How many characters two texts begin with alike, found by halving: slices are compared at the speed of C."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        half = (least + most + 1) // 2
        if one[least:half] == other[least:half]:
            least = half
        else:
            most = half - 1
    return least


def _last_break(text, length, breaks):
    """The end of the last break within the first `length` characters; all of them when the text ends there."""
    reversed_breaks = breaks.search(text[:length][::-1])
    return length - reversed_breaks.start() if reversed_breaks else 0


def _unmatched(old, new, change, pieces_of):
    """What is left of a stretch when its longest common subsequence of pieces is taken out."""
    if _is_one_sided(change):
        return [change] if change.old_start < change.old_end or change.new_start < change.new_end else []
    olds = pieces_of.findall(old, change.old_start, change.old_end)
    news = pieces_of.findall(new, change.new_start, change.new_end)
    if len(olds) * len(news) > MOST_COMPARED:
        return [change]
    old_at = list(accumulate(map(len, olds), initial=change.old_start))
    new_at = list(accumulate(map(len, news), initial=change.new_start))
    found = []
    for tag, old_start, old_end, new_start, new_end in LCSseq.opcodes(olds, news).as_list():
        if tag == "equal":
            continue
        here = _Change(old_at[old_start], old_at[old_end], new_at[new_start], new_at[new_end])
        if found and found[-1].old_end == here.old_start and found[-1].new_end == here.new_start:
            before = found.pop()
            here = _Change(before.old_start, here.old_end, before.new_start, here.new_end)
        found.append(here)
    return found


def _paragraphs(old, new, stretch):
    """Cut a changed stretch: paragraphs that are likely each other's are compared, the others came or went whole."""
    if _is_one_sided(stretch):
        return [stretch]
    olds = _PARAGRAPH.findall(old, stretch.old_start, stretch.old_end)
    news = _PARAGRAPH.findall(new, stretch.new_start, stretch.new_end)
    old_at = list(accumulate(map(len, olds), initial=stretch.old_start))
    new_at = list(accumulate(map(len, news), initial=stretch.new_start))
    found, at = [], (0, 0)
    for pair in [*_pairs(olds, news), (len(olds), len(news))]:
        apart = _Change(old_at[at[0]], old_at[pair[0]], new_at[at[1]], new_at[pair[1]])
        if not _is_one_sided(apart):
            # Two that have nothing to do with each other: first what went, then what came.
            found += [apart._replace(new_end=apart.new_start), apart._replace(old_start=apart.old_end)]
        elif apart.old_start < apart.old_end or apart.new_start < apart.new_end:
            found.append(apart)
        if pair < (len(olds), len(news)):
            found.append(_Change(old_at[pair[0]], old_at[pair[0] + 1], new_at[pair[1]], new_at[pair[1] + 1]))
        at = (pair[0] + 1, pair[1] + 1)
    return found


def _pairs(old, new):
    """Pairs of places, rising in both lists, with the greatest likeness in sum."""
    if len(old) == len(new) and all(map(_are_alike, old, new)):
        return [(at, at) for at in range(len(old))]
    if len(old) * len(new) > _MOST_PAIRS:
        return _nearby_pairs(old, new)
    alike = [[_likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _nearby_pairs(old, new):
    """Of very many paragraphs each is compared with the next few only, so that the time stays linear."""
    found, nearest = [], 0
    for i, one in enumerate(old):
        for j in range(nearest, min(nearest + 8, len(new))):
            if _are_alike(one, new[j]):
                found.append((i, j))
                nearest = j + 1
                break
    return found


def _are_alike(one, other):
    return _likeness(one, other) > 0


def _likeness(one, other):
    return fuzz.ratio(one[:_LOOKED_AT], other[:_LOOKED_AT], score_cutoff=_ALIKE)


def _covering(old, new, changes):
    """The changes, neighbours joined and made as small as they are, with the equal runs between them."""
    runs, old_at, new_at = [], 0, 0
    for change in _joined(changes):
        small = _smallest(old, new, change)
        if small.old_start > old_at:
            runs.append(Run(True, old_at, small.old_start, new_at, small.new_start))  # noqa: FBT003
        runs.append(Run(False, *small))  # noqa: FBT003
        old_at, new_at = small.old_end, small.new_end
    if old_at < len(old):
        runs.append(Run(True, old_at, len(old), new_at, len(new)))  # noqa: FBT003
    return runs


def _joined(changes):
    joined: list[_Change] = []
    for change in changes:
        if joined and joined[-1].old_end == change.old_start and joined[-1].new_end == change.new_start:
            before = joined.pop()
            change = _Change(before.old_start, change.old_end, before.new_start, change.new_end)
        joined.append(change)
    return joined


def _smallest(old, new, change):
    """A change without the white space both sides begin with, and without the words both end with."""
    old_start, old_end, new_start, new_end = change
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        if not old[old_start].isspace():
            break
        old_start, new_start = old_start + 1, new_start + 1
    tail = _alike_at_the_end(old[old_start:old_end], new[new_start:new_end])
    return _Change(old_start, old_end - tail, new_start, new_end - tail)


def _alike_at_the_end(one, other):
    """How many characters two texts end with alike, whole words only."""
    if not one or not other or one[-1] != other[-1]:
        return 0
    size = _alike_from_the_start(one[::-1], other[::-1])
    while size and _is_inside_a_word(one, len(one) - size) | _is_inside_a_word(other, len(other) - size):
        size -= 1
    return size


def _is_inside_a_word(text, at):
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
