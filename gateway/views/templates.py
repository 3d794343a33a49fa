"""Jinja over the folders of views: lookup, layout and rendering."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from gateway.http.request import Request
from gateway.views.engines import Engine
from gateway.views.environment import Dialect, ViewEnvironment
from gateway.views.pages import Pages
from gateway.views.partials import Partials
from gateway.views.references import Fault, check
from gateway.views.rendering import rendered, streamed
from gateway.views.view import UNSET, Layout


@dataclass(eq=False)
class Templates:
    """The templates below `directories`; of one name, the first directory's.

    A name is a path below a directory: `users/show` finds users/show.html and users/show/index.html as well.
    `layout` goes around a page of its own file type: it gets the page's text as `body`, the page's values and
    what the page sets at its top level. A page that extends a template is left as it is. `partials` is the
    folder, below each directory, in which `partial` looks first.

    Besides its values a template may name `request`, `user`, `session`, `flashes`, `settings`, `url_for`,
    `csrf_token`, `csrf_field` and `partial`, and what `globals` and `helpers` add; of one name, what is
    nearer to the page hides the other. `dynamic_helpers` are called with the request before its first page is
    rendered, and once for all of its pages; a global or a helper hides one of the same name, which is not
    called then.

    `engines` are functions `(source, values)` by extension, for templates that are not Jinja's. `reload`
    looks for changed and new files at each render; without it they are looked for once.
    """

    directories: Sequence[str | Path]
    _: KW_ONLY
    extension: str = ".html"
    layout: str | None = None
    partials: str = "partials"
    undefined: str = "lenient"
    delimiters: Mapping[str, str] = field(default_factory=dict)
    engines: Mapping[str, Engine] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    helpers: Mapping[str, Any] = field(default_factory=dict)
    dynamic_helpers: Mapping[str, Callable[[Request], Any]] = field(default_factory=dict)
    reload: bool = False

    def __post_init__(self) -> None:
        """Set up Jinja; no template is compiled yet."""
        dialect = Dialect(
            extension=self.extension,
            undefined=self.undefined,
            delimiters=self.delimiters,
            engines=self.engines,
        )
        environment = ViewEnvironment(self.directories, dialect, reload=self.reload)
        self._pages = Pages(environment, self.layout, self.partials)
        self._partials = Partials(self._pages)
        own = {**self.globals, **self.helpers}
        environment.globals.update({"partial": self._partials.called, **own})
        self._globals = dict(environment.globals)
        self._dynamic = {name: call for name, call in self.dynamic_helpers.items() if name not in own}
        self._kept = self._pages.kept

    def names(self) -> list[str]:
        """Every template's path below its directory, sorted."""
        self._pages.environment.refresh()
        return sorted(set(self._pages.environment.files.values()))

    def check(self, name: str) -> list[Fault]:
        """Compile a template and those it names, and list the faults; raise LookupError if it is missing."""
        return check(self._pages, {self._pages.file(name)})

    def check_layout(self, name: str) -> list[Fault]:
        """Do the same with each file that a layout's name stands for."""
        return check(self._pages, self._pages.layout_files(name))

    def render(self, name: str, values: Mapping[str, Any], request: Request, layout: Layout = UNSET) -> str:
        """The text of a page in its layout; `values` hide request.state, which hides the globals."""
        page = self._kept.get(name) or self._pages.page(name)
        wrap = page.layout if layout is UNSET else self._pages.chosen(layout, page)
        known = self._known(request) if self._dynamic else self._globals
        given = {**known, "request": request, **request.state.__dict__, **values}
        text, context = rendered(page.template, given)
        if wrap is None:
            return text
        # The page's own template has escaped what is in it.
        body = Markup(text) if page.is_markup else text  # noqa: S704
        given |= {**context.get_exported(), "body": body}
        return rendered(wrap, given)[0]

    def render_partial(
        self, name: str, values: Mapping[str, Any], request: Request, how: Mapping[str, Any]
    ) -> str:
        """The text of a partial; `how` holds which of collection, object and as_ are given."""
        self._pages.environment.refresh()
        seen = self._given(request, values)
        return str(self._partials.text(name, self.extension, seen, **how))

    def stream(
        self, name: str, values: Mapping[str, Any], request: Request, layout: Layout = UNSET
    ) -> Iterator[str]:
        """The text of a page in its layout, in pieces as they are made."""
        page = self._kept.get(name) or self._pages.page(name)
        wrap = page.layout if layout is UNSET else self._pages.chosen(layout, page)
        return streamed(page, wrap, self._given(request, values))

    def type_of(self, name: str) -> str:
        """The content type of a template's text; raise LookupError if there is no such template."""
        return (self._kept.get(name) or self._pages.page(name)).type

    def _given(self, request: Request, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a template sees: the nearer hides what is farther. `render` does it without this call."""
        known = self._known(request) if self._dynamic else self._globals
        return {**known, "request": request, **request.state.__dict__, **values}

    def _known(self, request: Request) -> dict[str, Any]:
        """The globals and what the dynamic helpers return, which are called once for each request."""
        key = f"gateway.views.{id(self)}"
        known: dict[str, Any] | None = request.environ.get(key)
        if known is None:
            known = self._globals | {name: call(request) for name, call in self._dynamic.items()}
            request.environ[key] = known
        return known
