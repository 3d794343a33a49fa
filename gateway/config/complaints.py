"""What a failed schema keyword means, in words that say what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gateway.config.formats import RULES
from gateway.config.manifest import converted
from gateway.config.scalars import OLD_BOOLEANS
from gateway.config.secrecy import secret_by_nature
from gateway.config.suggest import did_you_mean, listed, surely, there_are
from gateway.config.variables import Secret, Variable

ValidationError: TypeAlias = Any
"""That of jsonschema, which is imported only where there is one."""
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A message without a place: at `key` of the mapping if that is given, else at the value."""

    rule: str
    message: str
    help: str = ""
    key: str | None = None
    missing: str = ""
    fix: str | float | bool | None = None


def complaint(error: ValidationError) -> Iterator[Complaint]:
    """What to say about one error of the schema; several unknown keys are several complaints."""
    if "propertyNames" in error.absolute_schema_path:
        message, key = str(error.cause or error.message), str(error.instance)
        if "${" not in key:  # which is told already
            yield Complaint(rule="GW019", message=message, key=key)
    elif error.validator == "additionalProperties":
        yield from _unknown_keys(error)
    else:
        yield SAY.get(str(error.validator), _otherwise)(error)


def shown(value: Any) -> str:
    """A value as messages show it; a secret is never shown."""
    if isinstance(value, Secret):
        return "a secret"
    if isinstance(value, str):
        text = str(value)
        return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'  # noqa: PLR2004 - what fits a line
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "null" if value is None else str(value)


def _found(error: ValidationError) -> str:
    """The value an error is about, as messages show it; three stars where any would be a secret."""
    value: Any = error.instance
    is_literal = isinstance(value, (str, int, float)) and not isinstance(value, (bool, Secret))
    return "***" if is_literal and secret_by_nature(list(error.absolute_path)) else shown(value)


def subject(error: ValidationError) -> str:
    """What the error is about, as a sentence begins."""
    path = list(error.absolute_path)
    name = next((step for step in reversed(path) if isinstance(step, str)), "the file")
    return f"an item of {name}" if path and isinstance(path[-1], int) else name


def _unknown_keys(error: ValidationError) -> Iterator[Complaint]:
    """One complaint for each key that the mapping does not have."""
    schema: Any = error.schema
    instance: Any = error.instance
    known = [key for key, value in schema.get("properties", {}).items() if value.get("not") != {}]
    patterns = list(schema.get("patternProperties", {}))
    title = schema.get("title", "this mapping")
    for key in instance:
        if key in schema.get("properties", {}) or any(re.search(pattern, key) for pattern in patterns):
            continue
        elsewhere, meant = (schema.get(word, {}).get(key) for word in ("x-elsewhere", "x-meant"))
        guess = did_you_mean(key, schema["properties"] if patterns else known)
        near = "" if elsewhere else f' (did you mean "{meant}"?)' if meant else guess
        fix = None if elsewhere else meant or surely(key, known)
        if patterns:
            help_ = f"there are {listed(known, last='and')}, and module:callable"
            message = f'unknown middleware "{key}"{near}'
            yield Complaint(rule="GW040", message=message, help=help_, key=key, fix=fix)
        else:
            message = f'unknown key "{key}" in {title}{near}'
            help_ = elsewhere or ("" if near else _choice(known))
            yield Complaint(rule="GW010", message=message, help=help_, key=key, fix=fix)


def _choice(known: Sequence[str]) -> str:
    """The keys there are."""
    return there_are(known) if known else "it has no keys: write {}"


def _reserved(error: ValidationError) -> Complaint:
    """A key that a later version has, that is written elsewhere, or that may not stand in this place."""
    schema: Any = error.schema
    name = str(error.absolute_path[-1]) if error.absolute_path else "this"
    if "x-instead" in schema:
        return written_elsewhere(name, schema["x-instead"])
    if str(schema.get("description", "")).startswith("Reserved"):
        return Complaint(rule="GW018", message=f'"{name}" is reserved, not in this version')
    return Complaint(
        rule="GW091", message=f'"{name}" may not stand here', help=str(schema.get("description", ""))
    )


def written_elsewhere(name: str, instead: str) -> Complaint:
    """That something is no middleware here, and how it is written."""
    message = f'"{name}" is no middleware here; it is written elsewhere'
    return Complaint(rule="GW040", message=message, help=instead)


def _type(error: ValidationError) -> Complaint:
    """A value of another type than is asked for."""
    schema: Any = error.schema
    wanted: Any = error.validator_value
    value, name = error.instance, subject(error)
    rule = RULES.get(schema.get("format", ""), "GW014")
    if rule == "GW016" and isinstance(value, (int, float)) and not isinstance(value, bool):
        unit = {"duration": "s", "size": "B", "rate": "/m"}[schema["format"].removesuffix("-or-none")]
        message = f"{name} needs a unit, not the bare number {value} ({value}{unit}?)"
        return Complaint(rule=rule, message=message)
    either = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    types = listed(_TYPES[each] for each in either)
    if isinstance(value, Variable):
        message = f"{_reference(value)} is {_found(error)}, but {name} must be {types}"
        return Complaint(rule="GW024", message=message)
    what = "text " if isinstance(value, str) else ""
    message = f"{name} must be {types}, not {what}{_found(error)}"
    fix = converted(OLD_BOOLEANS.get(str(value), str(value)), either) if what else None
    return Complaint(rule="GW014", message=message, help=schema.get("x-hint", ""), fix=fix)


