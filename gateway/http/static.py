"""Folders of files below a path."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from werkzeug.exceptions import Forbidden, NotFound

from gateway.http.files import resolve, send_file
from gateway.http.refusal import query
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.results import NEXT


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The file in the first of `roots` that has it; raise NotFound, or Forbidden for a denied hidden name.

    `extensions` are tried for names without one, `index` in folders; with `fallthrough` what is missing is
    left to the next route. A folder with an index, asked for without its slash, answers 308 to the path with
    it unless `redirect` is off. Nothing outside of the roots is sent, not through a link either.
    """

    roots: tuple[Path, ...]
    _: KW_ONLY
    index: tuple[str, ...] = ("index.html",)
    dotfiles: str = "ignore"
    extensions: tuple[str, ...] = ()
    redirect: bool = True
    fallthrough: bool = False
    max_age: float | None = None
    immutable: bool = False

    def __call__(self, request: Request) -> Any:
        """The answer for what `request.params["path"]` names, which is decoded text below the prefix."""
        try:
            found = self._found(request)
        except (NotFound, Forbidden):
            if self.fallthrough:
                return NEXT
            raise
        if found is None:
            return _to_folder(request)
        return send_file(request, found, max_age=self.max_age, immutable=self.immutable)

    def _found(self, request: Request) -> Path | None:
        """The path of the file; None for a folder that is asked for without its slash."""
        names = self._names(request)
        for root in self.roots:
            found = self._in_root(root, "/".join(names))
            if found is None:
                continue
            path, is_index = found
            if is_index == request.path.endswith("/"):
                return path
            if is_index and self.redirect:
                return None
        raise NotFound

    def _names(self, request: Request) -> list[str]:
        """The segments of the path, all of them names below a root and none hidden if that is refused."""
        path: str = request.params["path"]
        names = path.removesuffix("/").split("/")
        if names == [""]:
            return []
        # A file's name holds no slash, so an encoded one (and anything else that is no name) is not there.
        if "%2f" in request.raw_path.lower() or any(_is_foreign(name) for name in names):
            raise NotFound
        if self.dotfiles != "allow" and any(name.startswith(".") for name in names):
            raise Forbidden if self.dotfiles == "deny" else NotFound
        return names

    def _in_root(self, root: Path, path: str) -> tuple[Path, bool] | None:
        """The file for a path, and whether it is the index of the folder of that name."""
        mode = _mode(root, path)
        if stat.S_ISREG(mode):
            return root / path, False
        is_folder = stat.S_ISDIR(mode)
        others = self._in_folder(path) if is_folder else self._extended(path)
        return next(((root / name, is_folder) for name in others if stat.S_ISREG(_mode(root, name))), None)

    def _in_folder(self, path: str) -> Iterator[str]:
        """Where the page of a folder may be."""
        return (f"{path or '.'}/{name}" for name in self.index)

    def _extended(self, path: str) -> Iterator[str]:
        """The names a name without an extension may stand for."""
        extensions = () if "." in path.rpartition("/")[2] else self.extensions
        return (f"{path}.{extension.removeprefix('.')}" for extension in extensions)


def _is_foreign(name: str) -> bool:
    """Whether a segment is no name of a file: empty, a way elsewhere, or with a drive or NUL in it."""
    return name in ("", ".", "..") or "\\" in name or "\0" in name or name[1:2] == ":"


def _mode(root: Path, path: str) -> int:
    """What lies at a path below a root, as in os.stat; 0 for nothing, and for what lies elsewhere."""
    found = resolve(root, path)
    try:
        return found.stat().st_mode if found else 0
    except OSError:
        return 0


def _to_folder(request: Request) -> Response:
    """308 to the same path with a slash, relative so that it holds behind any proxy (RFC 9110 §15.4.9)."""
    name = quote(request.path.rpartition("/")[2], safe="")
    return Response(status=308, headers={"Location": f"./{name}/{query(request)}"})
