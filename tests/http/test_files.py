from __future__ import annotations

import os
from datetime import timedelta

import pytest
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    NotFound,
    PreconditionFailed,
    RequestedRangeNotSatisfiable,
)

from gateway.http.files import OneFile, download, send_file
from gateway.http.results import PLAIN
from gateway.http.sending import USUAL

CHANGED = 1_000_000_000


@pytest.fixture
def folder(tmp_path):
    files = {
        "letters.txt": "letters", "deep/page.html": "page", ".hidden": "hidden", ".git/config": "config",
        "résumé.pdf": "resume", "50%41.txt": "percent", "more/letters.txt": "more", "more/only.txt": "only",
        "site/index.html": "index",
    }  # fmt: skip
    for name, text in files.items():
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (CHANGED, CHANGED))
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "root" / "out.txt").symlink_to("../secret.txt")
    (tmp_path / "root" / "link.css").symlink_to("letters.txt")
    return tmp_path / "root"


@pytest.fixture
def sent(request_for, folder):
    """What send_file answers for a path below the folder: status, headers, text."""

    def sent(path="letters.txt", send=send_file, given=(), environ=None, **options):
        options = {"root": folder} | options
        return read(send(request_for(**environ or {}), path, *given, **options))

    return sent


def read(response):
    content = response.body if isinstance(response.body, bytes) else b"".join(response.body)
    getattr(response.body, "close", lambda: None)()
    return response.status, dict(response.headers), content.decode()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("letters.txt", "letters"),
        ("/letters.txt", "letters"),
        ("deep//page.html", "page"),
        ("deep/../letters.txt", "letters"),
        ("./deep/./page.html", "page"),
        ("link.css", "letters"),
        ("50%41.txt", "percent"),
        ("site/", "index"),
    ],
)
def test_file_below_a_root_is_sent(sent, path, text):
    assert sent(path)[::2] == (200, text)


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("nothing.txt", NotFound),
        ("deep", NotFound),
        ("deep/", NotFound),
        ("letters.txt/", NotFound),
        ("letters.txt/x", NotFound),
        ("", NotFound),
        ("x" * 300, NotFound),
        ("\ud800", NotFound),
        ("/etc/passwd", NotFound),
        ("out.txt", NotFound),
        (".hidden", NotFound),
        (".git/config", NotFound),
        ("../secret.txt", Forbidden),
        ("deep/../../secret.txt", Forbidden),
        ("a\0b", BadRequest),
    ],
)
def test_nothing_else_is_found(sent, path, error):
    with pytest.raises(error):
        sent(path)


def test_hidden_names_can_be_allowed_or_denied(sent):
    assert sent(".git/config", dotfiles="allow")[2] == "config"
    with pytest.raises(Forbidden):
        sent(".hidden", dotfiles="deny")


def test_first_root_that_has_the_file_wins(sent, folder):
    roots = (folder / "more", str(folder))

    assert [sent(name, root=roots)[2] for name in ("letters.txt", "only.txt", "deep/page.html")] == [
        "more", "only", "page",
    ]  # fmt: skip


def test_path_without_a_root_is_trusted(sent, folder):
    assert sent(folder / "letters.txt", root=None)[2] == "letters"
    assert sent(str(folder / "out.txt"), root=None)[2] == "secret"
    assert sent(folder / ".git" / "config", root=None)[2] == "config"


@pytest.mark.parametrize("name", ["nothing.txt", "deep", ".hidden"])
def test_what_is_no_file_without_a_root_is_not_found(sent, folder, name):
    with pytest.raises(NotFound):
        sent(folder / name, root=None)


def test_relative_path_needs_a_root(sent):
    with pytest.raises(ValueError, match="relative to nothing: give its root"):
        sent("letters.txt", root=None)


@pytest.mark.parametrize(
    ("options", "value"),
    [
        ({}, "public, max-age=0"),
        ({"max_age": 3600.5}, "public, max-age=3600"),
        ({"max_age": -1}, "public, max-age=0"),
        ({"max_age": "15m"}, "public, max-age=900"),
        ({"max_age": timedelta(hours=2)}, "public, max-age=7200"),
        ({"max_age": 10**9, "immutable": True}, "public, max-age=31536000, immutable"),
        ({"headers": {"Cache-Control": "private"}, "max_age": 60}, "private"),
        ({"max_age": None}, None),
    ],
)
def test_caching_is_said_once(sent, options, value):
    assert sent(**options)[1].get("Cache-Control") == value


@pytest.mark.parametrize(
    ("options", "value"),
    [
        ({}, "text/plain; charset=utf-8"),
        ({"path": "link.css"}, "text/css; charset=utf-8"),
        ({"type": "html"}, "text/html; charset=utf-8"),
        ({"type": "webp"}, "image/webp"),
        ({"type": "x-own/type"}, "x-own/type"),
        ({"headers": {"Content-Type": "x-own/type"}}, "x-own/type"),
    ],
)
def test_type_can_be_given(sent, options, value):
    assert sent(**options)[1]["Content-Type"] == value


@pytest.mark.parametrize(
    ("options", "header"),
    [
        ({"last_modified": False}, "Last-Modified"),
        ({"ranges": False}, "Accept-Ranges"),
        ({"etag": "none"}, "ETag"),
    ],
)
def test_what_is_told_can_be_less(sent, options, header):
    assert header in sent()[1]
    assert header not in sent(**options)[1]


