"""Whatever a file holds, `gateway check` tells it with a place, in time, and the same twice."""

from __future__ import annotations

import io
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from gateway.check.described import resolved
from gateway.cli import main
from gateway.cli.check import FORMATS
from gateway.config.fragments import joined
from tests.goldens import golden, goldens

SECONDS = 5
SHORT = re.compile(r"^(.+?):(\d+):(\d+): (?:error|warning)\[GW\d{3}\]: \S")
ACCEPTED = {file.stem: golden(file) for file in goldens("accepted")}
SMALL = [case for case in ACCEPTED.values() if len(case.written) < 4_000]
ODD = "\u202e\u200b\ufeff\u0000\u0007\u0085\u2028\ud800\U0001f600é\t\r"
MARKS = " \n-:{}[],&*#?|>!%@`'\"$<~=\\/"
KEYS = sorted(
    {
        key
        for schema in [joined(), *joined()["$defs"].values()]
        for key in [*schema.get("properties", {}), *schema.get("required", [])]
    }
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        [
            "/",
            "/:id",
            "/*a",
            "{",
            "(",
            "a:b",
            "none",
            "1s",
            "0B",
            "60/m",
            "${A}",
            "$${",
            "GET",
            "*",
            "..",
            "/etc",
            "web",
        ]
    ),
)
PLENTY = settings(
    deadline=None, max_examples=int(os.environ.get("EXAMPLES", "60")), suppress_health_check=[*HealthCheck]
)


def check(files: dict[str, bytes], *arguments: str) -> tuple[int, str]:
    """Status and output of a check of some files, whose every problem must have a place in one of them."""
    with TemporaryDirectory() as name, chdir(name):
        for path, content in files.items():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(content)
        out, err = io.StringIO(), io.StringIO()
        began = time.thread_time()
        with redirect_stdout(out), redirect_stderr(err):
            status = main(["check", "gateway.yaml", *arguments])
        assert time.thread_time() - began < SECONDS
        assert err.getvalue() == ""
        return status, out.getvalue()


def lines_of(content: bytes) -> list[str]:
    """The lines of a file, however they end; those of what is no text end with a line feed."""
    try:
        return re.split("\r\n|[\r\n\x85\u2028\u2029]", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace").split("\n")


def examine(files: dict[str, bytes]) -> None:
    """Check some files in two formats; assert what holds for any."""
    status, out = check(files, "--format", "short")
    assert status in (0, 1)
    assert "Traceback" not in out
    assert bool(re.search(r": error\[", out)) == (status == 1)
    for line in out.splitlines():
        found = SHORT.match(line)
        assert found, line
        if found[1] in files:
            lines = lines_of(files[found[1]])
            assert 1 <= int(found[2]) <= len(lines), line
            assert 1 <= int(found[3]) <= len(lines[int(found[2]) - 1]) + 1, line
    assert check(files, "--format", "short") == (status, out)


def written(value: Any, depth: int = 0) -> str:
    """A value as YAML in flow style, text mostly without quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(item, depth + 1)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(item, depth + 1) for item in value) + "]"
    return json.dumps(value, ensure_ascii=len(str(value)) % 2 == 0)


def of_schema(schema: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values that look like what a schema asks for, or not."""
    known = resolved(schema)
    properties = known.get("properties", {})
    items = known.get("items")
    choices = [SCALARS]
    if "enum" in known:
        choices.append(st.sampled_from(known["enum"]))
    if depth < 6 and properties:
        names = st.lists(st.sampled_from(sorted(properties)), max_size=4, unique=True)
        choices += [
            names.flatmap(
                lambda chosen: st.fixed_dictionaries(
                    {key: of_schema(properties[key], depth + 1) for key in chosen}
                )
            )
        ] * 4
    if depth < 6 and isinstance(known.get("additionalProperties"), dict):
        inner = st.deferred(lambda: of_schema(known["additionalProperties"], depth + 1))
        choices += [st.dictionaries(st.sampled_from(["a", "web", "A", "b:c", "404"]), inner, max_size=3)] * 3
    if depth < 6 and items:
        choices += [st.lists(st.deferred(lambda: of_schema(items, depth + 1)), max_size=3)] * 3
    return st.one_of(choices)


@PLENTY
@given(st.binary(max_size=300))
def test_any_bytes_are_told_with_a_place(content: bytes) -> None:
    examine({"gateway.yaml": content})


@PLENTY
@given(st.text(st.sampled_from(MARKS + ODD + "ab1y"), max_size=80))
@example("? a")
@example("a: !!python/object:os.system x")
@example("%YAML 9.9\n---\na: 1")
@example('"\\ud800": 1')
@example('a: "\\ud83d\\ude00\\ud800"')
@example("- " * 2000)
@example("[" * 5000)
@example("{a: " * 5000)
@example("a: &a [*a]")
@example("a: *a")
@example("version: 1\n<<: 5")
@example("version: " + "9" * 5000)
@example("version: 1e999999")
@example("version: 1\r\nroutes: []\r\n")
@example("")
def test_any_text_is_told_with_a_place(text: str) -> None:
    examine({"gateway.yaml": text.encode("utf-8", "surrogatepass")})


@PLENTY
@given(of_schema(joined()))
def test_any_document_of_known_keys_is_told_with_a_place(document: Any) -> None:
    assume(isinstance(document, dict))
    examine({"gateway.yaml": written({"version": 1, **document}).encode("utf-8", "surrogatepass")})


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, bytes]:
    """An accepted file with lines lost, doubled or swapped, cut off, or with other bytes in it."""
    case = draw(st.sampled_from(SMALL))
    content = bytearray(case.written.encode())
    lines = case.written.splitlines(keepends=True)
    one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    kind = draw(st.sampled_from(["cut", "lost", "doubled", "swapped", "flipped", "joined"]))
    if kind == "cut":
        content = content[: draw(st.integers(0, len(content)))]
    elif kind == "flipped":
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    else:
        lines[one], lines[other] = {
            "lost": ("", lines[other]),
            "doubled": (lines[one] * 2, lines[other]),
            "swapped": (lines[other], lines[one]),
            "joined": (lines[one].rstrip("\n"), lines[other]),
        }[kind]
        content = bytearray("".join(lines).encode())
    return {**{name: text.encode() for name, text in case.files.items()}, "gateway.yaml": bytes(content)}


