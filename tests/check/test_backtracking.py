from __future__ import annotations

import ast
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.check.backtracking import Attack, attack
from gateway.routing.expression import expression
from gateway.routing.pattern import parse

ROOT = Path(__file__).parents[2]

EXPONENTIAL = [
    r"^(a+)+$",
    r"^(a*)*$",
    r"^(a|a)*$",
    r"^(a|aa)+$",
    r"^(a|b|ab)*c$",
    r"^(?:a{2}|a{3})+$",
    r"^((ab)*)*$",
    r"^((a+b?)+)+$",
    r"^([a-zA-Z]+)*$",
    r"^(\w+\s?)*$",
    r"^(\d+|\w+)*x$",
    r"(x+x+)+y",
    r"^(?:[a-z]+-?)+$",
    r"^(\.?\w+)+@",
    r"^(/[^?#]+)+/?$",
    r"^/(\w+/?)*$",
    r"^([^/]+/?)+$",
    r"^(([^-]+-?)*)[a-z]!$",
    r"^(x*?)*y$",
    r"(?i)^(A+)+$",
    r"^((?i:a)|A)+$",
    r"^(?>b)(a+)+$",
    r"^(?=(a+)+$)",
    r"^(?!(a+)+$).*",
    r"(?:a?){40}a{40}",
    r"^(a+){10,}$",
    r"^(a+)+b{40}$",
    r"^(?:(a)|a)*(?(1)b|c)$",
    r'^(?:"[^"]*"|[^,]*|,)*;$',
    r"^(?:é+|\w)+$",
    r"(([a-z])+.)+[A-Z]([a-z])+$",
    r"(?P<a>\s|\S+)*=",
    r"^(?=.{60})(?:[ab]+[ab]+[ab]+[ab]+)*x$",
    (
        r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]"
        r"{2,3}[.][a-z]{2,3}))$"
    ),
]
CUBIC = [
    r"^a*a*a*$",
    r".*,.*,.*,.*;",
    r"^\s*\w*\s*\s*\s*x",
    r"\s*\s*x$",
]
INNOCENT = [
    r"(a+)+",
    r"^(?>a+)+$",
    r"^(a++)+$",
    r"^(?:a|b)*$",
    r"^(?:[\s\S]|a)*$",
    r"^(a|b)+c$",
    r"^(ab|cd)*$",
    r"^\s+|\s+$",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    (
        r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-"
        r"9-]*[a-z0-9])?\.)+[a-z]+$"
    ),
    r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
    r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
    r"^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$",
    (
        r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*"
        r")(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z"
        r"-]+)*))?$"
    ),
    r"^(\d{1,3}\.){3}\d{1,3}$",
    r"^#(?:[0-9a-f]{3}){1,2}$",
    r"^/users/(?P<id>\d+)(?:/(?P<tab>\w+))?/?$",
    r"^https?://[^/\s]+(/\S*)?$",
    r"^\+?[0-9 ()-]{6,20}$",
    r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    r"^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$",
    r"^(?P<year>\d{4})(?P=year)$",
    r"^(?<!a)b+$",
    r"^[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7} ?[A-Z0-9]{0,3}$",
    r"^(?:.*/)?[^/]+\.(?:png|jpg)$",
]


def seconds(pattern: str, found: Attack) -> float | None:
    """How long Python works on the text that is shown; None if it has not ended after 0.25 s."""
    script = f"import re; re.search({pattern!r}, {found})"
    begin = time.perf_counter()
    try:
        subprocess.run([sys.executable, "-S", "-c", script], check=True, timeout=0.25)
    except subprocess.TimeoutExpired:
        return None
    return time.perf_counter() - begin


@pytest.mark.parametrize("pattern", EXPONENTIAL)
def test_exponential_pattern_is_found_and_its_attack_does_not_end(pattern):
    found = attack(pattern)

    assert found is not None
    assert found.exponential
    assert seconds(pattern, found) is None


