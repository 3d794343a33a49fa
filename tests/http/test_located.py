from __future__ import annotations

from dataclasses import replace

import pytest
from werkzeug.exceptions import BadRequest

from gateway.http.app import App
from gateway.http.mounting import inside
from gateway.http.request import Request

APP = App(url_for=str, respond=str, following=str)


def bare(app=APP, **environ):
    """A request of nothing but what is given, as a server could leave things out."""
    return Request({"REQUEST_METHOD": "GET"} | environ, app)


def wsgi(text):
    """Text as PEP 3333 has it: its bytes as latin-1."""
    return text.encode().decode("latin-1")


@pytest.mark.parametrize(
    ("environ", "host", "hostname"),
    [
        ({"HTTP_HOST": "Example.org"}, "Example.org", "Example.org"),
        ({"HTTP_HOST": "example.org:8000"}, "example.org:8000", "example.org"),
        ({"HTTP_HOST": "[::1]:8000"}, "[::1]:8000", "[::1]"),
        ({"HTTP_HOST": "[::1]"}, "[::1]", "[::1]"),
        ({"HTTP_HOST": "127.0.0.1:80"}, "127.0.0.1:80", "127.0.0.1"),
        ({"HTTP_HOST": "web_1.example.org:80"}, "web_1.example.org:80", "web_1.example.org"),
        ({"HTTP_HOST": "a/b"}, "", ""),
        ({"HTTP_HOST": ""}, "", ""),
        ({"SERVER_NAME": "here", "SERVER_PORT": "8000"}, "here:8000", "here"),
        ({"SERVER_NAME": "/run/socket", "SERVER_PORT": ""}, "", ""),
        ({}, "", ""),
    ],
)
def test_host_is_known_or_empty(environ, host, hostname):
    request = bare(**environ)

    assert (request.host, request.hostname) == (host, hostname)


@pytest.mark.parametrize(
    ("host", "offset", "labels"),
    [
        ("tobi.ferrets.example.com", 2, ["ferrets", "tobi"]),
        ("tobi.ferrets.example.com:80", 3, ["tobi"]),
        ("example.com", 2, []),
        ("example.com", 0, ["com", "example"]),
        ("127.0.0.1", 2, []),
        ("127.0.0.1", 0, ["127.0.0.1"]),
        ("[::ffff:1.2.3.4]", 2, []),
        ("[::1]:80", 0, ["[::1]"]),
        ("", 0, []),
    ],
)
def test_subdomains_are_the_labels_below_the_domain(host, offset, labels):
    assert bare(replace(APP, subdomain_offset=offset), HTTP_HOST=host).subdomains == labels


def test_forwarded_headers_count_for_nothing():
    request = bare(
        HTTP_HOST="example.org",
        REMOTE_ADDR="192.0.2.1",
        HTTP_X_FORWARDED_FOR="127.0.0.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="evil.example",
    )

    assert (request.remote_addr, request.access_route) == ("192.0.2.1", [])
    assert (request.scheme, request.is_secure, request.hostname) == ("http", False, "example.org")


def test_peer_may_be_unknown():
    assert (bare().remote_addr, bare().access_route) == (None, [])


def test_scheme_is_the_servers():
    request = bare(**{"wsgi.url_scheme": "https"}, HTTP_HOST="example.org")

    assert (request.scheme, request.is_secure, request.host_url) == ("https", True, "https://example.org/")


def test_method_is_the_original_one():
    assert bare(REQUEST_METHOD="PUT").original_method == "PUT"


@pytest.mark.parametrize(
    ("environ", "base_url", "original_url"),
    [
        ({"PATH_INFO": "/a/b", "QUERY_STRING": "c=%20"}, "", "/a/b?c=%20"),
        ({"PATH_INFO": "/a/b", "RAW_URI": "/a%2Fb?c=1", "QUERY_STRING": "c=1"}, "", "/a%2Fb?c=1"),
        ({"PATH_INFO": "/a/b", "RAW_URI": "/else?c=1", "QUERY_STRING": "c=1"}, "", "/a/b?c=1"),
        ({"PATH_INFO": "/a", "RAW_URI": "http://h/a"}, "", "/a"),
        ({"PATH_INFO": "/a", "RAW_URI": "/a?"}, "", "/a?"),
        ({"PATH_INFO": wsgi("/ä")}, "", "/%C3%A4"),
        ({"PATH_INFO": wsgi("/ä"), "RAW_URI": wsgi("/ä")}, "", "/%C3%A4"),
        ({"PATH_INFO": wsgi("/ä"), "RAW_URI": "/%c3%a4"}, "", "/%c3%a4"),
        ({"PATH_INFO": "/100%"}, "", "/100%25"),
        ({"PATH_INFO": "/a", "SCRIPT_NAME": "/m/n"}, "/m/n", "/m/n/a"),
        ({"PATH_INFO": "/a", "SCRIPT_NAME": wsgi("/ä b")}, "/%C3%A4%20b", "/%C3%A4%20b/a"),
        ({"PATH_INFO": "/a/b", "SCRIPT_NAME": "/mn", "RAW_URI": "/%6Dn/a%2fb"}, "/%6Dn", "/%6Dn/a%2fb"),
        ({"QUERY_STRING": wsgi("a=ä")}, "", "/?a=%C3%A4"),
        ({"QUERY_STRING": 'a=%zz&b[]="<>|'}, "", '/?a=%zz&b[]="<>|'),
        ({"PATH_INFO": "/a b"}, "", "/a%20b"),
    ],
)
def test_urls_are_had_as_they_were_sent(environ, base_url, original_url):
    request = bare(**environ)

    assert (request.base_url, request.original_url) == (base_url, original_url)


