"""One line a request: complete, without secrets, and not to be forged."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.exceptions import Forbidden

from gateway.http.response import Response
from gateway.middleware.access_log import AccessLog, masked_query
from gateway.middleware.request_id import RequestId


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="gateway.access")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "gateway.access"]


@pytest.fixture
def logged(answer, lines):
    """The line of one request."""

    def line(format="json", handler=lambda _: "hello", layers=(), **environ):  # noqa: A002  (the option's name)
        answer([*layers, AccessLog(format=format)], handler, **environ)
        (only,) = lines()
        return json.loads(only) if format == "json" else only

    return line


def test_line_tells_what_happened(logged):
    line = logged(
        layers=[RequestId(trust=True)], HTTP_X_REQUEST_ID="r1", HTTP_USER_AGENT="curl/8", PATH_INFO="/a"
    )
    when = datetime.fromisoformat(line.pop("time"))

    assert 0 <= line.pop("duration_ms") < 1000
    assert line == {
        "method": "GET", "path": "/a", "status": 200, "bytes": 5,
        "remote_addr": "192.0.2.1", "request_id": "r1", "user_agent": "curl/8",
    }  # fmt: skip
    assert timedelta(0) <= datetime.now(UTC) - when < timedelta(seconds=10)


def test_text_line_has_the_same_in_one_order(logged):
    line = logged("text", HTTP_USER_AGENT="curl/8", QUERY_STRING="a=1")
    _, address, rest = line.split(" ", 2)

    assert address == "192.0.2.1"
    assert rest.startswith('"GET /?a=1" 200 5 0.')
    assert rest.endswith(' - "curl/8"')


def test_refused_request_is_logged_with_its_status(logged):
    def refuse(_):
        raise Forbidden

    assert logged(handler=refuse)["status"] == 403


@pytest.mark.parametrize(
    ("response", "size"),
    [
        (Response([b"a", b"b"]), None),
        (Response([b"ab"], headers={"Content-Length": "2"}), 2),
        (Response(b""), 0),
    ],
)
def test_bytes_of_a_stream_are_those_declared(logged, response, size):
    assert logged(handler=lambda _: response)["bytes"] == size


@pytest.mark.parametrize("format", ["json", "text"])
def test_missing_agent_and_address_are_no_error(answer, lines, format):  # noqa: A002
    answer([AccessLog(format=format)], lambda _: "ok", REMOTE_ADDR=None)

    assert len(lines()) == 1


@pytest.mark.case(79)
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("code=c1&state=s1&page=2", "code=***&state=***&page=2"),
        ("oauth_token=t&oauth_verifier=v", "oauth_token=***&oauth_verifier=***"),
        (
            "access_token=t&token=t&password=p&client_secret=s",
            "access_token=***&token=***&password=***&client_secret=***",
        ),
        (
            "CODE=c&Api-Key=k&X-Amz-Signature=s&denied=t",
            "CODE=***&Api-Key=***&X-Amz-Signature=***&denied=***",
        ),
        ("c%6Fde=c&+code=x", "c%6Fde=***&+code=x"),
        ("code", "code=***"),
        ("a=b=c&&=x&encode=1&postcode=2", "a=b=c&&=x&encode=1&postcode=2"),
        ("tok%0Aen=1&%0Atoken=1", "tok%0Aen=1&%0Atoken=***"),
    ],
)
def test_values_of_secret_parameters_are_masked(query, shown):
    assert masked_query(query) == shown


@pytest.mark.case(78, 79)
@pytest.mark.parametrize("format", ["json", "text"])
def test_line_has_no_secret(answer, lines, caplog, format):  # noqa: A002
    answer(
        [AccessLog(format=format)], lambda _: "ok", QUERY_STRING="code=hunter2&oauth_verifier=hunter2",
        HTTP_COOKIE="session=hunter2", HTTP_AUTHORIZATION="Bearer hunter2", HTTP_REFERER="/?code=hunter2",
    )  # fmt: skip

    assert len(lines()) == 1
    assert "hunter2" not in caplog.text


FORGERY = 'x" 200\r\n\x00\x1b[31m\x7f\x85\u2028\u202e\\é'.encode().decode("latin-1")


@pytest.mark.parametrize("format", ["json", "text"])
@pytest.mark.parametrize("sent", [FORGERY, "\x7f", '"', "\\"])
@pytest.mark.parametrize("where", ["HTTP_USER_AGENT", "PATH_INFO", "QUERY_STRING", "REQUEST_METHOD"])
def test_line_cannot_be_forged(answer, lines, format, where, sent):  # noqa: A002
    """Whatever a client sends stays in one line of printable ASCII."""
    given = {"method": sent} if where == "REQUEST_METHOD" else {where: "/" + sent}
    answer([AccessLog(format=format)], lambda _: "ok", **given)
    (line,) = lines()

    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["status"] == 200 if format == "json" else line.count('"') == 4


def test_silent_logger_costs_nothing_and_logs_nothing(answer, lines, caplog):
    caplog.set_level(logging.WARNING, logger="gateway.access")

    assert answer([AccessLog()], lambda _: "ok").status == 200
    assert lines() == []


def test_format_may_be_one_of_tokens(answer, lines):
    answer([AccessLog(format=":method :url :status :res[content-length]")], lambda _: "hello", PATH_INFO="/a")

    assert lines() == ["GET /a 200 5"]


@pytest.mark.parametrize("format", ["combined", "common", "short", "tiny", "dev"])
def test_format_may_have_a_name(logged, format):  # noqa: A002
    assert "GET /a" in logged(format, PATH_INFO="/a")


def test_format_that_is_none_is_refused():
    with pytest.raises(ValueError, match="'jsn' is no format: write json, text, combined"):
        AccessLog(format="jsn")
