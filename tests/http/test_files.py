from __future__ import annotations

import os
import socket
import time
from wsgiref.util import FileWrapper

import pytest
from werkzeug.exceptions import Forbidden, NotFound, PreconditionFailed, RequestedRangeNotSatisfiable

from gateway.http.conditional import date
from gateway.http.files import FilePart, send_file

LETTERS = b"abcdefghijklmnopqrstuvwxyz"
CHANGED = 1_000_000_000
VALIDATORS = {"ETag", "Last-Modified", "Cache-Control", "Accept-Ranges"}


@pytest.fixture
def letters(tmp_path):
    path = tmp_path / "letters.txt"
    path.write_bytes(LETTERS)
    os.utime(path, (CHANGED, CHANGED))
    return path


@pytest.fixture
def answer(request_for, letters):
    """Send the letters and read the answer as a server does."""

    def send(method="GET", arguments=None, **environ):
        return sent(send_file(request_for(method=method, **environ), letters, **arguments or {}))

    return send


def sent(response):
    """The status, the headers and all that was sent of a response, which is closed as a server would."""
    content = response.body if isinstance(response.body, bytes) else b"".join(response.body)
    getattr(response.body, "close", lambda: None)()
    return response.status, dict(response.headers), content


def test_file_is_sent_whole_with_its_validators(answer):
    status, headers, content = answer()

    assert (status, content) == (200, LETTERS)
    assert headers == {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": "26",
        "ETag": f'"{CHANGED * 10**9:x}-1a"',
        "Last-Modified": "Sun, 09 Sep 2001 01:46:40 GMT",
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-cache",
    }


def test_head_has_the_headers_of_get_and_no_body(answer):
    assert answer("HEAD") == (200, answer()[1], b"")


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("nothing.txt", True),
        ("", True),
        ("letters.txt/x", True),
        ("x" * 300, True),
        ("a\0b", True),
        ("\ud800", True),
    ],
)
def test_missing_file_is_not_found(request_for, letters, path, missing):
    with pytest.raises(NotFound):
        send_file(request_for(), letters.parent / path)


def test_only_regular_files_are_sent(request_for, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))

        for path in (tmp_path / "pipe", tmp_path / "loop", tmp_path / "socket", "/dev/null"):
            with pytest.raises(NotFound):
                send_file(request_for(), path)


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        ({"max_age": 0}, "public, max-age=0"),
        ({"max_age": 3600.5}, "public, max-age=3600"),
        ({"max_age": 10**9, "immutable": True}, "public, max-age=31536000, immutable"),
        ({"headers": {"Cache-Control": "private"}, "max_age": 60}, "private"),
    ],
)
def test_caching_is_said_once(answer, arguments, value):
    assert answer(arguments=arguments)[1]["Cache-Control"] == value


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        ({"type": "html"}, "text/html; charset=utf-8"),
        ({"type": "webp"}, "image/webp"),
        ({"type": "x-own/type"}, "x-own/type"),
        ({"headers": {"Content-Type": "x-own/type"}}, "x-own/type"),
    ],
)
def test_type_can_be_given(answer, arguments, value):
    assert answer(arguments=arguments)[1]["Content-Type"] == value


def test_bad_type_is_refused_at_once(answer):
    with pytest.raises(ValueError, match="unheard"):
        answer(arguments={"type": "unheard"})


@pytest.mark.parametrize(
    "headers", [{"HTTP_IF_NONE_MATCH": '"x"'}, {"HTTP_IF_MODIFIED_SINCE": date(CHANGED - 1)}]
)
def test_changed_file_is_sent_again(answer, headers):
    assert answer(**headers)[0] == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_unchanged_file_is_not_sent_again(answer, method):
    etag = answer()[1]["ETag"]
    extra = {"Content-Language": "en", "Vary": "Accept-Language"}
    status, headers, content = answer(method, {"headers": extra}, HTTP_IF_NONE_MATCH=etag)

    assert (status, content) == (304, b"")
    assert headers == {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}


def test_own_tag_is_what_is_compared(answer):
    arguments = {"headers": {"ETag": '"own"'}}

    assert answer(arguments=arguments, HTTP_IF_NONE_MATCH='"own"')[0] == 304


def test_failed_precondition_is_refused(answer):
    with pytest.raises(PreconditionFailed):
        answer(HTTP_IF_MATCH='"x"')


@pytest.mark.parametrize(
    ("header", "described", "content"),
    [
        ("bytes=0-1", "bytes 0-1/26", b"ab"),
        ("bytes=24-", "bytes 24-25/26", b"yz"),
        ("bytes=-99", "bytes 0-25/26", LETTERS),
    ],
)
def test_part_of_a_file_is_sent(answer, header, described, content):
    status, headers, got = answer(HTTP_RANGE=header)

    assert (status, headers["Content-Range"], got) == (206, described, content)
    assert headers["Content-Length"] == str(len(content))
    assert headers.keys() >= VALIDATORS


@pytest.mark.parametrize("headers", [{}, {"HTTP_IF_RANGE": '"x"'}])
@pytest.mark.parametrize("header", ["bytes=0-1,3-4", "bytes=x", "items=0-1"])
def test_other_ranges_give_the_whole(answer, header, headers):
    status, headers, content = answer(HTTP_RANGE=header, **headers)

    assert (status, content) == (200, LETTERS)
    assert "Content-Range" not in headers


def test_outdated_if_range_gives_the_whole(answer):
    assert answer(HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE='"x"')[0] == 200


