"""Our paths against what Express 5 was recorded to do (record_express5_paths.mjs)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.routing.pattern import PatternError
from gateway.routing.table import MalformedEscape

CASES = json.loads((Path(__file__).parent / "express5_paths.json").read_text())["cases"]
NO_MATCH = {"match": False}
REFUSED = "refused"

# (pattern, path): what we answer instead.
DECODED_LITERALS = {  # express.md W3: a literal is the same however it is escaped (RFC 3986 section 6.2.2)
    ("/about", "/%61bout"): {},
    ("/a/b/c", "/a/%62/c"): {},
    ("/@:user", "/%40ann"): {"user": "ann"},
    ("/a\\:b", "/a%3Ab"): {},
    ("/a\\(b\\)\\[c\\]\\+\\?\\!", "/a(b)[c]+%3F!"): {},
    ("/café", "/caf%C3%A9"): {},
    ("/café", "/caf%c3%a9"): {},
    ("/caf%C3%A9", "/café"): {},
    ("/caf%C3%A9", "/caf%c3%a9"): {},
    ("/日本/:町", "/%E6%97%A5%E6%9C%AC/東"): {"町": "東"},
    ("/a%2Fb", "/a%2fb"): {},
    ("/a b", "/a b"): {},
    ("/a b", "/a%20b"): {},
    ("/👍", "/%F0%9F%91%8D"): {},
}
MALFORMED = {("/café", "/caf%E9")}  # W32: a malformed escape is 400 wherever it stands
NOT_PYTHON = {'/:"na me"', "/:$id", "/:id$x"}  # names are arguments of handlers
REPEATED = {"/:a/:a"}  # two values, one name
LONE_PERCENT = {"/a%"}  # literals are percent-decoded, so a percent sign is %25

DIFFERENCES = {
    **{case: {"match": True, "params": params} for case, params in DECODED_LITERALS.items()},
    **{case: {"status": 400} for case in MALFORMED},
}


def recorded(case):
    if case["pattern"] in NOT_PYTHON | REPEATED | LONE_PERCENT or "error" in case:
        return REFUSED
    return {key: value for key, value in case.items() if key not in {"pattern", "path"}}


def ours(make_table, asked, case):
    try:
        match = make_table(case["pattern"], trailing_slash="strict").match(asked(case.get("path", "/")))
    except PatternError:
        return REFUSED
    except MalformedEscape:
        return {"status": 400}
    return NO_MATCH if match is None else {"match": True, "params": match[1]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['pattern']} {case.get('path', '')}")
def test_paths_match_as_in_express_5(case, make_table, asked):
    expected = DIFFERENCES.get((case["pattern"], case.get("path")), recorded(case))

    assert ours(make_table, asked, case) == expected


def test_every_difference_from_express_5_is_still_one():
    answers = {(case["pattern"], case.get("path")): recorded(case) for case in CASES}

    assert [case for case, ours in DIFFERENCES.items() if answers[case] == ours] == []


@pytest.mark.parametrize("path", sorted(NOT_PYTHON | REPEATED | LONE_PERCENT))
def test_paths_that_only_express_5_reads_were_read_by_it(path):
    assert all("error" not in case for case in CASES if case["pattern"] == path)


def test_express_5_defaults_are_what_the_settings_can_say(make_table, found):
    """W4, W5: without case and with or without a trailing slash."""
    table = make_table("/Users/:id", case_sensitive=False, trailing_slash="ignore")

    assert found(table, "/uSERS/Ann/") == (0, {"id": "Ann"})
