from __future__ import annotations

import sys
from datetime import UTC, datetime
from wsgiref.util import FileWrapper

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http import Response
from gateway.http.etag import weak
from gateway.http.response import Owned, ready

READY = [("Content-Type", "text/plain"), ("Content-Length", "4")]


class Closed:
    """A body that tells whether it was read and closed."""

    def __init__(self):
        self.is_read = self.is_closed = False

    def __iter__(self):
        self.is_read = True
        yield b"chunk"

    def close(self):
        self.is_closed = True


@pytest.fixture
def send():
    """What a server gets: status line, headers and body."""

    def sent(response, method="GET"):
        started = []
        body = response.send(method, lambda status, headers: started.extend((status, dict(headers))))
        return *started, b"".join(body)

    return sent


@pytest.mark.parametrize(
    ("response", "body", "type_"),
    [
        (Response(), b"", None),
        (Response(b"x"), b"x", "application/octet-stream"),
        (Response([b"x"]), [b"x"], None),
        (Response("ä"), "ä".encode(), "text/html; charset=utf-8"),
        (Response("x", type="text"), b"x", "text/plain; charset=utf-8"),
        (Response(b"x", type="png"), b"x", "image/png"),
        (Response("x", headers={"content-type": "a/b"}, type="c/d"), b"x", "c/d"),
        (Response.text("x"), b"x", "text/plain; charset=utf-8"),
        (Response.html("x"), b"x", "text/html; charset=utf-8"),
        (Response.json({"a": [1, None]}), b'{"a":[1,null]}', "application/json"),
    ],
)
def test_response_has_its_body_and_type(response, body, type_):
    assert (response.status, response.body, response.headers.get("Content-Type")) == (200, body, type_)


@pytest.mark.parametrize("make", [Response, Response.text, Response.html, Response.json])
def test_every_way_takes_status_and_headers(make):
    response = make("x", 201, {"X-A": "b"})

    assert (response.status, response.headers["X-A"]) == (201, "b")


def test_json_refuses_what_it_cannot_hold(request_for):
    response = Response.json({"a": object()})

    with pytest.raises(TypeError, match="not JSON serializable"):
        response.settle(request_for())


def test_headers_may_repeat_a_name():
    response = Response(headers=[("Link", "</a>"), ("Link", "</b>")])

    assert response.headers.getlist("link") == ["</a>", "</b>"]


@pytest.mark.parametrize("name", ["text/html\r\nX-A: b", "text\x00/html", "text/€"])
def test_bad_type_is_refused_at_once(name):
    with pytest.raises(ValueError, match="holds a character that HTTP cannot carry"):
        Response(b"x", type=name)


@pytest.mark.parametrize("status", [0, 99, 1000, -200, "200", "200 OK\r\nX-A: b", None, 200.5, True])
def test_bad_status_is_refused_at_once(status):
    with pytest.raises(ValueError, match="is not an HTTP status"):
        Response(status=status)


def test_bad_status_leaves_the_old_one():
    response = Response(status=201)

    with pytest.raises(ValueError, match="is not an HTTP status"):
        response.status = 1000

    assert response.status == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "b\r\nSet-Cookie: c=d"}, {"X-A": "b\nc"}, {"X-A": "b\rc"}, {"X-A": "b\x00"}, {"X-A": "b\x7f"},
        {"X-A": "€"}, {"X-A\r\nX-B": "c"}, {"X A": "b"}, {"X-A:": "b"}, {"": "b"}, {"Ä": "b"},
    ],
)  # fmt: skip
def test_bad_header_is_refused_at_once(headers):
    with pytest.raises(ValueError, match=r"(?i)header"):
        Response(headers=headers)


@pytest.mark.parametrize("value", ["b", "", "a\tb", "ä", 'a  b; c="d,"'])
def test_header_may_hold_what_http_can(value):
    assert Response(headers={"X-A": value}).headers["X-A"] == value


@pytest.mark.parametrize("body", [bytearray(b"ab"), memoryview(b"ab"), type("Bytes", (bytes,), {})(b"ab")])
def test_bytes_by_another_name_are_sent_with_their_length(send, body):
    _, headers, sent = send(Response(body))

    assert (dict(headers)["Content-Length"], sent) == ("2", b"ab")


