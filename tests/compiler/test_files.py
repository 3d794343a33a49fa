from __future__ import annotations

import pytest

FILES = {
    "public/style.css": "a {}",
    "public/index.html": "index",
    "public/.hidden": "hidden",
    "more/extra.txt": "extra",
}


def routed(route, before=""):
    return f"{before}routes:\n  - {{{route}}}\n"


@pytest.fixture
def asked(client):
    def asked(route, path="/", before=""):
        return client(routed(route, before), FILES).get(path, buffered=True)

    return asked


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ("path: /, static: pubilc", '3:23 GW065 directory "pubilc" does not exist | looked for '),
        ("path: /, static: {root: [public, pubilc]}", '3:39 GW065 directory "pubilc" does not exist'),
        ("path: /, file: public/styel.css", '3:21 GW065 file "styel.css" does not exist | looked for '),
        ("path: /, file: public", '3:21 GW065 file "public" is a folder, not a file'),
        ("path: /, static: .", "3:23 GW065 this exposes the project folder, including gateway.yaml"),
        ("path: /, static: ..", "3:23 GW065 this exposes the project folder, including gateway.yaml"),
    ],
)
def test_folder_or_file_that_is_not_there_is_refused(refused, route, said):
    (problem,) = refused(routed(route), FILES)

    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("route", "path", "text"),
    [
        ("path: /files, static: public", "/files/style.css", "a {}"),
        ("path: /files, static: public", "/files/", "index"),
        ("path: /files, static: {root: [public, more]}", "/files/extra.txt", "extra"),
        ("path: /files, static: {root: public, dotfiles: allow}", "/files/.hidden", "hidden"),
        ("path: /files, static: {root: more, extensions: [txt]}", "/files/extra", "extra"),
        ("path: /files, static: {root: more, index: [extra.txt]}", "/files/", "extra"),
        ("path: /one, file: more/extra.txt", "/one", "extra"),
    ],
)
def test_files_are_served(asked, route, path, text):
    assert asked(route, path).text == text


@pytest.mark.parametrize(
    ("cache", "expected"),
    [
        ("{max_age: 1h}", "public, max-age=3600"),
        ("{max_age: 1h, immutable: true}", "public, max-age=3600, immutable"),
    ],
)
@pytest.mark.parametrize(
    ("route", "path"),
    [
        ("path: /f, static: public", "/f/style.css"),
        ("path: /f, file: public/style.css", "/f"),
        ("path: /f, respond: {text: x}", "/f"),
    ],
)
def test_cache_is_told_to_browsers(asked, cache, expected, route, path):
    assert asked(f"{route}, cache: {cache}", path).headers["Cache-Control"] == expected
