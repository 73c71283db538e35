"""The facts of the worked example, read from the TOML files beside this module. Pure: files in, values out.

Everything refers to everything else by `key`, a name that exists in these files only. What cannot be loaded is refused
here, before anything is written: a name that stands for nothing, or a quotation that is not on its page.
"""

import html
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.capture.plain import holds
from tracker.lib.moments import Moment, Precision, Report

FOLDER = Path(__file__).parent

_NOTICE = (
    "This is Walkback's own note of a report whose text belongs to its publisher. Only the words in quotation marks "
    "are taken from the report or from what it quotes."
)
_NO_WHOLE_ADDRESS = "The full address of the report is not verified."


class Inconsistent(ValueError):
    """The files contradict themselves; the message is one sentence."""


@dataclass(frozen=True, kw_only=True)
class SourceFacts:
    """Somebody who speaks or publishes; `kind` is a Source.Kind."""

    key: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    homepage: str = ""
    host: str = ""


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """Our note of one report. `address` is empty where not even its site is known."""

    key: str
    outlet: str
    title: str
    text: str
    address: str = ""
    whole_address: bool = True

    @property
    def paragraphs(self):
        """All that a reader sees below the title, the notice of whose text it is included."""
        notice = _NOTICE if self.whole_address else f"{_NOTICE} {_NO_WHOLE_ADDRESS}"
        return ("What this page reports", *self.text.strip().split("\n\n"), notice)

    @property
    def body(self):
        """The note as the bytes of an HTML page."""
        title = html.escape(f"{self.title} (note)")
        heading, *paragraphs = (html.escape(paragraph, quote=False) for paragraph in self.paragraphs)
        inside = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return (
            f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title></head>\n<body>\n'
            f"<article>\n<h1>{title}</h1>\n<h2>{heading}</h2>\n{inside}\n</article>\n</body>\n</html>\n"
        ).encode()


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """One claim of the story."""

    key: str
    label: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class RelationFacts:
    """How one claim stands to another; `kind` is a ClaimRelation.Kind."""

    claim: str
    kind: str
    other: str


@dataclass(frozen=True, kw_only=True)
class Cited:
    """Words on a page, or a source described in words."""

    page: str = ""
    words: str = ""
    prefix: str = ""
    described: str = ""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Which claim an entry moves, and how; `kind` is an Entry.Kind."""

    claim: str
    kind: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordFacts:
    """One thing to record: `what` is statement, retraction, appearance or finding; `fields` are its own.

    `occurred` is None for a finding, which the desk makes when the example is loaded.
    """

    what: str
    key: str
    occurred: Moment | None
    on: tuple[Moved, ...]
    cited: tuple[Cited, ...]
    fields: dict


@dataclass(frozen=True, kw_only=True)
class Example:
    """All of it. `records` are in the order in which things happened, the findings last."""

    title: str
    summary: str
    sources: tuple[SourceFacts, ...]
    pages: tuple[PageFacts, ...]
    claims: tuple[ClaimFacts, ...]
    relations: tuple[RelationFacts, ...]
    records: tuple[RecordFacts, ...]


def read(folder: Path = FOLDER) -> Example:
    """Return the example in `folder`; Inconsistent when its files do not fit together."""
    story, record = _toml(folder / "story.toml"), _toml(folder / "record.toml")
    example = Example(
        title=story["title"],
        summary=story["summary"].strip(),
        sources=tuple(
            SourceFacts(**fields | {"aliases": tuple(fields.get("aliases", ()))})
            for fields in _toml(folder / "sources.toml")["source"]
        ),
        pages=tuple(PageFacts(**fields) for fields in _toml(folder / "pages.toml")["page"]),
        claims=tuple(ClaimFacts(**fields) for fields in story["claim"]),
        relations=tuple(RelationFacts(**fields) for fields in story.get("relation", ())),
        records=(),
    )
    moments = {name: _moment(fields, example) for name, fields in record.get("moment", {}).items()}
    example = replace(example, records=tuple(_records(record, moments)))
    _check(example)
    return example


def _toml(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _moment(fields, example):
    addresses = {page.key: page.address for page in example.pages}
    return Moment(
        earliest=fields["earliest"],
        latest=fields["latest"],
        precision=Precision(fields["precision"]),
        zone=fields.get("zone", ""),
        reports=tuple(
            Report(at=report["at"], says=report["says"], url=_known(addresses, report["page"], "page"))
            for report in fields.get("reports", ())
        ),
    )


def _records(record, moments):
    """The records in order: by the time from which they count, and after that as they stand in the file."""
    dated = [
        _record(what, fields, _known(moments, fields["when"], "moment"))
        for what in ("statement", "retraction", "appearance")
        for fields in record.get(what, ())
    ]
    found = [_record("finding", fields, None) for fields in record.get("finding", ())]
    return sorted(dated, key=lambda one: (one.occurred.latest, one.occurred.earliest)) + found


def _record(what, fields, occurred):
    fields = {name: value for name, value in fields.items() if name != "when"}
    cited = tuple(Cited(**citation) for citation in fields.pop("cite"))
    on = fields.pop("on", ())
    if what == "appearance":
        on = (on,)
    if what == "finding":
        on = ({"claim": fields.pop("claim"), "kind": "found", "note": fields.pop("note", "")},)
    key = fields.pop("key", f"{what} on {on[0]['claim']}")
    return RecordFacts(
        what=what,
        key=key,
        occurred=occurred,
        on=tuple(Moved(**one) for one in on),
        cited=cited,
        fields=fields,
    )


def _check(example):
    sources = _by_key(example.sources, "source")
    pages = _by_key(example.pages, "page")
    claims = _by_key(example.claims, "claim")
    for page in example.pages:
        _known(sources, page.outlet, "source")
    for relation in example.relations:
        _known(claims, relation.claim, "claim")
        _known(claims, relation.other, "claim")
    statements = set()
    for record in example.records:
        for one in record.on:
            _known(claims, one.claim, "claim")
        for citation in record.cited:
            _check_citation(citation, pages, record)
        for one in record.fields.get("rests_on", ()):
            _check_citation(Cited(page=record.fields["page"], words=one["words"]), pages, record)
        if record.what in {"statement", "retraction"}:
            _known(sources, record.fields["source"], "source")
        if record.what == "retraction" and record.fields["statement"] not in statements:
            raise Inconsistent(
                f"{record.key} takes back {record.fields['statement']}, which nobody said before."
            )
        if record.what == "statement":
            statements.add(record.key)


def _check_citation(citation, pages, record):
    if citation.described:
        return
    page = _known(pages, citation.page, "page")
    if not any(holds(paragraph, citation.words) for paragraph in page.paragraphs):
        raise Inconsistent(
            f"{record.key} cites words that the page {page.key} does not hold: “{citation.words}”."
        )


def _by_key(facts, what):
    by_key = {fact.key: fact for fact in facts}
    if len(by_key) < len(facts):
        raise Inconsistent(f"Two of the {what}s have the same key.")
    return by_key


def _known(names, name, what):
    if name not in names:
        raise Inconsistent(f"There is no {what} called {name!r}.")
    return names[name]
