from __future__ import annotations

import pytest

from gateway.http.status import phrase, status_line


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (100, "100 Continue"),
        (200, "200 OK"),
        (404, "404 Not Found"),
        (413, "413 Payload Too Large"),
        (414, "414 URI Too Long"),
        (416, "416 Range Not Satisfiable"),
        (418, "418 I'm a Teapot"),
        (509, "509 Bandwidth Limit Exceeded"),
        (299, "299 Unknown"),
        (599, "599 Unknown"),
        (999, "999 Unknown"),
    ],
)
def test_status_line_has_the_phrase(status, line):
    assert status_line(status) == line


@pytest.mark.parametrize("status", [0, 99, 1000, -200, "200", None, 200.5, True])
def test_what_is_no_status_is_refused(status):
    with pytest.raises(ValueError, match="is not an HTTP status; it must be a whole number from 100 to 999"):
        status_line(status)


@pytest.mark.parametrize(("status", "name"), [(200, "OK"), (404, "Not Found"), (299, "299"), (999, "999")])
def test_phrase_of_a_status_is_its_name_or_its_number(status, name):
    assert phrase(status) == name
