"""The house rules that a machine can check: sizes, names, words, and the three files of a built-in."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import io
import json
import re
import statistics
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from gateway.config import units

ROOT = Path(__file__).parents[1]
OUTSIDE_THE_CORE = ("middleware", "login", "upstreams", "functions", "modules", "serverless", "check", "cli")
NOBODYS_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "base",
    "core",
    "misc",
    "manager",
    "managers",
}
SERVICES = {"Store", "Templates", "Logins"}
OPTIONS_OF_A_SERVICE = {"session"}  # its schema is the store's, which the compiler builds
SEVERAL_MODULES = {
    "express/test_express.py",
    "http/test_express5.py",
    "http/test_express5_requests.py",
    "login/sandbox/test_foreign_clients.py",
    "login/test_independent.py",
    "login/test_kinds.py",
    "schemas/test_language_server.py",
    "schemas/test_validators.py",
    "sessions/test_logins.py",
    "views/test_express1.py",
    "views/test_express5.py",
}
NO_LAYERS = {"__init__", "chain"}
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.ENCODING,
}
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.TryStar)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A Python file of the project and what can be counted in it."""

    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    @cached_property
    def doc_lines(self) -> set[int]:
        documented = (
            node for node in ast.walk(self.tree) if isinstance(node, ast.Module | ast.ClassDef | Function)
        )
        return {line for node in documented for line in docstring_lines(node)}

    @cached_property
    def code_lines(self) -> set[int]:
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        lines = (range(t.start[0], t.end[0] + 1) for t in tokens if t.type not in NO_CODE)
        return {line for span in lines for line in span} - self.doc_lines

    @cached_property
    def comment_lines(self) -> int:
        return sum(line.lstrip().startswith("#") for line in self.text.splitlines())


def docstring_lines(node: ast.AST) -> range:
    first = node.body[0] if node.body else None
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        return range(first.lineno, first.end_lineno + 1)
    return range(0)


