"""Secrets that stand in the files themselves, where everybody who has their history reads them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from math import log2
from pathlib import Path
from typing import Any, Final, NamedTuple

from gateway.check.tokens import masked, tokens
from gateway.config.document import Map, section_of
from gateway.config.overlays import DEFAULT
from gateway.config.reader import text_of
from gateway.config.secrecy import leaves, secret_by_nature, subject
from gateway.errors import Position, Problem

_RULE: Final = "GW022"
_ADDRESS: Final = re.compile(r"://[^/@]*:[^/@]+@")
_NAME: Final = re.compile(
    r"secret|token|passw|passphrase|apikey|privatekey|accesskey|signingkey|authkey|credential"
)
_PUBLIC: Final = frozenset({"schema", "query", "respond", "params", "client_id"})
_KEYS: Final = frozenset({"client_secret", "keys", "url", "users"})
_RANDOM: Final = re.compile(r"[A-Za-z0-9+/=_.~-]{16,}", re.ASCII)
_HEX: Final = re.compile(r"[0-9a-fA-F-]+")
_BITS: Final = 3.5
_BITS_OF_HEX: Final = 3.0
_EXAMPLE: Final = re.compile(r":(?:pass|password|passwd|pw|pwd|secret|x+|\*+|\.+)@", re.IGNORECASE)
_COMMENT: Final = re.compile(r"(?:^|\s)#")


class _Leaf(NamedTuple):
    """A value that holds no others: its path, what holds it, and by which key."""

    path: Sequence[str | int]
    holder: Any
    key: Any

    @property
    def value(self) -> Any:
        """The value itself."""
        return self.holder[self.key]

    @property
    def at(self) -> Position:
        """Where it stands."""
        place: Position = self.holder.value_at(self.key)
        return place


def written_secrets(document: Map, files: Iterable[Path]) -> Iterator[Problem]:
    """An error for each secret in the files, comments included, and a warning for what only looks like one.

    The document is as it is written, included files merged in. In `environments.development` no secret is
    one; of other values, none that has a `${NAME}` in it.
    """
    found = [_Leaf(*each) for each in leaves(document, ())]
    known = [leaf for leaf in found if _is_known(leaf)]
    spared = _Span.of(document)
    for leaf in known:
        if not spared.holds(leaf.at):
            yield _problem(leaf.at, f"{subject(leaf.path)} is", _variable(leaf.path))
    texts = [str(leaf.value) for leaf in (*known, *filter(_is_default_of_secret, found))]
    for at, what, token in (each for file in files for each in _tokens(file)):
        if not spared.holds(at) and not any(token in text for text in texts):
            yield _problem(at, f"{what} is", _spelt(what.partition(" ")[2].partition(" with ")[0]))
    for leaf in found:
        if _looks_random(leaf) and leaf not in known and not spared.holds(leaf.at):
            name = _name(leaf.path)
            yield _problem(leaf.at, f"{name} looks like a secret that is", _spelt(name), "warning")


def _is_default_of_secret(leaf: _Leaf) -> bool:
    """Whether a value is the default of a secret variable, which is refused already."""
    return leaf.key == "default" and leaf.holder.get("secret") is True


def without_tokens(problems: Iterable[Problem]) -> list[Problem]:
    """Problems that show no secret of a known shape, nor a line in which one was found."""
    whole = list(problems)
    lines = {problem.position[:2] for problem in whole if problem.rule == _RULE}
    return [
        replace(
            each,
            message=masked(each.message),
            help=masked(each.help),
            position=each.position._replace(text="") if each.position[:2] in lines else each.position,
        )
        for each in whole
    ]


def _problem(at: Position, said: str, variable: str, level: str = "error") -> Problem:
    """That a secret stands somewhere; its line is not shown."""
    message = f"{said} written in the file, and so is known to whoever has a copy of it"
    help_ = (
        f'declare {variable} under env: with secret: true, write "${{{variable}}}" here, and replace this one'
    )
    return Problem(at._replace(text=""), _RULE, message, help_, level)


class _Span(NamedTuple):
    """The part of a file from one place up to another."""

    file: str
    first: tuple[int, int]
    last: tuple[float, float]

    @classmethod
    def of(cls, document: Map) -> _Span:
        """The overlay of development: up to what is written next, or else the end."""
        overlays = section_of(document, "environments")
        start = overlays.key_at(DEFAULT)
        if DEFAULT not in overlays:
            return cls(start.file, (0, 0), (0, 0))
        others = [document.key_at(key) for key in document] + [overlays.key_at(key) for key in overlays]
        behind = [at[1:3] for at in others if at.file == start.file and at[1:3] > start[1:3]]
        return cls(start.file, start[1:3], min(behind, default=(float("inf"), 0)))

    def holds(self, at: Position) -> bool:
        """Whether a place is in this part."""
        return at.file == self.file and self.first <= at[1:3] < self.last


def _is_written(leaf: _Leaf) -> bool:
    """Whether a value stands here itself: it is no reference, and no alias of what stands elsewhere."""
    is_alias = leaf.at.text[leaf.at.column - 1 :].startswith("*")
    return leaf.value is not None and "${" not in str(leaf.value) and not is_alias


def _is_known(leaf: _Leaf) -> bool:
    """Whether a value is secret by nature, under a key that there is; an address with a password."""
    if _KEYS.isdisjoint(leaf.path) or not secret_by_nature(leaf.path) or not _is_written(leaf):
        return False
    return "://" not in str(leaf.value) or _ADDRESS.search(str(leaf.value)) is not None


def _variable(path: Sequence[str | int]) -> str:
    """A name for the variable that a secret is to be put into."""
    words = [step for step in path if isinstance(step, str)]
    if words[-1] == "client_secret":
        return f"{_spelt(words[-2])}_SECRET"
    if words[-1] == "url":
        return f"{words[-2].upper()}_URL"
    if words[-1] == "keys":
        return "COOKIE_KEY" if "cookies" in words else "SESSION_KEY"
    return f"{_spelt(words[-1])}_PASSWORD"


def _spelt(text: str) -> str:
    """A text as the name of a variable."""
    return re.sub(r"[^A-Z0-9]", "_", text.upper())


def _tokens(file: Path) -> Iterator[tuple[Position, str, str]]:
    """What has the shape of a secret in a file: where, what it is, and its text."""
    text = text_of(file)
    found = [*tokens(text)]
    starts = [0, *accumulate(map(len, text.splitlines(keepends=True)))] if found else []
    for what, start, end in found:
        line = bisect_right(starts, start) - 1
        before = text[starts[line] : start]
        if not (_EXAMPLE.search(text[start:end]) and _COMMENT.search(before)):
            yield Position(str(file), line + 1, len(before) + 1, end - start), what, text[start:end]


def _looks_random(leaf: _Leaf) -> bool:
    """Whether a text under a name for secrets is none that a person would write."""
    text = leaf.value
    if not isinstance(text, str) or not _RANDOM.fullmatch(text) or not re.search("[0-9]", text):
        return False
    name = re.sub(r"[^a-z]", "", _name(leaf.path).lower())
    if not _NAME.search(name) or not _PUBLIC.isdisjoint(leaf.path) or any(tokens(text)):
        return False
    counts = Counter(text).values()
    bits = -sum(count / len(text) * log2(count / len(text)) for count in counts)
    return _is_written(leaf) and bits >= (_BITS_OF_HEX if _HEX.fullmatch(text) else _BITS)


def _name(path: Sequence[str | int]) -> str:
    """What a value is called: its key, that of its list, or the variable whose default it is."""
    named = [step for step in path if isinstance(step, str)]
    return named[-2] if len(named) > 1 and named[-1] == "default" else named[-1]