@PLENTY
@given(damaged())
def test_any_damage_is_told_with_a_place(files: dict[str, bytes]) -> None:
    examine(files)


HANDLER = """version: 1
routes:
  - {path: /, stack: ["home:show", {"home:show": {}}], handler: "home:show"}
  - {path: /a, view: a, data: "home:show", params: {a: {load: "home:show"}}}
"""
SOURCES = [
    b"def show(:",
    b"\x00",
    b"\xff\xfe",
    b"# -*- coding: nosuch -*-\n",
    b"# -*- coding: utf-16 -*-\ndef show(request): ...\n",
    b"x = " + b"(" * 500 + b")" * 500,
    b"x = " + b"-" * 5000 + b"1",
    b"x = " + b"+".join([b"1"] * 20_000),
    b"show = show\n",
    b"from home import show\n",
    b"from . import show\n",
    b"from home import *\n",
    b"def show(request, *, a, b=1, **c): ...\n",
    b"show = 5\n",
    b"class show: ...\n",
    b"import home\nshow = home.show\n",
    b"def __getattr__(name): return lambda request: 1\n",
    b"if True:\n    def show(request): ...\n",
    b"def show(request):\n    " + b"if 1:\n" * 1 + b"        pass\n",
    "def show(request, \u00e9): ...\n".encode("latin-1"),
    b"",
]


@pytest.mark.parametrize("source", SOURCES, ids=range(len(SOURCES)))
def test_any_source_of_handlers_is_told_with_a_place(source: bytes) -> None:
    examine({"gateway.yaml": HANDLER.encode(), "home.py": source, "views/a.html": b"{{ a }}"})


TEMPLATES = [
    b"{% extends 'a' %}",
    b"{% include 'a.html' %}",
    b"{% if %}",
    b"{{ " + b"(" * 500,
    b"{{ " + b"-" * 3000 + b"1 }}",
    b"{% for a in b %}" * 300,
    b"\xff",
    b"\x00{{ a",
    b"{{ a | nofilter | alsonot }}",
    b"{% raw %}",
    b"{% macro a() %}{{ a() }}{% endmacro %}",
    b"{# never closed",
    b"{{ 1 / 0 }}{{ 10 ** 10 }}",
]


@pytest.mark.parametrize("template", TEMPLATES, ids=range(len(TEMPLATES)))
def test_any_template_is_told_with_a_place(template: bytes) -> None:
    source = b"def show(request): return {}\n"
    examine({"gateway.yaml": HANDLER.encode(), "home.py": source, "views/a.html": template})


def large() -> Iterator[tuple[str, str]]:
    yield "routes", "routes:\n" + "".join(f"  - {{path: /a{n}, respond: {{text: x}}}}\n" for n in range(3000))
    yield "aliases", "settings:\n  own:\n    a: &a [1]\n" + "".join(f"    b{n}: *a\n" for n in range(20_000))
    yield (
        "laughs",
        "settings:\n  own:\n    a0: &a0 [1, 2]\n"
        + "".join(f"    a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
    )
    yield "one line", "settings: {own: {" + ", ".join(f"a{n}: {n}" for n in range(30_000)) + "}}\n"
    yield "quote", 'settings: {own: {a: "' + "x\n" * 50_000
    yield "stacks", "stacks:\n" + "".join(f"  s{n}: [s{n + 1}, s{n + 2}]\n" for n in range(300))
    yield "too large", "# " + "x" * 5_000_000


@pytest.mark.parametrize(("name", "text"), [*large()], ids=[name for name, _ in large()])
def test_any_large_file_is_told_with_a_place(name: str, text: str) -> None:
    examine({"gateway.yaml": f"version: 1\n{text}".encode()})


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "text", ["version: [", "version: 1\nroutez: []\n", "\x00", 'version: 1\n"a\\ud800": 1\n']
)
def test_any_format_tells_what_is_no_configuration(format_: str, text: str) -> None:
    status, out = check({"gateway.yaml": text.encode()}, "--format", format_)

    assert status == 1
    assert "gateway.yaml" in out
