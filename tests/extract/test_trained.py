"""The optional model: trained from annotated articles the user brings, it marks; the rules name and read."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tracker.extract import annotated, mark, page, sequence, statements, trained
from tracker.extract.readings import Span

pytest.importorskip("pycrfsuite")

ARTICLES = (
    "Mayor Ann Lee said the bridge held.",
    "Sheriff Tom Berg said the road was open.",
    "The governor said the dam was safe.",
    "Clerk Ruth Cole said the count was right.",
)


def folder_of_articles(folder):
    (folder / "text").mkdir()
    (folder / "attributions").mkdir()
    for number, text in enumerate(ARTICLES * 3):
        (folder / "text" / f"a{number}.txt").write_text(text)
        at = text.index(" said ")
        lines = [("Source", 0, at), ("Cue", at + 1, at + 5), ("Content", at + 6, len(text) - 1)]
        marks = [
            f"T{place}\t{what} {start} {end}\t{text[start:end]}"
            for place, (what, start, end) in enumerate(lines)
        ]
        (folder / "attributions" / f"a{number}_0001.ann").write_text("\n".join(["E1\tno mark", *marks]))
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    path = folder / "said.crf"
    call_command("train_statements", folder_of_articles(folder), out=path, rounds=20)
    return str(path)


def test_what_is_annotated_is_read_as_spans(tmp_path):
    first = next(annotated.read(folder_of_articles(tmp_path)))
    assert first.source == (Span(0, 13),)
    assert first.text[slice(*first.content[0])] == "the bridge held"


def test_marks_and_spans_are_one_another(tmp_path):
    text = "Ann Lee said it held. He left."
    rows = sequence.sequences(text)
    spans = {"source": [Span(0, 7)], "cue": [Span(8, 12)], "content": [Span(13, 20), Span(22, 29)]}
    assert sequence.spans_of(rows, sequence.marked(rows, spans)) == spans


def test_the_model_marks_and_the_rules_name(model):
    text = "Auditor Paul Reyes said the books were wrong."
    (said,) = statements.find(text, model=model)
    assert (said.speaker, said.cue, said.content) == ("Paul Reyes", "said", "the books were wrong")
    assert any("model" in reason for reason in said.reasons)


def test_what_the_rules_read_beyond_an_assertion_stays(model):
    text = "The bank declined to comment on Monday."
    assert [one.kind for one in statements.find(text, model=model)] == ["no comment"]


def read_as_marked(monkeypatch, text, **parts):
    """The statements of a text in which a model marks these words."""
    spans = {
        part: [Span(text.index(one), text.index(one) + len(one)) for one in parts[part]] for part in parts
    }
    monkeypatch.setattr(trained, "marks", lambda *_: spans)
    return statements.find(text, model="any")


def test_a_cue_without_a_source_of_its_own_belongs_to_the_subject_of_its_sentence(monkeypatch):
    text = "Ann Lee greeted two hundred voters and promised them that the ferry would be back."
    (said,) = read_as_marked(
        monkeypatch, text, source=[], cue=["promised"], content=["that the ferry would be back"]
    )
    assert (said.speaker, said.cue) == ("Ann Lee", "promised")


def test_content_that_only_source_and_cue_part_is_one(monkeypatch):
    text = "The ferry, Ann Lee said, would be back."
    (said,) = read_as_marked(
        monkeypatch, text, source=["Ann Lee"], cue=["said"], content=["The ferry", "would be back"]
    )
    assert said.content == "The ferry, Ann Lee said, would be back"


def test_content_that_other_words_part_is_the_piece_beside_the_cue(monkeypatch):
    text = "Ann Lee said the ferry was late while the crowd on the quay sang that summer never ends."
    (said,) = read_as_marked(
        monkeypatch,
        text,
        source=["Ann Lee"],
        cue=["said"],
        content=["the ferry was late", "summer never ends"],
    )
    assert said.content == "the ferry was late"


def test_any_text_is_survived_with_a_model(model):
    for text in ("", "“", "said said said", "Ann Lee: “No.”\n\n“Yes.”", "A" * 10_000, "x, " * 5_000):
        statements.find(text, model=model)


def test_a_model_that_is_none_stops_no_page(tmp_path):
    nothing = tmp_path / "nothing.crf"
    nothing.write_bytes(b"no model")
    with pytest.raises(trained.NoModel):
        statements.find("Mayor Ann Lee said the bridge held.", model=str(nothing))
    text = "Mayor Ann Lee said the bridge held."
    assert page.who_said_what(text, title="", model=str(nothing)) == statements.find(text)


def test_what_the_model_has_read_is_told_from_what_the_rules_have(model, tmp_path, settings):
    by_rules = mark.version()
    settings.STATEMENT_MODEL = model
    assert re.fullmatch(rf"{by_rules}\+crf:[0-9a-f]{{8}}", mark.version())
    other = tmp_path / "other.crf"
    other.write_bytes(Path(model).read_bytes() + b"more")
    by_model, settings.STATEMENT_MODEL = mark.version(), str(other)
    assert mark.version() not in (by_model, by_rules)


def test_where_no_model_can_be_used_the_rules_have_read(tmp_path, settings):
    by_rules = mark.version()
    nothing = tmp_path / "nothing.crf"
    nothing.write_bytes(b"no model")
    for path in (nothing, tmp_path / "missing.crf"):
        settings.STATEMENT_MODEL = str(path)
        assert mark.version() == by_rules


def test_a_folder_without_articles_is_told(tmp_path):
    with pytest.raises(CommandError, match="no articles"):
        call_command("train_statements", tmp_path, out=tmp_path / "said.crf")
