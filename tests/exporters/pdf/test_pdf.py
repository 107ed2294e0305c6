"""PDF: every word in order, every value once, every font embedded, nothing clipped, the same bytes for the same input."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporters.fonts.errors import MissingGlyph
from exporters.fonts.font_set import FontSet
from exporters.pdf.export import export
from exporters.pdf.layout import lay_out
from exporters.pdf.page import Page
from forms.declared.catalogue import Catalogue
from forms.errors import Cancelled, InputError
from forms.form.document import Document, make_blank_document, make_document
from forms.form.filing import Filing
from forms.form.form import Form
from forms.sheet.sheet import Sheet
from forms.values import Filled

CATALOGUE = Catalogue()
FORMS = [form for notice_id in CATALOGUE.ids() for form in CATALOGUE.notice(notice_id).forms.values()]
LIAISON = CATALOGUE.form("gusu-2020", "liaison")
STATISTICS = CATALOGUE.form("gusu-2020", "statistics")
BUNDLED = FontSet(only_bundled=True)
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.notice_id}-{form.id}")

#: Marks that may not stand at a line's beginning or end (GB/T 15834, Chinese line-breaking rules).
NEVER_FIRST = "，。、；：！？）》〉」』】〕”’％"
NEVER_LAST = "（《〈「『【〔“‘"


FOOT = {
    "lines.unit": "云和县测试街道办事处",
    "lines.filled_by": "欧阳测试",
    "lines.date": "2020年6月28日",
}


def document(form: Form, values: dict[str, str] | None = None, draft: bool | None = None) -> Document:
    notice = CATALOGUE.notice(form.notice_id)
    texts = {**FOOT, **(form.example if values is None else values)}
    filing = Filing(
        form.notice_id, form.id, {blank_id: Filled(text) for blank_id, text in texts.items() if text}
    )
    made, _ = make_document(
        form,
        filing,
        notice_title=notice.title,
        period_first=notice.period.first,
        draft=draft,
    )
    return made


def blank(form: Form) -> Document:
    notice = CATALOGUE.notice(form.notice_id)
    return make_blank_document(form, notice_title=notice.title, period_first=notice.period.first)


def pages_of(made: Document) -> list[Page]:
    return lay_out(made.printed, BUNDLED)


def texts_of(made: Document, pages: list[Page], blank_id: str) -> str:
    """What is printed for a blank, once for what stands at the foot of every page."""
    repeated = len(pages) if made.form.by_id[blank_id].at_foot else 1
    found = [text.text for page in pages for text in page.texts if text.blank_id == blank_id]
    assert len(found) % repeated == 0
    return "".join(found[: len(found) // repeated])


def text_of(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
    finally:
        pdf.close()


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def official_words(sheet: Sheet) -> list[str]:
    """What is printed on the official form, piece by piece in reading order: words between blanks."""
    pieces = [sheet.caption, sheet.title]
    for cell in sheet.cells:
        for paragraph in cell.paragraphs:
            pieces += [getattr(run, "text", "") for run in paragraph]
    return [words(piece) for piece in (*pieces, *sheet.notes) if words(piece)]


def assert_in_order(pieces: Sequence[str], text: str) -> None:
    position = 0
    for piece in pieces:
        found = text.find(piece, position)
        assert found >= 0, f"“{piece}” is missing or out of order"
        position = found + len(piece)


@each_form
def test_every_word_of_the_form_in_its_order(form: Form) -> None:
    for made in (document(form), blank(form)):
        texts = "".join(text.text for page in pages_of(made) for text in page.texts)
        exported = words(text_of(export(made)))
        assert exported.count(words(form.sheet.title)) == 1
        assert sorted(exported) == sorted(words(texts))
    assert_in_order(official_words(form.sheet), words(text_of(export(document(form)))))


@each_form
def test_every_value_is_there_once(form: Form) -> None:
    made = document(form)
    pages = pages_of(made)
    for blank_id, printed in made.texts.items():
        assert texts_of(made, pages, blank_id) == printed
    exported = words(text_of(export(made)))
    for blank_id, printed in made.texts.items():
        if len(words(printed)) > 6:
            times = len(pages) if form.by_id[blank_id].at_foot else 1
            assert exported.count(words(printed)) == times, printed


def test_outside_the_frame_stand_unit_person_date_pages_and_code() -> None:
    made = document(STATISTICS)
    exported = words(text_of(export(made)))
    for piece in (
        "填报单位（盖章）：云和县测试街道办事处",
        "填报人：欧阳测试",
        "日期：2020年6月28日",
        made.printed.check_code,
    ):
        assert exported.count(piece) == 2
    assert "第1页共2页" in exported and "第2页共2页" in exported


@each_form
def test_the_same_input_gives_the_same_bytes(form: Form) -> None:
    assert export(document(form)) == export(document(form))


def test_other_values_give_another_code() -> None:
    changed = {**STATISTICS.example, "study.people": "87"}
    assert document(STATISTICS).printed.check_code != document(STATISTICS, changed).printed.check_code


@pytest.mark.outside
def test_poppler_finds_every_font_embedded(tmp_path: Path) -> None:
    if shutil.which("pdffonts") is None:
        pytest.skip("pdffonts (poppler-utils) is not installed: fonts were not looked at")
    for form in (LIAISON, STATISTICS):
        for made in (document(form), document(form, draft=True), blank(form)):
            path = tmp_path / "a.pdf"
            path.write_bytes(export(made))
            done = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True)
            lines = done.stdout.splitlines()[2:]
            assert lines
            for line in lines:
                assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


@pytest.mark.outside
def test_qpdf_has_nothing_to_say(tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed: the file's structure was not checked")
    for form in FORMS:
        path = tmp_path / "a.pdf"
        path.write_bytes(export(document(form)))
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "WARNING" not in done.stdout + done.stderr


def lines_of_cells(pages: list[Page]) -> list[str]:
    """The printed lines, put together from the pieces that stand on one height in one cell's width."""
    lines: list[str] = []
    for page in pages:
        end: tuple[float, float] | None = None
        for text in page.texts:
            if end is not None and text.y == end[1] and abs(text.x - end[0]) < 0.05:
                lines[-1] += text.text
            else:
                lines.append(text.text)
            width = BUNDLED.typeface(text.role).width(text.text, text.size)
            end = (text.x + width, text.y)
    return lines


