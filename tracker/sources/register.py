"""Who speaks and who publishes gets a row here, and nowhere else."""

from django.db import IntegrityError, transaction

from tracker.sources.models import Source


class Refused(ValueError):
    """This cannot be registered; the message is a sentence for the editor."""


def register(*, kind, name, aliases=(), description="", homepage="", host="") -> Source:
    """Return the Source of this kind and name, made with the rest when there is none. Case does not tell names apart.

    One that exists comes back as it is, whatever the rest says: somebody may have described it since. An outlet is also
    known by its `host`, so that a second spelling of its name finds it. Refused without a name, for a kind that does
    not exist, and for a host that belongs to a source of another kind.
    """
    name = " ".join(name.split())
    if not name:
        raise Refused("A source needs a name.")
    if kind not in Source.Kind.values:
        raise Refused(f"There is no kind of source called “{kind}”.")
    host = host.strip().lower().removeprefix("www.")
    known = _known(kind=kind, name=name, host=host)
    if known:
        return known
    try:
        with transaction.atomic():
            return Source.objects.create(
                kind=kind,
                name=name,
                aliases=list(aliases),
                description=description,
                homepage=homepage,
                host=host,
            )
    except IntegrityError:
        # Somebody else registered it between our look and our writing.
        known = _known(kind=kind, name=name, host=host)
        if known is None:
            raise
        return known


def _known(*, kind, name, host):
    named = Source.objects.filter(kind=kind, name__iexact=name).first()
    if named or not host:
        return named
    hosted = Source.objects.filter(host=host).first()
    if hosted and hosted.kind != kind:
        raise Refused(
            f"{host} belongs to {hosted.name} already, which is registered as another kind of source."
        )
    return hosted
