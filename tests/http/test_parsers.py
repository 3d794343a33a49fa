"""What each parser takes; and the same bodies as Express 5 got, with what it made of them."""

from __future__ import annotations

import base64
import gzip
import json
from functools import partial
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    RequestEntityTooLarge,
    Unauthorized,
    UnsupportedMediaType,
)

from gateway.http.bounds import Bounds
from gateway.http.forms import parse
from gateway.http.inputs import Reader
from gateway.http.parsers import (
    NO_BODY,
    FormParser,
    JsonParser,
    MultipartParser,
    OwnParser,
    Parser,
    TextParser,
)
from gateway.http.schema import BodySchema

RECORDED = json.loads(Path(__file__).with_name("express5_bodies.json").read_text(encoding="utf-8"))
ROUTES = {
    "json": "{parser: json}",
    "json-loose": "{parser: json, strict: false}",
    "json-small": "{parser: json, max_size: 20B}",
    "json-any": '{parser: json, types: ["*/*"]}',
    "json-plus": '{parser: json, types: ["+json"]}',
    "json-types": "{parser: json, types: [json, text/x-json, application/csp-report]}",
    "json-packed": "{parser: json, inflate: false}",
    "json-hook": '{parser: json, hook: "served:dated"}',
    "json-verify": '{parser: json, verify: "served:verified"}',
    "form": "{parser: form}",
    "form-nested": "{parser: form, nested: true}",
    "form-few": "{parser: form, max_fields: 3}",
    "form-shallow": "{parser: form, nested: true, max_depth: 2}",
    "form-small": "{parser: form, max_size: 10B}",
    "form-latin": "{parser: form, charset: iso-8859-1}",
    "text": "{parser: text}",
    "text-any": '{parser: text, types: ["*/*"]}',
    "text-latin": "{parser: text, charset: iso-8859-1}",
    "text-small": "{parser: text, max_size: 10B}",
    "text-html": "{parser: text, types: [html]}",
    "bytes": "{parser: bytes}",
    "bytes-any": '{parser: bytes, types: ["*/*"]}',
    "bytes-image": '{parser: bytes, types: ["image/*", pdf]}',
    "bytes-small": '{parser: bytes, types: ["*/*"], max_size: 10B}',
    "bytes-packed": '{parser: bytes, types: ["*/*"], inflate: false}',
    "bytes-verify": '{parser: bytes, types: ["*/*"], verify: "served:long"}',
    "several": "[{parser: json, max_size: 20B}, {parser: form}, {parser: text, max_size: 10B}]",
}
HANDLERS = """
import base64, json

def told(request):
    body = request.body
    if request.body_parser is None:
        return {"none": True}
    if isinstance(body, bytes):
        return {"bytes": base64.b64encode(body).decode()}
    if hasattr(body, "lists"):
        body = {name: values if len(values) > 1 else values[0] for name, values in body.lists()}
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    return {"size": len(text)} if len(text) > 1000 else {"body": body}

def failed(request, error):
    names = ("type", "limit", "expected", "received", "charset", "encoding")
    return {"error": {name: said for name in names if (said := getattr(error, name, None)) is not None}}

def dated(value):
    return f"on {value['date']}" if "date" in value else value

def verified(request, data):
    if b"own" in data:
        raise HTTPError(401, type="own.type")
    if b"bad" in data:
        raise KeyError("bad")

def long(request, data):
    return len(data) >= 3
"""


