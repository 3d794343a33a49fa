from __future__ import annotations

import re

from gateway.check.formats.github import written

COMMAND = re.compile(r"::(error|warning) ([^:]*)::(.*)")


def annotation(line):
    """A workflow command as a runner reads it: properties and text, unescaped."""
    level, properties, text = COMMAND.fullmatch(line).groups()
    pairs = (each.partition("=") for each in properties.split(","))
    return level, {name: unescaped(value) for name, _, value in pairs}, unescaped(text)


def unescaped(text):
    for escape, mark in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escape, mark)
    return text


def test_problem_is_an_annotation_of_its_line(problems):
    assert written(problems[:1]) == (
        "::error file=gateway.yaml,line=12,endLine=12,col=3,endColumn=9,title=gateway GW010::"
        'unknown key "handlr"%0Awrite handler\n'
    )


def test_hostile_text_begins_no_other_command(problems):
    lines = written(problems).splitlines()
    level, properties, text = annotation(lines[2])

    assert (len(lines), level, properties["line"]) == (3, "error", "1")
    assert properties["file"] == 'xa%0Ab: "c", <d>]]>&��::error::�[31m�e'
    assert text.split("\n") == ['a%0Ab: "c", <d>]]>&��::error::�[31m�e'] * 2


def test_warning_is_a_warning(problems):
    level, properties, text = annotation(written(problems).splitlines()[1])

    assert (level, properties["file"], text) == ("warning", "/elsewhere/in cluded.yaml", "trusts everybody")


def test_clean_file_makes_no_annotation():
    assert written([]) == ""
