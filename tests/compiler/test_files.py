from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from gateway.wsgi import Gateway

FILES = {
    "public/style.css": "a {}",
    "public/index.html": "index",
    "public/.hidden": "hidden",
    "more/extra.txt": "extra",
}


def routed(route, before=""):
    return f"{before}routes:\n  - {{{route}}}\n"


@pytest.fixture
def asked(client):
    def asked(route, path="/", before=""):
        return client(routed(route, before), FILES).get(path, buffered=True)

    return asked


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (
            "path: /, static: pubilc",
            '3:23 GW065 directory "pubilc" does not exist (did you mean "public"?) | looked for ',
        ),
        ("path: /, static: {root: [public, pubilc]}", '3:39 GW065 directory "pubilc" does not exist'),
        ("path: /, static: public/style.css", '3:23 GW065 directory "style.css" is a file, not a folder'),
        (
            "path: /, file: public/styel.css",
            '3:21 GW065 file "styel.css" does not exist (did you mean "style.css"?) | looked for ',
        ),
        ("path: /, file: public", '3:21 GW065 file "public" is a folder, not a file'),
        ("path: /, static: .", "3:23 GW065 this exposes the project folder, including gateway.yaml"),
        ("path: /, static: ..", "3:23 GW065 this exposes the project folder, including gateway.yaml"),
    ],
)
def test_folder_or_file_that_is_not_there_is_refused(refused, route, said):
    (problem,) = refused(routed(route), FILES)

    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("route", "path", "text"),
    [
        ("path: /files, static: public", "/files/style.css", "a {}"),
        ("path: /files, static: public", "/files/", "index"),
        ("path: /files, static: {root: [public, more]}", "/files/extra.txt", "extra"),
        ("path: /files, static: {root: public, dotfiles: allow}", "/files/.hidden", "hidden"),
        ("path: /files, static: {root: more, extensions: [txt]}", "/files/extra", "extra"),
        ("path: /files, static: {root: more, index: [extra.txt]}", "/files/", "extra"),
        ("path: /one, file: more/extra.txt", "/one", "extra"),
    ],
)
def test_files_are_served(asked, route, path, text):
    assert asked(route, path).text == text


@pytest.mark.parametrize(
    ("cache", "expected"),
    [
        ("", "public, max-age=0"),
        (", cache: {max_age: 1h}", "public, max-age=3600"),
        (", cache: {max_age: 1h, immutable: true}", "public, max-age=3600, immutable"),
        (", cache: none", None),
    ],
)
@pytest.mark.parametrize(
    ("route", "path"),
    [("path: /f, static: public", "/f/style.css"), ("path: /f, file: public/style.css", "/f")],
)
def test_cache_is_told_to_browsers(asked, cache, expected, route, path):
    assert asked(f"{route}{cache}", path).headers.get("Cache-Control") == expected


@pytest.mark.parametrize(
    ("route", "path"),
    [("path: /f, static: public", "/f/style.css"), ("path: /f, file: public/style.css", "/f")],
)
@pytest.mark.parametrize("around", [False, True])
def test_headers_of_a_route_go_before_what_is_told_of_files(client, route, path, around):
    headers = "headers: {cache-control: no-store, Content-Type: x/y, X-Own: a}"
    text = routed(f"{route}, {headers}")
    if around:
        text = f"routes:\n  - {{prefix: /g, {headers}, routes: [{{{route}}}]}}\n"
    answer = client(text, FILES).get(f"/g{path}" if around else path, buffered=True)

    assert (answer.headers.getlist("Cache-Control"), answer.headers.getlist("X-Own")) == (["no-store"], ["a"])
    assert answer.headers.getlist("Content-Type") == ["x/y"]


def test_cache_of_what_is_no_file_is_told_as_well(asked):
    answer = asked("path: /f, respond: {text: x}, cache: {max_age: 1h, immutable: true}", "/f")

    assert answer.headers["Cache-Control"] == "public, max-age=3600, immutable"


@pytest.mark.parametrize(
    ("route", "path", "missing"),
    [
        ("path: /f, static: {root: public, last_modified: false}", "/f/style.css", "Last-Modified"),
        ("path: /f, static: {root: public, ranges: false}", "/f/style.css", "Accept-Ranges"),
        ("path: /f, static: public, etag: none", "/f/style.css", "ETag"),
        ("path: /f, file: {path: public/style.css, ranges: false}", "/f", "Accept-Ranges"),
        ("path: /f, file: public/style.css, etag: none", "/f", "ETag"),
    ],
)
def test_what_is_told_of_files_can_be_less(asked, route, path, missing):
    told = {"Last-Modified", "Accept-Ranges", "ETag", "Cache-Control"}

    assert told & {*asked(route, path).headers.keys()} == told - {missing}


