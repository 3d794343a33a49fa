"""Which layers the entries of stacks stand for, and whether they go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gateway.config.document import Map
from gateway.config.fragments import built_in_middleware
from gateway.config.model import Config, Group, Route, Use
from gateway.config.session_rules import RANDOM, SHORTEST_KEY
from gateway.config.variables import Unset
from gateway.errors import Position
from gateway.resolution.report import Report

NEEDS_BEFORE = {"csrf": ("session",), "require_login": ("session", "basic_auth")}  # any one of them


@dataclass(frozen=True, slots=True)
class Entry:
    """A layer as it is written: the name by which it stands there, and the entry that has its options."""

    name: str
    use: Use
    position: Position

    @property
    def key(self) -> tuple[str, int]:
        """What is the same for entries that are one layer: without options, those of one name."""
        return (self.use.name, 0 if self.use.options is None else id(self.use))


@dataclass(slots=True)
class Layers:
    """Opens stacks; each unknown name and each stack within itself is noted once.

    An entry is a stack, a middleware of the file, a built-in or `module:callable`, in this order.
    """

    config: Config
    report: Report
    built_in: frozenset[str] = field(default_factory=lambda: frozenset(built_in_middleware()))
    _cycles: set[frozenset[str]] = field(default_factory=set)

    def opened(
        self, uses: Iterable[Use], path: tuple[str, ...] = (), seen: set[str] | None = None
    ) -> Iterator[Entry]:
        """The layers of entries in the order in which they run, stacks opened where they are first."""
        seen = set() if seen is None else seen
        for use in uses:
            stack = self.config.stacks.get(use.name) if use.options is None else None
            if stack is None:
                configured = self.config.middleware.get(use.name) if use.options is None else None
                yield Entry(use.name, configured or use, use.position)
            elif stack.name in path:
                self._cycle([*path[path.index(stack.name) :], stack.name], use.position)
            elif stack.name not in seen:
                seen.add(stack.name)
                yield from self.opened(stack.entries, (*path, stack.name), seen)

    def is_known(self, use: Use) -> bool:
        """Whether an entry names a built-in or something of the author's; what is neither is noted."""
        if ":" in use.name or use.name in self.built_in:
            return True
        known = {*self.config.stacks, *self.config.middleware, *self.built_in}
        said = f'"{use.name}" is neither a stack nor a middleware'
        self.report.unknown(use.position, "GW041", said, use.name, known)
        return False

    def check_keys(self, use: Use) -> bool:
        """Whether the keys of a session of its own are long enough; one that is not is noted."""
        options = Map(use.position) if use.options is None else use.options
        keys = options.get("keys", ())
        if all(isinstance(key, Unset) or len(key) >= SHORTEST_KEY for key in keys):
            return True
        at = options.value_at("keys")._replace(text="")
        self.report.add(at, "GW014", f"a key has fewer than {SHORTEST_KEY} characters", RANDOM)
        return False

    def default(self) -> tuple[Use, ...]:
        """The default stack as an entry that stands where it is named."""
        name, at = self.config.settings.default_stack, self.config.settings.at
        return () if name is None else (Use(name=name, options=None, position=at.value_at("default_stack")),)

    def check_without(self, node: Route | Group) -> None:
        """Note what `without` names that is no layer."""
        known = {*self.config.middleware, *self.built_in}
        for index, name in enumerate(node.without):
            if name not in known and ":" not in name:
                position = node.at["without"].value_at(index)
                self.report.unknown(position, "GW041", f'no middleware "{name}" to leave out', name, known)

    def check_names(self) -> None:
        """Note each stack and middleware that has the name of another one."""
        for stack in self.config.stacks.values():
            for kind, names in (
                ("middleware", self.config.middleware),
                ("built-in middleware", self.built_in),
            ):
                if stack.name in names:
                    said = f'"{stack.name}" is a {kind} already; give the stack another name'
                    self.report.add(stack.position, "GW002", said)
        for name, use in self.config.middleware.items():
            if name in self.built_in:
                said = f'"{name}" is a built-in middleware; give yours another name'
                self.report.add(use.position, "GW002", said)

    def check_order(self, layers: tuple[Entry, ...], kinds: list[str], *, is_whole: bool) -> None:
        """Note what runs before the layer it needs; other stacks may give that unless these are the whole."""
        for index, entry in enumerate(layers):
            needed = NEEDS_BEFORE.get(kinds[index], ())
            if not needed or not {*needed}.isdisjoint(kinds[:index]):
                continue
            if is_whole or needed[0] in kinds[index:]:
                said = f'"{entry.name}" runs without {needed[0]} before it'
                order = " > ".join(each.name for each in layers)
                self.report.add(entry.position, "GW043", said, f"effective order: {order}")

    def check_cookies(self, sessions: Iterable[tuple[Entry, str]]) -> None:
        """Note two sessions in one stack that have the same cookie: each would overwrite the other."""
        seen: set[str] = set()
        for entry, name in sessions:
            if name in seen:
                said = f'two sessions of one stack have the cookie "{name}"'
                self.report.add(
                    entry.position, "GW043", said, "give one of them another: {cookie: {name: other}}"
                )
            seen.add(name)

    def _cycle(self, names: list[str], position: Position) -> None:
        """Note a stack inside itself, once wherever the circle is entered, but not a clash of names."""
        if frozenset(names) not in self._cycles and not {*names} & {*self.config.middleware, *self.built_in}:
            self._cycles.add(frozenset(names))
            self.report.add(position, "GW042", f"stack includes itself: {' -> '.join(names)}")
