import pytest

from tracker.lib.ids import CONVERTERS, PREFIXES, is_id, new_id


@pytest.mark.parametrize("kind", PREFIXES)
def test_an_id_tells_its_kind_and_no_other(kind):
    made = new_id(kind)
    assert [other for other in PREFIXES if is_id(other, made)] == [kind]


def test_ids_do_not_repeat():
    assert len({new_id("claim") for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    "text", ["", "clm_", "clm_aeiouaeiouae", "CLM_bcdfghjkmnpq", "clm_bcdfghjkmnpqr", "clm_bcdf\n"]
)
def test_what_only_looks_like_an_id_is_none(text):
    assert not is_id("claim", text)


def test_no_two_kinds_share_a_prefix():
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert set(CONVERTERS) == set(PREFIXES)
