from __future__ import annotations

import os
import socket
import time
from wsgiref.util import FileWrapper

import pytest
from werkzeug.exceptions import Forbidden, NotFound, PreconditionFailed, RequestedRangeNotSatisfiable

from gateway.http.conditional import date
from gateway.http.response import Response
from gateway.http.sending import FilePart, Sending

LETTERS = b"abcdefghijklmnopqrstuvwxyz"
CHANGED = 1_000_000_000
LAST_MODIFIED = "Sun, 09 Sep 2001 01:46:40 GMT"
STRONG, WEAK = f'"{CHANGED * 10**9:x}-1a"', f'W/"1a-{CHANGED * 1000:x}"'
TOLD = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "public, max-age=0",
    "Last-Modified": LAST_MODIFIED,
    "ETag": STRONG,
}


@pytest.fixture
def letters(tmp_path):
    path = tmp_path / "letters.txt"
    path.write_bytes(LETTERS)
    os.utime(path, (CHANGED, CHANGED))
    return path


@pytest.fixture
def fill(request_for, letters):
    """Put the letters, or what is at another path, into a response."""

    def fill(  # noqa: PLR0913  (a table of cases has many columns)
        method="GET", *, path=None, status=200, headers=None, coding="", sending=None, **environ
    ):
        request = request_for(method=method, **environ)
        response = Response(status=status, headers=headers)
        return Sending(**sending or {}).fill(request, response, str(path or letters), coding)

    return fill


@pytest.fixture
def answer(fill):
    """The same, read as a server does: status, headers and all that is sent."""

    def answer(*given, **options):
        response = fill(*given, **options)
        content = response.body if isinstance(response.body, bytes) else b"".join(response.body)
        getattr(response.body, "close", lambda: None)()
        return response.status, dict(response.headers), content

    return answer


def test_file_is_sent_whole_with_what_is_known_of_it(answer):
    assert answer() == (200, TOLD | {"Content-Length": "26"}, LETTERS)


def test_head_has_the_headers_of_get_and_no_body(answer):
    assert answer("HEAD") == (200, answer()[1], b"")


@pytest.mark.parametrize("path", ["nothing.txt", ".", "letters.txt/x", "x" * 300, "a\0b", "\ud800"])
def test_missing_file_is_not_found(fill, letters, path):
    with pytest.raises(NotFound):
        fill(path=f"{letters.parent}/{path}")


def test_only_regular_files_are_sent(fill, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))

        for path in (tmp_path / "pipe", tmp_path / "loop", tmp_path / "socket", "/dev/null"):
            with pytest.raises(NotFound):
                fill(path=path)


@pytest.mark.parametrize(
    ("sending", "missing"),
    [
        ({"ranges": False}, "Accept-Ranges"),
        ({"cache_control": None}, "Cache-Control"),
        ({"last_modified": False}, "Last-Modified"),
        ({"etag": "none"}, "ETag"),
    ],
)
def test_each_header_can_be_switched_off(answer, sending, missing):
    assert answer(sending=sending)[1].keys() == (TOLD.keys() | {"Content-Length"}) - {missing}


@pytest.mark.parametrize(
    ("sending", "coding", "etag"),
    [
        ({}, "", STRONG),
        ({}, "br", STRONG[:-1] + '-br"'),
        ({"etag": "weak"}, "", WEAK),
        ({"etag": "weak"}, "gzip", WEAK[:-1] + '-gzip"'),
    ],
)
def test_tag_tells_files_apart(answer, sending, coding, etag):
    assert answer(sending=sending, coding=coding)[1]["ETag"] == etag


def test_headers_that_are_given_stay(answer):
    given = {"cache-control": "private", "ETag": '"own"', "last-modified": date(CHANGED + 5), "X-More": "x"}
    headers = answer(headers=given)[1]

    assert headers == given | {"Accept-Ranges": "bytes", "Content-Length": "26"}


@pytest.mark.parametrize(
    ("given", "condition"),
    [
        ({"ETag": '"own"'}, {"HTTP_IF_NONE_MATCH": '"own"'}),
        ({"Last-Modified": date(CHANGED - 9)}, {"HTTP_IF_MODIFIED_SINCE": date(CHANGED - 5)}),
    ],
)
def test_own_tag_and_date_are_what_is_compared(answer, given, condition):
    assert answer(headers=given, **condition)[0] == 304
    assert answer(**condition)[0] == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_unchanged_file_is_not_sent_again(answer, method):
    extra = {
        "Content-Type": "text/plain", "Content-Encoding": "br", "Content-Language": "en", "Vary": "Accept",
        "Content-Security-Policy": "default-src 'none'",
    }  # fmt: skip
    status, headers, content = answer(method, headers=extra, HTTP_IF_NONE_MATCH=STRONG)

    assert (status, content) == (304, b"")
    assert headers == TOLD | {"Vary": "Accept", "Content-Security-Policy": "default-src 'none'"}


def test_date_that_is_not_told_is_not_compared(answer):
    assert answer(sending={"last_modified": False}, HTTP_IF_MODIFIED_SINCE=date(CHANGED))[0] == 200


def test_failed_precondition_is_refused(fill):
    with pytest.raises(PreconditionFailed):
        fill(HTTP_IF_MATCH='"x"')