EMPTY = "nothing is no JSON value: W19 of the design"
OWN_LIMIT = "a route's limit holds before its types are looked at"
FLAT = "names of flat fields stay as they were sent"
DIFFERENT = [
    # route, type, what is sent, encoding, what we answer instead, why
    ("json", "application/json", b"", None, 400, "entity.parse.failed", EMPTY),
    ("json-loose", "application/json", b"", None, 400, "entity.parse.failed", EMPTY),
    ("json-verify", "application/json", b"", None, 400, "entity.parse.failed", EMPTY),
    ("several", "application/json", b"", None, 400, "entity.parse.failed", EMPTY),
    ("json", "application/json", b"[1e400]", None, 400, "entity.parse.failed", "no float is that large"),
    (
        "json", "application/json", b"[12345678901234567890]", None,
        200, {"body": [12345678901234567890]}, "Python's numbers are exact",
    ),
    (
        "json", "application/json", b'["\\ud800"]', None,
        400, "entity.parse.failed", "half a character is no text that could be sent on",
    ),
    (
        "json", "application/json", b"[" * 2000 + b"]" * 2000, None,
        400, "entity.parse.failed", "bombs of brackets: W21 of the design",
    ),
    (
        "json", "application/json", b'{"a":"\xff"}', None,
        400, "entity.parse.failed", "invalid UTF-8 would be lost: W19 of the design",
    ),
    (
        "json", "application/json; charset=utf-7", b'{"a":1}', None,
        415, "charset.unsupported", "UTF-7 is for attacks only",
    ),
    ("json-small", "text/plain", b'{"a":"0123456789012"}', None, 413, "entity.too.large", OWN_LIMIT),
    (
        "json", "application/json", base64.b64decode("CwOAeyJhIjoxfQNqdW5r"), "br",
        400, "encoding.broken", "brotli's decoder refuses what follows the end",
    ),
    (
        "json", "application/json", base64.b64decode("q1ZKVLIyrAUA"), "deflate",
        200, {"body": {"a": 1}}, "bare deflate is sent by some clients",
    ),
    ("form", "application/x-www-form-urlencoded", b"[a]=1", None, 200, {"body": {"[a]": "1"}}, FLAT),
    ("form", "application/x-www-form-urlencoded", b"[0]=1", None, 200, {"body": {"[0]": "1"}}, FLAT),
    (
        "form-nested", "application/x-www-form-urlencoded", b"a[150]=x", None,
        400, "querystring.parse.rangeError", "over the limit of a list is an error: W18 of the design",
    ),
    (
        "text", "text/plain; charset=shift_jis", b"\x80\xe9AB", None,
        200, {"body": "\ufffd\u9874B"}, "Python's table has no such character",
    ),
]  # fmt: skip


def bytes_of(case):
    """The bytes of a request."""
    if "base64" in case:
        return base64.b64decode(case["base64"])
    return "".join(text * count for text, count in case.get("times", [[case.get("text", ""), 1]])).encode()


def answered(client, case):
    """Status and JSON of our service."""
    data = bytes_of(case)
    headers = {"Content-Type": case.get("type"), "Content-Encoding": case.get("encoding")}
    environ = {"wsgi.input": BytesIO(data)}
    if case.get("chunked"):
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    else:
        environ["CONTENT_LENGTH"] = str(len(data))
    answer = client.open(
        f"/{case['route']}",
        method=case.get("method", "POST"),
        headers={name: value for name, value in headers.items() if value is not None},
        environ_overrides=environ,
    )
    return answer.status_code, answer.json


def agrees(ours, theirs):
    """The same value; or an error that says at least the same, but for how much was read before it."""
    if "error" not in theirs:
        return ours == theirs
    said = {name: value for name, value in theirs["error"].items() if name != "received"}
    return said.items() <= ours["error"].items()


def different(case):
    """What we answer otherwise, and why; None where we agree."""
    key = (case["route"], case.get("type"), bytes_of(case), case.get("encoding"))
    return next((one[4:] for one in DIFFERENT if one[:4] == key), None)


CASES = [pytest.param(case, id=f"{number}-{case['route']}") for number, case in enumerate(RECORDED["cases"])]


@pytest.fixture(scope="module")
def services():
    """The one service that all requests go to, as soon as it is there."""
    return []


@pytest.fixture
def ask(serve, services):
    """What our service with the same parsers answers."""
    if not services:
        rows = "".join(
            f'  - {{path: /{name}, methods: [ANY], handler: "served:told", body: {body}}}\n'
            for name, body in ROUTES.items()
        )
        head = 'settings: {body: {max_size: 102400B}}\nerrors: [{on: 4xx, handler: "served:failed"}]\n'
        services.append(serve(f"{head}routes:\n{rows}", HANDLERS))
    return partial(answered, services[0])


