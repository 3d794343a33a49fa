from __future__ import annotations

import pytest
from werkzeug.exceptions import MethodNotAllowed

from gateway.http.refusal import redirection, wrong_method


def test_options_names_the_methods_sorted(request_for):
    request = request_for(method="OPTIONS")
    request.allowed = frozenset({"POST", "GET", "HEAD"})
    response = wrong_method(request)

    assert (response.status, response.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")


def test_other_method_is_refused_with_the_methods(request_for):
    request = request_for(method="PUT")
    request.allowed = frozenset({"POST", "DELETE"})

    with pytest.raises(MethodNotAllowed) as refused:
        wrong_method(request)

    assert refused.value.valid_methods == ["DELETE", "OPTIONS", "POST"]


@pytest.mark.parametrize(
    ("environ", "location"),
    [
        ({}, "/to/"),
        ({"QUERY_STRING": "a=1&b=%2F"}, "/to/?a=1&b=%2F"),
        ({"QUERY_STRING": "a=%0D%0A&b=<\"'|\\>"}, "/to/?a=%0D%0A&b=<\"'|\\>"),
        ({"QUERY_STRING": "a=\x01 \r\n\x7f"}, "/to/?a=%01%20%0D%0A%7F"),
        ({"QUERY_STRING": "a=\xc3\xa9"}, "/to/?a=%C3%A9"),
        ({"SCRIPT_NAME": "/below"}, "/below/to/"),
        ({"SCRIPT_NAME": "/a b\xc3\xa9%\r\n"}, "/a%20b%C3%A9%25%0D%0A/to/"),
    ],
)
def test_redirection_keeps_mount_and_query(request_for, environ, location):
    request = request_for("/to", **environ)
    request.written = "/to/"
    response = redirection(request)

    assert (response.status, response.location) == (308, location)
