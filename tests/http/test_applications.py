"""Answers of other WSGI applications, in all the ways in which they may give them."""

from __future__ import annotations

import pytest

from gateway.http.applications import answered

HEADERS = [("Content-Type", "text/x"), ("X-Twice", "a"), ("X-Twice", "b")]


class Closing:
    """A body that is closed by itself, and starts its answer when it is asked for."""

    def __init__(self, start_response):
        self.start_response = start_response
        self.is_closed = False

    def __iter__(self):
        self.start_response("202 Accepted", HEADERS)
        yield b"late "
        yield b"body"

    def close(self):
        self.is_closed = True


def at_once(environ, start_response):
    start_response("202 Accepted", HEADERS)
    return [b"late ", b"body"]


def as_generator(environ, start_response):
    start_response("202 Accepted", HEADERS)
    yield b"late "
    yield b"body"


def as_object(environ, start_response):
    return Closing(start_response)


def by_writing(environ, start_response):
    write = start_response("202 Accepted", HEADERS)
    write(b"late ")
    return [b"body"]


def after_an_error(environ, start_response):
    start_response("200 OK", [])
    start_response("202 Accepted", HEADERS, (None, None, None))
    return iter([b"late ", b"body"])


@pytest.mark.parametrize("application", [at_once, as_generator, as_object, by_writing, after_an_error])
def test_answer_is_that_of_the_application(application):
    response = answered(application, {})

    assert response.status == 202
    assert list(response.headers) == HEADERS
    assert b"".join(response.body) == b"late body"


def test_body_is_closed_by_its_own_means():
    kept = []

    def application(environ, start_response):
        kept.append(Closing(start_response))
        return kept[0]

    answered(application, {}).body.close()
    assert kept[0].is_closed


@pytest.mark.parametrize("body", [[], [b"x"], iter(())])
def test_application_that_begins_no_answer_is_told(body):
    with pytest.raises(RuntimeError, match="did not call start_response"):
        answered(lambda _environ, _start: body, {})


def test_application_that_fails_late_is_closed():
    def application(environ, start_response):
        if environ:
            yield b""
        raise LookupError

    with pytest.raises(LookupError):
        answered(application, {})
