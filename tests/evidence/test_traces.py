"""What the decoder's child tells of a file's making, and what it keeps to itself."""

from dataclasses import asdict

import pytest
from PIL import Image, PngImagePlugin

import made_files as made
from assay.evidence.decoding import decoder
from assay.evidence.decoding.traces import FileTraces
from assay.policy import load

LIMITS = load.current().uploads
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmp:CreatorTool="Adobe Photoshop 25.1 (Macintosh)">
<stEvt:softwareAgent>Snapseed 2.0</stEvt:softwareAgent></rdf:Description></x:xmpmeta>"""


def traces(data):
    return decoder.decode_picture(data, LIMITS).traces


def exif(**values):
    made_exif = Image.Exif()
    for tag, value in values.items():
        made_exif[{"software": 0x0131, "make": 0x010F, "model": 0x0110}[tag]] = value
    return made_exif


def test_a_plain_picture_tells_its_format_and_stored_size_only():
    assert traces(made.saved(made.gradient())) == FileTraces(format="jpeg", width=640, height=480)


def test_camera_is_known_to_be_there_and_no_more():
    found = traces(made.saved(made.gradient(), exif=exif(make="Apple", model="iPhone 15", software="17.2")))
    assert (found.has_camera, found.software) == (True, ("17.2",))
    assert "iPhone" not in str(asdict(found))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_programs_are_read_from_xmp(kind):
    options = {"xmp": XMP}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {"pnginfo": text}
    assert traces(made.saved(made.gradient(), kind, **options)).software == (
        "Adobe Photoshop 25.1 (Macintosh)", "Snapseed 2.0",
    )  # fmt: skip


def test_a_png_names_its_program():
    text = PngImagePlugin.PngInfo()
    text.add_text("Software", "GIMP 2.10")
    assert traces(made.saved(made.gradient(), "PNG", pnginfo=text)).software == ("GIMP 2.10",)


def test_an_iphones_screenshot_says_so():
    made_exif = Image.Exif()
    made_exif[0x8769] = {0x9286: b"ASCII\0\0\0Screenshot"}
    assert traces(made.saved(made.gradient(), "PNG", exif=made_exif)).says_screenshot


def test_a_pdf_counts_what_was_added_after_it_was_written():
    plain = made.pdf()
    assert (traces(plain).format, traces(plain).updates) == ("pdf", 0)
    assert traces(plain + plain[plain.index(b"xref") :]).updates == 1


def test_a_child_that_babbles_is_not_believed():
    with pytest.raises((KeyError, TypeError, ValueError)):
        FileTraces.received({"format": "jpeg", "width": "wide"})
