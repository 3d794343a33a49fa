"""Whether what a module imports is there."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gateway.check.outline.definitions import is_importing, required
from gateway.check.outline.finding import Finder, outside_in, source_of
from gateway.check.outline.module import Find, Outline
from gateway.resolution.names import Unreadable


@dataclass(frozen=True, slots=True)
class Imports:
    """Follows the imports of a project's modules, each once, as far as they are its own.

    `own` gives the outline of one of them, `shown` says a file as people are told it.
    """

    finder: Finder
    own: Find
    shown: Callable[[Path], str]
    _seen: set[str] = field(default_factory=set)
    _opening: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether modules may be found elsewhere as well, as one of those that were read changes where."""
        return bool(self._opening)

    def check(self, name: str) -> None:
        """Raise Unreadable if a module imports what is not there, or what does; it is told once."""
        if name in self._seen or not self.finder.is_own(name):
            return
        self._seen.add(name)
        outline, spec = self.own(name), self.finder.find(name)
        source = None if spec is None else source_of(spec)
        if source is not None and isinstance(outline, Outline):
            if is_importing(outline.tree):
                self._opening.append(name)
            for node in required(outline.tree):
                self._check_import(node, outline, f"{self.shown(source)}:{node.lineno}")

    def _check_import(self, node: ast.Import | ast.ImportFrom, outline: Outline, where: str) -> None:
        """Raise Unreadable for an import that has to fail."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                self._check_module(alias.name, where)
            return
        origin = outline.absolute(node)
        if not origin:
            raise Unreadable(where, "ImportError: attempted relative import beyond top-level package")
        self._check_module(origin, where)
        if self.finder.is_own(origin):
            for alias in node.names:
                self._check_name(origin, alias.name, where)

    def _check_module(self, name: str, where: str) -> None:
        """Raise Unreadable if a module that is imported at a place is not there, or would fail itself."""
        for around in outside_in(name):
            self.check(around)
        missing = self.finder.missing(name)
        if missing and not self.is_open:
            raise Unreadable(where, f"ModuleNotFoundError: No module named {missing!r}")

    def _check_name(self, origin: str, name: str, where: str) -> None:
        """Raise Unreadable if a module of the project has no such name, and no such module in it."""
        if self.finder.find(f"{origin}.{name}") is not None:
            self.check(f"{origin}.{name}")
        elif not (name == "*" or name.startswith("__") or self.is_open or hasattr(self.own(origin), name)):
            raise Unreadable(where, f"ImportError: cannot import name {name!r} from {origin!r}")
