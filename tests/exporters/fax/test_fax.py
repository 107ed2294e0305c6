"""The fax file: tags, geometry, threshold, what is decoded is what was sent, the same bytes for the same input."""

from __future__ import annotations

import io
import re
import struct
from typing import Any

import pytest
from PIL import Image, ImageChops

from exporters.fax.fax import Fax, make_fax
from exporters.fax.line_time import in_words, line_seconds
from exporters.fax.pages import FINE, STANDARD, Resolution, fax_page, place, resolution
from exporters.fax.tiff import code_page, received_pages, tiff_file
from exporters.pdf.export import draw_pdf
from exporters.pdf.layout import lay_out
from exporters.pdf.style import A4, PRINT_STYLE
from exporters.pdfium.reading import MOST_PAGES, OpenPdf, PdfSource
from forms.errors import Cancelled, EnvironmentFailure, InputError
from tests.exporters.fax_samples import LANDSCAPE, LETTER, drawn, frame, head_mark, statistics, style_for

each_resolution = pytest.mark.parametrize("at", [FINE, STANDARD], ids=lambda at: at.id)


def table(at: Resolution) -> PdfSource:
    return PdfSource("统计表.pdf", draw_pdf(statistics().printed, style=style_for(at)))


def tags_of(data: bytes) -> list[dict[int, tuple[int, ...]]]:
    """Every directory as a reader of its own would see it, from the bytes alone."""
    assert data[:4] == b"II*\0"
    sizes = {2: 1, 3: 2, 4: 4, 5: 8}
    directories = []
    (offset,) = struct.unpack_from("<I", data, 4)
    while offset:
        assert offset % 2 == 0
        (count,) = struct.unpack_from("<H", data, offset)
        found: dict[int, tuple[int, ...]] = {}
        for number in range(count):
            tag, kind, values = struct.unpack_from("<HHI", data, offset + 2 + 12 * number)
            place = offset + 10 + 12 * number
            if sizes[kind] * values > 4:
                (place,) = struct.unpack_from("<I", data, place)
            letters = {2: "B", 3: "H", 4: "I", 5: "II"}[kind] * values
            found[tag] = struct.unpack_from(f"<{letters}", data, place)
        assert list(found) == sorted(found)
        directories.append(found)
        (offset,) = struct.unpack_from("<I", data, offset + 2 + 12 * count)
    return directories


@each_resolution
def test_tags_are_those_of_class_f(at: Resolution) -> None:
    fax = make_fax([table(at)], at)
    directories = tags_of(fax.data)
    assert len(directories) == fax.pages > 1
    for number, tags in enumerate(directories):
        (offset,), (count,) = tags.pop(273), tags.pop(279)
        assert count == fax.coded[number] and offset + count <= len(fax.data)
        assert tags == {
            254: (2,),
            256: (1728,),
            257: ({"fine": 2287, "standard": 1143}[at.id],),
            258: (1,),
            259: (3,),
            262: (0,),
            266: (2,),
            274: (1,),
            277: (1,),
            278: (at.lines,),
            282: (204, 1),
            283: ({"fine": 196, "standard": 98}[at.id], 1),
            292: (0,),
            296: (2,),
            297: (number, fax.pages),
            305: tuple(b"Anyue\0"),
            326: (0,),
            327: (0,),
            328: (0,),
        }


@each_resolution
def test_what_arrives_is_what_was_drawn(at: Resolution) -> None:
    source = table(at)
    received = received_pages(make_fax([source], at).data)
    with OpenPdf(source) as pdf:
        sent = [fax_page(pdf, number, at) for number in range(len(pdf.sizes))]
    assert [page.image().tobytes() for page in received] == [page.tobytes() for page in sent]
    assert {(page.width, page.height) for page in received} == {(1728, at.lines)}


def test_every_pattern_of_dots_comes_back() -> None:
    noise = Image.effect_noise((1728, 2287), 200).point([0] * 128 + [255] * 128, mode="1")
    for page in (noise, Image.new("1", (1728, 2287), 0), Image.new("1", (1728, 2287), 255)):
        (received,) = received_pages(tiff_file([code_page(page)], FINE))
        assert received.image().tobytes() == page.tobytes()


