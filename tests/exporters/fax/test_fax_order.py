"""What goes in which order, whose telephone is given, and how long it takes, to the second."""

from __future__ import annotations

import datetime

import pytest

from exporters.fax.cover import Cover, cover_for
from exporters.fax.fax import make_fax
from exporters.fax.guard import advice
from exporters.fax.line_time import line_seconds
from exporters.fax.pages import FINE, STANDARD
from exporters.fax.tiff import received_pages
from exporters.pdfium.reading import OpenPdf, PdfSource
from forms.declared.catalogue import Catalogue
from tests.exporters.fax_samples import drawn, frame, head_mark

COVER = Cover(to="应急保障处", sender="平江街道", date="2020-06-28", subject="报送统计表")


def bits(*sources: PdfSource, cover: Cover | None = None) -> list[bytes]:
    """Every page as it arrives."""
    return [page.bits for page in received_pages(make_fax(list(sources), STANDARD, cover).data)]


def test_files_and_their_pages_go_in_the_order_they_were_given() -> None:
    (framed,), (marked,) = bits(drawn(frame)), bits(drawn(head_mark))
    assert bits(drawn(frame), drawn(head_mark, frame)) == [framed, marked, framed]
    assert bits(drawn(head_mark), drawn(frame)) == [marked, framed]


def test_the_cover_goes_in_front() -> None:
    (framed,), (marked,) = bits(drawn(frame)), bits(drawn(head_mark))
    first, *rest = bits(drawn(frame), drawn(head_mark), cover=COVER)
    assert rest == [framed, marked] and first not in rest


@pytest.mark.parametrize(
    ("profile", "phone"),
    [
        ({"liaison.office_phone": "0512-68720101", "liaison.mobile": "13900000000"}, "0512-68720101"),
        ({"liaison.mobile": "13900000000"}, "13900000000"),
        ({"liaison.office_phone": "", "liaison.mobile": "13900000000"}, "13900000000"),
        ({}, ""),
    ],
)
def test_the_office_is_called_before_the_mobile(profile: dict[str, str], phone: str) -> None:
    notice = Catalogue().notice("gusu-2020")
    cover = cover_for(notice, notice.obligations[0], profile, datetime.date(2020, 6, 28))
    assert cover.phone == phone


def test_a_begun_second_counts() -> None:
    assert line_seconds([], 9600) == 15
    assert line_seconds([12_000], 9600) == 29
    assert line_seconds([12_001], 9600) == 30
    assert line_seconds([12_000, 12_000], 9600) == 43


def test_a_remark_names_the_file_and_the_page_counted_from_one() -> None:
    def small(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont("Helvetica", 6)
        canvas.drawString(100, 400, "small")

    source = PdfSource("方案.pdf", drawn(head_mark, small).data)
    (said,) = make_fax([drawn(head_mark), source], FINE, COVER).advice
    assert (said.file, said.page, said.code) == ("方案.pdf", 2, "small-type")
    assert said.message.startswith("第2页")
    with OpenPdf(source) as pdf:
        assert advice(pdf, 0, FINE) == () and advice(pdf, 1, FINE) == (said,)


@pytest.mark.parametrize(
    ("size", "at", "said"),
    [(10.5, FINE, False), (10.4, FINE, True), (12, STANDARD, False), (11.9, STANDARD, True)],
)
def test_type_is_called_small_below_what_each_resolution_shows(size: float, at, said: bool) -> None:  # type: ignore[no-untyped-def]
    def words(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont("Helvetica", size)
        canvas.drawString(100, 400, "words")

    codes = [remark.code for remark in make_fax([drawn(words)], at).advice]
    assert codes == (["small-type"] if said else [])