@pytest.mark.parametrize("case", [case for case in CASES if different(case.values[0]) is None])
def test_body_is_what_express_makes_of_it(ask, case):
    status, told = ask(case)

    assert status == case["status"]
    assert agrees(told, case["told"]), (told, case["told"])


@pytest.mark.parametrize("case", [case for case in CASES if different(case.values[0]) is not None])
def test_body_is_deliberately_something_else(ask, case):
    status, told = ask(case)
    expected_status, expected, reason = different(case)

    assert (status, told.get("error", {}).get("type") or told) == (expected_status, expected), reason
    assert status != case["status"] or not agrees(told, case["told"])


def test_every_difference_is_met():
    keys = {
        (case["route"], case.get("type"), bytes_of(case), case.get("encoding")) for case in RECORDED["cases"]
    }

    assert keys >= {one[:4] for one in DIFFERENT}


URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
NAMED = BodySchema({"type": "object", "required": ["a"], "properties": {"tags": {"type": "array"}}})


def part(disposition, value=b"1"):
    return b"--b\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (disposition.encode(), value)


FORM = part("name=a") + b"--b--\r\n"
UPLOAD = part("name=a") + part("name=f; filename=x", b"123") + b"--b--\r\n"


@pytest.fixture
def sent(request_for):
    """A request with a body."""

    def make(data, content_type="", **extra):
        environ = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(data))}
        return request_for(method="POST", **environ | {"wsgi.input": BytesIO(data)} | extra)

    return make


@pytest.fixture
def read(sent):
    """What a parser makes of a body."""

    def read(kind, data, content_type="", packed="", **options):
        extra = {"HTTP_CONTENT_ENCODING": packed} if packed else {}
        return kind(name="", kinds=(), **options).read(sent(data, content_type, **extra), content_type)

    return read


def refused(read, /, *arguments, error=HTTPException, **options):
    """The error that a body is refused with."""
    with pytest.raises(error) as caught:
        read(*arguments, **options)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "options", "data", "value"),
    [
        (Parser, {}, b"\xff", b"\xff"),
        (JsonParser, {}, b'{"a": 1}', {"a": 1}),
        (JsonParser, {"strict": False}, b"1", 1),
        (JsonParser, {"hook": len}, b'[{"a": 1}]', [1]),
        (TextParser, {}, b"\xc3\xa9\xff", "é\ufffd"),
        (TextParser, {"charset": "latin1"}, b"\xe9", "é"),
        (OwnParser, {"call": int}, b"12", 12),
        (FormParser, {}, b"a=1&a=2", {"a": ["1", "2"]}),
        (FormParser, {"charset": "latin-1"}, b"a=%E9", {"a": ["é"]}),
        (FormParser, {"nested": True}, b"a[b]=1", {"a": {"b": "1"}}),
    ],
)
def test_body_is_read_as_its_parser_does(read, kind, options, data, value):
    assert read(kind, data, **options) == value
    assert read(kind, b"", **options) is NO_BODY


@pytest.mark.parametrize(
    ("kind", "options", "value"),
    [
        (Parser, {}, b""),
        (TextParser, {}, ""),
        (OwnParser, {"call": int}, None),
        (FormParser, {}, {}),
        (FormParser, {"nested": True}, {}),
        (MultipartParser, {}, {}),
    ],
)
def test_body_of_no_bytes_is_what_no_bytes_are(kind, options, value):
    assert kind(name="", kinds=(), **options).empty() == value
    assert kind(name="", kinds=(), schema=NAMED, **options).empty() is None


@pytest.mark.parametrize("packed", ["gzip", "br", "foo", "identity, deflate"])
def test_parser_that_does_not_unpack_refuses_what_is_packed(read, packed):
    error = refused(read, Parser, b"x", packed=packed, inflates=False, error=UnsupportedMediaType)

    assert error.type == "encoding.unsupported"
    assert ("Accept-Encoding", "identity") in error.get_headers()
    assert read(Parser, b"x", packed="identity", inflates=False) == b"x"