@each_form
def test_no_line_starts_or_ends_with_a_forbidden_mark(form: Form) -> None:
    for made in (document(form), blank(form)):
        lines = [line.strip() for line in lines_of_cells(pages_of(made))]
        assert len(lines) > 10
        for line in lines:
            assert not line or (line[0] not in NEVER_FIRST and line[-1] not in NEVER_LAST), line


def assert_nothing_clipped(pages: list[Page]) -> None:
    """Every text of the table lies inside rules, no two texts overlap, everything is on the page."""
    for page in pages:
        spots = []
        for text in page.texts:
            width = BUNDLED.typeface(text.role).width(text.text, text.size)
            assert text.x >= 0 and text.x + width <= page.width + 0.1, text
            assert text.y - text.size > 0 and text.y < page.height, text
            spots.append((text.x, text.x + width, text.y - text.size * 0.75, text.y + text.size * 0.1, text))
        spots.sort(key=lambda spot: spot[2])
        for index, one in enumerate(spots):
            for other in spots[index + 1 :]:
                if other[2] >= one[3]:
                    break
                assert other[0] >= one[1] - 0.05 or other[1] <= one[0] + 0.05, (one[4], other[4])
        across = sorted({rule.y1 for rule in page.rules if rule.y1 == rule.y2})
        for rule in page.rules:
            assert 0 < rule.y1 <= page.height and 0 < rule.y2 <= page.height
        for text in page.texts:
            for y in across:
                crossing = [
                    rule for rule in page.rules if rule.y1 == rule.y2 == y and rule.x1 <= text.x < rule.x2
                ]
                assert not crossing or not (text.y - text.size * 0.7 < y < text.y), text


@each_form
def test_nothing_is_clipped_or_overlaps(form: Form) -> None:
    assert_nothing_clipped(pages_of(document(form)))
    assert_nothing_clipped(pages_of(blank(form)))


