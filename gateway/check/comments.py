"""Where the comments of a YAML file stand, which a reader of its values never sees."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import yaml

from gateway.config.reader import LINE_BREAK, LOADER
from gateway.errors import Position

_COMMENT = re.compile("(?<!\\S)#[^\n\r\x85\u2028\u2029]*")


def comments(text: str, file: str, wanted: re.Pattern[str]) -> Iterator[Position]:
    """The comments that hold a pattern in a text that is valid YAML, each with its `#` at the place.

    What stands before a comment in its line may be secret, and is left out of the position's text.
    """
    gaps = _gaps(text) if wanted.search(text) else ()
    lines = [0, *(found.end() for found in LINE_BREAK.finditer(text))] if gaps else []
    for match in (match for gap in gaps for match in _COMMENT.finditer(text, *gap)):
        comment = match.group().rstrip()
        if wanted.search(comment):
            line = bisect_right(lines, match.start())
            column = match.start() - lines[line - 1]
            yield Position(file, line, column + 1, len(comment), " " * column + comment)


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """What stands between the scalars; the first line of a block is no part of it and may bear a comment."""
    end = 0
    for token in yaml.scan(text, Loader=LOADER):
        if isinstance(token, yaml.ScalarToken):
            start = token.start_mark.index
            if token.style in ("|", ">"):
                start += len(LINE_BREAK.split(text[start : token.end_mark.index], maxsplit=1)[0])
            yield end, start
            end = token.end_mark.index
    yield end, len(text)
