"""XPath expressions that ask elements about themselves, answered once for each wording of an element. Pure.

trafilatura finds the article and what surrounds it by names in `class`, `id` and the like: fifteen expressions, each
asked of every element, with a call from libxml2 into Python for every regular expression in them. That was half of the
cost of reading a page. But the elements of a page, and the pages of a site, are worded alike: so answers are kept.
"""

import re
from functools import lru_cache

import lxml.etree

_ATTRIBUTE = re.compile(r"@([\w-]+)")
_TAG = re.compile(r"(?:self::|\.//)(\w+)")
# What an element holds is not in its wording.
_LOOKS_INSIDE = re.compile(r"not\(\.//")
# Eighty pages of as many sites have 4,700 wordings for an expression that asks all elements, each of some 200 bytes.
_MOST_WORDINGS = 5_000


class AskedOnce:
    """Stands for an XPath expression (`.//*[...]`) whose conditions are about an element's own tag and attributes.

    Called with an element it returns what the expression finds below it, in the order of the document; of one that
    takes only the first (`[1]`) it returns all that could be it.
    """

    def __init__(self, expression: lxml.etree.XPath):
        self.expression = expression
        self._tags = frozenset(_TAG.findall(expression.path)) or ["*"]
        self._attributes = frozenset(_ATTRIBUTE.findall(expression.path))
        self._looks_inside = bool(_LOOKS_INSIDE.search(expression.path))
        self._is_meant = lru_cache(_MOST_WORDINGS)(self._asked)

    def __call__(self, tree) -> list:
        attributes, is_meant = self._attributes, self._is_meant
        try:
            found = [
                element
                for element in tree.iterdescendants(*self._tags)
                if is_meant(element.tag, *[said for said in element.items() if said[0] in attributes])
            ]
        except ValueError:  # a name that a tree can be read with but not made with
            return self.expression(tree)
        return self.expression(tree) if found and self._looks_inside else found

    def _asked(self, tag: str, *wording: tuple[str, str]) -> bool:
        page = lxml.etree.Element("page")
        lxml.etree.SubElement(page, tag, dict(wording))
        return bool(self.expression(page))