def test_current_if_range_gives_the_part(answer):
    assert answer(HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE=answer()[1]["ETag"])[0] == 206


def test_head_knows_no_ranges(answer):
    status, headers, _ = answer("HEAD", HTTP_RANGE="bytes=0-1")

    assert (status, headers["Content-Length"]) == (200, "26")


def test_conditions_come_before_the_range(answer):
    assert answer(HTTP_RANGE="bytes=90-", HTTP_IF_NONE_MATCH="*")[0] == 304


def test_range_beyond_the_end_is_refused_with_the_size(answer):
    with pytest.raises(RequestedRangeNotSatisfiable) as refused:
        answer(HTTP_RANGE="bytes=26-")

    assert ("Content-Range", "bytes */26") in refused.value.get_headers()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_empty_file_has_an_empty_body(request_for, letters, method):
    letters.write_bytes(b"")
    status, headers, content = sent(send_file(request_for(method=method), letters))

    assert (status, headers["Content-Length"], content) == (200, "0", b"")


def test_other_methods_ignore_conditions(answer):
    status, _, content = answer("POST", HTTP_IF_NONE_MATCH="*", HTTP_RANGE="bytes=0-1")

    assert (status, content) == (200, LETTERS)


def test_error_page_carries_no_validators(answer):
    status, headers, content = answer(
        arguments={"status": 404}, HTTP_IF_NONE_MATCH="*", HTTP_RANGE="bytes=0-1"
    )

    assert (status, content) == (404, LETTERS)
    assert not headers.keys() & VALIDATORS


def test_change_in_the_future_counts_as_now(answer, letters):
    os.utime(letters, (CHANGED, time.time() + 9999))

    assert answer(HTTP_IF_MODIFIED_SINCE=date(time.time() + 5))[0] == 304


def test_server_sends_the_whole_by_its_own_means(request_for, letters):
    response = send_file(request_for(**{"wsgi.file_wrapper": FileWrapper}), letters)

    assert isinstance(response.body, FileWrapper)
    assert sent(response)[2] == LETTERS


def test_server_does_not_send_parts_by_its_own_means(request_for, letters):
    environ = {"wsgi.file_wrapper": FileWrapper, "HTTP_RANGE": "bytes=0-1"}

    assert sent(send_file(request_for(**environ), letters))[2] == b"ab"


def test_large_file_is_sent_in_pieces(request_for, letters):
    letters.write_bytes(b"x" * 150_000)
    response = send_file(request_for(), letters)

    assert [len(piece) for piece in response.body] == [65536, 65536, 18928]
    response.body.close()


def test_file_that_grows_keeps_its_promised_length(request_for, letters):
    response = send_file(request_for(), letters)
    letters.write_bytes(LETTERS * 2)

    assert sent(response)[2] == LETTERS


def test_file_that_shrinks_breaks_off(request_for, letters):
    response = send_file(request_for(), letters)
    letters.write_bytes(b"")

    with pytest.raises(OSError, match="became shorter"):
        next(response.body)

    response.body.close()


def test_closing_the_body_closes_the_file(letters):
    file = letters.open("rb")

    FilePart(file, range(5)).close()

    assert file.closed


def test_file_below_a_root_is_found(request_for, letters):
    (letters.parent / "folder").mkdir()
    (letters.parent / "folder" / "link.css").symlink_to("../letters.txt")
    status, headers, content = sent(send_file(request_for(), "folder/link.css", root=letters.parent))

    assert (status, content) == (200, LETTERS)
    assert headers["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "a/../../outside.txt",
        "out",
        "away/outside.txt",
        ".hidden",
        ".git/x",
        "",
        "a\0b",
        "/etc/passwd",
    ],
)
def test_nothing_outside_or_hidden_is_found(request_for, tmp_path, path):
    root = tmp_path / "root"
    (root / ".git").mkdir(parents=True)
    for place in (tmp_path / "outside.txt", root / ".hidden", root / ".git" / "x"):
        place.write_text("secret")
    (root / "out").symlink_to("../outside.txt")
    (root / "away").symlink_to("..")

    with pytest.raises(NotFound):
        send_file(request_for(), path, root=root)


def test_absolute_path_is_no_path_below_a_root(request_for, letters):
    with pytest.raises(NotFound):
        send_file(request_for(), str(letters), root=letters.parent)


def test_link_that_loops_is_not_found(request_for, tmp_path):
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(NotFound):
        send_file(request_for(), "loop", root=tmp_path)


def test_root_may_be_the_root_of_all(request_for, letters):
    assert sent(send_file(request_for(), str(letters).removeprefix("/"), root="/"))[0] == 200


def test_folder_with_a_longer_name_is_outside(request_for, tmp_path):
    for name in ("root", "root2"):
        (tmp_path / name).mkdir()
    (tmp_path / "root2" / "x").write_text("secret")
    (tmp_path / "root" / "link").symlink_to("../root2")

    with pytest.raises(NotFound):
        send_file(request_for(), "link/x", root=tmp_path / "root")


def test_root_may_be_a_link(request_for, letters):
    root = letters.parent / "current"
    root.symlink_to(".")

    assert sent(send_file(request_for(), "letters.txt", root=root))[0] == 200


def test_unreadable_file_is_forbidden(request_for, letters, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)

    with pytest.raises(Forbidden):
        send_file(request_for(), letters)


def test_failing_disk_is_no_missing_file(request_for, letters, monkeypatch):
    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", fail)

    with pytest.raises(OSError, match="Input/output"):
        send_file(request_for(), letters)
