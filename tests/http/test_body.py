from __future__ import annotations

from io import BytesIO

import pytest
from gunicorn.http.errors import ChunkMissingTerminator
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge, UnsupportedMediaType

from gateway.http import body

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"


class Drops(BytesIO):
    """A connection that hands out one byte at a time."""

    def read(self, size=-1):
        return super().read(min(size, 1))


class Breaks(BytesIO):
    """A connection that fails, as gunicorn reports it."""

    def read(self, size=-1):
        raise ChunkMissingTerminator(b"x")


def announced(data, length=None, stream=BytesIO):
    return {"CONTENT_LENGTH": str(len(data) if length is None else length), "wsgi.input": stream(data)}


def chunked(data, stream=BytesIO):
    return {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "wsgi.input": stream(data)}


def part(name, value, extra=b""):
    return b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (name, extra, value)


@pytest.mark.parametrize(
    "environ", [announced(b"hello"), announced(b"hello", stream=Drops), chunked(b"hello")]
)
def test_body_is_read_whole(environ):
    assert body.read(environ, 5) == b"hello"


@pytest.mark.parametrize("environ", [{}, {"CONTENT_LENGTH": ""}, announced(b"")])
def test_no_body_is_empty(environ):
    assert body.read(environ, 5) == b""


def test_body_without_length_is_read_from_a_stream_that_ends():
    assert body.read({"wsgi.input_terminated": True, "wsgi.input": BytesIO(b"hello")}, 5) == b"hello"


def test_what_follows_the_body_is_left_alone():
    stream = BytesIO(b"hello GET / HTTP/1.1")

    body.read({"CONTENT_LENGTH": "5", "wsgi.input": stream}, 100)

    assert stream.tell() == 5


def test_transfer_coding_overrules_content_length():
    assert body.read(chunked(b"hello") | {"CONTENT_LENGTH": "1"}, 5) == b"hello"


@pytest.mark.parametrize("length", ["6", "9" * 5000])
def test_announced_body_over_the_limit_is_refused_unread(length):
    stream = BytesIO(b"hello!")

    with pytest.raises(RequestEntityTooLarge):
        body.read({"CONTENT_LENGTH": length, "wsgi.input": stream}, 5)

    assert stream.tell() == 0


@pytest.mark.parametrize("limit", [0, 5, body.CHUNK, body.CHUNK + 7])
def test_streamed_body_over_the_limit_is_read_no_further(limit):
    environ = chunked(b"x" * 300_000)

    with pytest.raises(RequestEntityTooLarge, match=f"{limit} bytes"):
        body.read(environ, limit)

    assert environ["wsgi.input"].tell() == limit + 1


@pytest.mark.parametrize("length", ["-1", "+5", "0x5", "5, 5", "five", "٥", "1_0"])
def test_malformed_length_is_refused(length):
    with pytest.raises(BadRequest, match="Content-Length"):
        body.read({"CONTENT_LENGTH": length, "wsgi.input": BytesIO(b"hello")}, 100)


@pytest.mark.parametrize("stream", [BytesIO, Drops])
def test_truncated_body_is_refused(stream):
    with pytest.raises(BadRequest, match="ended after 5 of the 9 bytes"):
        body.read(announced(b"hello", 9, stream), 100)


@pytest.mark.parametrize("environ", [announced(b"hello", stream=Breaks), chunked(b"hello", Breaks)])
def test_connection_that_breaks_is_the_clients_fault(environ):
    with pytest.raises(BadRequest, match="broke off"):
        body.read(environ, 100)


def test_chunked_body_needs_a_server_that_ends_it():
    with pytest.raises(LengthRequired):
        body.read({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": BytesIO(b"5\r\nhello\r\n")}, 100)


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a": [1, null, "\xc3\xa9"]}', {"a": [1, None, "é"]}),
        (b"0", 0),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"9223372036854775808", 9223372036854775808),
        (b"18446744073709551616", 18446744073709551616.0),
    ],
)
def test_json_is_parsed(data, value):
    assert body.parse_json(data) == value


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b'{"a":\n tru}', "line 2, column 2"),
        (b"[NaN]", "line 1, column 2"),
        (b"[1, -Infinity]", "line 1, column 6"),
        (b"1e999", "infinity"),
        (b"[" * 50_000, "depth limit"),
        (b'"\xff"', "byte 2 is not valid UTF-8"),
        ('"é"'.encode("utf-16"), "byte 1 is not valid UTF-8"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'"\\ud800"', "surrogate"),
        (b"{} {}", "line 1, column 4"),
        (b"'a'", "line 1, column 1"),
    ],
)
def test_malformed_json_is_refused_with_its_place(data, complaint):
    with pytest.raises(BadRequest, match=complaint):
        body.parse_json(data)


def test_json_complaint_repeats_nothing_of_the_body():
    with pytest.raises(BadRequest) as refused:
        body.parse_json(b'{"password": s3cret}')

    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None


