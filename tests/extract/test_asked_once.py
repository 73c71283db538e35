import lxml.etree
import lxml.html
import pytest
from trafilatura import xpaths

from tests.bench.pages import MadeUp
from tracker.extract import readable
from tracker.extract.asked_once import AskedOnce

RE = {"re": "http://exslt.org/regular-expressions"}


def asked(path):
    return AskedOnce(lxml.etree.XPath(path, namespaces=RE))


def found(path, page):
    return [element.get("id") for element in asked(path)(lxml.html.document_fromstring(page))]


def test_elements_are_found_by_their_own_tag_and_names_in_order():
    page = (
        "<div id=a class=story><p id=b class=story></p><div id=c class=Story></div><section id=d class=story>"
    )
    assert found(".//*[self::div or self::section][re:test(@class, '^story')]", page) == ["a", "d"]
    assert found(".//*[re:test(@class, '^story', 'i')]", page) == ["a", "b", "c", "d"]


def test_the_element_that_is_asked_is_not_among_the_answers():
    tree = lxml.html.fragment_fromstring("<div class=story><div id=inner class=story></div></div>")
    assert [one.get("id") for one in asked(".//*[self::div][@class='story']")(tree)] == ["inner"]


def test_of_two_attributes_the_first_as_written_is_asked_where_the_expression_does_so():
    page = "<div class=cookie id=x></div><div id=y class=cookie></div>"
    path = ".//*[self::div][starts-with(@id|@class, 'cookie')]"
    assert found(path, page) == ["x"]


def test_where_an_expression_looks_inside_an_element_it_is_asked_itself():
    page = "<div id=a class=more><h1>Title</h1></div><div id=b class=more></div>"
    assert found(".//*[self::div][@class='more'][not(.//h1)]", page) == ["b"]


def test_a_name_that_cannot_be_written_into_a_tree_is_no_trouble():
    page = lxml.html.document_fromstring("<div id=a class='&#x1;'></div><div id=b class=story></div>")
    assert [one.get("id") for one in asked(".//*[@class='story']")(page)] == ["b"]


@pytest.mark.parametrize("number", range(6))
def test_what_trafilatura_asks_gets_the_same_answers(number):
    tree = readable.parsed(MadeUp(number).load(address="http://site.example/a"))
    for expressions in readable.ASKED:
        for quick in expressions:
            if isinstance(quick, AskedOnce):
                theirs, ours = quick.expression(tree), quick(tree)
                if expressions is xpaths.BODY_XPATH:  # it takes the first alone
                    theirs, ours = theirs[:1], ours[:1]
                assert ours == theirs