@pytest.mark.parametrize(
    ("settings", "more", "static", "file"),
    [
        ("", "", '"', '"'),
        ("", ", etag: weak", "W/", "W/"),
        ("settings: {etag: weak}\n", "", '"', '"'),
        ("settings: {etag: none}\n", "", '"', None),
        ("settings: {etag: none}\n", ", etag: strong", '"', '"'),
    ],
)
def test_tags_of_files_are_strong_unless_they_are_wanted_otherwise(asked, settings, more, static, file):
    routes = (
        ("path: /f, static: public", "/f/style.css", static),
        ("path: /f, file: public/style.css", "/f", file),
    )

    for route, path, start in routes:
        tag = asked(f"{route}{more}", path, settings).headers.get("ETag")
        assert tag is None if start is None else tag.startswith(start)


@pytest.mark.parametrize(
    ("settings", "more", "has_tag"),
    [
        ("", "", True),
        ("", ", etag: none", False),
        ("settings: {etag: none}\n", "", False),
        ("settings: {etag: none}\n", ", etag: strong", True),
    ],
)
def test_files_of_handlers_have_no_tag_where_there_is_to_be_none(client, settings, more, has_tag):
    source = (
        "from gateway.http import send_file\n"
        "from pathlib import Path\n"
        "def send(request): return send_file(request, 'style.css', root=Path(__file__).parent / 'public')\n"
    )
    route = routed(f'path: /, handler: "sender:send"{more}', settings)
    answer = client(route, FILES | {"sender.py": source}).get("/", buffered=True)

    assert ("ETag" in answer.headers) == has_tag


@pytest.mark.parametrize(
    ("options", "headers"),
    [
        ("type: html", {"Content-Type": "text/html; charset=utf-8"}),
        ("type: text/x-own", {"Content-Type": "text/x-own; charset=utf-8"}),
        ("download: my style.css", {"Content-Disposition": 'attachment; filename="my style.css"'}),
        ("ranges: true", {"Content-Type": "text/css; charset=utf-8", "Content-Disposition": None}),
    ],
)
def test_one_file_has_options(asked, options, headers):
    answer = asked(f"path: /f, file: {{path: public/style.css, {options}}}", "/f")

    assert answer.text == "a {}"
    assert {name: answer.headers.get(name) for name in headers} == headers


def test_compressed_file_is_sent_if_it_lies_beside(client):
    files = FILES | {"public/style.css.br": "brotli"}
    off = "  - {path: /off, static: {root: public, precompressed: false}}\n"
    browser = client(routed("path: /on, static: public") + off, files)
    answers = [
        browser.get(f"/{name}/style.css", headers={"Accept-Encoding": "br"}, buffered=True)
        for name in ("on", "off")
    ]

    assert [answer.text for answer in answers] == ["brotli", "a {}"]


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        ("extra:missing", '3:47 GW061 extra has no "missing"'),
        ("extra:two", "3:47 GW063 extra:two is called with (path): missing a required argument: 'more'"),
    ],
)
def test_function_for_headers_is_checked(refused, hook, said):
    source = {"extra.py": "def two(path, more): return {}\n"}
    problems = refused(routed(f'path: /, static: {{root: public, headers: "{hook}"}}'), FILES | source)

    assert [problem[: len(said)] for problem in problems] == [said]


def test_function_for_headers_in_a_broken_module_is_told_when_it_is_called(client, error_log):
    text = routed('path: /f, static: {root: public, headers: "broken:headers"}')
    browser = client(text, FILES | {"broken.py": "raise OSError('no')\n"})

    assert browser.get("/f/style.css").status_code == 500
    assert "broken failed to import" in error_log[-1].getMessage()


# Compared with Express

RECORDED = json.loads(Path(__file__).with_name("express5_files.json").read_text(encoding="utf-8"))
CASES = RECORDED["cases"]
HANDLERS = """
import json, os
from gateway.http import Response, download, send_file
CALLS = json.loads(os.environ["CALLS"])
ROOT = os.environ["ROOT"]
def call(request, index):
    case = CALLS[index]
    options = {"root": ROOT, **(case.get("options") or {})}
    match case["call"]:
        case "send_file": return send_file(case["path"], **options)
        case "download": return download(case["path"], case.get("name"), **options)
    response = Response(b"body")
    response.attachment(case["name"])
    return response
def headers(path):
    told = {"X-Length": str(len(path) - len(ROOT))}
    if path.endswith(".txt"):
        told |= {"ETag": '"own"', "Content-Type": "text/x-own; charset=utf-8", "Cache-Control": "private"}
    return told
"""


