from __future__ import annotations

import pytest

from gateway.config.document import Map, Seq, position_of, section_of, texts_of
from gateway.config.reader import parse

TEXT = """\
version: 1
stacks:
  web: [request_id, {body_limit: {max_size: 1MiB}}]
"""


@pytest.fixture
def document() -> Map:
    return parse(TEXT, "gateway.yaml")


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        (["version"], (1, 10)),
        (["stacks"], (3, 3)),
        (["stacks", "web"], (3, 8)),
        (["stacks", "web", 0], (3, 9)),
        (["stacks", "web", 1], (3, 21)),
        (["stacks", "web", 1, "body_limit", "max_size"], (3, 45)),
        ([], (1, 1)),
        (["nothing"], (1, 1)),
        (["stacks", "other", "deeper"], (3, 3)),
        (["stacks", "web", 7], (3, 8)),
        (["version", "deeper"], (1, 10)),
    ],
)
def test_pointer_finds_a_value_or_its_nearest_ancestor(
    document: Map, pointer: list[str | int], place: tuple[int, int]
) -> None:
    assert position_of(document, pointer)[1:3] == place


@pytest.mark.parametrize(
    ("pointer", "place"),
    [(["version"], (1, 1)), (["stacks", "web"], (3, 3)), (["stacks", "web", 1, "body_limit"], (3, 22))],
)
def test_pointer_finds_a_key(document: Map, pointer: list[str | int], place: tuple[int, int]) -> None:
    assert position_of(document, pointer, key=True)[1:3] == place


def test_position_holds_file_width_and_line(document: Map) -> None:
    at = document["stacks"].key_at("web")

    assert (at.file, at.width, at.text) == ("gateway.yaml", 3, TEXT.splitlines()[2])


def test_places_of_what_is_not_there_are_those_of_the_container(document: Map) -> None:
    web = document["stacks"]["web"]

    assert (document.key_at("x"), document.value_at("x"), web.value_at(9)) == (
        document.at,
        document.at,
        web.at,
    )


def test_emptied_mapping_keeps_its_place_and_what_is_absent(document: Map) -> None:
    document.absent["x"] = ("NAME", document.at)
    empty = document.emptied()

    assert (empty, empty.at, empty.absent) == ({}, document.at, document.absent)


def test_taken_key_keeps_its_places(document: Map) -> None:
    other = document.emptied()
    other.take("stacks", document)

    assert other.key_at("stacks") == document.key_at("stacks")
    assert other.value_at("stacks") == document.value_at("stacks")


def test_containers_are_plain_dicts_and_lists(document: Map) -> None:
    assert document == {"version": 1, "stacks": {"web": ["request_id", {"body_limit": {"max_size": "1MiB"}}]}}
    assert isinstance(document["stacks"]["web"], Seq)


def test_part_of_a_mapping_keeps_its_places(document: Map) -> None:
    part = document.only(["stacks"])

    assert (list(part), part.at, part.key_at("stacks")) == (
        ["stacks"],
        document.at,
        document.key_at("stacks"),
    )


def test_section_that_is_none_is_empty_and_keeps_its_place(document: Map) -> None:
    assert section_of(document, "stacks") is document["stacks"]
    for key in ("version", "views"):
        assert (section_of(document, key), section_of(document, key).at) == ({}, document.value_at(key))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: one", [("one", 4)]),
        ("a: [one, 2, {}, two]", [("one", 5), ("two", 17)]),
        ("a: 2", []),
        ("b: one", []),
    ],
)
def test_texts_are_found_alone_and_in_lists(text: str, found: list[tuple[str, int]]) -> None:
    assert [(each, at.column) for each, at in texts_of(parse(text, "gateway.yaml"), "a")] == found
