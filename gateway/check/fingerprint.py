"""By what a problem is known again after lines have moved."""

from __future__ import annotations

import hashlib
import re

from gateway.check.report import printable, shown_file
from gateway.errors import Problem

_PLACE = re.compile(r"\blines? \d+(?:, column \d+)?|(?<=\w):\d+(?::\d+)?")


def lasting(message: str) -> str:
    """A message without the lines it speaks of."""
    return _PLACE.sub("", printable(message))


def fingerprint(problem: Problem) -> str:
    """A short hash of file, rule and message; equal for two problems that are told in the same words."""
    known = "\0".join([shown_file(problem.position.file), problem.rule, lasting(problem.message)])
    return hashlib.sha256(known.encode()).hexdigest()[:32]
