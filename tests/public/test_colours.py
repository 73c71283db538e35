"""Contrast of what variables.css sets, in both colour schemes: axe does not look at text inside pictures."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static/css/variables.css"
STATUSES = ["unverified", "confirmed", "disputed", "denied", "retracted", "upheld"]
ENOUGH_FOR_TEXT, ENOUGH_FOR_SHAPES = 4.5, 3.0


def schemes():
    light, dark = CSS.read_text().split("@media (prefers-color-scheme: dark)")
    read = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return {"light": read, "dark": read | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark))}


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it, of "#rrggbb"."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio as WCAG 2.2 defines it."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def colours(request):
    return schemes()[request.param]


def test_both_schemes_set_the_same_names():
    light, dark = CSS.read_text().split("@media (prefers-color-scheme: dark)")
    names = [set(re.findall(r"--([a-z-]+): #", part)) for part in (light, dark)]
    assert names[0] == names[1]


@pytest.mark.parametrize("ground", ["paper", "sheet", "sunk"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "ink-faint", "link", "link-visited", "accent"])
def test_text_can_be_read(colours, ink, ground):
    assert contrast(colours[ink], colours[ground]) >= ENOUGH_FOR_TEXT


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_can_be_read_on_its_tint_and_beside_its_band(colours, status):
    for ground in (f"{status}-tint", "paper", "sheet"):
        assert contrast(colours[status], colours[ground]) >= ENOUGH_FOR_TEXT


@pytest.mark.parametrize("lane", ["confirmed", "denied", "retracted", "upheld", "ink-faint"])
def test_the_number_on_a_mark_can_be_read(colours, lane):
    assert contrast(colours["sheet"], colours[lane]) >= ENOUGH_FOR_TEXT


@pytest.mark.parametrize("name", ["good", "warning", "danger", "accent"])
def test_a_badge_can_be_read(colours, name):
    assert contrast(colours[name], colours[f"{name}-tint"]) >= ENOUGH_FOR_TEXT


def test_edges_and_focus_can_be_seen(colours):
    for ground in ("paper", "sheet"):
        assert contrast(colours["field-edge"], colours[ground]) >= ENOUGH_FOR_SHAPES
        assert contrast(colours["focus"], colours[ground]) >= ENOUGH_FOR_SHAPES
    assert contrast(colours["on-accent"], colours["accent"]) >= ENOUGH_FOR_TEXT
    assert contrast(colours["on-accent"], colours["accent-strong"]) >= ENOUGH_FOR_TEXT
    assert contrast(colours["on-marked"], colours["marked"]) >= ENOUGH_FOR_TEXT
