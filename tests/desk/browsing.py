"""A browser at the desk, without a browser: who is logged in, and the forms of a page as they would be sent."""

from html.parser import HTMLParser

from django.test import Client

from tests import make


def desk(user=None):
    """Return a client in which alice (or `user`) has logged in."""
    client = Client()
    client.force_login(user or make.alice())
    return client


class _Form(HTMLParser):
    """Reads one form (by its action) out of a page: what a browser would send when nothing is changed."""

    def __init__(self, action):
        super().__init__()
        self.action, self.inside, self.fields = action, False, {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.inside = attributes.get("action") == self.action
        elif not self.inside:
            return
        elif tag == "input":
            self._input(attributes)
        elif tag == "select":
            self.select = attributes["name"]
            self.fields[self.select] = None
        elif tag == "option" and self.select:
            # The first option is sent when none is selected.
            if self.fields[self.select] is None or "selected" in attributes:
                self.fields[self.select] = attributes.get("value", "")
        elif tag == "textarea":
            self.textarea = attributes["name"]
            self.fields[self.textarea] = ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.fields[self.textarea] = self.fields[self.textarea].removeprefix("\n")
            self.textarea = None

    def handle_data(self, data):
        if self.inside and self.textarea:
            self.fields[self.textarea] += data

    def _input(self, attributes):
        name = attributes.get("name")
        if not name or (attributes.get("type") in {"checkbox", "radio"} and "checked" not in attributes):
            return
        if attributes.get("type") == "checkbox" and name in self.fields:
            self.fields[name] = [*self.fields[name], attributes.get("value", "on")]
        elif attributes.get("type") == "checkbox":
            self.fields[name] = [attributes.get("value", "on")]
        else:
            self.fields[name] = attributes.get("value", "")


def form_of(response, action):
    """Return the fields of the form with this action, as its page fills them in."""
    reader = _Form(action)
    reader.feed(response.content.decode())
    assert reader.fields, f"there is no form for {action}"
    return reader.fields
