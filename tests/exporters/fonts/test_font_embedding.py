"""Embedded fonts read back by other software: all are subsets, and the text comes out as it went in."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from exporters.fonts.catalogue import catalogue
from exporters.fonts.compact_font_format import character_identifiers
from exporters.fonts.embedding import FontUse, embedded
from exporters.fonts.finder import find_files, system_name
from exporters.fonts.font import Font
from exporters.fonts.font_set import FontRun, FontSet
from exporters.fonts.subset import subset

SENTENCE = "以“安全生产月”——（12）场次，e-mail：a.b@c.cn，50％；姓名：阿·买提、䶮。"


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet(only_bundled=True)


def pdf(lines: Sequence[Sequence[FontRun]]) -> bytes:
    """A page with one line of text for each of ``lines``."""
    use = FontUse()
    for run in (run for line in lines for run in line):
        use.add(run.font, run.text)
    target = io.BytesIO()
    with embedded(use) as names:
        canvas = Canvas(
            target, initialFontName=next(iter(names.values())), pdfVersion=(1, 7), lang="zh-CN", invariant=1
        )
        for number, line in enumerate(lines):
            x = 50.0
            for run in line:
                canvas.setFont(names[run.font], 12)
                canvas.drawString(x, 800 - 24 * number, run.text)
                x += run.font.width(run.text, 12)
        canvas.save()
    return target.getvalue()


def text_of(document: bytes) -> list[str]:
    text = pypdfium2.PdfDocument(document)[0].get_textpage().get_text_range()
    return [line for line in re.split(r"[\r\n]+", text) if line]


def ink(document: bytes) -> float:
    """How much of the page is black, as a part of 1."""
    grey = pypdfium2.PdfDocument(document)[0].render(scale=2).to_pil().convert("L")
    histogram = grey.histogram()
    return sum(histogram[:128]) / sum(histogram)


def system_font(file: str, face: str = "") -> Font:
    path = find_files(catalogue().folders[system_name()]).get(file.lower())
    if path is None:
        pytest.skip(f"this machine has no {file}")
    return Font(path, face)


def test_text_comes_back_as_it_went_in(fonts: FontSet) -> None:
    document = pdf([fonts.typeface(role).runs(SENTENCE) for role in ("title", "heading")])
    assert text_of(document) == [SENTENCE, SENTENCE]
    assert ink(document) > 0.002


def test_the_glyphs_are_the_right_ones(fonts: FontSet) -> None:
    for role in ("body", "heading"):
        one, some, many = (
            ink(pdf([fonts.typeface(role).runs(line)])) for line in ("一一一一", "王王王王", "疆疆疆疆")
        )
        assert 0 < one < some / 2 < many / 2


def test_characters_that_share_a_glyph_come_back_distinct(fonts: FontSet) -> None:
    shared = "工⼯作 人\u00a0员⼈"
    document = pdf([fonts.typeface("body").runs(shared)])
    assert text_of(document) == [shared]
    part = subset(fonts.typeface("body").font, shared)
    assert part.has_shared_glyphs
    assert part.identifiers[part.codes["工"]] == part.identifiers[part.codes["⼯"]]
    assert not subset(fonts.typeface("body").font, "工作").has_shared_glyphs


def test_characters_beyond_the_basic_plane_come_back() -> None:
    fonts = FontSet(only_bundled=False)
    if not any(font.has("𠮷") for font in fonts.fallbacks()):
        pytest.skip("no font on this machine has 𠮷 (install fonts-noto-cjk or fonts-babelstone-han)")
    assert text_of(pdf([fonts.typeface("body").runs("姓名：𠮷田")])) == ["姓名：𠮷田"]


@pytest.mark.parametrize(
    ("file", "face", "text"),
    [
        ("DejaVuSans.ttf", "", "Hello, 12 ☑"),
        ("wqy-zenhei.ttc", "WenQuanYiZenHei", "安全生产月 12"),
        ("simsun.ttc", "SimSun", "安全生产月 12"),
        ("simfang.ttf", "", "安全生产月 12"),
        ("NotoSerifCJK-Bold.ttc", "NotoSerifCJKsc-Bold", "安全生产月 12"),
    ],
)
def test_fonts_of_the_system(file: str, face: str, text: str) -> None:
    font = system_font(file, face)
    document = pdf([[FontRun(text, font)]])
    assert text_of(document) == [text]
    assert ink(document) > 0.0002
    assert (b"/FontFile3" in document) == font.is_cff
    assert (b"/FontFile2" in document) != font.is_cff


def test_the_same_text_gives_the_same_bytes_and_leaves_nothing_behind(fonts: FontSet) -> None:
    lines = [fonts.typeface(role).runs(SENTENCE) for role in ("title", "body", "heading")]
    before = set(pdfmetrics.getRegisteredFontNames())
    assert pdf(lines) == pdf(lines)
    assert set(pdfmetrics.getRegisteredFontNames()) == before


def test_names_are_given_back_after_an_error(fonts: FontSet) -> None:
    use = FontUse()
    use.add(fonts.typeface("body").font, "安")
    before = set(pdfmetrics.getRegisteredFontNames())
    with pytest.raises(ZeroDivisionError), embedded(use):
        raise ZeroDivisionError
    assert set(pdfmetrics.getRegisteredFontNames()) == before


def test_a_font_without_text_is_not_embedded(fonts: FontSet) -> None:
    use = FontUse()
    use.add(fonts.typeface("body").font, "")
    with embedded(use) as names:
        assert names == {}


def test_widths_in_the_file_are_those_that_were_measured(fonts: FontSet) -> None:
    font = fonts.typeface("body").font
    part = subset(font, "安1i")
    for character in "安1i":
        assert part.widths[part.identifiers[part.codes[character]]] == font.advance(character)


def test_a_font_that_is_not_keyed_by_identifiers_uses_glyph_numbers() -> None:
    fonts = Path("/usr/share/fonts/opentype/urw-base35/NimbusRoman-Regular.otf")
    if not fonts.exists():
        pytest.skip("no name-keyed CFF font on this machine (install fonts-urw-base35)")
    font = Font(fonts)
    assert character_identifiers(subset(font, "abc").program) == [0, 1, 2, 3]
    assert text_of(pdf([[FontRun("abc", font)]])) == ["abc"]


@pytest.mark.outside
def test_other_software_reads_the_file(fonts: FontSet, tmp_path: Path) -> None:
    missing = [tool for tool in ("pdffonts", "pdftotext", "qpdf") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    path = tmp_path / "字体.pdf"
    path.write_bytes(pdf([fonts.typeface(role).runs(f"{SENTENCE}工⼯") for role in ("title", "heading")]))

    def run(*command: str) -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    listed = run("pdffonts", str(path)).splitlines()[2:]
    assert len(listed) == 2
    for line in listed:
        assert re.match(r"[A-Z]{6}\+Noto\w+SC-Regular +CID Type 0C +\S+ +yes yes yes ", line), line
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(path))
    assert run("pdftotext", str(path), "-").split() == [f"{SENTENCE}工⼯"] * 2
