"""The problems found while compiling, gathered so that all are told at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from gateway.config.suggest import did_you_mean, there_are
from gateway.errors import ConfigReferenceError, Position, Problem, in_order


@dataclass(slots=True)
class Report:
    """Problems in the order they are found; `close` raises them in file order if one is an error.

    The parts of the compiler share one, note what they find and go on with what is left, so that a single run
    tells every mistake; `files` are those of the configuration:

        report.unknown(position, "GW041", 'no middleware "crsf"', "crsf", ["csrf", "session"])
        report.close()  # raises ConfigReferenceError: no middleware "crsf" (did you mean "csrf"?)
    """

    problems: list[Problem] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    _told: set[tuple[Position, str, str]] = field(default_factory=set)

    def add(self, position: Position, rule: str, message: str, help: str = "") -> None:  # noqa: A002
        """Note one problem; the same mistake in the same place is told once.

        `message` says what was found and what was expected, `help` what to write instead.
        """
        key = (position, rule, message)
        if key not in self._told:
            self._told.add(key)
            self.problems.append(Problem(position, rule, message, help))

    def unknown(self, position: Position, rule: str, message: str, name: str, known: Iterable[str]) -> None:
        """Note a name that stands for nothing, with the nearest one and what there is instead."""
        names = sorted(known)
        self.add(position, rule, message + did_you_mean(name, names), there_are(names))

    def missing(self, position: Position, kind: str, path: Path) -> None:
        """Note a file or directory that is not there, or is the other one, with the nearest name that is."""
        near = did_you_mean(path.name, [each.name for each in path.parent.glob("*")])
        other = "is a folder, not a file" if path.is_dir() else "is a file, not a folder"
        said = other if path.exists() else f"does not exist{near}"
        self.add(position, "GW065", f'{kind} "{path.name}" {said}', f"looked for {path}")

    def close(self) -> tuple[Problem, ...]:
        """The warnings, in file order; raise ConfigReferenceError with the errors alone if there are any."""
        errors = [problem for problem in self.problems if problem.level == "error"]
        if errors:
            raise ConfigReferenceError(errors)
        return in_order(self.problems)


def place(there: Position, here: Position) -> str:
    """How a problem told here speaks of another place: its line, and its file if that is another."""
    return f"line {there.line}" if there.file == here.file else f"{Path(there.file).name}:{there.line}"
