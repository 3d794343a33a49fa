"""Pages, layouts and partials by the names they are asked for: looked up, compiled and kept."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from jinja2 import Template, TemplateNotFound, nodes

from gateway.views.environment import ViewEnvironment
from gateway.views.names import suffix
from gateway.views.view import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A compiled template, its content type, and the layout around it unless a render names another.

    `is_markup` tells whether its text may stand in another page as it is; what is not would be escaped.
    """

    template: Template
    type: str
    layout: Template | None
    is_markup: bool


class Pages:
    """The templates of one environment, compiled when they are first asked for.

    `layout` is the name of what goes around pages; `partials` the folder, below each directory, in which
    partials are looked up first. Everything is kept unless templates may change; `kept` holds the pages.
    """

    def __init__(self, environment: ViewEnvironment, layout: str | None, partials: str) -> None:
        """Keep the names; nothing is looked up yet."""
        self.environment = environment
        self.kept: dict[str, Page] = {}
        self._layout = layout
        self.partials = partials.strip("/")
        self._kept_parts: dict[tuple[str, str], Page] = {}
        self._kept_layouts: dict[tuple[str, str], Template] = {}

    def page(self, name: str) -> Page:
        """A page looked up and compiled; raise TemplateNotFound, a LookupError."""
        self.environment.refresh()
        file = self.file(name)
        page = self._compiled(file, self._default_layout(file))
        if self._is_kept(name):
            self.kept[name] = page
        return page

    def part(self, name: str, ending: str) -> Page:
        """A partial that a template with the extension `ending` names; raise TemplateNotFound."""
        part = self._kept_parts.get((name, ending))
        if part is None:
            part = self._compiled(self.part_file(name, ending), None)
            if self._is_kept(name):
                self._kept_parts[name, ending] = part
        return part

    def chosen(self, layout: Layout, page: Page) -> Template | None:
        """The layout a render names for a page; None for no layout, raise TemplateNotFound."""
        if layout is True:
            return page.layout
        if not layout or layout == "none":
            return None
        name, ending = str(layout), suffix(str(page.template.name))
        kept = self._kept_layouts.get((name, ending))
        if kept is None:
            file = self._beside(name, ending) or self._missing(name, ending)
            kept = self.environment.get_template(file)
            if self._is_kept(name):
                self._kept_layouts[name, ending] = kept
        return kept

    def file(self, name: str) -> str:
        """The file a name stands for; raise TemplateNotFound with the names that are near."""
        return self.environment.file(name) or self._missing(name)

    def part_file(self, name: str, ending: str) -> str:
        """The file of a partial: in the folder of partials, or by its path; raise TemplateNotFound."""
        inside = self._beside(f"{self.partials}/{name}", ending) if self.partials else None
        return inside or self._beside(name, ending) or self._missing(f"{self.partials}/{name}", ending)

    def layout_files(self, name: str) -> set[str]:
        """Every file that a layout's name may stand for, beside pages of one kind or another."""
        files = self.environment.files
        endings = {"", *map(suffix, files.values())} if not suffix(name) else {""}
        found = {files[name + ending] for ending in endings if name + ending in files}
        return found or {self.file(name)}

    def _is_kept(self, name: str) -> bool:
        """Whether what a name stands for is kept: not if it may change, nor by a name with detours.

        Of these there is no end, and a client may have a say in the name.
        """
        return not self.environment.auto_reload and ".." not in name and "./" not in name and "//" not in name

    def _compiled(self, file: str, layout: Template | None) -> Page:
        """A template and what is known of it before it is rendered."""
        return Page(
            template=self.environment.get_template(file),
            type=self.environment.type_of(suffix(file)),
            layout=layout,
            is_markup=self.environment.is_markup(file),
        )

    def _default_layout(self, file: str) -> Template | None:
        """The layout of the views, if it is of the page's kind and the page does not bring its own."""
        if self._layout is None:
            return None
        ending = suffix(file)
        layout = self._beside(self._layout, ending) or min(self.layout_files(self._layout))
        fits = suffix(layout) == ending or (
            ending in self.environment.dialect.engines and self._is_same_type(layout, ending)
        )
        if not fits or self.environment.syntax(file).find(nodes.Extends) is not None:
            return None
        return self.environment.get_template(layout)

    def _beside(self, name: str, ending: str) -> str | None:
        """The file that a template with the extension `ending` means by a name.

        Without an extension it is one of the same extension, else the one that is meant elsewhere, or that of
        .html for an engine, if it gives the same content type.
        """
        if suffix(name):
            return self.environment.file(name)
        same = self.environment.file(name + ending)
        if same is not None:
            return same
        others = [self.environment.file(name)]
        if ending in self.environment.dialect.engines:
            others.append(self.environment.file(f"{name}.html"))
        return next((each for each in others if each and self._is_same_type(each, ending)), None)

    def _is_same_type(self, file: str, ending: str) -> bool:
        """Whether a file gives what a template with that extension gives, such as HTML."""
        return self.environment.type_of(suffix(file)) == self.environment.type_of(ending)

    def _missing(self, name: str, ending: str = "") -> str:
        """Raise TemplateNotFound, with the names that are near."""
        files = self.environment.files
        name = name if suffix(name) else name + ending
        near = get_close_matches(name, files, n=3) or sorted(set(files.values()))[:10]
        raise TemplateNotFound(name, f'no template "{name}"; there are: {", ".join(near)}')
