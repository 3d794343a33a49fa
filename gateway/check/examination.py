"""A file examined in all its environments, each mistake told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os.path import normpath
from pathlib import Path

from gateway.check.amounts import amount_problems
from gateway.check.doubles import double_problems
from gateway.check.environments import environments, guessed, is_apart, told_once, unknown, without_routes
from gateway.check.hidden import hidden_problems
from gateway.check.idle import idle_problems
from gateway.check.leftovers import leftovers
from gateway.check.lints.cookies import exposed_cookies
from gateway.check.lints.secrets import without_tokens, written_secrets
from gateway.check.lints.unused import unused_layers
from gateway.check.marks import mark_problems
from gateway.check.outcome import Means, Outcome, outcome
from gateway.check.paths import path_problems
from gateway.check.second_sessions import second_sessions
from gateway.check.slips import well_placed
from gateway.check.vocabulary import vocabulary_problems
from gateway.config import bounded
from gateway.config.document import section_of
from gateway.config.includes import Assembled, assemble
from gateway.errors import ConfigReferenceError, Problem, in_order

_REMARKS = (
    hidden_problems,
    amount_problems,
    mark_problems,
    path_problems,
    double_problems,
    idle_problems,
    vocabulary_problems,
    second_sessions,
    leftovers,
    exposed_cookies,
    unused_layers,
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A file without errors: its routes are counted, its warnings told in file order, mounted files included.

    `unset` is what a server would miss in the first of the environments.
    """

    rows: int
    environments: tuple[str, ...]
    files: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    unset: tuple[Problem, ...]


@well_placed
def examined(
    file: Path,
    *,
    environ: Mapping[str, str],
    names: Sequence[str] = (),
    require: bool = False,
    imports: bool = False,
) -> Examined:
    """A file in the named environments, or in all that it has; raise ConfigError with every error of a phase.

    With `require` it is an error that a variable is not set: in the environments that are named, or in the
    one that `environ` chooses. With `imports` what the file names is imported, as a server does.
    """
    file = Path(normpath(file.absolute()))
    with bounded(file):
        return _Examination(file, environ, imports).result(names, require=require)


@dataclass(slots=True)
class _Examination:
    """Reads each file once."""

    file: Path
    environ: Mapping[str, str]
    imports: bool
    _read: dict[Path, Assembled] = field(default_factory=dict)

    def result(self, names: Sequence[str], *, require: bool) -> Examined:
        """What there is to say of all environments; raise ConfigReferenceError with the errors."""
        document = self._assembled(self.file).document
        strangers = [*unknown(document, names)]
        if strangers:
            raise ConfigReferenceError(strangers)
        chosen = tuple(dict.fromkeys(names)) or environments(document, self.environ)
        outcomes = [self._outcome(name, chosen[0]) for name in chosen]
        named = {*names, chosen[0], *section_of(document, "environments")}
        findings = [each.finding for each in outcomes]
        found = told_once([one if one.environment in named else guessed(one) for one in findings], document)
        required = outcomes if names else outcomes[:1]
        lacking = [problem for each in required for problem in each.unset] if require else []
        found = without_tokens(_with_further([*found, *lacking], self._of_files()))
        errors = [problem for problem in found if problem.level == "error"]
        if errors:
            raise ConfigReferenceError(errors)
        first = outcomes[0]
        return Examined(first.rows, chosen, first.files, in_order(found), first.unset)

    def _assembled(self, file: Path) -> Assembled:
        """A file and what it includes; raise ConfigError with every problem of the files."""
        if file not in self._read:
            self._read[file] = assemble(file)
        return self._read[file]

    def _outcome(self, name: str, first: str) -> Outcome:
        """What is found in one environment; its routes are looked at unless they are those of the first."""
        assembled = self._assembled(self.file)
        is_whole = name == first or not is_apart(assembled.document, first, name)
        return outcome(
            assembled if is_whole else without_routes(assembled),
            name,
            Means(self.environ, self._assembled, self.imports),
            is_whole=is_whole,
        )

    def _of_files(self) -> Iterator[Problem]:
        """What is to be said of the files as they are written, whatever the environment."""
        for document, files in self._read.values():
            for remark in _REMARKS:
                yield from remark(document)
            yield from written_secrets(document, files)


def _with_further(problems: Sequence[Problem], further: Iterator[Problem]) -> list[Problem]:
    """Problems, and further ones unless something is said of the same value already."""
    places = {problem.position[:3] for problem in problems}
    return [*problems, *(problem for problem in further if problem.position[:3] not in places)]
