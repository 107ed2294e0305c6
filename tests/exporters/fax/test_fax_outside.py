"""The fax in other hands: libtiff's tools, HylaFAX's tiffcheck, and OCR that reads the filled-in digits off the page."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image

from exporters.fax.fax import make_fax
from exporters.fax.pages import CONTENT_WIDTH, FINE, STANDARD, WIDTH, Resolution
from exporters.fax.tiff import received_pages
from exporters.pdf.export import draw_pdf, fonts
from exporters.pdf.layout import lay_out
from exporters.pdf.page import Page
from exporters.pdf.style import A4
from exporters.pdfium.reading import PdfSource
from forms.declared.catalogue import Catalogue
from forms.form.document import Document
from tests.exporters.fax_samples import statistics, style_for

pytestmark = pytest.mark.outside

#: Where the package puts it; the setting names it where only the program was unpacked.
TIFFCHECK = os.environ.get("TIFFCHECK") or shutil.which("tiffcheck", path="/usr/lib/hylafax/bin")
each_resolution = pytest.mark.parametrize("at", [FINE, STANDARD], ids=lambda at: at.id)


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"没有 {tool}，没有用别的软件看过传真文件")


@cache
def numbered() -> Document:
    """The table with another number in each blank, in all lengths, so that every digit comes up everywhere."""
    form = Catalogue().form("gusu-2020", "statistics")
    values = dict(form.example)
    for number, blank in enumerate(form.blanks):
        if blank.type == "count":
            values[blank.id] = str(
                (7919 * (number + 3) * 104_729) % 10 ** (1 + number % 6 + (number % 6 == 0))
            )
    # Numbers at random break the form's rules; the mark of a draft would lie across the digits.
    document = statistics(values)
    return replace(document, printed=replace(document.printed, draft=False))


@cache
def fax_of(at: Resolution) -> bytes:
    document = numbered()
    return make_fax([PdfSource("统计表.pdf", draw_pdf(document.printed, style=style_for(at)))], at).data


def written(at: Resolution, folder: Path) -> Path:
    path = folder / "fax.tiff"
    path.write_bytes(fax_of(at))
    return path


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    # One thread a process: tesseract's own threads only wait for each other on pages this small.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    arguments = [str(part) for part in command]
    return subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment)


@needs("tiffinfo")
@each_resolution
def test_tiffinfo_reads_every_line_without_a_remark(at: Resolution, tmp_path: Path) -> None:
    done = run("tiffinfo", "-D", written(at, tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    pages = done.stdout.count("=== TIFF directory")
    assert pages >= 2
    assert done.stdout.count(f"Image Width: 1728 Image Length: {at.lines}") == pages
    assert done.stdout.count("Compression Scheme: CCITT Group 3") == pages
    assert done.stdout.count("Photometric Interpretation: min-is-white") == pages


@needs("tiffdump")
@each_resolution
def test_tiffdump_finds_the_tags_in_order(at: Resolution, tmp_path: Path) -> None:
    done = run("tiffdump", written(at, tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    for tag in ("Photometric (262) SHORT (3) 1<0>", "FillOrder (266) SHORT (3) 1<2>", "BadFaxLines (326)"):
        assert tag in done.stdout


@needs("tiff2pdf")
@each_resolution
def test_tiff2pdf_and_tiffcp_take_it(at: Resolution, tmp_path: Path) -> None:
    path = written(at, tmp_path)
    for command in (
        ("tiff2pdf", "-o", tmp_path / "a.pdf", path),
        ("tiffcp", "-c", "g4", path, tmp_path / "b.tiff"),
    ):
        done = run(*command)
        assert (done.returncode, done.stderr) == (0, "")
    # Another coder's reading of the pages is dot for dot ours.
    ours = received_pages(fax_of(at))
    theirs = received_pages((tmp_path / "b.tiff").read_bytes())
    assert [page.bits for page in theirs] == [page.bits for page in ours]


@needs("fax2tiff")
@each_resolution
def test_the_bare_code_is_what_a_fax_machine_decodes(at: Resolution, tmp_path: Path) -> None:
    from tests.exporters.fax.test_fax import tags_of

    data = fax_of(at)
    tags = tags_of(data)[0]
    (tmp_path / "page.g3").write_bytes(data[tags[273][0] : tags[273][0] + tags[279][0]])
    resolution = "-R", str(at.dots_down)
    done = run("fax2tiff", "-L", "-8", *resolution, "-o", tmp_path / "c.tiff", tmp_path / "page.g3")
    assert done.returncode == 0
    (page,) = received_pages((tmp_path / "c.tiff").read_bytes())
    assert page.bits == received_pages(data)[0].bits


@pytest.mark.skipif(TIFFCHECK is None, reason="没有 HylaFAX 的 tiffcheck（可用环境变量 TIFFCHECK 指出）")
@each_resolution
def test_hylafax_has_nothing_to_change(at: Resolution, tmp_path: Path) -> None:
    assert TIFFCHECK
    done = run(TIFFCHECK, "-r", str(at.dots_down), written(at, tmp_path))
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["OK"], "")


def strips(document: Document, at: Resolution) -> list[tuple[Image.Image, str]]:
    """Every printed line that holds a filled-in number: its picture as it arrived, and the digits printed on it."""
    pages = lay_out(document.printed, fonts(), style_for(at))
    found = []
    for page, received in zip(pages, received_pages(fax_of(at)), strict=True):
        picture = received.as_seen().convert("L")
        for _, line in groupby(page.texts, key=lambda text: text.y):
            texts = list(line)
            if any(text.blank_id and text.text.isdigit() for text in texts):
                digits = "".join(re.findall(r"\d", "".join(text.text for text in texts)))
                found.append(
                    (picture.crop(box(page, texts[0].x, texts[0].y, texts[0].size, picture)), digits)
                )
    return found


def box(page: Page, x: float, y: float, size: float, picture: Image.Image) -> tuple[int, int, int, int]:
    """The line's cell from ``x`` to the rule at its right, in dots of the picture."""
    right = min(rule.x1 for rule in page.rules if rule.x1 == rule.x2 and rule.x1 > x)
    across, down = CONTENT_WIDTH / A4[0], picture.height / A4[1]
    pad = (WIDTH - CONTENT_WIDTH) // 2
    return (
        round(pad + (x - 2) * across),
        round((y - size * 1.02) * down),
        round(pad + (right - 1.5) * across),
        round((y + size * 0.32) * down),
    )


