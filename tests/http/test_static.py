from __future__ import annotations

import os

import pytest
from werkzeug.exceptions import BadRequest, Forbidden, NotFound

from gateway.http.results import NEXT
from gateway.http.sending import Sending
from gateway.http.static import StaticFiles

CHANGED = 1_000_000_000


@pytest.fixture
def public(tmp_path):
    files = {
        "style.css": "css", "index.html": "home", "docs/index.html": "docs", "docs/page.html": "page",
        "docs/.draft": "draft", ".git/config": "config", ".hidden": "hidden", ".rc.html": "rc",
        "a\\b.txt": "slash", "empty/x.txt": "x", "a b.txt": "spaced", "é.txt": "accent", "v1.2": "version",
        "1:2.txt": "time", "both/index.html": "folder", "both.html": "file", "deep/inner/x.html": "inner",
        "html": "plain",
    }  # fmt: skip
    root = tmp_path / "public"
    for name, text in files.items():
        write(root / name, text)
    (tmp_path / "secret.txt").write_text("secret")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "away").symlink_to(tmp_path)
    (root / "within").symlink_to("docs")
    (root / "loop").symlink_to("loop")
    return root


def write(path, text, changed=CHANGED):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (changed, changed))


@pytest.fixture
def get(request_for, public):
    """Ask for a path below /at: the answer of StaticFiles over `public`."""

    def answer(path, query="", *, roots=None, environ=None, **options):
        request = request_for(f"/at{path}", QUERY_STRING=query, **environ or {})
        request.params["path"] = request.path.removeprefix("/at").removeprefix("/")
        return StaticFiles(tuple(map(str, roots or (public,))), **options)(request)

    return answer


def content(response):
    body = b"".join(response.body)
    getattr(response.body, "close", lambda: None)()
    return body.decode()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/style.css", "css"),
        ("/docs/page.html", "page"),
        ("/a%20b.txt", "spaced"),
        ("/%C3%A9.txt", "accent"),
        ("/1:2.txt", "time"),
        ("/a%5Cb.txt", "slash"),
        ("/", "home"),
        ("/docs/", "docs"),
        ("/docs//page.html", "page"),
        ("//style.css", "css"),
        ("/docs//", "docs"),
        ("/docs/./page.html", "page"),
        ("/docs/page.html/.", "page"),
        ("/docs/../style.css", "css"),
        ("/%2e/docs/%2e%2e/style.css", "css"),
        ("/.git/../style.css", "css"),
        ("/within/page.html", "page"),
    ],
)
def test_file_or_index_is_found(get, path, text):
    assert content(get(path)) == text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/docs/nothing", "/style.css/", "/docs/page.html/", "/style.css/x", "/empty/",
        "/docs/page", "/style.css//", "/Style.css", "/loop", "/loop/x", "/" + "x" * 300, "/nothing/",
    ],
)  # fmt: skip
def test_missing_file_is_not_found(get, path):
    with pytest.raises(NotFound):
        get(path)


@pytest.mark.parametrize("dotfiles", ["ignore", "allow"])
@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/../secret.txt", Forbidden), ("/docs/../../secret.txt", Forbidden), ("/..", Forbidden),
        ("/%2e%2e/secret.txt", Forbidden), ("/docs/../..", Forbidden), ("/..%5Csecret.txt", Forbidden),
        ("/docs%5Cpage.html", NotFound), ("/C:/secret.txt", NotFound), ("/out.txt", NotFound),
        ("/away/secret.txt", NotFound), ("/away/", NotFound), ("/away", NotFound),
        ("/within/../../secret.txt", Forbidden), ("//etc/passwd", NotFound), ("/~root", NotFound),
        ("/a%00b", BadRequest), ("/style.css%00.html", BadRequest),
    ],
)  # fmt: skip
def test_nothing_outside_of_the_root_is_found(get, path, error, dotfiles):
    with pytest.raises(error):
        get(path, dotfiles=dotfiles)


@pytest.mark.parametrize(
    ("path", "error"), [("/..%2Fsecret.txt", Forbidden), ("/docs%2F..%2Fstyle.css", NotFound)]
)
def test_encoded_slash_leads_nowhere(get, path, error):
    with pytest.raises(error):
        get(path, environ={"RAW_URI": f"/at{path}"})


