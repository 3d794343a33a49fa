"""Multipart forms (RFC 7578), read piece by piece; large files go to disk as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

from werkzeug.datastructures import FileStorage, Headers
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData, State

from gateway.http.body import too_large
from gateway.http.bounds import USUAL, Bounds
from gateway.http.content_type import parameter
from gateway.http.errors import HTTPError

MAX_IN_MEMORY = 512_000
MAX_ALL_IN_MEMORY = 2_097_152
MAX_FIELD_BYTES = 1_048_576
_MAX_HEADER = 262_144
_MAX_PADDING = 64
_CHARSETS = frozenset({"ascii", "us-ascii", "utf-8", "iso-8859-1"})
_REPLACED = ("\ufffd", "%ef%bf%bd")

Parts = tuple[list[tuple[str, str]], list[tuple[str, FileStorage]]]


class Spooled(SpooledTemporaryFile[bytes]):
    """A file in memory, and on disk once it is large; closed at the latest when nothing holds it any more."""

    def __del__(self) -> None:
        """Give the descriptor back."""
        self.close()


def parse(pieces: Iterable[bytes], boundary: str, bounds: Bounds = USUAL, encoding: str = "utf-8") -> Parts:
    """The fields and files of a form in order; nothing of an empty body.

    A file over 500 KiB is on disk, and each one after 2 MiB of files in memory; all fields together have at
    most 1 MiB. Text is in `encoding` unless its part says otherwise, names are UTF-8 or written as RFC 8187
    has it, and neither holds what its encoding does not allow. Raise HTTPError 413 over a limit, 400 for what
    is not well-formed.
    """
    reading = _Reading(bounds, encoding)
    try:
        _read(pieces, boundary, reading)
    except RequestEntityTooLarge as error:
        if isinstance(error, HTTPError):
            raise
        raise _malformed("the header of a part is too long") from None
    except ValueError as error:
        raise _malformed("the form is not well-formed multipart/form-data") from error
    return reading.fields, reading.files


def _read(pieces: Iterable[bytes], boundary: str, reading: _Reading) -> None:
    """Read all pieces; raise ValueError if they are no form."""
    decoder = MultipartDecoder(boundary.encode("ascii"), _MAX_HEADER)
    if not boundary:
        raise ValueError(boundary)
    begun = False
    for piece in _with_whole_delimiters(pieces, b"--" + boundary.encode("ascii")):
        begun = True
        if decoder.state is not State.EPILOGUE:  # what follows the form means nothing
            decoder.receive_data(piece)
            reading.advance(decoder)
    if begun:
        decoder.receive_data(None)
        reading.advance(decoder)


def _with_whole_delimiters(pieces: Iterable[bytes], delimiter: bytes) -> Iterator[bytes]:
    """The same bytes, cut so that no piece ends between a delimiter and the end of its line.

    Werkzeug's decoder would take a line break before the delimiter for a part of the data then.
    """
    held, line = b"", len(delimiter) + 2
    for piece in pieces:
        data = held + piece
        end = max(0, len(data) - line - _MAX_PADDING)
        place = data.find(delimiter, max(0, end - line), end + line)
        end = end if place < 0 else max(0, min(end, place - 2))
        held = data[end:]
        if end:
            yield data[:end]
    if held:
        yield held


def _malformed(said: str) -> HTTPError:
    """The 400 for what is no form."""
    return HTTPError(400, said, type="entity.parse.failed")


class _Reading:
    """The parts of a form so far, and the one that is being read."""

    def __init__(self, bounds: Bounds, encoding: str) -> None:
        """Start with nothing."""
        self.bounds, self.encoding = bounds, encoding
        self.fields: list[tuple[str, str]] = []
        self.files: list[tuple[str, FileStorage]] = []
        self.part: Field | File = Field("", Headers())
        self.text: list[bytes] = []
        self.text_bytes = 0
        self.room = MAX_ALL_IN_MEMORY
        self.file = Spooled()
        self.file_bytes = 0

    def advance(self, decoder: MultipartDecoder) -> None:
        """Take what the decoder has ready."""
        event = decoder.next_event()
        while not isinstance(event, Epilogue | NeedData):
            if isinstance(event, Field | File):
                self._begin(event)
            elif isinstance(event, Data):
                self._add(event)
            event = decoder.next_event()

    def _begin(self, part: Field | File) -> None:
        """Begin a part; raise HTTPError if it has no name, or is one too many."""
        _check_names(part)
        self.part = part
        if isinstance(part, Field):
            if len(self.fields) >= self.bounds.max_fields:
                raise too_many("fields", self.bounds.max_fields)
            self.text = []
            return
        if len(self.files) >= self.bounds.max_files:
            raise too_many("files", self.bounds.max_files)
        self.file, self.file_bytes = Spooled(max(1, min(self.room, MAX_IN_MEMORY))), 0

    def _add(self, data: Data) -> None:
        """Add what came of the current part, and end it with its last."""
        if isinstance(self.part, Field):
            self._add_text(self.part, data)
        else:
            self._add_bytes(self.part, data)

    def _add_text(self, part: Field, data: Data) -> None:
        """Keep what came of a field; raise HTTPError if fields are too large or not in their charset."""
        self.text_bytes += len(data.data)
        if self.text_bytes > MAX_FIELD_BYTES:
            said = f"the fields of the form have more than {MAX_FIELD_BYTES} bytes"
            raise too_large(said, MAX_FIELD_BYTES, received=self.text_bytes)
        self.text.append(data.data)
        if not data.more_data:
            self.fields.append((part.name, _decoded(part, b"".join(self.text), self.encoding)))

    def _add_bytes(self, part: File, data: Data) -> None:
        """Write what came of a file; raise HTTPError if it is too large."""
        self.file_bytes += len(data.data)
        require_size(self.file_bytes, self.bounds)
        self.file.write(data.data)
        if not data.more_data:
            if self.file_bytes <= min(self.room, MAX_IN_MEMORY):
                self.room -= self.file_bytes
            self.file.seek(0)
            file = FileStorage(self.file, part.filename, part.name, headers=part.headers)
            self.files.append((part.name, file))


def too_many(what: str, most: int) -> HTTPError:
    """The 413 for more fields or files than a form may have."""
    kind = "parameters" if what == "fields" else what
    return HTTPError(413, f"the form has more than {most} {what}", type=f"{kind}.too.many", limit=most)


def require_size(received: int, bounds: Bounds) -> None:
    """Raise HTTPError 413 for a file that has more bytes than one may have."""
    limit = bounds.max_file_size
    if limit is not None and received > limit:
        raise too_large(f"a file has more than {limit} bytes", limit, received=received)


def _check_names(part: Field | File) -> None:
    """Raise HTTPError 400 for a part without a name, or with names that are not valid UTF-8."""
    names = [part.name, part.filename] if isinstance(part, File) else [part.name]
    if part.name is None:
        raise _malformed("a part of the form has no name")
    header = part.headers["content-disposition"].lower()
    if not any(sent in header for sent in _REPLACED) and any("\ufffd" in name for name in names):
        raise _malformed("a name in the form is not valid UTF-8")


def _decoded(part: Field, data: bytes, encoding: str) -> str:
    """The text of a field; raise HTTPError 400 if it is not in its charset."""
    named = (parameter(part.headers.get("content-type", ""), "charset") or "").lower()
    charset = named if named in _CHARSETS else encoding
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        raise _malformed(f"the form is not valid {charset.upper()}") from None
