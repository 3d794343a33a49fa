"""Golden files: a configuration, the files beside it and what is said about it, parted by rulers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CONFIGS = Path(__file__).parent / "configs"
_RULER = re.compile(r"^-{10}(?: (.+))?\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Golden:
    """One golden file.

        version: 1
        routes: [{path: /, handler: handlers.home:show}]
        ---------- handlers/home.py
        def show(request): ...
        ----------
        gateway.yaml: no problems (1 routes, environment development)

    A ruler with a name begins a file beside gateway.yaml, and the one without begins what is expected.
    """

    written: str
    files: dict[str, str]
    expected: str

    @property
    def environ(self) -> dict[str, str]:
        """The variables that the comments of the first lines set: `# NAME=value`."""
        lines = self.written[: self.written.find("version:")].splitlines()
        pairs = [line.removeprefix("# ").partition("=") for line in lines if line.startswith("# ")]
        return {name: value for name, equals, value in pairs if equals}

    def write(self, folder: Path) -> Path:
        """Write all files into a folder; the configuration that the variables name."""
        for name, content in {"gateway.yaml": self.written, **self.files}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content.encode())
        return folder / self.environ.get("GATEWAY_CONFIG", "gateway.yaml")


def golden(file: Path) -> Golden:
    """What a golden file holds."""
    written, *rest = _RULER.split(file.read_bytes().decode())
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    return Golden(written, {name: text for name, text in sections.items() if name}, sections.get(None, ""))


def goldens(folder: str) -> list[Path]:
    """The golden files of a folder below tests/configs."""
    return sorted((CONFIGS / folder).glob("*.yaml"))
