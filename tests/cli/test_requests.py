from __future__ import annotations

from argparse import ArgumentParser

import pytest

from gateway.cli.requests import add_request, environ_of


def parsed(*arguments):
    parser = ArgumentParser()
    add_request(parser)
    return parser.parse_args(arguments)


def test_request_is_as_a_server_would_hand_it_on():
    environ = environ_of(parsed("post", "/a%20b?c=d", "--header", "X-Of: me"), None, b"text")

    assert (environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"]) == (
        "POST",
        "/a b",
        "c=d",
    )
    assert (environ["RAW_URI"], environ["HTTP_X_OF"], environ["REMOTE_ADDR"]) == (
        "/a%20b?c=d",
        "me",
        "127.0.0.1",
    )
    assert (environ["wsgi.input"].read(), environ["CONTENT_LENGTH"]) == (b"text", "4")


@pytest.mark.parametrize(
    ("arguments", "public_url", "host", "scheme"),
    [
        ((), None, "localhost", "http"),
        ((), "${PUBLIC_URL}", "localhost", "http"),
        ((), "https://a.example", "a.example", "https"),
        (("--host", "b.example"), "https://a.example", "b.example", "https"),
    ],
)
def test_host_is_the_one_asked_for_or_that_of_the_service(arguments, public_url, host, scheme):
    environ = environ_of(parsed("GET", "/", *arguments), public_url)

    assert (environ["HTTP_HOST"], environ["wsgi.url_scheme"]) == (host, scheme)


@pytest.mark.parametrize(
    "arguments", [("GET", "a"), ("GET", "/", "--header", "a"), ("GET", "/", "--header", "a: b\r\nc: d")]
)
def test_what_is_no_request_is_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        parsed(*arguments)

    assert " is no " in capsys.readouterr().err
