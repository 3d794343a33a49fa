from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

ROOT = Path(__file__).parents[2]
TEXT = """version: 1
env: {URL: {default: "https://a.example"}}
settings: {public_url: "${URL}"}
routes:
  - {path: "/user/:id", params: {id: int}, handler: "nowhere.to.import:show", name: user}
  - {regex: ^/x, respond: {}}
environments: {production: {settings: {public_url: "https://b.example"}}}
"""


@pytest.fixture
def file(folder):
    (folder / "gateway.yaml").write_text(TEXT)
    return folder / "gateway.yaml"


def test_document_is_printed_as_yaml_without_importing_handlers(run, file):
    status, out, err = run("openapi")
    document = yaml.safe_load(out)

    assert status == 0
    assert err == "gateway.yaml:6: GET regex ^/x is left out: OpenAPI has no regular expressions for paths\n"
    assert (document["openapi"], document["info"]["version"]) == ("3.1.1", "1.0.0")
    assert document["paths"]["/user/{id}"]["get"]["operationId"] == "user"


def test_both_formats_say_the_same(run, file):
    assert yaml.safe_load(run("openapi")[1]) == json.loads(run("openapi", "--format", "json")[1])


def test_yaml_writes_out_what_is_shared(run, file):
    assert "&id" not in run("openapi")[1]


def test_title_version_and_server_are_chosen(run, file):
    options = ("--title", "Größe", "--api-version", "2.1", "--server", "https://c.example")
    _, out, _ = run("openapi", *options)
    document = yaml.safe_load(out)

    assert "title: Größe\n" in out
    assert (document["info"]["version"], document["servers"]) == ("2.1", [{"url": "https://c.example"}])


def test_title_is_the_name_of_the_folder(run, file):
    assert yaml.safe_load(run("openapi")[1])["info"]["title"] == file.parent.name


def test_environment_is_chosen(run, file):
    assert yaml.safe_load(run("openapi", "--env", "production")[1])["servers"] == [
        {"url": "https://b.example"}
    ]


def test_file_with_problems_is_1(run, folder):
    (folder / "gateway.yaml").write_text("version: 1\nrotues: []\n")
    status, out, err = run("openapi")

    assert (status, out) == (1, "")
    assert 'error[GW010]: unknown key "rotues"' in err


def test_missing_file_is_2(run, folder):
    status, _, err = run("openapi", "gone.yaml")

    assert status == 2
    assert err.startswith("gateway openapi: gone.yaml is not a file")


def test_example_of_the_page_is_what_is_printed(run, folder):
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    written, shown = re.search(
        r"^```yaml\n(version: 1\nroutes:.*?)^```\n.*?^\$ gateway openapi.*?\n(.*?)^```",
        page,
        re.MULTILINE | re.DOTALL,
    ).groups()
    (folder / "gateway.yaml").write_text(written)
    printed = run("openapi", "--title", "Orders")[1]

    assert shown in printed


def test_document_of_the_example_service_is_valid(run, folder):
    shutil.copy(ROOT / "gateway.yaml", folder)
    status, out, err = run("openapi")
    document = yaml.safe_load(out)

    assert (status, err) == (0, "")
    OpenAPIV31SpecValidator(document).validate()
    assert document["paths"]["/user-zone"]["get"]["security"] == [{"session": []}]
    assert "security" not in document["paths"]["/"]["get"]
