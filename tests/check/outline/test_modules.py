"""Modules of a project, read and not run: what they define, and why they would fail to import."""

from __future__ import annotations

import ast
import inspect
import sys
import zipfile

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
        ({"a": "from .b import c\n", "b": "c = 1\n"}, "a.py:1", "relative import"),
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


def test_circle_of_stars_ends(modules):
    module = modules(a="from b import *\nfrom b import *\n", b="from a import *\nc = 1\n").load("a")

    assert module.c == 1
    assert not hasattr(module, "d")


def test_star_may_bring_modules_and_what_is_made(modules):
    files = {"a": "from p import *\n", "d": "from e import *\n", "e": "globals()[''] = 1\n"}
    found = modules(p__in____init__="__all__ = ['q']\n", p__in__q="", **files)

    assert found.load("a").q.is_unknown
    assert found.load("d").whatever.is_unknown


def test_module_that_cannot_be_read_is_not_known_where_it_may_be_done_without(modules):
    found = modules(a="try:\n    from b import c\nexcept SyntaxError: ...\n", b="print 'x'\n")

    assert found.load("a").c.is_unknown


def test_thousands_of_branches_are_read(modules):
    branches = "".join(f"elif x == {each}: ...\n" for each in range(2000))

    assert modules(a=f"if x: ...\n{branches}def b(): ...\n").load("a").b


def test_circle_of_definitions_ends(modules):
    found = modules(a="if 1:\n    from b import c\n", b="if 1:\n    from a import c\n")

    assert found.definition("a:c") is None


def test_folders_in_folders_are_packages(modules):
    found = modules(p__in__q__in__r="from ..s.t import u\n", p__in__s__in__t="u = 7\n")

    assert found.load("p.q.r").u == 7


def test_package_goes_before_a_folder_of_its_name(modules):
    found = modules(a="from werkzeug.test import Client\n", werkzeug__in__other="")

    assert found.load("a").Client.is_unknown


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("gateway", "from gateway.http import Request"),
        ("json", "from json import dumps"),
        ("pytest", "from pytest import fixture"),
    ],
)
def test_module_with_the_name_of_one_that_a_server_has_is_not_looked_into(modules, name, taken):
    found = modules(a=f"{taken}\n", **{name: "def whatever(): ...\n"})

    assert found.load("a").__name__ == "a"
    assert not hasattr(found.load("json"), "whatever")


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nsys.path.insert(0, 'vendor')\n",
        "from sys import path\npath.insert(0, 'vendor')\n",
        "__path__.append('vendor')\n",
        "import site\nsite.addsitedir('vendor')\n",
    ],
)
def test_module_that_changes_where_modules_are_hides_what_is_missing(modules, text):
    found = modules(a=f"{text}import gone\nfrom b import gone\n", b="")

    assert found.load("a").__name__ == "a"
    assert found.load("gone").whatever.is_unknown


def test_names_of_python_itself_are_imported_from_any_module(modules):
    assert modules(a="from b import __file__, __version__\n", b="from c import *\n", c="").load("a")


def test_module_is_found_in_the_folder_of_a_configuration_around(modules, tmp_path):
    modules(shared="def b(x): ...\n", inner__in__a="from shared import b\n")
    found = Modules(tmp_path / "inner", (tmp_path,))

    assert found.load("a").b.is_unknown
    assert "x" in inspect.signature(found.load("shared").b).parameters


def test_module_in_an_archive_may_hold_anything(modules, tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.writestr("zipped/__init__.py", "def b(x): ...\n")
    monkeypatch.syspath_prepend(tmp_path / "packed.zip")

    assert modules().load("zipped").b.is_unknown


def test_built_in_module_goes_before_a_file_of_its_name(modules, monkeypatch):
    monkeypatch.delitem(sys.modules, "errno")

    assert modules(errno="").load("errno").whatever.is_unknown
