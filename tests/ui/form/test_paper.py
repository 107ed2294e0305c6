"""The paper: what it says, where everything lies, how it is read aloud."""

from __future__ import annotations

import random
import re
from itertools import combinations
from pathlib import Path

import pytest
from own_notice import own_notice
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from forms.notice.notice import Notice
from forms.sheet.markup import plain_text
from forms.sheet.sheet import LinesBlock, slots_in
from forms.values import Filled, Source
from ui.form.paper.cell_box import CellBox, SlotObject
from ui.form.paper.paper import Paper
from ui.form.paper.paper_view import PaperView
from ui.form.paper.sheet_layout import SheetLayout
from ui.widgets.theme import dark_theme, light_theme

#: The usual lines for stamp and signature.
FOOT = ("lines.unit", "lines.filled_by", "lines.date")
FORMS = ("liaison", "statistics")


def make_paper(qtbot: QtBot, notice: Notice, form_id: str, width: int = 900, zoom: float = 1.0) -> Paper:
    paper = Paper(notice.forms[form_id], light_theme)
    qtbot.addWidget(paper)
    paper.set_page(width, zoom)
    paper.show()
    return paper


def assert_in_place(paper: Paper) -> None:
    """Every editor lies in its own cell, within the page, and over no other; nothing in it is clipped."""
    desk = paper.metrics.desk
    for blank_id, editor in paper.editors.items():
        rect = editor.geometry().translated(-desk, -desk).toRectF()
        place = paper.layout_of_sheet.place_of(blank_id)
        assert place.contains(rect), (blank_id, place, rect)
        if isinstance(editor, QTextEdit):
            assert editor.document().size().height() <= editor.viewport().height() + 1, blank_id
    boxes = {one: editor.geometry() for one, editor in paper.editors.items()}
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        assert not first.intersects(second), (one, other)
    cells = [rect for table in paper.layout_of_sheet.tables for rect in table.rects]
    for first, second in combinations(cells, 2):
        shared = first.intersected(second)
        assert shared.width() < 1 or shared.height() < 1
    for table in paper.layout_of_sheet.tables:
        for blank_id, rect in paper.rects.items():
            inside = table.frame.intersects(rect.translated(-desk, -desk).toRectF())
            assert inside is any(blank_id in box.positions for box in table.boxes), blank_id
    page = QRect(desk, desk, paper.metrics.page_width, round(paper.layout_of_sheet.height))
    assert all(page.contains(rect) for rect in paper.rects.values())


def said(layout: SheetLayout, box: CellBox) -> str:
    """What a box says with what stands beside its blanks, without the blanks."""
    text = box.document.toPlainText()
    for blank_id in box.positions:
        beside = layout.slots.heads.get(blank_id, "") + layout.slots.tails.get(blank_id, "")
        text = text.replace("\ufffc", beside, 1)
    return text


@pytest.mark.parametrize("form_id", FORMS)
def test_the_words_are_the_forms(qtbot: QtBot, notice: Notice, form_id: str) -> None:
    """With what is drawn beside a blank put back, each cell and each line says exactly what the sheet says."""
    layout = make_paper(qtbot, notice, form_id).layout_of_sheet
    sheet = notice.forms[form_id].sheet
    assert [said(layout, box) for box in layout.tables[0].boxes] == [cell.text for cell in sheet.cells]
    lines = [line for block in sheet.blocks if isinstance(block, LinesBlock) for line in block.lines]
    boxes = [layout.box_of(slots_in((line,))[0].blank_id) for line in lines]
    assert [said(layout, box) for box in boxes] == [plain_text((line,)) for line in lines]


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("zoom", [0.6, 1.0, 1.5, 2.4])
@pytest.mark.parametrize("width", [600, 980])
def test_an_empty_form_is_in_place(
    qtbot: QtBot, notice: Notice, form_id: str, zoom: float, width: int
) -> None:
    assert_in_place(make_paper(qtbot, notice, form_id, round(width * zoom), zoom))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("form_id", FORMS)
def test_texts_of_any_length_stay_in_their_cells(
    qtbot: QtBot, notice: Notice, form_id: str, seed: int
) -> None:
    paper = make_paper(qtbot, notice, form_id)
    chance = random.Random(seed)
    signs = "安全生产月活动，。（）·𠮷䶮abc XYZ 0123456789-@."
    for _round in range(3):
        texts = {
            blank.id: Filled("".join(chance.choices(signs, k=chance.choice([0, 1, 5, 12, 40, 120, 400]))))
            for blank in notice.forms[form_id].blanks
        }
        paper.show_filled(texts)
        assert_in_place(paper)


def test_long_text_makes_its_row_higher_and_short_text_lower_again(qtbot: QtBot, notice: Notice) -> None:
    paper = make_paper(qtbot, notice, "liaison")
    before = paper.layout_of_sheet.height
    paper.show_filled({"unit": Filled("姑苏区平江街道社区卫生服务中心" * 8)})
    assert paper.layout_of_sheet.height > before
    assert_in_place(paper)
    paper.show_filled({"unit": Filled("")})
    assert paper.layout_of_sheet.height == before


