"""Jinja's environment over several folders, in which a template is found by its short names too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, Environment, FileSystemLoader, StrictUndefined, nodes, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from gateway.http.media_types import BY_EXTENSION
from gateway.views.engines import Engine, Values, run
from gateway.views.globals import PageContext
from gateway.views.names import listed, plain, suffix

_HTML = BY_EXTENSION["html"]
_SOURCES = frozenset({".md", ".yaml", ".yml"})  # of these an engine makes a page, they are none


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How templates are written.

    `undefined` is lenient (a name that is not there prints nothing) or strict (it raises UndefinedError);
    `delimiters` are Jinja's by its own names for them. `engines` are functions `(source, values)` by
    extension, dot included; every other template is Jinja's.
    """

    extension: str = ".html"
    undefined: str = "lenient"
    delimiters: Mapping[str, str] = field(default_factory=dict)
    engines: Mapping[str, Engine] = field(default_factory=dict)


class ViewEnvironment(Environment):
    """Templates below `directories`; everything but .txt is escaped.

    A template of an engine is one of Jinja's too, whose only tag is a call of the engine with the template's
    source and values: so it can be a page, a partial, a layout or what a tag includes, and is kept as long as
    any other.
    """

    context_class = PageContext

    def __init__(self, directories: Sequence[str | Path], dialect: Dialect, *, reload: bool) -> None:
        """Set up Jinja and list the names."""
        self.dialect = dialect
        self._directories = [str(directory) for directory in directories]
        self._source = FileSystemLoader(self._directories)
        super().__init__(
            loader=self._source,
            autoescape=_is_escaped,
            undefined=StrictUndefined if dialect.undefined == "strict" else ChainableUndefined,
            auto_reload=reload,
            cache_size=-1,
            **dict[str, Any](dialect.delimiters),
        )
        self.files = listed(self._directories, dialect.extension)
        """The file of every name."""

    def refresh(self) -> None:
        """List the names again if templates may change: before each page, not for each of its parts."""
        if self.auto_reload:
            self.files = listed(self._directories, self.dialect.extension)

    def file(self, name: str) -> str | None:
        """The file a name stands for; None if there is none below the directories."""
        return self.files.get(name) or self.files.get(plain(name, self._directories))

    def path(self, file: str) -> Path:
        """Where a template's file is: in the first directory that has it."""
        there = (Path(directory, file) for directory in self._directories)
        return next(path for path in there if path.is_file())

    def syntax(self, file: str) -> nodes.Template:
        """The syntax tree of a template."""
        source, path, _ = self._source.get_source(self, file)
        return self.parse(source, file, path)

    def type_of(self, ending: str) -> str:
        """The content type of what a template with that extension gives; HTML if the extension tells none."""
        if ending in self.dialect.engines and ending in _SOURCES:
            return _HTML
        return BY_EXTENSION.get(ending[1:], _HTML)

    def is_markup(self, file: str) -> bool:
        """Whether what a template gives may stand in a page as it is: it is escaped, or of an engine."""
        if suffix(file) in self.dialect.engines:
            return not self.type_of(suffix(file)).startswith("text/plain")
        return _is_escaped(file)

    def join_path(self, template: str, parent: str) -> str:  # noqa: ARG002  (Jinja's signature)
        """The file that a tag's name stands for, so that extends and include find short names too."""
        return self.file(template) or template

    @pass_context
    def from_engine(self, context: Context, ending: str, source: str) -> Markup:
        """What an engine makes of a template's source, as the template it stands in calls it."""
        return run(self.dialect.engines[ending], ending, source, Values(context))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The syntax tree of a source; for an engine's, that of a call of the engine."""
        ending = suffix(name or "")
        if ending not in self.dialect.engines:
            return super()._parse(source, name, filename)
        given: list[nodes.Expr] = [nodes.Const(ending), nodes.Const(source)]
        call = nodes.Call(nodes.EnvironmentAttribute("from_engine"), given, [], None, None)
        tree = nodes.Template([nodes.Output([call])], lineno=1)
        tree.set_environment(self)
        tree.set_lineno(1)
        return tree


def _is_escaped(name: str | None) -> bool:
    """Whether what is put into a template is escaped: in all but text."""
    return name is None or not name.endswith(".txt")
