"""docs/from-express.md is true: each line names what proves it, and what it shows compiles."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from types import ModuleType

import pytest
import yaml
from werkzeug.test import Client, EnvironBuilder

import gateway.http
import gateway.views
from gateway.http import HTTPError, Request, Response
from gateway.http.app import App
from gateway.sessions.session import Session
from gateway.wsgi import load
from tests.express.groups import all_lists, written

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "from-express.md").read_text(encoding="utf-8")
# What makes no sense in Python, or behind WSGI.
OUTSIDE = """
2 3 7 18 32 33 36 40 47 61 64 74 84 87 110 145 181 189 213 223 235 240 265 266 267 271 283 284
"""
ROWS = set(range(1, 293)) - set(map(int, re.findall(r"\d+", OUTSIDE)))
CODE = re.compile(r"`([^`]+)`")
TITLES = {sent.id.replace("/requests: ", ": ") for file in all_lists() for sent in written(file)}
REQUEST = Request(EnvironBuilder().get_environ(), App(url_for=str, respond=str, following=str))
SHOWN = {"request": REQUEST, "response": Response, "error": HTTPError, "session": Session, "app": App}
FUNCTIONS = vars(gateway.http) | vars(gateway.views) | dict.fromkeys(("bool", "partial", "ValueError"))
WORDS = re.compile(
    r"id|body:|NEXT|EXIT_GROUP|RESUME|\[\]|gateway[.](yaml|app)|first_in_collection|res[.]locals|\{\{ \}\}"
)


@dataclass(frozen=True)
class Line:
    """One line of the tables: its columns and the rows of the table of features that it is for."""

    there: str
    here: str
    seen: str
    rows: tuple[int, ...]


def lines() -> list[Line]:
    found = re.findall(r"^\| (.+) \| (.+) \| `([^`]+)` <!-- ([\d ]+) --> \|$", PAGE, re.MULTILINE)
    return [Line(there, here, seen, tuple(map(int, rows.split()))) for there, here, seen, rows in found]


AS_EXPRESS = "settings: {routing: {case_sensitive: false, trailing_slash: ignore}}"
LINES = [pytest.param(line, id=line.there) for line in lines()]
SNIPPETS = [code for line in lines() for code in CODE.findall(line.here)]


def is_yaml(code: str) -> bool:
    """Whether a snippet is a piece of gateway.yaml, or an entry of its routes."""
    return bool(re.match(r"(\w+: \S|\{(path|prefix|regex): )", code))


def is_python(code: str) -> bool:
    return not is_yaml(code) and not WORDS.fullmatch(code) and not code.startswith(("gateway ", "/"))


def test_every_line_of_the_tables_is_read() -> None:
    written_lines = [line for line in PAGE.splitlines() if line.startswith("| ") and "| here |" not in line]

    assert len(lines()) == len(written_lines) > 200


def test_every_feature_has_a_line() -> None:
    assert ROWS - {row for line in lines() for row in line.rows} == set()


@pytest.mark.parametrize("line", LINES)
def test_line_names_what_proves_it(line: Line) -> None:
    if line.seen.startswith("tests/"):
        assert (ROOT / line.seen).is_file()
    else:
        assert [title for title in TITLES if title.split(" [")[0].startswith(line.seen)]


# What is shown compiles


SHOWN_FILES = """
public/icon.png public/robots.txt files/nine.txt views/hello.html views/layout.html views/missing.html
views/parts/row.html shared/a.html blog/gateway.yaml routes/more.yaml
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that the snippets name; `app` has whatever is asked of it."""
    for name in re.findall(r"\S+", SHOWN_FILES):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "blog" / "gateway.yaml").write_text(
        "version: 1\nroutes: [{path: /, respond: {text: blog}}]\n"
    )
    (tmp_path / "routes" / "more.yaml").write_text("routes: [{path: /more, respond: {text: more}}]\n")
    module = ModuleType("app")
    module.__dict__["FerretRequest"] = type("FerretRequest", (Request,), {})
    module.__dict__["OutOfStock"] = type("OutOfStock", (Exception,), {})
    module.__dict__["knows"] = lambda name, password: (name, password)
    module.__getattr__ = lambda _name: lambda *_given, **_options: _passing
    monkeypatch.setitem(sys.modules, "app", module)
    return tmp_path


def _passing(request, call_next):
    return call_next(request)


def configuration(code: str) -> str:
    """A whole gateway.yaml around a snippet."""
    key = code.partition(":")[0]
    if code.startswith("{"):
        return f"version: 1\nroutes:\n  - {code}\n"
    if key == "body":
        return f'version: 1\nroutes:\n  - path: /x\n    methods: [POST]\n    handler: "app:x"\n    {code}\n'
    if key == "params":
        return f'version: 1\n{code}\nroutes:\n  - {{path: "/:id", handler: "app:x"}}\n'
    needed = [line for word, line in NEEDED.items() if word in code and word != key]
    return "\n".join(["version: 1", code, *needed, 'routes: [{path: /, handler: "app:x"}]', ""])


SESSION = 'session: {keys: ["the first key, which signs, of 32+"]}'
NEEDED = {
    "[session]": SESSION,
    "default_stack": 'stacks: {web: ["app:layer"]}',
    "predicate:": 'settings: {predicates: {image: "app:is_image"}}',
}


@pytest.mark.parametrize("code", sorted({*filter(is_yaml, SNIPPETS), AS_EXPRESS}))
def test_configuration_that_is_shown_compiles(code: str, project: Path) -> None:
    text = configuration(code)
    if code.startswith("{") and "predicate:" in code:
        text += NEEDED["predicate:"]
    (project / "gateway.yaml").write_text(text)

    assert load(project / "gateway.yaml", environ={"GATEWAY_ENV": "production"})


@pytest.mark.parametrize("code", sorted(set(filter(is_python, SNIPPETS))))
def test_python_that_is_shown_names_what_there_is(code: str) -> None:
    tree = ast.parse(f"def shown():\n{indent(code, '    ')}")
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    read = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]

    assert called <= FUNCTIONS.keys()
    assert [ast.unparse(node) for node in read if not exists(node)] == []


def exists(node: ast.Attribute) -> bool:
    """Whether request, response, error or session have it; what lies deeper is known by the first of it."""
    owner = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
    known = SHOWN.get(owner)
    return known is None or node.attr in {*dir(known), *getattr(known, "__annotations__", ())}


@pytest.mark.parametrize("code", sorted({code for code in SNIPPETS if code.startswith("gateway ")}))
def test_command_that_is_shown_exists(code: str) -> None:
    _, command, *options = code.split()
    given = [sys.executable, "-m", "gateway", *([command] if command[0] == "-" else [command, "--help"])]
    ran = subprocess.run(given, capture_output=True, text=True, check=False, cwd=ROOT)

    assert ran.returncode == 0
    assert [option for option in options if option not in ran.stdout] == []


# Five minutes


def block(kind: str) -> str:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The app that is migrated on the page; its module has a name of its own here."""
    for folder in ("views", "public"):
        (tmp_path / folder).mkdir()
    (tmp_path / "views" / "index.html").write_text("<h1>{{ title }}</h1>")
    (tmp_path / "views" / "admin.html").write_text("for admins")
    (tmp_path / "views" / "404.html").write_text("nothing here")
    (tmp_path / "public" / "style.css").write_text("p { color: red }")
    (tmp_path / "shop.py").write_text(block("python"))
    (tmp_path / "gateway.yaml").write_text(block("yaml").replace('"app:', '"shop:'))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    environ = {"GATEWAY_ENV": "production", "SECRET": "0123456789abcdef0123456789abcdef"}
    yield Client(load(tmp_path / "gateway.yaml", environ=environ))
    sys.modules.pop("shop", None)
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/", 200, "<h1>Hello</h1>"),
        ("/users/7", 200, '{"name":"tobi"}'),
        ("/users/8", 404, "nothing here"),
        ("/style.css", 200, "p { color: red }"),
        ("/none", 404, "nothing here"),
    ],
)
def test_migrated_app_answers(shop: Client, path: str, status: int, body: str) -> None:
    answer = shop.get(path, buffered=True)

    assert (answer.status_code, answer.text) == (status, body)


def test_migrated_app_logs_people_in(shop: Client) -> None:
    answer = shop.post("/login", data={"name": "tobi"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "session=" in answer.headers["Set-Cookie"]


def test_migrated_app_lets_admins_in_only(shop: Client) -> None:
    assert shop.get("/admin", environ_base={"REMOTE_ADDR": "127.0.0.1"}).text == "for admins"
    assert shop.get("/admin", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 403


def test_ways_of_express_are_told():
    assert f"`{AS_EXPRESS}`" in PAGE


def test_app_of_express_that_is_migrated_is_as_long() -> None:
    ours = block("yaml").count("\n") + block("python").count("\n")

    assert ours <= 3 * block("js").count("\n")
    assert yaml.safe_load(block("yaml"))["version"] == 1