def _reference(value: Variable) -> str:
    """The variables that a text came from, as they are written."""
    return " and ".join(f"${{{name}}}" for name in dict.fromkeys(value.names))


def _enum(error: ValidationError) -> Complaint:
    """A value that is none of the choices."""
    value, name = error.instance, subject(error)
    if name == "version":
        message = f"version {shown(value)} is not read by this gateway, which reads 1"
        help_ = "run: gateway migrate" if isinstance(value, int) and value < 1 else ""
        return Complaint(rule="GW012", message=message, help=help_)
    allowed: Any = error.validator_value
    choices = [shown(choice).strip('"') for choice in allowed]
    typed = dict(zip(map(str.lower, choices), allowed, strict=True))
    fix = None if isinstance(value, Variable) else typed.get(OLD_BOOLEANS.get(str(value), str(value)).lower())
    if name == "an item of methods" and isinstance(value, str):
        near = f" (write {value.upper()})" if value.upper() in choices else did_you_mean(value, choices)
        return Complaint(rule="GW055", message=f"unknown method {shown(value)}{near}", fix=fix)
    if isinstance(value, Variable):
        message = f"{_reference(value)} is {shown(value)}, but {name} must be {listed(choices)}"
        return Complaint(rule="GW024", message=message)
    near = did_you_mean(value, choices) if isinstance(value, str) else ""
    said = f"{name} must be {listed(choices)}, not {shown(value)}{near}"
    return Complaint(rule="GW015", message=said, fix=fix)


def _required(error: ValidationError) -> Complaint:
    """A key that must be there; its variable may be what is missing."""
    schema: Any = error.schema
    needed: Any = error.validator_value
    missing = next(key for key in needed if error.message.startswith(repr(key)))
    title = schema.get("title", "this mapping")
    absent = getattr(error.instance, "absent", {}).get(missing)
    if absent:
        message = f"{title} needs {missing}, but the optional variable {absent[0]} is not set"
        return Complaint(rule="GW021", message=message, missing=missing)
    if missing == "version":
        message, help_ = 'the file needs "version: 1"', "run: gateway migrate"
        return Complaint(rule="GW012", message=message, help=help_, missing=missing)
    return Complaint(rule="GW011", message=f'{title} needs "{missing}"', missing=missing)


def _format(error: ValidationError) -> Complaint:
    """Text that does not look as it must."""
    rule = RULES.get(str(error.validator_value), "GW014")
    value = error.instance
    if isinstance(value, Secret):
        message = f"the secret {_reference(value)} does not fit {subject(error)}"
        return Complaint(rule="GW024", message=message)
    said = str(error.cause or error.message)
    if isinstance(value, Variable):
        return Complaint(rule="GW024", message=f"{_reference(value)} does not fit {subject(error)}: {said}")
    message = said if rule != "GW014" else f"{subject(error)}: {said}"
    return Complaint(rule=rule, message=message, fix=getattr(error.cause, "fix", None))


def _bounds(error: ValidationError) -> Complaint:
    """A number that is too small or too large."""
    words = {"minimum": "at least", "maximum": "at most"}[str(error.validator)]
    rule = "GW024" if isinstance(error.instance, Variable) else "GW014"
    message = f"{subject(error)} must be {words} {error.validator_value}, not {shown(error.instance)}"
    schema: Any = error.schema
    return Complaint(rule=rule, message=message, help=schema.get("x-hint", ""))


def _empty(error: ValidationError) -> Complaint:
    """Text or a list that holds nothing."""
    return Complaint(rule="GW014", message=f"{subject(error)} must not be empty")


def _one_key(error: ValidationError) -> Complaint:
    """A stack entry with several names, or none."""
    instance: Any = error.instance
    count = len(instance)
    message = f"a stack entry is one name with its options, not a mapping of {count} keys"
    help_ = "write each as an item of its own: - {body_limit: {max_size: 1MiB}}"
    return Complaint(rule="GW040", message=message, help=help_)


def _otherwise(error: ValidationError) -> Complaint:
    """Any other keyword; the schemas here use none."""
    return Complaint(rule="GW014", message=f"{subject(error)} does not fit the schema ({error.validator})")


SAY: Mapping[str, Callable[[Any], Complaint]] = {
    "not": _reserved,
    "type": _type,
    "enum": _enum,
    "required": _required,
    "format": _format,
    "minimum": _bounds,
    "maximum": _bounds,
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _one_key,
    "maxProperties": _one_key,
}
