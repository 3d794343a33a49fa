"""A module of which nothing runs: what it defines is made when it is first asked for."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from functools import cached_property
from types import ModuleType
from typing import Any

from gateway.check.outline.classes import class_
from gateway.check.outline.definitions import Definition, definitions, is_dynamic, stars
from gateway.check.outline.stubs import ANYTHING, Anything, Function, function

Find = Callable[[str], "ModuleType | None"]
_KEPT = {"cache", "lru_cache", "final", "total_ordering", "runtime_checkable", "override", "dataclass"}
_PYTHONS = {"dataclasses", "functools", "typing", "typing_extensions"}


class Outline(ModuleType):
    """A module made of its syntax tree; what only running it could tell is Anything.

    `find` gives the outline of another module by its whole name, None for one that is not the author's.
    """

    def __init__(self, name: str, tree: ast.Module, package: str, find: Find) -> None:
        """Look through the statements of the module; none is run."""
        super().__init__(name)
        self.tree, self._package, self._find = tree, package, find
        self.written = definitions(tree)

    def __dir__(self) -> list[str]:
        """The names that its statements define."""
        return list(self.written)

    def __getattr__(self, name: str) -> Any:
        """What a name stands for; raise AttributeError if the module cannot have it."""
        definition = self.written.get(name)
        try:
            found = self._elsewhere(name) if definition is None else self._defined(name, definition)
        except RecursionError:  # names that stand for names that stand for names
            found = ANYTHING
        self.__dict__[name] = found
        return found

    @cached_property
    def is_dynamic(self) -> bool:
        """Whether the module may have names that none of its statements defines."""
        return is_dynamic(self.tree)

    def definition(self, name: str) -> ast.stmt | None:
        """The statement that defines a name, in this module of the author's or another; None if none does."""
        outline: ModuleType | None = self
        seen: set[tuple[str, str]] = set()
        while isinstance(outline, Outline) and (outline.__name__, name) not in seen:
            seen.add((outline.__name__, name))
            found = outline.written.get(name)
            if found is None or not found.is_certain:
                return None
            if not isinstance(found.node, ast.ImportFrom) or found.alias is None:
                return found.node
            outline, name = self._find(outline.absolute(found.node)), found.alias.name
        return None

    def absolute(self, node: ast.ImportFrom) -> str:
        """The whole name of the module that something is imported from; empty if there is none around."""
        around = self._package.split(".") if self._package else []
        if not node.level or node.level > len(around):
            return "" if node.level else node.module or ""
        return ".".join([*around[: len(around) - node.level + 1], *filter(None, [node.module])])

    def _elsewhere(self, name: str) -> Any:
        """What the module has from `import *`, or makes while it runs; raise AttributeError if nothing."""
        if name.startswith("__"):
            raise AttributeError(name)
        for origin, other in self._starred():
            if not isinstance(other, Outline):
                return getattr(other, name, None) or Anything.of(origin)
            if name in other.written:
                return getattr(other, name)
            if other.is_dynamic or self._find(f"{origin}.{name}") is not None:
                return ANYTHING
        inner = ANYTHING if self.is_dynamic else self._find(f"{self.__name__}.{name}")
        if inner is None:
            raise AttributeError(name)
        return inner

    def _starred(self) -> Iterator[tuple[str, ModuleType | None]]:
        """The modules of which everything is imported here, and what they import so, each once."""
        waiting, seen = [self], {self.__name__}
        for each in waiting:
            for origin in map(each.absolute, stars(each.tree)):
                other = None if origin in seen else self._find(origin)
                if origin not in seen:
                    yield origin, other
                if isinstance(other, Outline):
                    waiting.append(other)
                seen.add(origin)

    def _defined(self, name: str, definition: Definition) -> Any:
        """What a statement makes of a name."""
        self.__dict__[name] = ANYTHING  # for what leads back to itself
        node = definition.node
        if not definition.is_certain:
            return ANYTHING
        if isinstance(node, Function):
            return self._function(node)
        if isinstance(node, ast.ClassDef):
            return self._class(node)
        if definition.alias is not None:
            return self._imported(node, definition.alias)
        if isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name):
            return ANYTHING
        return self._value(node.value) if isinstance(node, ast.Assign | ast.AnnAssign) else ANYTHING

    def _imported(self, node: ast.stmt, alias: ast.alias) -> Any:
        """What an import gives: of the author's modules their outlines, of others Anything."""
        if isinstance(node, ast.Import):
            whole = alias.name if alias.asname else alias.name.partition(".")[0]
            return self._find(whole) or Anything.of(alias.name)
        origin = self.absolute(node) if isinstance(node, ast.ImportFrom) else ""
        other = self._find(origin)
        found = getattr(other, alias.name, None) or self._find(f"{origin}.{alias.name}")
        return Anything.of(origin) if found is None else found

    def _value(self, node: ast.expr | None) -> Any:
        """What an expression stands for: a literal, another name, a lambda."""
        if isinstance(node, ast.Lambda):
            return function(node, self.__name__)
        if isinstance(node, ast.Name):
            return self._named(node.id)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return _instance(self._named(node.func.id))
        try:
            return ast.literal_eval(node) if node is not None else ANYTHING
        except (ValueError, TypeError, MemoryError, RecursionError):
            return ANYTHING

    def _named(self, name: str) -> Any:
        """What a name stands for here, those of Python itself among them."""
        return getattr(self, name, None) or getattr(builtins, name, ANYTHING)

    def _class(self, node: ast.ClassDef) -> Any:
        """A class; Anything where a decorator, a metaclass or a base makes something else of it."""
        changes = node.keywords or "__init_subclass__" in definitions(ast.Module(node.body, []))
        if changes or not all(self._is_usual(each) for each in node.decorator_list):
            return ANYTHING
        found = [self._value(each) if isinstance(each, ast.Name) else ANYTHING for each in node.bases]
        bases = tuple(each if isinstance(each, type) else Anything for each in found)
        is_data = "dataclass" in map(_last, node.decorator_list)
        return class_(node, self.__name__, bases, is_data=is_data)

    def _function(self, node: Function) -> Any:
        """A function, in a decorator that keeps its parameters; Anything where one may not."""
        others = [each for each in node.decorator_list if not self._is_usual(each)]
        if not all(map(self._wraps, others)):
            return ANYTHING
        return function(node, self.__name__, is_wrapped=bool(others))

    def _is_usual(self, node: ast.expr) -> bool:
        """Whether a decorator is one of Python's own that leaves what it is given as it is."""
        called = node.func if isinstance(node, ast.Call) else node
        root = called.value if isinstance(called, ast.Attribute) else called
        found = self.written.get(getattr(root, "id", ""))
        if found is None or found.alias is None or _last(node) not in _KEPT:
            return False
        return (getattr(found.node, "module", None) or found.alias.name) in _PYTHONS

    def _wraps(self, decorator: ast.expr) -> bool:
        """Whether a decorator of the author's says itself that it `wraps` what it is given, and no more."""
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        node = self.definition(called.id) if isinstance(called, ast.Name) else None
        walked = [*ast.walk(node)] if isinstance(node, Function) else []
        names = {_last(each) for each in walked if isinstance(each, ast.Call | ast.Attribute)}
        return "wraps" in names and names.isdisjoint({"__wrapped__", "__signature__"})


def _instance(kind: Any) -> Any:
    """What a class makes, never initialised; Anything of what is no class of the author's."""
    is_own = isinstance(kind, type) and not hasattr(kind, "is_unknown") and kind.__module__ != "builtins"
    return kind.__new__(kind) if is_own and kind.__new__ is object.__new__ else ANYTHING


def _last(node: ast.expr) -> str:
    """The last name of what a decorator, or a call, calls."""
    called = node.func if isinstance(node, ast.Call) else node
    return getattr(called, "attr", getattr(called, "id", ""))
