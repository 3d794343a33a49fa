"""What stands outside the configuration: handlers, templates, folders, files, schemas, other files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutations.keys import misspellings
from tests.mutations.places import Place
from tests.mutations.subjects import Line, Mutant, Subject
from tests.mutations.values import put

_TEMPLATES = ("view", "layout")
_FOLDERS = ("static", "root")


def misspelt_function(subject: Subject) -> Iterator[Mutant]:
    for place in _objects(subject):
        module, _, name = place.value.value.partition(":")
        for word in misspellings(name.split(".")[0]):
            yield put(subject, place, f"{module}:{word}")


def misspelt_module(subject: Subject) -> Iterator[Mutant]:
    for place in _objects(subject):
        module, _, name = place.value.value.partition(":")
        package, _, last = module.rpartition(".")
        for word in misspellings(last):
            yield put(subject, place, f"{package}.{word}:{name}" if package else f"{word}:{name}")


def no_reference_to_an_object(subject: Subject) -> Iterator[Mutant]:
    for place in _objects(subject):
        module, _, name = place.value.value.partition(":")
        for word in (
            f"{module}.{name}",
            f"{module}/{name}",
            f"{module}:",
            f"{module}::{name}",
            f"{module}:{name}()",
        ):
            yield put(subject, place, f'"{word}"')


def misspelt_layer_of_ours(subject: Subject) -> Iterator[Mutant]:
    """A function as a layer, with its options."""
    for place in subject.places:
        if place.key and ":" in place.name and place.holder and "patternProperties" in place.holder.schema:
            module, _, name = place.name.partition(":")
            for word in (f"{module}x:{name}", f"{module}:{name}x"):
                yield subject.edited(place.first, place.key.end_mark.index, word)


def function_gone(subject: Subject) -> Iterator[Mutant]:
    """A function renamed in its file, told where it is named."""
    for file, text in subject.files.items():
        if file.endswith(".py"):
            for found in re.finditer(r"^(?:def|class) (\w+)", text, re.MULTILINE):
                if lines := _named(subject, file, found[1]):
                    yield _with(subject, file, text[: found.end()] + "_" + text[found.end() :], lines)


def module_gone(subject: Subject) -> Iterator[Mutant]:
    for file in subject.files:
        if file.endswith(".py") and (lines := _named(subject, file)):
            yield _with(subject, file, None, lines)


def module_broken(subject: Subject) -> Iterator[Mutant]:
    """A module that Python cannot read, told where it is named or where it is broken."""
    for file, text in subject.files.items():
        if file.endswith(".py") and (lines := _named(subject, file)):
            for slip in ("def broken(:\n", "  x = 1\n", "x = (\n", "\x00\n", "x = '\n"):
                broken = text + "\n" + slip
                last = broken.count("\n")
                yield _with(
                    subject, file, broken, lines | {(file, line) for line in range(last - 2, last + 2)}
                )


def handler_takes_something_else(subject: Subject) -> Iterator[Mutant]:
    """A handler that asks for what the path does not give, or for nothing at all."""
    for file, text in subject.files.items():
        if file.endswith(".py"):
            for found in re.finditer(r"^def (\w+)\((.*)\)", text, re.MULTILINE):
                lines = _named(subject, file, found[1], keys=("handler",))
                for given in ("request, nobody_gives_this", "") if lines else ():
                    new = text[: found.start(2)] + given + text[found.end(2) :]
                    yield _with(subject, file, new, lines)


def handler_is_async(subject: Subject) -> Iterator[Mutant]:
    for file, text in subject.files.items():
        if file.endswith(".py"):
            for found in re.finditer(r"^def (\w+)\(", text, re.MULTILINE):
                if lines := _named(subject, file, found[1], keys=("handler",)):
                    yield _with(
                        subject, file, text[: found.start()] + "async " + text[found.start() :], lines
                    )


def handler_is_no_function(subject: Subject) -> Iterator[Mutant]:
    for file, text in subject.files.items():
        if file.endswith(".py"):
            for found in re.finditer(r"^def (\w+)\(", text, re.MULTILINE):
                if lines := _named(subject, file, found[1], keys=("handler",)):
                    yield _with(subject, file, f"{text}\n{found[1]} = 1\n", lines)


def misspelt_template(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        is_named = place.name in _TEMPLATES and place.is_scalar and place.value.value not in ("none", "")
        for word in misspellings(place.value.value) if is_named and place.types else ():
            yield put(subject, place, word)


def template_gone(subject: Subject) -> Iterator[Mutant]:
    """Told where it is named, in the configuration or in another template."""
    for file in subject.files:
        if _is_template(subject, file):
            name = file.partition("/")[2]
            here = {(subject.main, line) for line in _lines_with(subject.text, name.removesuffix(".html"))}
            there = {
                (other, line)
                for other, text in subject.files.items()
                if other.endswith(".html") and other != file
                for line in _lines_with(text, name)
            }
            if here or there:
                yield _with(subject, file, None, here | there)


def broken_template(subject: Subject) -> Iterator[Mutant]:
    for file, text in subject.files.items():
        if _is_template(subject, file):
            lines = frozenset((file, line) for line in range(1, text.count("\n") + 3))
            for slip in (
                "{% if x %}",
                "{{ x",
                "{{ x | nofilter }}",
                "{% nosuchtag %}",
                "{% include 'gone.html' %}",
            ):
                yield _with(subject, file, f"{text}{slip}\n", lines)


def misspelt_folder(subject: Subject) -> Iterator[Mutant]:
    for place in _folders(subject):
        for word in misspellings(place.value.value):
            yield put(subject, place, word)


def folder_outside(subject: Subject) -> Iterator[Mutant]:
    for place in _folders(subject):
        for word in ("..", ".", "~/public"):
            yield put(subject, place, word)


def misspelt_file(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        of_route = place.schema.get("title") == "a file" or (
            place.name == "path" and "file" in place.path[-2:-1]
        )
        if place.is_scalar and (of_route or place.format == "file"):
            for word in misspellings(place.value.value):
                yield put(subject, place, word)


def misspelt_schema_file(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.name == "schema" and "body" in place.path and place.is_scalar:
            for word in misspellings(place.value.value):
                yield put(subject, place, word)


def broken_schema_file(subject: Subject) -> Iterator[Mutant]:
    for file, text in subject.files.items():
        lines = _lines_with(subject.text, file)
        here = frozenset(
            {(subject.main, line) for line in lines} | {(file, n) for n in range(1, text.count("\n") + 2)}
        )
        if file.endswith(".json") and lines:
            for broken in (
                text[:-3],
                "[]",
                '{"type": "strng"}',
                '{"$ref": "#/$defs/nope"}',
                '{"requierd": []}',
            ):
                yield _with(subject, file, broken, here)


def broken_schema(subject: Subject) -> Iterator[Mutant]:
    """A JSON Schema in the configuration with a type or a keyword that there is not."""
    for place in _schemas(subject):
        for each in place.all():
            if each.name == "type" and each.is_scalar and not _is_property(each):
                for word in misspellings(each.value.value):
                    yield put(subject, each, word)
            elif each.key and each.holder and not _is_property(each):
                for word in misspellings(each.name):
                    yield subject.edited(each.first, each.key.end_mark.index, word)


def default_that_does_not_fit(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        type_ = place.holder.at("type") if place.holder else None
        if place.name == "default" and "query" in place.path and type_ and type_.written != "string":
            yield put(subject, place, "oops")


def misspelt_configuration(subject: Subject) -> Iterator[Mutant]:
    """The name of a file that is included or mounted."""
    for place in subject.places:
        of_mount = place.name == "config" and place.path[-2:-1] == ("mount",)
        if place.is_scalar and (of_mount or place.section == "include"):
            for word in misspellings(place.value.value):
                yield put(subject, place, word)


def mounted_in_itself(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.name == "config" and place.path[-2:-1] == ("mount",):
            yield put(subject, place, subject.main)


def included_in_itself(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.section == "include" and place.is_scalar:
            yield put(subject, place, subject.main)


def part_gone(subject: Subject) -> Iterator[Mutant]:
    """An included or mounted file that is not there."""
    for file in subject.files:
        lines = frozenset((subject.main, line) for line in _lines_with(subject.text, file))
        if file.endswith(".yaml") and file != subject.main and lines:
            yield _with(subject, file, None, lines)


def part_broken(subject: Subject) -> Iterator[Mutant]:
    for file, text in subject.files.items():
        if file.endswith(".yaml") and file != subject.main:
            end = text.count("\n") + 1
            for slip in ("surprise: 1\n", "\tx: 1\n", "a: b: c\n"):
                yield _with(subject, file, text + slip, frozenset({(file, end)}))


def _is_template(subject: Subject, file: str) -> bool:
    """Whether a file is a template of Jinja's usual marks, and named by the configuration."""
    name = file.removeprefix("views/").removesuffix(".html")
    is_named = re.search(
        rf"(?:view|layout): ?[\"']?{re.escape(name)}(?:\.html)?[\"']?\s*[,}}\n#]", subject.text
    )
    return file == f"views/{name}.html" and "delimiters" not in subject.text and is_named is not None


