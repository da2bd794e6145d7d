"""SVG to PNG, with the packaged font only: the same picture on every machine."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from rasd.errors import OutputError

if TYPE_CHECKING:
    from rasd.export.charts.canvas import Canvas

__all__ = ["png_of"]

_MOST_PIXELS = 12_000


@cache
def _renderer() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise OutputError(
            "PNG charts need the extra `charts`, which is not installed: pip install 'rasd[charts]'. SVG needs nothing."
        ) from None
    with as_file(files("rasd.export") / "fonts") as folder:
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def png_of(canvas: Canvas, *, scale: float) -> bytes:
    """Return the drawing as PNG, `scale` pixels a unit; raises OutputError where the renderer is not installed."""
    scale = min(scale, _MOST_PIXELS / max(canvas.width, canvas.height))
    svg = canvas.svg(alone=False).replace(
        "<svg ", f'<svg width="{canvas.width:.0f}" height="{canvas.height:.0f}" ', 1
    )
    return bytes(_renderer().svg_to_png(svg, scale=scale))
