"""Files as answers, to be shown or to be saved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from stat import S_ISREG
from typing import Any

from werkzeug.exceptions import NotFound

from gateway.http import disposition
from gateway.http.media_types import of_file
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.roots import DOTFILES, look, names_of
from gateway.http.sending import Sending

YEAR = 31_536_000

FilePath = str | os.PathLike[str]


def send_file(  # noqa: PLR0913  (what a handler may say of a file)
    request: Request,
    path: FilePath,
    *,
    root: FilePath | Sequence[FilePath] | None = None,
    dotfiles: str = "ignore",
    status: int = 200,
    type: str | None = None,  # noqa: A002  (the field's word, as in Response)
    headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
    max_age: float | None = 0,
    immutable: bool = False,
    last_modified: bool = True,
    ranges: bool = True,
    etag: str | None = None,
    start: int = 0,
    end: int | None = None,
) -> Response:
    """The answer that is a file, whole or in part; `max_age` in seconds, None for no Cache-Control at all.

    Below a `root`, or the first of several that has the file, nothing outside is found and nothing hidden
    unless `dotfiles` is allow. Without one the path is trusted and must be absolute: give one whenever a
    client has a say in it.

        return send_file(request, f"{number}.pdf", root="/srv/invoices", max_age=3600)

    Raise NotFound at once for what is no file; Forbidden for a way out of the root, for what cannot be read,
    and for a hidden name if `dotfiles` is deny; BadRequest for a NUL; ValueError for what makes no sense.

    With a status from 200 to 299 conditions and a range are heeded (RFC 9110 §13.2.2, §14.2): the answer
    becomes 304 or 206, or PreconditionFailed or RequestedRangeNotSatisfiable is raised. `etag` is strong,
    weak or none; not given, it is strong unless the route or the settings say none. Only the bytes from
    `start` to `end` are there to be sent, if these are given. `type` is an extension or a media type; else
    the file's name tells it.
    """
    caching = None if max_age is None else cache_control(max_age, immutable=immutable)
    kind = _tagging(request) if etag is None else etag
    sending = Sending(
        cache_control=caching, last_modified=last_modified, ranges=ranges, etag=kind, start=start, end=end
    )
    found = _found(os.fspath(path), root, dotfiles)
    response = Response(status=status, headers=headers, type=type)
    response.headers.setdefault("Content-Type", of_file(disposition.base_name(os.fspath(path))))
    return sending.fill(request, response, found)


def download(request: Request, path: FilePath, name: str | None = None, **options: Any) -> Response:
    """The answer that is a file to be saved, as `name` or under its own name (RFC 6266).

        return download(request, f"{number}.pdf", "Invoice.pdf", root="/srv/invoices")

    All that `send_file` takes can be given, and it raises the same; an error says nothing of a download.
    """
    said = disposition.attachment(os.fspath(path) if name is None else name)
    given = Response(headers=options.pop("headers", None)).headers
    given["Content-Disposition"] = said
    return send_file(request, path, headers=given, **options)


@dataclass(frozen=True, slots=True)
class OneFile:
    """One file at a path that is known beforehand, with the same headers for everyone."""

    path: str
    headers: tuple[tuple[str, str], ...]
    _: KW_ONLY
    sending: Sending

    def __call__(self, request: Request) -> Response:
        """The answer with the file; raise NotFound if it is not there any more."""
        return self.sending.fill(request, Response(headers=self.headers), self.path)


def cache_control(max_age: float, *, immutable: bool) -> str:
    """A Cache-Control value (RFC 9111 §5.2.2) for an age in seconds, a year at most."""
    return f"public, max-age={max(0, min(int(max_age), YEAR))}{', immutable' if immutable else ''}"


def _found(path: str, root: FilePath | Sequence[FilePath] | None, dotfiles: str) -> str:
    """Where the file is; raise an error if it may not be sent, or is nowhere below the roots."""
    if dotfiles not in DOTFILES:
        raise ValueError(f"dotfiles must be one of {', '.join(DOTFILES)}, not {dotfiles!r}")
    if root is None:
        if not path.startswith("/"):
            raise ValueError(f"{path!r} is relative to nothing: give its root, or an absolute path")
        # Where the service lies, hidden or not, is not for clients to learn by a 404.
        names_of(disposition.base_name(path), dotfiles)
        return path
    names = [] if path.endswith("/") else names_of(path, dotfiles)
    roots = (root,) if isinstance(root, str | os.PathLike) else root
    for each in roots:
        found = look(os.fspath(each), names)
        if found is not None and S_ISREG(found.details.st_mode):
            return found.path
    raise NotFound


def _tagging(request: Request) -> str:
    """The kind of entity tags of files where the handler does not say: strong, or none on a route without."""
    return "none" if request.route is not None and request.route.endpoint.etag is None else "strong"
