"""The picture as the text of a Mermaid flowchart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.cli.picture.parts import ANY_HOST, Host, Passage

MOST_ARROWS, MOST_CHARACTERS = 500, 50_000
"""What Mermaid draws without being told otherwise (maxEdges, maxTextSize)."""
_SPECIAL = re.compile(r"[^\w /.,()-]|_")
_CLASSES = {
    "entry": "fill:#1f2937,stroke:#1f2937,color:#ffffff",
    "host": "fill:#e0e7ff,stroke:#4338ca,color:#1e1b4b",
    "group": "fill:#dbeafe,stroke:#1d4ed8,color:#172554",
    "layers": "fill:#fef3c7,stroke:#b45309,color:#451a03",
    "route": "fill:#ffffff,stroke:#6b7280,color:#111827",
    "target": "fill:#dcfce7,stroke:#15803d,color:#052e16",
}
_ROUND, _SQUARE = ("([", "])"), ("[", "]")
_FORMS = {"entry": _ROUND, "host": ("{{", "}}"), "group": ("[[", "]]"), "target": _ROUND}


@dataclass(slots=True)
class _Flowchart:
    """Nodes and arrows in the order in which they are drawn."""

    lines: list[str] = field(default_factory=list)
    arrows: list[str] = field(default_factory=list)
    nodes: dict[str, list[str]] = field(default_factory=dict)

    def node(self, kind: str, *texts: str, after: str = "") -> str:
        """Draw a node and the arrow that leads to it, and tell its name."""
        name = f"{kind}{len(self.nodes.setdefault(kind, []))}"
        self.nodes[kind].append(name)
        label = "<br/>".join(map(escaped, texts))
        begin, end = _FORMS.get(kind, _SQUARE)
        self.lines.append(f'  {name}{begin}"{label}"{end}')
        if after:
            self.arrows.append(f"  {after} --> {name}")
        return name

    def passage(self, passage: Passage, after: str) -> None:
        """Draw some layers, the routes behind them, and what answers those."""
        if passage.layers:
            after = self.node("layers", *(layer.name for layer in passage.layers), after=after)
        for line in passage.lines:
            route = self.node("route", f"{line.methods} {line.path}", after=after)
            self.node("target", line.target, after=route)


def written(hosts: list[Host], name: str) -> str:
    """The flowchart from the requests to what answers them."""
    chart = _Flowchart()
    entry = chart.node("entry", name)
    for host in hosts:
        is_told = len(hosts) > 1 or host.name != ANY_HOST
        here = chart.node("host", host.name, after=entry) if is_told else entry
        for section in host.sections:
            group = chart.node("group", section.name, after=here)
            for passage in section.passages:
                chart.passage(passage, group)
    return "\n".join(["flowchart LR", *chart.lines, *chart.arrows, *_styles(chart)])


def exceeded(text: str) -> str:
    """What Mermaid has to be told to draw so much; nothing for most."""
    arrows = text.count(" --> ")
    wanted = [
        f"{key}: {count}"
        for key, count, most in (
            ("maxEdges", arrows, MOST_ARROWS),
            ("maxTextSize", len(text), MOST_CHARACTERS),
        )
        if count > most
    ]
    return f"Mermaid draws this only with {', '.join(wanted)}" if wanted else ""


def escaped(text: str) -> str:
    """Text within a label, what Mermaid or Markdown would take for its own as a character reference."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))


def _styles(chart: _Flowchart) -> Iterator[str]:
    """The colours of each kind of node."""
    for kind, names in chart.nodes.items():
        yield f"  classDef {kind} {_CLASSES[kind]}"
        yield f"  class {','.join(names)} {kind}"
