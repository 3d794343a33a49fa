"""From the names in a stack to the layers of a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from gateway.compiler.entrances import with_entrance
from gateway.compiler.options import Options
from gateway.compiler.services import Services
from gateway.config.model import Config, Group, Route, Session, Use
from gateway.config.schema import built_in_middleware
from gateway.errors import Position
from gateway.middleware.chain import Layer, kind_of
from gateway.resolution.names import Names
from gateway.resolution.report import Report
from gateway.resolution.signatures import check_call

_OPTIONAL = {"brotli": "brotli", "backports": "zstd", "backports.zstd": "zstd"}
_OPTIONAL |= {"redis": "redis", "sqlalchemy": "sql", "psycopg": "sql"}
_NEEDS_BEFORE = {"csrf": ("session",), "require_login": ("session", "basic_auth")}  # any one of them


@dataclass(frozen=True, slots=True)
class Named:
    """A layer, None if it cannot be built, and the name it has in gateway.yaml."""

    name: str
    layer: Layer | None
    position: Position


@dataclass(slots=True)
class Stacks:
    """Makes layers; one configured middleware is one layer wherever it stands.

    In go the entries of stacks and routes, by name or with options; out come layers, outermost first, named
    stacks opened and what `without` names left out. An entry is a stack, a middleware of the file, a built-in
    or `module:callable`, in this order. Built-ins that the file does not name are not imported. An unknown
    name, a stack within itself, options a layer refuses, and a layer before the one it needs are noted, each
    once, and the layer is left out: what is made is only used if the report stays empty.
    """

    config: Config
    names: Names
    services: Services
    report: Report
    built_in: frozenset[str] = field(default_factory=lambda: frozenset(built_in_middleware()))
    options: Options = field(init=False)
    _sessions: dict[int, Layer] = field(default_factory=dict)
    _layers: dict[tuple[str, int], Layer | None] = field(default_factory=dict)
    _cycles: set[frozenset[str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read options by the same names, noting in the same report."""
        self.options = Options(self.names, self.report)

    def layers(self, uses: Iterable[Use], without: Iterable[str] = ()) -> tuple[Layer, ...]:
        """The layers of some entries, outermost first; one named twice runs once, where it is first."""
        dropped = set(without)
        found: dict[int, Named] = {}
        for named in self._flat(uses, ()):
            if not dropped & {named.name, kind_of(named.layer)}:
                found.setdefault(id(named.layer), named)
        self._check_order(tuple(found.values()), is_whole=True)
        self._check_sessions(tuple(found.values()))
        return tuple(named.layer for named in found.values() if named.layer is not None)

    def check_without(self, node: Route | Group) -> None:
        """Note what `without` names that is no layer."""
        known = {*self.config.middleware, *self.built_in}
        for index, name in enumerate(node.without):
            if name not in known and ":" not in name:
                position = node.at["without"].value_at(index)
                self.report.unknown(position, "GW041", f'no middleware "{name}" to leave out', name, known)

    def check(self) -> None:
        """Build every stack and middleware once, so that a mistake in an unused one is told too."""
        for stack in self.config.stacks.values():
            self._clash(stack.name, stack.position)
            self._check_order(tuple(self._flat(stack.entries, (stack.name,))), is_whole=False)
        for name, use in self.config.middleware.items():
            if name in self.built_in:
                self.report.add(
                    use.position, "GW002", f'"{name}" is a built-in middleware; give yours another name'
                )
            self._layer(use)

    def _clash(self, name: str, position: Position) -> None:
        """Note a stack that has the name of a middleware."""
        for kind, names in (("middleware", self.config.middleware), ("built-in middleware", self.built_in)):
            if name in names:
                self.report.add(
                    position, "GW002", f'"{name}" is a {kind} already; give the stack another name'
                )

    def _flat(self, uses: Iterable[Use], path: tuple[str, ...]) -> Iterator[Named]:
        """The layers of entries, stacks among them opened, in the order in which they run."""
        for use in uses:
            stack = self.config.stacks.get(use.name) if use.options is None else None
            if stack is None:
                configured = self.config.middleware.get(use.name) if use.options is None else None
                yield Named(use.name, self._layer(configured or use), use.position)
            elif stack.name in path:
                self._cycle([*path[path.index(stack.name) :], stack.name], use.position)
            else:
                yield from self._flat(stack.entries, (*path, stack.name))

    def _cycle(self, names: list[str], position: Position) -> None:
        """Note a stack inside itself, once wherever the circle is entered."""
        if frozenset(names) not in self._cycles:
            self._cycles.add(frozenset(names))
            self.report.add(position, "GW042", f"stack includes itself: {' -> '.join(names)}")

    def _layer(self, use: Use) -> Layer | None:
        """The layer of an entry, built when it is first asked for; None if it cannot be."""
        key = (use.name, id(use) if use.options is not None else 0)
        if key not in self._layers:
            self._layers[key] = self._built(use)
        return self._layers[key]

    def _built(self, use: Use) -> Layer | None:
        """A layer by the kind of its name: ours, the service's own, or noted as neither."""
        if ":" in use.name:
            return self._own(use)
        if use.name in self.built_in:
            return self._of_package(use)
        known = {*self.config.stacks, *self.config.middleware, *self.built_in}
        said = f'"{use.name}" is neither a stack nor a middleware'
        self.report.unknown(use.position, "GW041", said, use.name, known)
        return None

    def _own(self, use: Use) -> Layer | None:
        """`module:callable` is the layer itself; with options, or a class, it is called for the layer."""
        found = self.names.callable(use.name, use.position)
        is_layer = use.options is None and not isinstance(found, type)
        if found is not None and not is_layer and not self.names.is_broken(use.name):
            found = self._made(found, use, dict(use.options or {}))
        if found is not None:
            check_call(found, ("request", "call_next"), self.report, use.position)
        return found

    def _of_package(self, use: Use) -> Layer | None:
        """A built-in with its options; those that name something of the service's own are what they name."""
        module = import_module(f"gateway.middleware.{use.name}")
        if use.name == "session":
            return self._session(use, module)
        kind = getattr(module, use.name.title().replace("_", ""))
        options = self.options.built_in(use)
        if options is not None and use.name == "require_login":
            options = with_entrance(options, self.config, module)
        return None if options is None else self._made(kind, use, options)

    def _session(self, use: Use, module: ModuleType) -> Layer | None:
        """The layer of a session; with options it is another one, for which the top level is the default."""
        session = self.services.session(use.options)
        if session is None:
            self.report.add(use.position, "GW040", '"session" needs `session:` at the top level')
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

    def _check_order(self, layers: tuple[Named, ...], *, is_whole: bool) -> None:
        """Note what runs before the layer it needs; other stacks may give that unless these are the whole.

        Nothing is said while a layer could not be built, since it may be the very one.
        """
        kinds = [kind_of(named.layer) for named in layers]
        if any(named.layer is None for named in layers):
            return
        for index, named in enumerate(layers):
            needed = _NEEDS_BEFORE.get(kinds[index], ())
            if not needed or not {*needed}.isdisjoint(kinds[:index]):
                continue
            if is_whole or needed[0] in kinds[index:]:
                said = f'"{named.name}" runs without {needed[0]} before it'
                order = " > ".join(each.name for each in layers)
                self.report.add(named.position, "GW043", said, f"effective order: {order}")

    def _check_sessions(self, layers: tuple[Named, ...]) -> None:
        """Note two sessions in one stack that have the same cookie: each would overwrite the other."""
        names = [named.layer.store.name if kind_of(named.layer) == "session" else "" for named in layers]  # type: ignore[union-attr]
        for index, named in enumerate(layers):
            if names[index] and names[index] in names[:index]:
                said = f'two sessions of one stack have the cookie "{names[index]}"'
                hint = "give one of them another: {cookie: {name: other}}"
                self.report.add(named.position, "GW043", said, hint)


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
