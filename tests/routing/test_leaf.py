from __future__ import annotations

import re

import pytest

from gateway.routing.table import MalformedEscape


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("/assets", ""),
        ("/assets/", ""),
        ("/assets/css/a.css", "css/a.css"),
        ("/assets/css/", "css/"),
        ("/assets/%C3%A9 %20x", "é  x"),
        ("/assets/../x", "../x"),
        ("/assets/a//b", "a//b"),
        ("/assets//a", "/a"),
        ("/assets/a%00", "a\0"),
        ("/assets/..%2Fa", "../a"),
        ("/assets/a%2F../b", "a/../b"),
    ],
)
@pytest.mark.parametrize("trailing_slash", ["strict", "ignore", "redirect"])
@pytest.mark.parametrize("prefix", ["/assets", "/assets/"])
def test_prefixes_take_everything_below(answer, raw, path, trailing_slash, prefix):
    lines = [{"paths": [prefix], "prefix": True}]

    assert answer(lines, raw, trailing_slash=trailing_slash) == (0, {"path": path})


@pytest.mark.parametrize(
    "raw", ["/assetsx", "/assets/a%2Fb", "/assets/%2F", "/assets//a%2Fb", "/x", "/", "//assets"]
)
def test_prefixes_refuse_what_is_no_path_below(make_table, make_row, found, raw):
    assert found(make_table(make_row(0, "/assets", prefix=True)), raw) is None


def test_the_root_may_be_a_prefix(make_table, make_row, found):
    table = make_table(make_row(0, "/", prefix=True))

    assert found(table, "/") == (0, {"path": ""})
    assert found(table, "/a/b") == (0, {"path": "a/b"})


def test_prefixes_may_hold_parameters(make_table, make_row, found):
    table = make_table(make_row(0, "/:user/files", prefix=True))

    assert found(table, "/ann/files/a%20b") == (0, {"user": "ann", "path": "a b"})


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("/v1.2", (0, {"major": "1", "minor": "2", "path": ""})),
        ("/v1.2/", (0, {"major": "1", "minor": "2", "path": ""})),
        ("/v1.2/a%20b/c/", (0, {"major": "1", "minor": "2", "path": "a b/c/"})),
        ("/v1.2/a%2Fb", None),
        ("/v1.2//a", (0, {"major": "1", "minor": "2", "path": "/a"})),
        ("/v1/a", None),
    ],
)
def test_prefixes_may_hold_parts_of_segments(answer, raw, expected):
    lines = [{"paths": ["/v:major.:minor"], "prefix": True}]

    assert [answer(lines, raw, trailing_slash=mode) for mode in ("strict", "ignore")] == [expected, expected]


def test_a_wildcard_in_a_prefix_takes_what_it_can(answer):
    lines = [{"paths": ["/*all/x"], "prefix": True}]

    assert answer(lines, "/1/2/x/3") == (0, {"all": ["1", "2"], "path": "3"})


def test_wildcards_before_the_end_share_whole_segments(make_table, found):
    table = make_table("/:a/*b")

    assert found(table, "/1/2/3%2F4") == (0, {"a": "1", "b": ["2", "3/4"]})


@pytest.mark.parametrize(
    ("regex", "raw", "params"),
    [
        (r"^/users?(?:/(\d+)(?:\.\.(\d+))?)?$", "/users/1..9", {"0": "1", "1": "9"}),
        (r"^/users?(?:/(\d+)(?:\.\.(\d+))?)?$", "/user/7", {"0": "7"}),
        (r"^/users?(?:/(\d+)(?:\.\.(\d+))?)?$", "/user", {}),
        (r"/(?P<year>\d{4})/(\w+)", "/blog/2026/x/more", {"year": "2026", "0": "x"}),
        (r"^/f/(.+)$", "/f/a%2Fb%20c", {"0": "a/b c"}),
        (r"^/A$", "/A", {}),
        (r"%2[fF]", "/x%2Fy", {}),
    ],
)
def test_regexes_search_the_path_as_sent(answer, regex, raw, params):
    assert answer([{"regex": re.compile(regex)}], raw, case_sensitive=False) == (0, params)


@pytest.mark.parametrize("raw", ["/a", "/%41", "/x/A/"])
def test_regexes_keep_case_and_escapes(make_table, make_row, found, raw):
    assert found(make_table(make_row(0, regex=re.compile("^/A$")), case_sensitive=False), raw) is None


def test_a_regex_that_cuts_an_escape_is_a_malformed_one(make_table, make_row, found):
    table = make_table(make_row(0, regex=re.compile("(%C3)")))

    with pytest.raises(MalformedEscape):
        found(table, "/%C3%A9")


def test_values_that_do_not_convert_do_not_match(make_table, make_row, found):
    table = make_table(make_row(0, "/:id", converters={"id": int}), "/:name")

    assert found(table, "/7") == (0, {"id": 7})
    assert found(table, "/x") == (1, {"name": "x"})


@pytest.mark.parametrize(("raw", "params"), [("/a/1/2", {"ids": [1, 2]}), ("/a", {})])
def test_converters_take_each_segment_and_skip_absent_names(make_table, make_row, found, raw, params):
    table = make_table(make_row(0, "/a{/*ids}", converters={"ids": int}))

    assert found(table, raw) == (0, params)


@pytest.mark.parametrize(
    ("host", "hostname", "matches"),
    [
        ("Example.org", "example.ORG", True),
        ("example.org", "www.example.org", False),
        ("*.example.org", "WWW.example.org", True),
        ("*.example.org", "example.org", False),
        ("*.example.org", ".example.org", False),
        ("*.example.org", "a.b.example.org", False),
        ("*.example.org", "a.notexample.org", False),
    ],
)
def test_hosts_are_names_or_one_label_more(answer, host, hostname, matches):
    lines = [{"paths": ["/", "/:x"], "hosts": (host.lower(),)}]

    assert (answer(lines, "/", hostname=hostname) is not None) == matches
    assert (answer(lines, "/a", hostname=hostname) is not None) == matches