def test_the_room_reckoned_for_a_blank_is_where_qt_draws_it(
    qtbot: QtBot, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editors' places come from the lines' geometry; here they are held against Qt's own drawing."""
    paper = make_paper(qtbot, notice, "statistics")
    paper.show_filled({"launch.means": Filled("线上启动会、悬挂横幅" * 9), "study.people": Filled("1234567")})
    drawn: list[QRectF] = []
    monkeypatch.setattr(
        SlotObject, "drawObject", lambda _self, _painter, rect, *_rest: drawn.append(QRectF(rect))
    )
    for box, area in paper.layout_of_sheet.boxes:
        drawn.clear()
        image = QImage(10, 10, QImage.Format.Format_ARGB32)
        painter = QPainter(image)
        box.draw(painter, QPointF(0, 0), QRectF(-1e4, -1e4, 2e4, 2e4), QColor("black"))
        painter.end()
        for blank_id, rect in zip(box.positions, drawn, strict=True):
            place = box.slot_rect(blank_id)
            head = paper.layout_of_sheet.slots.head_widths[blank_id]
            assert abs(place.left() - head - rect.left()) < 1
            assert abs(place.bottom() - rect.bottom()) <= 4
            assert area.contains(place.translated(area.topLeft()))


@pytest.mark.parametrize("form_id", FORMS)
def test_a_closing_bracket_never_begins_a_line(qtbot: QtBot, notice: Notice, form_id: str) -> None:
    for width in range(680, 980, 20):
        paper = make_paper(qtbot, notice, form_id, width)
        for box, _area in paper.layout_of_sheet.boxes:
            block = box.document.begin()
            while block.isValid():
                text, layout = block.text(), block.layout()
                for number in range(layout.lineCount()):
                    start = layout.lineAt(number).textStart()
                    assert text[start : start + 1] not in tuple("）。，；：、”》"), text
                block = block.next()


@pytest.mark.parametrize("form_id", FORMS)
def test_the_foot_lies_below_the_table_and_the_notes(qtbot: QtBot, notice: Notice, form_id: str) -> None:
    paper = make_paper(qtbot, notice, form_id)
    layout = paper.layout_of_sheet
    words_above = [
        area.top() for box, area in layout.boxes if not box.positions and box.document.characterCount() > 1
    ]
    foot = [layout.place_of(blank_id) for blank_id in FOOT]
    assert all(place.top() > max(layout.frames[0].bottom(), *words_above) for place in foot)
    assert foot[0].bottom() <= foot[1].top() + 1
    assert foot[1] == foot[2]


def test_a_sheet_of_several_blocks_lies_in_printed_order(qtbot: QtBot, tmp_path: Path) -> None:
    form = own_notice(tmp_path).forms["report"]
    for width, zoom in ((600, 1.0), (980, 1.0), (360, 0.6), (1440, 2.4)):
        paper = Paper(form, light_theme)
        qtbot.addWidget(paper)
        paper.set_page(width, zoom)
        paper.show()
        assert_in_place(paper)
        rects = [paper.rects[blank.id] for blank in form.blanks]
        reading = sorted(rects, key=lambda rect: (rect.center().y() // 12, rect.left()))
        assert reading == rects
        first, second = paper.layout_of_sheet.frames
        between = next(
            area for box, area in paper.layout_of_sheet.boxes if "隐患排查" in box.document.toPlainText()
        )
        note = next(
            area for box, area in paper.layout_of_sheet.boxes if "签到表" in box.document.toPlainText()
        )
        foot = paper.layout_of_sheet.place_of("lines.reviewer")
        assert first.bottom() < between.top() < second.top() < second.bottom() < note.top() < foot.top()


def test_a_blank_in_a_line_grows_with_its_content_and_goes_on_below(qtbot: QtBot, tmp_path: Path) -> None:
    paper = Paper(own_notice(tmp_path).forms["report"], light_theme)
    qtbot.addWidget(paper)
    paper.set_page(700, 1.0)
    paper.show()
    empty = QRect(paper.rects["head.unit"])
    beside = QRect(paper.rects["head.street"])
    assert empty.center().y() == beside.center().y()
    paper.show_filled({"head.unit": Filled("姑苏区平江街道社区卫生服务中心" * 2)})
    assert paper.rects["head.unit"].width() > empty.width()
    assert paper.rects["head.street"].top() >= paper.rects["head.unit"].bottom()
    assert_in_place(paper)
    paper.show_filled({"head.unit": Filled("姑苏区平江街道社区卫生服务中心" * 8)})
    assert paper.rects["head.unit"].height() > 2 * empty.height()
    assert_in_place(paper)
    paper.show_filled({"head.unit": Filled("")})
    assert (paper.rects["head.unit"], paper.rects["head.street"]) == (empty, beside)


def test_a_change_in_a_line_lays_out_that_line_only(qtbot: QtBot, notice: Notice) -> None:
    paper = make_paper(qtbot, notice, "statistics")
    laid_out: list[str] = []
    for box, _area in paper.layout_of_sheet.boxes:
        box.document.documentLayout().update.connect(
            lambda _rect, box=box: laid_out.append(box.document.toPlainText())
        )
    paper.show_filled({"lines.filled_by": Filled("欧阳若兰（安全保卫科）")})
    line = paper.layout_of_sheet.box_of("lines.filled_by")
    assert set(laid_out) == {line.document.toPlainText()}


@pytest.mark.parametrize("form_id", FORMS)
def test_every_blank_is_named_with_its_sentence(qtbot: QtBot, notice: Notice, form_id: str) -> None:
    paper = make_paper(qtbot, notice, form_id)
    for blank in notice.forms[form_id].blanks:
        editor = paper.editors[blank.id]
        name = editor.accessibleName()
        assert blank.label in name
        assert blank.unit in name
        assert ("必填" in name) is blank.required
        if blank.sentence != blank.label:
            assert re.sub("（空）", "（　）", name).endswith(blank.sentence)
        assert editor.accessibleDescription()


def test_the_tab_order_is_the_reading_order(qtbot: QtBot, notice: Notice) -> None:
    paper = make_paper(qtbot, notice, "statistics")
    chain = [paper.editors["launch.means"]]
    while len(chain) < len(paper.editors):
        following = chain[-1].nextInFocusChain()
        while following not in paper.editors.values():
            following = following.nextInFocusChain()
        chain.append(following)
    names = {editor: one for one, editor in paper.editors.items()}
    assert [names[editor] for editor in chain] == [blank.id for blank in notice.forms["statistics"].blanks]
    cells = {cell.row: cell for cell in notice.forms["statistics"].sheet.cells if cell.slots}
    in_cells = [slot.blank_id for row in sorted(cells) for slot in cells[row].slots]
    assert [*in_cells, *FOOT] == [blank.id for blank in notice.forms["statistics"].blanks]


def test_the_source_is_said_and_tinted(qtbot: QtBot, notice: Notice) -> None:
    paper = make_paper(qtbot, notice, "liaison")
    plain = pixel(paper, "name")
    paper.show_filled({"name": Filled("沈若兰", Source.UNIT)})
    assert "来自单位资料" in paper.editors["name"].toolTip()
    assert "来自单位资料" in paper.editors["name"].accessibleDescription()
    assert pixel(paper, "name") != plain
    assert pixel(paper, "name") == QColor(light_theme.source_tint)


def pixel(paper: Paper, blank_id: str) -> QColor:
    """The colour of a blank's ground near its right edge."""
    rect: QRect = paper.rects[blank_id]
    return QColor(paper.grab().toImage().pixelColor(rect.right() - 20, rect.top() + 4))


def test_dark_paper_is_dark(qtbot: QtBot, notice: Notice) -> None:
    paper = make_paper(qtbot, notice, "liaison")
    paper.set_theme(dark_theme)
    image = paper.grab().toImage()
    assert image.pixelColor(40, 40) == QColor(dark_theme.paper)
    assert image.pixelColor(4, 4) == QColor(dark_theme.desk)


def test_the_page_adapts_to_the_window_and_zooms(qtbot: QtBot, notice: Notice) -> None:
    paper = Paper(notice.forms["statistics"], light_theme)
    view = PaperView(paper, light_theme)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    wide = paper.metrics.page_width
    view.resize(800, 700)
    assert paper.metrics.page_width < wide
    assert_in_place(paper)
    narrow_text = paper.metrics.em
    with qtbot.waitSignal(view.zoomed) as caught:
        view.zoom_by(3)
    assert caught.args == [130]
    assert paper.metrics.em > narrow_text * 1.2
    assert_in_place(paper)
    view.set_zoom(1000)
    assert view.zoom == 240


def test_a_choice_is_typed_or_taken_with_keys(qtbot: QtBot, notice: Notice) -> None:
    paper = make_paper(qtbot, notice, "liaison")
    typed: list[tuple[str, str]] = []
    paper.typed.connect(lambda blank_id, text: typed.append((blank_id, text)))
    gender = paper.editors["gender"]
    qtbot.keyClick(gender, Qt.Key.Key_Down)
    assert typed[-1] == ("gender", "男")
    qtbot.keyClick(gender, Qt.Key.Key_Down)
    assert typed[-1] == ("gender", "女")
    gender.show_text("")
    gender.insert("男")
    assert gender.shown_text() == "男"


def test_pasting_lines_into_a_blank_of_one_paragraph_joins_them(qtbot: QtBot, notice: Notice) -> None:
    from PySide6.QtCore import QMimeData

    paper = make_paper(qtbot, notice, "liaison")
    data = QMimeData()
    data.setText("平江街道\n卫生服务中心\n")
    paper.editors["unit"].insertFromMimeData(data)
    assert paper.editors["unit"].shown_text() == "平江街道 卫生服务中心"
