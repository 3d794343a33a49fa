from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from gateway.http.json_reading import charset_of, hooked, parse, parse_container, require_json


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a": [1, null, "\xc3\xa9"]}', {"a": [1, None, "é"]}),
        (b"0", 0),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"9223372036854775808", 9223372036854775808),
        (b"18446744073709551616", 18446744073709551616.0),
        (codecs.BOM_UTF8 + b"[1]", [1]),
    ],
)
def test_json_is_parsed(data, value):
    assert parse(data) == value


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b'{"a":\n tru}', "line 2, column 2"),
        (b"[NaN]", "line 1, column 2"),
        (b"[Infinity]", "line 1, column 2"),
        (b'{"a": 1} x', "line 1, column 10"),
        (b'"\xff"', "byte 2 is not valid UTF-8"),
        (codecs.BOM_UTF8 * 2 + b"{}", "line 1, column 1"),
        (b"[" * 100_000, "line 1"),
        (b"[" * 2000 + b"]" * 2000, "line 1"),
    ],
)
def test_what_is_no_json_is_refused_naming_the_place(data, complaint):
    with pytest.raises(BadRequest, match=complaint) as refused:
        parse(data)

    assert (refused.value.type, refused.value.body) == ("entity.parse.failed", data)


def test_complaint_repeats_nothing_of_the_body():
    with pytest.raises(BadRequest) as refused:
        parse(b'{"password": s3cret}')

    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None


@given(st.binary(max_size=40))
def test_any_bytes_are_json_or_a_bad_request(data):
    try:
        parse(data)
    except BadRequest as error:
        assert error.description  # noqa: PT017


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_json_may_be_in_other_utfs(name):
    assert parse(' {"a": "é"}'.encode(name), name) == {"a": "é"}
    assert parse_container(' {"a": "é"}'.encode(name), name) == {"a": "é"}


def test_json_outside_its_utf_is_refused():
    with pytest.raises(BadRequest, match="byte 1 is not valid utf-16-le"):
        parse(b"\x00\xd8[]", "utf-16-le")


@pytest.mark.parametrize(
    ("content_type", "name"),
    [
        ("application/json", None),
        ("application/json; charset=UTF-8", None),
        ('application/json; charset="utf-16"', "utf-16"),
        ("application/json; charset=utf-32be", "utf-32-be"),
    ],
)
def test_charset_is_a_utf(content_type, name):
    assert charset_of(content_type) == name


@pytest.mark.parametrize("name", ["utf8", "us-ascii", "iso-8859-1", "utf-7", "utf-klingon", "utf-\0"])
def test_other_charsets_are_refused_naming_the_accepted(name):
    with pytest.raises(UnsupportedMediaType, match="utf-8, utf-16, utf-32") as refused:
        charset_of(f"application/json; charset={name}")

    assert (refused.value.type, refused.value.charset) == ("charset.unsupported", name)


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", b" \t\r\n{}", codecs.BOM_UTF8 + b"{}", codecs.BOM_UTF8 + b" []"]
)
def test_container_is_an_object_or_a_list(data):
    assert not parse_container(data)


@pytest.mark.parametrize("data", [b"5", b'"{}"', b"null", b" ", b"\xa0{}", codecs.BOM_UTF8 + b"5"])
def test_other_values_are_no_parse_container(data):
    with pytest.raises(BadRequest, match="must be a JSON object or list") as refused:
        parse_container(data)

    assert refused.value.type == "entity.parse.failed"


def test_every_object_goes_through_the_hook_innermost_first():
    seen = []

    def hook(value):
        seen.append(value)
        return len(seen)

    assert hooked([{"a": {"b": 1}}, {"c": []}, 7], hook) == [2, 3, 7]
    assert seen == [{"b": 1}, {"a": 1}, {"c": []}]


def test_what_a_hook_refuses_is_the_clients_fault():
    with pytest.raises(BadRequest, match="no date: x") as refused:
        hooked({}, lambda value: (_ for _ in ()).throw(ValueError("no date: x")))

    assert refused.value.type == "entity.parse.failed"


def test_hook_that_fails_is_a_bug():
    with pytest.raises(KeyError):
        hooked({}, lambda value: value["missing"])


def test_levels_that_no_hook_can_reach_are_refused():
    with pytest.raises(BadRequest, match="nested too deeply"):
        hooked(parse(b"[" * 1000 + b"]" * 1000), dict)


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; charset=utf-8", "application/problem+json"]
)
def test_json_has_a_type_of_its_own(content_type):
    require_json(content_type)
    with pytest.raises(UnsupportedMediaType):
        require_json(f"x{content_type}")


@pytest.mark.parametrize("content_type", ["", "text/json", "application/jsonp", "json", "image/svg+xml"])
def test_other_types_are_refused_naming_the_accepted(content_type):
    with pytest.raises(UnsupportedMediaType, match="application/json or application") as refused:
        require_json(content_type)

    assert ("Accept", "application/json") in refused.value.get_headers()
