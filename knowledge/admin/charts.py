"""Drawings of figures over time and of one figure against another: numbers in, places out.

The template draws them as inline SVG, with the numbers in a table beside for whoever hears them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 560, 180
LEFT, TOP, RIGHT, BOTTOM = 60, 12, 12, 24
MOST_LABELS = 5


@dataclass(frozen=True)
class Dot:
    """One value at its place, with the words that say it."""

    x: float
    y: float
    told: str


@dataclass(frozen=True)
class Line:
    """One figure: its name, the number of its look, and its dots; a gap parts it into pieces."""

    name: str
    look: int
    dots: Sequence[Dot]
    pieces: Sequence[str]


@dataclass(frozen=True)
class Tick:
    """A word at an axis."""

    at: float
    word: str


@dataclass(frozen=True)
class Chart:
    """Everything that a drawing shows; `rows` are its numbers as a table."""

    lines: Sequence[Line]
    across: Sequence[Tick]
    up: Sequence[Tick]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    marks: Sequence[Tick] = ()
    """Lines across the drawing, such as floors."""
    posts: Sequence[Tick] = ()
    """Lines from the bottom to the top, such as a threshold."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = field(default=WIDTH - RIGHT)
    top: int = TOP
    bottom: int = field(default=HEIGHT - BOTTOM)


def over_time(
    heads: Sequence[str],
    moments: Sequence[str],
    figures: Mapping[str, Sequence[float | None]],
    floors: Mapping[str, float] | None = None,
    *,
    share: bool = True,
) -> Chart:
    """Draw figures as lines over moments of equal distance, oldest first.

    With `share` they are shares from 0 to 1; else of any size from 0 up. `floors` are drawn
    across. `heads` stand over the table: the moment's, then one for each figure.
    """
    top = 1.0 if share else _roof(figures)
    step = _inside_width() / max(1, len(moments) - 1)
    lines = [
        _line(
            name,
            look,
            [
                None
                if value is None
                else (
                    LEFT + n * step,
                    value / top,
                    f"{moments[n]}: {_said(value, share)}",
                )
                for n, value in enumerate(values)
            ],
        )
        for look, (name, values) in enumerate(figures.items(), 1)
    ]
    every = max(1, -(-len(moments) // MOST_LABELS))
    return Chart(
        lines=lines,
        across=[
            Tick(round(LEFT + n * step, 1), moments[n])
            for n in range(0, len(moments), every)
        ],
        up=_shares(top, share),
        heads=heads,
        rows=[
            [moment, *(_said(values[n], share) for values in figures.values())]
            for n, moment in enumerate(moments)
        ],
        marks=[
            Tick(_height(floor / top), name) for name, floor in (floors or {}).items()
        ],
    )


def against(
    heads: Sequence[str],
    name: str,
    points: Sequence[tuple[float, float, float]],
    posts: Mapping[str, float],
) -> Chart:
    """Draw one share against another: (across, up, what it is at). `posts` mark places across.

    `heads` stand over the table, in the order of a point.
    """
    places = [
        (
            LEFT + across * _inside_width(),
            up,
            f"{heads[0]} {across:.0%}, {heads[1]} {up:.0%}, {heads[2]} {at:.2f}",
        )
        for across, up, at in points
    ]
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    return Chart(
        lines=[_line(name, 1, places)],
        across=[Tick(LEFT + s * _inside_width(), f"{s:.0%}") for s in shares],
        up=_shares(1.0, True),
        heads=heads,
        rows=[[f"{across:.1%}", f"{up:.1%}", f"{at:.3f}"] for across, up, at in points],
        posts=[
            Tick(round(LEFT + at * _inside_width(), 1), word)
            for word, at in posts.items()
        ],
    )


def _line(
    name: str, look: int, places: Sequence[tuple[float, float, str] | None]
) -> Line:
    dots: list[Dot] = []
    pieces: list[list[Dot]] = [[]]
    for place in places:
        if place is None:
            pieces.append([])
            continue
        x, share, told = place
        dot = Dot(round(x, 1), _height(share), f"{name}, {told}")
        dots.append(dot)
        pieces[-1].append(dot)
    drawn = [
        " ".join(f"{dot.x},{dot.y}" for dot in piece)
        for piece in pieces
        if len(piece) > 1
    ]
    return Line(name, look, dots, drawn)


def _height(share: float) -> float:
    inside = HEIGHT - TOP - BOTTOM
    return round(TOP + inside * (1 - min(max(share, 0.0), 1.0)), 1)


def _inside_width() -> int:
    return WIDTH - LEFT - RIGHT


def _shares(top: float, share: bool) -> list[Tick]:
    return [
        Tick(_height(part), f"{part:.0%}" if share else _duration(part * top, top))
        for part in (0.0, 0.5, 1.0)
    ]


def _duration(milliseconds: float, most: float) -> str:
    """Say a time in the unit that keeps it short: there is little room beside the axis."""
    if most < 1000:
        return f"{milliseconds:g} ms"
    return f"{milliseconds / 1000:g} s"


def _roof(figures: Mapping[str, Sequence[float | None]]) -> float:
    """A round number above all values: 1, 2 or 5 with zeros."""
    most = max((v for values in figures.values() for v in values if v), default=1.0)
    unit = 1.0
    while unit * 10 <= most:
        unit *= 10
    return next(unit * times for times in (1, 2, 5, 10) if unit * times >= most)


def _said(value: float | None, share: bool) -> str:
    if value is None:
        return "-"
    return f"{value:.1%}" if share else f"{value:.1f} ms"
