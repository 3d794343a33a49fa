from __future__ import annotations

import re

import pytest

from gateway.routing.reach import hidden


@pytest.mark.parametrize(
    "paths",
    [
        ("/a", "/a"),
        ("/:x", "/a"),
        ("/:x", "/:y"),
        ("/:x", "/:a-:b"),
        ("/*x", "/a/:b/*c"),
        ("/*x", "/a"),
        ("/a{/:b}", "/a/c"),
        ("/a{/:b}", "/a"),
        ("/a{/:b}", "/a{/:c}"),
        ("/:x/*y", "/a/*b"),
        ("/*x", "/:a/*b/c"),
        ("/caf%C3%A9", "/café"),
    ],
)
def test_a_row_behind_a_wider_one_is_hidden(make_row, paths):
    earlier, later = (make_row(index, path) for index, path in enumerate(paths))

    assert hidden([earlier, later]) == [(later, earlier)]


@pytest.mark.parametrize(
    "paths",
    [
        ("/a", "/:x"),
        ("/a", "/a/"),
        ("/a", "/A"),
        ("/:x", "/"),
        ("/:x", "/*y"),
        ("/:x/*y", "/*z"),
        ("/*x", "/"),
        ("/*x", "/a/"),
        ("/a/b", "/a{/b}"),
        ("/:a-:b", "/x-y"),
        ("/a/:b", "/a/b/c"),
        ("/a%2Fb", "/a/b"),
    ],
)
def test_a_row_that_some_path_reaches_is_not_hidden(make_row, paths):
    assert hidden([make_row(index, path) for index, path in enumerate(paths)]) == []


@pytest.mark.parametrize(
    ("earlier", "later", "is_hidden"),
    [
        ({"methods": "GET HEAD"}, {"methods": "GET HEAD"}, True),
        ({}, {"methods": "POST"}, True),
        ({"methods": "GET HEAD POST"}, {"methods": "POST"}, True),
        ({"methods": "GET HEAD"}, {"methods": "GET HEAD POST"}, False),
        ({"methods": "GET HEAD"}, {}, False),
        ({}, {"hosts": ("example.org",)}, True),
        ({"hosts": ("example.com", "example.org")}, {"hosts": ("example.org",)}, True),
        ({"hosts": ("example.org",)}, {"hosts": ("example.com",)}, False),
        ({"hosts": ("example.org",)}, {}, False),
        ({"passes": True}, {}, False),
        ({"converters": {"x": int}}, {}, False),
        ({}, {"converters": {"x": int}}, True),
    ],
)
def test_methods_hosts_and_conditions_decide_too(make_row, earlier, later, is_hidden):
    rows = [make_row(0, "/:x", **earlier), make_row(1, "/:x", **later)]

    assert (hidden(rows) == [(rows[1], rows[0])]) == is_hidden


@pytest.mark.parametrize(
    ("earlier", "later", "is_hidden"),
    [
        (("/a", True), ("/a/b", False), True),
        (("/a", True), ("/a", False), True),
        (("/", True), ("/a/b", False), True),
        (("/a", True), ("/a/b", True), True),
        (("/", True), ("/a", True), True),
        (("/a", True), ("/", True), False),
        (("/a/b", True), ("/a", True), False),
        (("/a{/*rest}", False), ("/a/b", True), False),
        (("/a", True), ("/a/:b", False), False),
        (("/a", True), ("/ab", False), False),
    ],
)
def test_prefixes_hide_what_is_below_them(make_row, earlier, later, is_hidden):
    rows = [make_row(index, path, prefix=prefix) for index, (path, prefix) in enumerate((earlier, later))]

    assert (hidden(rows) == [(rows[1], rows[0])]) == is_hidden


def test_regexes_neither_hide_nor_are_hidden(make_row):
    rows = [make_row(0, regex=re.compile("")), make_row(1, "/*x"), make_row(2, regex=re.compile("^/a$"))]

    assert hidden(rows) == []


@pytest.mark.parametrize("settings", [{"case_sensitive": False}, {"trailing_slash": "ignore"}])
def test_settings_make_paths_the_same(make_row, settings):
    rows = [make_row(0, "/a"), make_row(1, "/A" if "case_sensitive" in settings else "/a/")]

    assert hidden(rows, **settings) == [(rows[1], rows[0])]


def test_every_path_of_a_row_must_be_hidden(make_row):
    rows = [make_row(0, "/a", "/b"), make_row(1, "/a", "/c"), make_row(2, "/b", "/a")]

    assert hidden(rows) == [(rows[2], rows[0])]


def test_the_first_row_that_hides_is_named(make_row):
    rows = [make_row(0, "/a/:b"), make_row(1, "/*x"), make_row(2, "/a/b")]

    assert hidden(rows) == [(rows[2], rows[0])]


def test_row_under_a_condition_hides_nothing(make_row):
    rows = [make_row(0, "/a", when=bool), make_row(1, "/a")]

    assert hidden(rows) == []


def test_row_for_one_host_is_hidden_by_several_that_include_it(make_row):
    rows = [make_row(0, "/a", hosts=("a.example", "b.example")), make_row(1, "/a", hosts=("b.example",))]

    assert [(later.index, earlier.index) for later, earlier in hidden(rows)] == [(1, 0)]
