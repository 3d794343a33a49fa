"""What differs for clients between two versions of a configuration, and what of it touches security."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from gateway.cli.facts import NOTHING, Fact
from gateway.cli.surface import Offer, offers, service
from gateway.config.document import Map, position_of
from gateway.config.model import Config
from gateway.errors import Position

_NO_GUARDS = frozenset({"compress", "favicon", "request_id", "response_time"})
_GUARDING = frozenset({"body limit", "body schema", "body verify", "dotfiles"})
_GUARDING_SETTINGS = tuple(
    f"settings.{key}"
    for key in ("cookies", "error_detail", "hosts", "body", "method_override", "public_url", "redirects",
                "trust_proxy")
)  # fmt: skip
_OF_SECURITY = ("session", "login.", *_GUARDING_SETTINGS)


class Detail(NamedTuple):
    """One thing that differs, and whether it is a matter of security."""

    text: str
    security: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a route or of the service: `kind` is added, removed or changed.

    `at` is its place in the newer version; what was removed has that in the older one.
    """

    kind: str
    subject: str
    details: tuple[Detail, ...]
    at: Position

    @property
    def security(self) -> bool:
        """Whether a part of it is a matter of security."""
        return any(detail.security for detail in self.details)

    def of_security(self) -> Change:
        """The same change without what is no matter of security."""
        return replace(self, details=tuple(detail for detail in self.details if detail.security))


def changes(old: Config, new: Config, environ: Mapping[str, str]) -> Iterator[Change]:
    """First what changed for the whole service, then its routes in their order, those removed last.

    Raise ConfigError with the problems of a mounted file.
    """
    yield from _of_service(old, new)
    before, after = _by_key(offers(old, environ)), _by_key(offers(new, environ))
    pairs = [
        (before.get(key, {}).get(method, any_before), after.get(key, {}).get(method, any_after))
        for key in dict.fromkeys([*after, *before])
        for any_before, any_after in [(before.get(key, {}).get("ANY"), after.get(key, {}).get("ANY"))]
        for method in dict.fromkeys([*after.get(key, {}), *before.get(key, {})])
    ]
    yield from _joined([change for was, now in pairs for change in _of_route(was, now)])


def _by_key(found: Iterator[Offer]) -> dict[object, dict[str, Offer]]:
    """The first offer of each path and method, since that one answers; later ones by their number."""
    sorted_: dict[object, dict[str, Offer]] = {}
    for offer in found:
        number = 0
        while offer.method in sorted_.get((offer.key, number), {}):
            number += 1
        sorted_.setdefault((offer.key, number), {})[offer.method] = offer
    return sorted_


def _of_route(was: Offer | None, now: Offer | None) -> Iterator[Change]:
    """What became of one method at one path."""
    if was is None or now is None:
        yield from (
            _alone(kind, each) for kind, each in (("added", now), ("removed", was)) if each is not None
        )
    elif details := tuple(_details(was, now)):
        method = was.method if now.method == "ANY" else now.method
        yield Change(kind="changed", subject=f"{method} {now.path}", details=details, at=now.at)


def _alone(kind: str, offer: Offer) -> Change:
    """That an offer is in one version only."""
    layers = " > ".join(offer.layers) or "no layers"
    answer = offer.facts["answer"].shown
    detail = Detail(f"{answer}, behind {layers}" if kind == "added" else f"was {answer}")
    return Change(kind=kind, subject=f"{offer.method} {offer.path}", details=(detail,), at=offer.at)


def _details(was: Offer, now: Offer) -> Iterator[Detail]:
    """What differs between two offers of the same path and method."""
    yield from _of_layers(was.layers, now.layers)
    if was.path != now.path:
        yield Detail(f"parameters are renamed: {was.path} -> {now.path}")
    for name in now.facts:
        if was.facts[name] != now.facts[name]:
            yield Detail(_difference(name, was.facts[name], now.facts[name]), name in _GUARDING)


