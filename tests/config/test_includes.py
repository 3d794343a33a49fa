from __future__ import annotations

from pathlib import Path

import pytest

from gateway.config import includes, load
from gateway.config.document import Map
from gateway.errors import ConfigConflictError, ConfigError, ConfigReferenceError, ConfigSyntaxError


def routes(*paths: str) -> str:
    return "routes:\n" + "".join(f"  - {{path: {path}, respond: {{}}}}\n" for path in paths)


def assemble(file: Path) -> Map:
    return includes.assemble(file).document


def paths(document: dict[str, object]) -> list[str]:
    return [item["path"] for item in document["routes"]]


def problems(file: Path) -> list[tuple[str, str]]:
    with pytest.raises(ConfigError) as refused:
        assemble(file)
    return [
        (Path(p.position.file).stem, f"{p.position.line} {p.rule} {p.message}")
        for p in refused.value.problems
    ]


def test_included_routes_come_first_in_list_order(write) -> None:
    file = write("include: [b.yaml, a.yaml]\n" + routes("/main"), a=routes("/a"), b=routes("/b"))

    assert paths(assemble(file)) == ["/b", "/a", "/main"]


def test_glob_includes_files_in_the_order_of_their_names(write) -> None:
    file = write(
        "include: [parts/*.yaml]\n", parts__b=routes("/b"), parts__a=routes("/a"), parts__c=routes("/c")
    )

    assert paths(assemble(file)) == ["/a", "/b", "/c"]


def test_include_entry_places_routes_exactly_there(write) -> None:
    text = f"{routes('/1')}  - {{include: a.yaml, description: more}}\n  - {{path: /4, respond: {{}}}}\n"

    assert paths(assemble(write(text, a=routes("/2", "/3")))) == ["/1", "/2", "/3", "/4"]


def test_include_entry_works_inside_groups_and_files(write) -> None:
    text = "routes:\n  - {prefix: /g, routes: [{include: a.yaml}]}\n"
    document = assemble(write(text, a="routes:\n  - {include: sub/b.yaml}\n", sub__b=routes("/b")))

    assert paths(document["routes"][0]) == ["/b"]


def test_one_file_can_be_placed_twice(write) -> None:
    groups = [f"  - {{prefix: /v{number}, routes: [{{include: a.yaml}}]}}\n" for number in (1, 2)]
    text = "routes:\n" + "".join(groups)
    document = assemble(write(text, a="stacks: {web: []}\n" + routes("/a")))

    assert [paths(group) for group in document["routes"]] == [["/a"], ["/a"]]


def test_files_are_relative_to_the_file_that_names_them(write) -> None:
    file = write(
        "include: [sub/a.yaml]\n",
        sub__a="include: [b.yaml, ../c.yaml]\n",
        sub__b=routes("/b"),
        c=routes("/c"),
    )

    assert paths(assemble(file)) == ["/b", "/c"]


def test_names_of_all_files_are_joined(write) -> None:
    file = write(
        "include: [a.yaml]\nstacks: {main: []}\nenv: {B: {}}\n",
        a="stacks: {web: []}\nenv: {A: {}}\nviews: {}\n",
    )

    assert assemble(file) == {"views": {}, "stacks": {"web": [], "main": []}, "env": {"A": {}, "B": {}}}


def test_error_rules_of_all_files_are_joined(write) -> None:
    file = write("include: [a.yaml]\nerrors: [{on: 404}]\n", a="errors: [{on: 500}]\n")

    assert assemble(file)["errors"] == [{"on": 500}, {"on": 404}]


def test_values_know_the_file_they_are_from(write, tmp_path: Path) -> None:
    document = assemble(write("include: [a.yaml]\nstacks: {main: []}\n", a="stacks: {web: []}\n"))

    assert {name: Path(document["stacks"].key_at(name).file).stem for name in document["stacks"]} == {
        "web": "a",
        "main": "gateway",
    }


def test_name_defined_twice_is_told_with_both_places(write) -> None:
    file = write("include: [a.yaml]\nstacks:\n  web: []\n", a="\nstacks: {web: []}\n")

    assert problems(file) == [("gateway", '3 GW092 stacks: "web" is defined at gateway.yaml:3 and a.yaml:2')]


@pytest.mark.parametrize("section", ["views", "session", "observe"])
def test_section_of_two_files_is_told_with_both_places(write, section: str) -> None:
    file = write(f"include: [a.yaml]\n{section}: {{}}\n", a=f"{section}: {{}}\n")

    assert problems(file) == [("a", f'1 GW092 "{section}" is defined at a.yaml:1 and gateway.yaml:2')]


@pytest.mark.parametrize("key", ["version: 1", "settings: {}", "environments: {}"])
def test_included_file_cannot_define_what_is_the_main_files(write, key: str) -> None:
    name = key.partition(":")[0]
    file = write(f"include: [a.yaml]\n{key}\n", a=f"{key}\n")

    assert problems(file) == [
        ("a", f'1 GW092 "{name}" belongs into the main file; an included file may not define it')
    ]


