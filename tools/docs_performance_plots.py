"""The drawings of docs/performance.md: microseconds a page by stage, memory against pages."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

COLOURS = {
    "record": "#44546a",
    "bytes": "#0b6e4f",
    "parse": "#c98a1b",
    "text": "#7a9e3b",
    "reader": "#8a3b12",
}


def stages_plot(bars: Sequence[tuple[str, Sequence[tuple[str, float]]]]) -> str:
    """Return bars of microseconds a page, each with its stages one behind the other."""
    most = max(sum(spent for _, spent in parts) for _, parts in bars)
    left, top, width, high = 130, 46, 440, 34
    drawn = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 230" font-family="sans-serif" font-size="13">',
        '<rect width="620" height="230" fill="#fff"/>',
        '<text x="20" y="24" font-size="15">Microseconds of processor time a page</text>',
    ]
    for turn, (name, parts) in enumerate(bars):
        at, y = float(left), top + turn * (high + 12)
        drawn.append(f'<text x="{left - 8}" y="{y + 22}" text-anchor="end">{name}</text>')
        for stage, spent in parts:
            wide = width * spent / most
            drawn.append(
                f'<rect x="{at:.1f}" y="{y}" width="{wide:.1f}" height="{high}" fill="{COLOURS.get(stage, "#999")}"/>'
            )
            at += wide
        total = sum(spent for _, spent in parts)
        drawn.append(f'<text x="{at + 6:.1f}" y="{y + 22}">{total:.0f}</text>')
    at = float(left)
    for stage, colour in COLOURS.items():
        drawn.append(f'<rect x="{at:.0f}" y="196" width="12" height="12" fill="{colour}"/>')
        drawn.append(f'<text x="{at + 17:.0f}" y="207">{stage}</text>')
        at += 84
    return "\n".join([*drawn, "</svg>", ""])


def memory_plot(points: Sequence[tuple[float, float]]) -> str:
    """Return megabytes against pages, which grow by powers."""
    least, most = log10(min(pages for pages, _ in points)), log10(max(pages for pages, _ in points))
    high = -(-max(megabytes for _, megabytes in points) * 1.25 // 200) * 200
    left, top, width, height = 80, 46, 460, 220

    def x(pages: float) -> float:
        return left + width * ((log10(pages) - least) / (most - least) if most > least else 0.5)

    def y(megabytes: float) -> float:
        return top + height * (1 - megabytes / high)

    drawn = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 330" font-family="sans-serif" font-size="13">',
        '<rect width="620" height="330" fill="#fff"/>',
        '<text x="20" y="24" font-size="15">Peak memory of a whole run, all processes together (MB)</text>',
    ]
    for quarter in range(5):
        value = high * quarter / 4
        drawn.append(f'<path d="M{left} {y(value):.1f}H{left + width}" stroke="#ddd"/>')
        drawn.append(f'<text x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:,.0f}</text>')
    line = " ".join(f"{x(pages):.1f},{y(megabytes):.1f}" for pages, megabytes in points)
    drawn.append(f'<polyline points="{line}" fill="none" stroke="#0b6e4f" stroke-width="2"/>')
    for pages, megabytes in points:
        drawn.append(f'<circle cx="{x(pages):.1f}" cy="{y(megabytes):.1f}" r="4" fill="#0b6e4f"/>')
        drawn.append(
            f'<text x="{x(pages):.1f}" y="{y(megabytes) - 10:.1f}" text-anchor="middle" fill="#0b6e4f">{megabytes:,.0f}</text>'
        )
        drawn.append(
            f'<text x="{x(pages):.1f}" y="{top + height + 20}" text-anchor="middle">{pages:,.0f}</text>'
        )
    drawn.append(f'<text x="{left + width / 2}" y="{top + height + 46}" text-anchor="middle">pages</text>')
    return "\n".join([*drawn, "</svg>", ""])
