"""What other validators than ours say about gateway.yaml by the schema for editors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gateway.config.reader import parse
from tests.cli.test_bundle import REFERENCES, REFUSED
from tests.goldens import golden, goldens
from tests.schemas.language_server import HERE

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "schemas" / "gateway.json"
FILES = [ROOT / "gateway.yaml", *goldens("accepted")]
RIGHT = [golden(file).written for file in FILES]
REFERRING = [f"version: 1\n{text}\n" for text in REFERENCES]
WRONG = [f"version: 1\n{text}\n" for text in REFUSED]
needs_ajv = pytest.mark.skipif(
    not (shutil.which("node") and (HERE / "node_modules" / "ajv").is_dir()),
    reason="needs Node, and ajv below tests/schemas (make editors)",
)


def asked_of_ajv(texts: list[str]) -> list[Any]:
    """What ajv says about each text; it refuses a schema with words it does not know."""
    return json.loads(
        subprocess.run(
            ["node", HERE / "ajv.mjs", SCHEMA],
            input=json.dumps([parse(text, "gateway.yaml") for text in texts], default=str),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )


@needs_ajv
def test_ajv_finds_nothing_wrong_in_what_is_right() -> None:
    texts = RIGHT + REFERRING

    assert dict(zip(texts, asked_of_ajv(texts), strict=True)) == {text: [] for text in texts}


@needs_ajv
def test_ajv_finds_what_is_wrong() -> None:
    assert [text for text, found in zip(WRONG, asked_of_ajv(WRONG), strict=True) if not found] == []


def checked(folder: Path, texts: list[str]) -> subprocess.CompletedProcess[str]:
    """What check-jsonschema says about texts as files."""
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_bytes(text.encode())
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--schemafile",
        str(SCHEMA),
        "--output-format",
        "json",
    ]
    files = [str(folder / f"{number}.yaml") for number in range(len(texts))]
    return subprocess.run([*command, *files], capture_output=True, text=True, check=False)


def test_check_jsonschema_finds_nothing_wrong_in_what_is_right(tmp_path: Path) -> None:
    done = checked(tmp_path, RIGHT + REFERRING)

    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_check_jsonschema_finds_what_is_wrong(tmp_path: Path) -> None:
    done = checked(tmp_path, WRONG)
    found = {Path(error["filename"]).stem for error in json.loads(done.stdout)["errors"]}

    assert done.returncode == 1
    assert found == {str(number) for number in range(len(WRONG))}
