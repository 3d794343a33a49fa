"""The templates that a configuration names, read when the first one is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from gateway.config.model import Config
from gateway.errors import Position
from gateway.resolution.names import Names


@dataclass(frozen=True)
class Pages:
    """Parses templates and renders none; a service without views imports no Jinja."""

    config: Config
    names: Names

    def check(self, name: str, position: Position) -> None:
        """Note a template that is missing or does not parse, or names another or a partial that is such."""
        self._compiler.check_template(self.templates, name, position, self.names.report)

    def check_layout(self, name: str, position: Position) -> None:
        """Note a layout that is missing or does not parse."""
        self._compiler.check_layout_name(self.templates, name, position, self.names.report)

    def check_own(self) -> None:
        """Look at what `views` says, if a page may be rendered: its functions and the layout of all pages."""
        views = self.config.views
        is_named = "templates" in self.__dict__ or bool(views.at)
        if is_named or (any(map(Path.is_dir, views.directory)) and self.names.mention("gateway.views")):
            self._compiler.check_layout(views, self.templates, self.names.report)

    @cached_property
    def templates(self) -> Any:
        """The templates of `views`; what they name and is not there is noted."""
        return self._compiler.templates_of(self.config, self.names)

    @cached_property
    def _compiler(self) -> Any:
        return import_module("gateway.compiler.templates")
