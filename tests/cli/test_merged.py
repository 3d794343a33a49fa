from __future__ import annotations

import pytest

from gateway.cli.merged import MASK, merged, values
from gateway.errors import ConfigError

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def found(folder):
    """The values of a file by their paths."""

    def found(text, **environ):
        (folder / "gateway.yaml").write_text(f"version: 1\n{text}")
        document = merged(folder / "gateway.yaml", environ)
        return {".".join(map(str, value.path)): value for value in values(document)}

    return found


def test_values_of_includes_and_overlays_keep_their_places(found, folder):
    (folder / "more.yaml").write_text("\nroutes: [{path: /, respond: {}}]\n")
    shown = found(
        "include: [more.yaml]\nsettings: {etag: weak, routing: {case_sensitive: false}}\n"
        "environments:\n  staging: {settings: {etag: none}}\n",
        GATEWAY_ENV="staging",
    )

    places = {path: (value.value, value.at.file[-9:], value.at.line) for path, value in shown.items()}
    assert places["settings.etag"] == ("none", "eway.yaml", 5)
    assert places["settings.routing.case_sensitive"] == (False, "eway.yaml", 3)
    assert places["routes.0.path"] == ("/", "more.yaml", 2)
    assert not any(path.startswith("environments") for path in places)


def test_variable_is_put_in_as_its_type_and_named(found):
    shown = found("env: {SIZE: {type: integer}}\nsettings: {own: {size: '${SIZE}'}}\n", SIZE="7")

    assert shown["settings.own.size"][1::2] == (7, ("SIZE",))


@pytest.mark.parametrize("entry", ["{}", "{optional: true}"])
def test_variable_that_is_not_set_is_none_and_named(found, entry):
    shown = found(f"env: {{GONE: {entry}}}\nsettings: {{own: {{a: '${{GONE}}', b: ['${{GONE}}']}}}}\n")

    assert shown["settings.own.a"][1::2] == (None, ("GONE",))
    assert shown["settings.own.b.0"][1::2] == (None, ("GONE",))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("settings: {own: {a: 'x ${KEY}'}}", "settings.own.a"),
        (f"session: {{keys: [{KEY}]}}", "session.keys.0"),
        (f"middleware: {{m: {{basic_auth: {{users: {{me: {KEY}}}}}}}}}", "middleware.m.basic_auth.users.me"),
        (f"middleware: {{m: {{'a:b': {{api_key: {KEY}}}}}}}", "middleware.m.a:b.api_key"),
        (f"settings: {{own: {{db: 'postgres://me:{KEY}@db/x'}}}}", "settings.own.db"),
        (f"routes: [{{path: /, respond: {{}}, headers: {{X-Api-Key: {KEY}}}}}]",
         "routes.0.headers.X-Api-Key"),
        (f"settings: {{own: {{passwords: [{KEY}]}}}}", "settings.own.passwords.0"),
        (f"routes: [{{path: /, respond: {{}}, headers: {{Authorization: {KEY}}}}}]",
         "routes.0.headers.Authorization"),
    ],
)  # fmt: skip
def test_secret_is_masked(found, text, path):
    shown = found(f"env: {{KEY: {{secret: true}}}}\n{text}\n", KEY=KEY)

    assert shown[path].value == MASK
    assert KEY not in str([value.value for value in shown.values()])


def test_what_only_looks_like_a_secret_is_shown(found):
    shown = found(
        "env: {TOKEN: {secret: true}}\n"
        f"session: {{keys: [{KEY}], encrypt: true}}\n"
        "settings: {public_url: 'http://127.0.0.1:8000'}\n"
        "login: {x: {provider: x, tokens: session, client_id: a, client_secret: b}}\n"
    )

    assert shown["env.TOKEN.secret"].value is True
    assert shown["login.x.tokens"].value == "session"
    assert shown["login.x.client_secret"].value == MASK


def test_file_with_problems_is_not_shown(found):
    with pytest.raises(ConfigError, match="unknown key"):
        found("session: {kyes: [hunter2]}\n")