def stacked(pictures: list[Image.Image]) -> Image.Image:
    """The lines one under the other with white between them."""
    gap = 24
    sheet = Image.new("L", (WIDTH // 2 + 100, sum(picture.height + gap for picture in pictures) + gap), 255)
    y = gap
    for picture in pictures:
        sheet.paste(picture, (40, y))
        y += picture.height + gap
    return sheet


@needs("tesseract")
@each_resolution
def test_ocr_reads_the_filled_in_digits(at: Resolution, tmp_path: Path) -> None:
    if "chi_sim" not in run("tesseract", "--list-langs").stdout:
        pytest.skip("tesseract 没有 chi_sim，没有认过传真上的数字")
    lines = strips(numbered(), at)
    stacked([picture for picture, _ in lines]).save(tmp_path / "lines.png", dpi=(204, 204))
    done = run("tesseract", tmp_path / "lines.png", "-", "-l", "chi_sim", "--psm", "6")
    assert done.returncode == 0, done.stderr
    expected = "".join(digits for _, digits in lines)
    read = "".join(re.findall(r"\d", done.stdout))
    matcher = difflib.SequenceMatcher(None, expected, read, autojunk=False)
    right = sum(block.size for block in matcher.get_matching_blocks())
    share = right / len(expected)
    print(f"{at.id}: {right} of {len(expected)} digits in {len(lines)} lines ({share:.2%})")
    assert len(expected) > 180
    assert share >= {"fine": 0.99, "standard": 0.97}[at.id]
    assert len(read) <= len(expected) * 1.03
