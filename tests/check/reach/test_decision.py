"""What is decided is what the table does: for random tables each verdict is tried."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.check.reach.decision import Decision
from gateway.config.model import Routing
from gateway.routing.table import MalformedEscape, Table

SEGMENTS = ["a", "b", "7", ":x", ":y", "v:x", ":x.b", "A", "%2F"]
ENDS = ["", "", "", "/*w", "{/:o}", "{/b}", "/"]
PATTERNS = ["int", "a", "a|b", "[ab7]", ".", r"\w+", "[^/]+", "a?", "(?i)a"]
REGEXES = [
    "^/a",
    "^/a$",
    "b$",
    "",
    "^/[ab](/|$)",
    r"^/\d+$",
    "(?i)^/a$",
    "^/(a|%61)$",
    r"^/\w+(/.*)?$",
    "^/[^%]*$",
]
HOSTS = [(), (), ("a.org",), ("*.org",), ("a.org", "b.com")]
METHODS = [None, "GET", "GET", "POST", "GET POST"]

paths = st.builds(
    lambda segments, end: "/" + "/".join(segments) + end,
    st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=2, unique=True).filter(
        lambda segments: sum(":x" in each for each in segments) < 2
    ),
    st.sampled_from(ENDS),
)
params = st.dictionaries(st.sampled_from("xyo"), st.sampled_from(PATTERNS), max_size=2)
what = {
    "methods": st.sampled_from(METHODS),
    "hosts": st.sampled_from(HOSTS),
    "passes": st.sampled_from([False] * 9 + [True]),
}
files = {"prefix": st.sampled_from([False] * 5 + [True]), **what}
written = st.fixed_dictionaries({"paths": st.lists(paths, min_size=1, max_size=2), "params": params, **files})
lines = written.filter(lambda line: not (line["prefix"] and "*" in str(line["paths"])))
lines |= st.fixed_dictionaries({"regex": st.sampled_from(REGEXES), **what})
routings = st.builds(
    Routing,
    case_sensitive=st.booleans(),
    trailing_slash=st.sampled_from(["redirect", "strict", "ignore"]),
)
UNITS = ["a", "b", "7", "A", "v7", "7.b", "%61", "%2F", "%C3%A9", "x", ""]
SENT = [f"/{'/'.join(units)}" for size in (1, 2, 3) for units in product(UNITS[: 12 - 3 * size], repeat=size)]


def reached(table, asked):
    """Each row that one of many requests comes to, and that request."""
    found = {}
    for request in (
        asked(*each) for each in product(SENT, ["GET", "POST", "PUT"], ["a.org", "z.org", "c.net"])
    ):
        try:
            match = table.match(request)
            while match is not None:
                found.setdefault(match[0].index, request)
                match = table.following(request, match[0].index + 1) if match[0].passes else None
        except MalformedEscape:
            continue
    return found


@settings(max_examples=80, deadline=None)
@given(st.lists(lines, min_size=2, max_size=4), routings)
def test_no_request_reaches_what_is_hidden(make_rows, asked, lines, routing):
    rows = make_rows(*lines)
    how = {"case_sensitive": routing.case_sensitive, "trailing_slash": routing.trailing_slash}
    decision = Decision(rows, routing)

    found = reached(Table(rows, **how), asked)

    hidden = [
        row.index for row in rows if isinstance(decision.hidden(row, decision.claims(row), usual=False), dict)
    ]
    assert {index: found[index] for index in hidden if index in found} == {}


@settings(max_examples=80, deadline=None)
@given(st.lists(lines, min_size=2, max_size=4), routings)
def test_request_reaches_each_row_that_is_not_hidden(make_rows, asked, lines, routing):
    rows = make_rows(*lines)
    how = {"case_sensitive": routing.case_sensitive, "trailing_slash": routing.trailing_slash}
    decision = Decision(rows, routing)

    for row in rows:
        for claim in decision.claims(row):
            path = decision._hiding(row, claim, usual=False)
            if isinstance(path, str):
                request = asked(path, claim.method, claim.hostname)
                match = Table(rows, **how).match(request)
                while match is not None and match[0].passes and match[0] is not row:
                    match = Table(rows, **how).following(request, match[0].index + 1)
                assert match is not None
                assert match[0] is row


@pytest.mark.parametrize(
    "lines",
    [
        [{"regex": "(%)"}, "/:x"],
        [
            *(f"/a{n}" for n in range(17)),
            {"paths": ["/:x"], "params": {"x": "|".join(f"a{n}" for n in range(17))}},
        ],
    ],
)
def test_what_is_not_decided_is_not_hidden(make_rows, lines):
    rows = make_rows(*lines)
    decision = Decision(rows, Routing())

    assert isinstance(decision.hidden(rows[-1], decision.claims(rows[-1]), usual=True), str)


def test_decision_ends_when_its_steps_are_used_up(make_rows):
    rows = make_rows("/:x", "/a")
    decision = Decision(rows, Routing())
    decision._inclusion.steps = 0

    assert decision.hidden(rows[1], decision.claims(rows[1]), usual=False) == ""
