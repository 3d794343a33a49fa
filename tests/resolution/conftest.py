"""Whole small services, as the tests of the compiler have them."""

from __future__ import annotations

from tests.compiler.conftest import client, compiled, refused, write

__all__ = ["client", "compiled", "refused", "write"]
