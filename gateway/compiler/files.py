"""From `static:` and `file:` to what sends the files."""

from __future__ import annotations

from importlib import import_module

from gateway.config.model import Cache, FileAnswer, Route, Settings, Static
from gateway.http import disposition
from gateway.http.caching import cache_control
from gateway.http.etag import TAGS
from gateway.http.fields import Fields
from gateway.http.media_types import content_type, of_file
from gateway.http.sending import USUAL, Sending
from gateway.resolution.files import check_file, check_roots
from gateway.resolution.functions import file_headers
from gateway.resolution.names import Names
from gateway.resolution.report import Report
from gateway.resolution.signatures import Call


def static_files(route: Route, static: Static, names: Names, report: Report) -> Call:
    """Folders of files; one that is missing, or that holds gateway.yaml itself, is noted."""
    check_roots(static, names.directory, report)
    files: Call = import_module("gateway.http.static").StaticFiles(
        tuple(map(str, static.root)),
        index=static.index,
        dotfiles=static.dotfiles,
        extensions=static.extensions,
        redirect=static.redirect,
        fallthrough=static.fallthrough,
        said=tuple(route.headers.items()),
        headers=file_headers(static, names),
        precompressed=static.precompressed,
        sending=_sending(route, ranges=static.ranges, last_modified=static.last_modified),
    )
    return files


def one_file(route: Route, file: FileAnswer, settings: Settings, report: Report) -> Call:
    """One file; it is noted if it is missing, and answers 404 if it goes later."""
    check_file(file, report)
    path = file.path
    headers = Fields(route.headers)
    headers.setdefault("Content-Type", of_file(path.name) if file.type is None else content_type(file.type))
    if file.download is not None:
        headers.setdefault("Content-Disposition", disposition.attachment(file.download))
    usual = "none" if settings.etag == "none" else "strong"
    made: Call = import_module("gateway.http.files").OneFile(
        str(path),
        tuple(headers),
        sending=_sending(route, ranges=file.ranges, etag=usual),
    )
    return made


def _sending(route: Route, *, ranges: bool, last_modified: bool = True, etag: str = "strong") -> Sending:
    """How the files of a route are sent; the tags of a function are for bodies that are made."""
    kind = route.etag if route.etag in TAGS else etag
    cache = USUAL.cache_control if route.cache is None else _cache_control(route.cache)
    return Sending(cache_control=cache, ranges=ranges, last_modified=last_modified, etag=kind)


def _cache_control(cache: Cache) -> str | None:
    """The Cache-Control that a route asks for; None for none."""
    return None if cache.max_age is None else cache_control(cache.max_age, immutable=cache.immutable)
