"""The printed page's look: type that can be read, alignment, frames, the sheet's orientation, what the file says of itself."""

from __future__ import annotations

import dataclasses
import datetime

import pypdfium2
import pytest
from pypdfium2 import raw

from exporters.fonts.font_set import FontSet
from exporters.pdf.export import draw_pdf, export, fonts
from exporters.pdf.layout import lay_out
from exporters.pdf.page import Page
from exporters.pdf.style import A4, PRINT_STYLE
from forms.sheet.printed import PrintedCell, PrintedLines, PrintedRun, PrintedSheet, PrintedTable
from forms.sheet.sheet import Align, Column, Role
from tests.exporters.example_documents import FORMS, UNIT, example_document

BUNDLED = FontSet(only_bundled=True)
DAY = datetime.date(2027, 6, 28)


def cell(row: int, column: int, text: str, role: Role = "body", align: Align = "left") -> PrintedCell:
    return PrintedCell(row, column, 1, 1, ((PrintedRun(text),),), role, align)


def sheet(
    *cells: PrintedCell, header_rows: int = 0, title: str = "标题", landscape: bool = False
) -> PrintedSheet:
    columns = (Column("left", 0.5), Column("right", 0.5))
    rows = max(each.row for each in cells) + 1
    return PrintedSheet(title, (PrintedTable(columns, rows, header_rows, cells),), DAY, landscape=landscape)


def pages_of(printed: PrintedSheet) -> list[Page]:
    return lay_out(printed, BUNDLED)


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_type_is_no_smaller_than_a_person_reads(notice: str, form: str) -> None:
    """五号 (10.5 points) for the words of the form, 9 points at the foot and where a single value would be torn."""
    for page in pages_of(example_document(notice, form).printed):
        bottom = max(rule.y2 for rule in page.rules)
        assert min(text.size for text in page.texts) >= 9
        assert min(text.size for text in page.texts if text.y < bottom and not text.blank_id) >= 10.5


def test_only_what_a_smaller_type_keeps_whole_is_set_in_it() -> None:
    """A word that is torn even in 9 points stays as large as the rest."""
    room = (A4[0] - 2 * PRINT_STYLE.margin_side) / 2 - 2 * PRINT_STYLE.padding
    fits, fits_small = (int(room / BUNDLED.typeface("body").width("a", size)) for size in (10.5, 9))
    assert fits + 1 < fits_small
    rows = [cell(row, column, "一行") for row in range(90) for column in (0, 1)]
    for length, size in ((fits, 10.5), (fits + 1, 9), (fits_small, 9), (fits_small + 1, 10.5)):
        last = pages_of(sheet(*rows[:-1], cell(89, 1, "a" * length)))[-1]
        assert {text.size for text in last.texts if text.text.startswith("aa")} == {size}
        assert {text.size for text in last.texts if text.text == "一行"} == {10.5}


def test_a_sheet_that_fits_is_set_in_the_largest_type_that_keeps_it_on_one_page() -> None:
    few = pages_of(
        sheet(*(cell(row, 0, "一行") for row in range(3)), *(cell(row, 1, "字") for row in range(3)))
    )
    many = pages_of(sheet(*(cell(row, column, "一行") for row in range(20) for column in (0, 1))))
    assert len(few) == len(many) == 1
    assert {text.size for text in few[0].texts if text.text == "一行"} == {14}
    assert {text.size for text in many[0].texts if text.text == "一行"} == {11}


def test_a_centred_cell_is_in_the_middle_and_another_at_the_left() -> None:
    (page,) = pages_of(sheet(cell(0, 0, "居中", align="center"), cell(0, 1, "靠左")))
    left, middle, _right = sorted({rule.x1 for rule in page.rules if rule.x1 == rule.x2})
    centred = next(text for text in page.texts if text.text == "居中")
    width = BUNDLED.typeface("body").width("居中", centred.size)
    assert centred.x + width / 2 == pytest.approx((left + middle) / 2)
    plain = next(text for text in page.texts if text.text == "靠左")
    assert plain.x == pytest.approx(middle + PRINT_STYLE.padding)


def test_heads_and_labels_are_heavier_than_what_is_filled_in() -> None:
    (page,) = pages_of(
        sheet(
            cell(0, 0, "表头", "header"),
            cell(0, 1, "表头二", "header"),
            cell(1, 0, "标签", "label"),
            cell(1, 1, "内容"),
            header_rows=1,
        )
    )
    roles = {text.text: text.role for text in page.texts}
    assert [roles[words] for words in ("表头", "标签", "内容", "标题")] == [
        "heading",
        "heading",
        "body",
        "title",
    ]


