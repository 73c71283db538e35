"""A proposal as the start of a form: what its program saw, in the fields an editor checks."""

from tracker.desk.forms.evidence import CONTEXT
from tracker.desk.forms.heads import NEW, named_source
from tracker.desk.forms.when import initial_of
from tracker.ledger.models import Appearance, Entry, Retraction, Statement
from tracker.lib.moments import Moment
from tracker.lib.text import one_line
from tracker.match.models import Proposal
from tracker.sources.models import Source

_KIND_OF_NATURE = {
    Retraction.Nature.RETRACTION: Entry.Kind.RETRACTED,
    Retraction.Nature.WITHDRAWAL: Entry.Kind.RETRACTED,
    Retraction.Nature.CORRECTION: Entry.Kind.CORRECTED,
    Retraction.Nature.SILENT_EDIT: Entry.Kind.CORRECTED,
    Retraction.Nature.DELETION: Entry.Kind.DELETED,
    Retraction.Nature.CLARIFICATION: Entry.Kind.CLARIFIED,
    Retraction.Nature.EDITORS_NOTE: Entry.Kind.CLARIFIED,
}
_KIND_OF_STANCE = {
    Appearance.Stance.ASSERTS: Entry.Kind.REPEATED,
    Appearance.Stance.ATTRIBUTES: Entry.Kind.REPEATED,
    Appearance.Stance.DISPUTES: Entry.Kind.DISPUTED,
    Appearance.Stance.CORRECTS: Entry.Kind.CLARIFIED,
    Appearance.Stance.OBSERVES: Entry.Kind.CLARIFIED,
}


def initial_of_claim(content: dict, *, title: str) -> dict:
    """Return the fields of a new claim from its proposal's content; a story opened with it is named like the page."""
    return {
        "sentence": one_line(content.get("sentence", ""))[:400],
        "label": content.get("label", "")[:60],
        "story_title": title[:200],
    }


def initial_of_proposal(proposal: Proposal, *, about_decision=None) -> dict:
    """Return what a Sheet is filled with. `about_decision` is the decision on `proposal.about`, when there is one."""
    content = proposal.content
    occurred = content.get("occurred")
    when, reports = initial_of(Moment.from_dict(occurred) if occurred else None)
    kind, what = _WHAT[proposal.kind](proposal, content)
    return {
        "about": {"kind": kind} | _about(proposal, about_decision),
        "what": what,
        "when": when,
        "reports": reports,
        "citations": _citations(proposal),
    }


def _about(proposal, about_decision):
    if proposal.claim:
        return {"claim": proposal.claim.public_id}
    if about_decision and about_decision.claim:
        return {"claim": about_decision.claim.public_id}
    if proposal.about and about_decision is None:
        return {"claim": NEW} | initial_of_claim(
            proposal.about.content, title=proposal.comparison.extraction.title
        )
    return {}


def _citations(proposal):
    """The passage; of an edited sentence the words that are cited, and what stands there now."""
    extraction, passage = proposal.comparison.extraction, proposal.passage
    here = extraction.snapshot.public_id
    if passage is None:
        edit = proposal.content["edit"]
        now = [edit["says"]] if edit["says"] else filter(None, [proposal.content.get("notice")])
        return [edit["citation"], *({"snapshot": here, "exact": words, "prefix": ""} for words in now)]
    before = extraction.text[max(0, passage.start - CONTEXT) : passage.start]
    return [{"snapshot": here, "exact": passage.exact, "prefix": one_line(before)}]


def _speaker(proposal, content):
    """Who speaks: the known source, or the name on the page, to be registered when no source has it."""
    role = one_line(" ".join(filter(None, (content.get("role", ""), _with_comma(content)))))[:200].strip(" ,")
    if proposal.source:
        return {"source": proposal.source.name, "source_kind": proposal.source.kind, "role": role}
    name = one_line(content.get("speaker") or content.get("organisation") or "")[:200]
    if not name or named_source(name):
        return {"source": name, "role": role}
    return {"source": name, "source_kind": _kind_of_source(content), "register": True, "role": role}


def _with_comma(content):
    """The organisation as part of the role, unless the role names it or it is the speaker itself."""
    organisation = content.get("organisation", "")
    if not content.get("speaker") or not organisation or organisation in content.get("role", ""):
        return ""
    return f", {organisation}" if content.get("role") else organisation


def _kind_of_source(content):
    if content.get("attribution") == Statement.Attribution.ANONYMOUS_OFFICIAL:
        return Source.Kind.ANONYMOUS
    return Source.Kind.PERSON if content.get("speaker") else Source.Kind.ORGANISATION


def _statement(proposal, content):
    return content.get("kind", Entry.Kind.ASSERTED), _speaker(proposal, content) | {
        "words": content.get("words", ""),
        "paraphrase": bool(content.get("paraphrase")),
        "attribution": content.get("attribution", Statement.Attribution.ON_THE_RECORD),
        "channel": content.get("channel", Statement.Channel.REPORT),
    }


def _retraction(proposal, content):
    nature = content.get("nature", Retraction.Nature.CORRECTION)
    return _KIND_OF_NATURE.get(nature, Entry.Kind.CLARIFIED), _speaker(proposal, content) | {
        **({"of": content["of"]} if "of" in content else {}),
        "nature": nature,
        "reasons": content.get("reasons") or [Retraction.Reason.NOT_GIVEN],
        "notice": content.get("notice", ""),
    }


def _appearance(proposal, content):
    stance = content.get("body_stance", Appearance.Stance.OBSERVES)
    return _KIND_OF_STANCE.get(stance, Entry.Kind.CLARIFIED), {
        "body_stance": stance,
        "headline_stance": content.get("headline_stance", ""),
    }


_WHAT = {
    Proposal.Kind.STATEMENT: _statement,
    Proposal.Kind.RETRACTION: _retraction,
    Proposal.Kind.APPEARANCE: _appearance,
}
