"""A file put into a response: its headers, the request's conditions and range, and its bytes."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import FileIO
from typing import IO

from werkzeug.exceptions import Forbidden, NotFound, PreconditionFailed

from gateway.http import conditional, ranges
from gateway.http.conditional import NOT_MODIFIED
from gateway.http.etag import TAGS
from gateway.http.request import Request
from gateway.http.response import OF_THE_BODY, READ, Response

CHUNK = 65536
PARTIAL = 206
GOOD = range(200, 300)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How files are sent: what is told of them, and what a client may ask of them.

    `cache_control` is the header's value, None for none; `etag` is strong, weak or none, and None is strong
    unless the request's route has no tags. Of each file the bytes from `start` to `end`, that one included,
    are what there is.
    """

    cache_control: str | None = "public, max-age=0"
    last_modified: bool = True
    ranges: bool = True
    etag: str | None = "strong"
    start: int = 0
    end: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a part that no file has, and for a word that is no kind of tag."""
        if self.start < 0 or (self.end is not None and self.end < 0):
            raise ValueError(f"a file has no bytes from {self.start} to {self.end}")
        if self.etag is not None and self.etag not in TAGS:
            raise ValueError(f"etag must be one of {', '.join(TAGS)}, not {self.etag!r}")

    def fill(self, request: Request, response: Response, path: str, coding: str = "") -> Response:
        """The response with a file in it; headers that it has stay as they are.

        An answer with a status from 200 to 299 to GET or HEAD heeds the request: it becomes 304 or 206, or
        PreconditionFailed or RequestedRangeNotSatisfiable is raised (RFC 9110 §13.2.2, §14.2); any other is
        just the file. Raise NotFound for what is no file, Forbidden for one that cannot be read. `coding`
        tells the tag of a compressed file from that of the plain one.
        """
        file = _opened(path)
        try:
            details = _details(file)
            part = range(details.st_size)[self.start : None if self.end is None else self.end + 1]
            if response.status in GOOD:
                part = self._asked(request, response, details, part, coding)
            response.body = _body(request, response, file, part, details.st_size)
        except BaseException:
            file.close()
            raise
        return response

    def _asked(
        self, request: Request, response: Response, details: os.stat_result, whole: range, coding: str
    ) -> range:
        """The bytes to send of those there are, after conditions and range; sets status and headers."""
        kind = self.etag or _tagging(request)
        etag = None if kind == "none" else _tag(details, coding, is_weak=kind == "weak")
        etag, modified = self._described(response, details, etag)
        if request.method not in READ:
            return whole
        environ = request.environ
        outcome = conditional.evaluate(environ, etag, modified)
        if outcome == NOT_MODIFIED:
            return _not_modified(response)
        if outcome not in GOOD:
            raise PreconditionFailed
        if not (self.ranges and conditional.is_range_wanted(environ, etag, modified)):
            return whole
        part = ranges.parse(environ.get("HTTP_RANGE"), len(whole))
        if part is None:
            return whole
        response.status = PARTIAL
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(whole)}"
        return whole[part.start : part.stop]

    def _described(
        self, response: Response, details: os.stat_result, etag: str | None
    ) -> tuple[str | None, int | None]:
        """The tag and the time of the last change, after all that is told of the file is in the headers."""
        told: list[tuple[str, str]] = []
        modified = None
        if self.ranges:
            told.append(("Accept-Ranges", "bytes"))
        if self.cache_control is not None:
            told.append(("Cache-Control", self.cache_control))
        if self.last_modified:
            # A change in the future would be one that is still to come (RFC 9110 §8.8.2.1).
            modified = min(int(details.st_mtime), int(time.time()))
            told.append(("Last-Modified", conditional.date(modified)))
        if etag is not None:
            told.append(("ETag", etag))
        headers = response.headers
        present = {name.lower() for name, _ in headers}
        headers._list.extend(pair for pair in told if pair[0].lower() not in present)  # noqa: SLF001
        if "last-modified" in present:
            modified = conditional.seconds(headers["Last-Modified"])
        return headers.get("ETag"), modified


USUAL = Sending()


def _opened(path: str) -> FileIO:
    """A file, open for reading; raise NotFound or Forbidden."""
    try:
        return FileIO(path, opener=_open_at_once)
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


def _details(file: FileIO) -> os.stat_result:
    """Size and times of a regular file; raise NotFound for any other kind."""
    details = os.fstat(file.fileno())
    if not stat.S_ISREG(details.st_mode):
        raise NotFound
    return details


def _tagging(request: Request) -> str:
    """The kind of entity tags of files where nobody says: strong, or none on a route without tags."""
    return "none" if request.route is not None and request.route.endpoint.etag is None else "strong"


def _tag(details: os.stat_result, coding: str, *, is_weak: bool) -> str:
    """The entity tag of a file: its size and the time of its last change (RFC 9110 §8.8.3)."""
    suffix = f"-{coding}" if coding else ""
    if is_weak:
        return f'W/"{details.st_size:x}-{details.st_mtime_ns // 1_000_000:x}{suffix}"'
    return f'"{details.st_mtime_ns:x}-{details.st_size:x}{suffix}"'


def _not_modified(response: Response) -> range:
    """No bytes, and of the headers none that describe them (RFC 9110 §15.4.5)."""
    response.status = NOT_MODIFIED
    for name in OF_THE_BODY:
        response.headers.remove(name)
    return range(0)


def _body(request: Request, response: Response, file: FileIO, part: range, size: int) -> Iterable[bytes]:
    """What is sent: nothing, the whole file by the server's own means if it has such, or a part."""
    if response.status != NOT_MODIFIED:
        response.headers["Content-Length"] = str(len(part))
    if request.method == "HEAD" or not part:
        file.close()
        return ()
    wrapper: Callable[[IO[bytes], int], Iterable[bytes]] | None = request.environ.get("wsgi.file_wrapper")
    if wrapper is not None and len(part) == size:
        return wrapper(file, CHUNK)
    return FilePart(file, part)
