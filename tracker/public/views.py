"""What readers see. Anonymous and cookie-less: no view here touches a session."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.ledger import queries as ledger
from tracker.ledger.roots import origins_of
from tracker.lib import telling
from tracker.lib.canonical import parse_instant
from tracker.lib.differences import pieces
from tracker.public import queries, timeline, words
from tracker.public.asked import Asked, Unreadable, asked_of
from tracker.public.caching import cached
from tracker.public.lines import LANES, account_of, latest_line

LATEST = 8
MOST = 200


@require_safe
def home(request):
    """The latest moves: which claim, its status, what just happened."""
    documents = list(ledger.claim_documents()[:LATEST])
    stories = list(ledger.story_documents()[:LATEST])

    def page():
        moved = [_Moved.of(document.content) for document in documents]
        context = {"moved": moved, "stories": [document.content for document in stories]}
        return render(request, "public/home.html", context)

    return cached(request, page, version=["home", _hashes(documents), _hashes(stories)])


@require_safe
def stories(request):
    """All stories, latest move first."""
    documents = list(ledger.story_documents()[:MOST])

    def page():
        context = {"stories": [document.content for document in documents], "here": "stories"}
        return render(request, "public/stories.html", context)

    return cached(request, page, version=["stories", _hashes(documents)])


@require_safe
def story(request, public_id, slug=""):
    """A story and its claims, now or as of another time."""
    document = _document_or_404(public_id)
    body = document.content
    if request.path != body["url"]:
        return _to(body["url"], request)
    asked, unreadable = _asked(request, only_events=True)

    def page():
        claims = [_in_story(claim, asked.as_of) for claim in body["claims"]]
        context = _as_of_context(asked, unreadable, body["url"]) | {"story": body, "claims": claims}
        return render(request, "public/story.html", context, status=400 if unreadable else 200)

    return cached(request, page, version=["story", document.body_hash, asked.key, unreadable])


@require_safe
def claim(request, public_id, slug=""):
    """A claim: its status, why, the picture of how it moved, and every entry; now or as of another time."""
    document = _document_or_404(public_id)
    body = document.content
    if request.path != body["url"]:
        return _to(body["url"], request)
    asked, unreadable = _asked(request)

    def page():
        account = account_of(body, as_of=asked.as_of, recorded_as_of=asked.recorded_as_of)
        context = (
            _as_of_context(asked, unreadable, body["url"], zone=account.zone)
            | _drawings(account)
            | {
                "claim": body,
                "account": account,
                "origins": origins_of(line.entry for line in account.lines),
            }
        )
        return render(request, "public/claim.html", context, status=400 if unreadable else 200)

    return cached(request, page, version=["claim", document.body_hash, asked.key, unreadable])


@require_safe
def source(request, public_id):
    """Who somebody is, and what they said on published claims."""
    found = queries.source_with_documents(public_id)
    if found is None:
        raise Http404(f"No published claim names the source {public_id}.")
    source, documents = found

    def page():
        context = {"source": source, "said": _said_by(public_id, documents)}
        return render(request, "public/source.html", context)

    facts = [source.name, source.kind, source.description, source.homepage, source.aliases]
    return cached(request, page, version=["source", facts, _hashes(documents)])


@require_safe
def snapshot(request, public_id):
    """The cited passage of a page we kept, or all of its cited passages; never the whole of somebody else's text."""
    passages = list(queries.cited_passages(public_id))
    chosen = _chosen(passages, request.GET)
    if not chosen:
        raise Http404("No published claim cites this passage.")
    entries = list(queries.entries_resting_on(chosen))
    kept = chosen[0].snapshot
    versions = list(queries.versions_in_public(kept.article_id))
    edits = list(queries.same_edits(chosen, snapshot=kept))

    def page():
        context = {
            "snapshot": kept,
            "medium": words.MEDIUMS[kept.medium],
            "taken": telling.told_instant(kept.taken_at),
            "passages": _passages(chosen, entries, edits),
            "versions": [(one, telling.told_instant(one.taken_at)) for one in versions]
            if len(versions) > 1
            else [],
            "others": len({(one.start, one.end) for one in passages})
            - len({(one.start, one.end) for one in chosen}),
        }
        return render(request, "public/snapshot.html", context)

    version = [
        "snapshot",
        public_id,
        [one.pk for one in chosen],
        [entry.hash for entry in entries],
        len(passages),
        [one.pk for one in versions],
        [one.pk for one in edits],
    ]
    return cached(request, page, version=version)


@require_safe
def method(request):
    """How a status is derived, and what the words mean."""

    def page():
        context = {
            "here": "method",
            "statuses": words.STATUS_MEANINGS.items(),
            "kinds": words.KIND_MEANINGS.items(),
        }
        return render(request, "public/method.html", context)

    return cached(request, page, version=["method"])


