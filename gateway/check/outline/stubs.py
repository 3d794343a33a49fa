"""Functions that can be called as the real ones, and do nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from copy import copy
from functools import cache
from types import CodeType
from typing import Any

Function = ast.FunctionDef | ast.AsyncFunctionDef
_ENDS = ("NEXT", "EXIT_GROUP", "RESUME")
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


class Anything:
    """What is not known before it runs: it takes any arguments, may pass requests on, may be any class.

    `module` is where it comes from, if that is known.
    """

    is_unknown = True

    def __init__(self, *_: Any, **__: Any) -> None:
        """Take whatever a class that is not known may take."""

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Something else that is not known."""
        return ANYTHING

    @classmethod
    def of(cls, module: str) -> Anything:
        """Something of a module that is not read."""
        made = cls()
        made.__module__ = module
        return made


def _using(code: CodeType, names: Iterable[str]) -> CodeType:
    """Code that is taken to use these names."""
    return code.replace(co_names=(*code.co_names, *names))


Anything.__call__.__code__ = _using(Anything.__call__.__code__, _ENDS)
ANYTHING = Anything()


def function(
    node: Function | ast.Lambda, module: str, qualified: str = "", *, is_wrapped: bool = False
) -> Callable[..., Any]:
    """A function with the parameters of a written one, and the names it uses; what it gives is not known.

    One that another one wraps has its parameters, and may be of another kind and do what that one does.
    """
    named = _named(node)
    inside = list(_inside(named))
    made = _executed(_bare(named, [] if is_wrapped else inside, is_wrapped=is_wrapped), module)
    made.__name__, made.__qualname__ = named.name, qualified or named.name
    made.__code__ = _using(made.__code__, _ENDS if is_wrapped else _used(inside))
    return made  # type: ignore[no-any-return]


def _named(node: Function | ast.Lambda) -> Function:
    """A lambda as the function that it is."""
    if not isinstance(node, ast.Lambda):
        return node
    made: Any = ast.parse("def _(): pass").body[0]
    made.name, made.args, made.body = "<lambda>", node.args, [ast.Expr(node.body)]
    return made  # type: ignore[no-any-return]


def _bare(node: Function, inside: list[ast.AST], *, is_wrapped: bool) -> Function:
    """A definition of which nothing that the author wrote is run: no default, annotation or decorator."""
    bare = ast.FunctionDef(**vars(node)) if is_wrapped else copy(node)
    bare.name, bare.args, bare.decorator_list, bare.returns = "stub", _without_values(node.args), [], None
    does = (
        "yield" if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in inside) else "return ANYTHING"
    )
    bare.body = _body("pass" if node.name == "__init__" else does)
    return bare


@cache
def _body(does: str) -> list[ast.stmt]:
    """A body of one statement, which nobody changes."""
    return ast.parse(does).body


def _without_values(written: ast.arguments) -> ast.arguments:
    """Parameters without annotations; those with a default have None."""
    return ast.arguments(
        posonlyargs=[ast.arg(each.arg) for each in written.posonlyargs],
        args=[ast.arg(each.arg) for each in written.args],
        vararg=written.vararg and ast.arg(written.vararg.arg),
        kwonlyargs=[ast.arg(each.arg) for each in written.kwonlyargs],
        kw_defaults=[each and ast.Constant(None) for each in written.kw_defaults],
        kwarg=written.kwarg and ast.arg(written.kwarg.arg),
        defaults=[ast.Constant(None) for _ in written.defaults],
    )


def _executed(node: Function, module: str) -> Any:
    """The function that a bare definition makes."""
    tree = ast.fix_missing_locations(ast.Module([node], []))
    namespace: dict[str, Any] = {"ANYTHING": ANYTHING, "__name__": module}
    exec(compile(tree, "<outline>", "exec", dont_inherit=True), namespace)  # noqa: S102  (a bare `def`)
    return namespace["stub"]


def _used(inside: list[ast.AST]) -> set[str]:
    """The names that are used inside a function, attributes and what it imports among them."""
    names = {each.id for each in inside if isinstance(each, ast.Name)}
    names |= {each.name for each in inside if isinstance(each, ast.alias)}
    return names | {each.attr for each in inside if isinstance(each, ast.Attribute)}


def _inside(node: Function) -> Iterable[ast.AST]:
    """All in the body of a function but what functions in it do."""
    waiting: list[ast.AST] = [*node.body]
    while waiting:
        each = waiting.pop()
        yield each
        if not isinstance(each, _SCOPES):
            waiting += ast.iter_child_nodes(each)
