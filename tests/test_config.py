"""What loading a configuration promises as a whole: errors with places, nothing secret, and speed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.check.report import render
from gateway.config import load
from gateway.errors import (
    ConfigConflictError,
    ConfigError,
    ConfigReferenceError,
    ConfigSchemaError,
    ConfigSyntaxError,
    Problem,
)

ROOT = Path(__file__).parents[1]
KEYS = "version include env settings session login middleware stacks views params routes errors observe"
KEYS += (
    " environments path prefix handler view static redirect to status respond text keys cookie secure max_age"
)
KEYS += (
    " provider callback stack web csrf body_limit max_size on format 404 methods A default optional secret"
)
OF_ROUTES = (
    "path handler methods mount config wsgi settings when header query predicate params id load pattern kind"
)
OF_ROUTES += (
    " body parser types nested max_files hook verify schema host etag file download redirect to status"
)
OF_ROUTES += " static root headers prefix routes respond text json cache errors stack name"
OF_SETTINGS = (
    "trust_proxy etag json indent method_override field header methods redirects home predicates image"
)
OF_SETTINGS += (
    " cookies keys jsonp parameter request_class hosts query own body max_size public_url default_stack"
)
OF_VIEWS = (
    "engines .md delimiters block_start_string helpers a dynamic_helpers globals cache partials directory"
)
SCALARS = [
    None,
    True,
    0,
    301,
    1.5,
    "",
    "/",
    "/a",
    "a:b",
    "${A}",
    "${B}",
    "$${A}",
    "none",
    "24h",
    "twitter",
    "GET",
    "json",
    "*/*",
    "back",
    "home",
    "*.a.org",
    "10.0.0.0/8",
    "${",
]


def problems(file: Path, environ: dict[str, str]) -> tuple[Problem, ...]:
    try:
        load(file, environ=environ)
    except ConfigError as error:
        return error.problems
    return ()


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "gateway.yaml").write_text(text, encoding="utf-8", errors="surrogatepass")
    return tmp_path / "gateway.yaml"


def yaml(value: Any) -> str:
    """A value in the flow style of YAML, every text quoted."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"'{key}': {yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(yaml, value)) + "]"
    return f"'{value}'" if isinstance(value, str) else {None: "null", True: "true"}.get(value, str(value))


VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4)
    ),
    max_leaves=15,
)


def sections(keys: str) -> st.SearchStrategy[Any]:
    """Mappings of certain keys, two levels deep."""
    names = st.sampled_from(keys.split())
    inner = st.dictionaries(names, st.sampled_from(SCALARS), max_size=3)
    values = st.sampled_from(SCALARS) | inner | st.lists(st.sampled_from(SCALARS) | inner, max_size=3)
    return st.dictionaries(names, values, max_size=4)


SECTIONS = st.fixed_dictionaries(
    {},
    optional={
        "routes": st.lists(sections(OF_ROUTES), max_size=3),
        "settings": sections(OF_SETTINGS),
        "views": sections(OF_VIEWS),
        "on_startup": st.lists(st.sampled_from(SCALARS), max_size=2),
    },
)
DOCUMENTS = st.dictionaries(st.sampled_from(KEYS.split()[:14]), VALUES, min_size=1, max_size=5)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS | SECTIONS, environment=st.sampled_from(["development", "production", "staging"]))
def test_any_document_is_loaded_or_explained(
    tmp_path: Path, document: dict[str, Any], environment: str
) -> None:
    text = yaml({**document, "version": 1})
    found = problems(written(tmp_path, text), {"GATEWAY_ENV": environment, "A": "secret-of-a"})

    assert all(1 <= p.position.column <= len(text) + 1 and p.position.line == 1 for p in found)
    assert render(found, color=False)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS | SECTIONS)
def test_no_document_makes_a_report_tell_a_secret(tmp_path: Path, document: dict[str, Any]) -> None:
    text = yaml({**document, "version": 1, "env": {"A": {"secret": True}}})
    found = problems(written(tmp_path, text), {"A": "hunter2"})

    assert "hunter2" not in render(found, color=False)


def accepted_lines() -> list[str]:
    return (ROOT / "gateway.yaml").read_text(encoding="utf-8").splitlines(keepends=True)


