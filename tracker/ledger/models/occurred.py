"""The columns of a time as well as it is known; lib/moments.py is the value they hold."""

from django.db import models
from django.db.models import F, Q

from tracker.lib.moments import Moment, Precision, Report


class Occurred(models.Model):
    """When it happened in the world, apart from when we learned of it."""

    occurred_earliest = models.DateTimeField()
    occurred_latest = models.DateTimeField()
    occurred_precision = models.CharField(max_length=8, choices=[(p.value, p.value) for p in Precision])
    # IANA name of the zone it is told in, or empty.
    occurred_zone = models.CharField(max_length=64, blank=True)
    # Competing accounts of the time: [{"at", "says", "url"}].
    occurred_reports = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def occurred(self):
        """The time as a Moment."""
        return Moment(
            earliest=self.occurred_earliest,
            latest=self.occurred_latest,
            precision=Precision(self.occurred_precision),
            zone=self.occurred_zone,
            reports=tuple(Report.from_dict(report) for report in self.occurred_reports),
        )


def columns(moment):
    """Return a Moment as keyword arguments for a model that is Occurred."""
    return {
        "occurred_earliest": moment.earliest,
        "occurred_latest": moment.latest,
        "occurred_precision": moment.precision,
        "occurred_zone": moment.zone,
        "occurred_reports": [report.as_dict() for report in moment.reports],
    }


def forwards(name):
    """Return the constraint that the interval does not run backwards, named for its table."""
    return models.CheckConstraint(
        condition=Q(occurred_latest__gte=F("occurred_earliest")), name=f"{name}_time_runs_forwards"
    )
