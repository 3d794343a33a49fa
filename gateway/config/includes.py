"""One document of a main file and the files it includes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from os.path import normpath, relpath
from pathlib import Path
from typing import Any, NamedTuple

from gateway.config.document import Map, Seq
from gateway.config.reader import load
from gateway.config.suggest import did_you_mean
from gateway.errors import (
    ConfigConflictError,
    ConfigError,
    ConfigReferenceError,
    ConfigSyntaxError,
    Position,
    Problem,
)

BY_NAME = ("env", "login", "middleware", "stacks", "params")
IN_ORDER = ("routes", "errors")
MAIN_ONLY = ("version", "settings", "environments")
MOST_FILES = 1000


class Assembled(NamedTuple):
    """A main document with everything it includes, and the files that were read for it."""

    document: Map
    files: tuple[Path, ...]


def assemble(file: Path, read: Callable[[Path], Map] = load) -> Assembled:
    """A main file and what it includes; raise ConfigError with every problem of the files that are read."""
    return _Assembly(file.parent, read).main(file)


class _Assembly:
    """Joins files; each is read once."""

    def __init__(self, folder: Path, read: Callable[[Path], Map]) -> None:
        """Begin with nothing read."""
        self._read = read
        self._folder = folder
        self._problems: list[Problem] = []
        self._kinds: list[type[ConfigError]] = []
        self._documents: dict[Path, Map] = {}
        self._defined: set[Path] = set()
        self._open: list[Path] = []
        self._reads = 0

    def main(self, file: Path) -> Assembled:
        """The whole document, beginning with a main file."""
        result = self._file(file)
        if self._problems:
            raise self._kinds[0](self._problems)
        return Assembled(result, tuple(self._documents))

    def _report(self, kind: type[ConfigError], problem: Problem) -> None:
        """Note a problem; the first decides the kind of error."""
        self._kinds.append(kind)
        self._problems.append(problem)

    def _file(self, file: Path) -> Map:
        """A file with what it includes, its own `include` still there."""
        document = self._read(file)
        self._documents[file] = document
        self._open.append(file)
        result = document.only(key for key in document if key not in (*BY_NAME, *IN_ORDER, "include"))
        for included in self._listed(document):
            self._join(result, included)
        own = document.only(key for key in (*BY_NAME, *IN_ORDER) if key in document)
        if isinstance(own.get("routes"), Seq):
            placed = self._placed(own["routes"], result)
            own.put("routes", placed, own.key_at("routes"), own.value_at("routes"))
        self._join(result, own)
        self._open.pop()
        return result

    def _listed(self, document: Map) -> Iterator[Map]:
        """What the files of an `include` list hold, in its order."""
        patterns: Any = document.pop("include", Seq(document.at))
        if not isinstance(patterns, Seq):
            message, at = "include must be a list of files or globs", document.value_at("include")
            self._report(ConfigReferenceError, Problem(at, "GW014", message))
            return
        for index, pattern in enumerate(patterns):
            at = patterns.value_at(index)
            for file in self._matching(pattern, at):
                if file in self._documents and file not in self._open:
                    self._report(ConfigConflictError, Problem(at, "GW092", f"{file.name} is included twice"))
                    continue
                included = self._included(file, at)
                if included is not None:
                    yield included

    def _matching(self, pattern: Any, at: Position) -> list[Path]:
        """The files a pattern stands for, relative to the file that names it."""
        if not isinstance(pattern, str) or not pattern or "${" in pattern:
            help_ = "files are joined before variables are put in" if "${" in str(pattern) else ""
            message = "include must be the name of a file or a glob"
            self._report(ConfigReferenceError, Problem(at, "GW014", message, help_))
            return []
        folder = Path(at.file).parent
        files: list[Path] = []
        with suppress(ValueError, NotImplementedError, OSError):
            files = sorted(Path(normpath(file)) for file in folder.glob(pattern) if file.is_file())
        if not files:
            self._report(ConfigReferenceError, _no_match(pattern, folder, at))
        return files

    def _included(self, file: Path, at: Position) -> Map | None:
        """What an included file holds, None if that is a problem."""
        if file in self._open:
            loop = " -> ".join(open_.name for open_ in [*self._open[self._open.index(file) :], file])
            self._report(ConfigConflictError, Problem(at, "GW092", f"files include each other: {loop}"))
            return None
        self._reads += 1
        if self._reads > MOST_FILES:
            problem = Problem(at, "GW092", f"more than {MOST_FILES} files are included")
            self._report(ConfigSyntaxError, problem)
            return None
        try:
            included = self._file(file)
        except ConfigSyntaxError as error:
            self._open = self._open[: self._open.index(file)] if file in self._open else self._open
            self._documents.setdefault(file, Map(at))
            for problem in error.problems:
                self._report(type(error), problem)
            return None
        for key in MAIN_ONLY:
            if key in included:
                message = f'"{key}" belongs into the main file; an included file may not define it'
                self._report(ConfigConflictError, Problem(included.key_at(key), "GW092", message))
        return included

    def _join(self, result: Map, other: Map) -> None:
        """Add what another document defines; a name that is there already is a problem."""
        for key in other:
            if key not in result:
                result.take(key, other)
            elif key in BY_NAME and isinstance(result[key], Map) and isinstance(other[key], Map):
                self._join_names(key, result[key], other[key])
            elif key in IN_ORDER and isinstance(result[key], Seq) and isinstance(other[key], Seq):
                result.put(key, _chained(result[key], other[key]), other.key_at(key), other.value_at(key))
            elif key not in MAIN_ONLY:
                self._twice(f'"{key}"', other.key_at(key), result.key_at(key))

    def _join_names(self, section: str, known: Map, more: Map) -> None:
        """Add the names of a section."""
        for name in more:
            if name in known:
                self._twice(f'{section}: "{name}"', more.key_at(name), known.key_at(name))
            known.take(name, more)

    def _twice(self, what: str, second: Position, first: Position) -> None:
        """Note that one thing is defined at two places."""
        message = f"{what} is defined at {self._short(second)} and {self._short(first)}"
        self._report(ConfigConflictError, Problem(second, "GW092", message))

    def _short(self, position: Position) -> str:
        """A place as it is seen from the main file."""
        file = Path(position.file)
        name = file.relative_to(self._folder) if file.is_relative_to(self._folder) else file
        return f"{name}:{position.line}"

    def _placed(self, routes: Seq, result: Map) -> Seq:
        """The routes with those of `{include: file}` entries in their places."""
        placed = Seq(routes.at)
        for index, entry in enumerate(routes):
            if not isinstance(entry, Map):
                placed.put(entry, routes.value_at(index))
            elif "include" in entry:
                self._place(entry, placed, result)
            else:
                if isinstance(entry.get("routes"), Seq):
                    inner = self._placed(entry["routes"], result)
                    entry.put("routes", inner, entry.key_at("routes"), entry.value_at("routes"))
                placed.put(entry, routes.value_at(index))
        return placed

    def _place(self, entry: Map, placed: Seq, result: Map) -> None:
        """Put the routes of an include entry where it stands."""
        at = entry.value_at("include")
        for key in entry.keys() - {"include", "description"}:
            message = f'an include entry takes no "{key}"'
            help_ = "put it into a group: {prefix: /x, routes: [{include: file.yaml}]}"
            self._report(ConfigConflictError, Problem(entry.key_at(key), "GW051", message, help_))
        for file in self._matching(entry["include"], at):
            included = self._included(file, at)
            if included is None:
                continue
            routes = included.pop("routes", None)
            if file not in self._defined:
                self._join(result, included)
            self._defined.add(file)
            for index, item in enumerate(routes if isinstance(routes, Seq) else ()):
                placed.put(item, routes.value_at(index))


def _chained(*parts: Seq) -> Seq:
    """The items of several lists as one, each keeping its place."""
    joined = Seq(parts[-1].at)
    for part in parts:
        for index, item in enumerate(part):
            joined.put(item, part.value_at(index))
    return joined


def _no_match(pattern: str, folder: Path, at: Position) -> Problem:
    """That a pattern stands for no file, and what there is instead."""
    if Path(pattern).is_absolute():
        message = f'include "{pattern}" is absolute; names are relative to the file that names them'
        return Problem(at, "GW092", message, f"write {relpath(pattern, folder)}")
    near, shown = (folder / pattern).parent, Path(pattern).parent
    there = sorted(file.name for file in near.glob("*.y*ml"))[:100] if near.is_dir() else []
    help_ = f"{shown}/ has {', '.join(there[:8])}" if there else f"there is no YAML file in {shown}/"
    message = f'include "{pattern}" matches no file{did_you_mean(Path(pattern).name, there)}'
    return Problem(at, "GW092", message, help_)
