from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.config import load
from gateway.config.model import Config
from gateway.errors import ConfigError

Write = Callable[..., Path]
Load = Callable[..., Config]
Refuse = Callable[..., list[str]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files below a folder, and name the first."""

    def write(text: str = "", /, **files: str) -> Path:
        for name, content in {"gateway": text, **files}.items():
            file = tmp_path / f"{name.replace('__', '/')}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        return tmp_path / "gateway.yaml"

    return write


@pytest.fixture
def configured(write: Write) -> Load:
    """The configuration that a text (its version left out) means."""

    def configured(text: str, /, *, require: bool = True, **environ: str) -> Config:
        return load(write(f"version: 1\n{text}"), environ=environ, require=require)

    return configured


@pytest.fixture
def refused(configured: Load) -> Refuse:
    """What is said about a text, `line rule message` each."""

    def refused(text: str, /, *, require: bool = True, **environ: str) -> list[str]:
        with pytest.raises(ConfigError) as error:
            configured(text, require=require, **environ)
        return [f"{p.position.line} {p.rule} {p.message}" for p in error.value.problems]

    return refused
