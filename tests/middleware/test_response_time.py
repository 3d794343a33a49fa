"""How long an answer took, as a header tells it."""

from __future__ import annotations

import re
import time

import pytest
from werkzeug.exceptions import NotFound

from gateway.http.response import Response
from gateway.middleware.response_time import ResponseTime


@pytest.mark.parametrize(
    ("options", "form"),
    [
        ({}, r"\d+\.\d{3}ms"),
        ({"digits": 0}, r"\d+ms"),
        ({"digits": 9, "suffix": False}, r"\d+\.\d{9}"),
    ],
)
def test_header_has_milliseconds(answer, options, form):
    value = answer([ResponseTime(**options)], lambda _: "x").headers["X-Response-Time"]

    assert re.fullmatch(form, value)
    assert 0 <= float(value.removesuffix("ms")) < 1000


def test_time_is_that_of_what_is_inside(answer):
    def slow(_):
        time.sleep(0.02)
        return "x"

    response = answer([ResponseTime(header="X-Took", suffix=False)], slow)

    assert 20 <= float(response.headers["X-Took"]) < 1000
    assert "X-Response-Time" not in response.headers


def test_error_is_timed_as_well(answer):
    def fail(_):
        raise NotFound

    response = answer([ResponseTime()], fail)

    assert (response.status, "X-Response-Time" in response.headers) == (404, True)


def test_header_of_the_handler_stays(answer):
    response = answer([ResponseTime()], lambda _: Response("x", headers={"X-Response-Time": "1"}))

    assert response.headers.getlist("X-Response-Time") == ["1"]


def test_server_timing_is_beside_other_timings(answer):
    layer = ResponseTime(header=None, server_timing=True, digits=1)
    response = answer([layer], lambda _: Response("x", headers={"Server-Timing": "db;dur=1"}))

    assert "X-Response-Time" not in response.headers
    assert re.fullmatch(r"db;dur=1,total;dur=\d+\.\d", ",".join(response.headers.getlist("Server-Timing")))


def test_header_name_must_be_one():
    with pytest.raises(ValueError, match="'a b' is not a header name"):
        ResponseTime(header="a b")


def test_service_may_leave_the_header_out(serve):
    timed = "{response_time: {header: none, server_timing: true}}"
    client = serve(f"routes: [{{path: /, stack: [{timed}], respond: {{text: x}}}}]")
    headers = client.get("/").headers

    assert "X-Response-Time" not in headers
    assert headers["Server-Timing"].startswith("total;dur=")
