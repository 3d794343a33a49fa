"""Formats of log lines: their tokens, and what no client can do to them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from gateway.http.log_format import NAMED, masked_url, writer
from gateway.http.response import Response

ANSWER = Response("hello", 201, {"X-Own": "o", "Location": "/?code=hunter2", "Set-Cookie": "session=hunter2"})
ENVIRON = {
    "QUERY_STRING": "page=2&token=hunter2",
    "REMOTE_ADDR": "192.0.2.1",
    "REMOTE_USER": "ann",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_USER_AGENT": "curl/8",
    "HTTP_REFERER": "https://example.org/?state=hunter2#access_token=hunter2",
    "HTTP_AUTHORIZATION": "Bearer hunter2",
    "HTTP_COOKIE": "session=hunter2",
    "HTTP_X_API_KEY": "hunter2",
    "HTTP_ACCEPT": "text/html",
    "CONTENT_TYPE": "text/plain",
}


@pytest.fixture
def line(request_for):
    """The line of one request in a format."""

    def line(format_, response=ANSWER, **environ):
        request = request_for("/a", **(ENVIRON | environ))
        request.request_id = "r1"
        return writer(format_)(request, response, 0.0123456)

    return line


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        (":method", "GET"),
        (":url", "/a?page=2&token=***"),
        (":status", "201"),
        (":response-time", "12.346"),
        (":response-time[0]", "12"),
        (":response-time[5]", "12.34560"),
        (":response-time[x]", "12.346"),
        (":remote-addr", "192.0.2.1"),
        (":remote-user", "ann"),
        (":request-id", "r1"),
        (":referrer", "https://example.org/?state=***#access_token=***"),
        (":referer", "https://example.org/?state=***#access_token=***"),
        (":user-agent", "curl/8"),
        (":http-version", "1.1"),
        (":req[accept]", "text/html"),
        (":req[Content-Type]", "text/plain"),
        (":req[authorization]", "***"),
        (":req[Cookie]", "***"),
        (":req[X-Api-Key]", "***"),
        (":req[x-absent]", "-"),
        (":res[x-own]", "o"),
        (":res[location]", "/?code=***"),
        (":res[set-cookie]", "***"),
        (":res[content-length]", "5"),
        (":res[x-absent]", "-"),
        (":method :uri", "GET :uri"),
        (":method :status[x]", "GET :status[x]"),
        (":method::status", "GET:201"),
        ("a:method", "aGET"),
    ],
)
def test_token_stands_for_its_value(line, token, shown):
    assert line(token) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("tiny", "GET /a?page=2&token=*** 201 5 - 12.346 ms"),
        ("dev", "GET /a?page=2&token=*** 201 12.346 ms - 5"),
        ("short", "192.0.2.1 ann GET /a?page=2&token=*** HTTP/1.1 201 5 - 12.346 ms"),
    ],
)
def test_format_may_be_a_name(line, name, shown):
    assert line(name) == shown


@pytest.mark.parametrize("name", NAMED)
def test_no_named_format_shows_a_secret(line, name):
    assert "hunter2" not in line(name)


def test_combined_is_what_readers_of_logs_know(line):
    """The combined log format of Apache."""
    found = re.fullmatch(
        r'192\.0\.2\.1 - ann \[(.+?)\] "GET /a\?page=2&token=\*\*\* HTTP/1\.1" 201 5 "(.+?)" "curl/8"',
        line("combined"),
    )
    when = datetime.strptime(found[1], "%d/%b/%Y:%H:%M:%S %z")

    assert timedelta(0) <= datetime.now(UTC) - when < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("token", "form"),
    [(":date", "%a, %d %b %Y %H:%M:%S GMT"), (":date[web]", "%a, %d %b %Y %H:%M:%S GMT")],
)
def test_date_is_that_of_http(line, token, form):
    when = datetime.strptime(line(token), form).replace(tzinfo=UTC)

    assert timedelta(0) <= datetime.now(UTC) - when < timedelta(seconds=10)


def test_date_may_be_that_of_iso(line):
    when = datetime.fromisoformat(line(":date[iso]"))

    assert timedelta(0) <= datetime.now(UTC) - when < timedelta(seconds=10)


def test_stream_has_the_length_it_declares(line):
    assert line(":res[content-length]", Response([b"a"])) == "-"
    assert line(":res[content-length]", Response([b"a"], headers={"Content-Length": "1"})) == "1"


@pytest.mark.parametrize("format_", ["", "plain", "jsn", ":", ":x", ":uri", "12:30"])
def test_text_without_a_token_is_no_format(format_):
    with pytest.raises(
        ValueError, match="is no format: write json, text, combined, common, short, tiny, dev"
    ):
        writer(format_)


@pytest.mark.parametrize("where", ["HTTP_USER_AGENT", "HTTP_REFERER", "REMOTE_USER", "HTTP_ACCEPT"])
@pytest.mark.parametrize("sent", ['x" 200\r\n\x00\x1b[31m', '"', "\\", "é\x85\u2028", "a b"])
def test_line_cannot_be_forged(line, where, sent):
    quoted = line('":user-agent" ":referrer" ":remote-user" ":req[accept]"', **{where: sent})
    bare = line(":user-agent :referrer :remote-user :req[accept]", **{where: sent})

    assert (quoted.count('"'), bare.count(" ")) == (8, 3)
    assert (quoted + bare).isprintable()
    assert (quoted + bare).isascii()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("/a", "/a"),
        ("/a?b=c", "/a?b=c"),
        ("/a?token=b", "/a?token=***"),
        ("/a#token=b", "/a#token=***"),
        ("/a?x=1&key=b#c", "/a?x=1&key=***#c"),
        (
            "/a?access_key=b&authorization=c&x-auth=d&author=e",
            "/a?access_key=***&authorization=***&x-auth=***&author=e",
        ),
        ("https://ann:pass@word@example.org/a@b", "https://***@example.org/a@b"),
        ("/a//b@c", "/a//b@c"),
    ],
)
def test_secrets_of_an_address_are_masked(url, shown):
    assert masked_url(url) == shown
