"""Parts of pages with variables of their own: one rendering, or one for each item of a collection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from gateway.views.names import suffix
from gateway.views.pages import Pages
from gateway.views.rendering import rendered
from gateway.views.view import UNSET


class Partials:
    """The function `partial` of templates.

        {{ partial("row") }}                                    the caller's values
        {{ partial("row", movies) }}                            one rendering for each, as `row`
        {{ partial("row", collection=movies, as_="film") }}     the same, as `film`
        {{ partial("row", object=movie, size="big") }}          one movie, and another value

    A partial sees what its caller sees, copied: nothing comes back. It has no layout. `as_="global"` makes
    the fields of the item variables.
    """

    def __init__(self, pages: Pages) -> None:
        """Render templates of `pages`."""
        self._pages = pages

    @pass_context
    def called(self, context: Context, name: str, item: Any = None, /, **options: Any) -> str:
        """The text of a partial, as a template calls it; what it takes besides is told at `text`."""
        ending = suffix(context.name or "") or self._pages.environment.dialect.extension
        return self.text(name, ending, context.get_all(), item, **options)

    def text(  # noqa: PLR0913  (the options that the templates' function has)
        self,
        name: str,
        ending: str,
        seen: Mapping[str, Any],
        item: Any = None,
        /,
        *,
        collection: Any = UNSET,
        object: Any = UNSET,  # noqa: A002  (the option's word)
        as_: str | None = None,
        **values: Any,
    ) -> str:
        """The text of a partial for a caller whose extension is `ending` and who sees some values.

        `item` is a list or one object. Raise TemplateNotFound if there is no such partial, TypeError if two
        of `item`, `collection` and `object` are given or the collection is none.
        """
        if (collection is not UNSET) + (object is not UNSET) + (item is not None) > 1:
            raise TypeError(f'partial("{name}") takes one of a second argument, collection= and object=')
        if item is not None and _is_list(item):
            collection = item
        elif item is not None:
            object = item  # noqa: A001
        part = self._pages.part(name, ending)
        called = as_ or object_name(name)
        text = "".join(
            rendered(part.template, {**seen, **values, **own})[0]
            for own in _variables(called, collection, object)
        )
        return Markup(text) if part.is_markup else text  # noqa: S704  (its own template has escaped it)


def object_name(name: str) -> str:
    """The variable of a partial's item: the last part of its path, up to the first dot."""
    return name.rpartition("/")[2].partition(".")[0].replace("-", "_")


def _variables(called: str, collection: Any, item: Any) -> Iterator[dict[str, Any]]:
    """What each rendering has besides the caller's values; one rendering if there is no collection."""
    if collection is UNSET:
        yield {} if item is UNSET else _shown(called, item)
        return
    items = _items(collection)
    for index, each in enumerate(items):
        yield _place(index, len(items)) | _shown(called, each)


def _place(index: int, length: int) -> dict[str, Any]:
    """Where in its collection an item is, as variables in both spellings."""
    is_first, is_last = index == 0, index == length - 1
    return {
        "first_in_collection": is_first, "firstInCollection": is_first,
        "index_in_collection": index, "indexInCollection": index,
        "last_in_collection": is_last, "lastInCollection": is_last,
        "collection_length": length, "collectionLength": length,
    }  # fmt: skip


def _shown(called: str, item: Any) -> dict[str, Any]:
    """An item as one variable, or its fields as several."""
    return _fields(item) if called == "global" else {called: item}


def _fields(item: Any) -> dict[str, Any]:
    """The fields of an item by name; raise TypeError if it has none."""
    if item is None or hasattr(item, "keys"):
        return dict(item or {})
    if hasattr(item, "_asdict"):
        return dict(item._asdict())
    slots = [name for kind in type(item).__mro__ for name in _slots(kind) if hasattr(item, name)]
    if not slots and not hasattr(item, "__dict__"):
        raise TypeError(f'as_="global" needs an item with fields, not {type(item).__name__}')
    return {name: getattr(item, name) for name in slots} | getattr(item, "__dict__", {})


def _slots(kind: type) -> list[str]:
    """The fields that a class without a dictionary names."""
    slots: str | Iterable[str] = vars(kind).get("__slots__", ())
    return [name for name in ([slots] if isinstance(slots, str) else slots) if not name.startswith("_")]


def _is_list(item: Any) -> bool:
    """Whether a partial's second argument is a collection: neither text nor what has fields, as a row has."""
    if isinstance(item, Undefined):
        return True
    has_fields = isinstance(item, str | bytes) or hasattr(item, "keys") or hasattr(item, "_asdict")
    return not has_fields and isinstance(item, Iterable) and isinstance(item, Sized | Iterator)


def _items(collection: Any) -> list[Any]:
    """The items of a collection; None is an empty one, raise TypeError for what is none."""
    if collection is None:
        return []
    if isinstance(collection, Mapping | str | bytes) or not isinstance(collection, Iterable):
        raise TypeError(f"a collection is a list or the like, not {type(collection).__name__}")
    return list(collection)
