"""Two versions of an article: what differs, whether it matters, and what became of the marked sentences. Pure.

Differences are words (lib/differences.py); judgement is by sentences. Sentences of the two versions belong together
when they share text that stayed, or are alike wherever they stand. An edit is cosmetic when nothing is left of it
after spelling, punctuation, capitals, small words and what surrounds a report are taken away; otherwise it is material.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from tracker.extract import sentences, wording
from tracker.extract.boilerplate import why_boilerplate, without_ages
from tracker.extract.readings import Span
from tracker.extract.words import terms
from tracker.lib.differences import Run, differences
from tracker.lib.text import one_line

COSMETIC, MATERIAL = "cosmetic", "material"
UNCHANGED, MOVED, ALTERED, REMOVED, LOST = "unchanged", "moved", "altered", "removed", "lost"
BY_NOTICE, AS_UPDATE, SILENT = "notice", "update", "silent"

# Share of the shorter sentence's characters that two sentences must have kept to be one sentence edited.
_KEPT = 0.4
# Share of words that two sentences must have in common to be one sentence rewritten, wherever they stand.
_REWRITTEN = 0.5
# Of so many sentences that came and went, each is compared with each; of more, only the first.
_MOST_COMPARED = 80
# A version with less than this share of the words of the one before is no version: a wall, a stub, a page of links.
_HARDLY_ANY, _ENOUGH_WORDS = 0.25, 80
# Characters before and after a sentence in which its paragraph is looked for.
_LONGEST_LINE = 400
# Characters of a text that are compared; what stands behind them is lost, and said to be.
LONGEST = 150_000
_TAKES_ALL_BACK = frozenset({"withdrawal", "retraction", "reversal"})
_ADMITS = _TAKES_ALL_BACK | {"correction", "clarification", "editor's note"}


@dataclass(frozen=True)
class Notice:
    """A notice of a version about its own text: where it stands, its kind (extract/notices.py) and its words."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of an article, as it was read."""

    text: str
    title: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Sentences that became others. `before` is None for what was added, `after` for what was removed."""

    before: Span | None
    after: Span | None
    weight: str
    reasons: tuple[str, ...]
    moved: bool = False
    # How the new version owns up to it: by a notice, as a mere update, or not at all; "" when nothing needs owning.
    told: str = ""
    notice: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What became of a marked stretch of the old text: the state of the sentence it stands in, and where that is now.

    States: unchanged, moved (same words, another place), altered, removed, lost (the new version does not tell).
    `likeness` is the share of words that stayed. Only what is altered in a material way, or removed, is an alert.
    """

    start: int
    end: int
    state: str
    now: Span | None
    likeness: float
    weight: str = ""
    reasons: tuple[str, ...] = ()
    told: str = ""
    notice: int | None = None

    @property
    def alerts(self) -> bool:
        """Whether a person should know."""
        return self.state in {ALTERED, REMOVED} and self.weight == MATERIAL


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What differs between two versions. `weight` is "" when nothing does; `told` is that of the worst alert."""

    runs: tuple[Run, ...]
    edits: tuple[Edit, ...]
    headline: Edit | None
    fates: tuple[Fate, ...]
    weight: str
    reasons: tuple[str, ...]
    told: str
    # Places in the new version's notices: those that were not in the old one.
    new_notices: tuple[int, ...] = field(default=())


def version_of(*, text: str, title: str, notices) -> Version:
    """Return a Version; `notices` have start, end and kind, as extract/notices.py finds them."""
    found = (Notice(one.start, one.end, one.kind, text[one.start : one.end]) for one in notices)
    return Version(text=text, title=title, notices=tuple(found))


def compare(old: Version, new: Version, *, marked: Sequence[tuple[int, int]] = ()) -> Changes:
    """Compare two versions of an article. `marked` are stretches (start, end) of the old text, such as citations.

    Each stretch is judged by the sentences it stands in, because the words around a quotation say whose it is.
    Stretches of the same sentences share one Fate, in the order of the text: one edited sentence is one alert. Time
    is bounded: of very long texts only the first LONGEST characters are compared.
    """
    old, new = replace(old, text=old.text[:LONGEST]), replace(new, text=new.text[:LONGEST])
    runs = differences(old.text, new.text)
    edits = _Pairing(old.text, new.text, runs).edits()
    headline = _headline(old.title, new.title)
    added = _new_notices(old, new)
    edits = _told(edits, old, new, added)
    hidden = _is_hidden(old, new, added)
    fates = tuple(
        _fate(span, (old.text, new.text), runs, edits, hidden=hidden)
        for span in _sentences_around(old.text, marked)
    ) + tuple(_too_far(start, end) for start, end in marked if start >= LONGEST)
    weight, reasons = _in_sum(edits, headline, hidden=hidden)
    return Changes(
        runs=runs,
        edits=edits,
        headline=headline,
        fates=fates,
        weight=weight,
        reasons=reasons,
        told=_worst(fate.told for fate in fates if fate.alerts),
        new_notices=added,
    )


class _Pairing:
    """Which sentences of the old text became which of the new one."""

    def __init__(self, old: str, new: str, runs: tuple[Run, ...]):
        self.old, self.new, self.runs = old, new, runs

    def edits(self) -> tuple[Edit, ...]:
        """The edits in the order of the new text; what was removed stands where it stood."""
        if all(run.same for run in self.runs):
            return ()
        self.olds, self.news = sentences.split(self.old), sentences.split(self.new)
        pairs, gone, come = self._by_shared_text()
        pairs += self._elsewhere(gone, come)
        paired_old = {i for olds, _, _ in pairs for i in olds}
        paired_new = {j for _, news, _ in pairs for j in news}
        found = [self._edited(olds, news, moved) for olds, news, moved in pairs]
        found += [self._removed(i) for i in gone if i not in paired_old]
        found += [self._added(j) for j in come if j not in paired_new]
        return tuple(sorted(filter(None, found), key=self._place))

    def _by_shared_text(self):
        """Sentences tied by the text they share; those tied to none come back as gone and come."""
        touched_old, touched_new = self._touched()
        shared = self._shared(touched_old, touched_new)
        groups = _Groups()
        for (i, j), kept in shared.items():
            if kept >= _KEPT * min(self._length(self.olds[i]), self._length(self.news[j])):
                groups.join(("old", i), ("new", j))
        pairs = [
            (
                sorted(i for side, i in group if side == "old"),
                sorted(j for side, j in group if side == "new"),
                False,
            )
            for group in groups.all()
        ]
        tied = {node for group in groups.all() for node in group}
        gone = [i for i in sorted(touched_old) if ("old", i) not in tied]
        come = [j for j in sorted(touched_new) if ("new", j) not in tied]
        return pairs, gone, come

    def _touched(self):
        """Places of the sentences that a difference lies in, in both texts."""
        old, new = set(), set()
        old_starts, new_starts = [one.start for one in self.olds], [one.start for one in self.news]
        for run in self.runs:
            if not run.same:
                old |= _meeting(self.olds, old_starts, run.old_start, run.old_end)
                new |= _meeting(self.news, new_starts, run.new_start, run.new_end)
        return old, new

    def _shared(self, touched_old, touched_new):
        """Characters that stayed, by pair of sentences of which one at least is touched; widens both sets."""
        old_starts, new_starts = [one.start for one in self.olds], [one.start for one in self.news]
        same = [run for run in self.runs if run.same]
        by_old, by_new = [run.old_start for run in same], [run.new_start for run in same]
        shared: dict[tuple[int, int], int] = {}
        for i in tuple(touched_old):
            one = self.olds[i]
            for run in _crossing(same, by_old, one.start, one.end, old=True):
                moved = run.new_start - run.old_start
                start, end = max(one.start, run.old_start) + moved, min(one.end, run.old_end) + moved
                for j in _meeting(self.news, new_starts, start, end):
                    shared[i, j] = shared.get((i, j), 0) + self._overlap(self.news[j], start, end)
                    touched_new.add(j)
        counted = set(shared)
        for j in tuple(touched_new):
            other = self.news[j]
            for run in _crossing(same, by_new, other.start, other.end, old=False):
                moved = run.old_start - run.new_start
                start, end = max(other.start, run.new_start) + moved, min(other.end, run.new_end) + moved
                for i in _meeting(self.olds, old_starts, start, end):
                    if (i, j) not in counted:
                        shared[i, j] = shared.get((i, j), 0) + self._overlap(self.olds[i], start, end)
                        touched_old.add(i)
        return shared

    @staticmethod
    def _overlap(span, start, end):
        return min(span.end, end) - max(span.start, start)

    @staticmethod
    def _length(span):
        return span.end - span.start

    def _elsewhere(self, gone, come):
        """Sentences that moved, and those that were rewritten beyond shared text."""
        pairs = []
        places: dict[str, list[int]] = {}
        for j in come:
            places.setdefault(wording.key(self._new(j)), []).append(j)
        for i in gone:
            if waiting := places.get(wording.key(self._old(i))):
                pairs.append(([i], [waiting.pop(0)], True))
        taken_old = {olds[0] for olds, _, _ in pairs}
        taken_new = {news[0] for _, news, _ in pairs}
        olds = [i for i in gone if i not in taken_old][:_MOST_COMPARED]
        news = [j for j in come if j not in taken_new][:_MOST_COMPARED]
        alike = sorted(
            ((-_likeness(self._old(i), self._new(j)), i, j) for i in olds for j in news), key=lambda one: one
        )
        for likeness, i, j in alike:
            if -likeness >= _REWRITTEN and i not in taken_old and j not in taken_new:
                pairs.append(([i], [j], False))
                taken_old.add(i)
                taken_new.add(j)
        return pairs

    def _old(self, i):
        return self.old[self.olds[i].start : self.olds[i].end]

    def _new(self, j):
        return self.new[self.news[j].start : self.news[j].end]

    def _edited(self, olds, news, moved):
        before = Span(self.olds[olds[0]].start, self.olds[olds[-1]].end)
        after = Span(self.news[news[0]].start, self.news[news[-1]].end)
        one = " ".join(self._old(i) for i in olds)
        other = " ".join(self._new(j) for j in news)
        if one == other:
            return None if not moved else self._moved(before, after)
        if moved:
            return self._moved(before, after)
        around = _paragraph_around(self.old, before), _paragraph_around(self.new, after)
        weight, reasons = _weigh(one, other, around)
        return Edit(before=before, after=after, weight=weight, reasons=reasons)

    @staticmethod
    def _moved(before, after):
        reasons = ("The sentence stands in another place.",)
        return Edit(before=before, after=after, weight=COSMETIC, reasons=reasons, moved=True)

    def _removed(self, i):
        weight, reasons = _weigh_alone(self._old(i), _paragraph_around(self.old, self.olds[i]), "removed")
        return Edit(before=self.olds[i], after=None, weight=weight, reasons=reasons)

    def _added(self, j):
        weight, reasons = _weigh_alone(self._new(j), _paragraph_around(self.new, self.news[j]), "added")
        return Edit(before=None, after=self.news[j], weight=weight, reasons=reasons)

    def _place(self, edit):
        """Where an edit stands in the new text; what was removed, where the text around it is now."""
        if edit.after:
            return edit.after.start, 0
        for run in self.runs:
            if edit.before.start < run.old_end:
                return run.new_start, edit.before.start
        return len(self.new), edit.before.start


class _Groups:
    """Things that belong together because each is tied to another of them."""

    def __init__(self):
        self.group_of: dict = {}

    def join(self, one, other):
        """Say that two things belong together, and with them what each belongs to."""
        joined = self.group_of.get(one, {one}) | self.group_of.get(other, {other})
        for member in joined:
            self.group_of[member] = joined

    def all(self):
        """Return the groups, each once, in a fixed order."""
        return sorted({id(group): group for group in self.group_of.values()}.values(), key=min)


def _meeting(spans, starts, start, end):
    """Places of the spans that share a character with [start, end); of an empty one, those it lies inside of."""
    first = max(0, bisect_right(starts, start) - 1)
    last = bisect_left(starts, end) if end > start else bisect_right(starts, start)
    if end > start:
        return {at for at in range(first, last) if spans[at].end > start and spans[at].start < end}
    return {at for at in range(first, last) if spans[at].start < start < spans[at].end}


def _crossing(runs, starts, start, end, *, old):
    first = max(0, bisect_right(starts, start) - 1)
    for run in runs[first : bisect_left(starts, end)]:
        if (run.old_end if old else run.new_end) > start:
            yield run


def _paragraph_around(text, span):
    """The paragraph a sentence stands in, as far as it could be a line that says nothing: those are short."""
    first, last = max(0, span.start - _LONGEST_LINE), span.end + _LONGEST_LINE
    start = max(first, text.rfind("\n", first, span.start) + 1)
    end = text.find("\n", span.end, last)
    return text[start : end if end >= 0 else last]


def _weigh(one, other, paragraphs):
    """Weight and reasons of a sentence that became another one."""
    before, after = (why_boilerplate(paragraph, labels=False) for paragraph in paragraphs)
    if before and after:
        return COSMETIC, (f"It is {after}.",)
    if without_ages(one) == without_ages(other):
        return COSMETIC, ("Only how long ago it was differs.",)
    material = wording.material_differences(one, other)
    if material:
        return MATERIAL, material
    return COSMETIC, ("Only spelling, punctuation, capitals or small words differ.",)


def _weigh_alone(sentence, paragraph, what):
    if what_it_is := why_boilerplate(paragraph):
        return COSMETIC, (f"What was {what} is {what_it_is}.",)
    if not terms(sentence):
        return COSMETIC, (f"What was {what} says nothing by itself.",)
    return MATERIAL, (f"A sentence was {what}: “{_short(sentence)}”",)


def _short(sentence):
    sentence = one_line(sentence)
    return sentence if len(sentence) <= 160 else sentence[:159].rstrip() + "…"


def _headline(old, new):
    if old == new:
        return None
    spans = {"before": Span(0, len(old)) if old else None, "after": Span(0, len(new)) if new else None}
    if not old or not new:
        return Edit(**spans, weight=COSMETIC, reasons=("Only one of the two versions gives its headline.",))
    material = wording.material_differences(old, new)
    if not material:
        return Edit(**spans, weight=COSMETIC, reasons=("Only the style of the headline differs.",))
    return Edit(**spans, weight=MATERIAL, reasons=("The headline says something else.", *material))


def _new_notices(old, new):
    known = {wording.key(notice.text) for notice in old.notices}
    return tuple(at for at, notice in enumerate(new.notices) if wording.key(notice.text) not in known)


def _told(edits, old, new, added):
    """The edits with how the new version owns up to each: a notice owns up to what it shares words with.

    A notice that shares words with no edit speaks in general, and owns up to all of them.
    """
    edits = tuple(_in_a_notice(edit, old, new, added) or edit for edit in edits)
    open_edits = [
        at
        for at, edit in enumerate(edits)
        if edit.weight == MATERIAL and not edit.told and edit.before is not None
    ]
    words = {at: _words_of(edits[at], old, new) for at in open_edits}
    admitting = [at for at in added if new.notices[at].kind in _ADMITS]
    found = {}
    for at in admitting:
        notice = new.notices[at]
        said = terms(notice.text)
        about = [one for one in open_edits if said & words[one]]
        general = notice.kind in _TAKES_ALL_BACK or (not about and notice.kind != "editor's note")
        for one in open_edits if general else about:
            found.setdefault(one, (BY_NOTICE, at))
    update = next((at for at in added if new.notices[at].kind not in _TAKES_ALL_BACK | {"correction"}), None)
    for one in open_edits:
        found.setdefault(one, (SILENT, None) if update is None else (AS_UPDATE, update))
    return tuple(
        replace(edit, told=found[at][0], notice=found[at][1]) if at in found else edit
        for at, edit in enumerate(edits)
    )


def _in_a_notice(edit, old, new, added):
    """An edit that is a notice itself: one that came is told by itself, one that went is not told."""
    for at, notice in enumerate(new.notices):
        if edit.after and notice.start <= edit.after.start and edit.after.end <= notice.end:
            if edit.before is not None and at not in added:
                return None
            if notice.kind == "update":
                return replace(
                    edit, weight=COSMETIC, reasons=("A line says that it was updated.",), notice=at
                )
            reasons = (f"A notice was added: “{_short(notice.text)}”",)
            return replace(edit, weight=MATERIAL, reasons=reasons, told=BY_NOTICE, notice=at)
    for notice in old.notices:
        if edit.after is None and notice.start <= edit.before.start and edit.before.end <= notice.end:
            if notice.kind == "update":
                return replace(edit, weight=COSMETIC, reasons=("A line that said it was updated is gone.",))
            return replace(edit, reasons=(f"A notice was removed: “{_short(notice.text)}”",))
    return None


def _words_of(edit, old, new):
    before = old.text[edit.before.start : edit.before.end] if edit.before else ""
    after = new.text[edit.after.start : edit.after.end] if edit.after else ""
    return terms(before) | terms(after)


def _is_hidden(old, new, added):
    """Whether so little is left that the page, and not the report, is another: what is missing may only be hidden."""
    before, after = len(old.text.split()), len(new.text.split())
    if before < _ENOUGH_WORDS or after >= _HARDLY_ANY * before:
        return False
    return not any(new.notices[at].kind in _TAKES_ALL_BACK for at in added)


def _sentences_around(text, marked):
    """The sentences that the marked stretches stand in, each stretch of sentences once, in order."""
    if not marked:
        return []
    spans = sentences.split(text)
    starts = [span.start for span in spans]
    found = {}
    for start, end in marked:
        for at in sorted(_meeting(spans, starts, start, max(end, start + 1))):
            found[spans[at]] = None
    return sorted(found)


def _fate(span, texts, runs, edits, *, hidden):
    edit = next(
        (
            one
            for one in edits
            if one.before and one.before.start <= span.start and span.end <= one.before.end
        ),
        None,
    )
    known = {"start": span.start, "end": span.end}
    if edit is None:
        return Fate(**known, state=UNCHANGED, now=_place_now(span, texts, runs), likeness=1.0)
    why = {"weight": edit.weight, "reasons": edit.reasons, "told": edit.told, "notice": edit.notice}
    if edit.after is None:
        if hidden:
            reasons = ("The new version holds hardly any text; what is missing may only be hidden.",)
            return Fate(**known, state=LOST, now=None, likeness=0.0, reasons=reasons)
        return Fate(**known, state=REMOVED, now=None, likeness=0.0, **why)
    state = MOVED if edit.moved else ALTERED
    kept = sum(
        max(0, min(span.end, run.old_end) - max(span.start, run.old_start)) for run in runs if run.same
    )
    likeness = 1.0 if edit.moved else round(kept / (span.end - span.start), 2)
    return Fate(**known, state=state, now=edit.after, likeness=likeness, **why)


def _too_far(start, end):
    reasons = (f"It stands behind the first {LONGEST:,} characters, which are all that is compared.",)
    return Fate(start=start, end=end, state=LOST, now=None, likeness=0.0, reasons=reasons)


def _place_now(span, texts, runs):
    """Where an unedited sentence stands now; white space inside it may have changed."""
    old, new = texts
    start = end = None
    for run in runs:
        if run.same and run.old_start <= span.start < run.old_end:
            start = span.start - run.old_start + run.new_start
        if run.same and run.old_start < span.end <= run.old_end:
            end = span.end - run.old_start + run.new_start
    if start is None or end is None:
        # The words are the same, but the runs cut them where the space before a word was another.
        start = new.find(old[span.start : span.end])
        end = start + span.end - span.start
    return Span(start, end)


def _in_sum(edits, headline, *, hidden):
    every = [edit for edit in (headline, *edits) if edit]
    if hidden:
        return MATERIAL, ("The new version holds hardly any text; what is missing may only be hidden.",)
    material = [edit for edit in every if edit.weight == MATERIAL]
    reasons = dict.fromkeys(reason for edit in material or every for reason in edit.reasons)
    return (MATERIAL if material else COSMETIC if every else ""), tuple(reasons)[:20]


def _worst(told):
    told = set(told)
    return next((one for one in (SILENT, AS_UPDATE, BY_NOTICE) if one in told), "")


def _likeness(one, other):
    """Share of words two sentences have in common, in order; cheap for those that are nothing alike."""
    if not fuzz.ratio(one[:600], other[:600], score_cutoff=45):
        return 0.0
    return (
        LCSseq.normalized_similarity(wording.words_of(one), wording.words_of(other)) if one and other else 0.0
    )
