from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from gateway.cli.api.document import described
from gateway.config import load
from tests.cli.api.conftest import INFO
from tests.goldens import golden, goldens


def operations(document):
    return [told for item in document["paths"].values() for told in item.values()]


def ids(document):
    return [told["operationId"] for told in operations(document)]


@pytest.mark.parametrize("file", goldens("accepted"), ids=lambda file: file.stem)
def test_document_of_a_good_file_is_valid(file, tmp_path):
    case = golden(file)
    config = load(case.write(tmp_path), environ=case.environ)
    document, _ = described(config, case.environ, INFO, None)

    OpenAPIV31SpecValidator(document).validate()
    assert "hunter" not in str(document)


SEGMENTS = st.sampled_from(
    ["a", ":id", ":id.:kind", "*rest", "{/:more}", r"\{x\}", "é", "a%20b", ":x", "{:y}", "x-:z{-:w}", "$ref"]
)
ANSWERS = st.sampled_from(
    [
        "redirect: /elsewhere",
        "file: a.txt",
        "view: a.html, stack: [session, csrf, require_login]",
        "respond: {status: 418, text: a, html: b, json: [1]}",
        "respond: {}, host: ['*.a.example', 'b.example']",
        "respond: {}, when: {header: {X-A: true}, query: {b: '1'}}",
        "methods: [ANY], handler: 'gone:x', stack: [{basic_auth: {check: 'gone:c'}}]",
        "methods: [POST, PURGE], handler: 'gone:x', query: {'a b': {type: array}, $ref: {default: '1'}}",
        "methods: [PUT], handler: 'a:x', body: {schema: {$ref: '#/$defs/a', $defs: {a: {if: {$ref: '#'}}}}}",
        "handler: 'gone:x', methods: [PATCH], body: [{parser: form}, {parser: bytes, types: ['*/*', +json]}]",
        "methods: [HEAD, OPTIONS], handler: 'gone:x', stack: [session, csrf]",
    ]
)
ROUTES = st.lists(st.tuples(st.lists(SEGMENTS, max_size=3), ANSWERS), max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROUTES)
def test_document_of_any_routes_is_valid(tmp_path, routes):
    lines = "".join(f"\n  - {{path: '/{'/'.join(path)}', {answer}}}" for path, answer in routes)
    (tmp_path / "gateway.yaml").write_text(f"version: 1\nsession: {{}}\nroutes:{lines or ' []'}\n")
    document, _ = described(load(tmp_path / "gateway.yaml", environ={}, require=False), {}, INFO, None)

    OpenAPIV31SpecValidator(document).validate()
    assert len({*ids(document)}) == len(ids(document))


def test_several_parts_of_a_path_share_the_names_of_the_first(describe):
    document = describe(
        "routes: [{path: '/a/:id', respond: {}}, {path: '/a/:n', methods: [PUT], handler: 'gone:x'}]"
    )

    assert [*document["paths"]["/a/{id}"]] == ["get", "put"]
    assert document["paths"]["/a/{id}"]["put"]["parameters"][0]["name"] == "id"


def test_names_are_unique(describe):
    routes = [
        "{path: [/a, /b], methods: [GET, PUT], name: get_c, handler: 'gone:x'}",
        "{path: /c, respond: {}}",
        "{path: '/c/', methods: [ANY], handler: 'gone:x'}",
    ]
    document = describe(f"observe: {{health: none, readiness: none}}\nroutes: [{', '.join(routes)}]")

    assert ids(document) == [
        "get_c", "put_a", "get_b", "put_b", "get_c_2", "get_c_3", "post_c", "put_c", "patch_c", "delete_c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("routes", "note"),
    [
        ("{regex: '^/x', respond: {}}",
         "2: GET regex ^/x is left out: OpenAPI has no regular expressions for paths"),
        ("{path: /a, mount: {wsgi: 'gone:app'}}", "2: ANY /a/* is left out: it is an application of its own"),
        ("{path: [/a, /b], methods: [PURGE], respond: {}}",
         "2: PURGE /a, /b is left out: OpenAPI 3.1 has no method PURGE"),
        ("{path: /a, respond: {}, host: x.example}, {path: /a, respond: {}}",
         "2: GET /a is left out: OpenAPI has room for one GET /a, and gateway.yaml:2 has it"),
    ],
)  # fmt: skip
def test_what_has_no_place_is_noted_once(noted, routes, note):
    _, notes = noted(f"routes: [{routes}]")

    assert notes == [f"gateway.yaml:{note}"]


def test_tags_are_listed_in_order(describe):
    document = describe(
        "routes: [{path: /b, respond: {}}, {path: /a, respond: {}}, {path: /b/c, respond: {}}]"
    )

    assert [tag["name"] for tag in document["tags"]] == ["healthz", "readyz", "b", "a"]


@pytest.mark.parametrize(
    ("url", "server", "expected"),
    [
        ("https://a.example", None, [{"url": "https://a.example"}]),
        ("https://a.example", "https://b.example", [{"url": "https://b.example"}]),
        ("${URL}", None, None),
    ],
)
def test_server_is_where_the_service_is_reached(describe, url, server, expected):
    text = f"env: {{URL: {{}}}}\nsettings: {{public_url: '{url}'}}\nroutes: []"

    assert describe(text, server=server).get("servers") == expected


def test_no_secret_is_in_the_document(describe):
    keys = "client_id: '${KEY}', client_secret: '${KEY}'"
    guard = "{basic_auth: {users: {me: '${KEY}'}}}"
    text = f"""env: {{KEY: {{secret: true}}}}
settings: {{public_url: 'https://a.example'}}
session: {{keys: ['${{KEY}}']}}
login: {{github: {{provider: github, {keys}, stack: [session, {guard}]}}}}
routes: [{{path: /, respond: {{html: '${{KEY}}'}}, headers: {{X-Key: '${{KEY}}'}}}}]
"""

    document = describe(text, environ={"KEY": "hunter2hunter2hunter2hunter2hunter2"})

    assert "/login" in document["paths"]
    assert "hunter" not in str(document)
