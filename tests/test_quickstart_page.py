"""What the quickstart shows runs: each piece of its gateway.yaml, with its handlers."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from werkzeug.test import Client

from gateway.wsgi import load

PAGE = (Path(__file__).parents[1] / "docs" / "quickstart.md").read_text(encoding="utf-8")
ROUTE, STACKS, OWN_LAYER, SESSION, OVERLAY = re.findall(
    r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
)
HANDLERS = re.findall(r"^```python\n# handlers/(\w+)\.py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
DEFAULT = "settings: {default_stack: web}\n"


@pytest.mark.parametrize(
    ("added", "header"),
    [
        ("", "Content-Type"),
        (STACKS, "X-Request-Id"),
        (OWN_LAYER + DEFAULT, "Server-Timing"),
        (SESSION + OVERLAY + DEFAULT, "X-Frame-Options"),
    ],
    ids=["route", "stacks", "layer", "session"],
)
def test_each_piece_serves_the_first_route(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, added: str, header: str
) -> None:
    (tmp_path / "quick").mkdir()
    for name, text in HANDLERS:
        (tmp_path / "quick" / f"{name}.py").write_text(text)
    file = tmp_path / "gateway.yaml"
    file.write_text((ROUTE + added).replace("handlers.", "quick."))
    monkeypatch.setattr(sys, "path", [*sys.path])

    answer = Client(load(file, environ={"GATEWAY_ENV": "development"})).get("/hello/ada")

    assert answer.json == {"hello": "ada"}
    assert header in answer.headers