@pytest.mark.parametrize(
    ("pattern", "near"),
    [
        ("routes/*.yml", "routes/ has a.yaml"),
        ("route/a.yaml", "there is no YAML file in route/"),
        ("[", "./ has"),
        ("**x", "./"),
    ],
)
def test_pattern_without_a_file_tells_what_is_there(write, pattern: str, near: str) -> None:
    with pytest.raises(ConfigReferenceError) as refused:
        assemble(write(f'include: ["{pattern}"]\n', routes__a="{}"))

    assert (refused.value.problems[0].rule, near in refused.value.problems[0].help) == ("GW092", True)


def test_name_of_a_file_is_guessed(write) -> None:
    assert problems(write("include: [routs.yaml]\n", routes="{}"))[0][1].endswith(
        '(did you mean "routes.yaml"?)'
    )


@pytest.mark.parametrize("name", ["*.yaml", "gateway.yaml"])
def test_absolute_pattern_is_refused(write, tmp_path: Path, name: str) -> None:
    file = write(f"include: [{tmp_path}/{name}]\n")
    with pytest.raises(ConfigReferenceError) as refused:
        assemble(file)
    (found,) = refused.value.problems

    assert found.message.endswith("is absolute; names are relative to the file that names them")
    assert found.help == f"write {name}"


def test_files_that_include_each_other_are_told(write) -> None:
    file = write("include: [a.yaml]\n", a="include: [b.yaml]\n", b="include: [a.yaml]\n")

    assert problems(file) == [("b", "1 GW092 files include each other: a.yaml -> b.yaml -> a.yaml")]


def test_file_that_places_itself_is_told(write) -> None:
    assert problems(write("routes:\n  - {include: gateway.yaml}\n")) == [
        ("gateway", "2 GW092 files include each other: gateway.yaml -> gateway.yaml")
    ]


def test_file_included_twice_is_told(write) -> None:
    assert problems(write("include: [a.yaml, '*.yaml']\n", a=routes("/a")))[0] == (
        "gateway",
        "1 GW092 a.yaml is included twice",
    )


def test_problems_of_all_files_are_told_at_once(write) -> None:
    file = write("include: [a.yaml, b.yaml, c.yaml]\nx: 1\n", a="x: yes\n", b="y: [\n", c="settings: {}\n")

    assert [(name, text.split()[1]) for name, text in problems(file)] == [
        ("a", "GW003"),
        ("b", "GW001"),
        ("c", "GW092"),
    ]


def test_files_cannot_multiply_without_end(write) -> None:
    files = {
        f"f{n}": f"routes:\n  - {{include: f{n + 1}.yaml}}\n  - {{include: f{n + 1}.yaml}}\n"
        for n in range(30)
    }
    file = write("routes: [{include: f0.yaml}]\n", **files, f30=routes("/a"))

    assert problems(file)[0][1].endswith("more than 1000 files are included")


def test_main_file_that_is_not_yaml_is_told(write) -> None:
    with pytest.raises(ConfigSyntaxError):
        assemble(write("a: ["))


def test_conflict_is_the_kind_of_error(write) -> None:
    with pytest.raises(ConfigConflictError):
        assemble(write("include: [a.yaml]\nviews: {}\n", a="views: {}\n"))


@pytest.mark.parametrize("text", ["routes: text\n", "routes: [text, 5]\n", "stacks: 5\ninclude: [a.yaml]\n"])
def test_wrong_shapes_are_left_to_the_schema(write, text: str) -> None:
    assert assemble(write(text, a="env: {}\n"))


def test_sections_of_different_shapes_are_told(write) -> None:
    assert "is defined at" in problems(write("include: [a.yaml]\nstacks: []\n", a="stacks: {}\n"))[0][1]


def test_paths_in_an_included_file_are_relative_to_it(write, tmp_path: Path) -> None:
    file = write(
        "version: 1\ninclude: [sub/a.yaml]\nroutes: [{path: /b, file: b.txt}]\n",
        sub__a="""\
views: {directory: [pages]}
routes:
  - {path: /a, static: files}
  - {path: /s, static: {root: [x, ../y]}}
""",
    )
    config = load(file, environ={})
    static, several, written = config.routes

    assert config.views.directory == (tmp_path / "sub" / "pages",)
    assert (static.static.root, several.static.root) == (
        (tmp_path / "sub/files",),
        (tmp_path / "sub/x", tmp_path / "y"),
    )
    assert written.file.path == tmp_path / "b.txt"


def test_every_file_that_was_read_is_told(write) -> None:
    file = write("include: [a.yaml]\n" + routes("/main"), a=routes("/a"), b=routes("/never"))

    assert [read.stem for read in includes.assemble(file).files] == ["gateway", "a"]