@pytest.mark.parametrize("number", range(len(accepted_lines())))
def test_example_without_one_line_is_loaded_or_explained(tmp_path: Path, number: int) -> None:
    lines = accepted_lines()
    found = problems(written(tmp_path, "".join(lines[:number] + lines[number + 1 :])), {})

    assert all(1 <= p.position.line <= len(lines) for p in found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a: [", ConfigSyntaxError),
        ("version: 1\ninclude: [nothing.yaml]\n", ConfigReferenceError),
        ("version: 1\nstacks: {a: []}\ninclude: [more.yaml]\n", ConfigConflictError),
        ("version: 1\nsettings: {own: {a: '${NOPE}'}}\n", ConfigReferenceError),
        ("version: 1\nview: {}\n", ConfigSchemaError),
        ("version: 1\nview: {a: '${NOPE}'}\n", ConfigSchemaError),
    ],
)
def test_kind_of_error_tells_the_phase(tmp_path: Path, text: str, kind: type[ConfigError]) -> None:
    (tmp_path / "more.yaml").write_text("stacks: {a: []}\n", encoding="utf-8")

    with pytest.raises(kind):
        load(written(tmp_path, text), environ={})


def test_paths_are_those_of_the_file_not_of_the_process(tmp_path: Path) -> None:
    config = load(written(tmp_path, "version: 1\nroutes: [{path: /a, file: public/a.txt}]\n"), environ={})

    assert config.directory == tmp_path
    assert config.views.directory == (tmp_path / "views",)
    assert config.routes[0].file.path == tmp_path / "public" / "a.txt"


def test_files_nested_too_deeply_are_refused(tmp_path: Path) -> None:
    for number in range(60):
        group = f"{{prefix: /, routes: [{{include: f{number + 1}.yaml}}]}}"
        for _ in range(20):
            group = f"{{prefix: /, routes: [{group}]}}"
        (tmp_path / f"f{number}.yaml").write_text(f"routes: [{group}]\n", encoding="utf-8")
    (tmp_path / "f60.yaml").write_text("routes: []\n", encoding="utf-8")
    found = problems(written(tmp_path, "version: 1\ninclude: [f0.yaml]\n"), {})

    assert [problem.rule for problem in found] == ["GW001"]


def test_link_to_a_configuration_keeps_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "real.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "gateway.yaml").symlink_to("data/real.yaml")

    assert load(tmp_path / "gateway.yaml", environ={}).directory == tmp_path


def many(count: int, methods: str = "methods") -> str:
    route = (
        "  - {{path: /a{0}/:id, {1}: [GET], handler: 'handlers.m:f{0}', params: {{id: int}}, stack: web}}\n"
    )
    return "version: 1\nroutes:\n" + "".join(route.format(number, methods) for number in range(count))


TIMED = """
import sys, time
from pathlib import Path
from gateway.config import load
from gateway.errors import ConfigError

def once():
    start = time.process_time()
    try:
        load(Path(sys.argv[1]), environ={})
    except ConfigError as error:
        assert len(error.problems) == 1000
    return time.process_time() - start

print(min(once() for _ in range(3)))
"""


def seconds_for(tmp_path: Path, text: str) -> float:
    """Processor time of a load in a process of its own, which no coverage slows down."""
    command = [sys.executable, "-c", TIMED, str(written(tmp_path, text))]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def test_thousand_routes_load_in_less_than_half_a_second(tmp_path: Path) -> None:
    assert seconds_for(tmp_path, many(1000)) < 0.5


def test_cost_grows_with_the_number_of_routes_only(tmp_path: Path) -> None:
    assert seconds_for(tmp_path, many(5000)) < 20 * seconds_for(tmp_path, many(500))


def test_thousand_mistakes_are_told_in_less_than_a_second(tmp_path: Path) -> None:
    assert seconds_for(tmp_path, many(1000, "method")) < 1


@pytest.mark.parametrize(
    "module", ["requests", "urllib.request", "http.client", "jinja2", "werkzeug", "authlib"]
)
def test_import_stays_lean(module: str) -> None:
    script = f"import sys, gateway.config; sys.exit({module!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
