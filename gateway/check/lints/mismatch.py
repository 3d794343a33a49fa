"""Why a value does not fit a JSON Schema of the author's; imported only where there is such a schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft202012Validator, extend

from gateway.check.backtracking import attack
from gateway.config.plain import plain, texts


def mismatch(schema: Any, value: Any) -> str:
    """What of a schema a value breaks, in words; empty if it fits, or the schema is none."""
    return _mismatch(json.dumps([plain(schema), plain(value)]))


@cache
def _mismatch(written: str) -> str:
    """As `mismatch`, of the two as JSON: many routes have the same page with the same default."""
    schema, value = json.loads(written)
    error = None
    with suppress(Exception):  # whatever a schema that is none raises: that it is none is told elsewhere
        error = next(_Validator(schema).iter_errors(value), None)
    if error is None:
        return ""
    if error.validator == "type":
        return f"is not of type {' or '.join(texts(error.validator_value))}"
    return f"does not fit {error.validator}: {error.validator_value}"


def _fits(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """That a text does not match, unless finding out could take for ever, which is told elsewhere."""
    if isinstance(value, str) and attack(pattern) is None and not re.search(pattern, value):
        yield ValidationError("")


_Validator: Any = extend(Draft202012Validator, {"pattern": _fits})  # type: ignore[no-untyped-call]