def _objects(subject: Subject) -> list[Place]:
    """Every place that names a Python object."""
    named = [place for place in subject.places if place.is_scalar and "own" not in place.path]
    return [
        place
        for place in named
        if re.fullmatch(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*", place.value.value)
        and (
            "object" in place.format
            or place.format in ("redirect-value", "etag", "parser", "error")
            or _is_layer(place)
        )
    ]


def _is_layer(place: Place) -> bool:
    return (
        "entry" in str(place.schema.get("title", ""))
        or place.section in ("stack", "stacks")
        or (place.path[:1] == ("middleware",) and len(place.path) == 2)
    )


def _folders(subject: Subject) -> list[Place]:
    """Every folder that is served, or holds templates."""
    return [
        place
        for place in subject.places
        if place.is_scalar and place.section in _FOLDERS and "own" not in place.path
    ]


def _schemas(subject: Subject) -> list[Place]:
    found = []
    for place in subject.places:
        of_query = place.holder is not None and place.holder.name == "query" and "when" not in place.path
        of_body = place.name == "schema" and "body" in place.path
        if place.is_map and place.path[:1] == ("routes",) and (of_query or of_body):
            found.append(place)
    return found


def _is_property(place: Place) -> bool:
    """Whether a key is no keyword but a name that the schema describes, or in a value."""
    above = place.path[-2:-1]
    return above in (("properties",), ("patternProperties",), ("$defs",), ("default",), ("query",))


def _named(subject: Subject, file: str, name: str = "", keys: tuple[str, ...] = ()) -> frozenset[Line]:
    """The lines of the configuration that name a Python file, or something in it."""
    module = file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    before = rf"(?:{'|'.join(keys)}): ?[\"']?" if keys else r"(?<![\w.])"
    pattern = before + re.escape(module) + (rf":{name}\b" if name else ":")
    return frozenset(
        (subject.main, number)
        for number, line in enumerate(subject.text.split("\n"), 1)
        if re.search(pattern, line) and not line.startswith("#")
    )


def _lines_with(text: str, word: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), 1) if word in line]


def _with(subject: Subject, file: str, text: str | None, lines: frozenset[Line] | set[Line]) -> Mutant:
    shown = "gone" if text is None else text[-40:]
    return Mutant(f"{file}: {shown!r}", {file: text}, frozenset(lines))
