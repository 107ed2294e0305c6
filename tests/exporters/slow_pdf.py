"""PDF files that are made to be slow or huge, and what a child process is told to do in tests to fail."""

from __future__ import annotations

import os
import sys
import zlib
from typing import Any

from exporters.pdfium.reading import PdfSource


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, of which the first is the catalogue."""
    parts, places, length = [b"%PDF-1.4\n"], [], 9
    for number, content in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF"
    return b"".join(parts) + end % (size, table, size, length)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    head = b"<</Length %d/Filter/FlateDecode%s>>stream\n" % (len(packed), entries)
    return head + packed + b"\nendstream"


def one_page(content: bytes, resources: bytes = b"", *further: bytes) -> bytes:
    """A page of A4; the first of the ``further`` objects has the number 5."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        stream(content),
        *further,
    )


def forms_in_forms(deep: int = 9, each: int = 10) -> PdfSource:
    """A form that draws another ten times, and so on: 10⁹ squares in two kilobytes."""
    forms = []
    for level in range(deep):
        last = level == deep - 1
        content = b"0 0 9 9 re f" if last else b"/F Do " * each
        inner = b"" if last else b"/Resources<</XObject<</F %d 0 R>>>>" % (6 + level)
        forms.append(stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + inner))
    return PdfSource("套娃.pdf", one_page(b"/F Do", b"/XObject<</F 5 0 R>>", *forms))


def many_strokes(count: int = 1_000_000) -> PdfSource:
    """So many lines across the page, in few bytes."""
    return PdfSource("线.pdf", one_page(b"0 0 m 595 842 l S\n" * count))


def die(documents: dict[int, Any], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """As a fault of PDFium would."""
    os.abort()


def take_memory(documents: dict[int, Any], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """More than a page ever needs; gives back how much could be had."""
    return len(bytearray(arguments["bytes"])), b""


def never_end(documents: dict[int, Any], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """Work that is never done."""
    while True:
        pass


def loaded(documents: dict[int, Any], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """The modules of the child."""
    return sorted({name.partition(".")[0] for name in sys.modules}), b""


def print_words(documents: dict[int, Any], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """What a library may do."""
    os.write(1, b"words" * 1000)
    return None, b""


def who(documents: dict[int, Any], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """The child's number and how many files are open in it."""
    return [os.getpid(), len(documents)], b""


def die_of_second(documents: dict[int, Any], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """As a fault in one of several files would; it is the one called 坏.pdf."""
    if any(documents[number].name == "坏.pdf" for number in arguments["documents"]):
        os.abort()
    return None, b""


def say(documents: dict[int, Any], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """Write these bytes to the parent in place of an answer, and end."""
    replies = next(number for number in range(3, 10) if _is_pipe_to_write(number))
    os.write(replies, bytes.fromhex(arguments["bytes"]))
    os._exit(0)


def _is_pipe_to_write(number: int) -> bool:
    try:
        os.write(number, b"")
    except OSError:
        return False
    return True
