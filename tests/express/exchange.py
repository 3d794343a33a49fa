"""What is asked and what is answered, by whomever."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

LONG = 2048  # bytes of a body beyond which its digest is kept instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request as the bytes that travel; `continues` the conversation of the request before it."""

    id: str
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    continues: bool = False

    def raw(self) -> bytes:
        """The request for a socket."""
        headers = "".join(f"{name}: {value}\r\n" for name, value in self.complete())
        head = f"{self.method} {self.target} HTTP/1.1\r\n{headers}\r\n".encode("latin-1")
        return head + (
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(self.body), self.body) if self.is_chunked else self.body
        )

    @property
    def is_chunked(self) -> bool:
        """Whether the body travels in chunks, here in one and the empty last."""
        return ("Transfer-Encoding", "chunked") in self.headers

    def complete(self) -> list[tuple[str, str]]:
        """The headers with those that every client sends."""
        given = {name.lower() for name, _ in self.headers}
        host = () if "host" in given else (("Host", "example.com"),)
        sized = self.body and not given & {"content-length", "transfer-encoding"}
        length = (("Content-Length", str(len(self.body))),) if sized else ()
        return [*host, *self.headers, *length, ("Connection", "close")]

    def environ(self) -> dict[str, Any]:
        """The request as gunicorn hands it to an application."""
        path, _, query = self.target.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.method, "RAW_URI": self.target, "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"), "QUERY_STRING": query,
            "SERVER_PROTOCOL": "HTTP/1.1", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
            "REMOTE_ADDR": "127.0.0.1", "REMOTE_PORT": "40000", "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.input": BytesIO(self.body), "wsgi.errors": BytesIO(),
            "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
            "wsgi.input_terminated": True, "wsgi.file_wrapper": FileWrapper,
        }  # fmt: skip
        for name, value in self.complete():
            key = name.upper().replace("-", "_")
            key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers by lower-case name, and body; text if it is text, the digest of a long one."""

    status: int
    headers: dict[str, list[str]] = field(default_factory=dict)
    body: str = ""

    @classmethod
    def of(cls, status: int, pairs: list[tuple[str, str]], body: bytes) -> Answer:
        """An answer as it came."""
        headers: dict[str, list[str]] = {}
        for name, value in pairs:
            headers.setdefault(name.lower(), []).append(value)
        return cls(status=status, headers=headers, body=_shown(body))

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return self.headers.get(name.lower(), [None])[0]

    def having(self, name: str, *values: str) -> Answer:
        """The same answer with other values of a header; without it if there are none."""
        others = {key: held for key, held in self.headers.items() if key != name.lower()}
        return replace(self, headers=others | ({name.lower(): [*values]} if values else {}))


def _shown(body: bytes) -> str:
    if len(body) > LONG:
        return f"({len(body)} bytes, sha256 {hashlib.sha256(body).hexdigest()[:16]})"
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"(base64 {base64.b64encode(body).decode()})"
