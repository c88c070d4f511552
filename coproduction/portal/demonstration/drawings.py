"""Plain pictures for the questions of the demonstration, drawn from circles and lines: nobody's photo."""

import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

_SIZE = 320
_SKY, _GROUND, _LEAF = "#e6f2ee", "#8a6a4a", "#2f7a4a"
Pen = ImageDraw.ImageDraw


def drawn(name: str) -> SimpleUploadedFile:
    """The drawing of that name, as an officer would upload it."""
    page = Image.new("RGB", (_SIZE, _SIZE), _SKY)
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 268, _SIZE, _SIZE), fill=_GROUND)
    _DRAWINGS[name](pen)
    made = io.BytesIO()
    page.save(made, format="PNG")
    return SimpleUploadedFile(f"{name}.png", made.getvalue(), content_type="image/png")


def _circle(pen: Pen, x: int, y: int, radius: int, colour: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _strawberries(pen: Pen) -> None:
    for x, y in ((90, 180), (170, 215), (240, 170)):
        pen.line((x, y - 30, x, y - 70), fill=_LEAF, width=8)
        pen.polygon(((x - 42, y - 25), (x + 42, y - 25), (x, y + 50)), fill="#c62f3d")
        _circle(pen, x - 20, y - 22, 22, "#c62f3d")
        _circle(pen, x + 20, y - 22, 22, "#c62f3d")
        pen.polygon(((x - 30, y - 38), (x + 30, y - 38), (x, y - 12)), fill=_LEAF)
        for dx, dy in ((-14, 0), (12, -4), (0, 18)):
            _circle(pen, x + dx, y + dy, 4, "#ffe2a0")


def _sunflowers(pen: Pen) -> None:
    for x, y in ((95, 130), (225, 100)):
        pen.line((x, y, x, 268), fill=_LEAF, width=10)
        pen.ellipse((x, y + 70, x + 56, y + 98), fill=_LEAF)
        for dx, dy in ((0, -46), (33, -33), (46, 0), (33, 33), (0, 46), (-33, 33), (-46, 0), (-33, -33)):
            _circle(pen, x + dx, y + dy, 22, "#f2b705")
        _circle(pen, x, y, 34, "#5b3a1e")


def _herbs(pen: Pen) -> None:
    for x in (80, 160, 240):
        pen.line((x, 120, x, 268), fill=_LEAF, width=8)
        for y in (130, 165, 200, 235):
            pen.ellipse((x - 50, y - 14, x - 2, y + 14), fill="#3f9a5e")
            pen.ellipse((x + 2, y - 14, x + 50, y + 14), fill=_LEAF)
        _circle(pen, x, 115, 18, "#8a5fb0")


def _pool(pen: Pen) -> None:
    pen.rectangle((30, 70, 290, 240), fill="#2b7fb8")
    for y in (112, 155, 198):
        pen.line((30, y, 290, y), fill="#ffffff", width=6)
    # The quiet end.
    pen.rectangle((30, 70, 95, 240), fill="#7db9dc")


_DRAWINGS: dict[str, Callable[[Pen], None]] = {
    "strawberries": _strawberries,
    "sunflowers": _sunflowers,
    "herbs": _herbs,
    "pool": _pool,
}
