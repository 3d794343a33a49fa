from __future__ import annotations

import pytest

from gateway.check.reach.alphabet import BEGIN, END, Alphabet
from gateway.routing.escapes import SLASH


@pytest.fixture(scope="module")
def alphabet():
    return Alphabet.of(["/a", "/é"])


def test_all_of_ascii_is_told_apart(alphabet):
    assert {*map(chr, range(128)), SLASH} <= set(alphabet.chars)


def test_what_the_rows_mention_stands_for_nothing_else(alphabet):
    letters = [mark for mark in alphabet.chars if not mark.isascii() and mark.isalpha()]

    assert {"é", "É", "ж"} <= set(letters)
    assert "٣" in alphabet.chars


def test_no_path_holds_what_stands_around_a_text(alphabet):
    assert not {BEGIN, END} & set(alphabet.chars)
    assert not alphabet.every & (alphabet.bits[BEGIN] | alphabet.bits[END])


def test_the_most_readable_character_stands_for_all_that_are_read_alike(alphabet):
    digits = alphabet.reading(str.isdigit)

    ways = alphabet.ways([digits], [], usual=True)

    assert [way.text for way in ways] == ["x", "7", "/"]


def test_what_is_searched_is_read_as_it_is_sent(alphabet):
    percent = alphabet.reading("%".__eq__)

    texts = [way.text for way in alphabet.ways([alphabet.reading("a".__eq__)], [percent], usual=False)]

    assert {"a", "%61", "/", "x"} <= set(texts)
    assert not {"%2f", "%2F"} & {way.text for way in alphabet.ways([], [percent], usual=True)}


def test_case_of_an_escape_counts_where_a_regex_reads_it(alphabet):
    small = alphabet.reading(str.islower)

    texts = {way.text for way in alphabet.ways([alphabet.reading("J".__eq__)], [small], usual=False)}

    assert {"J", "%4A", "%4a"} <= texts
    assert "%4a" not in {
        way.text for way in alphabet.ways([alphabet.reading("J".__eq__)], [small], usual=True)
    }


def test_bytes_of_a_character_follow_the_one_that_leads(alphabet):
    percent = alphabet.reading("%".__eq__)

    ways = alphabet.ways([alphabet.reading("é".__eq__)], [percent], usual=True)

    assert [way.text for way in ways if way.leads and way.char == "é"] == ["%C3%A9"]
    assert [way.text for way in ways if not way.char] == [""]
