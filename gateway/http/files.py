"""Files as answers, to be shown or to be saved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from stat import S_ISREG
from typing import Any

from werkzeug.exceptions import NotFound

from gateway.http import disposition
from gateway.http.ages import Age, in_seconds
from gateway.http.caching import cache_control
from gateway.http.media_types import of_file
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.roots import DOTFILES, look, names_of, trusted
from gateway.http.sending import Sending

FilePath = str | os.PathLike[str]


def send_file(  # noqa: PLR0913  (what a handler may say of a file)
    request: Request | FilePath | None = None,
    path: FilePath | None = None,
    *,
    root: FilePath | Sequence[FilePath] | None = None,
    dotfiles: str = "ignore",
    status: int = 200,
    type: str | None = None,  # noqa: A002  (the field's word, as in Response)
    headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
    max_age: Age | None = 0,
    immutable: bool = False,
    last_modified: bool = True,
    ranges: bool = True,
    etag: str | None = None,
    start: int = 0,
    end: int | None = None,
) -> Response:
    """The answer that is a file, whole or in part: `send_file(path, ...)`.

    Below a `root`, or the first of several that has the file, nothing outside is found and nothing hidden
    unless `dotfiles` is allow. Without one the path is trusted and must be absolute: give one whenever a
    client has a say in it.

        return send_file(f"{number}.pdf", root="/srv/invoices", max_age=3600)

    Raise NotFound at once for what is no file; Forbidden for a way out of the root, for what cannot be read,
    and for a hidden name if `dotfiles` is deny; BadRequest for a NUL; ValueError for what makes no sense.

    Once the response is returned, and with a status from 200 to 299, conditions and a range are heeded (RFC
    9110 §13.2.2, §14.2): it becomes 304 or 206, or an error page with 412 or 416. Given the request first,
    `send_file(request, path, ...)` does all that at once, so that the handler sees what becomes of it.

    `max_age` is in seconds or text such as `15m`, None for no Cache-Control at all. `etag` is strong, weak or
    none; not given, it is strong unless the route or the settings say none. Only the bytes from `start` to
    `end` are there to be sent, if these are given. `type` is an extension or a media type; else the file's
    name tells it. A path that ends with a slash is that of the folder's index.html.
    """
    asked, file = _parted(request, path)
    file += "index.html" if file.endswith("/") else ""
    caching = None if max_age is None else cache_control(in_seconds(max_age), immutable=immutable)
    sending = Sending(
        cache_control=caching, last_modified=last_modified, ranges=ranges, etag=etag, start=start, end=end
    )
    found = _found(file, root, dotfiles)
    response = Response(status=status, headers=headers, type=type)
    response.headers.setdefault("Content-Type", of_file(disposition.base_name(file)))
    if asked is not None:
        return sending.fill(asked, response, found)
    response.later(lambda response, request: sending.fill(request, response, found))
    return response


def download(
    request: Request | FilePath | None = None,
    path: FilePath | None = None,
    name: str | None = None,
    **options: Any,
) -> Response:
    """The answer that is a file to be saved, as `name` or under its own name: `download(path, name, ...)`.

        return download(f"{number}.pdf", "Invoice.pdf", root="/srv/invoices")

    All that `send_file` takes can be given, the request first as well, and it raises the same; an error says
    nothing of a download (RFC 6266).
    """
    if path is not None and isinstance(request, str | os.PathLike):
        name, request, path = os.fspath(path), None, request
    file = _parted(request, path)[1]
    given = Response(headers=options.pop("headers", None)).headers
    given["Content-Disposition"] = disposition.attachment(file if name is None else name)
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


def _parted(first: Request | FilePath | None, second: FilePath | None) -> tuple[Request | None, str]:
    """The request, if it is given, and the path; raise TypeError for anything else."""
    if isinstance(first, Request):
        return first, os.fspath(second or "")
    if (first is None) == (second is None):
        raise TypeError("a file is sent by its path, or by the request and its path")
    return None, os.fspath(first or second or "")


def _found(path: str, root: FilePath | Sequence[FilePath] | None, dotfiles: str) -> str:
    """Where the file is; raise an error if it may not be sent, or is nowhere below the roots."""
    if dotfiles not in DOTFILES:
        raise ValueError(f"dotfiles must be one of {', '.join(DOTFILES)}, not {dotfiles!r}")
    if root is None:
        if not path.startswith("/"):
            raise ValueError(f"{path!r} is relative to nothing: give its root, or an absolute path")
        # Where the service lies, hidden or not, is not for clients to learn by a 404.
        names_of(disposition.base_name(path), dotfiles)
        candidates = iter([trusted(path)])
    else:
        names = names_of(path, dotfiles)
        roots = (root,) if isinstance(root, str | os.PathLike) else root
        candidates = (look(os.fspath(each), names) for each in roots)
    for found in candidates:
        if found is not None and S_ISREG(found.details.st_mode):
            return found.path
    raise NotFound
