"""A sheet as a forum signs it on paper, for the demonstration: a picture of a page, with nobody's hand on it."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

_WIDTH, _HEIGHT, _MARGIN = 620, 877, 60


def sheet(title: str, stage: int) -> SimpleUploadedFile:
    """A picture of the stage sheet of this project, as if it had been photographed."""
    page = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    pen = ImageDraw.Draw(page)
    lines = [
        "Demonstration: nobody signed this.",
        f"Stage {stage} of 9",
        title,
        "",
        "We have read it, and we agree.",
        "",
        "Signed by the chair",
    ]
    for number, line in enumerate(lines):
        pen.text((_MARGIN, _MARGIN + number * 40), line, fill="black", font_size=20)
    pen.line((_MARGIN, 420, _WIDTH - _MARGIN, 420), fill="black", width=2)
    made = io.BytesIO()
    page.save(made, format="PNG")
    return SimpleUploadedFile(f"stage-{stage}.png", made.getvalue(), content_type="image/png")
