from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import Draft202012Validator

from gateway.cli.bundle import bundle
from gateway.cli.schema import text
from gateway.config.reader import parse
from tests.config.test_fragments import subschemas

ROOT = Path(__file__).parents[2]
SCALARS = {"string", "integer", "number", "boolean"}


def test_bundle_is_the_committed_file() -> None:
    assert (ROOT / "schemas" / "gateway.json").read_text(encoding="utf-8") == text()


def test_bundle_is_a_schema_without_words_of_our_own() -> None:
    Draft202012Validator.check_schema(bundle())

    assert [key for schema in subschemas(bundle()) for key in schema if key.startswith("x-")] == []
    assert [schema for schema in subschemas(bundle()) if "format" in schema] == []


def test_bundle_is_no_larger_than_an_editor_reads_at_once() -> None:
    assert len(text()) < 128 * 1024


def test_bundle_names_nothing_that_is_reserved() -> None:
    words = {key for schema in subschemas(bundle()) for key in schema.get("properties", ())}

    assert {"functions", "upstreams", "proxy", "cors"}.isdisjoint(words)


def types(schema: dict[str, Any]) -> list[str]:
    written = schema.get("type", [])
    return [written] if isinstance(written, str) else written


def test_bundle_takes_a_reference_for_every_scalar() -> None:
    whole = bundle()
    scalars = [s for s in subschemas(whole) if any(kind in SCALARS for kind in types(s))]
    refused = [
        s for s in scalars if not Draft202012Validator({"$defs": whole["$defs"], **s}).is_valid("${NAME}")
    ]

    assert len(scalars) > 200
    assert refused == []


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("kind: oauth1", "request_token_url: '${A}'"),
        ("kind: oauth2", "scope: []"),
        ("kind: oidc", "scope: []"),
        ("kind: oidc", "userinfo: true"),
        ("kind: '${KIND}'", "profile_source: v1"),
        ("provider: x", "client_auth: post"),
        ("provider: microsoft", "userinfo: true"),
        ("provider: sandbox", "userinfo: true"),
        ("label: Somewhere", "userinfo: true"),
    ],
)
def test_login_may_have_the_options_of_its_kind(said: str, key: str) -> None:
    assert fits_bundle(f"login: {{a: {{{said}, {key}}}}}")


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("kind: oauth1", "scope: []"),
        ("kind: oauth2", "userinfo: true"),
        ("kind: oidc", "profile_source: v1"),
        ("provider: twitter", "userinfo: true"),
        ("label: Somewhere", "user_info: true"),
    ],
)
def test_login_has_no_options_of_another_kind(said: str, key: str) -> None:
    assert not fits_bundle(f"login: {{a: {{{said}, {key}}}}}")


REFERENCES = [
    "settings: {query: '${Q}', routing: {case_sensitive: '${C}'}, body: {max_size: '${M}'}}",
    "settings: {public_url: '${U}', trust_proxy: false}",
    "session: {cookie: {secure: '${S}', max_age: 'x${A}', idle: 5m}}",
    "routes: [{path: '${P}', redirect: {to: '${T}', status: '${S}'}}]",
    "routes: [{path: /, methods: ['${M}'], handler: 'a:b', body: {required: '${R}'}}]",
    "stacks: {web: [session, {body_limit: {max_size: 1MiB}}]}",
    "environments: {production: {settings: {query: '${Q}'}}}",
    "middleware: {limit: {body_limit: {max_size: '${M}'}}}",
    "errors: [{on: '${S}', format: '${F}'}]",
    "settings: {trust_proxy: '${P}', subdomain_offset: '${O}', etag: '${E}'}",
    "settings: {trust_proxy: ['${P}', 10.0.0.0/8]}",
    "routes: [{path: /, handler: 'a:b', body: [{parser: json}, {parser: form, nested: '${N}'}]}]",
    "routes: [{path: /, mount: {config: a.yaml, settings: {etag: none}}, when: {header: {A: true}}}]",
]
REFUSED = [
    "settings: {query: Q}",
    "settings: {body: {max_size: 5}}",
    "settings: {body: {max_size: 5 MB}}",
    "settings: {routing: {case_sensitive: text}}",
    "session: {cookie: {max_age: 5}}",
    "routes: [{path: /, redirect: {to: /, status: 200}}]",
    "routes: [{path: /, mount: {wsgy: 'a:b'}}]",
    "routes: [{path: /, handler: 'a:b', body: [[{parser: json}]]}]",
    "routes: [{path: /, proxy: {}}]",
    "settings: {trust_proxy: [5]}",
    "stacks: {web: [{method_override: {}}]}",
    "routes: [{path: /, methods: [get], handler: 'a:b'}]",
    "stacks: {web: [{cors: {}}]}",
    "environments: {production: {routes: []}}",
]


def fits_bundle(text: str) -> bool:
    return Draft202012Validator(bundle()).is_valid({"version": 1, **parse(text, "f")})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("routes: [{path: /, view: a.html}]", []),
        ("include: [b.yaml]\nstacks: {web: [session]}", []),
        ("version: 1", ["Additional properties are not allowed ('version' was unexpected)"]),
        ("settings: {}", ["Additional properties are not allowed ('settings' was unexpected)"]),
    ],
)
def test_bundle_has_what_an_included_file_may_hold(text: str, message: list[str]) -> None:
    validator = Draft202012Validator({"$ref": "#/$defs/included", "$defs": bundle()["$defs"]})

    assert [error.message for error in validator.iter_errors(parse(text, "f"))] == message


@pytest.mark.parametrize("text", REFERENCES)
def test_bundle_accepts_references_for_every_scalar(text: str) -> None:
    assert fits_bundle(text)


@pytest.mark.parametrize("text", REFUSED)
def test_bundle_refuses_what_is_wrong(text: str) -> None:
    assert not fits_bundle(text)
