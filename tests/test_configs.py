"""Whole files of configuration and what is said about each: a ruler parts the two."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from gateway.check.examination import remarks
from gateway.check.report import render
from gateway.config import load
from gateway.config.variables import Secret
from gateway.errors import ConfigError

RULER = "----------\n"
CONFIGS = Path(__file__).parent / "configs"


def cases(folder: str) -> list[Path]:
    return sorted((CONFIGS / folder).glob("*.yaml"))


def parts(file: Path) -> tuple[str, str]:
    """The configuration, and what is expected of it."""
    written, _, expected = file.read_bytes().decode().partition(RULER)
    return written, expected


def environ(written: str) -> dict[str, str]:
    """The variables that the comments of the first lines set."""
    lines = written[: written.find("version:")].splitlines()
    pairs = [line.removeprefix("# ").partition("=") for line in lines if line.startswith("# ")]
    return {name: value for name, equals, value in pairs if equals}


def told(written: str, folder: Path) -> str:
    """The report about a file, or what it means if there is nothing to report."""
    file = folder / "gateway.yaml"
    file.write_bytes(written.encode())
    try:
        config = load(file, environ=environ(written))
    except ConfigError as error:
        return render(error.problems, color=False) + "\n"
    found = [*remarks(config)]
    if found:
        return render(found, color=False) + "\n"
    return "".join(f"{line}\n" for line in meaning(config, folder))


def meaning(config: Any, folder: Path) -> list[str]:
    """What differs from the defaults, one value a line."""
    plain = simple(config)
    return [
        line.replace(str(folder), ".")
        for line in lines(plain)
        if not line.startswith(("file:", "files:", "directory:"))
    ]


def simple(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        fields = {field.name: (field, getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {
            name: simple(held)
            for name, (field, held) in fields.items()
            if name not in {"at", "position"} and held not in (default(field), (), {}, None)
        }
    if isinstance(value, dict):
        return {key: simple(item) for key, item in value.items()}
    if isinstance(value, Secret):
        return "***"
    if isinstance(value, list | tuple):
        return [simple(item) for item in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def default(field: dataclasses.Field[Any]) -> Any:
    made = field.default_factory is not dataclasses.MISSING
    return field.default_factory() if made else field.default


def lines(value: Any, place: str = "") -> list[str]:
    if isinstance(value, dict) and value:
        return [
            line for key, item in value.items() for line in lines(item, f"{place}.{key}" if place else key)
        ]
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return [line for number, item in enumerate(value) for line in lines(item, f"{place}[{number}]")]
    return [f"{place}: {json.dumps(value, ensure_ascii=False)}"]


@pytest.mark.parametrize("file", cases("refused"), ids=lambda file: file.stem)
def test_refused_file_is_explained(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written, expected = parts(file)

    assert told(written, tmp_path) == expected


@pytest.mark.parametrize("file", cases("accepted"), ids=lambda file: file.stem)
def test_accepted_file_means_what_it_says(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written, expected = parts(file)

    assert told(written, tmp_path) == expected


def test_every_refused_file_is_refused() -> None:
    assert [file.stem for file in cases("refused") if "error[GW" not in parts(file)[1]] == []


def test_no_report_shows_a_secret() -> None:
    assert [file.stem for file in cases("refused") if "hunter" in parts(file)[1]] == []
