from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.test import EnvironBuilder, run_wsgi_app

from gateway.wsgi import load

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
    assert document["paths"]["/"]["get"]["security"] == []


TRUE = """version: 1
settings: {public_url: "http://a.example"}
session: {keys: [0123456789abcdef0123456789abcdef]}
stacks: {member: [session, csrf, require_login]}
errors: [{on: 404, format: problem}]
routes:
  - {path: "/user/:id", params: {id: int}, respond: {json: {a: 1}}}
  - {path: "/word/:word", params: {word: {pattern: "[a-z]+"}}, respond: {text: a, html: b}}
  - {path: "/report{.:format}", respond: {status: 204}}
  - {path: "/all/*rest", redirect: {to: /, status: 308}}
  - {path: /zone, methods: [GET, POST], stack: [member], handler: "told:made", status: 201}
  - {path: /basic, stack: [{basic_auth: {users: {me: "not a secret"}}}], respond: {text: in}}
  - path: /list
    handler: "told:listed"
    status: 200
    query: {page: {type: integer}, size: {type: integer, default: 9}}
  - path: /new
    methods: [PUT]
    handler: "told:made"
    status: 201
    body: {schema: {type: object}, required: true, max_size: 9B}
  - {path: /files, static: public}
  - {path: /one, file: public/a.txt}
  - {path: /v2, respond: {text: two}, when: {header: {X-Api: v2}}}
"""
TOLD = "def made(request): return {}\ndef listed(request, page, size): return []\n"


@pytest.fixture
def service(folder):
    """The service that is described, and its description."""
    (folder / "public").mkdir()
    (folder / "public" / "a.txt").write_text("a")
    (folder / "told.py").write_text(TOLD)
    (folder / "gateway.yaml").write_text(TRUE)
    return load(folder / "gateway.yaml", environ={})


def sent(service, path, method, **options):
    """The status and the content type of an answer."""
    environ = EnvironBuilder(path, method=method, **options).get_environ()
    _, status, headers = run_wsgi_app(service, environ, buffered=True)
    return int(status[:3]), headers.get("Content-Type", "").partition(";")[0]


def filled(told, path):
    """A path and query as a parameter's schema wants them, and the headers that have to be there."""
    values = {"integer": "7", "string": "word"}
    headers, query = {}, {}
    for one in told.get("parameters", []):
        value = one["schema"].get("const", values[one["schema"]["type"]])
        path = path.replace(f"{{{one['name']}}}", value)
        (headers if one["in"] == "header" else query)[one["name"]] = value
    return path, {"headers": headers, "query_string": query}


def test_what_is_described_is_what_is_answered(run, service):
    document = json.loads(run("openapi", "--format", "json")[1])
    unlike = []
    for path, item in document["paths"].items():
        for method, told in item.items():
            where, options = filled(told, path)
            status = sent(service, where, method.upper(), **options)[0]
            is_told = str(status) in told["responses"]
            is_refused = bool(told["security"]) == (status in {401, 403})
            unlike += [] if is_told and is_refused else [(method, path, status)]

    assert unlike == []


@pytest.mark.parametrize(
    ("asked", "options", "status"),
    [
        ("GET /user/x", {}, 404),
        ("GET /word/word", {"headers": {"Accept": "image/png"}}, 406),
        ("GET /list", {}, 400),
        ("PUT /new", {"data": "{}", "content_type": "text/plain"}, 415),
        ("PUT /new", {"data": "{", "content_type": "application/json"}, 400),
        ("PUT /new", {"data": '{"a": 1234}', "content_type": "application/json"}, 413),
        ("GET /files/gone", {}, 404),
        ("GET /one", {"headers": {"Range": "bytes=9-"}}, 416),
        ("GET /basic", {"headers": {"Authorization": "Bearer x"}}, 400),
        ("POST /zone", {}, 403),
        ("GET /zone", {}, 401),
    ],
)
def test_refusals_that_are_described_happen(run, service, asked, options, status):
    method, path = asked.split()
    document = json.loads(run("openapi", "--format", "json")[1])
    ((_, item),) = [each for each in document["paths"].items() if has(*each, method, path)]
    told = item[method.lower()]["responses"][str(status)]
    if "$ref" in told:
        told = document["components"]["responses"][told["$ref"].rpartition("/")[2]]
    answered, kind = sent(service, path, method, **options)

    assert answered == status
    assert kind in told["content"]


def has(template, item, method, path):
    """Whether a template has a path and its method."""
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(template))
    return method.lower() in item and re.fullmatch(pattern, path) is not None
