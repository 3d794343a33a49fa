"""What an editor offers, explains and marks in gateway.yaml, by the language server that editors run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.config.fragments import built_in_middleware, joined
from tests.cli.test_bundle import REFERENCES
from tests.goldens import golden, goldens
from tests.schemas.language_server import SERVER, Editor, editor

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "schemas" / "gateway.json"
FILES = [ROOT / "gateway.yaml", *goldens("accepted")]
CONFIGURABLE = [
    name for name in built_in_middleware() if joined()["$defs"][f"middleware.{name}"].get("properties")
]
PROPERTY, VALUE = 10, 12  # of LSP's CompletionItemKind
CURSOR = "‸"
needs_server = pytest.mark.skipif(
    not (shutil.which("node") and SERVER.is_file()),
    reason="needs Node, and yaml-language-server below tests/schemas (make editors)",
)
pytestmark = needs_server


@pytest.fixture(scope="module")
def window() -> Iterator[Editor]:
    """An editor that knows our schema for every file."""
    with editor({"schemas": {SCHEMA.as_uri(): ["*.yaml"]}}) as window:
        yield window


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gateway.yaml"


def at_cursor(window: Editor, file: Path, text: str, question: str) -> Any:
    """What is answered to a question about the place of the cursor in a file."""
    before, _, after = f"version: 1\n{text}".partition(CURSOR)
    window.open(file, before + after)
    position = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
    return window.ask(question, textDocument={"uri": file.as_uri()}, position=position)


def offered(window: Editor, file: Path, text: str) -> dict[str, str]:
    """What is offered at the cursor, each with what is said about it."""
    items = at_cursor(window, file, text, "textDocument/completion")["items"]
    return {item["label"]: item.get("documentation", "") for item in items if is_word(item)}


def is_word(item: dict[str, Any]) -> bool:
    """Whether an item is a key or a value rather than the skeleton of a mapping or of a list."""
    return item["kind"] in {PROPERTY, VALUE} and not item["label"].startswith("- ")


def options(place: str) -> dict[str, str]:
    """The options that the fragments describe at a place: its keys, with * for a name or an item."""
    found = {key: option for key, option in at(place)["properties"].items() if "not" not in option}
    return {key: option["description"] for key, option in found.items()}


def at(place: str) -> dict[str, Any]:
    """The fragment at a place."""
    whole = joined()
    schema: dict[str, Any] = whole
    for key in place.split():
        inner = schema.get("items") or schema.get("additionalProperties")
        schema = inner if key == "*" else schema["properties"][key]
        schema = whole["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return schema


@pytest.mark.parametrize(
    ("text", "place", "written"),
    [
        ("‸", "", {"version"}),
        ("env:\n  A:\n    ‸", "env *", set()),
        ("settings:\n  ‸", "settings", set()),
        ("settings:\n  routing:\n    ‸", "settings routing", set()),
        ("settings:\n  json:\n    indent: 2\n    ‸", "settings json", {"indent"}),
        ("session:\n  ‸", "session", set()),
        ("session:\n  cookie:\n    ‸", "session cookie", set()),
        ("session:\n  redis:\n    ‸", "session redis", set()),
        ("login:\n  a:\n    logout:\n      ‸", "login * logout", set()),
        ("views:\n  ‸", "views", set()),
        ("routes:\n  - ‸", "routes *", set()),
        ("routes:\n  - path: /\n    ‸", "routes *", {"path"}),
        ("routes:\n  - prefix: /a\n    routes:\n      - path: /\n        ‸", "routes *", {"path"}),
        ("routes:\n  - path: /\n    body:\n      ‸", "routes * body", set()),
        ("routes:\n  - path: /\n    body:\n      - ‸", "routes * body", set()),
        ("routes:\n  - path: /\n    static:\n      ‸", "routes * static", set()),
        ("routes:\n  - path: /\n    redirect:\n      to: /\n      ‸", "routes * redirect", {"to"}),
        ("routes:\n  - path: /\n    mount:\n      settings:\n        ‸", "settings", set()),
        ("routes:\n  - path: /\n    when:\n      ‸", "routes * when", set()),
        ("errors:\n  - ‸", "errors *", set()),
        ("observe:\n  ‸", "observe", set()),
        ("environments:\n  production:\n    ‸", "environments *", set()),
        ("environments:\n  production:\n    session:\n      ‸", "session", set()),
    ],
)
def test_keys_are_offered_with_their_descriptions(
    window: Editor, file: Path, text: str, place: str, written: set[str]
) -> None:
    expected = options(place)

    assert offered(window, file, text) == {key: expected[key] for key in expected.keys() - written}


@pytest.mark.parametrize("name", CONFIGURABLE)
def test_options_of_a_built_in_are_offered(window: Editor, file: Path, name: str) -> None:
    expected = options(f"stacks * * {name}")

    assert offered(window, file, f"stacks:\n  web:\n    - {name}:\n        ‸") == expected


@pytest.mark.parametrize(
    "text",
    [
        "stacks:\n  web: [‸]",
        "stacks:\n  web: [access_log, ‸]",
        "stacks:\n  web:\n    - ‸",
        "routes:\n  - path: /\n    stack: [‸]",
        "middleware:\n  mine: ‸",
    ],
)
def test_built_ins_are_offered_in_a_stack(window: Editor, file: Path, text: str) -> None:
    described = options("stacks * *")

    assert offered(window, file, text) == {name: described[name] for name in built_in_middleware()}


OF_OAUTH1 = {"request_token_url", "authenticate_url", "access_token_url", "fallback_url", "profile_source"}
OF_OAUTH2 = {"authorize_url", "token_url", "issuer", "scope", "client_auth", "claims", "parameters"}
OF_OIDC = {"jwks_url", "logout_url", "userinfo", "back_channel_logout"}


@pytest.mark.parametrize(
    ("said", "others"),
    [
        ("kind: oauth1", OF_OAUTH2 | OF_OIDC),
        ("kind: oauth2", OF_OAUTH1 | OF_OIDC),
        ("kind: oidc", OF_OAUTH1),
        ("provider: twitter", OF_OAUTH2 | OF_OIDC),
        ("provider: github", OF_OAUTH1 | OF_OIDC),
        ("provider: google", OF_OAUTH1),
        ("provider: sandbox", set()),
        ("label: Somewhere", set()),
    ],
)
def test_login_is_offered_the_options_of_its_kind(
    window: Editor, file: Path, said: str, others: set[str]
) -> None:
    found = offered(window, file, f"login:\n  a:\n    {said}\n    ‸")

    assert found.keys() == options("login *").keys() - others - {said.partition(":")[0]}
    assert all(found.values())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("settings:\n  query: ‸", "settings query"),
        ("settings:\n  routing:\n    trailing_slash: ‸", "settings routing trailing_slash"),
        ("session:\n  store: ‸", "session store"),
        ("session:\n  cookie:\n    same_site: ‸", "session cookie same_site"),
        ("login:\n  a:\n    provider: ‸", "login * provider"),
        ("login:\n  a:\n    kind: oauth2\n    client_auth: ‸", "login * client_auth"),
        ("routes:\n  - path: /\n    methods: [‸]", "routes * methods *"),
        ("routes:\n  - path: /\n    methods:\n      - ‸", "routes * methods *"),
        ("routes:\n  - path: /\n    redirect:\n      to: /\n      status: ‸", "routes * redirect status"),
        ("errors:\n  - on: 404\n    format: ‸", "errors * format"),
        ("stacks:\n  web:\n    - compress:\n        encodings: [‸]", "stacks * * compress encodings *"),
    ],
)
def test_values_are_offered_where_there_is_a_choice(
    window: Editor, file: Path, text: str, place: str
) -> None:
    schema = at(place)

    assert offered(window, file, text) == {str(value): schema["description"] for value in schema["enum"]}


def test_true_and_false_are_offered_for_a_switch(window: Editor, file: Path) -> None:
    assert offered(window, file, "session:\n  rolling: ‸").keys() == {"true", "false"}


def test_key_that_is_mostly_text_begins_no_list(window: Editor, file: Path) -> None:
    items = at_cursor(window, file, "routes:\n  - ‸", "textDocument/completion")["items"]

    assert [item["insertText"] for item in items if item["label"] == "path"] == ["path: "]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("set‸tings: {}", "settings"),
        ("settings: {qu‸ery: flat}", "settings query"),
        ("settings: {query: fl‸at}", "settings query"),
        ("login: {a: {provider: google, jwks‸_url: 'https://a.example'}}", "login * jwks_url"),
        ("stacks: {web: [access‸_log]}", "stacks * * access_log"),
        ("stacks: {web: [{cs‸rf: {}}]}", "stacks * * csrf"),
        ("stacks: {web: [{body_limit: {max‸_size: 1MiB}}]}", "stacks * * body_limit max_size"),
        ("routes: [{path: /, hand‸ler: 'a:b'}]", "routes * handler"),
        ("environments: {production: {session: {roll‸ing: true}}}", "session rolling"),
    ],
)
def test_hover_tells_the_description(window: Editor, file: Path, text: str, place: str) -> None:
    shown = at_cursor(window, file, text, "textDocument/hover")["contents"]["value"]

    assert without_marks(at(place)["description"]) in without_marks(shown)


def without_marks(text: str) -> str:
    return re.sub(r"[\\`&]|nbsp;", "", text)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("verson: 1", 1, "Property verson is not allowed."),
        ("functions: {}", 1, "Property functions is not allowed."),
        ("routes:\n  - path: /\n    hander: a:b", 3, "Property hander is not allowed."),
        ("routes:\n  - path: /\n    methods: [get]", 3, "Value is not accepted. Valid values: "),
        ("routes:\n  - path: 5", 2, "Incorrect type. Expected one of string, array."),
        ("session:\n  rolling: maybe", 2, "Expected true or false, or ${NAME}."),
        ("session:\n  cookie:\n    idle: 5 m", 3, "Expected a duration such as 15m, or none."),
        ("session:\n  cookie:\n    max_age: 5", 3, "Incorrect type. Expected "),
        ("settings:\n  body:\n    max_size: 5 MB", 3, "Expected a size such as 64KiB."),
        ("settings:\n  routing: {trailing_slash: rediret}", 2, "Value is not accepted. Valid values: "),
        ("settings:\n  subdomain_offset: -1", 2, "Value is below the minimum of 0."),
        ("stacks:\n  web:\n    - csrf: {filed: a}", 3, "Property filed is not allowed."),
        ("stacks:\n  web:\n    - cors: {}", 3, "Property cors is not allowed."),
        ("stacks:\n  web:\n    - 5", 3, "Incorrect type. Expected one of string, object."),
        ("login:\n  a:\n    provider: githob", 3, "Value is not accepted. Valid values: "),
        ("login:\n  a:\n    provider: github\n    jwks_url: /a", 4, "Property jwks_url is not allowed."),
        ("errors:\n  - view: a.html", 2, 'Missing property "on".'),
        ("environments:\n  production:\n    routes: []", 3, "Property routes is not allowed."),
    ],
)
def test_mistake_is_an_error_on_its_line(
    window: Editor, file: Path, text: str, line: int, message: str
) -> None:
    (found,) = window.open(file, f"version: 1\n{text}\n")

    assert (found["range"]["start"]["line"], found["severity"]) == (line, 1)
    assert found["message"].startswith(message)


@pytest.mark.parametrize("shown", FILES, ids=lambda shown: shown.stem)
def test_file_without_mistakes_has_no_marks(window: Editor, file: Path, shown: Path) -> None:
    text = golden(shown).written

    assert window.open(file, text.replace("# yaml-language-server:", "#")) == []


@pytest.mark.parametrize("text", REFERENCES)
def test_reference_is_no_mistake(window: Editor, file: Path, text: str) -> None:
    assert window.open(file, f"version: 1\n{text}\n") == []


def test_first_line_of_a_file_names_its_schema(tmp_path: Path) -> None:
    """As in the example, without any setting of the editor."""
    text = (ROOT / "gateway.yaml").read_text(encoding="utf-8")
    with editor({}) as window:
        (found,) = window.open(
            ROOT / "gateway.yaml", text.replace("    view: index.html", "    veiw: index.html")
        )

    assert found["message"] == "Property veiw is not allowed."
