from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from gateway.http.bounds import Bounds
from gateway.http.forms import charset_of, nest, pairs, parse, plain, require

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
FORM = (
    b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xc3\xa9\r\n'
    b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n12345\r\n--b--\r\n'
)


@pytest.fixture
def sent(request_for):
    """A request with a form."""

    def make(content_type, data, **extra):
        environ = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(data))}
        return request_for(method="POST", **environ | {"wsgi.input": BytesIO(data)} | extra)

    return make


def test_fields_are_decoded_in_order(sent):
    data = b"a=1&b=x+y&a=%C3%A9%3D&c&&d=%zz%41&e=%FF"
    fields, files = parse(sent(f"{URLENCODED}; charset=utf-8", data))

    assert list(fields.items(multi=True)) == [
        ("a", "1"), ("a", "é="), ("b", "x y"), ("c", ""), ("d", "%zz%41"), ("e", "%FF"),
    ]  # fmt: skip
    assert not files


@pytest.mark.parametrize(
    ("data", "encoding", "found"),
    [
        (b"a=\xff\xc3\xa9", "utf-8", [("a", "\ufffdé")]),
        (b"\xef\xbb\xbfa=1", "utf-8", [("a", "1")]),
        (b"a=%E9%zz+\xe9", "latin-1", [("a", "é%zz é")]),
        (b"=1&&&", "utf-8", []),
        (b"__proto__=1&%5F_proto__=2&a=3", "utf-8", [("a", "3")]),
        (b"", "utf-8", []),
    ],
)
def test_what_is_malformed_stays_as_it_is(data, encoding, found):
    assert pairs(data, encoding) == found


def test_fields_are_counted_before_they_are_read():
    assert len(pairs(b"&".join(b"f%d=" % n for n in range(1000)))) == 1000
    with pytest.raises(RequestEntityTooLarge, match="more than 1000 fields") as refused:
        pairs(b"&" * 1000)

    assert (refused.value.type, refused.value.limit) == ("parameters.too.many", 1000)


@pytest.mark.parametrize(
    ("name", "found"), [("utf-8", "utf-8"), ("UTF-8", "utf-8"), ("ISO-8859-1", "latin-1")]
)
def test_forms_are_in_one_of_two_charsets(name, found):
    assert charset_of(f"{URLENCODED}; charset={name}") == found
    assert charset_of(URLENCODED, found) == found


@pytest.mark.parametrize("name", ["utf8", "utf-16", "windows-1252", "klingon"])
def test_other_charsets_are_refused(name):
    with pytest.raises(UnsupportedMediaType, match="utf-8, iso-8859-1") as refused:
        charset_of(f"{URLENCODED}; charset={name}")

    assert refused.value.charset == name


def test_multipart_is_read_as_a_stream(sent):
    request = sent(MULTIPART, FORM)
    fields, files = parse(request)

    assert (fields.to_dict(), files["f"].read()) == ({"a": "é"}, b"12345")
    with pytest.raises(RuntimeError, match="read as a stream"):
        request.data  # noqa: B018


def test_multipart_that_was_read_before_is_parsed_from_it(sent):
    request = sent(MULTIPART, FORM)

    assert request.data == FORM
    assert request.form.to_dict() == {"a": "é"}
    assert request.files["f"].read() == b"12345"


@pytest.mark.parametrize("content_type", ["", "application/json", "multipart/mixed; boundary=b"])
def test_other_types_have_no_fields(sent, content_type):
    assert parse(sent(content_type, FORM)) == ({}, {})


def test_form_of_a_mounting_service_is_that_of_the_mounted_too(sent):
    request, inner = sent(MULTIPART, FORM), sent(MULTIPART, b"")
    inner.outer = request

    assert inner.form.to_dict() == {"a": "é"}
    assert request.form is inner.form


def test_form_that_a_mounting_service_has_read_keeps_the_bounds_of_the_mounted(sent):
    request, inner = sent(MULTIPART, FORM), sent(MULTIPART, b"")
    inner.outer = request

    assert request.files["f"].filename == "x"
    with pytest.raises(RequestEntityTooLarge):
        parse(inner, Bounds(max_fields=0))
    assert parse(inner) is request.form_and_files


@pytest.mark.parametrize(
    ("bounds", "kind"),
    [
        (Bounds(max_fields=0), "parameters.too.many"),
        (Bounds(max_files=0), "files.too.many"),
        (Bounds(max_file_size=4), "entity.too.large"),
    ],
)
def test_form_that_was_read_may_be_over_other_bounds(sent, bounds, kind):
    form = parse(sent(MULTIPART, FORM))
    require(form, Bounds(max_fields=1, max_files=1, max_file_size=5))
    with pytest.raises(RequestEntityTooLarge) as refused:
        require(form, bounds)

    assert refused.value.type == kind
    assert form[1]["f"].read() == b"12345"


def test_nested_names_make_one_value():
    fields = [("a[b]", "1"), ("a[c][]", "2"), *(("n[]", str(n)) for n in range(500))]

    assert nest(fields, Bounds()) == {"a": {"b": "1", "c": ["2"]}, "n": [str(n) for n in range(500)]}


@pytest.mark.parametrize("name", ["a" + "[b]" * 3, "a[100]"])
def test_names_that_go_too_far_are_refused(name):
    with pytest.raises(BadRequest, match="the names of the form") as refused:
        nest([(name, "1")], Bounds(max_depth=2))

    assert refused.value.type == "querystring.parse.rangeError"


def test_schema_sees_texts_and_lists_of_them():
    fields = ImmutableMultiDict([("a", "1"), ("b", "2"), ("b", "3"), ("c", "4")])

    assert plain(fields) == {"a": "1", "b": ["2", "3"], "c": "4"}
    assert plain(fields, {"a"}) == {"a": ["1"], "b": ["2", "3"], "c": "4"}
