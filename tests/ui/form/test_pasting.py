"""Pasting: one value goes into its blank, tidied and bounded; several cells go on into the next blanks, shown before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import MakePage, show_active
from form_page_helpers import focused, undo_by_key
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from exporters.typesetting.bounds import MOST_CHARACTERS, MOST_LINES
from forms.declared.catalogue import Catalogue
from ui.form.page import FormPage
from ui.form.paper.pasting import cells_of, cut, plan_paste
from ui.form.paste_dialog import PasteDialog

NOTICE = Catalogue().notice("gusu-2020")
STATISTICS, LIAISON = NOTICE.forms["statistics"], NOTICE.forms["liaison"]


@pytest.mark.parametrize(
    ("text", "field", "from_table", "cells"),
    [
        ("12", "study.sessions", False, ("12",)),
        ("12\r\n", "study.sessions", True, ("12",)),
        ("\u200b１２\ufffc", "study.sessions", False, ("１２",)),
        ("1\t200", "study.sessions", False, ("1", "200")),
        ("1\r\n200\r\n", "study.sessions", False, ("1", "200")),
        ("1\t\t3\n\t5", "study.sessions", False, ("1", "", "3", "", "5")),
        ("12\t\t", "study.sessions", False, ("12",)),
        ("1\n\n3", "study.sessions", False, ("1", "", "3")),
        ("张三\t女", "name", False, ("张三", "女")),
        ("10001\n20002", "qq", False, ("10001", "20002")),
        ("平江街道\n卫生站", "unit", False, ("平江街道\n卫生站",)),
        ("平江街道\n卫生站", "unit", True, ("平江街道", "卫生站")),
        ('"平江街道\n卫生站"\t石路1号', "unit", False, ("平江街道\n卫生站", "石路1号")),
        ('他说"好"\t2', "unit", False, ('他说"好"', "2")),
        ("", "unit", False, ("",)),
    ],
)
def test_the_cells_in_a_pasted_text(text: str, field: str, from_table: bool, cells: tuple[str, ...]) -> None:
    blank = STATISTICS.by_id.get(field) or LIAISON.by_id[field]
    assert cells_of(text, blank, from_table) == cells


def test_cells_go_into_the_following_blanks_and_empty_ones_leave_theirs() -> None:
    plan = plan_paste(LIAISON, "name", ("张三", "", "科员"))
    assert [(blank.id, text) for blank, text in plan.values] == [("name", "张三"), ("position", "科员")]
    plan = plan_paste(LIAISON, "lines.date", ("2020-6-4", "甲", "乙"))
    assert [blank.id for blank, _text in plan.values] == ["lines.date"] and plan.left_over == ("甲", "乙")


def test_a_text_is_cut_to_what_a_blank_can_hold() -> None:
    assert cut("长" * 20_000) == "长" * MOST_CHARACTERS
    assert cut("长" * 20, 5) == "长" * 5 and cut("长", -3) == ""
    assert cut("a\n" * 3000).count("\n") == MOST_LINES


def paste(qtbot: QtBot, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(focused(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def in_the_next_dialog(act: Callable[[PasteDialog], None]) -> None:
    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PasteDialog)
        act(dialog)

    QTimer.singleShot(0, look)


def texts(page: FormPage) -> dict[str, str]:
    return page.session.filing.texts


def test_two_cells_pasted_at_a_number_are_shown_filled_in_and_undone_in_one_step(
    make_page: MakePage, qtbot: QtBot
) -> None:
    page = make_page("statistics")
    page.paper.focus_blank("study.sessions")
    shown: list[object] = []

    def accept(dialog: PasteDialog) -> None:
        model = dialog.model
        shown.extend(model.data(model.index(line, column)) for line in range(2) for column in range(1, 3))
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    in_the_next_dialog(accept)
    paste(qtbot, "3\t120\r\n")
    assert shown == ["（空）", "3", "（空）", "120"]
    assert texts(page) == {"study.sessions": "3", "study.people": "120"}
    assert page.paper.editors["study.people"].shown_text() == "120"
    # A desktop gives the keyboard back to the window below; the platform of the tests does not.
    show_active(page, qtbot)
    assert page.paper.focused_blank() == "study.people"
    undo_by_key(qtbot)
    assert texts(page) == {}
    assert page.paper.editors["study.sessions"].shown_text() == ""


def test_nothing_is_pasted_when_the_dialog_is_left(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    page.paper.focus_blank("name")
    in_the_next_dialog(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    paste(qtbot, "张三\t女")
    assert texts(page) == {}


def test_one_cell_is_pasted_where_the_cursor_is_without_a_question(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    page.paper.focus_blank("study.sessions")
    paste(qtbot, "\u206812\u2069\r\n")
    assert texts(page) == {"study.sessions": "12"}


def test_a_column_of_a_spreadsheet_goes_on_into_the_next_blanks(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    page.paper.focus_blank("unit")
    source = QMimeData()
    source.setText("某站\n石路1号\n")
    source.setHtml("<table><tr><td>某站</td></tr><tr><td>石路1号</td></tr></table>")
    in_the_next_dialog(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    editor = page.paper.editors["unit"]
    editor.insertFromMimeData(source)
    assert texts(page) == {"unit": "某站", "address": "石路1号"}


def test_a_text_without_end_is_cut_and_said(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    page.paper.focus_blank("unit")
    said: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        box.close()

    QTimer.singleShot(0, read)
    paste(qtbot, "长" * 300_000)
    assert len(texts(page)["unit"]) == MOST_CHARACTERS
    assert said == [
        f"单位名称：粘贴的内容太长，一处最多{MOST_CHARACTERS}个字、{MOST_LINES}行，后面的没有粘贴进来。"
    ]
