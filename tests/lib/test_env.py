import pytest
from django.core.exceptions import ImproperlyConfigured

from tracker.lib.env import Environment


def environment(tmp_path, **variables):
    return Environment(data=tmp_path, variables=variables)


def test_the_real_environment_goes_before_the_file(tmp_path):
    (tmp_path / "environment").write_text("# made by up\nREDIS_URL=redis://file\nSITE_URL=http://file\n")
    env = environment(tmp_path, REDIS_URL="redis://real", SITE_URL="")
    assert env.get("REDIS_URL") == "redis://real"
    assert env.get("SITE_URL") == "http://file"


def test_without_a_file_there_are_only_defaults(tmp_path):
    assert environment(tmp_path / "absent").get("SITE_URL", "here") == "here"


def test_a_missing_variable_stops_with_a_hint(tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is not set\. Make one\."):
        environment(tmp_path).required("SECRET_KEY", "Make one.")


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("off", False), ("", True)])
def test_a_flag_is_on_or_off_or_its_default(tmp_path, word, value):
    assert environment(tmp_path, DEBUG=word).flag("DEBUG", default=True) is value


def test_a_flag_that_is_neither_is_named(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="DEBUG='maybe' is neither on nor off"):
        environment(tmp_path, DEBUG="maybe").flag("DEBUG")


def test_words_are_parted_by_commas(tmp_path):
    assert environment(tmp_path, HOSTS=" a.example, ,b.example").words("HOSTS") == ["a.example", "b.example"]
