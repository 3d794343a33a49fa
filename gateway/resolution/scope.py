"""What a route has from the groups around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gateway.config.model import ErrorRule, Group, Param, Route, Use, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The prefix, stacks, parameters and rules in force at one place of the file."""

    prefix: str = ""
    stack: tuple[Use, ...] = ()
    has_stack: bool = False
    without: tuple[str, ...] = ()
    params: Mapping[str, Param] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    when: tuple[When, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[tuple[ErrorRule, ...], ...] = ()  # from the inside out

    def inside(self, group: Group) -> Scope:
        """The scope of a group's routes."""
        return replace(self.of(group), prefix=self.prefix + group.prefix.rstrip("/"))

    def of(self, node: Group | Route) -> Scope:
        """This scope and what a group or route adds to it; inner values hide outer ones."""
        return replace(
            self,
            stack=(*self.stack, *(node.stack or ())),
            has_stack=self.has_stack or node.stack is not None,
            without=(*self.without, *node.without),
            params={**self.params, **node.params},
            hosts=tuple(host.lower() for host in node.host or ()) or self.hosts,
            when=self.when if node.when is None else (*self.when, node.when),
            headers={**self.headers, **node.headers},
            errors=(node.errors, *self.errors) if node.errors else self.errors,
        )

    def path(self, path: str) -> str:
        """A route's whole path; `/` inside a group is the group's prefix itself."""
        return (self.prefix + path).rstrip("/") or "/" if self.prefix and path == "/" else self.prefix + path
