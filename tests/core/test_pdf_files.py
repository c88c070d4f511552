"""What makes a PDF more than words and pictures is found, however it is written."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduction.core import pdf_files

NAMES = ("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "Rendition", "SubmitForm", "ImportData", "GoToE")


def pdf(inside):
    return b"%PDF-1.7\n" + inside + b"\n%%EOF\n"


def packed(inside, described=b"/Type /ObjStm /Filter /FlateDecode"):
    return b"2 0 obj\n<< " + described + b" >>\nstream\n" + inside + b"\nendstream\nendobj"


def written(name, numbered):
    """A name of a PDF, with some of its letters as numbers."""
    return b"/" + b"".join(b"#%02x" % ord(letter) if place in numbered else letter.encode() for place, letter in enumerate(name))


@given(st.sampled_from(NAMES), st.sets(st.integers(0, 12)), st.booleans())
def test_what_acts_is_found_however_it_is_written(name, numbered, is_packed):
    inside = b"<< /S " + written(name, numbered) + b" >>"
    content = pdf(packed(zlib.compress(inside)) if is_packed else inside)
    assert pdf_files.problem_of(content) == pdf_files.ACTS


@given(st.binary(max_size=400))
def test_anything_at_all_is_judged_without_an_error(inside):
    for content in (pdf(inside), pdf(packed(inside)), pdf(packed(zlib.compress(inside)))):
        assert pdf_files.problem_of(content) in {
            pdf_files.FINE, pdf_files.OTHER, pdf_files.ACTS, pdf_files.LOCKED, pdf_files.UNREADABLE,
        }  # fmt: skip


@pytest.mark.parametrize(
    "inside",
    [
        packed(zlib.compress(b"<< /Type /Page >>")),
        packed(b"<< /Type /Page >>", b"/Type /ObjStm"),
        # A picture, whose content is no object.
        packed(b"\xff\xd8 anything", b"/Subtype /Image /Filter /DCTDecode"),
        b"<< /S /URI /URI (https://council.example) >>",
        b"<< /JavaScriptless true /Launched true >>",
        b"first\n%%EOF\nchanged later",
    ],
    ids=["packed page", "page in a stream", "picture", "link", "longer names", "changed later"],
)
def test_plain_pdf_is_fine(inside):
    assert pdf_files.problem_of(pdf(inside)) == pdf_files.FINE


@pytest.mark.parametrize(
    "inside",
    [
        packed(b"not packed at all"),
        packed(zlib.compress(b"words"), b"/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]"),
        packed(zlib.compress(b"\0" * (pdf_files.MOST_UNPACKED + 1))),
    ],
    ids=["damaged", "packed twice", "too much"],
)
def test_pdf_that_cannot_be_looked_into_is_not_taken(inside):
    assert pdf_files.problem_of(pdf(inside)) == pdf_files.UNREADABLE
