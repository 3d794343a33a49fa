from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from gateway.cli.picture.shapes import escaped, fitting, text, width


@pytest.mark.parametrize(
    "content", ["<b>&\"'", "]]>", "<!--", "\x00\x08\ud800\ufffe", "&#0;", "日本語", "\x85\u2028"]
)
def test_any_text_is_well_formed(content):
    element = ET.fromstring(text((0, 0), content, "path", most=20))

    assert element.tag == "text"


def test_what_no_document_may_hold_is_marked():
    assert escaped("a\x00b\ud800c") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"


@pytest.mark.parametrize(
    ("content", "most", "expected"),
    [("abc", 30, "abc"), ("abcdef", 30, "abc…"), ("abc", 6.5, "…"), ("日本語", 32, "日本…"), ("", 10, "")],
)
def test_text_that_is_too_wide_is_cut(content, most, expected):
    assert fitting(content, most, 10) == expected


def test_text_that_is_cut_is_whole_for_who_points_at_it():
    assert "<title>abcdef</title>" in text((0, 0), "abcdef", "path", most=30)
    assert "<title>" not in text((0, 0), "abcdef", "path")


def test_wide_letters_take_twice_the_place():
    assert width("語", 10) == 2 * width("a", 10)
