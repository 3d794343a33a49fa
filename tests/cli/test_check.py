from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.check import formats
from gateway.cli.check import FORMATS, use_color

GOOD = "version: 1\nroutes: [{path: /, respond: {text: x}}]\n"
BAD = "version: 1\nroutes:\n  - {path: /, handler: 'nowhere:show'}\n  - {path: /a, view: gone.html}\n"
SECRET = """version: 1
env: {KEY: {secret: true, min_length: 32}}
session: {keys: ["${KEY}"]}
routes: [{path: /, respond: {text: x}}]
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_good_file_has_no_problems(run, folder):
    (folder / "gateway.yaml").write_text(GOOD)

    assert run("check") == (0, "gateway.yaml: no problems (3 routes, environment development)\n", "")


def test_every_problem_is_printed_with_its_place(run, folder):
    (folder / "gateway.yaml").write_text(BAD)
    status, out, err = run("check")

    assert (status, err) == (1, "")
    assert out == (
        'gateway.yaml:3:24: error[GW060]: no module "nowhere"\n'
        " 3 |   - {path: /, handler: 'nowhere:show'}\n"
        "   |                        ^^^^^^^^^^^^^^\n"
        "   = help: looked for nowhere.py, and for an installed module\n"
        'gateway.yaml:4:22: error[GW064]: no template "gone.html"\n'
        " 4 |   - {path: /a, view: gone.html}\n"
        "   |                      ^^^^^^^^^\n"
        "   = help: there is none\n"
        "\n2 errors in 1 file\n"
    )


@pytest.mark.parametrize("arguments", [(), ("gone.yaml",), ("folder",)])
def test_missing_file_is_2(run, folder, arguments):
    (folder / "folder").mkdir()
    name = arguments[0] if arguments else "gateway.yaml"

    assert run("check", *arguments) == (
        2,
        "",
        f"gateway check: {name} is not a file (looked at FILE, GATEWAY_CONFIG, ./gateway.yaml)\n",
    )


def test_file_may_be_named_by_an_argument_or_the_environment(run, folder, monkeypatch):
    (folder / "other.yaml").write_text(GOOD)
    monkeypatch.setenv("GATEWAY_CONFIG", "other.yaml")

    assert run("check")[:2] == run("check", "other.yaml")[:2]
    assert run("check")[0] == 0


def test_environment_chooses_what_is_checked(run, folder, monkeypatch):
    (folder / "gateway.yaml").write_text(GOOD)
    monkeypatch.setenv("GATEWAY_ENV", "production")

    assert "environment production" in run("check")[1]


def test_variables_that_a_server_would_miss_are_told(run, folder):
    (folder / "gateway.yaml").write_text(SECRET)
    status, out, _ = run("check")

    assert status == 0
    assert "  to serve: " in out
    assert "KEY" in out


OVERLAID = f"""{SECRET}environments:
  development: {{env: {{KEY: {{optional: true}}}}}}
  production: {{session: {{store: redis}}}}
