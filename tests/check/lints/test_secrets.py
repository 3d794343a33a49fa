from __future__ import annotations

import pytest

from gateway.check.lints.secrets import without_tokens, written_secrets
from gateway.config.includes import assemble
from gateway.errors import Position, Problem

KEY = "hunter2-hunter2-hunter2-hunter2-"
TOKEN = "ghp_" + "a1B2" * 9
RANDOM = "x7Kq9vTz2LmW4pRb8NcY"
ENV = "env: {KEY: {secret: true}, LINK: {secret: true}}\n"
LOGIN = """
settings: {public_url: 'https://example.org'}
session: {keys: ['${KEY}']}
login: {a: {provider: x, client_id: me, """


@pytest.fixture
def found(tmp_path):
    """The problems of some files, the first of which begins with its version."""

    def found(text, **files):
        for name, content in {"gateway": f"version: 1\n{text}", **files}.items():
            (tmp_path / f"{name}.yaml").write_text(content)
        assembled = assemble(tmp_path / "gateway.yaml")
        problems = [*written_secrets(*assembled)]
        assert all(secret not in repr(problems) for secret in (KEY, TOKEN, RANDOM))
        return problems

    return found


@pytest.fixture
def told(found):
    """Where each problem is, how bad, and what is written in the file."""

    def told(text, **files):
        return [
            f"{each.position.line}:{each.position.column} {each.level} "
            f"{each.message.partition(' written in the file')[0]}"
            for each in found(text, **files)
        ]

    return told


@pytest.mark.case(81)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"session: {{keys: [{KEY}]}}", ["3:18 error an item of keys is"]),
        (f"session:\n  keys:\n    - {KEY}\n", ["5:7 error an item of keys is"]),
        (f"session: {{store: redis, redis: {{url: 'redis://:{KEY}@h'}}}}", ["3:38 error url is"]),
        ("session: {keys: ['${KEY}'], store: redis, redis: {url: 'redis://store/0'}}", []),
        ("session: {keys: ['${KEY}'], store: redis, redis: {url: '${LINK}'}}", []),
        (f"{LOGIN}client_secret: {KEY}}}}}", ["6:56 error client_secret is"]),
        (f"{LOGIN}client_auth: none}}}}", []),
        (f"settings: {{cookies: {{keys: ['${{KEY}}', other-{KEY}]}}}}", ["3:39 error an item of keys is"]),
        (f"middleware: {{door: {{basic_auth: {{users: {{anna: {KEY}}}}}}}}}", ["3:48 error anna is"]),
        (
            f"session: {{keys: [&a {KEY}]}}\nsettings: {{cookies: {{keys: [*a]}}}}",
            ["3:18 error an item of keys is"],
        ),
    ],
)
def test_secret_in_the_file_is_told_without_showing_it(told, text, expected):
    assert told(ENV + text) == expected


def test_what_helps_names_a_variable_that_fits(found):
    text = f"""login: {{a: {{client_secret: {KEY}}}}}
settings: {{cookies: {{keys: [{KEY}]}}}}
session: {{keys: [{KEY}], redis: {{url: 'redis://:{KEY}@h'}}}}
stacks: {{a: [{{basic_auth: {{users: {{anna-b: {KEY}}}}}}}]}}
"""

    assert sorted(each.help.partition(" under")[0] for each in found(text)) == [
        "declare ANNA_B_PASSWORD",
        "declare A_SECRET",
        "declare COOKIE_KEY",
        "declare REDIS_URL",
        "declare SESSION_KEY",
    ]
    assert {each.position.text for each in found(text)} == {""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"settings: {{own: {{a: {TOKEN}}}}}", ["2:21 error a GitHub token is"]),
        (f"# was {TOKEN}\n", ["2:7 error a GitHub token is"]),
        (
            f"settings: {{}} # {TOKEN} and {TOKEN}",
            ["2:16 error a GitHub token is", "2:61 error a GitHub token is"],
        ),
        (f"env: {{A: {{default: {TOKEN}}}}}", ["2:20 error a GitHub token is"]),
        (f"session: {{keys: [{TOKEN}]}}", ["2:18 error an item of keys is"]),
        (
            "settings:\n  own:\n    pem: |\n      -----BEGIN PRIVATE KEY-----\n",
            ["5:7 error a private key is"],
        ),
        (f"env: {{A: {{secret: true, default: {TOKEN}}}}}", []),
        ("# redis://user:password@store\n", []),
        ("# redis://USER:PASSWORD@HOST\n", []),
        ("# redis://user:letmein@store\n", ["2:3 error an address with a password is"]),
        ("settings: {own: {a: 'redis://user:password@store'}}", ["2:22 error an address with a password is"]),
    ],
)
def test_known_token_is_found_wherever_it_stands(told, text, expected):
    assert told(text) == expected


