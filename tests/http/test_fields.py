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


@pytest.mark.parametrize("values", [["a", "b"], ("a", "b")])
def test_list_of_values_is_as_many_fields(values):
    fields = Fields({"X-A": "0"})
    fields["x-a"] = values
    fields.add("X-A", ["c", 4])

    assert fields.getlist("X-A") == ["a", "b", "c", "4"]


def test_empty_list_leaves_no_field():
    fields = Fields({"X-A": "0", "X-B": []})
    fields["X-A"] = []

    assert [*fields] == []


def test_list_in_a_mapping_is_as_many_fields():
    assert Fields({"Link": ["</a>", "</b>"]}).getlist("link") == ["</a>", "</b>"]


def test_one_bad_value_of_several_is_refused():
    with pytest.raises(ValueError, match="HTTP cannot carry"):
        Fields()["X-A"] = ["a", "b\r\nc"]


@pytest.mark.parametrize("name", ["Content-Type", "content-type"])
def test_content_type_of_text_gets_a_charset(name):
    fields = Fields({name: "text/plain"})
    fields.setdefault("X-Content-Type", "text/plain")

    assert (fields["Content-Type"], fields["X-Content-Type"]) == ("text/plain; charset=utf-8", "text/plain")


def test_options_stand_behind_their_value():
    fields = Fields()
    fields.add("Content-Type", "text/plain", charset="latin-1")
    fields.set("Content-Disposition", "attachment", filename="a b.txt")

    assert fields["Content-Type"] == "text/plain; charset=latin-1"
    assert fields["Content-Disposition"] == 'attachment; filename="a b.txt"'


def test_option_that_no_header_can_carry_is_refused():
    with pytest.raises(ValueError, match="HTTP cannot carry"):
        Fields().add("X-A", "a", b="c\r\nd")


def test_fields_of_another_application_stay_as_they_are():
    pairs = [("Content-Type", "text/plain"), ("Set-Cookie", "a=b"), ("Set-Cookie", "c=d")]

    assert [*Fields.as_sent(pairs)] == pairs


@pytest.mark.parametrize("pair", [("X A", "b"), ("X-A", "b\nc")])
def test_bad_field_of_another_application_is_refused(pair):
    with pytest.raises(ValueError, match=r"(?i)header"):
        Fields.as_sent([pair])


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields.add("content-type", "text/html"),
        lambda fields: fields.extend({"Content-Type": "text/html"}),
        lambda fields: fields.set("Content-Type", ["text/css", "text/html"]),
    ],
)
def test_body_has_only_one_type(change):
    with pytest.raises(ValueError, match="there is a Content-Type already"):
        change(Fields({"Content-Type": "text/plain"}))