@pytest.mark.parametrize("length", [120, 400, 1000])
def test_long_values_grow_the_row(length: int) -> None:
    for form in (LIAISON, STATISTICS):
        long = {
            blank.id: ("姑苏区平江街道社区卫生服务中心（新院区）、" * 60)[:length]
            if blank.type == "text"
            else text
            for blank, text in ((form.by_id[blank_id], text) for blank_id, text in form.example.items())
        }
        made = document(form, long)
        pages = pages_of(made)
        assert_nothing_clipped(pages)
        for blank_id, printed in made.texts.items():
            assert texts_of(made, pages, blank_id) == printed


VALUES = st.fixed_dictionaries(
    {},
    optional={
        blank.id: (
            st.text(alphabet="安全生产月（）《》“”，。；：、 ab@.-12", max_size=300)
            if blank.type == "text"
            else st.integers(0, 999_999_999).map(str)
        )
        for blank in STATISTICS.blanks
    },
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(VALUES)
def test_any_values_are_printed_whole(values: dict[str, str]) -> None:
    made = document(STATISTICS, values)
    pages = pages_of(made)
    assert_nothing_clipped(pages)
    for blank_id, printed in made.texts.items():
        assert words(texts_of(made, pages, blank_id)) == words(printed)
    assert {page.draft for page in pages} == {made.printed.draft}


def test_a_draft_says_so_on_each_page() -> None:
    broken = document(STATISTICS, {**STATISTICS.example, "study.sessions": "0"})
    assert broken.printed.draft
    pdf = pypdfium2.PdfDocument(export(broken))
    for number in range(len(pdf)):
        assert "草稿" in pdf[number].get_textpage().get_text_range()
    pdf.close()
    assert "草稿" not in text_of(export(document(STATISTICS)))


def test_a_blank_form_leaves_room_and_has_no_code() -> None:
    exported = words(text_of(export(blank(STATISTICS))))
    assert "专题学习（）次，参与（）人次" in exported
    assert "校验码" not in exported and "草稿" not in exported


def test_blank_zero_and_not_applicable_are_three() -> None:
    values = {"study.sessions": "0", "study.people": "/"}
    exported = words(text_of(export(document(STATISTICS, values))))
    assert "专题学习（0）次，参与（/）人次" in exported
    assert "网络课堂培训（）场，参与（）人次" in exported


def test_a_character_no_font_has_is_named() -> None:
    with pytest.raises(MissingGlyph) as caught:
        pages_of(document(LIAISON, {**LIAISON.example, "name": "张\U00020bb7"}))
    assert "\U00020bb7" in caught.value.message and "姓名" in caught.value.message


def test_export_tells_how_far_it_is_and_can_be_stopped() -> None:
    steps: list[tuple[int, int]] = []
    export(document(STATISTICS), lambda done, total: steps.append((done, total)))
    assert steps == [(1, 3), (2, 3), (3, 3)]

    def stop(done: int, total: int) -> None:
        raise Cancelled("已取消。")

    with pytest.raises(Cancelled):
        export(document(STATISTICS), stop)


def test_a_spanning_label_is_continued_on_the_next_page() -> None:
    pages = pages_of(document(STATISTICS))
    assert len(pages) == 2
    second = words("".join(text.text for text in pages[1].texts))
    assert second.startswith("项目标准落实情况“安全生产月”活动开展情况（续）")


def test_the_date_in_the_file_is_the_filing_s() -> None:
    pdf = pypdfium2.PdfDocument(export(document(STATISTICS)))
    metadata = pdf.get_metadata_dict()
    version = pdf.get_version()
    pdf.close()
    assert metadata["CreationDate"].startswith("D:20200628")
    assert metadata["Title"] == STATISTICS.sheet.title
    assert version == 17


def test_a_text_that_leaves_no_room_for_the_table_is_refused() -> None:
    with pytest.raises(InputError, match="太长"):
        export(document(STATISTICS, {"lines.unit": "长" * 5000}))
    assert export(document(STATISTICS, {"lines.unit": "长" * 1000}))


def test_an_address_is_not_torn_apart_where_a_smaller_type_keeps_it_whole() -> None:
    pages = pages_of(document(LIAISON, {"email": "anquan.ke@example.com"}))
    assert [text.text for text in pages[0].texts if text.blank_id == "email"] == ["anquan.ke@example.com"]
