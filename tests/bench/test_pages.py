import gzip
import json

import pytest

from tests.bench.pages import EDITS, from_folder, pages

ADDRESS = "http://site.example/story-1.html"


def test_a_page_is_the_same_at_each_quiet_load_and_another_under_noise():
    (page,) = pages(1)
    again = pages(1)[0]
    assert page.load(address=ADDRESS) == again.load(address=ADDRESS)
    assert page.load(address=ADDRESS, noise=1) == again.load(address=ADDRESS, noise=1)
    assert len({page.load(address=ADDRESS, noise=noise) for noise in (None, 1, 2)}) == 3


def test_no_slot_is_left_open_on_any_site():
    for page in pages(6):
        assert "⟦" not in page.load(address=ADDRESS, noise=3).decode()


@pytest.mark.parametrize("edit", EDITS)
def test_the_words_of_an_edit_are_on_the_page_only_with_it(edit):
    for page in pages(6):
        words = page.new_words(edit).split()[-1]
        before, after = (page.load(address=ADDRESS, edit=one).decode() for one in (None, edit))
        assert after.count(words) == before.count(words) + 1 or page.new_words(edit) not in before
        assert before != after


def test_pages_of_a_folder_get_slots_and_edits_in_their_own_markup(tmp_path):
    text = "The council of the town met on Monday to hear about the bridge.\nNobody spoke for long."
    body = f"<html><body><div><p>{text.splitlines()[0]}</p><p>Nobody spoke for long.</p></div></body></html>"
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "one.html.gz").write_bytes(gzip.compress(body.encode()))
    (tmp_path / "ground-truth.json").write_text(json.dumps({"one": {"articleBody": text}}))
    (page,) = from_folder(tmp_path)
    assert page.main_text == text
    assert page.load(address=ADDRESS, noise=1) != page.load(address=ADDRESS, noise=2)
    for edit in EDITS:
        assert page.new_words(edit) in page.load(address=ADDRESS, edit=edit).decode()
        assert page.new_words(edit) not in page.load(address=ADDRESS).decode()
