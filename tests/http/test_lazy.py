from __future__ import annotations

from gateway.http.lazy import lazy


class Circle:
    def __init__(self):
        self.computed = 0

    @lazy
    def area(self):
        """How much paint it takes."""
        self.computed += 1
        return 3


def test_value_is_computed_at_the_first_read_only():
    circle = Circle()
    unread = circle.computed

    assert (unread, circle.area, circle.area, circle.computed) == (0, 3, 3, 1)


def test_each_instance_has_its_own_value():
    first, second = Circle(), Circle()
    first.area = 7

    assert (first.area, second.area) == (7, 3)


def test_deleted_value_is_computed_again():
    circle = Circle()
    _ = circle.area
    del circle.area

    assert (circle.area, circle.computed) == (3, 2)


def test_class_shows_the_attribute_and_its_docstring():
    assert (Circle.area.name, Circle.area.__doc__) == ("area", "How much paint it takes.")
