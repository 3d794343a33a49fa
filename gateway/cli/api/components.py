"""The parts of an OpenAPI document that are described once and named wherever they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.cli.api.embedding import embedded

_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(slots=True)
class Components:
    """What `components` holds, by kind and name; equal parts are one."""

    _kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def response(self, name: str, value: Mapping[str, Any]) -> dict[str, str]:
        """A reference to a response."""
        return self._reference("responses", name, value, lambda _: value)

    def schema(self, name: str, schema: Any) -> Any:
        """A reference to a JSON Schema, whose own references then lead within the document."""
        return self._reference("schemas", name, schema, lambda place: embedded(schema, place))

    def security(self, name: str, value: Mapping[str, Any]) -> str:
        """The name of a security scheme."""
        return self._name("securitySchemes", name, value, lambda _: value)

    def written(self) -> dict[str, Any]:
        """All of it, the kinds in the order in which they are usually read."""
        return {
            kind: self._kept[kind]
            for kind in ("schemas", "responses", "securitySchemes")
            if kind in self._kept
        }

    def _reference(self, kind: str, name: str, value: Any, make: Callable[[str], Any]) -> dict[str, str]:
        """What stands for a part."""
        return {"$ref": f"#/components/{kind}/{self._name(kind, name, value, make)}"}

    def _name(self, kind: str, name: str, value: Any, make: Callable[[str], Any]) -> str:
        """The name of a part, which is made once with its place; another part of that name gets a number."""
        key = (kind, json.dumps(value, sort_keys=True))
        if key not in self._names:
            kept = self._kept.setdefault(kind, {})
            whole = unique(_NO_NAME.sub("", name) or "Part", kept)
            self._names[key] = whole
            kept[whole] = make(f"#/components/{kind}/{whole}")
        return self._names[key]


def unique(name: str, taken: Container[str]) -> str:
    """A name, with the lowest number that is free if it is taken."""
    number = 1
    whole = name
    while whole in taken:
        number += 1
        whole = f"{name}_{number}"
    return whole
