from __future__ import annotations

import pytest

HANDLERS = """
from gateway.http import redirect

def to(request, name, id=None):
    return redirect(request, name)

def search(request):
    return f"https://search.example/?q={request.query['q']}"

def strange():
    return "/"
"""
FILES = {"named.py": HANDLERS}
ROUTES = 'routes: [{path: "/to/:name{/:id}", handler: "named:to"}]\n'


def named(redirects):
    return f"settings: {{redirects: {redirects}}}\n{ROUTES}"


@pytest.mark.parametrize(
    ("target", "path", "location"),
    [
        ("/docs/start", "/to/name", "/docs/start"),
        ("/docs?at=1:2#é", "/to/name", "/docs?at=1:2#%C3%A9"),
        ('"https://a.example/b"', "/to/name", "https://a.example/b"),
        ('"/post/:id/comments?all=:id"', "/to/name/7", "/post/7/comments?all=:id"),
        ('"/post/:id"', "/to/name/a%20b", "/post/a%20b"),
        ('"https://a.example:8/:id"', "/to/name/7", "https://a.example:8/7"),
        ('"/post{/:id}"', "/to/name", "/post"),
        ('"named:search"', "/to/name?q=x", "https://search.example/?q=x"),
    ],
)
def test_name_leads_where_it_says(client, target, path, location):
    answer = client(named(f"{{name: {target}}}"), FILES).get(path)

    assert (answer.status_code, answer.headers["Location"]) == (302, location)


def test_name_without_its_parameter_is_our_mistake(client):
    assert client(named('{name: "/post/:id"}'), FILES).get("/to/name").status_code == 500


@pytest.mark.parametrize(
    ("redirects", "said"),
    [
        ('{name: "named:gone"}', '2:30 GW061 named has no "gone"'),
        ('{name: "named:strange"}', "2:30 GW063 named:strange is called with (request)"),
        ('{name: "/post/:"}', "2:30 GW052 /post/:: "),
    ],
)
def test_name_that_leads_nowhere_is_refused(refused, redirects, said):
    (problem,) = refused(named(redirects), FILES)

    assert problem.startswith(said)


def test_unknown_name_is_relative_as_any_other_path(client):
    answer = client(ROUTES, FILES).get("/to/other")

    assert answer.headers["Location"] == "other"


@pytest.fixture
def mounted(client):
    def mounted(inner, outer="", **files):
        around = f"routes: [{{path: /blog, mount: {{config: inner.yaml}}}}]\n{outer}"
        text = f"version: 1\n{inner}{ROUTES}"
        return client(around, FILES | {"inner.yaml": text} | files)

    return mounted


@pytest.mark.parametrize(
    ("name", "location"),
    [("home", "/blog"), ("news", "/blog/news"), ("away", "https://a.example/"), ("back", "/blog")],
)
def test_own_names_of_a_mounted_service_are_below_its_mount(mounted, name, location):
    inner = 'settings: {redirects: {home: /, news: /news, away: "https://a.example/"}}\n'
    outer = "settings: {redirects: {news: /never}}\n"

    assert mounted(inner, outer).get(f"/blog/to/{name}").headers["Location"] == location


@pytest.mark.parametrize(
    ("name", "location"),
    [("home", "/blog/start"), ("news", "/news"), ("find", "https://search.example/?q=x")],
)
def test_names_from_around_lead_where_they_lead_there(mounted, name, location):
    outer = 'settings: {redirects: {home: /start, news: /news, find: "named:search"}}\n'

    assert mounted("", outer).get(f"/blog/to/{name}?q=x").headers["Location"] == location


def test_redirect_of_a_mounted_route_is_below_its_mount(client):
    inner = """version: 1
settings: {redirects: {news: /n}}
routes:
  - {path: /a, redirect: /b}
  - {path: "/c/:id", redirect: "/d/:id"}
  - {path: /e, redirect: news}
  - {path: /f, redirect: "https://a.example/"}
"""
    asked = client("routes: [{path: /in, mount: {config: in.yaml}}]\n", {"in.yaml": inner})
    locations = [asked.get(f"/in{path}").headers["Location"] for path in ("/a", "/c/7", "/e", "/f")]

    assert locations == ["/in/b", "/in/d/7", "/in/n", "https://a.example/"]
