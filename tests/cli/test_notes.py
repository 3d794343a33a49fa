from __future__ import annotations

from gateway.cli.notes import annotate
from gateway.cli.trees import tree, walk

TEXT = """\
# one
a: 1  # two

# three
b:  # four
  - x
  # five
"""


def annotated(text, start=0):
    root = tree(text)
    annotate(root, text, start)
    return root


def test_each_comment_has_its_entry():
    root = annotated(TEXT)
    found = {entry.value.raw or "b": (entry.before, entry.beside) for entry in walk(root)}

    assert found == {
        "1": (["# one"], (0, "# two")),
        "b": (["", "# three"], (0, "# four")),
        "x": ([], None),
    }
    assert root.entries[1].value.after == ["# five"]


def test_comments_before_the_start_are_left_out():
    text = "# one\n---\n# two\na: 1\n"

    assert annotated(text, text.index("# two")).entries[0].before == ["# two"]


def test_second_comment_beside_an_entry_stands_above():
    entry = annotated("a: [ # one\n  ] # two\n").entries[0]

    assert (entry.before, entry.beside) == (["# two"], (0, "# one"))


def test_column_of_a_comment_counts_if_it_is_set_apart():
    entry = annotated("a: 1   # one\n").entries[0]

    assert entry.beside == (7, "# one")
