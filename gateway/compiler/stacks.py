"""From the names in a stack to the layers of a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from gateway.compiler.services import Services
from gateway.config.model import Config, Session, Use
from gateway.middleware.chain import Layer, kind_of
from gateway.resolution.entrances import entrance_of
from gateway.resolution.functions import LAYER
from gateway.resolution.layers import Entry, Layers
from gateway.resolution.names import Names
from gateway.resolution.options import Options
from gateway.resolution.report import Report
from gateway.resolution.signatures import check_call

_OPTIONAL = {"brotli": "brotli", "backports": "zstd", "backports.zstd": "zstd"}
_OPTIONAL |= {"redis": "redis", "sqlalchemy": "sql", "psycopg": "sql"}


@dataclass(slots=True)
class Stacks:
    """Makes layers; one configured middleware is one layer wherever it stands.

    In go the entries of stacks and routes, by name or with options; out come layers, outermost first, named
    stacks opened and what `without` names left out. Built-ins that the file does not name are not imported.
    Options a layer refuses, and a layer before the one it needs are noted, each once, and the layer is left
    out: what is made is only used if the report stays empty.
    """

    config: Config
    names: Names
    services: Services
    report: Report
    written: Layers = field(init=False)
    options: Options = field(init=False)
    _sessions: dict[int, Layer] = field(default_factory=dict)
    _layers: dict[tuple[str, int], Layer | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open stacks and read options by the same names, noting in the same report."""
        self.written = Layers(self.config, self.report)
        self.options = Options(self.names, self.report)

    def layers(self, uses: Iterable[Use], without: Iterable[str] = ()) -> tuple[Layer, ...]:
        """The layers of some entries, outermost first; one named twice runs once, where it is first."""
        dropped = set(without)
        found: dict[int, tuple[Entry, Layer | None]] = {}
        for entry, layer in self._opened(uses):
            if not dropped & {entry.name, kind_of(layer)}:
                found.setdefault(id(layer), (entry, layer))
        self._check_order([*found.values()], is_whole=True)
        sessions = [(entry, layer) for entry, layer in found.values() if kind_of(layer) == "session"]
        self.written.check_cookies((entry, layer.store.name) for entry, layer in sessions)  # type: ignore[union-attr]
        return tuple(layer for _, layer in found.values() if layer is not None)

    def check(self) -> None:
        """Build every stack and middleware once, so that a mistake in an unused one is told too."""
        self.written.check_names()
        for stack in self.config.stacks.values():
            self._check_order(self._opened(stack.entries, (stack.name,)), is_whole=False)
        for use in self.config.middleware.values():
            self._layer(Entry(use.name, use, use.position))

    def _opened(self, uses: Iterable[Use], path: tuple[str, ...] = ()) -> list[tuple[Entry, Layer | None]]:
        """The layers of entries, None for one that cannot be built."""
        return [(entry, self._layer(entry)) for entry in self.written.opened(uses, path)]

    def _layer(self, entry: Entry) -> Layer | None:
        """The layer of an entry, built when it is first asked for; None if it cannot be."""
        if entry.key not in self._layers:
            self._layers[entry.key] = self._built(entry.use)
        return self._layers[entry.key]

    def _built(self, use: Use) -> Layer | None:
        """A layer by the kind of its name: ours or the service's own; None for neither."""
        if not self.written.is_known(use):
            return None
        return self._own(use) if ":" in use.name else self._of_package(use)

    def _own(self, use: Use) -> Layer | None:
        """`module:callable` is the layer itself; with options, or a class, it is called for the layer."""
        found = self.names.callable(use.name, use.position)
        is_layer = use.options is None and not isinstance(found, type)
        if found is not None and not is_layer and not self.names.is_broken(use.name):
            found = self._made(found, use, dict(use.options or {}))
        if found is not None:
            check_call(found, LAYER, self.report, use.position)
        return found

    def _of_package(self, use: Use) -> Layer | None:
        """A built-in with its options; those that name something of the service's own are what they name."""
        module = import_module(f"gateway.middleware.{use.name}")
        if use.name == "session":
            return self._session(use, module)
        kind = getattr(module, use.name.title().replace("_", ""))
        options = self.options.built_in(use)
        if options is not None and use.name == "require_login":
            path, is_login = entrance_of(options, self.config)
            options = {**options, "redirect": module.Entrance(path) if is_login else path}
        return None if options is None else self._made(kind, use, options)

    def _session(self, use: Use, module: ModuleType) -> Layer | None:
        """The layer of a session; with options it is another one, for which the top level is the default."""
        session = self.services.session(use.options)
        if session is None:
            self.report.add(use.position, "GW040", '"session" needs `session:` at the top level')
            return None
        if not self.written.check_keys(use):
            return None
        made: Any = self._made(partial(_session_layer, module, self.services, session), use, {})
        return None if made is None else self._sessions.setdefault(id(made.store), made)

    def _made(self, kind: Callable[..., Any], use: Use, options: dict[str, Any]) -> Layer | None:
        """What a class or function makes of the options; None after noting why it does not."""
        try:
            made = kind(**options)
        except Exception as error:  # noqa: BLE001  (whatever a constructor raises is told with its place)
            self.report.add(use.position, "GW063", *_why_not(use.name, error))
            return None
        if not callable(made):
            said = f'"{use.name}" made {type(made).__name__}, not something to call'
            self.report.add(use.position, "GW062", said)
            return None
        layer: Layer = made
        return layer

    def _check_order(self, layers: list[tuple[Entry, Layer | None]], *, is_whole: bool) -> None:
        """Note layers in a wrong order, but not while one could not be built: it may be the very one."""
        if all(layer is not None for _, layer in layers):
            kinds = [kind_of(layer) for _, layer in layers]
            self.written.check_order(tuple(entry for entry, _ in layers), kinds, is_whole=is_whole)


def _session_layer(module: ModuleType, services: Services, session: Session) -> Layer:
    """The layer for a store; one that opens each session is another class, so that the others pay nothing."""
    kind = module.Eager if session.rolling or session.save_empty else module.Session
    layer: Layer = kind(store=services.store_of(session))
    return layer


def _why_not(name: str, error: Exception) -> tuple[str, str]:
    """Why a layer cannot be built, and what to do if a package is missing."""
    if isinstance(error, ModuleNotFoundError) and error.name in _OPTIONAL:
        return f'"{name}" needs the package {error.name}', f"pip install gateway[{_OPTIONAL[error.name]}]"
    return f'"{name}" cannot be built: {type(error).__name__}: {error}', ""