def test_parser_has_a_limit_of_its_own(sent):
    request = sent(b"12345")
    Parser(name="", kinds=(), max_size=5).read(request, "")

    assert request.max_size == 5
    assert refused(Parser(name="", kinds=(), max_size=4).read, sent(b"12345"), "").limit == 4


def test_parser_beside_others_with_limits_has_the_services_own(sent):
    request = sent(b"12345")
    request.max_size = 1
    Parser(name="", kinds=(), usual_size=True).read(request, "")

    assert request.max_size == 1_048_576


def test_what_a_layer_has_read_keeps_the_limit_of_the_parser(sent):
    request = sent(b"12345")

    assert request.data == b"12345"
    assert (
        refused(Parser(name="", kinds=(), max_size=4).read, request, "", error=RequestEntityTooLarge).received
        == 5
    )


def test_body_is_verified_once_before_it_is_parsed(sent):
    seen = []
    parser = JsonParser(name="", kinds=(), verify=lambda request, data: seen.append((request, data)))
    request = sent(gzip.compress(b"[1]"), HTTP_CONTENT_ENCODING="gzip")
    parser.read(request, "")
    parser.read(request, "")

    assert seen == [(request, b"[1]")]


@pytest.mark.parametrize("fault", [ValueError, KeyError, RuntimeError])
def test_body_that_is_not_verified_is_forbidden_and_logged(read, caplog, fault):
    def verify(request, data):
        raise fault("what the log needs")

    error = refused(read, JsonParser, b"[]", verify=verify, error=Forbidden)

    assert (error.type, error.body) == ("entity.verify.failed", b"[]")
    assert "log needs" in caplog.text
    assert "log needs" not in error.description


def test_body_of_no_bytes_is_no_json():
    with pytest.raises(BadRequest) as refused:
        JsonParser(name="json", kinds=()).empty()

    assert (refused.value.code, refused.value.type) == (400, "entity.parse.failed")


