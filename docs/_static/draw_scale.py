"""Draw how cost grows: ``python docs/_static/draw_scale.py``, with what benchmarks/scale.py measured."""

from math import log10
from pathlib import Path

#: Seconds for all pairs of so many sparse sessions, Parquet to Parquet.
SECONDS = {
    "arrays": ("#0072b2", {4: 0.005, 5: 0.03, 6: 0.24, 7: 4.4}),
    "expressions on DuckDB": ("#009e73", {4: 0.06, 5: 0.10, 6: 0.52, 7: 9.2}),
    "plain join on DuckDB": ("#d55e00", {4: 0.03, 5: 0.18, 6: 4.0, 7: 74}),
    "expressions on Spark": ("#aa3377", {4: 1.5, 5: 1.5, 6: 4.2, 7: 89}),
}
#: How far below their point names are written that would lie on others.
BESIDE = {"plain join on DuckDB": 10, "expressions on Spark": -4}
TITLE = "Pairs of sessions that overlap, from Parquet to Parquet, on two cores"
WIDTH, HEIGHT = 960, 520
LEFT, RIGHT, TOP, BOTTOM = 84, 700, 60, 460
LEAST, MOST = -3, 2
SESSIONS = {4: "10,000", 5: "100,000", 6: "1 million", 7: "10 million"}
FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def main() -> None:
    """Write the picture beside this file."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="14" fill="#1f2328">'
        f'<title>{TITLE}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
        f'<text x="16" y="32" font-size="18" font-weight="bold">{TITLE}</text>'
    )
    parts = [head, *grid(), *(line(tool, *one) for tool, one in SECONDS.items()), "</svg>\n"]
    Path(__file__).with_name("scale.svg").write_text("\n".join(parts), encoding="utf-8")


def at(power: float, seconds: float) -> tuple[float, float]:
    """Return where a number of sessions, as a power of ten, and seconds are drawn."""
    across = LEFT + (power - 4) / 3 * (RIGHT - LEFT)
    up = (log10(seconds) - LEAST) / (MOST - LEAST)
    return round(across, 1), round(BOTTOM - up * (BOTTOM - TOP), 1)


def grid() -> list[str]:
    """Return the lines behind the picture, and what they say."""
    found = []
    for power in range(LEAST, MOST + 1):
        _, y = at(4, 10.0**power)
        found.append(f'<path d="M{LEFT},{y}H{RIGHT}" stroke="#d0d7de"/>')
        found.append(
            f'<text x="{LEFT - 10}" y="{y + 5}" text-anchor="end">{10.0**power:g} s</text>'
        )
    for power, name in SESSIONS.items():
        x, _ = at(power, 1)
        found.append(f'<text x="{x}" y="{BOTTOM + 24}" text-anchor="middle">{name}</text>')
    middle = (LEFT + RIGHT) / 2
    found.append(f'<text x="{middle}" y="{BOTTOM + 48}" text-anchor="middle">sessions</text>')
    return found


def line(tool: str, colour: str, points: dict[int, float]) -> str:
    """Return the line of a tool, named where it ends."""
    places = [at(power, seconds) for power, seconds in points.items()]
    path = "L".join(f"{x},{y}" for x, y in places)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="4"/>' for x, y in places)
    x, y = places[-1]
    return (
        f'<g fill="{colour}"><path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        f'{dots}<text x="{x + 12}" y="{y + 5 + BESIDE.get(tool, 0)}">{tool}</text></g>'
    )


if __name__ == "__main__":
    main()
