import pytest

from tracker.lib.slugs import slug_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Troop withdrawal", "troop-withdrawal"), ("Élysée: “non”", "elysee-non"), ("؟", "x"), ("", "x")],
)
def test_a_slug_is_plain_words(text, slug):
    assert slug_of(text) == slug


def test_a_long_slug_is_cut_at_a_word():
    slug = slug_of("withdrawal " * 20)
    assert slug == "-".join(["withdrawal"] * 7)
    assert len(slug_of("x" * 200)) == 80
