from __future__ import annotations

import pytest

from gateway.check.reach.automaton import NOTHING, Builder, TooLarge, optional

A, B = 1, 2


def accepts(automaton, text):
    state = automaton.start
    for mark in text:
        state = automaton.step(state, {"a": A, "b": B}[mark])
    return bool(state & automaton.end)


def built(make):
    builder = Builder()
    return builder.automaton(make(builder, lambda: builder.place(A), lambda: builder.place(B)))


@pytest.mark.parametrize(
    ("make", "taken", "refused"),
    [
        (lambda builder, a, b: builder.sequence(a(), b()), ["ab"], ["", "a", "b", "abb"]),
        (lambda builder, a, b: builder.either(a(), b()), ["a", "b"], ["", "ab"]),
        (lambda builder, a, b: builder.repeated(a()), ["a", "aaa"], ["", "ab"]),
        (lambda builder, a, b: optional(builder.repeated(a())), ["", "aa"], ["b"]),
        (lambda builder, a, b: builder.sequence(optional(a()), b()), ["ab", "b"], ["a", ""]),
        (lambda builder, a, b: builder.sequence(a(), optional(b())), ["a", "ab"], ["b", "abb"]),
        (
            lambda builder, a, b: builder.repeated(builder.sequence(a(), b())),
            ["ab", "abab"],
            ["", "aba", "abba"],
        ),
        (lambda builder, a, b: NOTHING, [""], ["a"]),
        (lambda builder, a, b: builder.either(), [], ["", "a"]),
    ],
)
def test_texts_are_read_as_they_are_put_together(make, taken, refused):
    automaton = built(make)

    assert [accepts(automaton, text) for text in (*taken, *refused)] == [
        *[True] * len(taken),
        *[False] * len(refused),
    ]


def test_automaton_of_too_many_places_is_not_built():
    builder = Builder()

    with pytest.raises(TooLarge):
        builder.sequence(*(builder.place(A) for _ in range(301)))
