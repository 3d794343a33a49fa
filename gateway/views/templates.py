"""Jinja over the folders of views: lookup, layout and rendering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.runtime import Context
from markupsafe import Markup

from gateway.http.media_types import BY_EXTENSION
from gateway.http.request import Request
from gateway.views.environment import ViewEnvironment
from gateway.views.globals import PageContext
from gateway.views.view import UNSET, Layout

_NAMING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A compiled template, its content type, and the layout around it unless a render names another."""

    template: Template
    type: str
    layout: Template | None


@dataclass(eq=False)
class Templates:
    """The templates below `directories`; of one name, the first directory's.

    A name is a path below a directory: `users/show` finds users/show.html and users/show/index.html as well.
    `layout` goes around a page of its own file type: it gets the page's text as `body`, the page's values and
    what the page sets at its top level. A page that extends a template is left as it is.

    Besides its values a template may name `request`, `user`, `session`, `settings`, `url_for`, `csrf_token`
    and `csrf_field`, and what `views: globals:` adds; of one name, what is nearer to the page hides the
    other. `reload` looks for changed and new files at each render; without it they are looked for once.
    """

    directories: Sequence[str | Path]
    _: KW_ONLY
    extension: str = ".html"
    layout: str | None = None
    undefined: str = "lenient"
    globals: Mapping[str, Any] = field(default_factory=dict)
    reload: bool = False

    def __post_init__(self) -> None:
        """Set up Jinja; no template is compiled yet."""
        self._environment = ViewEnvironment(
            self.directories, self.extension, self.undefined, reload=self.reload
        )
        self._environment.globals.update(self.globals)
        self._globals = dict(self._environment.globals)
        self._pages: dict[str, Page] = {}

    def names(self) -> list[str]:
        """Every template's path below its directory, sorted."""
        return sorted(set(self._environment.files().values()))

    def check(self, name: str) -> None:
        """Compile a template and those it names; raise LookupError or, for what they hold, ValueError."""
        seen: set[str] = set()
        wanted = {self._file(name)}
        while wanted:
            file = wanted.pop()
            seen.add(file)
            wanted |= self._named_by(file) - seen

    def render(self, name: str, values: Mapping[str, Any], request: Request, layout: Layout = UNSET) -> str:
        """The text of a page in its layout; `values` hide request.state, which hides the globals."""
        page = self._pages.get(name) or self._page(name)
        wrap = page.layout if layout is UNSET else self._chosen(layout)
        given = {**self._globals, "request": request, **request.state.__dict__, **values}
        text, context = _rendered(page.template, given)
        if wrap is None:
            return text
        # The page's own template has escaped what is in it.
        given |= {**context.get_exported(), "body": Markup(text)}  # noqa: S704
        return _rendered(wrap, given)[0]

    def type_of(self, name: str) -> str:
        """The content type of a template's text; raise LookupError if there is no such template."""
        return (self._pages.get(name) or self._page(name)).type

    def _page(self, name: str) -> Page:
        """A page looked up and compiled; kept for the next time unless templates may change."""
        file = self._file(name)
        layout = None if self.layout is None else self._file(self.layout)
        bare = layout is None or _suffix(layout) != _suffix(file) or self._extends(file)
        page = Page(
            template=self._environment.get_template(file),
            type=BY_EXTENSION.get(_suffix(file)[1:], BY_EXTENSION["html"]),
            layout=None if bare else self._environment.get_template(str(layout)),
        )
        if not self.reload:
            self._pages[name] = page
        return page

    def _chosen(self, layout: str | None) -> Template | None:
        """The layout a render names; None for no layout, raise LookupError if there is none such."""
        return None if layout in {None, "none"} else self._environment.get_template(self._file(str(layout)))

    def _file(self, name: str) -> str:
        """The file a name stands for; raise TemplateNotFound, a LookupError, with the names that are near."""
        files = self._environment.files()
        if name not in files:
            near = get_close_matches(name, files, n=3) or sorted(set(files.values()))[:10]
            raise TemplateNotFound(name, f'no template "{name}"; there are: {", ".join(near)}')
        return files[name]

    def _extends(self, file: str) -> bool:
        """Whether a template extends another, and so brings its own layout."""
        return self._environment.syntax(file).find(nodes.Extends) is not None

    def _named_by(self, file: str) -> set[str]:
        """The files that a template extends, includes or imports by a fixed name; raise ValueError."""
        try:
            self._environment.get_template(file)
            named = self._environment.syntax(file).find_all(_NAMING)
            return {self._file(text) for node in named for text in _fixed_name(node)}
        except TemplateSyntaxError as error:
            raise ValueError(f"{_shown(error.filename)}:{error.lineno}: {error.message}") from error
        except (TemplateNotFound, UnicodeDecodeError) as error:
            raise ValueError(f"{file}: {error}") from error


def _fixed_name(node: nodes.Node) -> list[str]:
    """The name in a tag that must find its template: not a computed one, nor one that may be missing."""
    name = getattr(node, "template", None)
    fixed = isinstance(name, nodes.Const) and not getattr(node, "ignore_missing", False)
    return [str(name.value)] if fixed and isinstance(name, nodes.Const) else []


def _shown(file: str | None) -> str:
    """A template's file as people know it, below the folder they work in."""
    path = Path(file or "")
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _suffix(file: str) -> str:
    """The extension of a file, its dot included."""
    return Path(file).suffix


def _rendered(template: Template, given: dict[str, Any]) -> tuple[str, Context]:
    """A template's text, and the context that holds what it set."""
    context = PageContext(template.environment, given, template.name, template.blocks)
    try:
        return "".join(template.root_render_func(context)), context
    except Exception:  # noqa: BLE001  (Jinja raises it again, with the template's lines in the traceback)
        template.environment.handle_exception()
