"""Messages for the next page: queued, counted, listed and forgotten."""

from __future__ import annotations

import pytest

from gateway.http import flash


@pytest.mark.parametrize(
    ("messages", "count"),
    [((), 0), (("a",), 1), (("a", "b"), 2), ((["a", "b"], "c"), 3), (([],), 0), (("",), 1), (({"a": 1},), 1)],
)
def test_messages_are_counted_by_kind(messages, count):
    private = {}

    assert flash.queue(private, "info", messages) == count
    assert flash.queue(private, "info", ("more",)) == count + 1
    assert flash.queue(private, "error", ("other",)) == 1


def test_nothing_is_kept_of_no_messages():
    private = {}
    flash.queue(private, "info", ())

    assert private == {}


def test_messages_of_a_kind_are_a_list_and_then_gone():
    private = {}
    flash.queue(private, "info", ("a", "b"))
    flash.queue(private, "error", ("c",))

    assert flash.take(private, "info") == ["a", "b"]
    assert flash.take(private, "info") == []
    assert private == {"flash": {"error": ["c"]}}


def test_all_messages_are_a_dict_and_then_gone():
    private = {}
    flash.queue(private, "info", ("a",))
    flash.queue(private, "error", ("b",))

    assert flash.take(private) == {"info": ["a"], "error": ["b"]}
    assert (flash.take(private), private) == ({}, {})


def test_last_message_of_the_last_kind_leaves_nothing():
    private = {}
    flash.queue(private, "info", ("a",))
    flash.take(private, "info")

    assert private == {}


def test_message_is_kept_as_it_is():
    """W40: nothing is formatted or escaped before it is shown."""
    private = {}
    flash.queue(private, "info", ("<b>_x_</b> %s",))

    assert flash.take(private, "info") == ["<b>_x_</b> %s"]


@pytest.mark.parametrize("kind", [None, 1, ["info"]])
def test_kind_that_is_no_text_is_refused(kind):
    with pytest.raises(TypeError, match="the kind of a flash message is text"):
        flash.queue({}, kind, ("a",))
