"""A configuration of a few lines, and what a lint says about it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from gateway.config import load


@pytest.fixture
def loaded(tmp_path):
    """What a file holds that begins with its version, and files beside it."""

    def loaded(text, files=None, **environ):
        for name, content in {"gateway.yaml": f"version: 1\n{dedent(text)}", **(files or {})}.items():
            (tmp_path / name).write_text(content)
        return load(tmp_path / "gateway.yaml", environ=environ, require=False)

    return loaded


@pytest.fixture
def told(loaded):
    """Where each problem that a lint finds is, and what it says."""

    def told(lint, text, files=None, **environ):
        found = [*lint(loaded(text, files, **environ))]
        return [
            f"{each.position.line}:{each.position.column} {each.level}[{each.rule}]: {each.message}"
            for each in sorted(found, key=lambda each: each.position[:3])
        ]

    return told
