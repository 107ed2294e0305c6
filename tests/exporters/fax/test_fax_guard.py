"""The legibility guard: what it measures is what was drawn, and each remark says what to change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from exporters.fax import guard
from exporters.fax.guard import Measures, advice, measure
from exporters.fax.pages import FINE, STANDARD, Resolution
from exporters.pdf.export import draw_pdf
from exporters.pdfium.reading import OpenPdf, PdfSource
from tests.exporters.fax_samples import LANDSCAPE, drawn, statistics, style_for


def measured(draw: Callable[[Any], None], at: Resolution = FINE, **options: Any) -> Measures:
    with OpenPdf(drawn(draw, **options)) as pdf:
        return measure(pdf, 0, at)


def remarks(source: PdfSource, at: Resolution) -> list[str]:
    with OpenPdf(source) as pdf:
        return [remark.message for number in range(len(pdf.sizes)) for remark in advice(pdf, number, at)]


def codes(draw: Callable[[Any], None], at: Resolution = FINE) -> list[str]:
    with OpenPdf(drawn(draw)) as pdf:
        return [remark.code for remark in advice(pdf, 0, at)]


def text(size: float, words: str = "Note 9", **kind: Any) -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        canvas.setFont("Helvetica", size)
        canvas.drawString(100, 400, words, **kind)

    return draw


def test_type_is_measured_through_every_scale() -> None:
    assert measured(text(9)).least_type == pytest.approx(9)
    assert measured(text(9)).sample == "Note 9"

    def scaled(canvas: Any) -> None:
        canvas.scale(0.5, 0.75)
        text(20)(canvas)

    assert measured(scaled).least_type == pytest.approx(10)

    def in_a_form(canvas: Any) -> None:
        canvas.beginForm("inner")
        text(20)(canvas)
        canvas.endForm()
        canvas.scale(0.4, 0.4)
        canvas.doForm("inner")

    assert measured(in_a_form).least_type == pytest.approx(8)

    def turned(canvas: Any) -> None:
        canvas.rotate(30)
        text(11)(canvas)

    assert measured(turned).least_type == pytest.approx(11)


def test_a_page_made_smaller_makes_type_smaller() -> None:
    found = measured(text(12), size=(2 * 595.28, 2 * 841.89))
    assert found.least_type == pytest.approx(6, abs=0.01)
    assert measured(text(12), size=LANDSCAPE).least_type == pytest.approx(12)
    (said,) = remarks(drawn(text(12), size=(2 * 595.28, 2 * 841.89)), FINE)
    assert "只有6磅" in said and "缩小到50%" in said


def test_what_cannot_be_seen_is_not_measured() -> None:
    assert measured(text(3, mode=3)).least_type is None
    assert measured(text(3, words="   ")).least_type is None

    def white(canvas: Any) -> None:
        canvas.setFillGray(1)
        text(3)(canvas)

    assert measured(white).least_type is None


def test_small_type_is_named_with_the_way_out() -> None:
    assert remarks(drawn(text(9)), STANDARD) == [
        "第1页最小的字（“Note 9”）只有9磅，标准分辨率下看不清，请放大到12磅以上（用精细分辨率时10.5磅以上）。"
    ]
    assert remarks(drawn(text(11)), STANDARD) == [
        "第1页最小的字（“Note 9”）只有11磅，标准分辨率下看不清，请改用精细分辨率，或放大到12磅以上。"
    ]
    assert remarks(drawn(text(9)), FINE) == [
        "第1页最小的字（“Note 9”）只有9磅，精细分辨率下也可能看不清，请放大到10.5磅以上。"
    ]
    assert not remarks(drawn(text(12)), STANDARD) and not remarks(drawn(text(10.5)), FINE)


def line(width: float, grey: float = 0.0) -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        canvas.setLineWidth(width)
        canvas.setStrokeGray(grey)
        canvas.line(100, 100, 300, 100)

    return draw


def test_thin_lines_are_found_drawn_or_filled() -> None:
    assert measured(line(0.5)).least_line == pytest.approx(0.5)

    def filled(canvas: Any) -> None:
        canvas.rect(100, 100, 300, 0.4, stroke=0, fill=1)

    assert measured(filled).least_line == pytest.approx(0.4, abs=0.01)
    assert codes(line(0.5)) == ["thin-line"] and not codes(line(0.75))
    assert "只有0.5磅" in remarks(drawn(line(0.5)), FINE)[0]
    assert "发丝线" in remarks(drawn(line(0)), FINE)[0]


def area(grey: float, alpha: float = 1.0) -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        canvas.setFillGray(grey, alpha)
        canvas.rect(100, 100, 300, 200, stroke=0, fill=1)

    return draw


def test_greys_are_told_apart_by_what_becomes_of_them() -> None:
    assert codes(area(0.9)) == ["light-area"] and codes(area(0.5)) == ["dark-area"]
    assert codes(area(0, alpha=0.1)) == ["light-area"]
    assert not codes(area(0)) and not codes(area(1))
    assert codes(line(1, grey=0.7)) == ["pale-line"]

    def pale(canvas: Any) -> None:
        canvas.setFillGray(0.7)
        text(14)(canvas)

    assert codes(pale) == ["pale-type"]


def picture(width: float, height: float) -> Callable[[Any], None]:
    noise = ImageReader(Image.effect_noise((40, 40), 100))

    def draw(canvas: Any) -> None:
        canvas.drawImage(noise, 0, 0, width, height)

    return draw


def test_pictures_and_scans_are_named() -> None:
    assert codes(picture(100, 100)) == ["picture"]
    assert codes(picture(595, 842)) == ["scan"]


def test_a_form_made_for_the_fax_needs_no_word_and_a_printed_one_does() -> None:
    for at in (FINE, STANDARD):
        for draft in (False, True):
            made = draw_pdf(statistics(draft=draft).printed, style=style_for(at))
            assert remarks(PdfSource("a.pdf", made), at) == []
    said = remarks(PdfSource("a.pdf", draw_pdf(statistics(draft=True).printed)), STANDARD)
    assert any(message.startswith("第2页最小的字") and "9磅" in message for message in said)
    assert any("最细的线只有0.5磅" in message for message in said) and any(
        "颜色浅" in message for message in said
    )


def test_a_page_too_full_to_be_measured_whole_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def many(canvas: Any) -> None:
        for number in range(6):
            text(12, f"Line {number}")(canvas)

    monkeypatch.setattr(guard, "_MOST_OBJECTS", 6)
    assert codes(many) == []
    monkeypatch.setattr(guard, "_MOST_OBJECTS", 5)
    assert codes(many) == ["cut-short"]


@pytest.mark.parametrize(("deepest", "expected"), [(2, []), (1, ["cut-short"])])
def test_forms_deeper_than_measured_are_said(
    monkeypatch: pytest.MonkeyPatch, deepest: int, expected: list[str]
) -> None:
    def nested(canvas: Any) -> None:
        canvas.beginForm("inner")
        text(12)(canvas)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.doForm("inner")
        canvas.endForm()
        canvas.doForm("outer")

    monkeypatch.setattr(guard, "_DEEPEST", deepest)
    assert codes(nested) == expected
