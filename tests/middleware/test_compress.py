"""Smaller answers: for whom, of what, and what stands in their headers."""

from __future__ import annotations

import gzip
import re
import sys
import zlib

import brotli
import pytest
from backports import zstd

from gateway.http.response import Response
from gateway.middleware.compress import Compress

TEXT = "Hello, world. " * 200
DECODED = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress}
ALL = Compress(encodings=("br", "zstd", "gzip"))


@pytest.fixture
def sent(answer):
    """The answer to who takes anything, and its body as bytes."""

    def sent(response=TEXT, layer=ALL, method="GET", accepted="gzip, br, zstd", **environ):
        answered = answer([layer], lambda _: response, method, HTTP_ACCEPT_ENCODING=accepted, **environ)
        return answered, answered.body if isinstance(answered.body, bytes) else b"".join(answered.body)

    return sent


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_text_is_compressed_in_a_coding_of_ours(sent, name):
    response, body = sent(layer=Compress(encodings=(name,)))

    assert response.headers["Content-Encoding"] == name
    assert response.headers["Vary"] == "Accept-Encoding"
    assert DECODED[name](body).decode() == TEXT
    assert len(body) < len(TEXT) / 10


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_same_text_is_the_same_bytes(sent, name):
    """So that its entity tag is the same as well."""
    layer = Compress(encodings=(name,))

    assert sent(layer=layer)[1] == sent(layer=layer)[1]


@pytest.mark.parametrize(("length", "is_compressed"), [(0, False), (99, False), (100, True)])
def test_short_answer_stays_as_it_is_but_varies(sent, length, is_compressed):
    response, _ = sent("x" * length, Compress(min_size=100))

    assert ("Content-Encoding" in response.headers) is is_compressed
    assert response.headers["Vary"] == "Accept-Encoding"


def test_nothing_stays_nothing_where_no_size_is_too_small(sent):
    response, body = sent("", Compress(min_size=0))

    assert ("Content-Encoding" in response.headers, body) == (False, b"")


@pytest.mark.parametrize(
    ("kind", "is_text"),
    [
        ("text/html; charset=utf-8", True),
        ("text/event-stream", True),
        ("Application/JSON", True),
        ("application/problem+json", True),
        ("image/svg+xml", True),
        ("application/javascript", True),
        ("image/png", False),
        ("application/zip", False),
        ("application/octet-stream", False),
        ("application/jsonish", False),
    ],
)
def test_only_what_is_text_is_compressed(sent, kind, is_text):
    response, _ = sent(Response(TEXT.encode(), type=kind))

    assert ("Content-Encoding" in response.headers) is is_text
    assert ("Vary" in response.headers) is is_text


def test_answer_without_a_type_stays_as_it_is(sent):
    assert "Content-Encoding" not in sent(Response(TEXT.encode()))[0].headers


def test_types_can_be_others(sent):
    layer = Compress(types=("application/x-*", "image/bmp"))

    for kind, name in (("image/bmp", "gzip"), ("application/x-tar", "gzip"), ("text/html", None)):
        assert sent(Response(TEXT.encode(), type=kind), layer)[0].headers.get("Content-Encoding") == name


@pytest.mark.parametrize("kind", ["html", ".html", "text", "*", "text/html; charset=utf-8", "a/b/c", ""])
def test_type_that_is_none_is_refused(kind):
    with pytest.raises(ValueError, match="is no media type such as"):
        Compress(types=("text/*", kind))


@pytest.mark.parametrize("status", [204, 205, 206, 304])
def test_status_without_a_whole_body_stays_as_it_is(sent, status):
    response, body = sent(Response(TEXT, status))

    assert ("Content-Encoding" in response.headers, body.decode()) == (False, TEXT)


@pytest.mark.parametrize("status", [200, 201, 404, 500])
def test_page_of_any_other_status_is_compressed(sent, status):
    assert sent(Response(TEXT, status))[0].headers["Content-Encoding"] == "br"


@pytest.mark.parametrize(
    "headers", [{"Content-Encoding": "x"}, {"Cache-Control": "public, No-Transform"}], ids=str
)
def test_answer_that_is_fixed_stays_as_it_is(sent, headers):
    _, body = sent(Response(TEXT, headers=headers))

    assert body.decode() == TEXT


@pytest.mark.parametrize(("given", "shown"), [('"a"', 'W/"a"'), ('W/"a"', 'W/"a"'), (None, None)])
def test_strong_entity_tag_becomes_weak(sent, given, shown):
    response, _ = sent(Response(TEXT, headers={} if given is None else {"ETag": given}))

    assert response.headers.get("ETag") == shown


def test_ranges_of_what_is_compressed_are_not_offered(sent):
    response, _ = sent(Response(TEXT, headers={"Accept-Ranges": "bytes", "Content-Length": "2800"}))

    assert ("Accept-Ranges" in response.headers, "Content-Length" in response.headers) == (False, False)