@pytest.mark.parametrize(("etag", "start"), [(None, '"'), ("strong", '"'), ("weak", "W/")])
def test_tag_is_strong_unless_the_handler_says_otherwise(sent, etag, start):
    assert sent(etag=etag)[1]["ETag"].startswith(start)


@pytest.mark.parametrize(("option", "word"), [("etag", "off"), ("dotfiles", "hide")])
def test_word_that_means_nothing_is_refused(sent, option, word):
    with pytest.raises(ValueError, match=f"{option} must be one of .*, not '{word}'"):
        sent(**{option: word})


@pytest.mark.parametrize("options", [{"start": -1}, {"end": -1}, {"start": 5, "end": -2}])
def test_part_begins_and_ends_within_the_file(sent, options):
    with pytest.raises(ValueError, match="a file has no bytes from"):
        sent(**options)


def test_part_can_be_all_there_is(sent):
    assert sent(start=1, end=3)[2] == "ett"


def test_status_can_be_given(sent):
    assert sent(status=404)[0] == 404


@pytest.mark.parametrize(
    ("path", "given", "said"),
    [
        ("letters.txt", (), "attachment; filename=letters.txt"),
        ("deep/page.html", (), "attachment; filename=page.html"),
        ("letters.txt", ("my letters.txt",), 'attachment; filename="my letters.txt"'),
        ("letters.txt", ("a/b.txt",), "attachment; filename=b.txt"),
        ("résumé.pdf", (), "attachment; filename=resume.pdf; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf"),
    ],
)
def test_download_is_saved_under_its_name(sent, path, given, said):
    status, headers, _ = sent(path, download, given)

    assert (status, headers["Content-Disposition"]) == (200, said)


def test_download_takes_the_type_of_the_file_not_of_the_name(sent):
    assert sent("letters.txt", download, ("letters.pdf",))[1]["Content-Type"] == "text/plain; charset=utf-8"


def test_download_keeps_all_other_headers(sent):
    given = {"content-disposition": "inline", "X-Count": "7", "Content-Type": "x-own/type"}
    headers = sent("letters.txt", download, headers=given, max_age=60)[1]

    assert headers["Content-Disposition"] == "attachment; filename=letters.txt"
    assert (headers["X-Count"], headers["Content-Type"]) == ("7", "x-own/type")
    assert headers["Cache-Control"] == "public, max-age=60"


def test_part_of_a_download_can_be_asked_for(sent):
    status, headers, text = sent("letters.txt", download, environ={"HTTP_RANGE": "bytes=-3"})

    assert (status, text, headers["Content-Disposition"]) == (206, "ers", "attachment; filename=letters.txt")


def test_missing_download_is_not_found(sent):
    with pytest.raises(NotFound):
        sent("nothing.txt", download)


def test_one_file_has_the_same_headers_for_everyone(request_for, folder):
    answer = OneFile(str(folder / "letters.txt"), (("Content-Type", "x/y"),), sending=USUAL)

    for _ in range(2):
        status, headers, text = read(answer(request_for()))
        assert (status, headers["Content-Type"], text) == (200, "x/y", "letters")


# Without the request


@pytest.fixture
def returned(request_for, folder):
    """What becomes of a response that a handler has returned, in a request with these headers."""

    def returned(response, **environ):
        return read(PLAIN.to_response(response, request_for(**environ)))

    return returned


def test_file_is_sent_once_the_request_is_known(returned, folder):
    response = send_file("letters.txt", root=folder, max_age=60)
    response.headers["X-More"] = "x"

    status, headers, text = returned(response)
    assert (status, headers["X-More"], headers["Cache-Control"], text) == (
        200,
        "x",
        "public, max-age=60",
        "letters",
    )
    assert returned(response, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == 304
    assert returned(response, HTTP_RANGE="bytes=0-1")[::2] == (206, "le")


@pytest.mark.parametrize("error", [PreconditionFailed, RequestedRangeNotSatisfiable])
def test_conditions_fail_once_the_request_is_known(returned, folder, error):
    response = send_file(folder / "letters.txt")

    with pytest.raises(error):
        returned(
            response,
            HTTP_RANGE="bytes=90-",
            **({"HTTP_IF_MATCH": '"x"'} if error is PreconditionFailed else {}),
        )


@pytest.mark.parametrize("path", ["nothing.txt", "deep", "a\0b"])
@pytest.mark.parametrize("send", [send_file, download])
def test_missing_file_is_not_found_before_the_request_is_known(folder, send, path):
    with pytest.raises(HTTPException):
        send(path, root=folder)
    with pytest.raises(HTTPException):
        send(folder / path)


@pytest.mark.parametrize(
    ("given", "options", "said"),
    [
        (("letters.txt",), {}, "letters.txt"),
        (("letters.txt", "other.txt"), {}, "other.txt"),
        (("letters.txt",), {"name": "other.txt"}, "other.txt"),
        ((), {"path": "letters.txt"}, "letters.txt"),
    ],
)
def test_download_needs_no_request(returned, folder, given, options, said):
    status, headers, text = returned(download(*given, root=folder, **options))

    assert (status, text, headers["Content-Disposition"]) == (200, "letters", f"attachment; filename={said}")


@pytest.mark.parametrize("send", [send_file, download])
def test_path_can_be_named(request_for, folder, send):
    assert read(send(request_for(), path="letters.txt", root=folder))[2] == "letters"


@pytest.mark.parametrize("given", [(), ("a", "b")])
def test_file_is_one_path(given):
    with pytest.raises(TypeError, match="a file is sent by its path"):
        send_file(*given)