@dataclass(frozen=True, kw_only=True)
class _Moved:
    """A claim in a list of latest moves: its document and the line that moved it."""

    claim: dict
    line: object
    since: telling.Told | None
    strip: tuple

    @classmethod
    def of(cls, body):
        return cls(claim=body, line=latest_line(body), **_status_so_far(body["status"]))


def _document_or_404(public_id):
    document = ledger.document(public_id)
    if document is None:
        raise Http404(f"Nothing published has the id {public_id}.")
    return document


def _to(url, request):
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)


def _hashes(documents):
    return [document.body_hash for document in documents]


def _asked(request, *, only_events=False):
    """Return what the address asks for, and the sentence that says why it cannot be read, or ""."""
    try:
        asked = asked_of(request.GET)
    except Unreadable as unreadable:
        return Asked(), str(unreadable)
    return (Asked(as_of=asked.as_of) if only_events else asked), ""


def _as_of_context(asked, unreadable, url, *, zone=""):
    return {
        "asked": asked,
        "as_of": telling.told_instant(asked.as_of, zone) if asked.as_of else None,
        "recorded_as_of": telling.told_instant(asked.recorded_as_of) if asked.recorded_as_of else None,
        "unreadable": unreadable,
        "canonical": f"{settings.SITE_URL}{url}",
    }


def _drawings(account):
    """The two pictures of how a claim moved; none while nothing has happened."""
    if not account.lines:
        return {"wide": None, "tall": None}
    events = [_event(line) for line in account.lines]
    changes = [(change.at, change.status, change.by) for change in account.changes]
    return {
        "wide": timeline.wide(events, changes, lanes=LANES, zone=account.zone),
        "tall": timeline.tall(events, lanes=LANES),
    }


def _event(line):
    occurred = line.entry["occurred"]
    return timeline.Event(
        number=line.number,
        id=line.id,
        lane=line.lane,
        who=line.who,
        does=line.does,
        when=line.told.main,
        earliest=parse_instant(occurred["earliest"]),
        latest=parse_instant(occurred["latest"]),
        reports=tuple(sorted({parse_instant(report["at"]) for report in occurred["reports"]}))
        if line.told.accounts
        else (),
        status=line.status,
        decides=line.decides,
    )


def _competing(occurred):
    return tuple(sorted({parse_instant(report["at"]) for report in occurred["reports"]}))


def _in_story(claim, as_of):
    """A claim as its story shows it. The steps of the fold up to a time are the fold up to that time."""
    steps = [step for step in claim["status"]["steps"] if as_of is None or parse_instant(step["at"]) <= as_of]
    status = {
        "value": steps[-1]["status"] if steps else "",
        "since": steps[-1]["at"] if steps else None,
        "steps": steps,
    }
    return claim | {"status": status} | _status_so_far(status)


def _status_so_far(status):
    return {
        "since": telling.told_instant(parse_instant(status["since"])) if status["since"] else None,
        "strip": timeline.strip([(parse_instant(step["at"]), step["status"]) for step in status["steps"]]),
    }


def _said_by(source_id, documents):
    """What a source said or took back, latest first; each once, with every claim it moves."""
    found = {}
    for document in documents:
        body = document.content
        for line in account_of(body).lines:
            if not _speaks(source_id, line.entry["subject"]):
                continue
            found.setdefault(line.entry["subject"]["id"], (line, []))[1].append((body, line))
    latest_first = sorted(
        found.values(),
        key=lambda said: (said[0].entry["occurred"]["latest"], said[0].entry["seq"]),
        reverse=True,
    )
    return [{"line": line, "on": on} for line, on in latest_first]


def _speaks(source_id, subject):
    if source := subject.get("source"):
        return source["id"] == source_id
    outlet = subject.get("article", {}).get("outlet")
    return bool(outlet) and outlet["id"] == source_id


def _edit(citation, other):
    """What was published in two versions of a page, the earlier before the later, word by word."""
    first, second = sorted((citation, other), key=lambda one: (one.snapshot.taken_at, one.snapshot.pk))
    return {
        "other": other,
        "is_later": other is second,
        "taken": telling.told_instant(other.snapshot.taken_at),
        "pieces": pieces(first.exact, second.exact),
        "nature": citation.retraction.get_nature_display(),
    }


def _chosen(passages, query):
    """The passages an address asks for: those at `start` and `end`, or all when it names neither."""
    start, end = query.get("start", ""), query.get("end", "")
    if not start and not end:
        return passages
    return [one for one in passages if (str(one.start), str(one.end)) == (start, end)]


def _passages(citations, entries, edits):
    """The passages by place, each once, with the entries that rest on it and what other versions say there."""
    places = {}
    for citation in citations:
        passage = places.setdefault(
            (citation.start, citation.end), {"citation": citation, "entries": [], "edits": []}
        )
        passage["edits"] += [
            _edit(citation, other) for other in edits if other.retraction_id == citation.retraction_id
        ]
        subject = queries.subject_of(citation)
        passage["entries"] += [
            entry
            for entry in entries
            if queries.subject_of(entry) == subject and entry not in passage["entries"]
        ]
    return list(places.values())
