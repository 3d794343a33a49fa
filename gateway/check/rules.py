"""What each rule of the report means: a page with a wrong and a right example."""

from __future__ import annotations

from pathlib import Path


def rules_directory() -> Path:
    """The folder of the pages: that of the checkout, or that inside the installed package."""
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "docs" / "rules"
    return beside if beside.is_dir() else package / "rules"


def rules() -> list[str]:
    """The ids that have a page, sorted."""
    return sorted(file.stem for file in rules_directory().glob("GW*.md"))


def page(rule: str) -> str:
    """The page of a rule, as Markdown; empty if there is none."""
    return (rules_directory() / f"{rule}.md").read_text(encoding="utf-8") if rule in rules() else ""
