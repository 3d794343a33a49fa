"""Mistakes that can be mended without asking, mended in the texts of all files until none is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from os.path import normpath
from pathlib import Path

from gateway.check.drafts import Draft
from gateway.check.regexes import every_row
from gateway.config import Mounting, loaded
from gateway.config.document import Map
from gateway.config.includes import assemble
from gateway.config.model import Route
from gateway.config.reader import parse, text_of
from gateway.config.schema import check
from gateway.errors import ConfigError, Problem


class Mending:
    """The drafts of a main file and of all that it includes and mounts; nothing is written."""

    def __init__(self, environ: Mapping[str, str], renew: Callable[[str], str] = str) -> None:
        """Begin without a draft; `environ` chooses the environment, and gives its values.

        `renew` makes of the text of a main file, or a mounted one, the one that is mended.
        """
        self.drafts: dict[Path, Draft] = {}
        self._environ, self._renew = environ, renew

    @property
    def changed(self) -> dict[Path, Draft]:
        """The drafts that hold something else than their files, by their paths in order."""
        return {path: draft for path, draft in sorted(self.drafts.items()) if draft.settled != draft.original}

    def mend(self, file: Path) -> None:
        """Mend what can be mended, over and over: a mistake may hide another."""
        is_changed = True
        while is_changed:
            problems: dict[Path, list[Problem]] = {}
            for problem in self.told(file):
                problems.setdefault(Path(problem.position.file).resolve(), []).append(problem)
            mended = [draft.mend(problems.get(path, ())) for path, draft in self.drafts.items()]
            is_changed = any(mended)

    def told(self, file: Path) -> list[Problem]:
        """What is wrong with a file, as it would be, and with all that it includes and mounts."""
        return list(self._told(Path(normpath(file.absolute())), Mounting(None, None), ()))

    def read(self, file: Path) -> Map:
        """What the draft of a file holds; raise ConfigSyntaxError."""
        return parse(self._draft(file, str).text, str(file))

    def _draft(self, file: Path, renew: Callable[[str], str]) -> Draft:
        """The draft of a file, made when it is first asked for; raise ConfigSyntaxError."""
        path = file.resolve()
        if path not in self.drafts:
            text = text_of(file)
            self.drafts[path] = Draft(text, renew(text))
        return self.drafts[path]

    def _told(self, file: Path, mount: Mounting, around: tuple[Path, ...]) -> Iterator[Problem]:
        """What is wrong with a file, and with those it mounts if it can be loaded."""
        try:
            self._draft(file, self._renew)
            config = loaded(assemble(file, self.read), self._environ, require=False, mount=mount)
        except ConfigError as error:
            yield from error.problems
            return
        except RecursionError:
            return
        for row in every_row(config.routes):
            inner = row.mount if isinstance(row, Route) else None
            if inner is not None and inner.config is not None and inner.config not in (*around, file):
                yield from self._told(inner.config, Mounting(config, inner.settings), (*around, file))


def unknown_values(text: str, file: str) -> set[str]:
    """The values below keys that nobody knows, any of which may be a secret; raise ConfigSyntaxError."""
    draft = Draft(text, text)
    draft.mend(replace(problem, fix=None) for problem in check(parse(draft.text, file)))
    return draft.hidden
