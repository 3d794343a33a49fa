"""What would change in a file, line by line, without a secret."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import unified_diff

from gateway.check.report import printable, shown_file
from gateway.check.spots import spots
from gateway.cli.masks import MASK, is_named_secret, is_secret
from gateway.config.scalars import OLD_BOOLEANS
from gateway.config.secrecy import tells_secret
from gateway.config.variables import REFERENCE

_SWITCHES = {*OLD_BOOLEANS, "true", "false"}
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_END = "\n\\ No newline at end of file\n"


def patch(file: str, old: str, new: str, hidden: Collection[str] = ()) -> str:
    """A unified diff of two YAML texts; values that are secret in one of them are three stars in both.

    `hidden` are further values that nobody may see.
    """
    secret = {*hidden, *_secrets(old), *_secrets(new)} - _SWITCHES
    before, after = (_LINE.findall(_masked(text, secret)) for text in (old, new))
    name = shown_file(file)
    return "".join(_shown(line) for line in unified_diff(before, after, name, name))


def _shown(line: str) -> str:
    """A line of the diff as it may be printed; one that seems to hold a secret even so is left out."""
    text = line.removesuffix("\n").removesuffix("\r")
    end = line[len(text) :] if line.endswith("\n") else _NO_END
    return (
        f"{text[0]} {MASK}"
        if tells_secret(text[1:].replace(MASK, ""))
        else "\t".join(map(printable, text.split("\t")))
    ) + end


def _secrets(text: str) -> Iterator[str]:
    """The values of a text that are secret by their place, their name or their look."""
    for spot in spots(text):
        if not spot.is_key and (is_secret(spot.path, spot.value) or is_named_secret(spot.path, spot.value)):
            yield spot.value


def _masked(text: str, secret: Collection[str]) -> str:
    """A text with three stars for secret values, unless variables are all there is in them."""
    for spot in reversed(spots(text)):
        if not spot.is_key and spot.value in secret and REFERENCE.sub("", spot.value).strip():
            text = text[: spot.start] + MASK + text[spot.end :]
    return text
