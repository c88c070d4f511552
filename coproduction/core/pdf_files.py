"""Whether a PDF is only a PDF: nothing of another format before, in or after it, nothing that acts by itself, nothing locked."""

import re
import zlib
from collections.abc import Iterator

_START, _END = b"%PDF-", b"%%EOF"
# A name in a PDF may be written in numbers: /J#61vaScript is /JavaScript.
_NUMBERED = re.compile(rb"#([0-9a-fA-F]{2})")
# What runs, opens or sends something, and files inside of the file. Long names, so that no picture holds one by chance.
_ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|SubmitForm|ImportData|GoToE)(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_OTHER_PAGE = re.compile(rb"<(?:script|html|!doctype html|iframe|\?php)", re.IGNORECASE)
# The end of an archive stands in its last 64 KB, since only a comment may follow it.
_ARCHIVE_END, _ARCHIVE_TAIL = b"PK\x05\x06", 65_557
_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# What describes a stream stands before it, and is short.
_DESCRIBED_IN = 2000
# Packed objects that unpack to more are made to fill a memory.
MOST_UNPACKED = 32 * 1024 * 1024

FINE, OTHER, ACTS, LOCKED, UNREADABLE = "", "other", "acts", "locked", "unreadable"


def looks_like_one(content: bytes) -> bool:
    """Whether it begins and ends like a PDF; what it holds is asked of `problem_of`."""
    return content.startswith(_START) and _END in content[-2048:]


def problem_of(content: bytes) -> str:
    """What is wrong with a PDF: `OTHER`, `ACTS`, `LOCKED` or `UNREADABLE`; `FINE`, which is empty, when nothing is."""
    if _is_something_else_too(content):
        return OTHER
    plain = _named(content)
    if _LOCKED.search(plain):
        return LOCKED
    if _ACTS.search(plain):
        return ACTS
    try:
        return ACTS if any(_ACTS.search(_named(objects)) for objects in _packed_objects(content)) else FINE
    except (zlib.error, ValueError):
        return UNREADABLE


def _is_something_else_too(content: bytes) -> bool:
    """Whether it is a web page or an archive as well, or has anything but empty lines after its end."""
    after = content[content.rfind(_END) + len(_END) :]
    if after.strip(b"\r\n\t \x00\x1a"):
        return True
    return _ARCHIVE_END in content[-_ARCHIVE_TAIL:] or bool(_OTHER_PAGE.search(content))


def _named(content: bytes) -> bytes:
    return _NUMBERED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The packed parts that hold objects, unpacked: what acts may be hidden there. Raises `ValueError` for another way of packing."""
    left = MOST_UNPACKED
    for found in _STREAM.finditer(content):
        described = _named(content[max(0, found.start() - _DESCRIBED_IN) : found.start()]).rpartition(b" obj")[2]
        if not _OBJECTS.search(described):
            continue
        end = content.find(b"endstream", found.end())
        packed = content[found.end() : end if end >= 0 else None]
        if b"/Filter" not in described:
            continue
        if described.count(b"Decode") != 1 or b"/FlateDecode" not in described:
            raise ValueError("packed in a way that is not known")
        unpacker = zlib.decompressobj()
        objects = unpacker.decompress(packed, left)
        if unpacker.unconsumed_tail:
            raise ValueError("unpacks to too much")
        left -= len(objects)
        yield objects
