"""A PDF made to be slow or huge costs one sentence that names file and page, whichever way it goes."""

from __future__ import annotations

import io
import time

import pypdfium2
import pytest

from exporters.fax.fax import make_fax
from exporters.pdfium import merging
from exporters.pdfium.drawing import Drawing
from exporters.pdfium.merging import merged
from exporters.pdfium.reading import OpenPdf, PdfSource
from forms.errors import Cancelled, InputError
from tests.exporters import slow_pdf
from tests.exporters.slow_pdf import forms_in_forms, many_strokes, one_page

A4_AT_72 = Drawing(595, 842, 0, 842)
GOOD = PdfSource("好.pdf", one_page(b"100 100 200 200 re f"))


def test_a_page_that_takes_too_long_is_named() -> None:
    with OpenPdf(many_strokes()) as pdf, pytest.raises(InputError) as refused:
        pdf.draw(0, A4_AT_72, seconds=0.5)
    assert "“线.pdf”第1页太复杂" in refused.value.message and "重新导出" in refused.value.message


def test_a_page_that_takes_too_much_memory_is_named() -> None:
    with pytest.raises(InputError, match=r"“套娃.pdf”第1页(读不出来：占用内存太多|太复杂)"):
        make_fax([GOOD, forms_in_forms(deep=10)])


def test_a_fax_is_stopped_in_the_middle_of_a_page() -> None:
    beats = []

    def stop(done: int, total: int) -> None:
        beats.append((done, total))
        if len(beats) > 3:
            raise Cancelled("已取消。")

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        make_fax([many_strokes()], progress=stop)
    assert time.monotonic() - begun < 10
    assert set(beats) == {(0, 1)}


def test_other_pages_can_be_drawn_after_one_that_fails() -> None:
    with OpenPdf(GOOD) as pdf:
        before = pdf.draw(0, A4_AT_72)
        with pytest.raises(InputError, match="第1页读不出来"):
            pdf.ask_page(slow_pdf.die, 0, {})
        assert pdf.draw(0, A4_AT_72) == before


def test_what_a_child_says_of_its_rows_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenPdf(GOOD) as pdf:
        monkeypatch.setattr(pdf, "ask_page", lambda *_arguments: (10**9, b"123"))
        with pytest.raises(InputError, match="画不出来"):
            pdf.draw(0, A4_AT_72)


def test_files_are_put_together_and_bands_make_the_page() -> None:
    whole = merged([GOOD, PdfSource("空.pdf", one_page(b""))])
    with pypdfium2.PdfDocument(io.BytesIO(whole)) as document:
        assert len(document) == 2
    with OpenPdf(GOOD) as pdf:
        bands = [pdf.draw(0, Drawing(595, 842, top, 421)) for top in (0, 421)]
        assert b"".join(band.data for band in bands) == pdf.draw(0, A4_AT_72).data


def test_the_file_that_cannot_be_merged_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "merge_documents", slow_pdf.die_of_second)
    with pytest.raises(InputError, match=r"“坏.pdf”不能合在一起打印"):
        merged([GOOD, PdfSource("坏.pdf", one_page(b"% second"))])


@pytest.mark.parametrize("answer", [b"", b"\0\0\0\2\0\0\0\0\0\0\0\0{}", b"\xff" * 40, b"GET / HTTP"])
def test_a_child_that_talks_nonsense_is_as_good_as_dead(
    answer: bytes,
) -> None:
    with OpenPdf(GOOD) as pdf, pytest.raises(InputError, match="读不出来"):
        pdf.ask_page(slow_pdf.say, 0, {"bytes": answer.hex()})
