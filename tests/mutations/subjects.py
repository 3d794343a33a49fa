"""Accepted configurations as folders on the disk, and what is said about them and their mutants."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import invalidate_caches
from pathlib import Path

from gateway.config.includes import assemble
from gateway.errors import Problem
from tests.goldens import golden, goldens
from tests.mutations.places import Place, document
from tests.test_configs import problems

MAIN = "gateway.yaml"
SHOWN = 60
Line = tuple[str, int]
_REFERENCE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Mutant:
    """A broken configuration: what differs from the subject, and the lines on which that may be told."""

    what: str
    files: Mapping[str, str | None]
    lines: frozenset[Line]

    def or_at(self, lines: Iterable[Line]) -> Mutant:
        """The same, which may be told on more lines."""
        return replace(self, lines=self.lines | {*lines})


@dataclass(frozen=True)
class Subject:
    """An accepted configuration: its files by name."""

    name: str
    files: Mapping[str, str] = field(repr=False)
    environ: Mapping[str, str] = field(repr=False)
    most: int = 150

    @property
    def main(self) -> str:
        return self.environ.get("GATEWAY_CONFIG", MAIN)

    @property
    def text(self) -> str:
        return self.files[self.main]

    @cached_property
    def root(self) -> Place:
        return document(self.text)

    @cached_property
    def everything(self) -> list[Place]:
        return [*self.root.all()]

    @cached_property
    def places(self) -> list[Place]:
        """Everything in it; of a large file, some, the same in every run."""
        found = self.everything
        if len(found) <= self.most:
            return found
        chosen = {*random.Random(self.name).sample(range(1, len(found)), self.most), 0}
        return [place for index, place in enumerate(found) if index in chosen]

    def edited(self, start: int, end: int, new: str, *also: int) -> Mutant:
        """The file with a piece replaced, to be told at the piece or at `also`, which are places before."""
        return self.with_edits([(start, end, new)], *also)

    def with_edits(self, edits: Sequence[tuple[int, int, str]], *also: int) -> Mutant:
        """The file with pieces replaced, in order, to be told at any, or at variables that are idle now."""
        text, spans, shift = self.text, [], 0
        for start, end, new in edits:
            text = text[: start + shift] + new + text[end + shift :]
            spans.append(range(start + shift, start + shift + max(len(new), 1)))
            shift += len(new) - (end - start)
        moved = (at + sum(len(new) - (end - start) for start, end, new in edits if end <= at) for at in also)
        gone = {name for start, end, _ in edits for name in _REFERENCE.findall(self.text[start:end])}
        idle = [each.start() for name in gone for each in re.finditer(rf"\b{name}:", text)]
        spans += [range(at, at + 1) for at in idle]
        lines = {
            line for span in [*spans, *(range(at, at + 1) for at in moved)] for line in _lines(text, span)
        }
        shown = ", ".join(f"{_short(self.text[start:end])} -> {_short(new)}" for start, end, new in edits)
        return Mutant(
            f"line {line_of(text, spans[0].start)}: {shown}",
            {self.main: text},
            frozenset((self.main, line) for line in lines),
        )

    def lines_with(self, pattern: str) -> frozenset[Line]:
        """The lines of all files of the configuration that hold something, comments left out."""
        texts = {name: text for name, text in self.files.items() if name.endswith((".yaml", ".yml"))}
        return frozenset(
            (name, number)
            for name, text in texts.items()
            for number, line in enumerate(text.split("\n"), 1)
            if re.search(pattern, line) and not line.startswith("#")
        )


def subjects() -> list[Subject]:
    """Every accepted file."""
    found = [(file.stem, golden(file)) for file in goldens("accepted")]
    return [Subject(name, {MAIN: case.written, **case.files}, case.environ) for name, case in found]


def line_of(text: str, at: int) -> int:
    return text.count("\n", 0, max(at, 0)) + 1


def _lines(text: str, span: range) -> Iterable[int]:
    return range(line_of(text, span.start), line_of(text, span.stop - 1) + 1)


def _short(text: str) -> str:
    return repr(text if len(text) < SHOWN else f"{text[:SHOWN]}…")


class Bench:
    """A folder in which one subject and its mutants are checked one after the other."""

    def __init__(self, folder: Path, subject: Subject) -> None:
        self.folder = folder
        self.subject = subject
        self._write(subject.files)
        self.alarms = self.told({})
        self.meant = self.meaning({})

    def told(self, files: Mapping[str, str | None]) -> Sequence[Problem]:
        """The problems with some files changed."""
        with self._changed(files):
            return problems(self.folder / self.subject.main, dict(self.subject.environ))[0]

    def meaning(self, files: Mapping[str, str | None]) -> str:
        """What a changed configuration holds: the same data mean the same."""
        with self._changed(files):
            return repr(assemble(self.folder / self.subject.main).document)

    def line(self, problem: Problem) -> Line:
        """Where a problem is told."""
        return problem.position.file.removeprefix(f"{self.folder}/"), problem.position.line

    @contextmanager
    def _changed(self, files: Mapping[str, str | None]) -> Iterator[None]:
        self._write(files)
        try:
            yield
        finally:
            self._write({name: self.subject.files.get(name) for name in files})
            self._forget()

    def _write(self, files: Mapping[str, str | None]) -> None:
        for name, text in files.items():
            file = self.folder / name
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")

    def _forget(self) -> None:
        """Let handlers be read anew."""
        invalidate_caches()
        for name, module in [*sys.modules.items()]:
            if f"{self.folder}/" in str(getattr(module, "__spec__", "")):
                del sys.modules[name]
