"""The page about bodies: its files are a service, which gives the answers that are shown."""

from __future__ import annotations

import hmac
import json
import re
import sys
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import Client

from gateway.wsgi import load

PAGE = (Path(__file__).parents[1] / "docs" / "bodies.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([\w/]+\.\w+)`\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
SHOWN = re.findall(
    r"^`POST (\S+)` (\S+)\n```\n(.*?)\n```\n`(\d+)`\n```json\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL
)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A client of the service; its handlers have a package of their own here."""
    folder = tmp_path_factory.mktemp("shown")
    for name, text in FILES.items():
        file = folder / name.replace("handlers/", "shown_bodies/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("handlers.", "shown_bodies."), encoding="utf-8")
    before = list(sys.path)
    yield Client(load(folder / "gateway.yaml", environ={"GATEWAY_ENV": "production"}))
    sys.path[:] = before
    for name in [name for name in sys.modules if name.startswith("shown_bodies")]:
        del sys.modules[name]


def test_page_shows_files_and_answers():
    assert (len(FILES), len(SHOWN)) == (4, 5)


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: f"{shown[0]} {shown[3]}")
def test_answer_is_the_one_that_is_shown(service, shown):
    path, content_type, sent, status, answer = shown
    got = service.post(path, data=sent, content_type=content_type, headers={"Accept": "application/json"})
    expected = json.loads(answer.replace("handlers.", "shown_bodies."))

    assert got.status_code == int(status)
    assert expected.items() <= got.json.items()


def test_signed_hook_is_let_in(service):
    data = b'{"order": 7}'
    signature = hmac.new(b"from your vault", data, "sha256").hexdigest()
    answer = service.post(
        "/hooks/shop", data=data, content_type="application/json", headers={"X-Signature": signature}
    )

    assert answer.json == {"paid": 7}


def test_picture_is_taken_as_the_page_says(service):
    form = {"title": "Sea", "picture": (BytesIO(b"12345"), "sea.jpg")}

    assert service.post("/pictures", data=form).json == {"title": "Sea", "name": "sea.jpg", "bytes": 5}


@pytest.mark.parametrize(
    ("path", "sent", "kind"),
    [
        ("/notes", {"data": b"", "content_type": "application/json"}, "entity.missing"),
        ("/notes", {"data": b"x", "content_type": "text/plain"}, "media.type.unsupported"),
        ("/notes", {"data": b"[]" * 600, "content_type": "application/json"}, "entity.too.large"),
        ("/notes", {"data": b"[]", "content_type": "application/json; charset=x"}, "charset.unsupported"),
        ("/pictures", {"data": {str(n): (BytesIO(b""), "a") for n in range(3)}}, "files.too.many"),
        ("/search", {"data": {str(n): "" for n in range(1001)}}, "parameters.too.many"),
        ("/search", {"data": {"a" + "[b]" * 33: ""}}, "querystring.parse.rangeError"),
        ("/notes", {"json": [], "headers": {"Content-Encoding": "gzip"}}, "encoding.broken"),
        ("/notes", {"json": [], "headers": {"Content-Encoding": "foo"}}, "encoding.unsupported"),
        ("/anything", {"data": b"\xff", "content_type": "text/csv"}, "entity.parse.failed"),
    ],
)
def test_error_has_the_type_in_the_table(service, path, sent, kind):
    sent = {**sent, "headers": {"Accept": "application/json", **sent.get("headers", {})}}
    answer = service.post(path, **sent)
    (status,) = re.findall(rf"^\| (\d+) \|[^|]*`{re.escape(kind)}`", PAGE, re.MULTILINE)

    assert (answer.json["type"], answer.status_code) == (kind, int(status))
