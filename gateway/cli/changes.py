"""What differs for clients between two versions of a configuration, and what of it touches security."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.cli.change import Change, Detail, difference
from gateway.cli.facts import Fact
from gateway.cli.service_changes import service_changes
from gateway.cli.surface import Offer, offers
from gateway.config.model import Config

_NO_GUARDS = frozenset({"compress", "favicon", "request_id", "response_time"})
_GUARDING = frozenset({"body limit", "body schema", "body verify", "dotfiles"})


def changes(old: Config, new: Config, environ: Mapping[str, str]) -> Iterator[Change]:
    """First what changed for the whole service, then its routes in their order, those removed last.

    Raise ConfigError with the problems of a mounted file.
    """
    yield from service_changes(old, new, environ)
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
            yield Detail(difference(name, was.facts[name], now.facts[name]), name in _GUARDING)


def _of_layers(was: Mapping[str, Fact], now: Mapping[str, Fact]) -> Iterator[Detail]:
    """What differs between the layers of two offers."""
    for kind in [kind for kind in was if kind not in now]:
        yield Detail(f"{kind} is lost", _is_guard(kind))
    for kind in [kind for kind in now if kind not in was]:
        yield Detail(f"{kind} is new", _is_guard(kind))
    shared = [kind for kind in was if kind in now]
    for kind in shared:
        if was[kind] != now[kind]:
            yield Detail(difference(kind, was[kind], now[kind]), _is_guard(kind))
    order = [kind for kind in now if kind in was]
    if order != shared:
        yield Detail(
            f"layers run in another order: {' > '.join(shared)} -> {' > '.join(order)}", security=True
        )


def _is_guard(kind: str) -> bool:
    """Whether a layer decides about requests, or leaves a trail of them."""
    return kind.partition(" ")[0] not in _NO_GUARDS


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