def box_of_black(page: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(page.convert("L")).getbbox()
    assert box
    return box


def sent(source: PdfSource, at: Resolution) -> Image.Image:
    with OpenPdf(source) as pdf:
        return fax_page(pdf, 0, at)


@each_resolution
def test_a4_is_not_stretched(at: Resolution) -> None:
    assert box_of_black(sent(drawn(frame), at)) == (20, 0, 1708, at.lines)


@each_resolution
def test_letter_is_fitted_in_its_own_shape(at: Resolution) -> None:
    left, top, right, bottom = box_of_black(sent(drawn(frame, size=LETTER), at))
    assert (left, right) == (20, 1708)
    across, down = (right - left) / 1688 * 210, (bottom - top) / at.lines * 297
    assert across / down == pytest.approx(612 / 792, abs=0.002)
    assert abs(top - (at.lines - bottom)) <= 1


def test_a_small_page_keeps_its_size_and_a_long_one_shrinks() -> None:
    small = place((A4[0] / 2, A4[1] / 2), FINE)
    assert (small.width, small.scale) == (844, 1.0)
    long = place((A4[0], A4[1] * 2), FINE)
    assert long.scale == pytest.approx(0.5) and long.height == FINE.lines


@each_resolution
def test_a_landscape_page_is_turned_with_its_head_at_the_left(at: Resolution) -> None:
    assert box_of_black(sent(drawn(frame, size=LANDSCAPE), at)) == (20, 0, 1708, at.lines)
    left, top, right, bottom = box_of_black(sent(drawn(head_mark, size=LANDSCAPE), at))
    # The upper left corner of the landscape page is the lower left corner of the upright one.
    assert left == 20 and bottom == at.lines
    assert right < 1728 / 4 and top > at.lines * 0.9


def test_greys_are_cut_by_a_threshold_and_never_dithered() -> None:
    def greys(canvas: Any) -> None:
        for row, brightness in enumerate((0.0, 0.5, 0.75, 0.81, 0.95)):
            canvas.setFillGray(brightness)
            canvas.rect(100, 100 + 100 * row, 300, 100, stroke=0, fill=1)

    page = sent(drawn(greys), FINE).convert("L")
    seen = []
    for row in range(5):
        y = round(FINE.lines * (1 - (150 + 100 * row) / A4[1]))
        colours = page.crop((400, y - 20, 1000, y + 20)).getextrema()
        assert colours[0] == colours[1]
        seen.append(colours[0])
    assert seen == [0, 0, 0, 255, 255]


def test_fields_to_fill_in_are_sent_too() -> None:
    def with_field(canvas: Any) -> None:
        canvas.acroForm.textfield(
            value="8888888888", x=100, y=400, width=300, height=60, fontSize=40, borderWidth=0
        )

    assert box_of_black(sent(drawn(with_field), FINE))


@each_resolution
def test_the_same_input_gives_the_same_bytes(at: Resolution) -> None:
    assert make_fax([table(at)], at).data == make_fax([table(at)], at).data


def test_several_files_follow_each_other() -> None:
    fax = make_fax([drawn(frame), drawn(head_mark, frame)], STANDARD)
    assert [tags[297] for tags in tags_of(fax.data)] == [(0, 3), (1, 3), (2, 3)]


@each_resolution
def test_a_form_for_the_fax_has_type_and_lines_large_enough(at: Resolution) -> None:
    pages = lay_out(statistics().printed, fonts(), style_for(at))
    assert min(text.size for page in pages for text in page.texts) >= at.least_type
    assert {text.role for page in pages for text in page.texts} == {"heading", "title"}
    assert min(rule.thickness for page in pages for rule in page.rules) >= 0.75
    millimetre = 72 / 25.4
    for page in pages:
        assert min(text.x for text in page.texts) >= 7.5 * millimetre - 0.01
        assert min(text.y - text.size for text in page.texts) >= 9 * millimetre
        assert max(text.y for text in page.texts) <= page.height - 10 * millimetre


def fonts() -> Any:
    from exporters.pdf.export import fonts as used

    return used()


def operators(content: bytes) -> str:
    """The drawing instructions of all pages."""
    import zlib

    found = ""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found += zlib.decompress(stream).decode("latin-1") + "\n"
        except zlib.error:
            continue
    return found


def test_the_draft_mark_is_grey_on_paper_and_an_outline_on_a_fax() -> None:
    on_paper = operators(draw_pdf(statistics(draft=True).printed))
    on_fax = operators(draw_pdf(statistics(draft=True).printed, style=style_for(FINE)))
    assert ".88 g" in on_paper and "1 Tr" not in on_paper
    assert " g\n" not in on_fax.replace("0 g", "") and "1 Tr" in on_fax


def test_a_printed_form_is_as_it_always_was() -> None:
    printed = operators(draw_pdf(statistics().printed))
    assert draw_pdf(statistics().printed) == draw_pdf(statistics().printed, style=PRINT_STYLE)
    assert {" .5 w", " 1 w"} <= set(re.findall(r" \S+ w", printed.replace("\n", " ")))
    assert PRINT_STYLE.footer_size == 9 and not PRINT_STYLE.draft_outline


def test_standard_takes_less_time_and_a_faster_line_too() -> None:
    def seconds(fax: Fax) -> list[int]:
        return [fax.seconds(9600), fax.seconds(14400)]

    fine, standard = make_fax([table(FINE)], FINE), make_fax([table(FINE)], STANDARD)
    assert seconds(fine) > seconds(standard)
    assert fine.seconds(9600) > fine.seconds(14400)
    assert line_seconds([12_000], 9600) == 15 + 10 + 4
    assert [in_words(seconds) for seconds in (45, 60, 80)] == ["45秒", "1分钟", "1分20秒"]


def test_a_preview_shows_square_dots() -> None:
    for at in (FINE, STANDARD):
        (page,) = received_pages(make_fax([drawn(frame)], at).data)
        with Image.open(io.BytesIO(page.png())) as picture:
            assert picture.size[0] / picture.size[1] == pytest.approx(215 / 297, abs=0.003)


@pytest.mark.filterwarnings("ignore:Truncated File Read")
def test_anything_else_is_not_shown_as_a_fax() -> None:
    other = io.BytesIO()
    Image.new("RGB", (20, 20)).save(other, "TIFF")
    whole = make_fax([drawn(frame)], STANDARD).data
    tall = io.BytesIO()
    Image.new("1", (1728, 5000)).save(tall, "TIFF", compression="group4")
    for data in (b"", b"II*\0", other.getvalue(), tall.getvalue(), whole[:200]):
        with pytest.raises(InputError):
            received_pages(data)


def test_a_pillow_without_the_coder_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise OSError("encoder libtiff not available")

    monkeypatch.setattr(Image.Image, "save", fail)
    with pytest.raises(EnvironmentFailure, match="Pillow"):
        code_page(Image.new("1", (1728, 1143)))


def test_it_can_be_stopped() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled("已取消。")

    with pytest.raises(Cancelled):
        make_fax([drawn(frame)], progress=stop)


def refusal(*sources: PdfSource) -> str:
    with pytest.raises(InputError) as caught:
        make_fax(list(sources))
    return caught.value.message


def encrypted() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption("secret"))
    frame(canvas)
    canvas.save()
    return target.getvalue()


