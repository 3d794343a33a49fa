"""Paths that were probably meant otherwise: with parameters of other languages, blanks or fragments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.check.described import described
from gateway.config.document import Map
from gateway.errors import Problem

_FOREIGN = re.compile(r"(?<=/)\{([A-Za-z_]\w*)(?::[^{}]*)?\}|<(?:\w+:)?([A-Za-z_]\w*)>", re.ASCII)


def path_problems(document: Map) -> Iterator[Problem]:
    """A warning for each path that is text where a parameter was meant, or that no request has."""
    for each in described(document):
        if each.format == "path" and "${" not in each.value:
            said, help_ = _said(each.value)
            if said:
                yield Problem(each.at, "GW052", said, help_, "warning")


def _said(path: str) -> tuple[str, str]:
    """What is odd about a path, and what helps; nothing about most."""
    found = _FOREIGN.search(path)
    if found:
        name = found[1] or found[2]
        return (
            f"{found[0]} is text here, and no parameter",
            f'write "{path.replace(found[0], f":{name}", 1)}"',
        )
    if " " in path:
        return (
            "this path has a blank, which addresses have as %20",
            "several paths are a list: path: [/a, /b]",
        )
    if "#" in path:
        return "no request has what follows #: browsers keep it", "leave it out"
    return "", ""
