"""What a set of `tests.bench.quality` measures: our figures beside a simple baseline and the published best."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure. `baseline` and `published` are None where there is none to compare with."""

    name: str
    ours: float
    baseline: float | None = None
    published: float | None = None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a set's `measure` returns.

    `measured` says on how many of what; `baseline` and `published` say in words what those columns are, and empty
    where a set has no such column.
    """

    measured: str
    rows: tuple[Row, ...]
    baseline: str = ""
    published: str = ""

    def table(self) -> str:
        """The figures as lines of text, the columns under one another."""
        cells = [("", "ours", "baseline", "published best")]
        cells += [
            (row.name, _shown(row.ours), _shown(row.baseline), _shown(row.published)) for row in self.rows
        ]
        width = max(len(cell[0]) for cell in cells)
        lines = [self.measured]
        lines += [f"{name:<{width}}  " + "  ".join(f"{cell:>14}" for cell in rest) for name, *rest in cells]
        if self.baseline:
            lines.append(f"baseline: {self.baseline}")
        if self.published:
            lines.append(f"published best: {self.published}")
        return "\n".join(lines)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many findings were right, how many were not, and how many were missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            right=self.right + other.right, wrong=self.wrong + other.wrong, missed=self.missed + other.missed
        )


def rows_of(
    name: str, ours: Counts, baseline: Counts | None = None, published: tuple[float | None, ...] = (None,) * 3
) -> tuple[Row, ...]:
    """Precision, recall and F1 as three rows; `published` in the same order."""
    return tuple(
        Row(
            name=f"{name}: {label}",
            ours=getattr(ours, measure),
            baseline=None if baseline is None else getattr(baseline, measure),
            published=best,
        )
        for (label, measure), best in zip(
            (("precision", "precision"), ("recall", "recall"), ("F1", "f1")), published, strict=True
        )
    )


def mean_average_precision(
    rankings: Iterable[Sequence], relevant: Iterable[frozenset | set], *, at: int
) -> float:
    """Mean over the queries of the average precision of the first `at` answers, as the CheckThat! labs score.

    A query's average is over the smaller of its number of relevant answers and `at`; a query without relevant answers
    is left out.
    """
    averages = []
    for ranking, wanted in zip(rankings, relevant, strict=True):
        if not wanted:
            continue
        found = total = 0
        for place, answer in enumerate(ranking[:at], start=1):
            if answer in wanted:
                found += 1
                total += found / place
        averages.append(total / min(len(wanted), at))
    return sum(averages) / len(averages) if averages else 0.0


def _shown(figure):
    return "-" if figure is None else f"{figure:.3f}"
