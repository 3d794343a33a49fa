from __future__ import annotations

from pathlib import Path

import pytest

from gateway.check.mending import Mending
from gateway.config import load
from gateway.errors import ConfigError
from tests.goldens import golden, goldens


def drafts(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text)
    mending = Mending({})
    mending.mend(folder / "gateway.yaml")
    return {path.stem: draft for path, draft in mending.drafts.items()}


def settled(folder, **texts):
    return {name: draft.settled for name, draft in drafts(folder, **texts).items()}


def mended(folder, text):
    return settled(folder, gateway=f"version: 1\n{text}")["gateway"].removeprefix("version: 1\n")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("sesion: {}", "session: {}"),
        ("routes: [{path: a, respond: {}}]", "routes: [{path: /a, respond: {}}]"),
        ("routes: [{path: [':id', /b], respond: {}}]", "routes: [{path: ['/:id', /b], respond: {}}]"),
        ("routes: [{path: /, methods: [get, 'Post'], respond: {}}]",
         "routes: [{path: /, methods: [GET, 'POST'], respond: {}}]"),
        ("session: {cookie: {same_site: Lax}}", "session: {cookie: {same_site: lax}}"),
        ("session: {cookie: {http_only: yes}}", "session: {cookie: {http_only: true}}"),
        ("session: {cookie: {secure: Off}}", "session: {cookie: {secure: false}}"),
        ("env: {A: {secret: 'true', min_length: \"8\"}}", "env: {A: {secret: true, min_length: 8}}"),
        ("sesion: {cokie: {same_siet: LAX}}", "session: {cookie: {same_site: lax}}"),
        ("routes: [{path: /, method: [get], file: a}]", "routes: [{path: /, methods: [GET], file: a}]"),
        ("middleware: {a: {compres: {}}}", "middleware: {a: {compress: {}}}"),
        ("environments: {production: {sesion: {}}}", "environments: {production: {session: {}}}"),
    ],
)  # fmt: skip
def test_what_is_surely_meant_is_written(tmp_path, wrong, right):
    assert mended(tmp_path, f"{wrong}\n") == f"{right}\n"


@pytest.mark.parametrize(
    "text",
    [
        "settings: {own: {country: NO, who: on}}",
        "settings: {etag: off}",
        "session: {cookie: {same_site: Laxx}}",
        "session: {cookie: {scrt: true}}",
        "settings: {own: {m: &m get}}\nroutes: [{path: /, methods: [*m], respond: {}}]",
        'env: {M: {default: get}}\nroutes: [{path: /, methods: ["${M}"], respond: {}}]',
        "routes: [{path: //a, respond: {}}, {path: 'https://a/', respond: {}}]",
        "routes: [{path: /, methods: [GTE], respond: {}}]",
        "sesion: {}\nsession: {}",
        "env: {A: {min_length: '012'}}",
        "session: {cookie: {max_age: 20}}",
        "routes: [",
    ],
)  # fmt: skip
def test_what_may_be_meant_otherwise_is_left(tmp_path, text):
    assert mended(tmp_path, f"{text}\n") == f"{text}\n"


def test_included_and_mounted_files_are_mended_each_in_itself(tmp_path):
    found = settled(
        tmp_path,
        gateway="version: 1\ninclude: [part.yaml]\nroutes: [{path: /a, mount: {config: inner.yaml}}]\n",
        part="routes: [{path: /p, metods: [GET], respond: {}}]\n",
        inner="version: '1'\nsettings: {query: FLAT}\nroutes: [{path: /a, mount: {config: gateway.yaml}}]\n",
    )

    assert found["part"] == "routes: [{path: /p, methods: [GET], respond: {}}]\n"
    assert found["inner"].startswith("version: 1\nsettings: {query: flat}\n")


def test_file_under_two_names_is_mended_once(tmp_path):
    (tmp_path / "link.yaml").symlink_to("inner.yaml")
    mounts = "{path: /a, mount: {config: inner.yaml}}, {path: /b, mount: {config: link.yaml}}"
    found = drafts(tmp_path, inner="version: 1\nsetings: {}\n", gateway=f"version: 1\nroutes: [{mounts}]\n")

    assert (found["inner"].settled, found.keys()) == ("version: 1\nsettings: {}\n", {"inner", "gateway"})


def test_file_that_cannot_be_read_has_no_draft(tmp_path):
    (tmp_path / "gateway.yaml").write_bytes(b"\xff")
    mending = Mending({})
    mending.mend(tmp_path / "gateway.yaml")

    assert mending.drafts == {}


def test_files_nested_too_deeply_are_left(tmp_path):
    files = {}
    for number in range(60):
        group = f"{{prefix: x, routes: [{{include: f{number + 1}.yaml}}]}}"
        for _ in range(20):
            group = f"{{prefix: /, routes: [{group}]}}"
        files[f"f{number}"] = f"routes: [{group}]\n"
    found = drafts(tmp_path, gateway="version: 1\ninclude: [f0.yaml]\n", **files, f60="routes: []\n")

    assert not any(draft.mended for draft in found.values())


def told(file: Path, variables: dict[str, str]) -> list[tuple[int, str]]:
    try:
        load(file, environ=variables)
    except ConfigError as error:
        return [(problem.position.line, problem.message) for problem in error.problems]
    return []


@pytest.mark.parametrize("path", goldens("refused") + goldens("several"), ids=lambda path: path.stem)
def test_mending_makes_no_more_problems_and_ends(path, tmp_path):
    case = golden(path)
    file, variables = case.write(tmp_path), case.environ
    before = told(file, variables)
    mending = Mending(variables)
    mending.mend(file)
    for place, draft in mending.drafts.items():
        assert bool(draft.mended) is (draft.settled != draft.original)
        place.write_bytes(draft.settled.encode())
    again = Mending(variables)
    again.mend(file)

    assert len(told(file, variables)) <= len(before)
    assert not any(draft.mended for draft in again.drafts.values())


@pytest.mark.parametrize("path", goldens("accepted"), ids=lambda path: path.stem)
def test_accepted_file_is_left_as_it_is(path, tmp_path):
    case = golden(path)
    mending = Mending(case.environ)
    mending.mend(case.write(tmp_path))

    assert all(draft.settled == draft.original for draft in mending.drafts.values())