def sources(*folders: str) -> list[Source]:
    return [Source(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def length(function: Function) -> int:
    return function.end_lineno - function.lineno + 1 - len(docstring_lines(function))


def depth(node: ast.AST, level: int = 0) -> int:
    """How many blocks stand in each other; `elif` is no deeper than its `if`."""
    deepest = level
    for child in ast.iter_child_nodes(node):
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        if not isinstance(child, Function | ast.ClassDef):
            deepest = max(deepest, depth(child, level + (isinstance(child, BLOCKS) and not is_elif)))
    return deepest


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[int(share * (len(values) - 1))]


def tracked() -> list[Path]:
    """The files of the repository; in an export without git, those of its folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    known = [path for name in names if name and (path := ROOT / name).is_file()]
    found = (path for path in ROOT.glob("[a-z]*/**/*.*") if "node_modules" not in path.parts)
    return known or [path for path in found if path.is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


GATEWAY = sources("gateway")
OURS = [*GATEWAY, *sources("handlers")]
TESTS = sources("tests")


# Sizes


def test_core_does_not_grow_unseen() -> None:
    """The design aims at 3,500; decisions 005, 007, 010 and 013 tell what more there is."""
    core = [
        source
        for source in GATEWAY
        if source.path.relative_to(ROOT / "gateway").parts[0] not in OUTSIDE_THE_CORE
    ]

    assert sum(len(source.code_lines) for source in core) <= 13_900


def test_modules_stay_small() -> None:
    sizes = [len(source.code_lines) for source in OURS if source.path.stem != "__init__"]

    assert statistics.median(sizes) <= 80
    assert percentile(sizes, 0.9) <= 150


def test_no_module_exceeds_200_lines_of_code() -> None:
    assert [(str(source), size) for source in OURS if (size := len(source.code_lines)) > 200] == []


def test_functions_stay_short() -> None:
    sizes = [length(function) for source in OURS for function in source.functions]

    assert statistics.median(sizes) <= 5
    assert percentile(sizes, 0.9) <= 18


def test_no_function_exceeds_30_lines() -> None:
    assert [
        f"{source}:{f.lineno} {f.name}" for source in OURS for f in source.functions if length(f) > 30
    ] == []


def test_no_function_nests_deeper_than_3() -> None:
    assert [
        f"{source}:{f.lineno} {f.name}" for source in OURS for f in source.functions if depth(f) > 3
    ] == []


def test_no_function_takes_more_than_5_positional_arguments() -> None:
    def taken(function: Function) -> int:
        arguments = [*function.args.posonlyargs, *function.args.args]
        return len([argument for argument in arguments if argument.arg not in {"self", "cls"}])

    assert [
        f"{source}:{f.lineno} {f.name}" for source in OURS for f in source.functions if taken(f) > 5
    ] == []


def test_docstrings_are_a_fifth_to_a_third_of_the_code() -> None:
    share = sum(len(s.doc_lines) for s in GATEWAY) / sum(len(s.code_lines) for s in GATEWAY)

    assert 0.2 <= share <= 0.35


def test_comments_are_few() -> None:
    share = sum(s.comment_lines for s in OURS) / sum(len(s.code_lines) for s in OURS)

    assert share <= 0.05


def test_tests_are_larger_than_the_code() -> None:
    ratio = sum(len(s.code_lines) for s in TESTS) / sum(len(s.code_lines) for s in OURS)

    assert ratio >= 1.2


# Names and words


@pytest.mark.parametrize("source", [*OURS, *TESTS], ids=str)
def test_no_file_is_named_for_nobody(source: Source) -> None:
    assert NOBODYS_NAMES.isdisjoint(source.path.relative_to(ROOT).with_suffix("").parts)


def test_no_module_imports_inside_a_function() -> None:
    inner = [
        f"{source}:{node.lineno}"
        for source in OURS
        for function in source.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert [place for place in inner if not place.startswith("gateway/__init__.py")] == []
    assert len(inner) <= 1


def test_type_only_imports_are_the_types_of_wsgi() -> None:
    guarded = [
        imported
        for source in OURS
        for node in ast.walk(source.tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for imported in node.body
    ]

    assert {ast.unparse(node).split()[1] for node in guarded} <= {"_typeshed.wsgi"}


@pytest.mark.parametrize("source", OURS, ids=str)
def test_module_is_described_by_one_sentence(source: Source) -> None:
    first, *rest = (ast.get_docstring(source.tree) or "").split("\n\n")

    assert first.endswith((".", "?"))
    assert not re.search(r"\.\s+[A-Z]", first)
    assert rest == [] or str(source) == "gateway/errors.py"


def test_architecture_page_says_the_same_sentences() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(gateway/[\w/.]*)` \| (.+?) \|$", page, re.MULTILINE))

    assert rows == {place: sentence_of(ROOT / place) for place in rows}


def sentence_of(place: Path) -> str:
    source = Source(place / "__init__.py" if place.is_dir() else place)
    return " ".join((ast.get_docstring(source.tree) or "").split("\n\n")[0].split())


def test_architecture_page_lists_every_package() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    packages = [path.parent.name for path in (ROOT / "gateway").glob("*/__init__.py")]

    assert [name for name in packages if f"| `gateway/{name}/` |" not in page] == []


def test_architecture_page_names_modules_that_exist() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:config|routing|http|middleware|compiler)/\w+\.py)`", page)

    assert [name for name in named if not (ROOT / "gateway" / name).is_file()] == []


def test_no_file_holds_a_path_of_some_machine() -> None:
    machine = re.compile(r"(?<![\w.}])/(?:work|root|farm|home/\w+|tmp/team|tmp/bash_jobs)(?:/[\w.]|\b(?=\"))")

    assert [f"{name}: {found[0]}" for name, text in texts() if (found := machine.search(text))] == []


def test_unfinished_work_names_its_issue() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b(?!\(#\d+\))")

    assert [name for name, text in texts() if name != "LICENSE" and marks.search(text)] == []


# Tests


def test_names_of_tests_are_sentences() -> None:
    names = [f"{s}: {f.name}" for s in TESTS for f in s.functions if f.name.startswith("test_")]

    assert [name for name in names if name.rpartition("test_")[2].count("_") < 2] == []


def test_tests_are_short() -> None:
    tests = [(f"{s}:{f.lineno}", length(f)) for s in TESTS for f in s.functions if f.name.startswith("test_")]

    assert statistics.median(size for _, size in tests) <= 10
    assert [place for place, size in tests if size > 30] == []


def test_every_test_file_mirrors_a_module() -> None:
    mirrored = [s for s in TESTS if s.path.stem.startswith("test_") and s.path.parent != ROOT / "tests"]
    strangers = [s for s in mirrored if not mirrors_a_module(s.path.relative_to(ROOT / "tests"))]

    assert [str(source) for source in strangers] == []


def mirrors_a_module(path: Path) -> bool:
    name = path.stem.removeprefix("test_")
    folders = [ROOT / "gateway" / path.parent, ROOT / path.parent]
    homes = [
        home
        for folder in folders
        for home in (folder / f"{name}.py", folder / name, folder.with_suffix(".py"))
    ]
    if path.parts[0] == "browser" or path.parent.name == "peers" or path.as_posix() in SEVERAL_MODULES:
        return True
    return any(home.exists() for home in homes)


# A built-in: schema, module, test


def names(folder: str, pattern: str) -> set[str]:
    return {path.name.split(".")[0].removeprefix("test_") for path in (ROOT / folder).glob(pattern)}


def test_every_built_in_has_its_three_files() -> None:
    schemas = names("schemas/middleware", "*.json")

    assert schemas == names("gateway/middleware", "*.py") - NO_LAYERS
    assert schemas <= names("tests/middleware", "test_*.py")


def fragment(name: str) -> dict[str, Any]:
    return json.loads((ROOT / "schemas" / "middleware" / f"{name}.json").read_text(encoding="utf-8"))


def options(name: str) -> dict[str, dataclasses.Field[Any]]:
    """The fields of a built-in's class that gateway.yaml sets; services are filled by type."""
    module = importlib.import_module(f"gateway.middleware.{name}")
    made = getattr(module, name.title().replace("_", ""))
    fields = [field for field in dataclasses.fields(made) if field.init]
    return {field.name: field for field in fields if str(field.type).split(" | ")[0] not in SERVICES}


def number_of(value: Any) -> Any:
    """A default of a schema as the class has it: units as numbers, `none` as None, a list as a tuple."""
    if isinstance(value, str) and re.fullmatch(r"\d+\s*[A-Za-z/]+", value):
        for unit in (units.seconds, units.size, units.rate):
            try:
                return unit(value)
            except ValueError:
                continue
    if value == "none":
        return None
    return tuple(value) if isinstance(value, list) else value


def default_of(field: dataclasses.Field[Any]) -> Any:
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


@pytest.mark.parametrize("name", sorted(names("schemas/middleware", "*.json") - OPTIONS_OF_A_SERVICE))
def test_options_of_a_built_in_are_its_schema(name: str) -> None:
    schema, fields = fragment(name), options(name)
    given = {key: number_of(value.get("default")) for key, value in schema.get("properties", {}).items()}
    needed = {key for key, field in fields.items() if default_of(field) is dataclasses.MISSING}

    assert given.keys() == fields.keys()
    assert needed == set(schema.get("required", ()))
    assert given == {key: None if key in needed else default_of(field) for key, field in fields.items()}


def properties(schema: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(schema, dict):
        for key, value in (
            schema.get("properties", {}).items() if isinstance(schema.get("properties"), dict) else ()
        ):
            yield f"{place}.{key}", value
        for key, value in schema.items():
            yield from properties({} if key == "if" else value, f"{place}.{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from properties(value, f"{place}.{index}")


@pytest.mark.parametrize("file", sorted((ROOT / "schemas").rglob("*.json")), ids=lambda file: file.name)
def test_every_option_is_described(file: Path) -> None:
    found = properties(json.loads(file.read_text(encoding="utf-8")))

    assert [place for place, schema in found if isinstance(schema, dict) and not is_described(schema)] == []


def is_described(schema: dict[str, Any]) -> bool:
    """Whether a schema says what it is for, itself or where it refers to."""
    return bool(schema.get("description") or schema.get("$ref"))


# What is imported, and what is installed


@pytest.mark.parametrize("source", sources("handlers"), ids=str)
def test_handlers_import_only_http_and_views(source: Source) -> None:
    imported = {name for node in ast.walk(source.tree) for name in imported_by(node)}

    assert {name for name in imported if name.split(".")[0] == "gateway"} <= {"gateway.http", "gateway.views"}


def imported_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_only_what_routes_use_is_imported(tmp_path: Path) -> None:
    (tmp_path / "gateway.yaml").write_text("version: 1\nroutes: [{path: /, respond: {text: pong}}]\n")
    script = "import sys, gateway; gateway.app; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert {"jinja2", "authlib", "cryptography", "requests", "redis"}.isdisjoint(loaded)


def test_pinned_versions_are_within_the_ranges_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    ranges = [re.fullmatch(r"([\w-]+)(?:==|>=)([\d.]+).*", line).groups() for line in project["dependencies"]]

    assert {name: pinned.get(name, "").startswith(lowest) for name, lowest in ranges} == dict.fromkeys(
        (name for name, _ in ranges), True
    )
