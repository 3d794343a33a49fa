"""What an unquoted YAML 1.2 scalar stands for, refusing those that YAML 1.1 reads differently."""

from __future__ import annotations

import math
import re

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
OLD_BOOLEANS = {
    spelling: plain
    for word, plain in {"yes": "true", "on": "true", "no": "false", "off": "false"}.items()
    for spelling in (word, word.capitalize(), word.upper())
}
_NUMERIC = frozenset("+-.0123456789")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+")
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_OTHER_BASE = re.compile(r"[-+]?(?:0o[0-7]+|0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)")
_LONGEST = 40


class AmbiguousScalarError(ValueError):
    """An unquoted scalar that readers of YAML disagree about; `hint` says what to write."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep the hint; the text says how the scalar is read here."""
        self.hint = hint
        super().__init__(message)


def scalar(text: str) -> str | float | bool | None:
    """The value of an unquoted scalar (YAML 1.2 section 10.3); raise AmbiguousScalarError if 1.1 differs."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMERIC:
        return _number(text)
    if text in OLD_BOOLEANS:
        plain = OLD_BOOLEANS[text]
        hint = f'YAML 1.1 reads a boolean here, YAML 1.2 text: write {plain}, or quote it: "{text}"'
        if text.lower() == "off":
            hint += "; a switch that is not a boolean is turned off with none"
        raise AmbiguousScalarError(f'"{text}" is text here, not a boolean; write {plain}', hint)
    return text


def _number(text: str) -> str | float:
    """A number, or text that begins like one."""
    if _DECIMAL.fullmatch(text) and len(text) <= _LONGEST:
        return int(text)
    if _HEXADECIMAL.fullmatch(text) and len(text) <= _LONGEST:
        return int(text, 16)
    _refuse_old_numbers(text)
    if not _FLOAT.fullmatch(text):
        return text
    value = float(text)
    if math.isinf(value):
        raise AmbiguousScalarError(f"{text[:_LONGEST]} is too large a number", "quote it if it is text")
    return value


def _refuse_old_numbers(text: str) -> None:
    """Refuse what YAML 1.1 reads as another number, or as a number at all."""
    quoted = f'quote it if it is text: "{text[:_LONGEST]}"'
    if _DECIMAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
        raise AmbiguousScalarError(f"a number of {len(text)} digits is too long", "quote it if it is text")
    if _LEADING_ZERO.fullmatch(text):
        message = f"{text[:_LONGEST]} is octal in YAML 1.1 and decimal in YAML 1.2"
        raise AmbiguousScalarError(message, f"write it without the leading zero, or {quoted}")
    if _BASE_60.fullmatch(text):
        message = f"{text[:_LONGEST]} is a number to the base of 60 in YAML 1.1 and text in YAML 1.2"
        raise AmbiguousScalarError(message, quoted)
    if _OTHER_BASE.fullmatch(text):
        message = f"{text[:_LONGEST]} is not the same number to every reader of YAML"
        raise AmbiguousScalarError(message, f"write it as a decimal number, or {quoted}")
    if _NOT_A_NUMBER.fullmatch(text):
        raise AmbiguousScalarError(f"{text} is no number that can be used here", quoted)
