from __future__ import annotations

from gateway.cli.trees import tree, walk

TEXT = "a: &x 'b'\nc:\n  - *x\n  -\n    d: [e, f]\n"


def test_entries_come_in_the_order_of_the_text():
    found = [(entry.key and entry.key.raw, entry.value.raw) for entry in walk(tree(TEXT))]

    assert found == [("a", "'b'"), ("c", ""), (None, "*x"), (None, ""), ("d", ""), (None, "e"), (None, "f")]


def test_item_begins_with_its_dash():
    items = [entry for entry in walk(tree(TEXT)) if entry.key is None]

    assert [TEXT[item.start] for item in items] == ["-", "-", "e", "f"]
    assert [item.column for item in items] == [2, 2, 8, 11]


def test_value_knows_how_it_was_written():
    root = tree(TEXT)
    first, second = (entry.value for entry in root.entries)

    assert (first.anchor, first.value, first.quote) == ("&x", "b", "'")
    assert [entry.value.kind for entry in second.entries] == ["alias", "mapping"]
    assert [node.is_flow for node in (root, second.entries[1].value.entries[0].value)] == [False, True]
