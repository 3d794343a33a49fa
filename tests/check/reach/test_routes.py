from __future__ import annotations

import pytest

from gateway.check.reach.routes import reach_problems
from gateway.config.model import Routing


@pytest.fixture
def told(make_rows, places):
    """The problems of rows in order, each as its line, rule and message."""

    def tell(*lines, **routing):
        rows = make_rows(*lines)
        found = reach_problems(rows, places(rows), Routing(**routing))
        return [f"{each.position.line} {each.rule} {each.message}" for each in found]

    return tell


INT = {"id": "int"}
FILES = {"prefix": True, "mounts": True}
HOSTS = ({"paths": ["/a"], "hosts": ("*.b.org",)}, {"paths": ["/a"], "hosts": ("www.b.org",)})


def lettered(pattern):
    return {"paths": ["/:id"], "params": {"id": pattern}}


@pytest.mark.parametrize(
    ("lines", "which", "request_"),
    [
        (["/user/:name", "/user/me"], "/user/:name", "/user/me"),
        ([{"paths": ["/:id"], "params": INT}, "/7"], "/:id", "/7"),
        ([{"paths": ["/:id"], "params": INT}, {"paths": ["/:n"], "params": {"n": "int"}}], "/:id", "/7"),
        ([lettered("[a-z]+"), lettered("(be|to)")], "/:id", "/be"),
        ([lettered(r"\d{4}"), "/2026"], "/:id", "/2026"),
        ([{"regex": "^/(api|app)(/|$)"}, {"regex": "^/api/v1/"}], "regex ^/(api|app)(/|$)", "/api/v1/"),
        ([{"regex": "^/"}, "/api/:x"], "regex ^/", "/api/x"),
        (["/user/:id", {"regex": r"^/user/(\d+)$"}], "/user/:id", "/user/7"),
        (HOSTS, "/a", "www.b.org/a"),
        (["/a%2Fb", "/a%2fb"], "/a%2Fb", "/a%2Fb"),
        ([{"paths": ["/files"], **FILES}, "/files/:name"], "/files", "/files/x"),
        (["/:x..:y", "/:z..:w"], "/:x..:y", "/Zz9~%C3%A9..Zz9~%C3%A9"),
    ],
)
def test_route_that_is_never_reached_is_told_with_what_hides_it(told, lines, which, request_):
    said = f"{which} at line 1 answers all its requests, such as GET {request_}"

    assert told(*lines) == [f"2 GW058 this route is never reached: {said}"]


def test_regex_that_nobody_reads_hides_one_of_the_same_words(told):
    regex = {"regex": r"^/(a)\1$"}

    assert told(regex, regex) == [
        r"2 GW058 this route is never reached: regex ^/(a)\1$ at line 1 answers all its requests"
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [{"paths": ["/user/:id"], "params": INT}, "/user/:name"],
        ["/user/me", "/user/:name"],
        [{"paths": ["/:id"], "params": INT}, {"paths": ["/:id"], "params": {"id": r"\w+"}}],
        [{"paths": ["/:id"], "params": {"id": "[a-c]"}}, {"paths": ["/:id"], "params": {"id": "[a-d]"}}],
        [{"regex": "^/api/"}, "/api"],
        [{"regex": "^/api$"}, "/api/:x"],
        ["/:x-:y", "/:z"],
        [{"paths": ["/a"], "hosts": ("www.example.org",)}, {"paths": ["/a"], "hosts": ("*.example.org",)}],
        [{"paths": ["/:x"], "passes": True}, "/a"],
        [{"paths": ["/:x"], "when": bool}, "/a"],
        [{"regex": "^/(?!b)(a|b)+$"}, "/:x"],
        [{"paths": ["/assets/:name"]}, {"paths": ["/assets"], "prefix": True}],
        [{"paths": ["/assets/main.js"]}, {"paths": ["/assets"], "prefix": True}],
        ["/:page", {"paths": ["/"], "prefix": True}],
        [{"methods": "GET", "paths": ["/a"]}, {"methods": None, "paths": ["/a"]}],
        [{"methods": "HEAD", "paths": ["/a"]}, "/a"],
        ["/a%2Fb", "/a/b"],
        [
            "/:x",
            {"paths": ["/a"], "prefix": True, "hosts": ("x.example",), "passes": True, "methods": "POST"},
        ],
        [{"paths": ["/:id"], "params": {"id": r"(.)\1"}}, "/aa/b"],
    ],
)
def test_routes_that_are_reached_are_not_told_of(told, lines):
    assert told(*lines) == []


