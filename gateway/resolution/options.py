"""The options of a built-in layer, as its class takes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.config.document import Map
from gateway.config.fragments import converters, joined
from gateway.config.model import Use
from gateway.config.plain import revealed
from gateway.errors import Position
from gateway.resolution.names import Names
from gateway.resolution.report import Report
from gateway.resolution.signatures import check_call, takes


@dataclass(frozen=True, slots=True)
class Options:
    """Makes what gateway.yaml says of a built-in layer what it stands for.

    `module:name` becomes the function or class where the schema asks for one, a file must be there, and a
    secret becomes plain text. What stands for nothing is noted where it is written.
    """

    names: Names
    report: Report

    def built_in(self, use: Use) -> dict[str, Any] | None:
        """The options of an entry by name; None after noting what cannot be had."""
        options = Map(use.position) if use.options is None else use.options
        formats, known = converters()[use.name], len(self.report.problems)
        for key in joined()["$defs"][f"middleware.{use.name}"].get("required", ()):
            if key not in options:
                self.report.add(use.position, "GW011", f'"{use.name}" needs "{key}"')
        if use.name == "basic_auth":
            self._check_ways(use, options)
        found = {key: self._meant(options[key], formats.get(key), options.value_at(key)) for key in options}
        if use.name == "basic_auth" and found.get("check") is not None:
            given = ("name", "password", "request")
            is_plain = not takes(found["check"], len(given))
            check_call(found["check"], given[: 2 if is_plain else 3], self.report, options.value_at("check"))
        return found if len(self.report.problems) == known else None

    def _check_ways(self, use: Use, options: Map) -> None:
        """Note an entry that says in no way, or in two, whom it lets in."""
        if bool(options.get("users")) == ("check" in options):
            said = '"basic_auth" needs either check, a function of yours, or users, names with passwords'
            self.report.add(use.position, "GW051", said)

    def _meant(self, value: Any, format_: str | None, position: Position) -> Any:
        """What one value stands for."""
        if format_ == "object" and value is not None:
            return self.names.callable(value, position)
        if format_ == "file" and not Path(value).is_file():
            self.report.missing(position, "file", Path(value))
        return revealed(value)
