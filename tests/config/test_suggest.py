from __future__ import annotations

from collections.abc import Iterable

import pytest

from gateway.config.suggest import did_you_mean, listed, surely, there_are


@pytest.mark.parametrize(
    ("name", "meant"),
    [("handlr", "handler"), ("HANDLER", "handler"), ("Veiw", "view"), ("twitter_token", "TWITTER_TOKEN")],
)
def test_near_name_is_suggested(name: str, meant: str) -> None:
    assert did_you_mean(name, ["handler", "view", "TWITTER_TOKEN"]) == f' (did you mean "{meant}"?)'


def test_name_in_the_same_capitals_is_nearer() -> None:
    assert did_you_mean("Brokn", ["Broken", "broken"]) == ' (did you mean "Broken"?)'


@pytest.mark.parametrize("name", ["zzz", "", "x" * 100_000])
def test_far_name_suggests_nothing(name: str) -> None:
    assert did_you_mean(name, ["handler", "view"]) == ""


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a or b"),
        (["a", "b", "c"], "a, b or c"),
        (list("abcde"), "a, b, c, d, …"),
    ],
)
def test_names_are_listed_as_a_sentence(names: list[str], expected: str) -> None:
    assert listed(names, most=4) == expected


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "there is none"),
        (["a"], "there is a"),
        (iter("abc"), "there are a, b and c"),
        (map(str, range(21)), "there are " + ", ".join(map(str, range(20))) + ", …"),
    ],
)
def test_what_there_is_is_told_as_a_sentence(names: Iterable[str], said: str) -> None:
    assert there_are(names) == said


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stakc", "stack"),
        ("veiw", "view"),
        ("Routes", "routes"),
        ("sesion", "session"),
        ("cooki", None),
        ("x", None),
    ],
)
def test_name_is_sure_if_no_other_is_about_as_near(name, expected):
    known = ["stack", "static", "view", "route", "routes", "session", "version", "cookie", "cookis"]

    assert surely(name, known) == expected
