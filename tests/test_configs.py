"""Whole services, and what a check says about each: exactly that, and no word more."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from gateway.check.examination import examined
from gateway.check.ignores import without_ignored
from gateway.check.report import render
from gateway.check.rules import rules
from gateway.config import load
from gateway.config.fragments import joined
from gateway.config.reader import parse
from gateway.config.suggest import listed
from gateway.config.variables import Secret
from gateway.errors import ConfigError, Problem
from tests.goldens import Golden, golden, goldens

ROOT = Path(__file__).parents[1]
HEAD = re.compile(r"(?:error|warning)\[(GW\d{3})\]: ")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to check in, without the example's handlers; its modules are forgotten afterwards."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "handlers"]:
        monkeypatch.delitem(sys.modules, name)
    before = set(sys.modules)
    folder = tmp_path / "shop"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (tmp_path / "gateway").symlink_to(ROOT / "gateway")
    path = [str(tmp_path), *(path for path in sys.path if Path(path).resolve() != ROOT)]
    monkeypatch.setattr(sys, "path", path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield folder
    for name in set(sys.modules) - before:
        if str(tmp_path) in f"{getattr(sys.modules[name], '__spec__', '')}":
            del sys.modules[name]


def told(case: Golden, folder: Path) -> str:
    """What `gateway check` prints, or what a server would miss if that finds nothing."""
    file = case.write(folder)
    found, summary = problems(file, case.environ)
    report = render(found, color=False) if found else summary
    return report.replace(str(folder), ".") + "\n"


def problems(file: Path, environ: dict[str, str]) -> tuple[Sequence[Problem], str]:
    """What is wrong, and a line for when there is nothing."""
    try:
        compiled = examined(file, environ=environ)
        found = without_ignored(compiled.warnings, compiled.files)
        if not found:
            load(file, environ=environ)
    except ConfigError as error:
        return error.problems, ""
    noun = "environment" if len(compiled.environments) == 1 else "environments"
    names = listed(compiled.environments, last="and")
    return found, f"{file.name}: no problems ({compiled.rows} routes, {noun} {names})"


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


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema, or what it refers to."""
    return joined()["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def inner(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The schemas of items and of keys that have any name."""
    return [each for word in ("items", "additionalProperties") if isinstance(each := schema.get(word), dict)]


def known_keys(schema: dict[str, Any], place: str, seen: set[int]) -> Iterator[tuple[int, str]]:
    """The schema of each key that may be written, by its id, and where that is."""
    schema = resolved(schema)
    if id(schema) not in seen:
        seen.add(id(schema))
        for key, value in schema.get("properties", {}).items():
            if value.get("not") != {}:
                yield id(value), f"{place}.{key}"
                yield from known_keys(value, f"{place}.{key}", seen)
        for each in inner(schema):
            yield from known_keys(each, place, seen)


def used_keys(schema: dict[str, Any], value: Any) -> Iterator[int]:
    """The schema of each key that a value has, by its id."""
    schema = resolved(schema)
    keys = schema.get("properties", {})
    for key, item in value.items() if isinstance(value, dict) else ():
        yield from [id(keys[key])] if key in keys else ()
        for each in [keys[key]] if key in keys else inner(schema):
            yield from used_keys(each, item)
    for item in value if isinstance(value, list) else ():
        for each in inner(schema):
            yield from used_keys(each, item)


@pytest.mark.parametrize("file", [*goldens("refused"), *goldens("several")], ids=lambda file: file.stem)
def test_mistakes_are_explained(file: Path, folder: Path) -> None:
    case = golden(file)

    assert told(case, folder) == case.expected


@pytest.mark.parametrize("file", goldens("accepted"), ids=lambda file: file.stem)
def test_accepted_file_means_what_it_says(file: Path, folder: Path) -> None:
    case = golden(file)
    summary, _, meant = case.expected.partition("\n")
    found = told(case, folder)

    assert found == f"{summary}\n"
    if meant:
        config = load(folder / "gateway.yaml", environ=case.environ)
        assert "".join(f"{line}\n" for line in meaning(config, folder)) == meant


def test_each_refused_file_has_one_mistake() -> None:
    heads = {file.stem: HEAD.findall(golden(file).expected) for file in goldens("refused")}

    assert [stem for stem, found in heads.items() if len(found) != 1] == []
    assert len(heads) >= 250


def test_each_rule_is_broken_in_three_refused_files() -> None:
    told = Counter(rule for file in goldens("refused") for rule in HEAD.findall(golden(file).expected))

    assert {rule: told[rule] for rule in rules() if told[rule] < 3} == {}


def test_accepted_files_have_no_problem() -> None:
    firsts = {file.stem: golden(file).expected.partition("\n")[0] for file in goldens("accepted")}

    assert [stem for stem, first in firsts.items() if "gateway.yaml: no problems (" not in first] == []
    assert len(firsts) >= 60


def test_accepted_files_use_every_key_there_is() -> None:
    texts = [golden(file).written for file in goldens("accepted")]
    used = {each for text in texts for each in used_keys(joined(), parse(text, "gateway.yaml"))}

    assert [place for each, place in known_keys(joined(), "", set()) if each not in used] == []


def test_no_report_shows_a_secret() -> None:
    reports = {file.stem: golden(file).expected for file in [*goldens("refused"), *goldens("several")]}

    assert [stem for stem, report in reports.items() if "hunter" in report] == []
