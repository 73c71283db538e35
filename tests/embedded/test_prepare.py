import pytest

from tracker.embedded.data import DataDirectory
from tracker.embedded.management.commands.prepare import make_demo_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path):
    return DataDirectory(tmp_path)


@pytest.fixture
def demo(django_user_model):
    return lambda: django_user_model.objects.get(username="demo")


def test_the_demonstration_editor_can_log_in_with_the_kept_password(data, demo):
    assert make_demo_editor(data) == "the demonstration editor is made"
    assert demo().role == "editor"
    assert demo().check_password(data.read_demo_login()[1])


def test_a_second_start_leaves_it_as_it_is(data, demo):
    make_demo_editor(data)
    before = demo().password, data.read_demo_login()
    assert make_demo_editor(data) == "the demonstration editor is known"
    assert (demo().password, data.read_demo_login()) == before


def test_a_password_changed_since_is_left_and_the_old_one_no_longer_shown(data, demo):
    make_demo_editor(data)
    user = demo()
    user.set_password("one of their own")
    user.save()
    assert "--reset-password" in make_demo_editor(data)
    assert demo().check_password("one of their own")
    assert data.read_demo_login() is None
