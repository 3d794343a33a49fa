"""What a module that is not run has under its names."""

from __future__ import annotations

import inspect

import pytest

from gateway.check.outline.modules import Modules
from gateway.check.outline.stubs import Anything
from gateway.resolution.passing import LEAVING, may_pass

OTHER = """
import functools
def named(request, id): ...
def kept(call):
    @functools.wraps(call)
    def inner(*args): ...
    return inner
def bared(call):
    @functools.wraps(call)
    def inner(*args): ...
    del inner.__wrapped__
    return inner
def changed(call): return lambda: None
class Base:
    def __init__(self, size): ...
"""


@pytest.fixture
def module(tmp_path):
    """A module of some lines, beside another one."""

    def module(text):
        (tmp_path / "a.py").write_text(text)
        (tmp_path / "other.py").write_text(OTHER)
        (tmp_path / "inside").mkdir()
        (tmp_path / "inside" / "part.py").write_text("number = 7\n")
        return Modules(tmp_path).load("a")

    return module


def parameters(called):
    given = inspect.signature(called).parameters.values()
    return str(inspect.Signature([each.replace(annotation=each.empty) for each in given]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "def b(request, /, id: int = 5, *, c, d=6, **e) -> str: ...",
            "(request, /, id=None, *, c, d=None, **e)",
        ),
        ("def b(*args): ...", "(*args)"),
        ("b = lambda request, id=1: 5", "(request, id=None)"),
        ("from other import named as b", "(request, id)"),
        ("import other\nb = other", None),
        ("def c(x): ...\nb = c", "(x)"),
        ("import functools\n@functools.lru_cache(maxsize=None)\ndef b(x): ...", "(x)"),
        ("from other import kept\n@kept\ndef b(x): ...", "(x)"),
        ("from other import changed\n@changed\ndef b(x): ...", "(*_, **__)"),
        ("@unknown.thing\ndef b(x): ...", "(*_, **__)"),
        ("b = make()", "(*_, **__)"),
        ("b, c = make()", "(*_, **__)"),
        ("b = other.make()", "(*_, **__)"),
        ("for b in range(3): ...", "(*_, **__)"),
        ("from json import dumps as b", "(*_, **__)"),
        ("import json as b", "(*_, **__)"),
        ("import sys\nif sys.argv:\n  def b(x): ...\nelse:\n  def b(): ...", "(*_, **__)"),
        ("from json import *", "(*_, **__)"),
        ("from other import *\nb = named", "(request, id)"),
        ("b = named\nfrom other import *", "(request, id)"),
        ("from other import *\nfrom inside.part import *\nb = named", "(request, id)"),
        ("def __getattr__(name): ...", "(*_, **__)"),
        ("globals()['b'] = print", "(*_, **__)"),
        ("class b:\n  def __init__(self, x): ...", "(x)"),
        ("class C:\n  def __call__(self, x): ...\nb = C()", "(x)"),
        ("class C(other): ...\nb = C()", "(*_, **__)"),
        ("from other import Base\nclass b(Base): ...", "(size)"),
        ("from dataclasses import dataclass\n@dataclass\nclass b:\n  x: int\n  y: int = 5", "(x, y=None)"),
        ("from dataclasses import dataclass\n@dataclass(kw_only=True)\nclass b:\n  x: int", "(*_, **__)"),
        (
            "from dataclasses import dataclass\nfrom other import Base\n@dataclass\nclass b(Base):\n  x: int",
            "(*_, **__)",
        ),
        ("class b(metaclass=M): ...", "(*_, **__)"),
        ("@register\nclass b: ...", "(*_, **__)"),
        ("class b(int, str): ...", "(*_, **__)"),
        ("class b:\n  __slots__ = ('x',)\n  x = 5\n  def __init__(self): ...", "()"),
        ("b = b", "(*_, **__)"),
        ("from a import b", "(*_, **__)"),
        ("b = None\ndef setup():\n  global b\n  b = print", "(*_, **__)"),
        ("def setup():\n  global b\n  b = print", "(*_, **__)"),
        ("def setup(name): globals()[name] = print\nsetup('b')", "(*_, **__)"),
        ("import sys\nsys.modules[__name__] = make()", "(*_, **__)"),
        ("from sys import modules\nmodules[__name__] = make()", "(*_, **__)"),
        ("__getattr__, __all__ = make()", "(*_, **__)"),
        ("match make():\n  case {'x': b}: ...", "(*_, **__)"),
        ("match make():\n  case [_, *b]: ...", "(*_, **__)"),
        ("match make():\n  case {'x': 1, **b}: ...", "(*_, **__)"),
        ("def b(x): ...\ndel b.__wrapped__", "(*_, **__)"),
        ("class b: ...\nb.__init__ = make()", "(*_, **__)"),
        ("class C: ...\nC.__call__ = print\nb = C()", "(*_, **__)"),
        ("class C:\n  __call__: object = print\nb = C()", "(*_, **__)"),
        ("class C:\n  if make():\n    def __call__(self, x): ...\nb = C()", "(x)"),
        ("class b:\n  @make\n  def __init__(self, x): ...", "(*_, **__)"),
        ("class b:\n  __init__ = make()", "(*_, **__)"),
        ("class b:\n  __qualname__ = 'c'\n  def __init__(self, x): ...", "(x)"),
        ("class C:\n  def __getattr__(self, n): ...\n  def __call__(self, x): ...\nb = C()", "(x)"),
        ("class C:\n  def __bool__(self): ...\n  def __call__(self, x): ...\nc = C()\nb = c", "(x)"),
        ("from dataclasses import dataclass\n@dataclass\nclass b:\n  x: int\n  x: int = 5", "(*_, **__)"),
        ("def cache(f): return print\n@cache\ndef b(x): ...", "(*_, **__)"),
        ("from other import changed as cache\n@cache\ndef b(x): ...", "(*_, **__)"),
        ("import other\ndef kept(f): ...\n@other.kept\ndef b(x): ...", "(*_, **__)"),
        ("from other import changed as dataclass\n@dataclass\nclass b:\n  x: int", "(*_, **__)"),
        (
            "from dataclasses import dataclass\n@dataclass\nclass b:\n  if 1:\n    x: int",
            "(*_, **__)",
        ),
        ("class C:\n  def __init_subclass__(cls): ...\nclass D(C): ...\nb = D()", "(*_, **__)"),
        ("from other import kept\n@kept\nasync def b(x): ...", "(x)"),
        ("from other import bared\n@bared\ndef b(x): ...", "(*_, **__)"),
        ("def a0(x): ...\n" + "".join(f"a{i + 1} = a{i}\n" for i in range(900)) + "b = a900", "(*_, **__)"),
    ],
)
def test_name_can_be_called_as_the_real_one(module, text, expected):
    made = module(f"{text}\n").b

    assert (parameters(made) if callable(made) else None) == expected


