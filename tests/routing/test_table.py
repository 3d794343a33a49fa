from __future__ import annotations

import re

import pytest

from gateway.routing.row import BELOW
from gateway.routing.table import METHODS, MalformedEscape


@pytest.mark.parametrize(
    ("lines", "raw", "expected"),
    [
        (["/:page", "/about"], "/about", (0, {"page": "about"})),
        (["/about", "/:page"], "/about", (0, {})),
        (["/about", "/:page"], "/other", (1, {"page": "other"})),
        (["/*all", "/a/b"], "/a/b", (0, {"all": ["a", "b"]})),
        (["/a/b", "/*all"], "/a/c", (1, {"all": ["a", "c"]})),
        (["/:a-:b", "/x-y"], "/x-y", (0, {"a": "x", "b": "y"})),
        (["/a{/:b}", "/a/c"], "/a/c", (0, {"b": "c"})),
        (["/a/c", "/a{/:b}"], "/a/c", (0, {})),
        (["/a/:x/c", "/a/b/:y", "/:p/b/c"], "/a/b/c", (0, {"x": "b"})),
        (["/a/b/d", "/a/:x/c"], "/a/b/c", (1, {"x": "b"})),
        (["/a/b/d", "/:x/b/c"], "/a/b/c", (1, {"x": "a"})),
        (["/users/me", "/users/:id", "/users/:id/posts"], "/users/me/posts", (2, {"id": "me"})),
        (["/:a/x", "/:b/y"], "/1/y", (1, {"b": "1"})),
        (["/a/:b", "/a/"], "/a/", (1, {})),
        (["/a", "/a"], "/a", (0, {})),
    ],
)
def test_the_first_match_in_written_order_wins(make_table, found, lines, raw, expected):
    assert found(make_table(*lines), raw) == expected


def test_a_row_may_have_several_paths(make_table, make_row, found):
    table = make_table(make_row(0, "/docs", "/help/:topic"))

    assert [found(table, raw) for raw in ("/docs", "/help/x", "/other")] == [
        (0, {}),
        (0, {"topic": "x"}),
        None,
    ]


def test_a_regex_before_a_literal_path_wins(make_table, make_row, found):
    table = make_table(make_row(0, regex=re.compile("^/a")), "/ab", "/b")

    assert [found(table, raw) for raw in ("/ab", "/b")] == [(0, {}), (2, {})]


@pytest.mark.parametrize(
    ("method", "expected"),
    [("GET", 0), ("HEAD", 0), ("POST", 1), ("PUT", 2), ("PROPFIND", 2), ("OPTIONS", 2)],
)
@pytest.mark.parametrize("path", ["/a", "/:x"])
def test_rows_answer_their_methods(answer, path, method, expected):
    lines = [{"paths": [path], "methods": methods} for methods in ("GET HEAD", "POST", None)]

    assert answer(lines, "/a", method=method)[0] == expected


@pytest.mark.parametrize("raw", ["/a", "/%61"])
def test_no_row_answers_another_method(make_table, make_row, found, raw):
    assert found(make_table(make_row(0, "/a", "/x/:b", methods="GET"), "/y"), raw, "POST") is None


@pytest.mark.parametrize("raw", ["/caf%C3%A9/%41", "/caf%c3%a9/A"])
def test_literals_compare_decoded(make_table, found, raw):
    assert found(make_table("/café/A"), raw) == (0, {})


@pytest.mark.parametrize(
    ("raw", "expected"), [("/a/b%2Fc", (0, {"x": "b/c"})), ("/a%2Fb/c", None), ("/a%2Fb", (1, {}))]
)
def test_an_encoded_slash_stays_in_its_segment(make_table, found, raw, expected):
    assert found(make_table("/a/:x", "/a%2Fb"), raw) == expected


@pytest.mark.parametrize("raw", ["/a%", "/a%zz", "/%C3", "/a/%FF/b"])
@pytest.mark.parametrize("question", ["match", "allowed", "redirection"])
def test_malformed_escapes_are_an_error_of_their_own(make_table, asked, raw, question):
    with pytest.raises(MalformedEscape):
        getattr(make_table("/:a"), question)(asked(raw))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("/USERS/Ann", (0, {"id": "Ann"})),
        ("/Café", (1, {})),
        ("/V1.Bx", (2, {"minor": "Bx"})),
        ("/İ/x", None),
    ],
)
def test_case_is_folded_for_literals_only(make_table, found, raw, expected):
    assert found(make_table("/users/:id", "/CAFÉ", "/v1.:minor", case_sensitive=False), raw) == expected


