"""Pictures of the benchmarks as SVG: bars beside each other, lines over sizes; light or dark as the reader's screen.

Every picture has a title and says in words what it shows, for those who do not see it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

from attrs import frozen

from scripts.rounds import Spread

WIDTH: Final = 760
_SIDE, _TOP, _BAR = 250, 56, 26
_PLOT: Final = (74, 60, 500, 250)  # left, top, width and height of the room for lines

# Colours that also those tell apart who do not see all of them; every line has a mark of its own besides.
_STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 } .quiet { fill: #59636e }
.end { text-anchor: end } .mid { text-anchor: middle }
.paper { fill: #ffffff } .grid { stroke: #d1d9e0 } .spread { stroke: #1f2328 }
.goal { stroke: #59636e; stroke-dasharray: 5 4 }
.f0 { fill: #0072b2 } .f1 { fill: #d55e00 } .f2 { fill: #00795a } .f3 { fill: #7d3c98 }
.l0 { stroke: #0072b2 } .l1 { stroke: #d55e00 } .l2 { stroke: #00795a } .l3 { stroke: #7d3c98 }
polyline { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .quiet { fill: #9198a1 } .paper { fill: #0d1117 } .grid { stroke: #3d444d }
.goal { stroke: #9198a1 } .spread { stroke: #f0f6fc }
.f0 { fill: #4aa8e8 } .f1 { fill: #f0883e } .f2 { fill: #3fb68b } .f3 { fill: #c297e0 }
.l0 { stroke: #4aa8e8 } .l1 { stroke: #f0883e } .l2 { stroke: #3fb68b } .l3 { stroke: #c297e0 }
}
"""


@frozen
class Bar:
    """A bar: its label, how long it is, what stands at its end, and its colour, 0 to 3."""

    label: str
    length: Spread
    text: str
    colour: int = 1


@frozen
class Line:
    """A line: its name and its points."""

    name: str
    points: tuple[tuple[float, float], ...]


@frozen
class Axis:
    """An axis: its name, whether it goes in powers, how its numbers are written, and those that are marked."""

    name: str
    ticks: tuple[float, ...]
    written: Callable[[float], str]
    powers: bool = False

    def place(self, value: float) -> float:
        """Where a value lies between the first and the last tick, 0 to 1."""
        low, high = self.ticks[0], self.ticks[-1]
        if self.powers:
            return math.log(value / low) / math.log(high / low)
        return (value - low) / (high - low)


def powers_around(values: Sequence[float]) -> tuple[float, ...]:
    """The powers of ten from below the least value to above the greatest."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return tuple(10.0**power for power in range(first, max(last, first + 1) + 1))


def steps_to(greatest: float) -> tuple[float, ...]:
    """Four to eight round steps from nothing to the greatest value or above."""
    unit = 10.0 ** math.floor(math.log10(greatest))
    step = next(part * unit for part in (0.1, 0.2, 0.25, 0.5, 1, 2) if greatest <= 7 * part * unit)
    return tuple(step * number for number in range(math.ceil(greatest / step - 1e-9) + 1))


def bars(title: str, description: str, shown: Sequence[Bar], goal: float | None = None) -> str:
    """Bars below each other, with the quartiles as a thin line, and a goal as a dashed one."""
    longest = max((bar.length.high for bar in shown), default=1) or 1
    width = WIDTH - _SIDE - 130
    parts = []
    for number, bar in enumerate(shown):
        top = _TOP + number * _BAR
        low, end, high = (
            _SIDE + width * part / longest for part in (bar.length.low, bar.length.middle, bar.length.high)
        )
        parts += [
            _text(_SIDE - 8, top + 14, bar.label, "end"),
            f'<rect class="f{bar.colour}" x="{_SIDE}" y="{top}" width="{end - _SIDE:.1f}" height="18" rx="2"/>',
            f'<line class="spread" x1="{low:.1f}" x2="{high:.1f}" y1="{top + 9}" y2="{top + 9}"/>',
            _text(max(end, high) + 8, top + 14, bar.text),
        ]
    bottom = _TOP + len(shown) * _BAR
    if goal is not None and goal <= longest:
        place = _SIDE + width * goal / longest
        parts.append(f'<line class="goal" x1="{place:.1f}" x2="{place:.1f}" y1="{_TOP - 8}" y2="{bottom}"/>')
        parts.append(_text(place, _TOP - 12, "goal", "mid quiet"))
    return _picture(title, description, bottom + 14, parts)


def lines(
    title: str, description: str, shown: Sequence[Line], across: Axis, up: Axis, goal: tuple[float, str] | None = None
) -> str:
    """Lines over sizes, each with its name at its end."""
    left, top, width, height = _PLOT
    bottom = top + height

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return left + width * across.place(point[0]), bottom - height * up.place(point[1])

    parts = [_text(left, top - 12, up.name, "quiet"), _text(left + width / 2, bottom + 40, across.name, "mid quiet")]
    for tick in up.ticks:
        y = bottom - height * up.place(tick)
        parts.append(f'<line class="grid" x1="{left}" x2="{left + width}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_text(left - 8, y + 4, up.written(tick), "end quiet"))
    parts += [
        _text(left + width * across.place(tick), bottom + 20, across.written(tick), "mid quiet")
        for tick in across.ticks
    ]
    if goal is not None:
        y = bottom - height * up.place(goal[0])
        parts.append(f'<line class="goal" x1="{left}" x2="{left + width}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_text(left + 8, y - 6, goal[1], "quiet"))
    ends = _apart({line.name: at(line.points[-1])[1] for line in shown if line.points})
    for number, line in enumerate(each for each in shown if each.points):
        places = [at(point) for point in line.points]
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline class="l{number}" points="{told}"/>')
        parts += [_mark(number, x, y) for x, y in places]
        parts.append(_text(places[-1][0] + 12, ends[line.name] + 4, line.name))
    return _picture(title, description, bottom + 54, parts)


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Heights of the names of lines, moved down where they would lie on one another."""
    placed: dict[str, float] = {}
    for name, height in sorted(heights.items(), key=lambda each: each[1]):
        placed[name] = max([height, *(other + 16 for other in placed.values())])
    return placed


def _mark(number: int, x: float, y: float) -> str:
    """A mark of the line's own shape: circle, square, triangle, diamond."""
    if number == 0:
        return f'<circle class="f0" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    around = {1: ((-4, -4), (4, -4), (4, 4), (-4, 4)), 2: ((0, -5), (5, 4), (-5, 4))}.get(
        number, ((0, -5), (5, 0), (0, 5), (-5, 0))
    )
    corners = " ".join(f"{x + right:.1f},{y + down:.1f}" for right, down in around)
    return f'<polygon class="f{number}" points="{corners}"/>'


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _picture(title: str, description: str, height: float, parts: Sequence[str]) -> str:
    """The whole file."""
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" aria-labelledby="t d">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(description)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height:.0f}" rx="6"/>',
        _text(16, 26, title, "title"),
        *parts,
        "</svg>",
        "",
    ))  # fmt: skip