def _of_layers(was: Mapping[str, Fact], now: Mapping[str, Fact]) -> Iterator[Detail]:
    """What differs between the layers of two offers."""
    for kind in [kind for kind in was if kind not in now]:
        yield Detail(f"{kind} is lost", _is_guard(kind))
    for kind in [kind for kind in now if kind not in was]:
        yield Detail(f"{kind} is new", _is_guard(kind))
    shared = [kind for kind in was if kind in now]
    for kind in shared:
        if was[kind] != now[kind]:
            yield Detail(_difference(kind, was[kind], now[kind]), _is_guard(kind))
    order = [kind for kind in now if kind in was]
    if order != shared:
        yield Detail(
            f"layers run in another order: {' > '.join(shared)} -> {' > '.join(order)}", security=True
        )


def _is_guard(kind: str) -> bool:
    """Whether a layer decides about requests, or leaves a trail of them."""
    return kind.partition(" ")[0] not in _NO_GUARDS


def _of_service(old: Config, new: Config) -> Iterator[Change]:
    """What differs in settings, session, logins and health; what is wholly new or gone is told once."""
    was, now = service(old), service(new)
    gone, come = _sections(was) - _sections(now), _sections(now) - _sections(was)
    for section in sorted(gone | come):
        kind, config = ("removed", old) if section in gone else ("added", new)
        detail = Detail("is lost" if section in gone else "is new", security=True)
        yield Change(kind=kind, subject=section, details=(detail,), at=_place(config, section))
    for name in dict.fromkeys([*now, *was]):
        before, after = was.get(name, NOTHING), now.get(name, NOTHING)
        if before != after and _section(name) not in gone | come:
            detail = Detail(_difference("", before, after), name.startswith(_OF_SECURITY))
            yield Change(kind="changed", subject=name, details=(detail,), at=_place(new, name))


def _sections(found: Mapping[str, Fact]) -> set[str]:
    """The session and the logins that there are."""
    return {section for name in found if (section := _section(name))}


def _section(name: str) -> str:
    """The session or login that a fact belongs to; none for settings and health."""
    parts = name.split(".")
    return {"session": "session", "login": ".".join(parts[:2])}.get(parts[0], "")


def _place(config: Config, name: str) -> Position:
    """Where a fact of the service is written, or what would hold it."""
    section, *path = name.split(".")
    holders = {"settings": config.settings.at, "session": config.session.at if config.session else None}
    holder: Map | None = holders.get(section)
    if section == "login":
        holder = next(login.at for login in config.login if login.name == path[0])
        path = path[1:]
    return Position(str(config.file), 1, 1) if holder is None else position_of(holder, path)


def _difference(name: str, was: Fact, now: Fact) -> str:
    """Two values, as far as they may be seen."""
    if was.shown is None and now.shown is None:
        return f"{name} is another".lstrip()
    before, after = ("a value not shown" if each.shown is None else each.shown for each in (was, now))
    return f"{name}: {before} -> {after}".removeprefix(": ")


def _joined(found: list[Change]) -> Iterator[Change]:
    """Changes of the same kind and details as one, in the order of the first."""
    alike: dict[object, list[Change]] = {}
    for change in found:
        alike.setdefault((change.kind, change.details), []).append(change)
    for first, *more in sorted(alike.values(), key=lambda group: group[0].kind == "removed"):
        subjects = dict.fromkeys(change.subject for change in (first, *more))
        yield Change(kind=first.kind, subject=_subjects(subjects), details=first.details, at=first.at)


def _subjects(subjects: Mapping[str, None]) -> str:
    """Subjects with the methods of one path put together."""
    methods: dict[str, list[str]] = {}
    for subject in subjects:
        method, _, path = subject.partition(" ")
        methods.setdefault(path, []).append(method)
    return "; ".join(f"{', '.join(named)} {path}" for path, named in methods.items())
