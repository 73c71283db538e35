"""The one writer of who speaks and who publishes."""

import pytest

from tracker.sources.models import Source
from tracker.sources.register import Refused, register

pytestmark = pytest.mark.django_db


def test_the_same_kind_and_name_are_one_source_whatever_the_case_and_spacing():
    first = register(kind="outlet", name="The Dispatch", aliases=("Dispatch",), host="thedispatch.com")
    assert register(kind="outlet", name=" the  dispatch ") == first
    assert Source.objects.count() == 1


def test_a_source_that_exists_keeps_what_is_written_about_it():
    register(kind="person", name="Mark Esper", description="Secretary of Defense.")
    again = register(kind="person", name="Mark Esper", description="Something else.", aliases=("Esper",))
    assert (again.description, again.aliases) == ("Secretary of Defense.", [])


def test_one_name_of_two_kinds_is_two_sources():
    assert register(kind="person", name="Reason") != register(kind="outlet", name="Reason")


def test_an_outlet_is_known_by_its_host_under_another_spelling():
    first = register(kind="outlet", name="The BL", host="www.TheBL.com")
    assert first.host == "thebl.com"
    assert register(kind="outlet", name="The Beauty of Life", host="thebl.com") == first


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "person", "name": "  "}, "needs a name"),
        ({"kind": "wizard", "name": "Merlin"}, "no kind of source called “wizard”"),
        (
            {"kind": "office", "name": "Press office", "host": "taken.example"},
            "belongs to Daily Taken already",
        ),
    ],
)
def test_it_refuses_in_a_sentence(fields, sentence):
    register(kind="outlet", name="Daily Taken", host="taken.example")
    with pytest.raises(Refused, match=sentence):
        register(**fields)
    assert Source.objects.count() == 1
