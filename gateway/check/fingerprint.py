"""By what a problem is known again after lines have moved."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from gateway.check.report import printable, shown_file
from gateway.errors import Problem

_PLACE = re.compile(r"\blines? \d+(?:, column \d+)?|(?<=\w):\d+(?::\d+)?")


class Identity(NamedTuple):
    """File, rule, and the message without lines; problems told in the same words share one."""

    file: str
    rule: str
    message: str

    @classmethod
    def of(cls, problem: Problem) -> Identity:
        """That of a problem, wherever in its file it stands."""
        message = _PLACE.sub("", printable(problem.message))
        return cls(shown_file(problem.position.file), problem.rule, message)


def fingerprint(problem: Problem) -> str:
    """The identity of a problem as a short hash."""
    return hashlib.sha256("\0".join(Identity.of(problem)).encode()).hexdigest()[:32]
