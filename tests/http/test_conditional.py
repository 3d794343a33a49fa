from __future__ import annotations

import pytest

from gateway.http.conditional import date, evaluate, is_range_wanted

TAG = '"abc"'
CHANGED = 1_000_000_000
BEFORE, AT, AFTER = date(CHANGED - 1), date(CHANGED), date(CHANGED + 1)


def environ(method="GET", **headers):
    return {"REQUEST_METHOD": method} | {f"HTTP_{name.upper()}": value for name, value in headers.items()}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"if_match": TAG}, 200),
        ({"if_match": '"x", "abc"'}, 200),
        ({"if_match": "*"}, 200),
        ({"if_match": '"x"'}, 412),
        ({"if_match": 'W/"abc"'}, 412),
        ({"if_match": "abc"}, 412),
        ({"if_match": ""}, 200),
        ({"if_match": "", "if_unmodified_since": BEFORE}, 412),
        ({"if_none_match": "", "if_modified_since": AT}, 304),
        ({"if_unmodified_since": AT}, 200),
        ({"if_unmodified_since": BEFORE}, 412),
        ({"if_unmodified_since": "yesterday"}, 200),
        ({"if_none_match": TAG}, 304),
        ({"if_none_match": '"x",W/"abc"'}, 304),
        ({"if_none_match": " * "}, 304),
        ({"if_none_match": '"x"'}, 200),
        ({"if_none_match": "abc"}, 200),
        ({"if_modified_since": BEFORE}, 200),
        ({"if_modified_since": AT}, 304),
        ({"if_modified_since": AFTER}, 304),
        ({"if_modified_since": "99999999999999999999"}, 200),
        ({"if_modified_since": "Mon, 01 Jan 2020 00:00:00 +99999999999999999"}, 200),
    ],
)
def test_each_condition_decides(headers, status):
    assert evaluate(environ(**headers), TAG, CHANGED) == status
    assert evaluate(environ("HEAD", **headers), TAG, CHANGED) == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_match": TAG, "if_unmodified_since": BEFORE}, 200),
        ({"if_match": '"x"', "if_none_match": TAG}, 412),
        ({"if_match": TAG, "if_none_match": TAG}, 304),
        ({"if_unmodified_since": BEFORE, "if_none_match": TAG}, 412),
        ({"if_none_match": '"x"', "if_modified_since": AFTER}, 200),
        ({"if_none_match": TAG, "if_modified_since": BEFORE}, 304),
    ],
)
def test_conditions_have_an_order(headers, status):
    assert evaluate(environ(**headers), TAG, CHANGED) == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"if_none_match": TAG}, 412), ({"if_none_match": "*"}, 412), ({"if_modified_since": AFTER}, 200)],
)
def test_writing_is_refused_instead_of_not_modified(headers, status):
    assert evaluate(environ("PUT", **headers), TAG, CHANGED) == status


def test_weak_tag_matches_weakly_only():
    assert evaluate(environ(if_none_match=TAG), f"W/{TAG}", None) == 304
    assert evaluate(environ(if_match=f"W/{TAG}"), f"W/{TAG}", None) == 412


@pytest.mark.parametrize(
    "headers", [{"if_none_match": TAG}, {"if_modified_since": AFTER}, {"if_unmodified_since": AT}]
)
def test_nothing_is_known_without_validators(headers):
    assert evaluate(environ(**headers), None, None) == 200


def test_cache_control_of_the_request_changes_nothing():
    assert evaluate(environ(if_none_match=TAG, cache_control="no-cache"), TAG, CHANGED) == 304


@pytest.mark.parametrize(
    ("if_range", "wanted"),
    [
        (TAG, True), ('"x"', False), (f"W/{TAG}", False), ('"abc', False), (f'{TAG}, "x"', False),
        (AT, True), (BEFORE, False), (AFTER, False), ("yesterday", False), ("", True),
    ],
)  # fmt: skip
def test_if_range_compares_strongly(if_range, wanted):
    assert is_range_wanted(environ(if_range=if_range), TAG, CHANGED) == wanted


def test_weak_tag_allows_no_range():
    assert not is_range_wanted(environ(if_range=f"W/{TAG}"), f"W/{TAG}", CHANGED)


def test_range_without_if_range_is_wanted():
    assert is_range_wanted(environ(), TAG, CHANGED)
