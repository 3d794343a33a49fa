"""The picture as an SVG that needs nothing else: one column, so that a phone shows it readable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway.cli.picture.parts import ANY_HOST, Host, Layer, Line, Passage, Section
from gateway.cli.picture.shapes import box, escaped, path, text, width
from gateway.cli.picture.style import METHODS, STYLE

_WIDTH, _MARGIN, _SPINE = 520, 18, 34
_CARD = 56  # where cards begin
_INSIDE, _END = _CARD + 14, _WIDTH - _MARGIN - 14
_ROW, _SECOND, _CHIP = 26, 19, 22
_ARROW = "→ "
_ROOT = 'xmlns="http://www.w3.org/2000/svg" role="graphics-document document" aria-labelledby="title about"'


@dataclass(slots=True)
class _Drawing:
    """What is drawn already, and how far down."""

    shapes: list[str] = field(default_factory=list)
    y: float = _MARGIN
    spine: float = 0

    def pill(self, name: str, kind: str) -> None:
        """Draw where requests come in, or a host they are for."""
        size = min(width(name, 13) + 32, _WIDTH - 2 * _MARGIN)
        if self.spine:
            self.shapes.append(path(f"M{_SPINE} {self.spine:g}V{self.y:g}", "line"))
        self.shapes.append(box((_MARGIN, self.y), (size, 30), kind, 15))
        self.shapes.append(text((_MARGIN + 16, self.y + 20), name, f"{kind}-name", most=size - 32))
        self.y += 30
        self.spine = self.y

    def card(self, section: Section) -> None:
        """Draw a group of routes, and the line that leads to it."""
        self.y += 16
        top, at = self.y, len(self.shapes)
        self._join(top + 21)
        count = f"{section.size} route{'' if section.size == 1 else 's'}"
        most = _END - _INSIDE - 90
        self.shapes.append(text((_INSIDE, top + 26), section.name, "group", most=most, size=15))
        self.shapes.append(text((_END, top + 26), count, "count"))
        self.y += 42
        for index, passage in enumerate(section.passages):
            if index:
                self.shapes.append(path(f"M{_CARD} {self.y + 4:g}H{_WIDTH - _MARGIN}", "card"))
                self.y += 14
            self._passage(passage)
        self.y += 6
        self.shapes.insert(at, box((_CARD, top), (_WIDTH - _MARGIN - _CARD, self.y - top), "card", 12))

    def _join(self, y: float) -> None:
        """Draw the line that leads on to a card."""
        self.shapes.append(path(f"M{_SPINE} {self.spine:g}V{y - 8:g}q0 8 8 8H{_CARD - 7}", "line"))
        self.spine = y - 8
        self.shapes.append(path(f"M{_CARD - 8} {y - 4:g}l7 4l-7 4z", "head"))

    def _passage(self, passage: Passage) -> None:
        """Draw some layers and the routes behind them."""
        self._chips(passage.layers)
        for line in passage.lines:
            self._line(line)

    def _chips(self, layers: Iterable[Layer]) -> None:
        """Draw layers in the order in which they are passed, as many in a row as fit."""
        x: float = _INSIDE
        for index, layer in enumerate(layers):
            size = min(width(layer.name, 12) + 16, _END - _INSIDE)
            if index and x + 16 + size > _END:
                x, self.y = _INSIDE, self.y + _CHIP + 6
            elif index:
                self.shapes.append(text((x + 4, self.y + 15), "›", "name"))
                x += 16
            kind = "guard" if layer.is_guard else "chip"
            name = "guard-name" if layer.is_guard else "name"
            self.shapes.append(box((x, self.y), (size, _CHIP), kind, 11))
            self.shapes.append(text((x + 8, self.y + 15), layer.name, name, most=size - 15, size=12))
            x += size
        self.y += _CHIP + 8 if x > _INSIDE else 0

    def _line(self, line: Line) -> None:
        """Draw a route and what answers it, below it where both do not fit."""
        kind = METHODS.get(line.methods, "other")
        badge = min(max(width(line.methods, 11) + 12, 52), 150)
        self.shapes.append(box((_INSIDE, self.y + 2), (badge, 19), kind, 5))
        self.shapes.append(
            text((_INSIDE + badge / 2, self.y + 16), line.methods, "badge", most=badge - 8, size=11)
        )
        start, most = _INSIDE + badge + 10, _END - _INSIDE - badge - 10
        self.shapes.append(text((start, self.y + 16), line.path, "path", most=most))
        target = _ARROW + line.target
        free = _END - width(target, 13) - 8 - (start + width(line.path, 13) + 8)
        if free >= 0:
            leader = f"M{start + width(line.path, 13) + 8:g} {self.y + 12:g}h{free:g}"
            self.shapes.append(path(leader, "leader"))
        else:
            self.y += _SECOND
        self.shapes.append(text((_END, self.y + 16), target, "target", most=_END - start + badge))
        self.y += _ROW


def written(hosts: list[Host], title: str) -> str:
    """The whole picture, with a title and a description for who does not see it."""
    drawing = _Drawing()
    told = _told(hosts)
    drawing.shapes.append(text((_MARGIN, 38), title, "title", most=_WIDTH - 2 * _MARGIN, size=20))
    drawing.shapes.append(text((_MARGIN, 60), told, "soft"))
    drawing.y = 76
    drawing.pill("requests", "entry")
    for host in hosts:
        if len(hosts) > 1 or host.name != ANY_HOST:
            drawing.y += 16
            drawing.pill(host.name, "host")
        for section in host.sections:
            drawing.card(section)
    height = drawing.y + _MARGIN
    lines = [
        f'<svg {_ROOT} width="{_WIDTH}" height="{height:g}" viewBox="0 0 {_WIDTH} {height:g}">',
        f'<title id="title">{escaped(title)}</title>',
        f'<desc id="about">What answers requests: {told}. A group has its layers, then its routes.</desc>',
        f"<style>{STYLE}</style>",
        box((0, 0), (_WIDTH, height), "paper", 0),
        *drawing.shapes,
        "</svg>",
    ]
    return "\n".join(lines)


def _told(hosts: list[Host]) -> str:
    """How much there is."""
    sections = [section for host in hosts for section in host.sections]
    counts = [(sum(section.size for section in sections), "route"), (len(sections), "group")]
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts)
