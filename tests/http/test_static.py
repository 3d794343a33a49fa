from __future__ import annotations

import pytest
from werkzeug.exceptions import Forbidden, NotFound

from gateway.http.results import NEXT
from gateway.http.static import StaticFiles


@pytest.fixture
def public(tmp_path):
    files = {
        "style.css": "css", "index.html": "home", "docs/index.html": "docs", "docs/page.html": "page",
        "docs/.draft": "draft", ".git/config": "config", ".hidden": "hidden", "empty/x.txt": "x",
        "a b.txt": "spaced", "é.txt": "accent", "v1.2": "version", "12:30.txt": "time",
        "both/index.html": "folder", "both.html": "file",
    }  # fmt: skip
    root = tmp_path / "public"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "secret.txt").write_text("secret")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "away").symlink_to(tmp_path)
    return root


@pytest.fixture
def get(request_for, public):
    """Ask for a path below /at: the answer of StaticFiles over `public`."""

    def answer(path, query="", *, roots=None, environ=None, **options):
        request = request_for(f"/at{path}", QUERY_STRING=query, **environ or {})
        request.params["path"] = request.path.removeprefix("/at").removeprefix("/")
        return StaticFiles(roots or (public,), **options)(request)

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
        ("/12:30.txt", "time"),
        ("/", "home"),
        ("/docs/", "docs"),
    ],
)
def test_file_or_index_is_found(get, path, text):
    assert content(get(path)) == text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/docs/nothing", "/style.css/", "/docs/page.html/", "/style.css/x", "/empty/", "/empty",
        "/docs/page", "/docs//page.html", "//style.css", "/" + "x" * 300,
    ],
)  # fmt: skip
def test_missing_file_is_not_found(get, path):
    with pytest.raises(NotFound):
        get(path)


@pytest.mark.parametrize("dotfiles", ["ignore", "allow"])
@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/docs/../../secret.txt", "/..", "/docs/..", "/.", "/docs/./page.html",
        "/%2e%2e/secret.txt", "/..%5Csecret.txt", "/docs%5Cpage.html", "/C:/secret.txt", "/c:secret.txt",
        "/a%00b", "/style.css%00.html", "/out.txt", "/away/secret.txt", "/away/", "//etc/passwd",
        "/%2Fetc/passwd", "/~root",
    ],
)  # fmt: skip
def test_nothing_outside_of_the_root_is_found(get, path, dotfiles):
    with pytest.raises(NotFound):
        get(path, dotfiles=dotfiles)


def test_encoded_slash_is_no_folder(get):
    with pytest.raises(NotFound):
        get("/docs/page.html", environ={"RAW_URI": "/at/docs%2Fpage.html"})


@pytest.mark.parametrize("path", ["/.hidden", "/.git/config", "/docs/.draft", "/.git/", "/.nothing"])
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
        ("/docs", "", "./docs/"),
        ("/docs", "a=1&b=//x", "./docs/?a=1&b=//x"),
        ("", "", "./at/"),
    ],
)
def test_folder_without_slash_redirects(get, path, query, location):
    response = get(path, query)

    assert (response.status, response.location) == (308, location)


def test_redirect_is_no_way_out(get, public):
    (public / "http:").mkdir()
    (public / "http:" / "index.html").write_text("colon")

    assert get("/http:").location == "./http%3A/"


def test_redirect_can_be_switched_off(get):
    with pytest.raises(NotFound):
        get("/docs", redirect=False)


def test_index_names_are_tried_in_order(get):
    assert content(get("/docs/", index=("nothing.html", "page.html", "index.html"))) == "page"


def test_index_can_be_switched_off(get):
    with pytest.raises(NotFound):
        get("/docs/", index=())


@pytest.mark.parametrize("extensions", [("htm", "html"), (".html",)])
def test_extensions_are_tried(get, extensions):
    assert content(get("/docs/page", extensions=extensions)) == "page"


@pytest.mark.parametrize("path", ["/docs/page.x", "/docs/page/", "/v1"])
def test_extensions_are_not_tried_for_other_names(get, path):
    with pytest.raises(NotFound):
        get(path, extensions=("html", "2.3"))


def test_folder_comes_before_extensions(get):
    assert get("/both", extensions=("html",)).status == 308


def test_first_root_that_has_the_file_wins(get, public, tmp_path):
    (tmp_path / "first" / "docs").mkdir(parents=True)
    (tmp_path / "first" / "style.css").write_text("first")
    roots = (tmp_path / "first", public)

    assert content(get("/style.css", roots=roots)) == "first"
    assert content(get("/docs/", roots=roots)) == "docs"


def test_file_in_a_later_root_beats_a_folder_that_may_not_redirect(get, public, tmp_path):
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / "docs").write_text("plain")

    assert content(get("/docs", roots=(public, tmp_path / "second"), redirect=False)) == "plain"


@pytest.mark.parametrize("path", ["/nothing", "/.hidden", "/../secret.txt"])
def test_what_is_missing_can_fall_through(get, path):
    assert get(path, fallthrough=True, dotfiles="deny") is NEXT


def test_caching_is_passed_on(get):
    response = get("/style.css", max_age=3600, immutable=True)
    response.body.close()

    assert response.headers["Cache-Control"] == "public, max-age=3600, immutable"


def test_conditions_are_heeded(get):
    assert get("/style.css", environ={"HTTP_IF_NONE_MATCH": "*"}).status == 304
