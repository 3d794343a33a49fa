"""Jinja's environment over several folders, in which a template is found by its short names too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import ChainableUndefined, Environment, FileSystemLoader, StrictUndefined
from jinja2.nodes import Template as Syntax

from gateway.views.globals import PageContext


class ViewEnvironment(Environment):
    """Templates below `directories`; everything but .txt is escaped.

    `undefined` is lenient (a name that is not there prints nothing) or strict (it raises UndefinedError).
    """

    context_class = PageContext

    def __init__(
        self, directories: Sequence[str | Path], extension: str, undefined: str, *, reload: bool
    ) -> None:
        """Set up Jinja; names are listed now unless templates may change."""
        self._directories = [str(directory) for directory in directories]
        self._source = FileSystemLoader(self._directories)
        super().__init__(
            loader=self._source,
            autoescape=_is_escaped,
            undefined=StrictUndefined if undefined == "strict" else ChainableUndefined,
            auto_reload=reload,
            cache_size=-1,
        )
        self._extension = extension
        self._files = {} if reload else self._listed()

    def files(self) -> dict[str, str]:
        """The file of every name; read once, or anew each time if templates may change."""
        return self._listed() if self.auto_reload else self._files

    def syntax(self, file: str) -> Syntax:
        """The syntax tree of a template."""
        source, path, _ = self._source.get_source(self, file)
        return self.parse(source, file, path)

    def join_path(self, template: str, parent: str) -> str:  # noqa: ARG002  (Jinja's signature)
        """The file that a tag's name stands for, so that extends and include find short names too."""
        return self.files().get(template, template)

    def _listed(self) -> dict[str, str]:
        """Every name that stands for a file: of two directories the first wins, of two names the fuller."""
        endings = ("", self._extension, f"/index{self._extension}")
        found: dict[str, str] = {}
        for directory in self._directories:
            files = FileSystemLoader(directory).list_templates()
            for file, ending in ((file, ending) for ending in endings for file in files):
                if file.endswith(ending) and file != ending:
                    found.setdefault(file.removesuffix(ending), file)
        return found


def _is_escaped(name: str | None) -> bool:
    """Whether what is put into a template is escaped: in all but text."""
    return name is None or not name.endswith(".txt")