OF_THE_BODY = {"content-type", "content-length"}
OF_THE_FILE = {"accept-ranges", "cache-control", "content-disposition", "etag", "last-modified"}
TOLD = OF_THE_BODY | OF_THE_FILE | {"allow", "content-range", "location", "x-length", "x-more"}

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TEXT = {"content-type": "text/plain; charset=utf-8", "content-length": "26"}
FILE = {
    "accept-ranges": "bytes",
    "cache-control": "public, max-age=0",
    "etag": "ours",
    "last-modified": "Sun, 09 Sep 2001 01:46:40 GMT",
}
NO_FILE = dict.fromkeys(OF_THE_FILE | OF_THE_BODY | {"location"}) | {"cache-control": "no-store"}
WHOLE = {"status": 200, "headers": TEXT | FILE | {"content-range": None}, "body": LETTERS}
ALL_AS_PART = {"status": 206, "headers": TEXT | FILE | {"content-range": "bytes 0-25/26"}, "body": LETTERS}
REASONS = {
    "an encoded slash stays inside its segment, and no file's name holds one": {
        "GET /usual/docs%2Fread.html": {"status": 404, "headers": NO_FILE, "body": None},
        "GET /usual/docs%2F": {"status": 404, "headers": NO_FILE},
        "GET /ending/docs%2Fread.html": {"status": 404, "headers": NO_FILE, "body": None},
        "GET /ending/docs%2F": {"status": 404, "headers": NO_FILE},
    },
    "a malformed escape is 400 before there is a route": {
        "GET /usual/%zz": {"status": 400},
        "GET /usual/letters.txt%": {"status": 400},
        "GET /usual/%FF": {"status": 400},
    },
    "W14: what a request says of caches is for caches": {
        "GET /asked/letters.txt If-None-Match: $ETAG Cache-Control: no-cache": {
            "status": 304, "headers": dict.fromkeys(OF_THE_BODY), "body": None,
        },
    },
    "W9: the end of a file that is longer than the file is all of it (RFC 9110 §14.1.2)": {
        "GET /asked/letters.txt Range: bytes=-27": ALL_AS_PART,
        "GET /asked/letters.txt Range: bytes=-99999999999999999999999": ALL_AS_PART,
        "GET /asked/empty.txt Range: bytes=-5": {
            "status": 200, "body": "",
            "headers": TEXT | FILE | {"content-length": "0", "content-range": None},
        },
    },
    "W10: a range that ends before it begins is malformed, and units have no case (RFC 9110 §14.1)": {
        "GET /asked/letters.txt Range: bytes=9-5": WHOLE,
        "GET /asked/letters.txt Range: Bytes=5-9": {
            "status": 206, "body": "fghij",
            "headers": {"content-range": "bytes 5-9/26", "content-length": "5"},
        },
    },
    "W12: the tags of files are strong, and If-Range compares exactly (RFC 9110 §13.1.5)": {
        "GET /asked/letters.txt Range: bytes=0-1 If-Range: $OPAQUE": {
            "status": 206, "headers": {"content-range": "bytes 0-1/26", "content-length": "2"}, "body": "ab",
        },
        "GET /asked/letters.txt Range: bytes=0-1 If-Range: Sun, 09 Sep 2001 01:46:41 GMT": WHOLE,
    },
    "W8: an error that is a file is not kept either": {
        "send_file letters.txt {'status': 404}": {"headers": dict.fromkeys(FILE)},
        "send_file letters.txt {'status': 404} If-None-Match: $ETAG": {"headers": dict.fromkeys(FILE)},
    },
    "W43: control characters are dropped, and the plain name is the letters without their accents": {
        f"{call} {name}": {"headers": {"content-disposition": f"attachment; filename={said}"}}
        for name, said in {
            "café.txt": "cafe.txt; filename*=UTF-8''caf%C3%A9.txt",
            "naïve résumé.doc": "\"naive resume.doc\"; filename*=UTF-8''na%C3%AFve%20r%C3%A9sum%C3%A9.doc",
            "ﬁ.txt": "fi.txt; filename*=UTF-8''%EF%AC%81.txt",
            "😀.png": "\"?.png\"; filename*=UTF-8''%F0%9F%98%80.png",
            "a\r\nb.txt": "ab.txt",
            "tab\tbed.txt": "tabbed.txt",
        }.items()
        for call in ("download letters.txt", "attachment")
    } | {
        "download é.txt": {
            "headers": {"content-disposition": "attachment; filename=e.txt; filename*=UTF-8''%C3%A9.txt"},
        },
    },
}  # fmt: skip
DIFFERENT = {line: difference for lines in REASONS.values() for line, difference in lines.items()}
"""The cases in which we differ on purpose, and what is different in our answer."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The folder that the recorder had, with the same times."""
    folder = tmp_path_factory.mktemp("tree")
    for name, text in RECORDED["files"].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (RECORDED["changed"],) * 2)
    return folder