@pytest.mark.parametrize("raw", ["/Users/7", "/abouT"])
def test_case_counts_by_default(make_table, found, raw):
    assert found(make_table("/users/:id", "/about"), raw) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("/a", (0, {})),
        ("/a/", (0, {})),
        ("/b", (1, {})),
        ("/b/", (1, {})),
        ("/", (2, {})),
        ("/c/1/", (3, {"x": "1"})),
        ("/d/1/2/", (4, {"x": ["1", "2", ""]})),
        ("/e-1/", (5, {"x": "1"})),
        ("/a//", None),
        ("//", None),
        ("/c/", None),
        ("/d/", None),
    ],
)
def test_a_trailing_slash_may_be_ignored(make_table, found, raw, expected):
    table = make_table("/a", "/b/", "/", "/c/:x/", "/d/*x", "/e-:x/", trailing_slash="ignore")

    assert found(table, raw) == expected


@pytest.mark.parametrize("trailing_slash", ["strict", "redirect"])
def test_a_trailing_slash_makes_another_path(make_table, found, trailing_slash):
    table = make_table("/a", "/b/", "/c/:x", "/d{/}", trailing_slash=trailing_slash)

    answers = [found(table, raw) is not None for raw in ("/a/", "/b", "/c/1/", "/d", "/d/")]

    assert answers == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("/a/", "/a"),
        ("/b", "/b/"),
        ("/c/%C3%A9%2fx/", "/c/%C3%A9%2fx"),
        ("/c/é/", "/c/%C3%A9"),
        ("/d/1/2/", "/d/1/2"),
        ("//a/", "/a"),
        ("///b", "/b/"),
        ("/c/\\x/", "/c/%5Cx"),
        ("/other/", None),
        ("/a//", None),
        ("/", None),
        ("//", None),
        ("//evil.example/", None),
        ("/r/", None),
        ("/static/x", None),
        ("/post/", None),
    ],
)
def test_redirections_lead_to_the_path_as_it_is_written(make_table, make_row, asked, raw, path):
    regex, prefix = make_row(4, regex=re.compile("^/r$")), make_row(5, "/static", prefix=True)
    table = make_table("/a", "/b/", "/c/:x", "/d/*x", regex, prefix, make_row(6, "/post", methods="POST"))

    assert table.redirection(asked(raw)) == path


@pytest.mark.parametrize(
    ("setting", "raw", "value"),
    [
        ("strict", "/a/b/", ["b", ""]), ("ignore", "/a/b/", ["b", ""]), ("redirect", "/a/b/", None),
        ("redirect", "/a/b//c", ["b", "", "c"]), ("strict", "/a/", None), ("ignore", "/a/", None),
        ("strict", "/x-/b/", ["", "b", ""]), ("ignore", "/x-1/b/", ["1", "b", ""]),
        ("redirect", "/x-1/b/", None),
    ],
)  # fmt: skip
def test_last_slash_belongs_to_a_wildcard_unless_it_is_redirected(make_table, found, setting, raw, value):
    match = found(make_table("/a/*rest", "/x-*rest", trailing_slash=setting), raw)

    assert (match[1]["rest"] if match else None) == value


@pytest.mark.case(65)
@pytest.mark.parametrize("page", ["/:page", "/:page/"])
@pytest.mark.parametrize("raw", ["//evil.example", "//evil.example/", "/\\evil.example", "/\t/evil.example/"])
def test_redirections_never_leave_the_site(make_table, asked, page, raw):
    path = make_table(page, "/:x/:y").redirection(asked(raw)) or "/"

    assert not re.match(r"//|/[\\\s]|[^/]", path)


@pytest.mark.parametrize("trailing_slash", ["strict", "ignore"])
def test_only_the_redirect_setting_redirects(make_table, asked, trailing_slash):
    assert make_table("/a", trailing_slash=trailing_slash).redirection(asked("/a/")) is None


def test_allowed_is_the_union_over_matching_rows(make_table, make_row, asked):
    lines = [
        make_row(0, "/:x", methods="PUT", converters={"x": int}),
        make_row(1, "/a", methods="GET HEAD"),
        make_row(2, "/:x", methods="POST"),
        make_row(3, "/b", methods="DELETE"),
    ]

    row, methods = make_table(*lines).allowed(asked("/a", "PATCH"))

    assert (row.index, methods) == (1, {"GET", "HEAD", "POST"})


def test_any_method_is_allowed_as_all_of_them(make_table, asked):
    assert make_table("/a").allowed(asked("/a"))[1] == METHODS


