from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.check.reach.alphabet import BEGIN, END, Alphabet
from gateway.check.reach.automaton import Builder, TooLarge
from gateway.check.reach.expressions import Unreadable, searched, whole

ALPHABET = Alphabet.of(["é"])
TEXTS = [
    "",
    "a",
    "b",
    "A",
    "é",
    "7",
    "ab",
    "ba",
    "aa",
    "aab",
    "a\n",
    "\n",
    "/",
    "/a",
    "/a/",
    "a/b",
    "777",
    "/77",
]
REGEXES = [
    "a", "ab|b", "a*", "a+b?", "[ab]+", "[^/]+", ".", r"\d{2,}", r"\w{1,2}", "(a|b)*b", "a{2}", "a{0,1}b",
    "(?i)a", "(?s).", "(?:a|/)+?", "(a)(b)?", "((a{0}){9}){9}b",
    "(?:){9}a", "(a?){2,}", "", "é", "[^é]", "(?!a).", "(?![ab])(?!7).", "(?i)É|a",
]  # fmt: skip
ANCHORED = ["^a", "a$", "^a$", "^", "$", "(^|/)a(/|$)", r"\Aa\Z", "^a|b$", "^/a.*$", "x^", "(a$|b)"]
ODD = [
    r"(a)\1", "a(?=b)", "(?<!a)b", r"\ba", "(?>a)", "a++", "(a)(?(1)b|c)", "(?m)^a", "(?!ab).", "(?!a)(b)",
    "(?!a)", "[à-ý]", "\\xef", "(?![ab]).+",
]  # fmt: skip


def accepts(automaton, text):
    state = automaton.start
    for mark in text:
        state = automaton.step(state, ALPHABET.bits[mark])
    return bool(state & automaton.end)


def automaton_of(read, regex):
    builder = Builder()
    return builder.automaton(read(builder, ALPHABET, re.compile(regex)))


@pytest.mark.parametrize("regex", REGEXES)
def test_expression_matches_as_a_whole_what_re_matches(regex):
    automaton, compiled = automaton_of(whole, regex), re.compile(regex)

    assert [text for text in TEXTS if accepts(automaton, text)] == [
        text for text in TEXTS if compiled.fullmatch(text)
    ]


@pytest.mark.parametrize("regex", ["^a+$", r"\A[ab]\Z"])
def test_anchors_around_a_whole_match_change_nothing(regex):
    automaton, compiled = automaton_of(whole, regex), re.compile(regex)

    assert [accepts(automaton, text) for text in TEXTS] == [bool(compiled.fullmatch(text)) for text in TEXTS]


@pytest.mark.parametrize("regex", [*REGEXES, *ANCHORED])
def test_expression_is_found_where_re_finds_it(regex):
    automaton, compiled = automaton_of(searched, regex), re.compile(regex)

    assert [text for text in TEXTS if accepts(automaton, f"{BEGIN}{text}{END}")] == [
        text for text in TEXTS if compiled.search(text)
    ]


@given(
    st.recursive(
        st.sampled_from(["a", "b", ".", "[^a]", "/", r"\d"]),
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3).map("".join)
            | st.lists(inner, min_size=1, max_size=3).map(lambda each: f"({'|'.join(each)})")
            | st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "*?"])).map(
                lambda each: f"(?:{each[0]}){each[1]}"
            )
        ),
        max_leaves=6,
    ),
    st.text("ab/7\n", max_size=6),
)
def test_any_expression_is_read_as_re_reads_it(regex, text):
    compiled = re.compile(regex)

    assert accepts(automaton_of(whole, regex), text) == bool(compiled.fullmatch(text))
    found = bool(compiled.search(text))
    assert accepts(automaton_of(searched, regex), f"{BEGIN}{text}{END}") == found


@pytest.mark.parametrize("regex", ODD)
@pytest.mark.parametrize("read", [whole, searched])
def test_what_is_not_regular_is_not_read(read, regex):
    with pytest.raises(Unreadable):
        automaton_of(read, regex)


@pytest.mark.parametrize(
    ("read", "regex"), [(whole, "(^a)"), (searched, "^^a"), (searched, "a$\n"), (searched, r"\Bx")]
)
def test_anchors_in_odd_places_are_not_read(read, regex):
    with pytest.raises(Unreadable):
        automaton_of(read, regex)


@pytest.mark.parametrize("regex", ["a{301}", "a{0,301}", "(?:abcd){100}"])
def test_expression_of_many_turns_is_not_read(regex):
    with pytest.raises(TooLarge):
        automaton_of(whole, regex)
