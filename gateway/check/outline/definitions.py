"""What the statements of a module define: its names, and the modules it cannot do without."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_DYNAMIC = {"globals", "setattr", "exec", "vars", "locals", "__import__", "import_module"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_INSIDE = {"body", "orelse", "finalbody", "handlers", "cases"}


@dataclass(frozen=True, slots=True)
class Definition:
    """A statement that gives a name its value; `alias` is the part of an import that does.

    It `is_certain` unless another statement, in a branch, may give the name another value.
    """

    node: ast.stmt
    alias: ast.alias | None = None
    is_certain: bool = True


def definitions(tree: ast.Module) -> dict[str, Definition]:
    """The names a module has at its top level, each by the last statement that defines it."""
    found: dict[str, Definition] = {}
    for node, is_sure in _statements(tree.body):
        for name, alias in _names(node):
            found[name] = Definition(node, alias, name not in found or (is_sure and found[name].is_certain))
    return found


def required(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that a module always does; one in a branch may be done without."""
    return (node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))


def stars(tree: ast.Module) -> Iterator[ast.ImportFrom]:
    """The imports of everything that another module has."""
    for node, _ in _statements(tree.body):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            yield node


def is_dynamic(tree: ast.Module) -> bool:
    """Whether a module may have names that no statement of its top level defines."""
    return any(
        (isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in _DYNAMIC)
        or (isinstance(node, ast.FunctionDef) and node.name == "__getattr__")
        for node in _running(tree)
    )


def _statements(body: list[ast.stmt], *, is_sure: bool = True) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements of a module, those in branches and loops as well, and whether each is surely run."""
    for node in body:
        yield node, is_sure
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            for inner in _blocks(node):
                yield from _statements(inner, is_sure=False)


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a statement, and those of its handlers and cases."""
    for field in ("body", "orelse", "finalbody"):
        yield getattr(node, field, [])
    yield from (each.body for field in ("handlers", "cases") for each in getattr(node, field, []))


def _names(node: ast.stmt) -> Iterator[tuple[str, ast.alias | None]]:
    """The names that one statement defines; for those of an import, with their part of it."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        yield node.name, None
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((each.asname or each.name.partition(".")[0], each) for each in node.names)
    elif not isinstance(node, ast.AnnAssign) or node.value is not None:
        yield from ((name, None) for name in _assigned(node))


def _assigned(node: ast.stmt) -> Iterator[str]:
    """What a statement assigns to, the blocks inside it left out; a `:=` assigns as well."""
    parts = [getattr(node, field) for field in node._fields if field not in _INSIDE]
    trees = [each for part in parts for each in (part if isinstance(part, list) else [part])]
    walked = (each for tree in trees if isinstance(tree, ast.AST) for each in ast.walk(tree))
    return (each.id for each in walked if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))


def _running(tree: ast.Module) -> Iterator[ast.AST]:
    """All of a module that is looked at when it is imported: what functions do is not."""
    waiting: list[ast.AST] = [*tree.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)