@pytest.mark.parametrize("path", ["/.hidden", "/.git/config", "/docs/.draft", "/.git/", "/.nothing", "/.git"])
def test_hidden_names_are_ignored_or_denied(get, path):
    with pytest.raises(NotFound):
        get(path)
    with pytest.raises(Forbidden):
        get(path, dotfiles="deny")


@pytest.mark.parametrize(("path", "text"), [("/.hidden", "hidden"), ("/.git/config", "config")])
def test_hidden_names_can_be_allowed(get, path, text):
    assert content(get(path, dotfiles="allow")) == text


@pytest.mark.parametrize(
    ("path", "query", "location"),
    [
        ("/docs", "", "/at/docs/"),
        ("/docs", "a=1&b=//x", "/at/docs/?a=1&b=//x"),
        ("", "", "/at/"),
        ("//docs", "", "/at//docs/"),
        ("/docs/.", "", "/at/docs/./"),
        ("/empty", "", "/at/empty/"),
        ("/within", "", "/at/within/"),
        ("/d%6Fcs", "", "/at/d%6Fcs/"),
        ("/a%20b", "", "/at/a%20b/"),
        ("/a%3Fb", "", "/at/a%3Fb/"),
        ("/[/..", "", "/at/[/../"),
        ("/%C3%A9", "", "/at/%C3%A9/"),
    ],
)
def test_folder_without_slash_redirects(get, public, path, query, location):
    for name in ("a b", "a?b", "é"):
        (public / name).mkdir()
    response = get(path, query)

    assert (response.status, response.location) == (308, location)


def test_redirect_keeps_the_prefix_of_the_mount(get):
    assert get("/docs", environ={"SCRIPT_NAME": "/app"}).location == "/app/at/docs/"


@pytest.mark.parametrize("path", ["//docs", "///docs"])
def test_redirect_is_no_way_to_another_host(request_for, public, path):
    request = request_for(params={"path": path[1:]})
    request.path = request.raw_path = path

    assert StaticFiles((str(public),))(request).location == "/docs/"


def test_redirect_can_be_switched_off(get):
    with pytest.raises(NotFound):
        get("/docs", redirect=False)


def test_index_names_are_tried_in_order(get):
    assert content(get("/docs/", index=("nothing.html", "page.html", "index.html"))) == "page"


def test_index_may_lie_deeper(get):
    assert content(get("/deep/", index=("inner/x.html",))) == "inner"


@pytest.mark.parametrize("path", ["/docs/", "/style.css/"])
def test_index_can_be_switched_off(get, path):
    with pytest.raises(NotFound):
        get(path, index=())


def test_folder_is_no_index(get):
    with pytest.raises(NotFound):
        get("/", index=("docs",))


@pytest.mark.parametrize("extensions", [("htm", "html"), (".html",)])
def test_extensions_are_tried(get, extensions):
    assert content(get("/docs/page", extensions=extensions)) == "page"


def test_hidden_name_takes_an_extension_too(get):
    assert content(get("/.rc", extensions=("html",), dotfiles="allow")) == "rc"


@pytest.mark.parametrize("path", ["/docs/page.x", "/docs/page/", "/v1", "/docs/page.", "/docs/page.html/x"])
def test_extensions_are_not_tried_for_other_names(get, path):
    with pytest.raises(NotFound):
        get(path, extensions=("html", "2.3"))


def test_folder_comes_before_extensions(get):
    assert get("/both", extensions=("html",)).status == 308


def test_first_root_that_has_the_file_wins(get, public, tmp_path):
    write(tmp_path / "first" / "style.css", "first")
    write(tmp_path / "first" / "docs" / "other.html", "other")
    roots = (tmp_path / "first", public)

    assert content(get("/style.css", roots=roots)) == "first"
    assert content(get("/docs/", roots=roots)) == "docs"
    assert content(get("/docs/other.html", roots=roots)) == "other"


def test_file_in_a_later_root_beats_a_folder_that_may_not_redirect(get, public, tmp_path):
    write(tmp_path / "second" / "docs", "plain")

    assert content(get("/docs", roots=(public, tmp_path / "second"), redirect=False)) == "plain"


@pytest.mark.parametrize("path", ["/nothing", "/.hidden", "/../secret.txt", "/a%00b"])
def test_what_is_missing_can_fall_through(get, path):
    assert get(path, fallthrough=True, dotfiles="deny") is NEXT


