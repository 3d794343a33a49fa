"""The variables of templates that nothing gives, as problems at their own places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from gateway.check.regexes import every_row
from gateway.check.variables.author import Author
from gateway.check.variables.renders import Definitions, Render, renders
from gateway.config.model import Config, Group, Route, Views
from gateway.config.suggest import did_you_mean, there_are
from gateway.errors import Position, Problem
from gateway.resolution.names import Unreadable

_ALWAYS: Final = frozenset({"request", "partial", "body", "remote_user"})
_OF_JINJA: Final = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs", "_", "namespace"})


def variable_problems(config: Config, definition_of: Definitions) -> Iterator[Problem]:
    """What templates name and neither values nor globals nor they themselves give (GW067).

    It is an error where `undefined` is strict, else a warning. Nothing is told of a template that is also
    rendered with values that nobody knows without running the code.
    """
    found = [*renders(config, partial(_readable, definition_of))]
    if not found:
        return
    texts = _Texts.of(config.views)
    for render in found:
        texts.add(render)
    missing = [*texts.missing()]
    author = Author(config.directory, config.views.directory)
    if not missing or not author.has_all(config.files) or author.is_open:
        return
    level = "error" if config.views.undefined == "strict" else "warning"
    for position, name, known in missing:
        if name not in author.words:
            said = f'nothing gives the variable "{name}"'
            if _is_parameter(name, config):
                help_ = f"write request.params.{name}"
            else:
                said += did_you_mean(name, sorted(known | texts.always))
                help_ = there_are(sorted(known))
            yield Problem(position, "GW067", said, help_, level)


def _readable(definition_of: Definitions, text: str) -> ast.stmt | None:
    """What defines `module:name`; None for a module that is told of elsewhere."""
    try:
        return definition_of(text)
    except (ImportError, Unreadable):
        return None


def _is_parameter(name: str, config: Config) -> bool:
    """Whether a path has a parameter of that name."""
    paths = (path for node in every_row(config.routes) for path in _paths(node))
    return any(re.search(rf"[:*]{re.escape(name)}\b", path) for path in paths)


def _paths(node: Route | Group) -> tuple[str, ...]:
    """The paths of a route, or the prefix of a group."""
    return node.paths if isinstance(node, Route) else (node.prefix,)


@dataclass(slots=True)
class _Texts:
    """The templates that are rendered, the names each is given and those it reads."""

    views: Views
    pages: Any
    given: dict[str, set[str]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    _uses: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, views: Views) -> _Texts:
        """The templates of some folders, none parsed yet."""
        environment = import_module("gateway.views.environment")
        dialect = environment.Dialect(
            extension=views.extension,
            undefined=views.undefined,
            delimiters=views.delimiters,
            engines=dict.fromkeys(views.engines, str),
        )
        folders = environment.ViewEnvironment(views.directory, dialect, reload=False)
        return cls(views, import_module("gateway.views.pages").Pages(folders, views.layout, views.partials))

    def add(self, render: Render) -> None:
        """Give the values of one render to its template, to the layout and to all that these name."""
        trees = import_module("gateway.views.references").reached(self.pages, {*self._files(render)})
        names = {*(render.given or ())}
        is_open = render.given is None
        for file, tree in trees.items():
            seen = self._read(file, tree)
            is_open |= seen is None or seen.is_open
            names |= seen.given if seen is not None else set()
        for file in trees:
            self.given.setdefault(file, set()).update(names)
        self.open |= trees.keys() if is_open else set()

    @property
    def always(self) -> set[str]:
        """What there is in every template."""
        known = import_module("gateway.views.globals").REQUEST_GLOBALS
        in_place = import_module("gateway.check.variables.uses").IN_PLACE
        return {*self.pages.environment.globals, *known, *in_place, *_ALWAYS, *_OF_JINJA}

    def missing(self) -> Iterator[tuple[Position, str, set[str]]]:
        """The names that nothing gives, each with its place and the names there are."""
        own = {*self.views.globals, *self.views.helpers, *self.views.dynamic_helpers}
        for file in sorted(self.given.keys() - self.open):
            seen, known = self._uses[file], self.given[file] | own
            for name, line in seen.read.items():
                if name not in known | self.always | seen.asked:
                    yield self._place(file, line, name), name, known

    def _files(self, render: Render) -> Iterator[str]:
        """The template and every layout that may be around it; what is missing is told elsewhere."""
        try:
            yield self.pages.file(render.view)
            yield from () if render.layout is None else self.pages.layout_files(render.layout)
        except LookupError:
            return

    def _read(self, file: str, tree: Any) -> Any:
        """What a template does with names, read once; None for one that does not parse or is an engine's."""
        if file not in self._uses:
            ending = import_module("gateway.views.names").suffix(file)
            is_jinja = hasattr(tree, "find_all") and ending not in self.views.engines
            uses = import_module("gateway.check.variables.uses").uses
            strict = self.views.undefined == "strict"
            self._uses[file] = uses(tree, is_strict=strict) if is_jinja else None
        return self._uses[file]

    def _place(self, file: str, line: int, name: str) -> Position:
        """Where in a template a name is read."""
        path: Path = self.pages.environment.path(file)
        lines = re.split(r"\r\n|\r|\n", path.read_text(encoding="utf-8", errors="replace"))
        text = lines[min(line, len(lines)) - 1]
        found = re.search(rf"(?<![\w.\"'-]){re.escape(name)}(?!\w)", text)
        column = found.start() if found else len(text) - len(text.lstrip())
        return Position(str(path), line, column + 1, len(name) if found else 1, text)