def test_token_in_an_included_file_is_told_there(found):
    (problem,) = found("include: [more.yaml]\n", more=f"stacks: {{}}\n# {TOKEN}\n")

    assert str(problem.position).endswith("more.yaml:2:3")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"settings: {{own: {{api_key: {RANDOM}}}}}", ["2:27 warning api_key looks like a secret that is"]),
        (
            f"env: {{MAIL_PASSWORD: {{default: {RANDOM}}}}}",
            ["2:32 warning MAIL_PASSWORD looks like a secret that is"],
        ),
        (
            "views: {globals: {map-token: 0a1b2c3d4e5f60718293a4b5}}",
            ["2:30 warning map-token looks like a secret that is"],
        ),
        (f"settings: {{own: {{tokens: [{RANDOM}]}}}}", ["2:27 warning tokens looks like a secret that is"]),
        (f"settings: {{own: {{title: {RANDOM}}}}}", []),
        ("settings: {own: {api_key: '${KEY}'}}", []),
        ("settings: {own: {secret: handlers.secrets.reader:find_the_one}}", []),
        ("settings: {own: {password: the password of the day}}", []),
        ("settings: {own: {password: aaaaaaaaaaaaaaaaaaaa1}}", []),
        ("settings: {own: {password: undetermined-unguessable}}", []),
        ("settings: {own: {tokens: 12345678901234567890}}", []),
        (f"routes: [{{path: /, respond: {{json: {{token: {RANDOM}}}}}}}]", []),
    ],
)
def test_random_text_under_a_name_for_secrets_is_a_warning(told, text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"environments:\n  development:\n    session: {{keys: [{KEY}]}}\n    # {TOKEN}\n", []),
        (f"environments:\n  development:\n    settings: {{own: {{api_key: {RANDOM}}}}}\n", []),
        (
            f"environments:\n  development: {{}}\n  production: # {TOKEN}\n    session: {{keys: [{KEY}]}}\n",
            [5, 4],
        ),
        (f"environments: {{development: {{session: {{keys: [{KEY}]}}}}}}\nsession: {{keys: [{KEY}]}}\n", [3]),
        (f"environments: {{production: {{session: {{keys: [{KEY}]}}}}, development: {{}}}}\n", [2]),
    ],
)
def test_secrets_of_development_are_no_loss(found, text, lines):
    assert [each.position.line for each in found(text)] == lines


def test_no_other_problem_shows_a_secret():
    at = Position("f", 3, 1, 1, f"etag: {TOKEN}")
    other = Problem(at._replace(line=4), "GW015", "etag", "", "warning")
    found = without_tokens(
        [Problem(at, "GW022", "a token"), Problem(at, "GW015", f"not {TOKEN}", f"no {TOKEN}"), other]
    )

    assert [(each.position.text, each.message, each.help) for each in found] == [
        ("", "a token", ""),
        ("", "not ***", "no ***"),
        (at.text, "etag", ""),
    ]