def test_files_that_cannot_be_sent_are_refused_by_name() -> None:
    good = drawn(frame)
    cut = PdfSource("断.pdf", good.data[:300])
    no_pages = re.sub(rb"/Kids \[[^]]*\]", b"/Kids [ ]", good.data).replace(b"/Count 1", b"/Count 0")
    assert "没有要传真的文件" in refusal()
    assert (
        refusal(PdfSource("表.docx", b"PK\3\4" + b"\0" * 50))
        == "“表.docx”不是 PDF 文件。请先把它导出成 PDF。"
    )
    assert "不是 PDF" in refusal(PdfSource("空.pdf", b""))
    assert "断.pdf" in refusal(cut)
    assert "密码" in refusal(PdfSource("密.pdf", encrypted()))
    assert "一页也没有" in refusal(PdfSource("无.pdf", no_pages))
    many = drawn(*[frame] * (MOST_PAGES + 1))
    assert f"{MOST_PAGES + 1}页" in refusal(many)
    half, rest = drawn(*[frame] * (MOST_PAGES // 2)), drawn(*[frame] * (MOST_PAGES - MOST_PAGES // 2 + 1))
    assert f"最多{MOST_PAGES}页" in refusal(half, rest)
    assert "大小不对" in refusal(drawn(frame, size=(20_000, 20_000)))
    assert "大小不对" in refusal(drawn(frame, size=(5, 5)))


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf_is_sent_or_refused_but_never_crashes(seed: int) -> None:
    import random

    chance = random.Random(seed)
    data = bytearray(drawn(frame, head_mark).data)
    for _ in range(40):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        assert make_fax([PdfSource("坏.pdf", bytes(data))], STANDARD).pages
    except InputError as error:
        assert "坏.pdf" in error.message


def test_only_two_resolutions() -> None:
    assert resolution("fine") is FINE and resolution("standard") is STANDARD
    with pytest.raises(InputError):
        resolution("superfine")
