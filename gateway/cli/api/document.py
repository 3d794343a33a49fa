"""The OpenAPI document of a configuration: its paths, what several of them share, and what had no place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.check.report import shown_file
from gateway.check.written import Written
from gateway.cli.additions import all_routes
from gateway.cli.api.components import Components, unique
from gateway.cli.api.operations import operation, slug
from gateway.cli.api.public import is_public
from gateway.cli.api.templates import Template, templates
from gateway.config.model import Config

VERSION = "3.1.1"
METHODS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE")
_OF_ANY = ("GET", "POST", "PUT", "PATCH", "DELETE")
_MANNERS = (
    "A path that is not listed is answered with 404. A method that a path does not have is answered with "
    "405, and `Allow` names those it has. HEAD is answered wherever GET is."
)


@dataclass(slots=True)
class Document:
    """A document in the making: `notes` tell what was left out and why."""

    server: str
    paths: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    components: Components = field(default_factory=Components)
    _shapes: dict[str, Template] = field(default_factory=dict)
    _owners: dict[tuple[str, str], Written] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)

    def add(self, each: Written) -> None:
        """Add every method at every path of a route, and note what OpenAPI has no place for."""
        if each.route.mount is not None:
            if each.route.mount.wsgi is not None:
                self._leave_out(each, "it is an application of its own")
            return
        found = [*templates(each)]
        if not found:
            is_regex = each.route.regex is not None
            said = "OpenAPI has no regular expressions for paths" if is_regex else "its path cannot be read"
            self._leave_out(each, said)
        for template in found:
            for method in self._methods(each):
                self._add(each, template.named_as(self._shapes.setdefault(template.shape, template)), method)

    def _methods(self, each: Written) -> Iterator[str]:
        """The methods of a route that OpenAPI knows; where a redirect takes any, one stands for all."""
        if each.methods == ("ANY",):
            yield from _OF_ANY[:1] if each.route.redirect else _OF_ANY
            return
        for method in each.methods:
            if method in METHODS:
                yield method
            else:
                self._leave_out(each, f"OpenAPI 3.1 has no method {method}", method)

    def _add(self, each: Written, template: Template, method: str) -> None:
        """Add one operation, unless its path and method are taken."""
        owner = self._owners.setdefault((template.shape, method), each)
        if owner is not each:
            said = f"OpenAPI has room for one {method} {template.path}, and {_place(owner)} has it"
            self._leave_out(each, said, method)
            return
        described = operation(each, template, method, self.components, server=self.server)
        described["operationId"] = self._id(each, template, method)
        self.paths.setdefault(template.path, {})[method.lower()] = described

    def _id(self, each: Written, template: Template, method: str) -> str:
        """A name that no other operation has: the route's for its first one, else made of method and path."""
        name = each.route.name
        whole = unique(name if name and name not in self._ids else slug(method, template), self._ids)
        self._ids.add(whole)
        return whole

    def _leave_out(self, each: Written, reason: str, method: str = "") -> None:
        """Note that a route, or one method of it, has no place."""
        what = f"{method or ', '.join(each.methods)} {', '.join(each.paths)}"
        note = f"{_place(each)}: {what} is left out: {reason}"
        if note not in self.notes:
            self.notes.append(note)


def described(
    config: Config, environ: Mapping[str, str], info: Mapping[str, str], server: str | None
) -> tuple[dict[str, Any], list[str]]:
    """The document, and notes on what was left out; raise ConfigError with the problems of a mounted file."""
    url = server or config.settings.public_url
    address = url if url is not None and is_public(url) else ""
    document = Document(server=address)
    for each in all_routes(config, environ):
        document.add(each)
    operations = [each for item in document.paths.values() for each in item.values()]
    tags = dict.fromkeys(name for each in operations for name in each["tags"])
    whole = {
        "openapi": VERSION,
        "info": {**info, "description": _MANNERS},
        "servers": [{"url": str(address)}] if address else None,
        "tags": [{"name": name} for name in tags],
        "paths": document.paths,
        "components": document.components.written(),
    }
    return {key: value for key, value in whole.items() if value or key == "paths"}, document.notes


def _place(each: Written) -> str:
    """Where a route is written, as `file:line`."""
    at = each.route.at.at
    return f"{shown_file(at.file)}:{at.line}"
