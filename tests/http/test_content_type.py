from __future__ import annotations

import pytest

from gateway.http.content_type import media_type, of_kinds, parameter, unsupported, written_out


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("text/html", "text/html"), ("Text/HTML; charset=utf-8", "text/html"), (" a/b \t;x", "a/b"),
        ("application/vnd.api+json", "application/vnd.api+json"), ("", ""), ("text", ""), ("text/", ""),
        ("/html", ""), ("text/*", ""), ("*/*", ""), ("a/b/c", ""), ("a / b", ""), ("a/b, c/d", ""),
        ("é/b", ""),
        ("a/" + "b" * 127, "a/" + "b" * 127), ("a/" + "b" * 128, ""),
    ],
)  # fmt: skip
def test_media_type_is_well_formed_or_none(header, found):
    assert media_type(header) == found


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("a/b; charset=utf-8", "utf-8"), ("a/b;Charset = UTF-8 ", "UTF-8"),
        ('a/b; charset="a;\\"b"', 'a;"b'),
        ("a/b; x=1; charset=c", "c"), ("a/b; charset=1; charset=2", "1"),
        ('a/b; x="; charset=no"; charset=c', "c"),
        ("a/b; charset=", ""), ("a/b", None), ("a/b; charset", None), ("charset=x", None),
        ('a/b; charset="x', None),
        ("a/b; xcharset=1", None), ("a/b" + ";=" * 50_000, None), ("a/b;" + " " * 50_000, None),
    ],
)  # fmt: skip
def test_parameter_is_found_by_its_name(header, value):
    assert parameter(header, "charset") == value


@pytest.mark.parametrize(
    ("sent", "kinds", "found"),
    [
        ("text/html; charset=utf-8", ("html",), "html"),
        ("text/html", ("text/html",), "text/html"),
        ("text/html", ("text/*", "html"), "text/html"),
        ("text/html", ("json", "html"), "html"),
        ("image/png", ("*/*",), "image/png"),
        ("application/json", ("application/*",), "application/json"),
        ("application/problem+json", ("+json",), "application/problem+json"),
        ("application/problem+json", ("*/*+json",), "application/problem+json"),
        ("application/problem+json", ("application/*+json",), "application/problem+json"),
        ("application/x-www-form-urlencoded", ("urlencoded",), "urlencoded"),
        ("multipart/form-data; boundary=x", ("multipart",), "multipart"),
        ("text/plain", (".txt",), ".txt"),
        ("text/html", ("TEXT/HTML",), None),
        ("text/html", ("json", "image/*", "+html", "*/*+html", "nonsense", ""), None),
        ("application/json", ("+json",), None),
        ("nonsense", ("*/*",), None),
        ("", ("*/*",), None),
        ("text/html", (), None),
    ],
)
def test_kind_that_fits_is_told(sent, kinds, found):
    assert of_kinds(sent, kinds) == found


@pytest.mark.parametrize(
    ("kind", "written"), [("json", "application/json"), ("+xml", "*/*+xml"), ("a/b", "a/b"), ("what", "")]
)
def test_kind_is_written_out_as_a_range(kind, written):
    assert written_out(kind) == written


def test_refusal_names_what_is_accepted():
    error = unsupported(("json", "application/*+json", "text/*", "json", "what"), "Image/PNG; a=b")

    assert (error.code, error.type, error.received) == (415, "media.type.unsupported", "image/png")
    assert error.description == "the body must be application/json or application/*+json or text/*"
    assert ("Accept", "application/json, text/*") in error.get_headers()
