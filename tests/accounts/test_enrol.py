import pytest

from tracker.accounts.enrol import Refused, change_password, enrol
from tracker.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"


def test_a_person_is_enrolled_once():
    first = enrol(username="dora", role="editor", password=PASSWORD)
    again = enrol(username="dora", role="admin", password="another long password")
    assert again == first
    assert again.role == "editor"
    assert again.check_password(PASSWORD)


def test_without_a_password_nobody_can_log_in():
    assert not enrol(username="walkback-example", role="editor").has_usable_password()


@pytest.mark.parametrize("password", ["short", "password1234", "dora-dora-dora"])
def test_it_refuses_a_weak_password(password):
    with pytest.raises(Refused):
        enrol(username="dora-dora-dora", role="editor", password=password)
    assert not User.objects.exists()


def test_it_refuses_a_name_that_cannot_be_typed():
    with pytest.raises(Refused, match="valid username"):
        enrol(username="dora and bob", role="editor", password=PASSWORD)


def test_a_password_is_changed_only_for_a_strong_one():
    dora = enrol(username="dora", role="editor", password=PASSWORD)
    with pytest.raises(Refused):
        change_password(user=dora, password="short")
    change_password(user=dora, password="staple battery horse correct")
    assert User.objects.get().check_password("staple battery horse correct")
