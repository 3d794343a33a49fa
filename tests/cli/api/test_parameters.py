from __future__ import annotations

import pytest


@pytest.fixture
def parameters(operation):
    """Makes the parameters of one route by their names."""

    def parameters(route, **options):
        return {one["name"]: one for one in operation(route, **options)["parameters"]}

    return parameters


def of(path, params):
    return f"routes: [{{path: '{path}', params: {params}, handler: 'gone:x'}}]"


def test_whole_number_is_an_integer(parameters):
    assert parameters(of("/:id", "{id: int}"))["id"] == {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    }


def test_text_is_not_empty(parameters):
    assert parameters(of("/:id", "{}"))["id"]["schema"] == {"type": "string", "minLength": 1}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("[a-z]+", "^(?:[a-z]+)$"), ("a|b", "^(?:a|b)$"), ("(?P<y>[0-9]{4})-x", "^(?:(?<y>[0-9]{4})-x)$")],
)
def test_pattern_holds_for_the_whole_value(parameters, pattern, expected):
    found = parameters(of("/:id", f"{{id: {{pattern: '{pattern}'}}}}"))["id"]

    assert found["schema"] == {"type": "string", "pattern": expected}


@pytest.mark.parametrize("pattern", [r"\A[a-z]+", "(?i)[a-z]+", "[a-z]++"])
def test_pattern_of_python_alone_is_told_in_words(parameters, pattern):
    found = parameters(of("/:id", f"{{id: {{pattern: '{pattern}'}}}}"))["id"]

    assert found["description"] == f"Matches the regular expression `{pattern}` of Python as a whole."
    assert "pattern" not in found["schema"]


def test_wildcard_tells_of_its_slashes(parameters):
    assert "slashes" in parameters(of("/*rest", "{}"))["rest"]["description"]


def test_query_has_its_schemas(parameters):
    query = "{page: {type: integer, minimum: 1, default: 1, description: Which}, tags: {type: array}, q: {}}"
    found = parameters(f"routes: [{{path: /, handler: 'gone:x', query: {query}}}]")

    assert found["page"] == {
        "name": "page",
        "in": "query",
        "required": False,
        "description": "Which",
        "schema": {"type": "integer", "minimum": 1, "default": 1},
    }
    assert [found[name]["required"] for name in ("tags", "q")] == [True, True]


def test_variables_of_the_query_have_their_values(parameters):
    text = "env: {SIZE: {type: integer}, UNSET: {}}\n"
    query = "{a: {type: integer, default: '${SIZE}'}, b: {enum: [x, '${UNSET}']}}"
    text += f"routes: [{{path: /, handler: 'gone:x', query: {query}}}]"
    found = parameters(text, environ={"SIZE": "7"})

    assert [found[name]["schema"] for name in "ab"] == [{"type": "integer", "default": 7}, {"enum": ["x"]}]


def test_conditions_are_parameters_that_have_to_be_sent(operation):
    header, query = "{X-Api: v2, Accept: text/csv, X-Old: false}", "{debug: true, size: '10'}"
    when = f"{{header: {header}, query: {query}, predicate: p}}"
    text = f"settings: {{predicates: {{p: 'gone:p'}}}}\nroutes: [{{path: /, respond: {{}}, when: {when}}}]"
    found = operation(text)

    assert found["parameters"] == [
        {"name": "X-Api", "in": "header", "required": True, "schema": {"type": "string", "const": "v2"}},
        {"name": "debug", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "size", "in": "query", "required": True, "schema": {"type": "string", "const": "10"}},
    ]
    assert found["description"] == (
        "Only with the header `Accept`: `text/csv`. Only without the header `X-Old`. "
        "Only if the predicate `p` agrees."
    )


def test_header_that_must_only_be_there_is_told_without_a_value(operation):
    found = operation("routes: [{path: /, respond: {}, when: {header: {Authorization: true}}}]")

    assert found["description"] == "Only with the header `Authorization`."


def test_condition_of_a_group_and_of_its_route_is_told_once(parameters):
    inner = "{path: /, handler: 'gone:x', when: {header: {x-api: b}}}"
    found = parameters(f"routes: [{{prefix: /a, when: {{header: {{X-Api: a}}}}, routes: [{inner}]}}]")

    assert [*found] == ["X-Api"]


@pytest.mark.parametrize(("method", "expected"), [("POST", ["X-CSRF-Token"]), ("OPTIONS", [])])
def test_token_is_asked_for_where_something_changes(operation, method, expected):
    route = f"{{path: /, methods: [{method}], handler: 'gone:x', stack: [session, csrf]}}"
    found = operation(f"routes: [{route}]")

    assert [one["name"] for one in found.get("parameters", [])] == expected