def test_routes_that_hide_one_together_are_all_told(make_rows, places):
    posts, both = ({"paths": ["/a"], "methods": methods} for methods in ("POST", "GET POST"))
    rows = make_rows("/b", posts, "/a", both)

    (problem,) = reach_problems(rows, places(rows), Routing())

    assert problem.message.endswith(": line 2 and line 3 answer all its requests, such as POST /a and GET /a")
    assert problem.help == (
        "/a at line 2 answers POST /a; /a at line 3 answers GET /a; put it first, or take one of them away"
    )


@pytest.mark.parametrize(
    ("lines", "places_"),
    [
        (["/b", "/a", lettered("a|b")], "line 1 and line 2"),
        ([lettered("[ad]"), lettered("[ab]"), lettered("[cd]"), lettered("[a-d]")], "line 2 and line 3"),
    ],
)
def test_only_those_that_are_needed_are_told(told, lines, places_):
    (said,) = told(*lines)

    assert f": {places_} answer all its requests" in said


def test_row_without_a_place_is_told_by_its_label(make_rows, places):
    rows = make_rows({"paths": ["/healthz"], "label": "built in"}, "/healthz")

    (problem,) = reach_problems(rows, {1: places(rows)[1]}, Routing())

    assert "/healthz (built in) answers all its requests" in problem.message
    assert problem.help == "give one of them another path"


ODD = "only unusual requests reach this route, such as GET"


@pytest.mark.parametrize(
    ("lines", "said", "who"),
    [
        ([{"regex": "^/api/.*$"}, "/api/:x"], f"{ODD} /ap%69/x", "all others, such as GET /api/x"),
        ([lettered("[^/]+"), "/:name"], f"{ODD} /%2F", "all others, such as GET /x"),
        ([{"regex": "^/(?=a)"}, "/about"], "no usual request reaches", "them all, such as GET /about"),
        (
            ["/a", {"paths": ["/a"], "methods": "GET POST"}],
            "no GET request reaches",
            "them all, such as GET /a",
        ),
        (
            [HOSTS[1], {"paths": ["/a"], "hosts": ("www.b.org", "c.org")}],
            "no request for www.b.org reaches",
            "them all, such as GET www.b.org/a",
        ),
        (
            ["/:x", {"paths": ["/docs", "/docs/all"]}],
            "no request to /docs reaches",
            "them all, such as GET /docs",
        ),
        (["/:page", {"paths": ["/assets"], "prefix": True}], "GET /assets does not reach", "it"),
        (
            ["/:user/:page", {"paths": ["/docs"], **FILES, "methods": None}],
            "GET /docs/x does not reach",
            "it",
        ),
    ],
)
def test_route_in_the_shadow_of_another_is_a_warning(told, lines, said, who):
    (problem,) = told(*lines)

    assert problem.startswith(f"2 GW059 {said}")
    assert problem.endswith(f" at line 1 answers {who}")


@pytest.mark.parametrize(
    ("routing", "lines"),
    [
        ({"case_sensitive": False}, ["/About", "/about"]),
        ({"case_sensitive": False}, ["/v:major", "/V1"]),
        ({"trailing_slash": "ignore"}, ["/a", "/a/"]),
        ({"trailing_slash": "ignore"}, ["/a/*rest", "/a/b/"]),
        ({"trailing_slash": "strict"}, ["/a/*rest", "/a/b/"]),
    ],
)
def test_settings_make_paths_the_same(told, routing, lines):
    assert len(told(*lines, **routing)) == 1
    assert told(*lines) == []


def test_group_that_may_be_left_hides_nothing_behind_the_leaving(told):
    lines = [
        {"paths": ["/:x"], "passes": True, "leaves": True, "exit": 2},
        {"paths": ["/a"], "exit": 2},
        "/a",
    ]

    assert told(*lines) == []


def test_hidden_row_is_found_among_a_thousand(make_rows, places):
    rows = make_rows(*(f"/r{number}/:id" for number in range(1000)), "/r7/me")

    (problem,) = reach_problems(rows, places(rows), Routing())

    assert problem.position.line == 1001
