"""Whole small services in a folder of their own: compiled, asked, or refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from werkzeug.test import Client

from gateway.check.examination import examined
from gateway.compiler import Compiled, compile_file
from gateway.errors import ConfigError, Problem
from gateway.wsgi import Gateway

Files = Mapping[str, str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Write a gateway.yaml, its version left out, and other files; modules made here are forgotten after."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = set(sys.modules)

    def write(text: str, files: Files | None = None) -> Path:
        for name, content in {"gateway.yaml": f"version: 1\n{text}", **(files or {})}.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        return tmp_path / "gateway.yaml"

    yield write
    for name in set(sys.modules) - before:
        if _is_below(sys.modules[name], tmp_path):
            del sys.modules[name]


def _is_below(module: object, folder: Path) -> bool:
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
    return any(str(place).startswith(f"{folder}{os.sep}") for place in places)


@pytest.fixture
def compiled(write: Callable[..., Path]) -> Callable[..., Compiled]:
    """What a text and files beside it are compiled to."""

    def compiled(
        text: str, files: Files | None = None, /, *, strict: bool = False, **environ: str
    ) -> Compiled:
        return compile_file(write(text, files), environ=environ, strict=strict)

    return compiled


@pytest.fixture
def client(compiled: Callable[..., Compiled]) -> Callable[..., Client]:
    """A browser of the service that a text means."""

    def client(text: str, files: Files | None = None, /, **environ: str) -> Client:
        return Client(Gateway(compiled(text, files, **environ)))

    return client


@pytest.fixture
def refused(compiled: Callable[..., Compiled], tmp_path: Path) -> Callable[..., list[str]]:
    """What is said about a text, as `line:column rule message | help`.

    A check says the same without importing anything, but what `only_imported` modules can tell; and it
    refuses keys that are written down, which are convenient here.
    """

    def refused(
        text: str,
        files: Files | None = None,
        /,
        *,
        strict: bool = True,
        only_imported: bool = False,
        **environ: str,
    ) -> list[str]:
        with pytest.raises(ConfigError) as error:
            compiled(text, files, strict=strict, **environ)
        said = told(error.value.problems)
        if strict:
            checked = [] if only_imported else said
            found = [each for each in checks(tmp_path / "gateway.yaml", environ) if "GW022" not in each]
            assert {*map(comparable, found)} == {*map(comparable, checked)}
        return said

    return refused


def comparable(said: str) -> str:
    """What a check and a start say alike.

    Of a hidden route or a bad schema, the check says more; that a module is missing it tells in one place.
    """
    _, rule, message = said.split(" ", 2)
    return {"GW058": rule, "GW081": rule, "GW060": message}.get(rule, said)


def checks(file: Path, environ: Mapping[str, str]) -> list[str]:
    """What a check says about a file, nothing imported."""
    try:
        examined(file, environ=environ)
    except ConfigError as error:
        return told(error.problems)
    return []


def told(problems: Iterable[Problem]) -> list[str]:
    """Problems as `line:column rule message | help`."""
    return [
        f"{p.position.line}:{p.position.column} {p.rule} {p.message}" + (f" | {p.help}" if p.help else "")
        for p in problems
    ]