def test_what_is_told_of_files_is_passed_on(get):
    response = get("/style.css", sending=Sending(cache_control="private", ranges=False))
    response.body.close()

    assert response.headers["Cache-Control"] == "private"
    assert "Accept-Ranges" not in response.headers


def test_conditions_are_heeded(get):
    assert get("/style.css", environ={"HTTP_IF_NONE_MATCH": "*"}).status == 304


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/style.css", "text/css; charset=utf-8"),
        ("/html", "application/octet-stream"),
        ("/", "text/html; charset=utf-8"),
    ],
)
def test_type_is_that_of_the_name(get, path, kind):
    response = get(path)
    response.body.close()

    assert response.headers["Content-Type"] == kind


def test_headers_of_a_hook_go_before_ours(get, public):
    def headers(path):
        return {"X-Path": path, "Content-Type": "x/y", "ETag": '"own"'} if path.endswith(".css") else {}

    answer, other = (get(path, headers=headers) for path in ("/style.css", "/"))
    answer.body.close()
    other.body.close()

    assert answer.headers["X-Path"] == f"{public}/style.css"
    assert (answer.headers["Content-Type"], answer.headers["ETag"]) == ("x/y", '"own"')
    assert other.headers["Content-Type"] == "text/html; charset=utf-8"


def test_hook_goes_before_what_is_said_of_every_file(get):
    said = (("Cache-Control", "no-store"), ("X-Own", "all"))
    response = get("/style.css", said=said, headers=lambda _: {"x-own": "this"})
    response.body.close()

    assert response.headers.getlist("X-Own") == ["this"]
    assert response.headers.getlist("Cache-Control") == ["no-store"]


@pytest.fixture
def ask(get, public):
    """What is sent for style.css where style.css.br and style.css.gz lie beside it."""
    write(public / "style.css.br", "brotli", CHANGED + 1)
    write(public / "style.css.gz", "gzipped")

    def ask(accepted="", **environ):
        response = get("/style.css", precompressed=True, environ={"HTTP_ACCEPT_ENCODING": accepted} | environ)
        return response.status, response.headers, content(response)

    return ask


@pytest.mark.parametrize(
    ("accepted", "coding", "text"),
    [("gzip, br", "br", "brotli"), ("gzip", "gzip", "gzipped"), ("", None, "css"), ("br;q=0", None, "css")],
)
def test_compressed_file_is_sent_to_those_who_take_it(ask, accepted, coding, text):
    status, headers, sent = ask(accepted)

    assert (status, headers.get("Content-Encoding"), sent) == (200, coding, text)
    assert headers["Vary"] == "Accept-Encoding"
    assert (headers["Content-Type"], headers["Content-Length"]) == ("text/css; charset=utf-8", str(len(text)))


def test_tags_of_variants_differ_and_are_compared(ask):
    tags = {accepted: ask(accepted)[1]["ETag"] for accepted in ("br", "gzip", "")}

    assert len(set(tags.values())) == 3
    status, headers, _ = ask("br", HTTP_IF_NONE_MATCH=tags["br"])
    assert (status, headers["Vary"], "Content-Encoding" in headers) == (304, "Accept-Encoding", False)
    assert ask("br", HTTP_IF_NONE_MATCH=tags["gzip"])[0] == 200


def test_range_is_one_of_the_variant(ask):
    status, headers, sent = ask("br", HTTP_RANGE="bytes=0-1")

    assert (status, headers["Content-Range"], headers["Content-Encoding"], sent) == (
        206,
        "bytes 0-1/6",
        "br",
        "br",
    )


def test_nothing_varies_without_a_variant(get):
    response = get("/docs/page.html", precompressed=True, environ={"HTTP_ACCEPT_ENCODING": "br"})

    assert content(response) == "page"
    assert "Vary" not in response.headers


def test_file_whose_coding_a_hook_tells_is_not_compressed_twice(get, ask):
    options = {"precompressed": True, "headers": lambda _: {"Content-Encoding": "zstd"}}
    response = get("/style.css", environ={"HTTP_ACCEPT_ENCODING": "br"}, **options)

    assert (content(response), response.headers["Content-Encoding"]) == ("css", "zstd")