@pytest.mark.parametrize("pattern", CUBIC)
def test_cubic_pattern_is_found_and_its_attack_does_not_end(pattern):
    found = attack(pattern)

    assert found is not None
    assert not found.exponential
    assert seconds(pattern, found) is None


@pytest.mark.parametrize("pattern", INNOCENT)
def test_innocent_pattern_is_left_in_peace(pattern):
    assert attack(pattern) is None


def regexes_of(file: Path) -> set[str]:
    """What a file gives to re.compile as a text."""
    calls = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
    texts = (call.args[0] for call in calls if ast.unparse(call.func).startswith("re.") and call.args)
    return {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}


def test_own_patterns_are_innocent():
    own = {pattern for file in ROOT.glob("gateway/**/*.py") for pattern in regexes_of(file)}

    assert len(own) > 40
    assert [pattern for pattern in own if (found := attack(pattern, whole=True)) and found.exponential] == []


@pytest.mark.parametrize("path", ["/:a-:b", "/:a.:b.:c", "/*a/x/*b", "/:a-:b-:c/*d"])
def test_patterns_that_paths_become_are_innocent(path):
    (flat,) = parse(path).alternatives

    assert attack(f"(?s){expression(flat)}", whole=True) is None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^(a+)+$", '"a" * 40 + "!"'),
        (r"^x(a|b|ab)+$", '"xa" + "aba" * 40 + "!"'),
        (r"^/(\w+/?)*$", '"/" + "a" * 40 + "!"'),
        (r"^(a+)+b{40}$", '"a" * 40 + "!" * 40'),
        (r"^(é+)+$", '"é" * 40 + "!"'),
        (r"^a*a*a*$", '"a" * 4000 + "!"'),
    ],
)
def test_attack_is_written_as_python_reads_it(pattern, text):
    assert str(attack(pattern)) == text


def test_what_matches_any_text_as_a_whole_is_innocent_only_in_a_search():
    assert attack(r"(a+)+") is None
    assert str(attack(r"(a+)+", whole=True)) == '"a" * 40 + "!"'


def test_characters_that_cannot_be_sent_do_no_harm():
    assert attack(r"^(\s+)+$", allowed=lambda mark: not mark.isspace()) is None
    assert attack(r"^(\s+)+$") is not None


def test_attack_begins_as_it_must():
    assert str(attack(r"(a+)+$", begin="/")) == '"/" + "a" * 40 + "!"'
    assert str(attack(r"^/(a+)+$", begin="/")) == '"/" + "a" * 40 + "!"'
    assert attack(r"^(a+)+$", begin="/") is None


@pytest.mark.parametrize("pattern", ["(", "a{2", "(?P<n>", "(" * 5000 + ")" * 5000, "[a-z][0-9]" * 200, ""])
def test_what_cannot_be_looked_at_is_left_to_others(pattern):
    assert attack(pattern) is None


PIECES = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        ".",
        r"\w",
        r"\d",
        r"\s",
        "[^/]",
        "[a-z]",
        "-",
        "/",
        "^",
        "$",
        "é",
        r"\b",
        "[ab]",
        "(?=a)",
        "(?!b)",
    ]
)
PATTERNS = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map("".join),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2,5}", "{9}", "*?", "{3,}", "++"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: f"({'|'.join(items)})"),
    ),
    max_leaves=25,
)


@given(PATTERNS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_pattern_is_judged_within_100_ms(pattern, whole):
    re.compile(pattern)
    begin = time.thread_time()
    attack(pattern, whole=whole)

    assert time.thread_time() - begin < 0.1


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_is_judged_without_a_failure(pattern):
    assert attack(pattern) is None or attack(pattern).turn


def test_nothing_is_tried_that_could_not_be_broken_off(monkeypatch):
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(attack, "(a+)+$").result() is None
    monkeypatch.delattr("signal.setitimer")

    assert attack("(a+)+$") is None
