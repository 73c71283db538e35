import socket

import pytest

from tracker.embedded.ports import NoPort, answers, choose_port, is_free


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_port_somebody_listens_on_is_not_free(taken):
    assert not is_free(taken)


def test_the_next_free_port_is_taken_instead(taken):
    chosen = choose_port(first=taken)
    assert taken < chosen < taken + 100


def test_a_port_that_was_asked_for_is_taken_or_refused(taken):
    with pytest.raises(NoPort, match=f"Port {taken} cannot be used"):
        choose_port(wanted=taken)
    free = choose_port(first=taken)
    assert choose_port(wanted=free) == free


@pytest.mark.parametrize("port", [70000, -1])
def test_a_number_that_is_no_port_is_refused(port):
    with pytest.raises(NoPort):
        choose_port(wanted=port)


def test_when_no_port_is_free_it_says_so(taken):
    with pytest.raises(NoPort, match="--port"):
        choose_port(first=taken, tries=1)


def test_nothing_answers_where_nobody_speaks_http(taken):
    assert not answers(taken, seconds=0.1)
    assert not answers(choose_port(first=taken), seconds=0.1)
