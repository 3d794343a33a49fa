"""The layers that stand around a route, as far as the file tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from gateway.config.model import Config, Session, Use
from gateway.config.sessions import another
from gateway.resolution.entrances import entrance_of
from gateway.resolution.functions import LAYER
from gateway.resolution.layers import Entry, Layers
from gateway.resolution.names import Names
from gateway.resolution.options import Options
from gateway.resolution.passing import LEAVING, PASSING, may_pass
from gateway.resolution.scope import Scope
from gateway.resolution.signatures import check_call

_NEEDED = {"br": ("brotli", "brotli"), "zstd": ("backports.zstd", "zstd")}
_JUDGED = {"access_log": "format", "compress": "types", "response_time": "header"}
_USUAL = ("json", "text", "none")
_STORES = {"redis": ("redis", "redis"), "sql": ("sqlalchemy", "sql")}


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the layers around a route.

    `kinds` are built-ins by their names, empty for the author's own; `sends` where each `require_login` sends
    people. Layers pass or leave if one of them may.
    """

    kinds: tuple[str, ...] = ()
    sends: tuple[Any, ...] = ()
    passes: bool = False
    leaves: bool = False


@dataclass(slots=True)
class Scopes:
    """Looks at the layers of scopes, each stack once, and notes what is wrong with them."""

    config: Config
    names: Names
    layers: Layers = field(init=False)
    _options: Options = field(init=False)
    _sound: dict[tuple[str, int], bool] = field(default_factory=dict)
    _own: dict[str, Any] = field(default_factory=dict)
    _around: dict[tuple[Any, ...], Around] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note in the report of the names."""
        self.layers = Layers(self.config, self.names.report)
        self._options = Options(self.names, self.names.report)

    def around(self, scope: Scope) -> Around:
        """The layers of a scope."""
        uses = scope.stack if scope.has_stack else self.layers.default()
        key = (*((use.name, id(use.options)) for use in uses), scope.without)
        if key not in self._around:
            self._around[key] = self._looked_at(uses, scope.without)
        return self._around[key]

    def check(self) -> None:
        """Look at every stack and middleware, those in no route as well."""
        self.layers.check_names()
        for stack in self.config.stacks.values():
            self._check_order(list(self.layers.opened(stack.entries, (stack.name,))), is_whole=False)
        for use in self.config.middleware.values():
            self._is_sound(Entry(use.name, use, use.position))

    def _looked_at(self, uses: Iterable[Use], without: Iterable[str]) -> Around:
        """What is known of the layers of entries."""
        dropped, found = set(without), dict[Any, Entry]()
        for entry in self.layers.opened(uses):
            self._is_sound(entry)
            if dropped.isdisjoint({entry.name, self._kind(entry)}):
                found.setdefault(self._identity(entry), entry)
        entries = [*found.values()]
        self._check_order(entries, is_whole=True)
        sessions = [(each, self._session(each)) for each in entries if self._kind(each) == "session"]
        self.layers.check_cookies((each, own.cookie.name) for each, own in sessions if own is not None)
        asking = [each for each in entries if self._kind(each) == "require_login"]
        called = [self._own[each.use.name] for each in entries if self._own.get(each.use.name) is not None]
        return Around(
            kinds=tuple(map(self._kind, entries)),
            sends=tuple(entrance_of(each.use.options or {}, self.config)[0] for each in asking),
            passes=any(may_pass(each, PASSING) for each in called),
            leaves=any(may_pass(each, LEAVING) for each in called),
        )

    def _check_order(self, entries: list[Entry], *, is_whole: bool) -> None:
        """Note layers in a wrong order, but not while one is not known: it may be the very one."""
        if all([self._is_sound(each) for each in entries]):  # noqa: C419  (each is looked at)
            self.layers.check_order(tuple(entries), list(map(self._kind, entries)), is_whole=is_whole)

    def _is_sound(self, entry: Entry) -> bool:
        """Whether a layer can be built, which is asked once."""
        if entry.key not in self._sound:
            known = len(self.names.report.problems)
            self._look_at(entry.use)
            self._sound[entry.key] = len(self.names.report.problems) == known
        return self._sound[entry.key]

    def _look_at(self, use: Use) -> None:
        """Note what keeps a layer from being built."""
        if not self.layers.is_known(use):
            return
        if ":" in use.name:
            self._own[use.name] = self._authors(use)
        elif use.name == "session":
            self._look_at_session(use)
        else:
            self._look_at_options(use, self._options.built_in(use))

    def _look_at_options(self, use: Use, options: Mapping[str, Any] | None) -> None:
        """Note options of a built-in that it refuses, which for some only itself can tell."""
        for name in (options or {}).get("encodings", ()) if use.name == "compress" else ():
            self._need(use, *_NEEDED.get(name, ("", "")))
        judged = _JUDGED.get(use.name, "")
        if options is not None and judged in options and options[judged] not in _USUAL:
            module = import_module(f"gateway.middleware.{use.name}")
            try:
                getattr(module, use.name.title().replace("_", ""))(**{judged: options[judged]})
            except ValueError as error:
                said = f'"{use.name}" cannot be built: ValueError: {error}'
                self.names.report.add(use.position, "GW063", said)

    def _look_at_session(self, use: Use) -> None:
        """Note a session that there is none of, or whose store needs a package."""
        session = self._session(Entry(use.name, use, use.position))
        if session is None:
            self.names.report.add(use.position, "GW040", '"session" needs `session:` at the top level')
        elif self.layers.check_keys(use) and session.store in _STORES:
            self._need(use, *_STORES[session.store])

    def _need(self, use: Use, package: str, extra: str) -> None:
        """Note a package that is not installed."""
        top = package.partition(".")[0]
        if package and (find_spec(top) is None or (top != package and find_spec(package) is None)):
            said, help_ = f'"{use.name}" needs the package {package}', f"pip install gateway[{extra}]"
            self.names.report.add(use.position, "GW063", said, help_)

    def _authors(self, use: Use) -> Any:
        """A layer of the author's; one that is made is made of its outline."""
        found: Any = self.names.callable(use.name, use.position)
        report = self.names.report
        is_made = use.options is not None or isinstance(found, type)
        if found is not None and is_made and not self.names.is_broken(use.name):
            try:
                found = found(**dict(use.options or {}))
            except TypeError as error:
                report.add(use.position, "GW063", f'"{use.name}" cannot be built: TypeError: {error}')
                return None
            if not callable(found):
                said = f'"{use.name}" made {type(found).__name__}, not something to call'
                report.add(use.position, "GW062", said)
                return None
        if found is not None:
            check_call(found, LAYER, report, use.position)
        return found

    def _kind(self, entry: Entry) -> str:
        """The name of a built-in; empty for the author's."""
        return entry.use.name if entry.use.name in self.layers.built_in else ""

    def _identity(self, entry: Entry) -> Any:
        """What is the same for entries that are one layer: sessions are, if they say the same."""
        session = self._session(entry) if self._kind(entry) == "session" else None
        return entry.key if session is None else ("session", repr(session))

    def _session(self, entry: Entry) -> Session | None:
        """The session of an entry; None if there is none at the top level."""
        base, options = self.config.session, entry.use.options
        return another(options, base) if options and base is not None else base
