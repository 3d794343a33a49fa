"""From `module:attribute` to the Python object, and what to say when there is none."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import Any, NoReturn

from gateway.config.suggest import did_you_mean, there_are
from gateway.errors import Position
from gateway.resolution.report import Report
from gateway.resolution.signatures import check_call

_NOTHING = object()
_LOG = "gateway.compiler"


class Unreadable(Exception):  # noqa: N818  (it is told, not raised to anybody)
    """A module that would fail to import: `where` is file:line as people are told it, `why` the reason."""

    def __init__(self, where: str, why: str) -> None:
        """Keep both."""
        super().__init__(where, why)
        self.where, self.why = where, why


@dataclass(slots=True)
class Names:
    """Resolves names below the folder of gateway.yaml; each module is imported at most once.

        names = Names(directory, report)
        index = names.callable("handlers.home:index", position)  # the function, or None and a problem

    What comes out is something to call and no async function; whether a handler can be called with what
    its route gives is asked elsewhere. `strict` makes a module that fails to import a problem; otherwise
    what is taken from it raises that failure when it is called, so that the other routes serve, and
    `broken` tells which modules those are. The folder is put first in `sys.path`, and stays there;
    `around` are the folders of the configurations that mount this one, with which it shares the names of
    modules. `load` reads modules without importing them, as a check does.
    """

    directory: Path
    report: Report
    strict: bool = False
    broken: dict[str, BaseException] = field(default_factory=dict)
    around: tuple[Path, ...] = ()
    load: Callable[[str], ModuleType] | None = None
    _modules: dict[str, ModuleType | None] = field(default_factory=dict)

    def callable(self, text: str, position: Position) -> Callable[..., Any] | None:
        """The function or class called `text`; None after noting why there is none."""
        found = self._found(text, position)
        return None if found is _NOTHING else self._checked(text, found, position)

    def function(self, text: str, position: Position, given: tuple[str, ...]) -> Callable[..., Any] | None:
        """The same, compared with what it is called with, which is `given` by position."""
        found = self.callable(text, position)
        if found is not None:
            check_call(found, given, self.report, position)
        return found

    def value(self, text: str, position: Position) -> Any:
        """What `text` names, to call or not; None after noting why there is nothing."""
        found = self._found(text, position)
        if found is _NOTHING:
            return None
        return self._checked(text, found, position) if callable(found) else found

    def _found(self, text: str, position: Position) -> Any:
        """What `text` names, what raises if its module is broken, _NOTHING after noting why not."""
        name, _, attribute = text.partition(":")
        module = self._module(name, position)
        if module is None:
            return _failing(name, self.broken[name]) if name in self.broken else _NOTHING
        if not hasattr(module, attribute):
            self.report.unknown(position, "GW061", f'{name} has no "{attribute}"', attribute, _public(module))
            return _NOTHING
        return getattr(module, attribute)

    def mention(self, package: str) -> bool:
        """Whether a module that was imported here has taken something from a package, or that itself."""
        modules = [module for module in self._modules.values() if module is not None]
        return any(_is_of(value, package) for module in modules for value in _values(module))

    def is_open(self, text: str, found: Any) -> bool:
        """Whether only importing it could tell what `text` is: its module is broken, or was but read."""
        return self.is_broken(text) or getattr(found, "is_unknown", False)

    def is_broken(self, text: str) -> bool:
        """Whether `text` is in a module that failed to import, so that what stands for it only raises."""
        return text.partition(":")[0] in self.broken

    def _checked(self, text: str, found: Any, position: Position) -> Callable[..., Any] | None:
        """What was found, if it can be called as it is; else None after noting why not."""
        if not callable(found):
            kind = "a module" if isinstance(found, ModuleType) else type(found).__name__
            self.report.add(position, "GW062", f'"{text}" is {kind}, not something to call')
            return None
        if inspect.iscoroutinefunction(found) or inspect.isasyncgenfunction(found):
            said = f'"{text}" is an async function; handlers are synchronous'
            self.report.add(position, "GW063", said, "write def instead of async def")
            return None
        called: Callable[..., Any] = found
        return called

    def _module(self, name: str, position: Position) -> ModuleType | None:
        """A module, imported when it is first asked for; None if it is missing or broken."""
        if name not in self._modules and self._is_hidden(name, position):
            self._modules[name] = None
        elif name not in self._modules:
            self._modules[name] = self._imported(name, position)
        elif self._modules[name] is None and name not in self.broken:
            self._missing(name, position)
        return self._modules[name]

    def _imported(self, name: str, position: Position) -> ModuleType | None:
        """The module itself; one that is missing is told apart from one that misses something."""
        try:
            return (self.load or self._run)(name)
        except ModuleNotFoundError as error:
            if error.name is not None and (name == error.name or name.startswith(error.name + ".")):
                self._missing(name, position)
                return None
            self._broken(name, error, position)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  (a module may even exit while it is imported)
            self._broken(name, error, position)
        return None

    def _run(self, name: str) -> ModuleType:
        """Import a module; raise whatever it raises."""
        if sys.path[:1] != [str(self.directory)]:
            sys.path.insert(0, str(self.directory))
            importlib.invalidate_caches()
        return importlib.import_module(name)

    def _is_hidden(self, name: str, position: Position) -> bool:
        """Whether a configuration around this one has another package of that name, noting both."""
        top = name.partition(".")[0]
        for other in self.around:
            if other != self.directory and _holds(self.directory, top) and _holds(other, top):
                said = f'the package "{top}" of {other.name or other} hides the one of {self.directory.name}'
                self.report.add(
                    position, "GW060", said, "packages of mounted configurations need other names"
                )
                return True
        return False

    def _missing(self, name: str, position: Position) -> None:
        """Note a module that is not there, with those that are."""
        known = sorted(_siblings(self.directory, name))
        said = f'no module "{name}"{did_you_mean(name, known)}'
        looked = f"looked for {name.replace('.', '/')}.py, and for an installed module"
        self.report.add(position, "GW060", said, there_are(known) if known else looked)

    def _broken(self, name: str, error: BaseException, position: Position) -> None:
        """Keep why a module failed; note it for a check, log it with its traceback for a server."""
        self.broken[name] = error
        where = _line_of(error, self.directory)
        if self.strict:
            self.report.add(position, "GW063", f"{where or name} fails to import: {_said(error)}")
        else:
            log = importlib.import_module("logging").getLogger(_LOG)
            log.error("%s: %s fails to import; its routes answer 500", position, name, exc_info=error)


def _failing(name: str, error: BaseException) -> Callable[..., NoReturn]:
    """What stands for something in a broken module: it raises ImportError when it is called."""

    def fail(*_: Any, **__: Any) -> NoReturn:
        """Raise ImportError with the reason the module failed to import."""
        raise ImportError(f"{name} failed to import: {_said(error)}", name=name) from error

    return fail


def _said(error: BaseException) -> str:
    """An error in one line."""
    if isinstance(error, Unreadable):
        return error.why
    said = str(error).removesuffix(
        f" ({getattr(error, 'path', '')})"
    )  # where Python found it is nobody's business
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _line_of(error: BaseException, directory: Path) -> str:
    """file:line of the last frame that is below the folder of gateway.yaml."""
    if isinstance(error, Unreadable):
        return error.where
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_shown(Path(error.filename), directory)}:{error.lineno}"
    frames = [
        frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(directory)
    ]
    return f"{_shown(Path(frames[-1].filename), directory)}:{frames[-1].lineno}" if frames else ""


def _shown(path: Path, directory: Path) -> str:
    """A path as seen from the folder of gateway.yaml."""
    return str(path.relative_to(directory)) if path.is_relative_to(directory) else str(path)


def _public(module: ModuleType) -> list[str]:
    """What the module itself defines."""
    own = ((name, getattr(module, name)) for name in dir(module) if not name.startswith("_"))
    return [name for name, value in own if getattr(value, "__module__", None) == module.__name__]


def _values(module: ModuleType) -> list[Any]:
    """What the names of a module stand for."""
    return [getattr(module, name) for name in dir(module)]


def _is_of(value: Any, package: str) -> bool:
    """Whether something comes from a package, or is a module that leads there."""
    if isinstance(value, ModuleType):
        return f"{value.__name__}.".startswith(f"{package}.") or package.startswith(f"{value.__name__}.")
    return str(getattr(value, "__module__", "")).startswith(package)


def _holds(directory: Path, top: str) -> bool:
    """Whether a folder has a top-level module or package of that name."""
    return (directory / f"{top}.py").is_file() or (directory / top).is_dir()


def _siblings(directory: Path, name: str) -> list[str]:
    """Modules that could have been meant: those in the folder where `name` would be."""
    parent = name.rpartition(".")[0]
    folder = directory.joinpath(*parent.split(".")) if parent else directory
    if not folder.is_dir():
        known = [f"{each}{name.removeprefix(parent)}" for each in _siblings(directory, parent)]
        return [each for each in known if directory.joinpath(f"{each.replace('.', '/')}.py").is_file()]
    prefix = f"{parent}." if parent else ""
    files = [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]
    packages = [path.parent.name for path in folder.glob("*/__init__.py")]
    return [prefix + stem for stem in {*files, *packages}]
