from __future__ import annotations

import time

import pytest

from gateway.check import examination
from gateway.check.environments import is_apart
from gateway.check.examination import examined
from gateway.config.includes import assemble
from gateway.errors import ConfigError

SLOW = '{regex: "^/(\\\\w+/?)*$", respond: {text: x}}'
EXPONENTIAL = 'this regex can take exponential time: try "/" + "a" * 40 + "!"'


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Places and messages of what is said about some files."""
    monkeypatch.chdir(tmp_path)

    def told(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text)
        try:
            problems = examined(tmp_path / "gateway.yaml", environ={}).warnings
        except ConfigError as error:
            problems = error.problems
        return [f"{str(each.position).removeprefix(f'{tmp_path}/')} {each.message}" for each in problems]

    return told


def test_what_compiles_and_never_ends_is_refused(told):
    assert told(gateway=f"version: 1\nroutes:\n- {SLOW}\n") == [f"gateway.yaml:3:11 {EXPONENTIAL}"]


def test_what_does_not_compile_is_told_with_it_in_the_order_of_the_file(told):
    text = f"version: 1\nroutes:\n- {{path: /, handler: 'nowhere:a'}}\n- {SLOW}\n- {{path: /b, view: b}}\n"

    assert told(gateway=text) == [
        'gateway.yaml:3:22 no module "nowhere"',
        f"gateway.yaml:4:11 {EXPONENTIAL}",
        'gateway.yaml:5:20 no template "b"',
    ]


def test_warnings_of_both_are_told_where_nothing_is_refused(told):
    text = 'version: 1\nroutes:\n- {path: "/:a", respond: {text: x}, params: {a: {pattern: "a*a*a*b"}}}\n'
    (said,) = told(gateway=text)

    assert said.startswith(
        "gateway.yaml:3:59 the time of this regex grows with the cube of the length, or worse"
    )


def test_mounted_file_is_examined_where_it_stands(told):
    outer = "version: 1\nroutes: [{prefix: /in, routes: [{path: /, mount: {config: inner.yaml}}]}]\n"

    assert told(gateway=outer, inner=f"version: 1\nroutes: [{SLOW}]\n") == [f"inner.yaml:2:18 {EXPONENTIAL}"]


def test_file_mounted_in_itself_is_examined_once(told):
    again = "{path: /again, mount: {config: gateway.yaml}}"
    circle, slow = told(gateway=f"version: 1\nroutes:\n- {again}\n- {SLOW}\n")

    assert (circle, slow) == (
        "gateway.yaml:3:34 this configuration is mounted in itself: gateway.yaml -> gateway.yaml",
        f"gateway.yaml:4:11 {EXPONENTIAL}",
    )


def test_mounted_file_that_cannot_be_loaded_is_told_of_once(told):
    outer = "version: 1\nroutes: [{path: /, mount: {config: inner.yaml}}]\n"

    assert told(gateway=outer, inner="version: 1\nrouts: []\n") == [
        'inner.yaml:2:1 unknown key "routs" in the file (did you mean "routes"?)'
    ]


OVERLAYS = """version: 1
session: {}
environments:
  production: {}
