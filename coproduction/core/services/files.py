"""Keep files that people give us: what they are is read from their content, pictures are made anew without their hidden data."""

import hashlib
import io
import re
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from coproduction.core import pdf_files
from coproduction.core.actors import Acting
from coproduction.core.enums import Audience
from coproduction.core.errors import Refused
from coproduction.core.models import StoredFile
from coproduction.core.models.base import ref_of
from coproduction.core.models.files import random_key
from coproduction.core.services import audit

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
# Format as Pillow names it: content type and the end of the name.
PICTURES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}
PDF = ("application/pdf", "pdf")
TOO_BIG = gettext_lazy("This file is too big. Choose one of 10 MB or less.")
_NOT_TAKEN = {
    pdf_files.OTHER: gettext_lazy("This PDF is another kind of file as well. Print it to a new PDF, and choose that one."),
    pdf_files.ACTS: gettext_lazy(
        "This PDF has a program, a form that sends itself, or another file in it. Print it to a new PDF, and choose that one."
    ),
    pdf_files.LOCKED: gettext_lazy("This PDF is locked with a password. Save one without a password, and choose that one."),
    pdf_files.UNREADABLE: gettext_lazy("We cannot read this PDF. Print it to a new PDF, and choose that one."),
}
_MODES = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "RGBA", "L", "LA", "P"), "WEBP": ("RGB", "RGBA")}


@transaction.atomic
def keep(*, upload: UploadedFile, name: str, audience: str, by: Acting, target: models.Model | None = None) -> StoredFile:
    """Keep an upload for an audience. Raises `Refused` for what is too big, or neither a picture nor a PDF."""
    if not upload.size:
        raise Refused(_("This file is empty. Choose another one."))
    if upload.size > LARGEST:
        raise Refused(str(TOO_BIG))
    upload.seek(0)
    content, content_type, ending = _checked(upload.read(LARGEST + 1))
    key = random_key()
    stored = StoredFile(
        key=key,
        name=_plain_name(name, ending),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        audience=Audience(audience),
        target=ref_of(target) if target is not None else "",
        added_by=by.ref,
    )
    stored.file.save(f"{key}.{ending}", ContentFile(content), save=False)
    stored.save()
    audit.record(verb="kept file", target=stored, by=by, content_type=content_type, size=stored.size)
    return stored


@transaction.atomic
def remove(*, stored: StoredFile, by: Acting) -> None:
    """Delete a file for good: its row now, its content as soon as that is certain."""
    audit.record(verb="removed file", target=stored, by=by)
    storage, name = stored.file.storage, str(stored.file.name)
    stored.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _checked(content: bytes) -> tuple[bytes, str, str]:
    """Content, type and ending of what this really is, whatever its name says."""
    if pdf_files.looks_like_one(content):
        if problem := pdf_files.problem_of(content):
            raise Refused(str(_NOT_TAKEN[problem]))
        return content, *PDF
    try:
        with Image.open(io.BytesIO(content), formats=tuple(PICTURES)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(_("This picture has too many dots. Make it smaller and try again."))
            return _made_anew(picture), *PICTURES[str(picture.format)]
    except UnidentifiedImageError as error:
        raise Refused(_("We can take pictures (JPEG, PNG or WebP) and PDF files. This is something else.")) from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(_("This picture is damaged. Try to save it again, or choose another one.")) from error


def _made_anew(picture: Image.Image) -> bytes:
    """The same picture the right way up, without place, camera or anything else that was hidden in the file."""
    kind = str(picture.format)
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in _MODES[kind]:
        upright = upright.convert("RGBA" if kind != "JPEG" and "A" in upright.getbands() else "RGB")
    clean = Image.new(upright.mode, upright.size)
    if upright.mode == "P":
        clean.putpalette(upright.getpalette() or [])
    clean.paste(upright)
    made = io.BytesIO()
    clean.save(made, format=kind)
    return made.getvalue()


def _plain_name(name: str, ending: str) -> str:
    """A name to download under: no folders, no control characters, and the ending of what the file is."""
    stem = PurePath(name.replace("\\", "/")).name.rpartition(".")[0] or PurePath(name.replace("\\", "/")).name
    stem = re.sub(r"[^\w \-()]+", "-", stem).strip(" -.")[:100]
    return f"{stem or 'file'}.{ending}"
