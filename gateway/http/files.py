"""Files as answers: found below a root only, with conditional requests, ranges and caching."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO

from werkzeug.exceptions import Forbidden, NotFound, PreconditionFailed

from gateway.http import conditional, ranges
from gateway.http.media_types import BY_EXTENSION, of_file
from gateway.http.request import Request
from gateway.http.response import Response

CHUNK = 65536
YEAR = 31_536_000
OK, PARTIAL, NOT_MODIFIED = 200, 206, 304
NOT_THERE = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.ENXIO}
)


class FilePart:
    """The bytes of an open file from `start` to `stop`, at most 64 KiB at a time; closes the file."""

    __slots__ = ("_file", "_left")

    def __init__(self, file: IO[bytes], part: range) -> None:
        """Stand at the first byte of the part."""
        file.seek(part.start)
        self._file = file
        self._left = len(part)

    def __iter__(self) -> FilePart:
        """The part itself: it can be read once."""
        return self

    def __next__(self) -> bytes:
        """The next 64 KiB or what is left; raise OSError if the file ends before the part does."""
        if not self._left:
            raise StopIteration
        chunk = self._file.read(min(CHUNK, self._left))
        if not chunk:
            # Ending quietly would leave the client waiting for the length that was promised.
            raise OSError("the file became shorter while it was sent")
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def send_file(  # noqa: PLR0913  (what a handler may say of a file)
    request: Request,
    path: str | os.PathLike[str],
    *,
    root: str | os.PathLike[str] | None = None,
    status: int = 200,
    type: str | None = None,  # noqa: A002  (the field's word, as in Response)
    headers: Mapping[str, str] | None = None,
    max_age: float | None = None,
    immutable: bool = False,
) -> Response:
    """The answer that is a file, whole or in part; `max_age` in seconds.

    Raise NotFound at once for what is no file or, with a `root`, lies outside or is hidden; Forbidden if the
    file cannot be read. Without a `root` the path is trusted: give one whenever a client has a say in it.

        return send_file(request, f"{number}.pdf", root="invoices", max_age=3600)

    With status 200 the answer has ETag and Last-Modified, and conditions and a range are honoured: 304, 206;
    raise PreconditionFailed or RequestedRangeNotSatisfiable (RFC 9110 §13.2.2, §14.2). Without `max_age` a
    cache asks again each time. `type` is an extension or a media type; else the file's name tells it.
    """
    path = Path(path)
    found = path if root is None else _below(Path(root), path)
    response = Response(status=status, headers=headers, type=BY_EXTENSION.get(type, type) if type else None)
    response.headers.setdefault("Content-Type", of_file(path.name))
    file = _opened(found)
    try:
        details = _details(file)
        part = range(details.st_size)
        if status == OK:
            response.headers.setdefault("Cache-Control", cache_control(max_age, immutable=immutable))
            part = _selected(request, response, details)
        response.body = _body(request, response, file, part)
    except BaseException:
        file.close()
        raise
    return response


def resolve(root: Path, path: str | Path) -> Path | None:
    """Where a path below a root leads to; None if that is outside of the root, as behind a link."""
    try:
        found = os.path.realpath(f"{root}/{path}")
    except ValueError:
        return None
    is_inside = f"{found}/".startswith(os.path.realpath(root).rstrip("/") + "/")
    return Path(found) if is_inside else None


def _below(root: Path, path: Path) -> Path:
    """The real path of a file below a root; raise NotFound outside of it and for hidden names."""
    found = resolve(root, path)
    if found is None or path.is_absolute() or any(name.startswith(".") for name in path.parts):
        raise NotFound
    return found


def _opened(path: Path) -> IO[bytes]:
    """A file, open for reading; raise NotFound or Forbidden."""
    try:
        return open(path, "rb", opener=_open_at_once)
    except ValueError:
        raise NotFound from None
    except PermissionError as error:
        raise Forbidden from error
    except OSError as error:
        if error.errno in NOT_THERE:
            raise NotFound from None
        raise


def _open_at_once(path: str, flags: int) -> int:
    """A file descriptor, even of a named pipe nobody writes to."""
    return os.open(path, flags | os.O_NONBLOCK)


def _details(file: IO[bytes]) -> os.stat_result:
    """Size and times of a regular file; raise NotFound for any other kind."""
    details = os.fstat(file.fileno())
    if not stat.S_ISREG(details.st_mode):
        raise NotFound
    return details


def cache_control(max_age: float | None, *, immutable: bool) -> str:
    """A Cache-Control value (RFC 9111 §5.2.2) for an age in seconds; without one, ask again each time."""
    if max_age is None:
        return "no-cache"
    return f"public, max-age={min(int(max_age), YEAR)}{', immutable' if immutable else ''}"


def _selected(request: Request, response: Response, details: os.stat_result) -> range:
    """The bytes to send, after the request's conditions; sets the status and the headers that go with it."""
    environ, headers = request.environ, response.headers
    etag = headers.setdefault("ETag", f'"{details.st_mtime_ns:x}-{details.st_size:x}"')
    modified = min(int(details.st_mtime), int(time.time()))
    outcome = conditional.evaluate(environ, etag, modified) if request.method in ("GET", "HEAD") else OK
    if outcome == NOT_MODIFIED:
        return _not_modified(response)
    if outcome != OK:
        raise PreconditionFailed
    headers.setdefault("Last-Modified", conditional.date(modified))
    headers.setdefault("Accept-Ranges", "bytes")
    part = None
    if request.method == "GET" and conditional.is_range_wanted(environ, etag, modified):
        part = ranges.parse(environ.get("HTTP_RANGE"), details.st_size)
    if part is None:
        return range(details.st_size)
    response.status = PARTIAL
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{details.st_size}"
    return part


def _not_modified(response: Response) -> range:
    """No bytes, and of the headers none that describe them (RFC 9110 §15.4.5)."""
    response.status = NOT_MODIFIED
    for name in list(response.headers.keys()):
        if name.lower().startswith("content-"):
            response.headers.remove(name)
    return range(0)


def _body(request: Request, response: Response, file: IO[bytes], part: range) -> Iterable[bytes]:
    """What is sent: nothing, the whole file by the server's own means if it has such, or a part."""
    if response.status != NOT_MODIFIED:
        response.headers["Content-Length"] = str(len(part))
    if request.method == "HEAD" or not part:
        file.close()
        return ()
    wrapper: Callable[[IO[bytes], int], Iterable[bytes]] | None = request.environ.get("wsgi.file_wrapper")
    if wrapper is not None and response.status != PARTIAL:
        return wrapper(file, CHUNK)
    return FilePart(file, part)
