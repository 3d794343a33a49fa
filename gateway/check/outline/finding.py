"""Where the source of a module is: found as Python finds it, importing no package around it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.machinery import BuiltinImporter, ModuleSpec, PathFinder
from pathlib import Path

_TAKEN = sys.stdlib_module_names | {"gateway"}  # a server has most of these before it looks in a folder


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds modules in a folder first, then wherever this Python finds them; each is looked for once.

    `further` are folders that a server looks in as well: those of the configurations around.
    """

    folder: Path
    further: tuple[Path, ...] = ()
    _found: dict[str, ModuleSpec | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Forget what Python knows of folders that have changed since."""
        importlib.invalidate_caches()

    def find(self, name: str) -> ModuleSpec | None:
        """What Python knows of a module before it is imported; None if it is not there."""
        if name not in self._found:
            around = name.rpartition(".")[0]
            self._found[name] = self._inside(name, around) if around else self._at_the_top(name)
        return self._found[name]

    def missing(self, name: str) -> str:
        """The outermost module or package of a dotted name that is not there; empty if all are.

        Packages of others may make modules while they run, as `os` does: they have whatever is asked.
        """
        top = name.partition(".")[0]
        parts = outside_in(name) if self.is_own(top) else [top]
        return next((each for each in parts if self.find(each) is None), "")

    def is_own(self, name: str) -> bool:
        """Whether a module is there and in the folder, and not installed somewhere below it.

        One of the name of a module of Python's is not: a server may have imported that one before.
        """
        spec = None if name.partition(".")[0] in _TAKEN else self.find(name)
        if spec is None:
            return False
        places = [spec.origin] if spec.has_location else [*(spec.submodule_search_locations or ())]
        paths = [Path(place) for place in places if place]
        return any(path.is_relative_to(self.folder) and "site-packages" not in path.parts for path in paths)

    def _at_the_top(self, name: str) -> ModuleSpec | None:
        """A module or package that is in no other; a package goes before a mere folder, as for Python."""
        known: ModuleSpec | None = getattr(sys.modules.get(name), "__spec__", None)
        if known is not None and (name in _TAKEN or "site-packages" in (known.origin or "")):
            return known
        places = [*map(str, (self.folder, *self.further)), *sys.path]
        found = BuiltinImporter.find_spec(name) or _on_path(name, places)
        return found or next(filter(None, (each.find_spec(name, None, None) for each in sys.meta_path)), None)

    def _inside(self, name: str, around: str) -> ModuleSpec | None:
        """A module in a package."""
        package = self.find(around)
        places = None if package is None else package.submodule_search_locations
        return None if places is None else _on_path(name.rpartition(".")[2], [*places])


def _on_path(name: str, places: list[str]) -> ModuleSpec | None:
    """A module in one of some folders; what is only a folder keeps its place, as nothing imports it."""
    spec = PathFinder.find_spec(name, places)
    if spec is not None and spec.submodule_search_locations is not None:
        spec.submodule_search_locations = [*spec.submodule_search_locations]
    return spec


def source_of(spec: ModuleSpec) -> Path | None:
    """The file of a module that is written in Python; None for a folder, or one in an archive or compiled."""
    file = Path(spec.origin or "") if spec.has_location else Path()
    return file if file.suffix == ".py" and file.is_file() else None


def outside_in(name: str) -> Iterator[str]:
    """The packages around a module, outermost first, and the module."""
    parts = name.split(".")
    return (".".join(parts[: index + 1]) for index in range(len(parts)))
