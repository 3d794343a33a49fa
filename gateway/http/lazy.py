"""An attribute that is computed when it is first read and then kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801  (used as a decorator, as property is)
    """Turn a method into an attribute that shadows itself, so that later reads cost nothing extra."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        """Take over the method's name and description."""
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> lazy[T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> lazy[T] | T:
        """The computed value, kept in the instance's dictionary; of the class, the descriptor itself."""
        if instance is None:
            return self
        value: T = self.compute(instance)
        instance.__dict__[self.name] = value
        return value
