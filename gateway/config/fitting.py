"""Whether a value fits a schema of ours, decided much sooner than a library says why it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gateway.config.formats import CHECKS

Fits = Callable[[Any], bool]
Schema = Mapping[str, Any]

_TOLD = frozenset({
    "$schema", "$defs", "title", "description", "default", "type", "if", "then", "else", "$ref",
})  # fmt: skip
_OF_OBJECTS = frozenset({"properties", "patternProperties", "additionalProperties"})
_TYPES: Mapping[str, Fits] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
_number, _text, _list, _mapping = (_TYPES[name] for name in ("number", "string", "array", "object"))


def fitting(schema: Schema) -> Fits:
    """A function that says whether a value fits; nothing fits a keyword that is not known here."""
    definitions: dict[str, Fits] = {}

    def compiled(part: Any) -> Fits:
        """The same for a part of the schema."""
        if isinstance(part, bool):
            return lambda _value: part
        checks = tuple(_checks(part, compiled, reference))
        return checks[0] if len(checks) == 1 else lambda value: all(check(value) for check in checks)

    def reference(to: str) -> Fits:
        """The same for a definition, which may hold itself."""
        name = to.removeprefix("#/$defs/")

        def fits(value: Any) -> bool:
            """Compile the definition when a value first asks for it."""
            if name not in definitions:
                definitions[name] = compiled(schema["$defs"][name])
            return definitions[name](value)

        return fits

    return compiled(schema)


def _checks(
    part: Schema, compiled: Callable[[Any], Fits], reference: Callable[[str], Fits]
) -> Iterator[Fits]:
    """What each keyword of a schema asks for, types first."""
    if "type" in part:
        yield _of_type(part["type"])
    if _OF_OBJECTS & part.keys():
        yield _of_object(part, compiled)
    if "if" in part:
        yield _chosen(*(compiled(part.get(key, True)) for key in ("if", "then", "else")))
    if "$ref" in part:
        yield reference(part["$ref"])
    for keyword in part.keys() - _TOLD - _OF_OBJECTS:
        if keyword in _INNER:
            yield _INNER[keyword](compiled(part[keyword]))
        elif not keyword.startswith("x-"):
            yield _SIMPLE.get(keyword, _unknown)(part[keyword])


def _unknown(_wanted: Any) -> Fits:
    """Nothing fits a keyword that is not known here: the library decides."""
    return lambda _value: False


def _of_type(names: str | list[str]) -> Fits:
    """Whether a value is of one of the types."""
    if isinstance(names, str):
        return _TYPES[names]
    types = tuple(_TYPES[name] for name in names)
    return lambda value: any(is_type(value) for is_type in types)


def _of_object(part: Schema, compiled: Callable[[Any], Fits]) -> Fits:
    """Whether the values of a mapping are what its keys ask for."""
    known = {key: compiled(inner) for key, inner in part.get("properties", {}).items()}
    patterns = [
        (re.compile(key), compiled(inner)) for key, inner in part.get("patternProperties", {}).items()
    ]
    other = compiled(part.get("additionalProperties", True))

    def fits_other(key: str, value: Any) -> bool:
        """Whether a value fits whose key has no name."""
        matching = [fits for pattern, fits in patterns if pattern.search(key)]
        return all(fits(value) for fits in matching or (other,))

    def fits(value: Any) -> bool:
        """Whether all values fit; what is no mapping does."""
        if not isinstance(value, dict):
            return True
        return all(known[key](value[key]) if key in known else fits_other(key, value[key]) for key in value)

    return fits


def _chosen(condition: Fits, then: Fits, otherwise: Fits) -> Fits:
    """Whether a value fits the one schema or the other, as a third one says."""
    return lambda value: then(value) if condition(value) else otherwise(value)


def _unless(applies: Fits, holds: Fits) -> Fits:
    """Whether something holds for a value to which it applies; all others fit."""
    return lambda value: holds(value) if applies(value) else True


def _is_one_of(values: list[Any]) -> Fits:
    """Whether a value is one of several; true is not 1."""
    return lambda value: any(
        value == each and isinstance(value, bool) is isinstance(each, bool) for each in values
    )


def _has_format(name: str) -> Fits:
    """Whether a text has one of our formats."""
    check = CHECKS.get(name, str)

    def fits(value: Any) -> bool:
        """Ask the check, which raises what it means."""
        try:
            check(value)
        except ValueError:
            return False
        return True

    return _unless(_text, fits)


def _matches(pattern: str) -> Fits:
    """Whether a text holds a match."""
    search = re.compile(pattern).search
    return _unless(_text, lambda value: search(value) is not None)


_INNER: Mapping[str, Callable[[Fits], Fits]] = {
    "items": lambda item: _unless(_list, lambda value: all(map(item, value))),
    "propertyNames": lambda name: _unless(_mapping, lambda value: all(map(name, value))),
    "not": lambda refused: lambda value: not refused(value),
}
_SIMPLE: Mapping[str, Callable[[Any], Fits]] = {
    "enum": _is_one_of,
    "format": _has_format,
    "pattern": _matches,
    "minimum": lambda least: _unless(_number, lambda value: bool(value >= least)),
    "maximum": lambda most: _unless(_number, lambda value: bool(value <= most)),
    "minLength": lambda least: _unless(_text, lambda value: len(value) >= least),
    "minItems": lambda least: _unless(_list, lambda value: len(value) >= least),
    "minProperties": lambda least: _unless(_mapping, lambda value: len(value) >= least),
    "maxProperties": lambda most: _unless(_mapping, lambda value: len(value) <= most),
    "required": lambda names: _unless(_mapping, lambda value: all(name in value for name in names)),
}
