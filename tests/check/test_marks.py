from __future__ import annotations

import pytest

from gateway.check.marks import mark_problems
from gateway.config.reader import parse

BOOK = "the quotes around “a.pdf” belong to the text"
LONELY = "this text ends with a quote and begins with none"


def told(text):
    return [(problem.position.column, problem.message) for problem in mark_problems(parse(text, "a.yaml"))]


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("settings: {own: {a\u00a0b: 1}}", 18, "this key holds the character U+00A0, which nobody sees"),
        ("\u200bversion: 1", 1, "this key holds the character U+200B, which nobody sees"),
        ("routes: [{file: {download: “a.pdf”}}]", 28, BOOK),
        ('routes: [{file: {download: "“a.pdf”"}}]', 28, BOOK),
        ('settings: {own: {title: My site"}}', 25, LONELY),
        ("routes: [{regex: ^/a$'}]", 18, LONELY),
    ],
)
def test_mark_that_is_not_what_it_seems_is_told(text, column, message):
    assert told(text) == [(column, message)]


@pytest.mark.parametrize(
    "text",
    [
        "settings: {own: {title: “My site”, says: He said “hi”, motto: rock and roll'}}",
        'settings: {own: {said: so "he" said, inches: \'5"\', quoted: "a\\""}}',
        'settings:\n  own:\n    text: |\n      a "\n',
        "routes: [{file: {download: a.pdf}}]",
        "settings: {own: {a b: 1, é: 2}}",
    ],
)
def test_quotes_that_are_meant_are_not_told(text):
    assert told(text) == []