"""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "environments development and production)\n"),
        (("--environment", "production"), "environment production)\n  to serve: KEY is not set"),
        (
            ("--environment", "production", "--environment", "development"),
            "environments production and development)",
        ),
    ],
)
def test_every_environment_is_checked_or_those_that_are_named(run, folder, monkeypatch, arguments, expected):
    monkeypatch.delenv("KEY", raising=False)
    (folder / "gateway.yaml").write_text(OVERLAID)
    status, out, _ = run("check", *arguments)

    assert (status, expected in out) == (0, True)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("", "gateway.yaml:2:7: error[GW021]: KEY is not set and has no default; used at line 3\n"),
        ("short", "gateway.yaml:2:7: error[GW024]: KEY has 5 characters, needs 32\n"),
        ("k" * 32, ""),
    ],
)
def test_variables_of_a_container_are_proved(run, folder, monkeypatch, value, told):
    monkeypatch.setenv("KEY", value)
    (folder / "gateway.yaml").write_text(OVERLAID)
    arguments = ("--require-env", "--environment", "production", "--format", "short")

    assert run("check", *arguments)[:2] == (1 if told else 0, told)


def test_variables_of_other_environments_are_not_required(run, folder, monkeypatch):
    monkeypatch.delenv("KEY", raising=False)
    (folder / "gateway.yaml").write_text(OVERLAID)

    assert run("check", "--require-env")[0] == 0


def test_module_that_fails_to_import_is_refused_with_its_line(run, folder):
    (folder / "gateway.yaml").write_text("version: 1\nroutes: [{path: /, handler: 'failing:show'}]\n")
    (folder / "failing.py").write_text("value = 1\nvalue / 0\ndef show(request): ...\n")
    status, out, _ = run("check", "--import")

    assert status == 1
    assert "failing.py:2 fails to import: ZeroDivisionError: division by zero" in out
    assert "Traceback" not in out


@pytest.mark.parametrize(
    ("stream", "variables", "expected"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(monkeypatch, stream, variables, expected):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert use_color(stream) is expected


@pytest.mark.parametrize(("no_color", "expected"), [("", True), ("1", False)])
def test_report_on_a_terminal_is_coloured(run, folder, monkeypatch, no_color, expected):
    (folder / "gateway.yaml").write_text(BAD)
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert ("\x1b[1;31m" in run("check")[1]) is expected


def test_warnings_are_printed_and_the_file_passes(run, folder):
    (folder / "gateway.yaml").write_text(
        "version: 1\nsettings: {trust_proxy: true}\nroutes: [{path: /, respond: {text: x}}]\n"
    )
    status, out, err = run("check")

    assert (status, err) == (0, "")
    assert out.startswith("gateway.yaml:2:25: warning[GW037]: trust_proxy: true believes everybody")
    assert out.endswith(
        "\n\n1 warning in 1 file\ngateway.yaml: no errors (3 routes, environment development)\n"
    )


def test_warnings_are_not_what_a_server_misses(run, folder, monkeypatch):
    monkeypatch.delenv("KEY", raising=False)
    (folder / "gateway.yaml").write_text(f"{SECRET}settings: {{trust_proxy: true}}\n")
    status, out, _ = run("check")

    assert (status, out.count("believes everybody"), out.count("to serve: ")) == (0, 1, 1)


def test_warnings_of_mounted_files_are_printed_once(run, folder):
    inner = "version: 1\nsettings: {method_override: {query: m, methods: [GET]}}\n"
    mounts = "routes: [{path: /a, mount: {config: inner.yaml}}, {path: /b, mount: {config: inner.yaml}}]"
    (folder / "inner.yaml").write_text(f"{inner}routes: [{{path: /, respond: {{}}}}]\n")
    (folder / "gateway.yaml").write_text(f"version: 1\nsettings: {{trust_proxy: true}}\n{mounts}\n")
    status, out, _ = run("check")

    assert (status, out.count("inner.yaml:2"), out.count("gateway.yaml:2")) == (0, 1, 1)
    assert "2 warnings in 2 files" in out


def test_problem_of_a_mounted_file_is_told_at_its_place(run, folder):
    (folder / "inner.yaml").write_text("version: 1\nsettings: {etag: weka}\n")
    (folder / "gateway.yaml").write_text("version: 1\nroutes: [{path: /a, mount: {config: inner.yaml}}]\n")
    status, out, _ = run("check")

    assert (status, out.partition(": error")[0]) == (1, "inner.yaml:2:18")


WARNS = "version: 1\nsettings: {trust_proxy: true}\nroutes: [{path: /, respond: {text: x}}]\n"
HIDDEN = """version: 1
session: {keys: [hunter2hunter2hunter2hunter2hunter2]}
login: {twitter: {provider: twitter, client_id: hunter2, client_secret: hunter2, stakc: hunter}}
"""


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("text", "status"), [(GOOD, 0), (WARNS, 0), (BAD, 1)])
def test_every_format_ends_with_the_same_status(run, folder, name, text, status):
    (folder / "gateway.yaml").write_text(text)

    assert run("check", "--format", name)[::2] == (status, "")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("environment", ["development", "production"])
def test_no_format_shows_a_secret(run, folder, monkeypatch, name, environment):
    monkeypatch.setenv("GATEWAY_ENV", environment)
    (folder / "gateway.yaml").write_text(HIDDEN)
    status, out, _ = run("check", "--format", name)

    assert (status, "stakc" in out, "hunter2" in out) == (1, True, False)


def test_format_for_machines_is_told_alone(run, folder):
    (folder / "gateway.yaml").write_text(WARNS)

    assert json.loads(run("check", "--format", "json")[1])["warnings"] == 1


@pytest.mark.parametrize("option", ["--strict", "--warnings-as-errors"])
def test_strict_takes_warnings_for_errors(run, folder, option):
    (folder / "gateway.yaml").write_text(WARNS)
    status, out, _ = run("check", option, "--format", "short")

    assert (status, out.partition("]")[0]) == (1, "gateway.yaml:2:25: error[GW037")


@pytest.mark.parametrize(("most", "status"), [(0, 1), (1, 0), (2, 0)])
def test_more_warnings_than_are_let_pass_are_1(run, folder, most, status):
    (folder / "gateway.yaml").write_text(WARNS)
    told = "gateway check: more warnings than --max-warnings 0: 1\n"

    assert run("check", "--max-warnings", str(most))[::2] == (status, told if status else "")


@pytest.mark.parametrize("arguments", [("--format", "xml"), ("--max-warnings", "few"), ("--colour",)])
def test_wrong_use_is_2(run, folder, arguments):
    assert run("check", *arguments)[0] == 2


def test_warning_is_ignored_by_a_comment_on_its_line(run, folder):
    ignored = WARNS.replace("true}\n", "true} # gateway: ignore[GW037] a proxy stands before every port\n")
    (folder / "gateway.yaml").write_text(ignored)

    assert run("check", "--strict")[:2] == (
        0,
        "gateway.yaml: no problems (3 routes, environment development)\n",
    )


def test_comments_of_included_and_mounted_files_count(run, folder):
    comment = "# gateway: ignore[GW037] a proxy stands before every port"
    (folder / "part.yaml").write_text(f"stacks: {{}} {comment}\n")
    (folder / "inner.yaml").write_text(f"version: 1\nsettings: {{trust_proxy: true}} {comment}\n")
    (folder / "gateway.yaml").write_text(
        "version: 1\ninclude: [part.yaml]\nroutes: [{path: /a, mount: {config: inner.yaml}}]\n"
    )

    assert run("check", "--format", "short")[:2] == (
        0,
        "part.yaml:1:12: warning[GW099]: ignore[GW037] suppresses nothing\n",
    )


def test_error_cannot_be_ignored(run, folder):
    (folder / "gateway.yaml").write_text(
        BAD.replace("show'}\n", "show'} # gateway: ignore[GW060] comes later\n")
    )
    status, out, _ = run("check", "--format", "short")

    assert (status, "GW060" in out, "GW099" in out) == (1, True, False)


def test_known_warnings_are_told_no_more(run, folder):
    (folder / "gateway.yaml").write_text(WARNS)
    written = run("check", "--write-baseline", "known.json", "--strict")
    (folder / "gateway.yaml").write_text(f"# one line more\n{WARNS}")

    assert written == run("check", "--baseline", "known.json", "--strict")
    assert written[:2] == (0, "gateway.yaml: no problems (3 routes, environment development)\n")


def test_new_warning_is_told_beside_known_ones(run, folder):
    (folder / "gateway.yaml").write_text(WARNS)
    run("check", "--write-baseline", "known.json")
    (folder / "gateway.yaml").write_text(f"{WARNS}# gateway: ignore[GW001] nothing\n")
    status, out, _ = run("check", "--baseline", "known.json", "--format", "short")

    assert (status, out.count("\n"), "GW099" in out) == (0, 1, True)


def test_errors_are_told_and_no_baseline_is_written(run, folder):
    (folder / "gateway.yaml").write_text(BAD)
    status, out, _ = run("check", "--write-baseline", "known.json")

    assert (status, "2 errors" in out, (folder / "known.json").exists()) == (1, True, False)


@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_baseline_that_cannot_be_used_is_2(run, folder, option):
    (folder / "gateway.yaml").write_text(WARNS)
    status, out, err = run("check", option, "gone/known.json")

    assert (status, out) == (2, "")
    assert err == "gateway check: gone/known.json: No such file or directory\n"


def test_file_that_is_no_baseline_is_2(run, folder):
    (folder / "gateway.yaml").write_text(WARNS)
    told = "gateway check: gateway.yaml is no baseline of this gateway\n"

    assert run("check", "--baseline", "gateway.yaml") == (2, "", told)


def test_baseline_is_read_or_written_and_not_both(run, folder):
    assert run("check", "--baseline", "a", "--write-baseline", "b")[0] == 2


def test_every_format_but_text_is_a_module_of_its_own():
    files = Path(formats.__file__).parent.glob("[a-z]*.py")

    assert {"text", *(file.stem for file in files)} == set(FORMATS)


def test_terminal_is_told_where_a_rule_is_explained(folder, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    (folder / "gateway.yaml").write_text("version: 1\nruotes: []\n")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "gateway", "check"]
    status = subprocess.run(command, cwd=folder, stdout=theirs, check=False).returncode
    os.close(theirs)
    told = os.read(ours, 65536).decode()
    os.close(ours)

    assert status == 1
    assert told.rstrip().endswith("gateway explain GW010 tells what a rule means, with a right example")


NEVER = ("gunicorn", "authlib", "gateway.login")
WITHOUT_VIEWS = (
    *NEVER, "http.server", "jinja2", "jsonschema", "werkzeug",
    "gateway.compiler", "gateway.dispatch", "gateway.http", "gateway.middleware", "gateway.views",
)  # fmt: skip
LAYERED = """version: 1
env: {KEY: {secret: true}}
settings: {default_stack: web, public_url: "http://127.0.0.1:8000"}
session: {keys: ["${KEY}"]}
login: {someone: {provider: github, client_id: "${KEY}", client_secret: "${KEY}", stack: web}}
stacks: {web: [request_id, access_log, session, csrf], member: [web, {require_login: {}}]}
routes:
  - {path: "/orders/:id", stack: member, params: {id: int}, handler: "leaving:show"}
  - path: /orders
    methods: [POST]
    query: {page: {type: integer, minimum: 1, default: 1}}
    body: {schema: {type: object, required: [name], properties: {name: {type: string}}}}
    handler: "leaving:add"
