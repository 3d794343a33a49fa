from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from gunicorn.http.errors import ChunkMissingTerminator
from werkzeug.exceptions import BadRequest, HTTPException, LengthRequired, RequestEntityTooLarge

from gateway.http import body


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


GZIP = {"HTTP_CONTENT_ENCODING": "gzip"}


def packed(data, coding="gzip", **more):
    return announced(gzip.compress(data), **more) | {"HTTP_CONTENT_ENCODING": coding}


def test_packed_body_is_unpacked():
    assert body.read(packed(b"hello" * 100), 500) == b"hello" * 100
    assert body.read(packed(b"hello", stream=Drops), 500) == b"hello"
    assert body.read(announced(b"hello") | {"HTTP_CONTENT_ENCODING": "identity"}, 500) == b"hello"


@pytest.mark.parametrize("size", [99, 10_000_000])
def test_packed_body_is_limited_before_and_after(size):
    with pytest.raises(RequestEntityTooLarge, match=r"98 bytes accepted|at most 98") as refused:
        body.read(packed(bytes(size)), 98)

    assert refused.value.type == "entity.too.large"
    assert refused.value.limit == 98


@pytest.mark.parametrize("environ", [packed(b"hello"), chunked(gzip.compress(b"hello")) | GZIP])
def test_what_packing_adds_to_a_small_body_does_not_count(environ):
    assert body.read(environ, 5) == b"hello"


@pytest.mark.parametrize("announce", [announced, chunked])
def test_packed_body_that_is_much_too_large_is_not_unpacked(announce):
    with pytest.raises(RequestEntityTooLarge) as refused:
        body.read(announce(b"x" * 2000) | GZIP, 98)

    assert refused.value.limit == 98


def test_body_that_is_not_packed_has_no_room():
    with pytest.raises(RequestEntityTooLarge):
        body.read(announced(b"123456") | {"HTTP_CONTENT_ENCODING": "identity"}, 5)


def test_body_without_bytes_is_never_packed():
    assert body.read({"HTTP_CONTENT_ENCODING": "gzip"}, 5) == b""
    assert body.read(announced(b"") | {"HTTP_CONTENT_ENCODING": "gzip"}, 5) == b""


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        (announced(b"123456"), {"type": "entity.too.large", "limit": 5, "expected": 6}),
        (chunked(b"123456"), {"type": "entity.too.large", "limit": 5, "received": 6}),
        (announced(b"12", 4), {"type": "request.aborted", "expected": 4, "received": 2}),
        (announced(b"12", "x"), {"type": "request.size.invalid"}),
        (announced(b"1", stream=Breaks), {"type": "request.aborted"}),
    ],
)
def test_error_says_what_a_client_can_act_on(environ, said):
    with pytest.raises(HTTPException) as refused:
        body.read(environ, 5)

    assert said.items() <= vars(refused.value).items()


@pytest.mark.parametrize("environ", [announced(b"x" * 200_000), chunked(b"x" * 200_000)])
def test_body_can_be_had_in_pieces(environ):
    pieces = list(body.pieces(environ, 200_000))

    assert b"".join(pieces) == b"x" * 200_000
    assert max(map(len, pieces)) <= body.CHUNK


def test_pieces_are_limited_and_counted():
    with pytest.raises(RequestEntityTooLarge):
        list(body.pieces(chunked(b"123456"), 5))
    with pytest.raises(BadRequest, match="ended after 2 of the 4"):
        list(body.pieces(announced(b"12", 4), 5))


def test_pieces_are_gone_once_they_are_read():
    environ = announced(b"hello")
    list(body.pieces(environ, 5))

    with pytest.raises(body.BodySpentError, match="read as a stream"):
        body.read(environ, 5)
    with pytest.raises(body.BodySpentError, match="read as a stream"):
        list(body.pieces(environ, 5))


@pytest.mark.parametrize(
    ("environ", "announces", "speaks"),
    [
        ({}, False, False),
        ({"CONTENT_LENGTH": ""}, False, False),
        ({"CONTENT_LENGTH": "0"}, False, True),
        ({"CONTENT_LENGTH": "10"}, True, True),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, True, True),
    ],
)
def test_headers_tell_whether_there_is_a_body(environ, announces, speaks):
    assert body.is_announced(environ) is announces
    assert body.has_length(environ) is speaks
