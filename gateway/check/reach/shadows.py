"""What a row that is reached still does not get, where that is surely a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from gateway.check.reach.claims import ANY, Claim
from gateway.check.reach.decision import Decision, Hidden
from gateway.routing.planting import segments_of
from gateway.routing.row import Row
from gateway.routing.syntax import Text

_NOBODYS: Final = "zqxjkv"


class Shadow(NamedTuple):
    """Words for what a row does not get and for what others answer of it, and these."""

    said: str
    what: str
    hidden: Hidden


def named(decision: Decision, row: Row[Any], claims: list[Claim]) -> Iterator[Shadow]:
    """Methods, hosts and paths that a row names among several and that no usual request brings to it."""
    methods: dict[Any, str] = {each.method: each.method for each in claims if each.method != "HEAD"}
    hosts: dict[Any, str] = {each.hostname: each.hostname.replace(ANY, "*") for each in claims}
    paths: dict[Any, str] = {each.path: str(each.path) for each in claims}
    for field, names, said in (
        ("method", methods, "no {} request"),
        ("hostname", hosts, "no request for {}"),
        ("path", paths, "no request to {}"),
    ):
        found: dict[str, Hidden] = {}
        for value in names if len(names) > 1 else ():
            part = [claim for claim in claims if getattr(claim, field) == value]
            hidden = decision.hidden(row, part, usual=True)
            if not isinstance(hidden, str):
                found[names[value]] = hidden
        if found:
            together = {index: request for each in found.values() for index, request in each.items()}
            yield Shadow(f"{said.format(' or '.join(found))} reaches this route", "them all", together)


def entrance(decision: Decision, row: Row[Any]) -> Iterator[Shadow]:
    """What a folder or a service does not get at its own path, or of the first two segments below.

    Only rows count that know nothing of that path: one for a single file of the folder is meant to be first.
    """
    for claim in decision.claims(row) if row.prefix else ():
        path = next(claim.samples(row), "")
        last = segments_of(claim.flat or ())[-1]
        if path and last and isinstance(last[-1], Text):
            asked = replace(claim, method="GET") if claim.method == ANY else claim
            yield from _below(decision, row, asked, path)


def _below(decision: Decision, row: Row[Any], claim: Claim, path: str) -> Iterator[Shadow]:
    """What a row does not get at one path and below it."""
    elsewhere = f"{path.rpartition('/')[0]}/{_NOBODYS}"
    for below in ("", "/x", "/x/x"):
        wide = decision.takers(row, claim, elsewhere + below)
        first = decision.takers(row, claim, path + below)[:1]
        if first and first[0] in wide:
            said = f"{claim.request(path + below)} does not reach this route"
            yield Shadow(said, "it", {first[0]: ""})