@pytest.mark.parametrize("body", [None, {"a": 1}, 5, 1.5, True])
def test_value_that_is_no_body_is_refused_at_once(body):
    with pytest.raises(TypeError, match=r"Response\.json"):
        Response(body)


@pytest.mark.parametrize("value", ["b\r\nSet-Cookie: c=d", "b\nc"])
def test_header_set_later_lets_no_line_break_through(value):
    with pytest.raises(ValueError, match="HTTP cannot carry"):
        Response().headers["X-A"] = value


@given(st.text())
def test_location_is_always_a_header_http_can_carry(url):
    response = Response()
    response.location = url

    assert response.headers["Location"].isascii()
    assert not set(response.headers["Location"]) & set('\r\n "<>\\')


def test_location_keeps_escapes_and_separators():
    response = Response()
    response.location = "https://a.example/%2F/ä b?c=d&e#f"

    assert response.location == "https://a.example/%2F/%C3%A4%20b?c=d&e#f"


def test_response_goes_nowhere_by_itself():
    assert Response().location is None


@pytest.mark.parametrize(
    ("before", "fields", "after"),
    [
        (None, ["Accept"], "Accept"),
        ("Cookie", ["Accept", "accept", "COOKIE"], "Cookie, Accept"),
        ("Cookie,,", ["Accept"], "Cookie, Accept"),
        ("*", ["Accept"], "*"),
        (None, ["*", "Accept"], "*"),
        ("Cookie", ["*"], "*"),
        (None, ["Accept, cookie ,Origin", "Cookie"], "Accept, cookie, Origin"),
    ],
)
def test_vary_names_each_field_once(before, fields, after):
    response = Response(headers={"Vary": before} if before else None)
    for field in fields:
        response.vary(field)

    assert response.headers["Vary"] == after


@pytest.mark.parametrize("field", ["", "Accept,,Cookie", "a b", "a\r\nb"])
def test_vary_refuses_what_is_no_name(field):
    with pytest.raises(ValueError, match="is not a header name"):
        Response().vary(field)


def test_cookie_is_safe_unless_told_otherwise():
    response = Response()
    response.set_cookie("a", "b c")

    assert response.headers["Set-Cookie"] == "a=b%20c; Path=/; HttpOnly; SameSite=Lax"


def test_cookie_has_every_attribute_it_is_given():
    response = Response()
    response.set_cookie(
        "a", "b", expires=datetime(2030, 1, 2, tzinfo=UTC), path="/x", domain="example.org",
        http_only=False, secure=True, same_site="None", partitioned=True, priority="HIGH",
    )  # fmt: skip

    assert response.headers["Set-Cookie"] == (
        "a=b; Domain=example.org; Path=/x; Expires=Wed, 02 Jan 2030 00:00:00 GMT; Secure; Partitioned; "
        "Priority=High; SameSite=None"
    )


def test_several_cookies_are_several_headers():
    response = Response()
    response.set_cookie("a", "b")
    response.delete_cookie("c", path="/x", secure=True)

    assert response.headers.getlist("Set-Cookie") == [
        "a=b; Path=/; HttpOnly; SameSite=Lax",
        "c=; Path=/x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax",
    ]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("a b", {}), ("", {}), ("a\r\nb", {}), ("a", {"path": "/;x"}), ("a", {"domain": "a\r\nb"}),
        ("a", {"same_site": "always"}), ("a", {"max_age": "soon"}), ("a", {"value": "x" * 5000}),
    ],
)  # fmt: skip
def test_bad_cookie_is_refused_at_once(name, more):
    with pytest.raises(ValueError, match="cookie"):
        Response().set_cookie(name, **more)


def test_sent_response_has_its_length(send):
    assert send(Response("ä")) == (
        "200 OK",
        {"Content-Type": "text/html; charset=utf-8", "Content-Length": "2"},
        "ä".encode(),
    )


def test_length_that_was_given_is_corrected(send):
    _, headers, _ = send(Response(b"four", headers={"Content-Length": "400"}))

    assert headers["Content-Length"] == "4"


def test_ready_response_is_sent_as_it_is(send):
    assert send(ready(b"four", 299, [*READY])) == ("299 Unknown", dict(READY), b"four")


def test_ready_response_takes_headers(send):
    response = ready(b"four", 200, [*READY])
    response.headers["X-A"] = "b"
    response.headers.setdefault("Content-Type", "a/b")

    assert send(response)[1] == {**dict(READY), "X-A": "b"}


