"""The colours of charts as names of the style sheet, so that the dark scheme and print change them too.

Altair takes colours, not names: each name has a stand-in colour that ``svg.finished`` puts the name in place of. A
fill has a pattern of its own besides, so that no part of a chart is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping

INK, MUTED, LINE, BREAK, PAPER = "#010203", "#010204", "#010205", "#010206", "#010207"
NAMES: Mapping[str, str] = {
    INK: "--ink",
    MUTED: "--muted",
    LINE: "--line",
    BREAK: "--brand",
    PAPER: "--card",
}
FILLS = tuple(f"#0f000{n}" for n in range(1, 10))
"""Stand-ins of the nine fills; ``FILLS[n]`` becomes pattern n+1 on the colour ``--c{n+1}``."""

HATCHES: Mapping[int, str] = {
    1: "",
    2: "M-1,1l2,-2M0,6l6,-6M5,7l2,-2",
    3: "M1.5,1.5h.01M4.5,4.5h.01",
    4: "M0,3h6",
    5: "M-1,5l2,2M0,0l6,6M5,-1l2,2",
    6: "M3,0v6",
    7: "M0,3h6M3,0v6",
    8: "M0,0l6,6M0,6l6,-6",
    9: "M0,1h6M0,3h6M0,5h6",
}
"""The strokes of each pattern in a tile of 6 × 6; the first fill is plain."""

SHAPES = ("circle", "square", "triangle-up", "diamond")
SHAPE_PATHS = ("M16,8a4,4 0 1 1 -8,0a4,4 0 1 1 8,0z", "M8.5,4.5h7v7h-7z", "M12,3.5l4.5,8h-9z", "M12,3l5,5l-5,5l-5,-5z")
DASHES = ((1, 0), (6, 3), (2, 2), (8, 3))
"""Lines have a mark and a dash of their own besides their colour."""


def pattern(number: int, prefix: str) -> str:
    """The SVG pattern of a fill; ``prefix`` keeps its id unique on the page."""
    strokes = HATCHES[number]
    drawn = f'<path d="{strokes}" class="hatch"/>' if strokes else ""
    return (
        f'<pattern id="{prefix}-f{number}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="var(--c{number})"/>{drawn}</pattern>'
    )
