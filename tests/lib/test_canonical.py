from datetime import UTC, datetime, timedelta, timezone

import pytest

from tracker.lib.canonical import canonical, digest, instant, parse_instant


def test_equal_values_have_equal_text_whatever_their_order():
    assert (
        canonical({"b": 1, "a": ["ü", None]})
        == canonical({"a": ["ü", None], "b": 1})
        == '{"a":["ü",null],"b":1}'
    )


def test_what_json_cannot_say_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))
    with pytest.raises(TypeError):
        canonical(object())


def test_a_digest_is_of_the_utf_8_bytes():
    assert digest("ü") == digest("ü".encode())


def test_an_instant_is_told_in_utc_and_read_back():
    eastern = datetime(2020, 1, 6, 16, 9, tzinfo=timezone(timedelta(hours=-5)))
    assert instant(eastern) == "2020-01-06T21:09:00Z"
    assert parse_instant(instant(eastern)) == datetime(2020, 1, 6, 21, 9, tzinfo=UTC)
    assert instant(None) is None
    assert parse_instant(None) is None