@pytest.mark.parametrize(
    ("path", "start", "base_url", "below"),
    [
        ("/blog/a%2Fb", 2, "/blog", "/a%2Fb"),
        ("/%62log/x", 2, "/%62log", "/x"),
        ("/blog/", 2, "/blog", "/"),
        ("/blog", 2, "/blog", "/"),
        ("/a/blog/x/y", 3, "/a/blog", "/x/y"),
    ],
)
def test_mounted_requests_know_what_was_sent(path, start, base_url, below):
    outer = Request(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.replace("%2F", "/").replace("%62", "b"),
            "RAW_URI": path + "?q=1",
            "QUERY_STRING": "q=1",
        },
        APP,
    )
    outer.original_method = "POST"
    inner = inside(outer, start, APP, Request)

    assert (inner.base_url, inner.raw_path, inner.original_url) == (base_url, below, f"{path}?q=1")
    assert (inner.script_root, inner.original_method) == (base_url.replace("%62", "b"), "POST")


@pytest.mark.parametrize(
    ("query", "full_path"), [("a=1", "/ä?a=1"), ("", "/ä?"), (wsgi("a=ä"), "/ä?a=ä"), ("\xff", "/ä?\ufffd")]
)
def test_full_path_is_decoded(query, full_path):
    assert bare(PATH_INFO=wsgi("/ä"), QUERY_STRING=query).full_path == full_path


def test_mount_is_decoded():
    assert bare(SCRIPT_NAME=wsgi("/ä/")).script_root == "/ä"


@pytest.mark.parametrize(
    ("port", "server"), [("80", ("here", 80)), ("", ("here", None)), ("x", ("here", None))]
)
def test_server_is_the_one_that_listens(port, server):
    assert bare(SERVER_NAME="here", SERVER_PORT=port).server == server


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", []),
        ("a=1&b=2&a=3", [("a", "1"), ("b", "2"), ("a", "3")]),
        ("a=&b&&", [("a", ""), ("b", "")]),
        ("a=%C3%A4+x", [("a", "ä x")]),
        (wsgi("a=ä"), [("a", "ä")]),
        ("a[b]=1", [("a[b]", "1")]),
        ("a=%zz&b=%", [("a", "%zz"), ("b", "%")]),
        ("a=%FF&\xff=1", [("a", "\ufffd"), ("\ufffd", "1")]),
    ],
)
def test_query_holds_every_parameter_in_order(text, pairs):
    assert sorted(bare(QUERY_STRING=text).query.items(multi=True)) == sorted(pairs)


def test_query_may_be_nested_or_not_read_at_all():
    nested, none = replace(APP, query="nested"), replace(APP, query="none")

    assert bare(nested, QUERY_STRING="a[b]=1&c[]=%FF").query == {"a": {"b": "1"}, "c": ["%FF"]}
    assert (bare(nested).query, len(bare(none, QUERY_STRING="a=1").query)) == ({}, 0)


def test_query_without_a_query_string_is_empty():
    assert (len(bare().query), bare().query_string) == (0, b"")


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("flat", "a&" * 1000, "more than 1000 parameters"),
        ("nested", "a&" * 1000, "more than 1000 parameters"),
        ("nested", "a[b][c][d][e][f][g]", "more than 5 levels of brackets"),
        ("nested", "a[20]=1", "more than 20 items in a list"),
    ],
)
def test_query_over_a_limit_is_refused(kind, text, said):
    with pytest.raises(BadRequest, match=said):
        _ = bare(replace(APP, query=kind), QUERY_STRING=text).query


def test_thousand_parameters_are_taken():
    assert len(bare(QUERY_STRING="&".join(f"a{n}=1" for n in range(1000))).query) == 1000


def test_service_reads_queries_as_its_settings_say(serve):
    routes = 'routes: [{path: /, handler: "served:told"}]\n'
    handler = "def told(request): return request.query"
    client = serve("settings: {query: nested}\n" + routes, handler)

    assert client.get("/?a[b][]=1&a[b][]=2").json == {"a": {"b": ["1", "2"]}}
    assert client.get("/?a[99]=1").status_code == 400


def test_mounted_service_knows_where_it_is(serve, tmp_path):
    (tmp_path / "inner.yaml").write_text('version: 1\nroutes: [{path: /x, handler: "served:told"}]\n')
    client = serve(
        "routes: [{path: /a, mount: {config: inner.yaml}}]",
        """
        def told(request):
            return [request.base_url, request.path, request.script_root, request.original_url]
        """,
    )

    assert client.get("/a/x?q=1").json == ["/a", "/x", "/a", "/a/x?q=1"]


def test_declared_parameters_are_converted_from_nested_queries_too(serve):
    client = serve(
        """
        settings: {query: nested}
        routes: [{path: /, handler: "served:told", query: {page: {type: integer, default: 1}}}]
        """,
        "def told(request, page): return [page, request.query]",
    )

    assert client.get("/?page=2&a[b]=c").json == [2, {"page": "2", "a": {"b": "c"}}]
    assert client.get("/?page[a]=2").status_code == 400
