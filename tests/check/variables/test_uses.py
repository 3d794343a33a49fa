from __future__ import annotations

import pytest
from jinja2 import Environment

from gateway.check.variables.uses import uses


def of(text, *, is_strict=False):
    return uses(Environment(autoescape=True).parse(text), is_strict=is_strict)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{{ a }}\n{{ b.c }}\n{{ a }}", {"a": 1, "b": 2}),
        ("{% for x in xs %}{{ x }}{% endfor %}", {"xs": 1, "x": 1}),
        ("{{ f(a, key=b)|join(c) }}", {"f": 1, "a": 1, "b": 1, "c": 1}),
        ("{% set a = b %}", {"b": 1}),
    ],
)
def test_names_are_read_where_they_stand_first(text, read):
    assert of(text).read == read


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("{% set a, b = 1, 2 %}", {"a", "b"}),
        ("{% set a %}x{% endset %}", {"a"}),
        ("{% for a, b in c %}{% endfor %}", {"a", "b"}),
        ("{% with a = 1 %}{% endwith %}", {"a"}),
        ("{% macro m(a, b=1) %}{% endmacro %}", {"m", "a", "b"}),
        ("{% call(a) m() %}{% endcall %}", {"a"}),
        ("{% import 'x' as a %}{% from 'x' import b, c as d %}", {"a", "b", "d"}),
        ("{{ partial('films/row-big.html', x) }}", {"row_big"}),
        ("{{ partial('row', x, as_='film', size=1) }}", {"film", "size"}),
        ("{{ partial('row', collection=x) }}", {"row"}),
    ],
)
def test_what_a_template_sets_or_hands_on_is_given(text, given):
    found = of(text)

    assert found.given == given
    assert not found.is_open


@pytest.mark.parametrize(
    "text",
    [
        "{{ partial(name, x) }}",
        "{{ partial() }}",
        "{{ partial('row', x, as_='global') }}",
        "{{ partial('row', x, as_=name) }}",
        "{{ partial('row', **x) }}",
        "{{ partial(*x) }}",
        "{% extends name %}",
    ],
)
def test_what_is_computed_leaves_it_open(text):
    assert of(text).is_open


@pytest.mark.parametrize(
    ("text", "strictly", "leniently"),
    [
        ("{{ a is defined }}{{ b.c is not defined }}{{ d is undefined }}", {"a", "b", "d"}, set()),
        ("{{ a|default('') }}{{ b.c|d(e) }}", {"a", "b"}, set()),
        ("{% if a %}{% elif b.c and d %}{% endif %}", set(), {"a", "b", "d"}),
        ("{{ a or b }}{{ c if d else e }}{{ not f }}", set(), {"a", "b", "d", "f"}),
        ("{{ a }}{% for x in b %}{% endfor %}{{ c is none }}", set(), set()),
    ],
)
def test_names_that_may_be_missing_are_asked_for(text, strictly, leniently):
    assert of(text, is_strict=True).asked == strictly
    assert of(text).asked == strictly | leniently