@pytest.mark.parametrize(
    ("text", "value"), [("5", 5), ("'x'", "x"), ("[1, {'a': None}]", [1, {"a": None}]), ("-1", -1)]
)
def test_literal_is_its_value(module, text, value):
    assert module(f"b: object = {text}\n").b == value


@pytest.mark.parametrize("text", ["b: int", "def c(): b = 1", "class c: b = 1", "import inside", "b.c = 1"])
def test_name_that_no_statement_defines_is_missing(module, text):
    with pytest.raises(AttributeError):
        module(f"{text}\n").b  # noqa: B018


def test_package_has_the_modules_in_it(module):
    assert module("import inside.part\n").inside.part.number == 7


def test_static_and_class_methods_are_called_as_such(module):
    kinds = (
        "  @staticmethod\n  def s(x): ...\n  @classmethod\n  def c(cls, y): ...\n  @odd\n  def o(self): ...\n"
    )
    made = module(f"class b:\n{kinds}  def m(self, z): ...\n").b()

    assert [parameters(each) for each in (made.s, made.c, made.m)] == ["(x)", "(y)", "(z)"]
    assert isinstance(made.o, Anything)


def test_kinds_of_functions_are_told_apart(module):
    made = module("async def a(): ...\nasync def g(): yield 1\ndef s(): yield 1\ndef p(): ...\n")

    assert inspect.iscoroutinefunction(made.a)
    assert inspect.isasyncgenfunction(made.g)
    assert inspect.isgeneratorfunction(made.s)
    assert not inspect.isgeneratorfunction(made.p)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("return NEXT", True),
        ("return gateway.http.NEXT", True),
        ("from gateway.http import NEXT as on\n  return on", True),
        ("return 5", False),
        ("def inner(): return NEXT", False),
    ],
)
def test_function_that_passes_on_is_seen_by_the_names_it_uses(module, text, passes):
    assert may_pass(module(f"def b(request):\n  {text}\n").b) is passes


def test_what_is_not_known_may_pass_on_and_be_any_class(module):
    made = module("b = make()\n").b

    assert may_pass(made())
    assert may_pass(made)
    assert may_pass(made, LEAVING)
    assert made.is_unknown


def test_names_are_those_that_statements_define(module):
    assert dir(module("import os\nb = 1\ndef c(): ...\n")) == ["b", "c", "os"]


def test_thing_from_another_package_knows_where_it_is_from(module):
    assert module("from gateway.views import View\n").View.__module__ == "gateway.views"


def test_attributes_of_python_itself_are_not_made_up(module):
    assert not hasattr(module("globals()\n"), "__path__")


def test_second_star_is_looked_into(module):
    assert module("from other import *\nfrom inside.part import *\n").number == 7


def test_function_in_a_decorator_may_pass_on_as_the_decorator_does(module):
    assert may_pass(module("from other import kept\n@kept\ndef b(request): ...\n").b)
