"""Folders of files below a path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from stat import S_ISDIR, S_ISREG
from typing import Any
from urllib.parse import quote

from werkzeug.exceptions import BadRequest, Forbidden, NotFound

from gateway.http import precompressed
from gateway.http.fields import Fields
from gateway.http.media_types import of_file
from gateway.http.preferred_coding import preferred
from gateway.http.refusal import query
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.results import NEXT
from gateway.http.roots import Found, extended, look, names_of
from gateway.http.sending import USUAL, Sending

Hook = Callable[[str], Mapping[str, str]]
"""What gives more headers for the file at a path."""


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The file in the first of `roots` that has it.

    Raise NotFound, Forbidden for a way out of the roots and for a hidden name where `dotfiles` is deny, and
    BadRequest for what can be no path; with `fallthrough` all of these are left to the next route.

    A folder answers with the first of its `index` that is there; asked for without its slash, it answers 308
    to the path with it, or nothing if `redirect` is off. `extensions` are tried for names without one. What
    `headers` gives for the path of a file goes before the headers `said` of every file, and these before what
    we would say. Where `precompressed`, a client that takes brotli or gzip gets NAME.br or NAME.gz for NAME.
    Nothing outside of the roots is sent, not through a link either.
    """

    roots: tuple[str, ...]
    _: KW_ONLY
    index: tuple[str, ...] = ("index.html",)
    dotfiles: str = "ignore"
    extensions: tuple[str, ...] = ()
    redirect: bool = True
    fallthrough: bool = False
    said: tuple[tuple[str, str], ...] = ()
    headers: Hook | None = None
    precompressed: bool = True
    sending: Sending = USUAL

    def __call__(self, request: Request) -> Any:
        """The answer for what `request.params["path"]` names, which is decoded text below the prefix."""
        try:
            found = self._found(request)
        except (BadRequest, Forbidden, NotFound):
            if self.fallthrough:
                return NEXT
            raise
        return _to_folder(request) if S_ISDIR(found.details.st_mode) else self._sent(request, found)

    def _found(self, request: Request) -> Found:
        """The file to send, or the folder to redirect to; raise an error if there is neither."""
        path = request.params["path"]
        names = names_of(path, self.dotfiles)
        if ".." in path and "%2f" in request.raw_path.lower():
            raise NotFound
        look_up = self._in_folder if request.raw_path.endswith("/") else self._named
        for root in self.roots:
            found = look_up(root, names)
            if found is not None:
                return found
        raise NotFound

    def _in_folder(self, root: str, names: list[str]) -> Found | None:
        """The page of a folder."""
        return _first_file(root, ([*names, *name.split("/")] for name in self.index))

    def _named(self, root: str, names: list[str]) -> Found | None:
        """The file of that name, with an extension or without, or the folder."""
        found = look(root, names)
        if found is None:
            return _first_file(root, extended(names, self.extensions))
        mode = found.details.st_mode
        return found if S_ISREG(mode) or (self.redirect and S_ISDIR(mode)) else None

    def _sent(self, request: Request, found: Found) -> Response:
        """The file, or the compressed one beside it."""
        response = Response(headers=self.said)
        if self.headers is not None:
            response.headers.update(Fields(self.headers(found.path)))
        response.headers.setdefault("Content-Type", of_file(found.name))
        if self.precompressed and "Content-Encoding" not in response.headers:
            return self._compressed(request, response, found)
        return self.sending.fill(request, response, found.path)

    def _compressed(self, request: Request, response: Response, plain: Found) -> Response:
        """The file in the coding the client prefers, of those there are."""
        variants = precompressed.variants(plain)
        if not variants:
            return self.sending.fill(request, response, plain.path)
        response.vary("Accept-Encoding")
        coding = preferred(request.environ.get("HTTP_ACCEPT_ENCODING", ""), tuple(variants))
        if coding is None:
            return self.sending.fill(request, response, plain.path)
        response.headers["Content-Encoding"] = coding
        return self.sending.fill(request, response, variants[coding].path, coding)


def _first_file(root: str, candidates: Any) -> Found | None:
    """The first of several names that is a file."""
    found = (look(root, names) for names in candidates)
    return next((each for each in found if each is not None and S_ISREG(each.details.st_mode)), None)


def _to_folder(request: Request) -> Response:
    """308 to the same path with a slash, and never to another host (RFC 9110 §15.4.9)."""
    script = quote(request.environ.get("SCRIPT_NAME", "").encode("latin-1"))
    path = script + quote(request.raw_path, safe="/%:@!$&'()*+,;=[]^|")
    return Response(status=308, headers={"Location": f"/{path.strip('/')}/{query(request)}"})