@pytest.mark.parametrize("body", [b"", b"longer"])
@pytest.mark.parametrize("make", [lambda: Response(b"four"), lambda: ready(b"four", 200, [*READY])])
def test_length_follows_a_body_that_was_replaced(send, make, body):
    response = make()
    response.body = body

    assert (send(response)[1]["Content-Length"], send(response)[2]) == (str(len(body)), body)


def test_length_and_type_go_with_a_body_that_may_not_be(send):
    response = ready(b"four", 200, [*READY])
    response.status = 304
    response.headers["ETag"] = '"a"'

    assert send(response) == ("304 Not Modified", {"ETag": '"a"'}, b"")


@pytest.mark.parametrize("status", [101, 204, 304])
@pytest.mark.parametrize("make", [Response.text, lambda text, status: Response(iter([text]), status)])
def test_status_without_a_body_sends_none(send, status, make):
    line, headers, body = send(make("x", status))

    assert (line[:3], headers, body) == (str(status), {}, b"")


def test_head_is_answered_without_the_body_but_with_its_length(send):
    assert send(Response.text("four"), "HEAD")[1:] == (
        {"Content-Type": "text/plain; charset=utf-8", "Content-Length": "4"},
        b"",
    )


def test_stream_is_handed_to_the_server_unread(send):
    body = Closed()
    Response(body).send("GET", lambda *_: None)

    assert (body.is_read, body.is_closed) == (False, False)


def test_body_that_only_the_server_can_send_is_handed_to_it():
    class FileOfTheServer:
        """As gunicorn's, which is known by its class and has no `__iter__`."""

        def __getitem__(self, index):
            return b""

    body = FileOfTheServer()

    assert Response(body).send("GET", lambda *_: None) is body


def test_exit_in_any_body_is_a_failure_of_its_answer_alone():
    class Exiting:
        def __iter__(self):
            sys.exit(3)

    with pytest.raises(RuntimeError, match="SystemExit while the answer was streamed"):
        [*Response(Exiting()).send("GET", lambda *_: None)]


def test_body_of_a_layer_does_not_go_out_with_the_length_of_the_old_one(send):
    response = ready(b"old", 200, [("Content-Length", "3")])
    response.body = iter([b"longer"])

    assert "Content-Length" not in dict(send(response)[1])


def test_length_that_a_layer_gives_to_its_body_goes_out(send):
    response = ready(b"old", 200, [("Content-Length", "3")])
    response.body = iter([b"longer"])
    response.headers["Content-Length"] = "6"

    assert dict(send(response)[1])["Content-Length"] == "6"


def test_headers_of_an_own_response_are_added_to_no_other():
    kept = Response("x", headers={"X-A": "1"})
    kept.own().headers.add("Set-Cookie", "a=b")

    assert [*kept.headers] == [("X-A", "1"), ("Content-Type", "text/html; charset=utf-8")]


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_stream_that_is_not_sent_is_closed_unread(send, method, status):
    body = Closed()
    sent = send(Response(body, status), method)

    assert (sent[2], body.is_read, body.is_closed) == (b"", False, True)


def test_list_of_chunks_is_a_body(send):
    assert send(Response([b"a", b"b"]))[1:] == ({}, b"ab")
    assert send(Response([b"a", b"b"]), "HEAD")[2] == b""


def test_exit_in_a_stream_of_a_response_does_not_leave_it(send):
    def chunks():
        yield b"a"
        raise SystemExit

    with pytest.raises(RuntimeError, match="SystemExit while the answer was streamed"):
        send(Response(chunks()))


class Wrapper:
    """A server's own file: what it iterates over, only the server knows (PEP 3333)."""

    def __getitem__(self, index):
        raise IndexError


def test_file_of_a_server_goes_back_to_it_as_it_is():
    wrapper, sent = Wrapper(), []
    response = Response()
    response.body = wrapper

    assert response.send("GET", lambda status, headers: sent.append(status)) is wrapper
    assert response.send("HEAD", lambda status, headers: sent.append(status)) == ()
    assert sent == ["200 OK", "200 OK"]


def test_wrapper_of_a_server_goes_back_to_it_even_if_it_is_iterable(tmp_path):
    (tmp_path / "file").write_bytes(b"text")
    with (tmp_path / "file").open("rb") as file:
        response = Response()
        response.body = FileWrapper(file)
        environ = {"wsgi.file_wrapper": FileWrapper}

        assert response.send("GET", lambda *_: None, environ) is response.body
        assert b"".join(response.send("GET", lambda *_: None)) == b"text"


