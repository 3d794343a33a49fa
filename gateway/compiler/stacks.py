"""From the names in a stack to the layers of a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from importlib import import_module
from typing import Any

from gateway.compiler.names import Names
from gateway.compiler.report import Report
from gateway.compiler.services import Services
from gateway.compiler.signatures import check_call
from gateway.config.model import Config, Group, Route, Use
from gateway.config.schema import built_in_middleware
from gateway.errors import Position
from gateway.middleware.chain import Layer

_NEEDS_BEFORE = {"csrf": "session", "require_login": "session"}


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
    _layers: dict[tuple[str, int], Layer | None] = field(default_factory=dict)
    _cycles: set[frozenset[str]] = field(default_factory=set)

    def layers(self, uses: Iterable[Use], without: Iterable[str] = ()) -> tuple[Layer, ...]:
        """The layers of some entries, outermost first; one named twice runs once, where it is first."""
        dropped = set(without)
        found: dict[int, Named] = {}
        for named in self._flat(uses, ()):
            if not dropped & {named.name, kind_of(named.layer)}:
                found.setdefault(id(named.layer), named)
        self._check_order(tuple(found.values()), is_whole=True)
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
            found = self._made(found, use, {})
        if found is not None:
            check_call(found, ("request", "call_next"), self.report, use.position)
        return found

    def _of_package(self, use: Use) -> Layer | None:
        """A built-in with its options, and with the services that its fields ask for by type."""
        kind = getattr(import_module(f"gateway.middleware.{use.name}"), use.name.title().replace("_", ""))
        services: dict[str, Any] = {}
        for each in fields(kind):
            if each.type in {"Store", "Templates"}:
                services[each.name] = self.services.of_type(str(each.type))
                if services[each.name] is None:
                    self.report.add(use.position, "GW040", f'"{use.name}" needs `session:` at the top level')
                    return None
        return self._made(kind, use, services)

    def _made(self, kind: Callable[..., Any], use: Use, services: dict[str, Any]) -> Layer | None:
        """What a class or function makes of the options; None after noting why it does not."""
        options = dict(use.options) if use.options is not None else {}
        try:
            made = kind(**options, **services)
        except Exception as error:  # noqa: BLE001  (whatever a constructor raises is told with its place)
            said = f'"{use.name}" cannot be built: {type(error).__name__}: {error}'
            self.report.add(use.position, "GW063", said)
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
            needed = _NEEDS_BEFORE.get(kinds[index])
            if needed in kinds[index:] or (is_whole and needed is not None and needed not in kinds[:index]):
                said = f'"{named.name}" runs without {needed} before it'
                order = " > ".join(each.name for each in layers)
                self.report.add(named.position, "GW043", said, f"effective order: {order}")


def kind_of(layer: Layer | None) -> str:
    """The name of a built-in layer, whatever it is called in the file; empty for anybody else's."""
    package, _, module = type(layer).__module__.rpartition(".")
    return module if package == "gateway.middleware" else ""
