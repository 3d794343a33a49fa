"""What the author's own code may give to templates, read and not run."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final

_WORD: Final = re.compile(r"[^\W\d]\w*")
_OBJECT: Final = re.compile(r"\b([A-Za-z_][\w.]*):[A-Za-z_]")
_SET: Final = re.compile(r"\bset\s+([\w\s,.]+)")
_STATE: Final = re.compile(r"\.state\b(?!\.[A-Za-z])")
_RENDERING: Final = frozenset({"View", "render", "render_partial", "stream"})
_OTHERS: Final = frozenset({"node_modules", "site-packages", "__pycache__"})


class Author:
    """The Python files below a folder, and the templates in others; each is read once, when needed."""

    def __init__(self, folder: Path, views: Iterable[Path]) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._views = tuple(views)

    def has_all(self, files: Iterable[Path]) -> bool:
        """Whether no `module:name` that is written in some files is of a module that is installed."""
        modules = {module for text in _texts(files) for module in _OBJECT.findall(text)}
        return not any(_is_installed(module) for module in modules if not self._is_own(module))

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the code and of what templates set: nobody gives a name that is none of these."""
        templates = _texts(file for folder in self._views for file in _files(folder))
        texts = [*self._sources, *(each for text in templates for each in _SET.findall(text))]
        return frozenset(word for text in texts for word in _WORD.findall(text))

    @cached_property
    def is_open(self) -> bool:
        """Whether the code gives names that are computed: to `request.state`, or to what it renders."""
        return any(_STATE.search(text) or _gives_computed(text) for text in self._sources)

    @cached_property
    def _sources(self) -> list[str]:
        """The text of each Python file."""
        return [*_texts(file for file in _files(self._folder) if file.suffix == ".py")]

    def _is_own(self, module: str) -> bool:
        """Whether a module is in the folder."""
        path = self._folder.joinpath(*module.split("."))
        return path.is_dir() or path.with_name(f"{path.name}.py").is_file()


def _is_installed(module: str) -> bool:
    """Whether Python would find a module, or the package around it; `read:user` is none."""
    return PathFinder.find_spec(module.partition(".")[0]) is not None


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder, but for what is hidden or installed."""
    for place, folders, names in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if name not in _OTHERS
            and not name.startswith(".")
            and not Path(place, name, "pyvenv.cfg").is_file()
        ]
        yield from (Path(place, name) for name in names)


def _texts(files: Iterable[Path]) -> Iterator[str]:
    """What files hold; a file that is gone meanwhile holds nothing."""
    for file in files:
        try:
            yield file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue


def _gives_computed(text: str) -> bool:
    """Whether a file renders with values whose names are not written out, or cannot be read."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return True
    return any(_is_computed(node) for node in ast.walk(tree))


def _is_computed(node: ast.AST) -> bool:
    """Whether a call renders with `**values`, or an import gives what renders another name."""
    if isinstance(node, ast.alias):
        return node.name in _RENDERING and node.asname is not None
    if not isinstance(node, ast.Call) or _name(node.func) not in _RENDERING:
        return False
    return any(keyword.arg is None for keyword in node.keywords)


def _name(function: ast.expr) -> str:
    """The last name of what is called."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