@pytest.fixture
def ask(tree, compiled, monkeypatch):
    """Send a request as it was recorded: status, headers, text."""
    calls = [case for case in CASES if "call" in case]
    monkeypatch.setenv("CALLS", json.dumps(calls))
    monkeypatch.setenv("ROOT", str(tree / "one"))
    rows = [route(name, options, tree) for name, options in RECORDED["groups"].items()]
    rows.append('{path: /call/:index, handler: "called:call", params: {index: int}}')
    text = "routes:\n" + "".join(f"  - {row}\n" for row in rows)
    gateway = Gateway(compiled(text, {"called.py": HANDLERS}))

    def ask(case, sent, method=None):
        body, status, headers = run_wsgi_app(gateway, environ_of(case["target"], sent, method), buffered=True)
        return int(status[:3]), {name.lower(): value for name, value in headers}, b"".join(body).decode()

    return ask


def route(name, options, tree):
    """A group of the recorder as a row of gateway.yaml."""
    static = {"root": [str(tree / root) for root in options.get("roots", ["one"])]}
    static |= {key: options[key] for key in options.keys() & {"dotfiles", "index", "extensions", "redirect"}}
    static |= {key: options[key] for key in options.keys() & {"fallthrough", "last_modified", "ranges"}}
    row = {"path": f"/{name}", "static": static}
    if "headers" in options:
        static["headers"] = "called:headers"
    if "max_age" in options:
        row["cache"] = {"max_age": f"{options['max_age']}s", "immutable": options.get("immutable", False)}
    return json.dumps(row | ({"cache": "none", "etag": "none"} if "cache" in options else {}))


def environ_of(target, sent, method):
    """What a server makes of a request line and headers."""
    path, _, query = target.partition("?")
    environ = create_environ(method=method or "GET")
    environ |= {
        "RAW_URI": target,
        "QUERY_STRING": query,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
    }
    return environ | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sent.items()}


def got(ask, case):
    """Our answer in the terms of the recording; what is no file has neither type nor text there."""
    status, headers, body = ask(case, filled(ask, case), case.get("method"))
    told = {name: value for name, value in headers.items() if name in TOLD}
    if told.get("etag") not in {None, '"own"'}:
        told["etag"] = "ours"
    if status >= 300 and not has_status(case):
        told = {name: value for name, value in told.items() if name not in OF_THE_BODY}
    is_shown = has_status(case) or (status < 300 and case.get("method") != "HEAD")
    return {"status": status, "headers": told} | ({"body": body} if is_shown else {})


def filled(ask, case):
    """The headers of the request, with the tag that a plain request is given."""
    sent = case["sent"]
    if "$" in json.dumps(sent):
        tag = ask(case, {})[1].get("etag", "")
        opaque = tag.removeprefix("W/")
        return {name: each.replace("$ETAG", tag).replace("$OPAQUE", opaque) for name, each in sent.items()}
    return sent


def has_status(case):
    return "status" in (case.get("options") or {})


def expected(case):
    """What Express said, changed by what holds for all our answers."""
    status, headers = case["status"], dict(case["headers"])
    if status >= 400 and not has_status(case):  # W8: an error is not kept, and tells nothing of the file
        headers = {name: each for name, each in headers.items() if name not in OF_THE_FILE}
        headers["cache-control"] = "no-store"
    if status == 405:  # W2: OPTIONS is answered as well
        headers["allow"] = "GET, HEAD, OPTIONS"
    if "json" in headers.get("content-type", ""):  # W6: JSON has no charset
        headers["content-type"] = headers["content-type"].removesuffix("; charset=utf-8")
    status = 308 if status == 301 else status  # W30: and nobody has to remember it for ever
    return {"status": status, "headers": headers} | ({"body": case["body"]} if "body" in case else {})


def key(case):
    """A case in a line: what is asked or called, then the headers of the request."""
    call = [case[name] for name in ("call", "path", "name", "options") if case.get(name)]
    asked = call or [case.get("method", "GET"), case["target"]]
    return " ".join([*map(str, asked), *(f"{name}: {each}" for name, each in case["sent"].items())])


def changed(answer, difference):
    """An answer with what is different in it; a header that is None is not there."""
    headers = answer["headers"] | difference.get("headers", {})
    told = {name: value for name, value in headers.items() if value is not None}
    different = answer | difference | {"headers": told}
    return {name: value for name, value in different.items() if value is not None}


def test_files_are_sent_as_express_sends_them(ask):
    differing = {
        key(case): (ours, expected(case))
        for case in CASES
        if key(case) not in DIFFERENT and (ours := got(ask, case)) != expected(case)
    }

    assert differing == {}


@pytest.mark.parametrize("line", DIFFERENT)
def test_differences_are_what_they_are_meant_to_be(ask, line):
    (case,) = [case for case in CASES if key(case) == line]
    ours = got(ask, case)

    assert ours == changed(expected(case), DIFFERENT[line])
    assert ours != expected(case)