"""
SHOWING = """version: 1
views: {directory: views}
routes: [{path: /, view: index.html, data: "leaving:page"}]
"""
LEAVING = """open(__file__ + '.imported', 'w')
def show(request, id): ...
def add(request, page): ...
def page(request): return {"name": "x"}
"""


@pytest.mark.parametrize(
    ("text", "left_out"), [(GOOD, WITHOUT_VIEWS), (LAYERED, WITHOUT_VIEWS), (SHOWING, NEVER)]
)
def test_what_serves_is_not_imported_to_check_and_handlers_never_are(folder, text, left_out):
    (folder / "gateway.yaml").write_text(text)
    (folder / "leaving.py").write_text(LEAVING)
    (folder / "views").mkdir()
    (folder / "views" / "index.html").write_text("<p>{{ name }}</p>")
    code = "import sys; from gateway.cli import main; main(['check']); print(*sys.modules, file=sys.stderr)"
    variables = os.environ | {"PYTHONPATH": str(Path(formats.__file__).parents[3])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, capture_output=True, text=True, timeout=30, check=True
    )

    assert "no errors" in done.stdout or "no problems" in done.stdout
    assert {*done.stderr.split()} & {*left_out, "leaving"} == set()
    assert not (folder / "leaving.py.imported").exists()
