"""Marks that nobody sees or that were lost: blanks that are none, quotes that are text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from gateway.check.described import Described, described
from gateway.config.document import Map
from gateway.errors import Position, Problem

_TYPOGRAPHIC = re.compile(r"[“”„‘’«].*[“”‘’»]", re.DOTALL)
_CATEGORIES = ("Cf", "Zs", "Zl", "Zp")


def mark_problems(document: Map) -> Iterator[Problem]:
    """A warning for each key with a mark that nobody sees, and each text whose quotes are not YAML's."""
    for each in described(document):
        if isinstance(each.holder, Map):
            yield from _unseen(str(each.key), each.holder.key_at(each.key))
        if isinstance(each.value, str):
            said, help_ = _misquoted(each)
            if said:
                yield Problem(each.at, "GW004", said, help_, "warning")


def _unseen(key: str, at: Position) -> Iterator[Problem]:
    """That a key holds a mark that is not seen, or looks like a blank and is none."""
    marks = "" if key.isascii() else key
    found = next((mark for mark in marks if unicodedata.category(mark) in _CATEGORIES and mark != " "), "")
    if found:
        message = f"this key holds the character U+{ord(found):04X}, which nobody sees"
        yield Problem(at, "GW004", message, "write the key anew", "warning")


def _misquoted(each: Described) -> tuple[str, str]:
    """What is wrong with the quotes of a text that is written without, and what helps."""
    text, written = each.value, each.at.text[each.at.column - 1 :]
    if each.format and _TYPOGRAPHIC.fullmatch(text):
        return f"the quotes around {text} belong to the text", "write straight quotes"
    last = text[-1:]
    is_plain = written.startswith(text)
    if is_plain and last in ("'", '"') and text.count(last) == 1 and (last == '"' or each.format):
        return "this text ends with a quote and begins with none", "write both quotes, or none"
    return "", ""
