"""Every error the gateway raises, and where in the configuration it points.

GatewayError
├── ConfigError               gateway.yaml cannot be compiled; carries problems, each with a position
│   ├── ConfigSyntaxError     it is not YAML, or a file of it cannot be read
│   ├── ConfigSchemaError     it breaks a schema
│   ├── ConfigReferenceError  it names something that is not there
│   └── ConfigConflictError   it declares one thing twice
├── SessionError              a session that cannot be written, or a cookie that cannot be trusted
├── LoginError                a login did not finish; carries the status and the reason
└── UpstreamError             another server could not be reached, or not in time
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Position(NamedTuple):
    """A place in a configuration file: 1-based line and column, and the text it stands on.

    `width` is how many characters of `text`, the whole line, are meant; a report marks them.
    """

    file: str
    line: int
    column: int
    width: int = 1
    text: str = ""

    def __str__(self) -> str:
        """`file:line:column`, as editors and terminals open it."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of a report: what is wrong, where, and what would be right.

    `rule` is its stable id, such as GW041, by which other tools know it; `level` is error or warning.
    `fix` is the key or value that is surely meant instead of the one at the position, if there is one.
    """

    position: Position
    rule: str
    message: str
    help: str = ""
    level: str = "error"
    fix: str | float | bool | None = None

    def __str__(self) -> str:
        """`file:line:column: level[rule]: message`."""
        return f"{self.position}: {self.level}[{self.rule}]: {self.message}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of the file, each told once although an alias repeats it."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.position[:3]))


class GatewayError(Exception):
    """Anything the gateway itself refuses or fails at."""


class ConfigError(GatewayError):
    """gateway.yaml cannot be compiled; `problems` holds every reason found in one phase, in file order.

        except ConfigError as error:
            for problem in error.problems:
                print(problem.position, problem.message)

    Reading, the schema and the names are such phases; one that fails keeps the next from running.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems, each told once although an alias repeats it; the text is one of them a line."""
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ConfigSyntaxError(ConfigError):
    """A file is not YAML, or cannot be read."""


class ConfigSchemaError(ConfigError):
    """A value breaks its schema."""


class ConfigReferenceError(ConfigError):
    """A name stands for something that is not there."""


class ConfigConflictError(ConfigError):
    """One thing is declared twice; both places are named."""


class SessionError(GatewayError):
    """A session that cannot be written, or a cookie that cannot be trusted."""


class LoginError(GatewayError):
    """A login did not finish: `status` for the page, `reason` for the log, neither holding a secret.

    `reason` is one word, such as `denied` or `expired`, by which views and alarms tell failures apart;
    `message` is the sentence behind it.
    """

    def __init__(self, status: int, reason: str, message: str) -> None:
        """Keep the three apart; the text is reason and message."""
        self.status = status
        self.reason = reason
        self.message = message
        super().__init__(f"{reason}: {message}")


class UpstreamError(GatewayError):
    """Another server could not be reached (502), or not in time (504)."""

    def __init__(self, message: str, *, timed_out: bool = False) -> None:
        """Keep the message, and choose the status (RFC 9110 §15.6.3, §15.6.5)."""
        self.status = 504 if timed_out else 502
        super().__init__(message)
