from __future__ import annotations

import codecs
from encodings import _cache

import pytest

from gateway.http.charset import decoded, known, unicode, unsupported


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("UTF-8", "utf-8"), ("utf8", "utf-8"), ("utf_16", "utf-16"), ("UTF-16LE", "utf-16-le"),
        ("utf-32be", "utf-32-be"), ("utf-7", None), ("latin1", None), ("", None),
    ],
)  # fmt: skip
def test_unicode_is_known_by_its_names(name, found):
    assert unicode(name) == found


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("UTF8", b"\xc3\xa9", "é"), ("latin1", b"\xe9", "é"), ("ISO_8859-1", b"\xe9", "é"),
        ("windows-1252", b"\x80", "€"), ("windows1252", b"\x80", "€"), ("koi8-u", b"\xe1", "А"),
        ("Shift_JIS", b"\x82\xa0", "あ"), ("us-ascii", b"a", "a"), ("cp437", b"\x82", "é"),
    ],
)  # fmt: skip
def test_charsets_of_text_are_known(name, data, text):
    assert decoded(data, known(name)) == text


@pytest.mark.parametrize(
    "name",
    [
        "",
        "klingon",
        "rot13",
        "hex",
        "base64",
        "zlib",
        "idna",
        "punycode",
        "unicode_escape",
        "undefined",
        "mbcs",
        "\0",
    ],
)
def test_what_is_no_charset_is_not_known(name):
    assert known(name) is None


def test_names_that_clients_invent_are_not_kept():
    known("x-invented-by-a-client")

    assert not any("invented" in name for name in _cache)


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("utf-16", codecs.BOM_UTF16_BE + "a".encode("utf-16-be")),
        ("utf-16", codecs.BOM_UTF16_LE + "a".encode("utf-16-le")),
        ("utf-16", "a".encode("utf-16-be")),
        ("utf-16", "a".encode("utf-16-le")),
        ("utf-32", codecs.BOM_UTF32_BE + "a".encode("utf-32-be")),
        ("utf-32", codecs.BOM_UTF32_LE + "a".encode("utf-32-le")),
        ("utf-32", "a".encode("utf-32-be")),
        ("utf-32", "a".encode("utf-32-le")),
        ("utf-8", codecs.BOM_UTF8 + b"a"),
    ],
)
def test_byte_order_is_found_and_its_mark_left_out(charset, data):
    assert decoded(data, charset) == "a"


def test_text_without_a_byte_order_is_little_endian():
    assert decoded("中".encode("utf-16-le"), "utf-16") == "中"


def test_what_is_outside_the_charset_is_replaced_unless_it_must_not():
    assert decoded(b"a\xffb", "utf-8") == "a\ufffdb"
    with pytest.raises(UnicodeDecodeError):
        decoded(b"a\xffb", "utf-8", "strict")


def test_refusal_names_the_charset_and_what_is_accepted():
    error = unsupported("KLINGON", "utf-8")

    assert (error.code, error.type, error.charset) == (415, "charset.unsupported", "klingon")
    assert "accepted: utf-8" in error.description