def name_path(response, request):
    response.headers.add("X-Path", request.path)


@pytest.mark.parametrize("make", [Response, Response().own, lambda: ready(b"", 200, [])])
def test_change_waits_for_the_request(request_for, make):
    response = make()
    response.later(name_path)
    response.later(name_path)
    before = [*response.headers]
    response.settle(request_for("/x"))

    assert (before, response.headers.getlist("X-Path")) == ([], ["/x", "/x"])


def test_change_is_made_once(request_for):
    response = ready(b"", 200, [])
    response.later(name_path)
    response.settle(request_for("/x"))
    response.settle(request_for("/y"))

    assert response.headers.getlist("X-Path") == ["/x"]
    assert type(response) is Owned


def test_change_of_a_change_is_not_lost(request_for):
    response = Response()
    response.later(lambda response, _request: response.later(name_path))
    response.settle(request_for("/x"))

    assert response.headers.getlist("X-Path") == ["/x"]


def test_change_of_a_kept_response_is_made_for_each_request(serve):
    client = serve(
        "routes: [{path: '/:id', handler: served:kept}]",
        """
        KEPT = Response("x")
        KEPT.later(lambda response, request: response.headers.add("X-Path", request.path))

        def kept(request, id):
            return KEPT
        """,
    )

    assert [client.get(path).headers.getlist("X-Path") for path in ("/a", "/b")] == [["/a"], ["/b"]]


def test_change_that_a_layer_asks_for_is_made_around_it(serve):
    client = serve(
        "routes: [{path: '/x', handler: served:plain, stack: [served:outer, served:inner]}]",
        """
        def name_path(response, request):
            response.headers.add("X-Path", request.path)

        def outer(request, call_next):
            response = call_next(request)
            response.headers.add("X-Seen", response.headers["X-Path"])
            response.later(name_path)
            return response

        def inner(request, call_next):
            response = call_next(request)
            response.later(name_path)
            return response

        def plain(request):
            return "x"
        """,
    )
    answer = client.get("/x")

    assert (answer.headers.getlist("X-Path"), answer.headers["X-Seen"]) == (["/x", "/x"], "/x")


@pytest.mark.parametrize("make", [Response, Response.text, Response.html, Response.json])
def test_type_that_is_given_counts(make):
    own = "application/vnd.api+json"

    assert make("x", type=own).headers.getlist("Content-Type") == [own]
    assert make("x", headers={"content-type": own}).headers.getlist("Content-Type") == [own]
    assert make("x", headers={"content-type": "a/b"}, type=own).headers.getlist("Content-Type") == [own]
    assert make("x", headers=(pair for pair in [("Content-Type", own)])).type == own


@pytest.mark.parametrize(
    "make", [lambda: Response(b"x"), lambda: ready(b"x", 200, [("Content-Length", "1")])]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reset_content_has_no_body_and_says_so(send, make, method):
    response = make()
    response.status = 205

    line, headers, body = send(response, method)

    assert (line, headers["Content-Length"], body) == ("205 Reset Content", "0", b"")


def test_json_stays_what_a_layer_has_made_of_it(request_for):
    response = Response.json({"a": 1}).own()
    response.body = b"other"
    response.settle(request_for())

    assert response.body == b"other"


@pytest.mark.parametrize("make", [lambda: Response("a"), lambda: ready(b"a", 200, [("Content-Length", "1")])])
def test_text_that_a_layer_puts_in_is_sent_with_its_length(send, make):
    response = make()
    response.body = "äb"

    assert send(response)[1]["Content-Length"] == "3"
    assert send(response)[2] == "äb".encode()


def test_text_that_a_layer_puts_in_has_a_tag():
    sent = []
    response = Response("old")
    response.body = "new"
    response.send("GET", lambda *given: sent.extend(given), {}, weak)

    assert dict(sent[1])["ETag"] == weak(b"new")


@pytest.mark.parametrize(("made", "tags"), [('"a"', ['"a"']), (None, []), ("", [])])
def test_maker_of_tags_may_make_none(made, tags):
    sent = []
    Response("x").send("GET", lambda *given: sent.extend(given), {}, lambda _body: made)

    assert [value for name, value in sent[1] if name == "ETag"] == tags