def test_nothing_is_allowed_where_no_path_matches(make_table, asked):
    assert make_table("/a").allowed(asked("/b")) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("/users/7", False), ("/users/7/", False), ("/nowhere", True), ("/no/such/path", True), ("/%61", False)],
)
def test_a_quick_look_tells_absent_paths(make_table, asked, raw, expected):
    assert make_table("/users/:id").is_absent(asked(raw)) is expected


@pytest.mark.parametrize("setting", [{"case_sensitive": False}, {"trailing_slash": "ignore"}])
def test_a_quick_look_is_sure_of_plain_tables_only(make_table, asked, setting):
    assert make_table("/users", **setting).is_absent(asked("/nowhere")) is False


def test_following_goes_on_in_written_order(make_table, make_row, asked):
    lines = [
        make_row(0, "/a"),
        make_row(1, "/{:x}", "/:y"),
        make_row(2, "/a", methods="POST"),
        make_row(3, "/*all"),
    ]
    table, target = make_table(*lines), asked("/a")
    row, _ = table.match(target)
    visited = [row.index]

    while (match := table.following(target, row.index + 1)) is not None:
        row = match[0]
        visited.append(row.index)

    assert visited == [0, 1, 3]


def test_host_is_read_only_where_a_row_has_one(make_table, make_row, asked):
    """Behind a proxy with a broken Host the other routes still answer."""
    table = make_table("/a", make_row(1, "/b", hosts=("example.org",)))

    assert table.match(asked("/a", hostname=None))[0].index == 0


@pytest.mark.parametrize("raw", ["*", "", "a"])
def test_what_is_no_path_matches_nothing(make_table, found, raw):
    assert found(make_table("/", "/:a", "/*b"), raw) is None


def test_rows_stay_as_they_were_given(make_table):
    table = make_table("/a", "/b")

    assert [row.endpoint for row in table.rows] == [0, 1]


def test_parameters_of_one_match_are_its_own(make_table, asked):
    table, target = make_table("/a"), asked("/a")
    table.match(target)[1]["left"] = "behind"

    assert table.match(target)[1] == {}


class Mounted:
    """A service with one path, which takes POST."""

    def allowed(self, target, params):
        rest = target.raw_path.split("/")[params[BELOW] :]
        return frozenset({"POST"}) if rest == ["form"] else None

    def redirection(self, target, params):
        return target.raw_path.rstrip("/") if target.raw_path.endswith("/form/") else None


def mount(make_row, index, path, **options):
    return make_row(index, path, prefix=True, mounts=True, passes=True, **options)


@pytest.mark.parametrize(
    ("path", "asked_for", "params"),
    [
        ("/app", "/app", {BELOW: 2}),
        ("/app", "/app/", {BELOW: 2}),
        ("/app", "/app/a//b", {BELOW: 2}),
        ("/app", "/app/a%2Fb/c", {BELOW: 2}),
        ("/:tenant/app", "/x/app/y", {"tenant": "x", BELOW: 3}),
        ("/", "/a/b", {BELOW: 1}),
        ("/v:n", "/v2/a/b", {"n": "2", BELOW: 2}),
        ("/v:n", "/v2", {"n": "2", BELOW: 2}),
    ],
)
def test_mount_tells_where_the_rest_begins(make_table, make_row, asked, path, asked_for, params):  # noqa: PLR0913
    assert make_table(mount(make_row, 0, path)).match(asked(asked_for))[1] == params


def test_methods_of_a_mounted_service_count_where_it_has_the_path(make_table, make_row, asked):
    table = make_table(mount(make_row, 0, "/app", inner=Mounted()), make_row(1, "/app/form", methods="PUT"))

    assert table.allowed(asked("/app/form"))[1] == {"POST", "PUT"}
    assert table.allowed(asked("/app/other")) is None


def test_mounted_service_knows_its_last_slashes(make_table, make_row, asked):
    lines = [mount(make_row, 0, "/app", inner=Mounted())]

    assert make_table(*lines, trailing_slash="strict").redirection(asked("/app/form/")) == "/app/form"
    assert make_table(*lines).redirection(asked("/app/form")) is None


def test_condition_decides_whether_a_row_matches(make_table, make_row, asked):
    table = make_table(make_row(0, "/a", when=lambda target: target.method == "POST"), make_row(1, "/a"))

    assert [table.match(asked("/a", method=method))[0].index for method in ("POST", "GET")] == [0, 1]
    assert make_row(0, "/a").path == "/a"
