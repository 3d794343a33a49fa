from __future__ import annotations

import re


def test_a_literal_path_takes_one_look_up(make_table):
    """What is sure is known before a request comes."""
    table = make_table("/a", "/:x")

    assert {method: row.index for method, row in table._statics["/a"].items()} == dict.fromkeys(
        ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"), 0
    )


def test_a_path_that_a_condition_decides_is_left_to_the_tree(make_table, make_row):
    lines = [make_row(0, "/a", methods="GET HEAD", hosts=("example.org",)), make_row(1, "/a")]

    assert "GET" not in make_table(*lines)._statics["/a"]
    assert make_table(*lines)._statics["/a"]["POST"].index == 1


def test_escaped_literals_are_left_to_the_tree(make_table):
    """A regex row before them sees other text than the path's."""
    assert not make_table("/é", "/%25")._statics


def test_many_rows_before_a_literal_path_do_not_hide_it(make_table, make_row, found):
    lines = [make_row(index, regex=re.compile(f"^/{index}|b")) for index in range(40)]
    table = make_table(*lines, make_row(40, "/a"), make_row(41, "/b"))

    assert [found(table, raw)[0] for raw in ("/a", "/b")] == [40, 0]
