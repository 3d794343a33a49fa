"""The modules of a project by their names, each read once and none imported."""

from __future__ import annotations

import ast
import builtins
import sys
import warnings
from pathlib import Path
from types import ModuleType

from gateway.check.outline.finding import Finder, outside_in, source_of
from gateway.check.outline.module import Outline
from gateway.check.outline.sound import Imports
from gateway.check.outline.stubs import Anything
from gateway.resolution.names import Unreadable


class Foreign(ModuleType):
    """A module that is not written in Python: it may have any name."""

    def __getattr__(self, name: str) -> Anything:
        """Whatever is asked for; raise AttributeError for what Python itself asks modules."""
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything.of(self.__name__)


class Modules:
    """Reads the modules of a folder; of others, those that are asked for by name.

    modules = Modules(Path("site"))
    modules.load("handlers.home")  # an Outline; or it raises what importing it would
    """

    def __init__(self, folder: Path, further: tuple[Path, ...] = ()) -> None:
        """Read nothing yet; modules are found in the `further` folders as well, of configurations around."""
        self._folder = folder
        self._finder = Finder(folder, further)
        self._read: dict[str, ModuleType] = {}
        self._imports = Imports(self._finder, self.own, self._shown)

    def load(self, name: str) -> ModuleType:
        """A module; raise ModuleNotFoundError if it is not there, Unreadable if importing it would fail."""
        for around in outside_in(name):
            if self._finder.find(around) is None and around not in sys.modules and not self._imports.is_open:
                raise ModuleNotFoundError(f"No module named {around!r}", name=around)
            self._imports.check(around)
        return self._outline(name)

    def own(self, name: str) -> ModuleType | None:
        """A module of the folder; None if it is another's, or is not there."""
        return self._outline(name) if name and self._finder.is_own(name) else None

    def _known(self, name: str) -> ModuleType | None:
        """The same for what another module says of it; one that cannot be read may hold anything."""
        try:
            return self.own(name)
        except Unreadable:
            return Foreign(name)

    def definition(self, text: str) -> ast.stmt | None:
        """The statement that defines `module:name`; None if that is not sure, or not in the folder."""
        module, _, name = text.partition(":")
        found = self.own(module)
        return found.definition(name) if isinstance(found, Outline) else None

    def _outline(self, name: str) -> ModuleType:
        """A module that is there."""
        if name not in self._read:
            self._read[name] = self._made(name)
        return self._read[name]

    def _made(self, name: str) -> ModuleType:
        """What a module's source says; a folder without any says nothing."""
        spec = self._finder.find(name)
        source = None if spec is None else source_of(spec)
        if name == "builtins":
            return builtins
        is_package = spec is not None and spec.submodule_search_locations is not None
        if spec is None or (source is None and (spec.has_location or not is_package)):
            return Foreign(name)
        tree = ast.Module([], []) if source is None else self._tree(source)
        package = name if is_package else name.rpartition(".")[0]
        return Outline(name, tree, package, self._known)

    def _tree(self, source: Path) -> ast.Module:
        """The syntax tree of a file; raise Unreadable if Python could not compile it."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                text = source.read_bytes()
                compile(text, str(source), "exec", dont_inherit=True)
                return ast.parse(text, str(source))
        except SyntaxError as error:
            where = f"{self._shown(source)}:{error.lineno or 1}"
            raise Unreadable(where, f"SyntaxError: {error}") from None
        except (ValueError, RecursionError, MemoryError, OSError) as error:
            raise Unreadable(f"{self._shown(source)}:1", f"{type(error).__name__}: {error}") from None

    def _shown(self, source: Path) -> str:
        """A file as seen from the folder."""
        return str(source.relative_to(self._folder) if source.is_relative_to(self._folder) else source)
