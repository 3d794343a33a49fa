"""How much a form may hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The most fields, levels of nested names, files, and bytes of one file; None: only the body's limit."""

    max_fields: int = 1000
    max_depth: int = 32
    max_files: int = 100
    max_file_size: int | None = None


USUAL = Bounds()
