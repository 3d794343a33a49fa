from __future__ import annotations

import pytest

from gateway.http import Response
from gateway.http.fields import Fields
from gateway.http.response import ready

WAYS = [
    lambda fields, name, value: fields.add(name, value),
    lambda fields, name, value: fields.set(name, value),
    lambda fields, name, value: fields.__setitem__(name, value),
    lambda fields, name, value: fields.setdefault(name, value),
    lambda fields, name, value: fields.setlist(name, [value]),
    lambda fields, name, value: fields.extend([(name, value)]),
    lambda fields, name, value: fields.update({name: value}),
    lambda fields, name, value: fields.add_header(name, value),
    lambda _, name, value: Fields([(name, value)]),
    lambda _, name, value: Fields({name: value}),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "a\x00b"),
        ("X-A", "a\x7f"),
        ("X-A", "a\x1b"),
        ("X-A", "\u65e5\u672c"),
        ("X-A", "a\r\nb"),
        ("X A", "b"),
        ("X\u00c4", "b"),
        ("", "b"),
    ],
)
def test_what_http_cannot_carry_is_refused_however_it_is_set(way, name, value):
    fields = Fields()
    with pytest.raises(ValueError, match=r"header"):
        way(fields, name, value)

    assert [*fields] == []


@pytest.mark.parametrize("way", WAYS[:-2])
def test_other_values_are_set(way):
    fields = Fields()
    way(fields, "X-A", "caf\u00e9\t1")

    assert fields["x-a"] == "caf\u00e9\t1"


def test_numbers_are_values():
    fields = Fields()
    fields["Age"] = 5

    assert [*fields] == [("Age", "5")]


@pytest.mark.parametrize("response", [Response(), Response().own(), ready(b"", 200, [])])
def test_headers_of_every_response_are_checked(response):
    with pytest.raises(ValueError, match="HTTP cannot carry"):
        response.headers["X-Name"] = "\u65e5\u672c"
