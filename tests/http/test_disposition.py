from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.disposition import attachment, base_name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (None, ""),
        ("", '; filename=""'),
        ("plans.pdf", "; filename=plans.pdf"),
        ("the plans.pdf", '; filename="the plans.pdf"'),
        ('the "plans".pdf', r'; filename="the \"plans\".pdf"'),
        ("the \\plans.pdf", r'; filename="the \\plans.pdf"'),
        ("a;b=c,d.txt", '; filename="a;b=c,d.txt"'),
        ("it's.pdf", "; filename=it's.pdf"),
        ("50% off.pdf", '; filename="50% off.pdf"'),
        ("100%41.txt", "; filename=100%41.txt; filename*=UTF-8''100%2541.txt"),
        ("../../etc/passwd", "; filename=passwd"),
        ("folder/", "; filename=folder"),
        (" a.txt ", '; filename=" a.txt "'),
    ],
)
def test_name_in_ascii_is_told_once(name, said):
    assert attachment(name) == f"attachment{said}"


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("café.txt", "cafe.txt", "caf%C3%A9.txt"),
        ("naïve résumé.doc", '"naive resume.doc"', "na%C3%AFve%20r%C3%A9sum%C3%A9.doc"),
        ("ﬁn½.txt", '"fin1?2.txt"', "%EF%AC%81n%C2%BD.txt"),
        ("日本.txt", '"??.txt"', "%E6%97%A5%E6%9C%AC.txt"),
        ("€ rates.pdf", '"? rates.pdf"', "%E2%82%AC%20rates.pdf"),
        ("😀.png", '"?.png"', "%F0%9F%98%80.png"),
        ("a'()*!é.txt", '"a\'()*!e.txt"', "a%27%28%29%2A!%C3%A9.txt"),
        ("\ud800.txt", '"?.txt"', "%3F.txt"),
    ],
)
def test_other_name_is_told_in_full_behind_a_plain_one(name, plain, full):
    assert attachment(name) == f"attachment; filename={plain}; filename*=UTF-8''{full}"


@pytest.mark.parametrize("name", ["a\r\nb.txt", "a\tb.txt", "\0ab.txt", "a\x7fb.txt", "a\x85b.txt"])
def test_control_characters_are_left_out(name):
    assert attachment(name) == "attachment; filename=ab.txt"


@pytest.mark.parametrize("name", ["／etc／x.txt", "é＼x.txt", "．．／x.txt"])
def test_plain_name_holds_no_slash_that_was_none(name):
    plain = re.search("filename=(.*); filename", attachment(name))[1]

    assert not {"/", "\\"} & set(plain)


@pytest.mark.parametrize(
    ("path", "name"), [("a", "a"), ("a/b.c", "b.c"), ("/a/b/", "b"), ("/", ""), ("a\\b", "a\\b")]
)
def test_base_name_is_the_last_part(path, name):
    assert base_name(path) == name


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1))
def test_whole_name_can_be_read_back(name):
    said = attachment(name)
    plain, _, full = said.removeprefix("attachment; filename=").partition("; filename*=UTF-8''")
    read = re.sub(r"\\(.)", r"\1", plain[1:-1]) if plain.startswith('"') else plain

    assert said.isascii()
    assert said.isprintable()
    assert (unquote(full) or read) == base_name(name)
