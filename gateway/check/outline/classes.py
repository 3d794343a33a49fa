"""Classes that are made and called as the real ones, and do nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from gateway.check.outline.definitions import definitions
from gateway.check.outline.stubs import ANYTHING, Anything, Function, function

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_WORDS = ("kw_only", "KW_ONLY", "init=", "ClassVar")  # which say that a field is no common parameter
_CALLED = {"__init__", "__new__", "__call__"}
_KINDS: dict[str, Callable[[Any], Any]] = {"staticmethod": staticmethod, "classmethod": classmethod}


def class_(node: ast.ClassDef, module: str, bases: tuple[type, ...], *, is_data: bool) -> type:
    """A class with the methods of a written one, of bases that are found already.

    Where `is_data`, it is made as `dataclass` has it made. Bases that do not go together are as unknown ones.
    """
    held: dict[str, Any] = {"__module__": module}
    for name, found in definitions(ast.Module(node.body, [])).items():
        if not name.startswith("__") or name in _CALLED:  # others would be called by what looks at the class
            is_written = found.is_certain and isinstance(found.node, Function)
            held[name] = _method(found.node, module, f"{node.name}.{name}") if is_written else ANYTHING
    if is_data and "__init__" not in held:
        held["__init__"] = Anything.__init__ if bases else _made_of_fields(node)
    if held.get("__init__") is ANYTHING:
        held["__init__"] = Anything.__init__
    try:
        return type(node.name, bases, held)
    except TypeError:
        return type(node.name, (Anything,), held)


def _method(node: Any, module: str, qualified: str) -> Any:
    """What stands in a class for one of its functions."""
    decorators = [getattr(each, "id", "") for each in node.decorator_list]
    if not decorators:
        return function(node, module, qualified)
    kind = _KINDS.get(decorators[0]) if len(decorators) == 1 else None
    return ANYTHING if kind is None else kind(function(node, module, qualified))


def _made_of_fields(node: ast.ClassDef) -> Callable[..., Any]:
    """The `__init__` that `dataclass` makes of annotated names; any where they ask for more."""
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    try:
        spelled = [ast.unparse(each) for each in (*node.decorator_list, *fields)]
        is_more = any(hasattr(each, "body") and not isinstance(each, _INNER) for each in node.body)
        if is_more or any(word in each for each in spelled for word in _WORDS):
            return Anything.__init__
        given = [f"{ast.unparse(each.target)}{'' if each.value is None else '=None'}" for each in fields]
        defined: Any = ast.parse(f"def __init__(self, {', '.join(given)}): pass").body[0]
        return function(defined, "", f"{node.name}.__init__")
    except (SyntaxError, RecursionError):  # a field that is written twice, one of a thousand parts
        return Anything.__init__