def test_the_frame_is_thick_and_the_grid_inside_thin() -> None:
    (page,) = pages_of(sheet(*(cell(row, column, "字") for row in range(3) for column in (0, 1))))
    across = [rule for rule in page.rules if rule.y1 == rule.y2]
    down = [rule for rule in page.rules if rule.x1 == rule.x2]
    for rules, place in ((across, "y1"), (down, "x1")):
        places = sorted({getattr(rule, place) for rule in rules})
        for rule in rules:
            outer = getattr(rule, place) in (places[0], places[-1])
            assert rule.thickness == (PRINT_STYLE.frame_thickness if outer else PRINT_STYLE.grid_thickness)


def test_a_long_title_becomes_smaller_before_it_wraps() -> None:
    def title(words: str) -> list[tuple[str, float]]:
        (page,) = pages_of(sheet(cell(0, 0, "字"), cell(0, 1, "字"), title=words))
        return [(text.text, text.size) for text in page.texts if text.role == "title"]

    assert title("短标题") == [("短标题", 18)]
    assert title("长" * 32) == [("长" * 32, 15)]
    # Where it must wrap, it does in lines of even length.
    first, second = title("长" * 40)
    assert first[1] == second[1] == 15 and abs(len(first[0]) - len(second[0])) <= 2


def test_lines_end_above_the_foot_of_each_page_and_fill_it() -> None:
    lines = PrintedLines(tuple((PrintedRun(f"〔{number}〕"),) for number in range(150)))
    pages = pages_of(PrintedSheet("标题", (lines,), DAY))
    foot = PRINT_STYLE.margin_bottom + PRINT_STYLE.footer_size * PRINT_STYLE.line_height
    placed = [[text for text in page.texts if text.text.startswith("〔")] for page in pages]
    assert len(pages) > 2
    height = placed[1][1].y - placed[1][0].y
    # A block that does not fit begins on a new page.
    for page, texts in zip(pages[1:], placed[1:], strict=True):
        # A line is centred in its height: as much white is below it as above.
        ends = max(text.y for text in texts) - texts[0].size * 0.36 + height / 2
        assert ends <= page.height - foot + 0.01
        assert page is pages[-1] or ends + height > page.height - foot


def test_a_landscape_sheet_lies_on_its_side() -> None:
    printed = sheet(cell(0, 0, "字"), cell(0, 1, "字"), landscape=True)
    (page,) = pages_of(printed)
    assert (round(page.width), round(page.height)) == (842, 595)
    pdf = pypdfium2.PdfDocument(draw_pdf(printed))
    assert [round(side) for side in pdf[0].get_size()] == [842, 595]
    pdf.close()


def test_the_file_says_who_made_it_and_about_what() -> None:
    document = example_document("gusu-2020", "statistics")
    pdf = pypdfium2.PdfDocument(export(document))
    said = pdf.get_metadata_dict()
    pdf.close()
    assert (said["Author"], said["Subject"]) == (UNIT, document.printed.subject)
    nameless = dataclasses.replace(document.printed, author="")
    pdf = pypdfium2.PdfDocument(draw_pdf(nameless))
    assert pdf.get_metadata_dict()["Author"] == "安月填报"
    pdf.close()


@pytest.mark.parametrize("used", [fonts(), BUNDLED], ids=["this machine", "bundled"])
def test_every_word_is_painted_and_a_face_that_is_too_thin_made_heavier(
    used: FontSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text drawn without ink can be searched and is not seen."""
    monkeypatch.setattr("exporters.pdf.export.fonts", lambda: used)
    document = example_document("gusu-2020", "statistics")
    pdf = pypdfium2.PdfDocument(export(document))
    modes = {
        raw.FPDFTextObj_GetTextRenderMode(found.raw)
        for number in range(len(pdf))
        for found in pdf[number].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    }
    pdf.close()
    roles = {text.role for page in lay_out(document.printed, used) for text in page.texts}
    heavier = {bool(used.typeface(role).stroke) for role in roles}
    painted = {False: raw.FPDF_TEXTRENDERMODE_FILL, True: raw.FPDF_TEXTRENDERMODE_FILL_STROKE}
    assert modes == {painted[stroked] for stroked in heavier}
    assert used is not BUNDLED or heavier == {False, True}