@pytest.mark.parametrize("verify", [lambda *_: False, lambda *_: 1 // 0])
def test_path_in_the_log_of_a_body_that_is_not_verified_cannot_end_its_line(sent, caplog, verify):
    request = sent(b"x")
    request.path = "/a\nINFO forged"
    refused(Parser(name="", kinds=(), verify=verify).read, request, "", error=Forbidden)

    assert "/a\\nINFO forged" in caplog.text


def test_verify_may_say_no_by_false(read, caplog):
    assert refused(read, Parser, b"x", verify=lambda *_: False).type == "entity.verify.failed"
    assert "was not verified" in caplog.text


def test_verify_may_answer_by_itself(read):
    def verify(request, data):
        raise Unauthorized("sign it")

    assert refused(read, Parser, b"x", verify=verify, error=Unauthorized).description == "sign it"


def test_body_of_no_bytes_is_verified_if_it_was_sent(sent):
    parser = Parser(name="", kinds=(), verify=lambda *_: False)

    assert refused(parser.read, sent(b""), "").code == 403
    assert parser.read(sent(b"", CONTENT_LENGTH=""), "") is NO_BODY


def test_own_parser_refuses_with_value_error_only(read):
    error = refused(read, OwnParser, b"x", call=int, error=BadRequest)

    assert (error.type, error.body) == ("entity.parse.failed", b"x")
    with pytest.raises(KeyError):
        read(OwnParser, b"x", call={}.__getitem__)


def test_text_in_an_unknown_charset_is_refused(read):
    error = refused(read, TextParser, b"x", "text/plain; charset=klingon", error=UnsupportedMediaType)

    assert (error.type, error.charset) == ("charset.unsupported", "klingon")
    assert read(TextParser, b"\xe9", "text/plain; charset=latin1") == "é"
    assert read(TextParser, b"x", "text/plain; charset=") == "x"


@pytest.mark.parametrize(("kind", "data"), [(FormParser, b"b=1"), (JsonParser, b"{}")])
def test_value_must_fit_the_schema(read, kind, data):
    with pytest.raises(BadRequest, match="the body does not fit"):
        read(kind, data, schema=NAMED)


def test_schema_sees_lists_where_it_wants_them(read):
    data = b"a=1&tags=x"

    assert read(FormParser, data, schema=NAMED, lists=frozenset({"tags"}))["tags"] == "x"
    with pytest.raises(BadRequest, match="tags"):
        read(FormParser, data, schema=NAMED)
    assert read(FormParser, b"a=1&tags[]=x", schema=NAMED, nested=True) == {"a": "1", "tags": ["x"]}


@pytest.mark.parametrize(
    ("kind", "options", "data", "value"),
    [
        (FormParser, {}, b"_m=PUT&a=1&_m=2", {"a": ["1"]}),
        (FormParser, {"nested": True}, b"_m=PUT&a[b]=1", {"a": {"b": "1"}}),
        (JsonParser, {}, b'{"_m": 1}', {"_m": 1}),
    ],
)
def test_field_that_named_the_method_is_not_for_the_route(sent, kind, options, data, value):
    request = sent(data)
    request.hidden_field = "_m"

    assert kind(name="", kinds=(), **options).read(request, "") == value


def test_parser_of_something_else_leaves_forms_alone(sent):
    request = sent(b"a=1", URLENCODED)

    assert JsonParser(name="", kinds=()).form(request) == parse(request)


def test_form_is_read_as_its_parser_says(sent):
    parser = FormParser(name="", kinds=(), bounds=Bounds(max_fields=1), charset="latin-1")

    assert parser.form(sent(b"a=%E9", URLENCODED))[0]["a"] == "é"
    assert refused(parser.form, sent(b"a&b", URLENCODED)).type == "parameters.too.many"


@pytest.fixture
def routed(sent):
    """A request to a route with a multipart parser."""

    def make(data, **options):
        parser = MultipartParser(name="multipart", kinds=("multipart",), **options)
        request = sent(data, MULTIPART)
        read = Reader(parsers=(parser,))
        request.route = SimpleNamespace(endpoint=SimpleNamespace(body=read))
        return request

    return make


def test_multipart_gives_fields_and_files(routed):
    request = routed(UPLOAD)

    assert request.body.to_dict() == {"a": "1"}
    assert request.files["f"].read() == b"123"
    assert request.body is request.form


def test_multipart_may_be_nested_and_must_fit_its_schema(routed):
    assert routed(part('name="a[b]"') + b"--b--", nested=True).body == {"a": {"b": "1"}}
    assert routed(FORM, schema=NAMED).body == {"a": ["1"]}
    with pytest.raises(BadRequest, match="does not fit"):
        routed(part("name=b") + b"--b--", schema=NAMED).body  # noqa: B018


def test_multipart_that_is_verified_is_read_whole(routed):
    seen = []
    request = routed(UPLOAD, verify=lambda _, data: seen.append(data))

    assert request.files["f"].read() == b"123"
    assert request.body.to_dict() == {"a": "1"}
    assert seen == [UPLOAD]


def test_multipart_may_be_for_other_types_of_parts(routed):
    request = routed(UPLOAD)
    request.environ["CONTENT_TYPE"] = "multipart/mixed; boundary=b"

    assert request.body.to_dict() == {"a": "1"}


def test_multipart_without_parts_is_a_form_and_without_bytes_none(sent):
    parser = MultipartParser(name="", kinds=())

    assert parser.read(sent(b"--b--", MULTIPART), MULTIPART) == {}
    assert parser.read(sent(b"", MULTIPART), MULTIPART) is NO_BODY


def test_form_that_was_read_before_the_route_was_known_is_looked_at_again(sent):
    request = sent(UPLOAD, MULTIPART)
    parser = MultipartParser(name="", kinds=(), bounds=Bounds(max_files=0))

    assert request.form["a"] == "1"
    assert MultipartParser(name="", kinds=()).read(request, MULTIPART).to_dict() == {"a": "1"}
    assert refused(parser.read, request, MULTIPART).type == "files.too.many"


def test_form_that_nobody_can_verify_any_more_is_not_let_through(sent):
    request = sent(UPLOAD, MULTIPART)

    assert request.form["a"] == "1"
    with pytest.raises(RuntimeError, match="read as a stream"):
        MultipartParser(name="", kinds=(), verify=lambda *_: True).read(request, MULTIPART)