def test_tag_and_ranges_stay_where_nothing_is_compressed(sent):
    headers = {"Accept-Ranges": "bytes", "ETag": '"a"'}
    response, _ = sent(Response(TEXT, headers=headers), accepted="")

    assert {name: response.headers[name] for name in headers} == headers


def test_level_says_how_hard_gzip_works(sent):
    text = "".join(chr(97 + index * index % 26) + str(index * 7919) for index in range(2000))

    assert len(sent(text, Compress(level=9))[1]) < len(sent(text, Compress(level=1))[1])


# Streams


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_chunk_can_be_read_when_it_comes(answer, name):
    reads = {
        "gzip": zlib.decompressobj(31).decompress,
        "br": brotli.Decompressor().process,
        "zstd": zstd.ZstdDecompressor().decompress,
    }
    layer = Compress(encodings=(name,))
    response = answer([layer], lambda _: iter(["one ", "", b"two ", "three"]), HTTP_ACCEPT_ENCODING=name)
    chunks = iter(response.body)

    assert [reads[name](next(chunks)) for _ in range(3)] == [b"one ", b"two ", b"three"]
    assert reads[name](b"".join(chunks)) == b""


def test_stream_of_a_known_length_has_it_no_more(sent):
    response, body = sent(Response([TEXT.encode()], headers={"Content-Length": "2800"}, type="text"))

    assert "Content-Length" not in response.headers
    assert brotli.decompress(body).decode() == TEXT


def test_short_stream_of_a_known_length_stays_as_it_is(sent):
    response, body = sent(Response([b"short"], headers={"Content-Length": "5"}, type="text"))

    assert (response.headers["Content-Length"], body) == ("5", b"short")


def test_stream_is_closed_with_the_answer(answer):
    closed = []

    def chunks():
        try:
            yield "one"
            yield "two"
        finally:
            closed.append(True)

    response = answer([ALL], lambda _: chunks(), HTTP_ACCEPT_ENCODING="gzip")
    next(iter(response.body))
    response.body.close()

    assert closed == [True]


# Whole services

SERVICE = """
settings: {etag: weak}
stacks: {web: [{compress: {min_size: 64B, encodings: [br, gzip]}}]}
routes:
  - {path: /page, stack: web, handler: "served:page"}
  - {path: /stream, stack: web, handler: "served:stream"}
  - {path: /files, stack: web, static: files}
  - {path: /plain, stack: web, without: [compress], handler: "served:page"}
"""
HANDLERS = """
def page(request): return "Hello, world. " * 200
def stream(request): return iter(["Hello, world. "] * 200)
"""
TAKES = {"Accept-Encoding": "gzip"}


@pytest.fixture
def client(serve, tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text(TEXT)
    (tmp_path / "files" / "a.png").write_bytes(TEXT.encode())
    return serve(SERVICE, HANDLERS)


def ask(client, path, method="GET", **headers):
    return client.open(path, method=method, headers=TAKES | headers, buffered=True)


@pytest.mark.parametrize("path", ["/page", "/stream", "/files/a.txt"])
def test_head_says_what_get_says(client, path):
    get, head = ask(client, path), ask(client, path, "HEAD")
    same = ("Content-Encoding", "Content-Length", "Vary", "ETag", "Content-Type", "Accept-Ranges")

    assert [get.headers.get(name) for name in same] == [head.headers.get(name) for name in same]
    assert gzip.decompress(get.data).decode() == TEXT
    assert (get.headers["Content-Encoding"], head.data) == ("gzip", b"")


@pytest.mark.parametrize("path", ["/page", "/files/a.txt"])
def test_who_has_the_answer_gets_no_other(client, path):
    tag = ask(client, path).headers["ETag"]
    response = ask(client, path, **{"If-None-Match": tag})

    assert tag.startswith("W/")
    assert (response.status_code, response.data, "Content-Encoding" in response.headers) == (304, b"", False)


def test_part_of_a_file_is_sent_as_it_is(client):
    response = ask(client, "/files/a.txt", Range="bytes=0-4")

    assert (response.status_code, response.data) == (206, b"Hello")
    assert "Content-Encoding" not in response.headers


def test_picture_is_sent_as_it_is(client):
    response = ask(client, "/files/a.png")

    assert (response.text, "Vary" in response.headers) == (TEXT, False)


def test_route_can_be_left_alone(client):
    assert ask(client, "/plain").text == TEXT


@pytest.mark.parametrize(("name", "extra"), [("br", "brotli"), ("zstd", "zstd")])
def test_missing_package_is_told_with_how_to_get_it(serve, monkeypatch, name, extra):
    monkeypatch.delitem(sys.modules, f"gateway.http.codings.{name}", raising=False)
    for package in ("brotli", "backports", "backports.zstd"):
        monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(Exception, match="needs the package") as caught:
        serve(f"routes: [{{path: /, stack: [{{compress: {{encodings: [{name}]}}}}], respond: {{}}}}]")

    (problem,) = caught.value.problems
    assert (problem.rule, problem.help) == ("GW063", f"pip install gateway[{extra}]")
    assert re.search(r'"compress" needs the package \w+', problem.message)