@given(st.binary(max_size=40))
def test_any_bytes_are_json_or_a_bad_request(data):
    try:
        body.parse_json(data)
    except BadRequest as error:
        assert error.description  # noqa: PT017


def test_form_fields_are_decoded_in_order():
    form, files = body.parse_form(f"{URLENCODED}; charset=utf-8", b"a=1&b=x+y&a=%C3%A9%3D&c&&=d&e=%zz")

    assert list(form.items(multi=True)) == [
        ("a", "1"), ("a", "é="), ("b", "x y"), ("c", ""), ("", "d"), ("e", "%zz"),
    ]  # fmt: skip
    assert not files


@pytest.mark.parametrize("data", [b"a=\xff", b"a=%FF", b"%C3=1"])
def test_form_that_is_not_utf8_is_refused(data):
    with pytest.raises(BadRequest, match="UTF-8"):
        body.parse_form(URLENCODED, data)


def test_form_takes_a_thousand_fields():
    assert len(body.parse_fields(b"&".join(b"f%d=" % n for n in range(1000)))) == 1000


@pytest.mark.parametrize(
    ("content_type", "data"),
    [(URLENCODED, b"&".join([b"a"] * 1001)), (MULTIPART, part(b"a", b"1") * 1001 + b"--b--")],
)
def test_form_with_more_than_a_thousand_fields_is_refused(content_type, data):
    with pytest.raises(RequestEntityTooLarge):
        body.parse_form(content_type, data)


def test_multipart_gives_fields_and_files():
    data = part(b"a", "é".encode()) + part(b"f", b"\xff\0", b'; filename="x.bin"') + b"--b--\r\n"
    form, files = body.parse_form(MULTIPART, data)

    assert form.to_dict() == {"a": "é"}
    assert (files["f"].filename, files["f"].read()) == ("x.bin", b"\xff\0")


def test_large_multipart_field_is_limited_by_the_body_only():
    form, _ = body.parse_form(MULTIPART, part(b"a", b"x" * 900_000) + b"--b--\r\n")

    assert len(form["a"]) == 900_000


@pytest.mark.parametrize(
    ("content_type", "data", "complaint"),
    [
        (MULTIPART, part(b"a", b"1"), "well-formed"),
        (MULTIPART, b"nothing of the kind", "well-formed"),
        ("multipart/form-data", part(b"a", b"1") + b"--b--", "well-formed"),
        ("multipart/form-data; boundary=\xe9", part(b"a", b"1") + b"--b--", "well-formed"),
        (MULTIPART, part(b"a", b"\xff") + b"--b--", "UTF-8"),
        (MULTIPART, b"--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--", "no name"),
        (MULTIPART, b"--b\r\nContent-Disposition: form-data; filename=f\r\n\r\n1\r\n--b--", "no name"),
    ],
)
def test_malformed_multipart_is_refused(content_type, data, complaint):
    with pytest.raises(BadRequest, match=complaint):
        body.parse_form(content_type, data)


def test_replacement_character_that_was_sent_is_kept():
    form, _ = body.parse_form(MULTIPART, part(b"a", "\ufffd".encode()) + b"--b--")

    assert form["a"] == "\ufffd"


@pytest.mark.parametrize("content_type", ["", "application/json"])
def test_other_types_have_no_fields(content_type):
    assert body.parse_form(content_type, b"a=1") == ({}, {})


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [(b"\xc3\xa9", "utf-8", "é"), (b"\xe9", "ISO-8859-1", "é"), (b"\x80", "windows-1252", "€")],
)
def test_text_is_decoded(data, charset, text):
    assert body.text(data, charset) == text


@pytest.mark.parametrize("charset", ["klingon", "rot13", "idna", "unicode_escape", ""])
def test_unknown_charset_is_refused(charset):
    with pytest.raises(UnsupportedMediaType):
        body.text(b"x", charset)


def test_text_outside_its_charset_is_refused():
    with pytest.raises(BadRequest, match="byte 2 of the body is not utf-8"):
        body.text(b"a\xff")


@pytest.mark.parametrize(
    ("parser", "content_type"),
    [
        ("json", "Application/JSON; charset=utf-8"),
        ("json", "application/problem+json"),
        ("form", URLENCODED),
        ("text", "text/csv"),
        ("bytes", "image/png"),
        ("bytes", ""),
    ],
)
def test_expected_type_passes(parser, content_type):
    body.require_type(content_type, parser)


@pytest.mark.parametrize(
    ("parser", "content_type"),
    [
        ("json", ""),
        ("json", "text/json"),
        ("json", "application/jsonp"),
        ("form", "text/plain"),
        ("form", MULTIPART),
        ("text", "x/text"),
    ],
)
def test_unexpected_type_is_refused_naming_the_expected(parser, content_type):
    with pytest.raises(UnsupportedMediaType, match=body.TYPES[parser][0].replace("*", ".")):
        body.require_type(content_type, parser)
