from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

GOOD = "a long enough one"


@pytest.fixture
def add(django_user_model):
    def add(*arguments):
        told = StringIO()
        call_command("add_editor", *arguments, stdout=told)
        return told.getvalue(), django_user_model.objects.get(username=arguments[0])

    return add


def test_it_adds_an_editor_and_prints_a_password_that_works(add):
    told, user = add("alice")
    assert user.role == "editor"
    assert told.startswith("alice (editor) can log in. The password is ")
    assert user.check_password(told.split()[-1])


def test_it_adds_an_administrator_with_a_given_password_which_it_does_not_print(add):
    told, user = add("bob", "--role", "admin", "--password", GOOD)
    assert user.role == "admin"
    assert user.check_password(GOOD)
    assert told == "bob (admin) can log in.\n"


def test_twice_changes_nothing(add):
    add("alice", "--password", GOOD)
    told, user = add("alice", "--role", "admin", "--password", "another long one")
    assert told == "alice exists already (editor); nothing was changed.\n"
    assert user.role == "editor"
    assert user.check_password(GOOD)


def test_a_reset_gives_a_new_password_and_nothing_else(add):
    add("alice", "--password", GOOD)
    told, user = add("alice", "--role", "admin", "--reset-password")
    assert user.role == "editor"
    assert user.check_password(told.split()[-1])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["alice", "--password", "short"], "too short"),
        (["alice_of_the_desk", "--password", "alice_of_the_desk1"], "too similar"),
        (["no spaces please", "--password", GOOD], "valid username"),
    ],
)
def test_what_will_not_do_is_refused_in_a_sentence(add, django_user_model, arguments, said):
    with pytest.raises(CommandError, match=said):
        add(*arguments)
    assert not django_user_model.objects.exists()
