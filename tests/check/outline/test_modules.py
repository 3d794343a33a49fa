"""Modules of a project, read and not run: what they define, and why they would fail to import."""

from __future__ import annotations

import ast
import inspect
import sys

import pytest

from gateway.check.outline.modules import Modules
from gateway.resolution.names import Unreadable

RUN = "import sys\nsys.argv.append('it ran')\n"


@pytest.fixture
def modules(tmp_path):
    """The modules of a folder that holds some files."""

    def modules(**files):
        for name, text in files.items():
            file = tmp_path / f"{name.replace('__in__', '/')}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Modules(tmp_path)

    return modules


def test_nothing_of_a_module_runs(modules):
    module = modules(
        a=f"{RUN}def b(c=sys.argv.append('it ran')): ...\n@sys.argv.append\nclass D: ...\n"
    ).load("a")

    assert inspect.signature(module.b).parameters.keys() == {"c"}
    assert module.D is not None
    assert "it ran" not in sys.argv
    assert "a" not in sys.modules


def test_module_is_read_once(modules):
    found = modules(a="def b(): ...\n")

    assert found.load("a") is found.load("a")
    assert found.load("a").b is found.load("a").b


@pytest.mark.parametrize("name", ["gone", "gone.deep", "package.gone", "single.deep"])
def test_module_that_is_not_there_is_missed_by_its_name(modules, name):
    found = modules(package__in____init__="", single="")
    missing = {"gone.deep": "gone"}.get(name, name)

    with pytest.raises(ModuleNotFoundError, match=f"'{missing}'") as error:
        found.load(name)
    assert error.value.name == missing


def test_folder_without_init_is_a_package(modules):
    found = modules(package__in__inner="def a(): ...\n")

    assert found.load("package.inner").a.__module__ == "package.inner"
    assert not hasattr(found.load("package"), "nothing")


@pytest.mark.parametrize(
    ("files", "where", "why"),
    [
        ({"a": "def b(:\n"}, "a.py:1", "SyntaxError: invalid syntax"),
        ({"a": "return 5\n"}, "a.py:1", "SyntaxError: 'return' outside function"),
        ({"a": b"\0"}, "a.py:1", "source code string cannot contain null bytes"),
        ({"a": b"# coding: nonsense\n"}, "a.py:1", "unknown encoding: nonsense"),
        ({"a": f"b = {'-' * 100_000}1\n"}, "a.py:1", "Error"),
        ({"a": "import gone\n"}, "a.py:1", "No module named 'gone'"),
        ({"a": "import os, gone.deep\n"}, "a.py:1", "No module named 'gone'"),
        ({"a": "from . import b\n"}, "a.py:1", "relative import"),
        ({"a": "x = 1\nfrom b import c\n", "b": ""}, "a.py:2", "cannot import name 'c' from 'b'"),
        ({"a": "import b\n", "b": "\nimport gone\n"}, "b.py:2", "No module named 'gone'"),
        ({"a": "from p import b\n", "p__in__b": "import gone\n"}, "p/b.py:1", "No module named 'gone'"),
        (
            {"p____init__": "", "a": "import p.q\n", "p__in____init__": "import gone\n", "p__in__q": ""},
            "p/__init__.py:1",
            "gone",
        ),
    ],
)
def test_module_that_would_fail_is_told_with_its_line(modules, files, where, why):
    with pytest.raises(Unreadable) as error:
        modules(**files).load("a")

    assert error.value.where == where
    assert why in error.value.why


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import gone\nexcept ImportError:\n    gone = None\n",
        "import typing\nif typing.TYPE_CHECKING:\n    import gone\n",
        "def b():\n    import gone\n",
        "import os.path, json, sys, gateway.http\n",
        "from b import c\n",
        "from b import *\n",
        "import a\n",
        "b = '\\d'\n",
    ],
)
def test_import_that_may_be_done_without_is_no_problem(modules, text):
    assert modules(a=text, b="from a import nothing_yet\nc = 1\ndef __getattr__(name): ...\n").own("a")
    assert modules(a=text, b="c = 1\n").load("a").__name__ == "a"


def test_module_that_fails_is_told_once(modules):
    found = modules(a="import c\n", b="import c\n", c="import gone\n")

    with pytest.raises(Unreadable):
        found.load("a")
    assert found.load("b").__name__ == "b"


def test_what_is_not_written_in_python_may_hold_anything(modules):
    module = modules().load("_json")

    assert inspect.signature(module.whatever).bind(1, 2, a=3)
    assert not hasattr(module, "__wrapped__")


def test_builtins_are_themselves(modules):
    assert modules().load("builtins").dict is dict


def test_module_of_others_is_read_if_it_is_named(modules):
    assert "obj" in inspect.signature(modules().load("json").dumps).parameters
    assert modules().own("json") is None


@pytest.mark.parametrize("name", ["b", "c", "d"])
def test_definition_is_found_where_it_is_written(modules, name):
    found = modules(a="def b(): ...\nfrom other import c, b as d\n", other="def c(): ...\ndef b(): ...\n")

    assert isinstance(found.definition(f"a:{name}"), ast.FunctionDef)


@pytest.mark.parametrize("text", ["a:gone", "gone:b", "json:dumps", "a:unsure", "a:dumps"])
def test_definition_that_is_not_sure_is_none(modules, text):
    found = modules(
        a="import sys\nfrom json import dumps\nif sys.argv:\n  def unsure(): ...\nelse:\n  unsure = 1\n"
    )

    assert found.definition(text) is None