@pytest.mark.parametrize(
    ("header", "described", "content"),
    [
        ("bytes=0-1", "bytes 0-1/26", b"ab"),
        ("bytes=24-", "bytes 24-25/26", b"yz"),
        ("bytes=-99", "bytes 0-25/26", LETTERS),
        ("bytes=5-6,0-4", "bytes 0-6/26", b"abcdefg"),
    ],
)
def test_part_of_a_file_is_sent(answer, header, described, content):
    status, headers, got = answer(HTTP_RANGE=header)

    assert (status, headers["Content-Range"], got) == (206, described, content)
    assert headers == TOLD | {"Content-Length": str(len(content)), "Content-Range": described}


def test_head_of_a_part_is_that_of_get(answer):
    assert answer("HEAD", HTTP_RANGE="bytes=0-1") == (206, answer(HTTP_RANGE="bytes=0-1")[1], b"")


@pytest.mark.parametrize(
    ("sending", "headers"),
    [
        ({}, {"HTTP_RANGE": "bytes=0-1,3-4"}),
        ({}, {"HTTP_RANGE": "items=0-1"}),
        ({}, {"HTTP_RANGE": "bytes=0-1", "HTTP_IF_RANGE": '"x"'}),
        ({"ranges": False}, {"HTTP_RANGE": "bytes=0-1"}),
        ({"etag": "weak"}, {"HTTP_RANGE": "bytes=0-1", "HTTP_IF_RANGE": WEAK}),
    ],
)
def test_other_ranges_give_the_whole(answer, sending, headers):
    assert answer(sending=sending, **headers)[::2] == (200, LETTERS)


@pytest.mark.parametrize("value", [STRONG, LAST_MODIFIED])
def test_current_if_range_gives_the_part(answer, value):
    assert answer(HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE=value)[0] == 206


def test_conditions_come_before_the_range(answer):
    assert answer(HTTP_RANGE="bytes=90-", HTTP_IF_NONE_MATCH="*")[0] == 304


def test_range_beyond_the_end_is_refused_with_the_size(fill):
    with pytest.raises(RequestedRangeNotSatisfiable) as refused:
        fill(HTTP_RANGE="bytes=26-")

    assert ("Content-Range", "bytes */26") in refused.value.get_headers()


@pytest.mark.parametrize(
    ("sending", "header", "content", "described"),
    [
        ({"start": 5}, "", LETTERS[5:], None),
        ({"end": 4}, "", b"abcde", None),
        ({"start": 5, "end": 9}, "", b"fghij", None),
        ({"start": 30}, "", b"", None),
        ({"start": 20, "end": 99}, "", b"uvwxyz", None),
        ({"start": 9, "end": 5}, "", b"", None),
        ({"start": 5, "end": 9}, "bytes=1-2", b"gh", "bytes 1-2/5"),
        ({"start": 5, "end": 9}, "bytes=-1", b"j", "bytes 4-4/5"),
    ],
)
def test_what_is_sent_can_be_less_than_the_file(answer, sending, header, content, described):
    status, headers, got = answer(sending=sending, HTTP_RANGE=header)

    assert (status, got) == (206 if described else 200, content)
    assert (headers["Content-Length"], headers.get("Content-Range")) == (str(len(content)), described)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_empty_file_has_an_empty_body(answer, letters, method):
    letters.write_bytes(b"")
    status, headers, content = answer(method)

    assert (status, headers["Content-Length"], content) == (200, "0", b"")


def test_other_methods_ignore_conditions(answer):
    assert answer("POST", HTTP_IF_NONE_MATCH="*", HTTP_RANGE="bytes=0-1")[::2] == (200, LETTERS)


def test_error_page_carries_no_validators(answer):
    given = answer(status=404, HTTP_IF_NONE_MATCH="*", HTTP_RANGE="bytes=0-1")

    assert given == (404, {"Content-Length": "26"}, LETTERS)


def test_change_in_the_future_counts_as_now(answer, letters):
    os.utime(letters, (CHANGED, time.time() + 9999))

    assert answer(HTTP_IF_MODIFIED_SINCE=date(time.time() + 5))[0] == 304


def test_server_sends_the_whole_by_its_own_means(fill):
    response = fill(**{"wsgi.file_wrapper": FileWrapper})

    assert isinstance(response.body, FileWrapper)
    assert b"".join(response.body) == LETTERS
    response.body.close()


@pytest.mark.parametrize("options", [{"HTTP_RANGE": "bytes=0-1"}, {"sending": {"end": 1}}])
def test_server_does_not_send_parts_by_its_own_means(answer, options):
    assert answer(**options, **{"wsgi.file_wrapper": FileWrapper})[2] == b"ab"


def test_large_file_is_sent_in_pieces(fill, letters):
    letters.write_bytes(b"x" * 150_000)
    response = fill()

    assert [len(piece) for piece in response.body] == [65536, 65536, 18928]
    response.body.close()


def test_file_that_grows_keeps_its_promised_length(fill, letters):
    response = fill()
    letters.write_bytes(LETTERS * 2)

    assert b"".join(response.body) == LETTERS
    response.body.close()


def test_file_that_shrinks_breaks_off(fill, letters):
    response = fill()
    letters.write_bytes(b"")

    with pytest.raises(OSError, match="became shorter"):
        next(response.body)

    response.body.close()


def test_closing_the_body_closes_the_file(letters):
    file = letters.open("rb")

    FilePart(file, range(5)).close()

    assert file.closed


def test_unreadable_file_is_forbidden(fill, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)

    with pytest.raises(Forbidden):
        fill()


def test_failing_disk_is_no_missing_file(fill, monkeypatch):
    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", fail)

    with pytest.raises(OSError, match="Input/output"):
        fill()