routes: [{path: /, respond: {text: x}}]
"""


def test_every_environment_is_examined_and_each_mistake_told_once(told):
    said = 'gateway.yaml:2:1 in environment "production": session needs "keys"'

    assert told(gateway=OVERLAYS) == [said]
    assert told(gateway=OVERLAYS.replace("production", "development")) == [said]
    assert told(gateway=OVERLAYS.replace("{path: /", "{regex: '(a+)+$'"))[0].startswith(
        "gateway.yaml:2:1 session"
    )


def test_what_would_be_wrong_in_production_is_a_warning_where_nobody_names_it(tmp_path):
    (tmp_path / "gateway.yaml").write_text(OVERLAYS.replace("production", "development"))
    result = examined(tmp_path / "gateway.yaml", environ={})

    assert result.environments == ("development", "production")
    assert [problem.level for problem in result.warnings] == ["warning"]
    with pytest.raises(ConfigError):
        examined(tmp_path / "gateway.yaml", environ={}, names=["production"])


def test_named_environments_alone_are_examined(tmp_path):
    (tmp_path / "gateway.yaml").write_text(OVERLAYS)
    result = examined(tmp_path / "gateway.yaml", environ={}, names=["development", "development"])

    assert (result.environments, result.rows) == (("development",), 3)


def test_name_of_no_environment_is_refused(tmp_path):
    (tmp_path / "gateway.yaml").write_text(OVERLAYS)

    with pytest.raises(ConfigError, match='there is no environment "stage"'):
        examined(tmp_path / "gateway.yaml", environ={}, names=["stage"])


def test_files_are_read_once_for_all_environments(tmp_path, monkeypatch):
    (tmp_path / "part.yaml").write_text("stacks: {}\n")
    (tmp_path / "gateway.yaml").write_text(
        "version: 1\ninclude: [part.yaml]\nenvironments: {a: {}, b: {}, c: {}}\nroutes: []\n"
    )
    read = []
    monkeypatch.setattr(examination, "assemble", lambda file: read.append(file.name) or assemble(file))

    assert len(examined(tmp_path / "gateway.yaml", environ={}).environments) == 4
    assert read == ["gateway.yaml"]


UNSET = "env: {A: {}}\nsettings: {own: {a: '${A}'}}\nroutes: [{path: /, respond: {text: x}}]\n"


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("", [], ["A is not set and has no default; used at line 3"]),
        ("environments: {production: {env: {A: {default: a}}}}\n", ["production"], []),
        (
            "environments: {production: {env: {A: {default: a}}}}\n",
            [],
            ["A is not set and has no default; used at line 3"],
        ),
    ],
)
def test_variable_that_is_not_set_is_an_error_where_it_is_required(tmp_path, text, names, expected):
    file = tmp_path / "gateway.yaml"
    file.write_text(f"version: 1\n{UNSET}{text}")
    try:
        problems = examined(file, environ={}, names=names, require=True).unset
    except ConfigError as error:
        problems = error.problems

    assert [problem.message for problem in problems] == expected
    assert examined(file, environ={}).warnings == ()


def test_secret_in_a_file_is_told_although_the_rest_does_not_load(told):
    assert told(
        gateway="version: 1\nsession: {keys: [hunter2], cookie: {name: hunter2hunter2, paht: /}}\n"
    ) == [
        "gateway.yaml:2:18 a key has 7 characters, needs 32",
        'gateway.yaml:2:59 unknown key "paht" in session.cookie (did you mean "path"?)',
    ]
    assert [
        each.partition(" ")[2][:24]
        for each in told(gateway="version: 1\nsession: {kez: []}\n# https://a:b1@c.example\n")
    ] == [
        'unknown key "kez" in ses',
        "an address with a passwo",
    ]


def test_route_that_is_never_reached_is_told_by_its_line(told):
    routes = '- {path: "/:id", params: {id: int}, respond: {}}\n- {path: /7, respond: {}}\n'
    (said,) = told(gateway=f"version: 1\nroutes:\n{routes}")

    assert said.startswith("gateway.yaml:4:3 this route is never reached: /:id at line 3 answers all its")


LIGHT = """version: 1
env: {A: {secret: true, min_length: 3}, B: {optional: true}}
settings: {own: {a: "${A}", b: "${B}"}, error_detail: message, default_stack: web}
session: {store: redis, keys: ["${A}"], cookie: {secure: auto}}
login: {people: {provider: sandbox}}
stacks: {web: [session, csrf], spare: [request_id]}
routes:
- {path: /a, methods: [POST], stack: [session], view: gone.html}
- {path: "/b/:id", redirect: "/c/:idd"}
- {prefix: /d, routes: [{regex: "(a+)+$", respond: {text: x}}]}
"""


@pytest.mark.parametrize(
    "overlay",
    [
        "{}",
        "{settings: {public_url: 'http://a.example', error_detail: full}}",
        "{session: {store: sql, sql: {url: 'sqlite://'}, cookie: {secure: true, domain: b.example}}}",
        "{env: {B: {default: x}}, login: {people: {client_id: x}}, views: {cache: true}}",
        "{session: none}",
    ],
)
def test_routes_are_looked_at_once_and_nothing_is_missed(told, monkeypatch, overlay):
    looked = []
    monkeypatch.setattr(examination, "is_apart", lambda *each: looked.append(is_apart(*each)) or looked[-1])
    text = f"{LIGHT}environments: {{production: {overlay}}}\n"
    quick = told(gateway=text)
    monkeypatch.setattr(examination, "is_apart", lambda *_each: False)

    assert looked == [True]
    assert quick == told(gateway=text)
    assert len(quick) > 1


@pytest.mark.parametrize(
    "slow",
    ['{regex: "^/(a+)+$"', '{path: "/:b", params: {b: {pattern: "(a+)+"}}', '{regex: "^/a*a*a*a*a*b$"'],
)
def test_regex_that_never_ends_is_not_tried(told, slow):
    path = "/" + "a" * 3000 + "!"
    asking = "{path: /z, respond: {text: x}, stack: [session, {require_login: {redirect: /z}}]}"
    text = f"version: 1\nsession: {{}}\nroutes:\n- {slow}, respond: {{text: x}}}}\n"
    start = time.monotonic()
    said = told(gateway=f"{text}- {{path: {path}, respond: {{text: x}}}}\n- {asking}\n")

    assert said
    assert time.monotonic() - start < 5
