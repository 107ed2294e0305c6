"""The list of findings without a window: groups, counts, the walk."""

from __future__ import annotations

from PySide6.QtCore import Qt

from forms.form.finding import Finding, Severity
from ui.form.findings_list import FindingRole, FindingsModel

ORDER = ("a", "b", "c", "d")
ERROR = Finding("c", Severity.ERROR, "required", "丙：必填。")
WARNING = Finding("b", Severity.WARNING, "few", "乙：偏少。")
NOTE = Finding("a", Severity.NOTE, "empty", "甲：还空着。")


def make_model(*findings: Finding) -> FindingsModel:
    model = FindingsModel()
    model.show(findings)
    return model


def test_groups_stand_under_headings_worst_first() -> None:
    model = make_model(NOTE, WARNING, ERROR)
    model.show_notes(True)
    rows = [model.index(row).data() for row in range(model.rowCount())]
    assert rows == ["还差 1 项必填", "丙：必填。", "1 处疑问", "乙：偏少。", "提示　1　▾", "甲：还空着。"]
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert model.index(1).data(FindingRole.FINDING) == ERROR
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "错误：丙：必填。"


def test_notes_are_folded_until_their_heading_is_opened() -> None:
    model = make_model(NOTE, ERROR)
    assert [model.index(row).data() for row in range(model.rowCount())][-1] == "提示　1　▸"
    assert model.findings == (ERROR, NOTE)
    assert model.row_of(NOTE) == -1
    heading = model.index(model.notes_row)
    assert model.flags(heading) & Qt.ItemFlag.ItemIsSelectable
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "提示　1，按回车展开"
    model.show_notes(True)
    assert model.row_of(NOTE) == 3


def test_a_confirmed_warning_is_listed_with_its_reason_and_not_counted() -> None:
    confirmed = Finding("b", Severity.WARNING, "few", "乙：偏少。", "小组")
    model = make_model(confirmed)
    assert model.count(Severity.WARNING) == 0
    assert model.index(1).data() == "乙：偏少。\n已确认：小组"
    assert model.next_finding("a", 1, ORDER) is None


def test_the_walk_goes_round_in_reading_order_and_leaves_notes_out() -> None:
    model = make_model(NOTE, WARNING, ERROR)
    assert model.next_finding("", 1, ORDER) == WARNING
    assert model.next_finding("b", 1, ORDER) == ERROR
    assert model.next_finding("c", 1, ORDER) == WARNING
    assert model.next_finding("b", -1, ORDER) == ERROR


def test_notes_are_walked_where_there_is_nothing_worse() -> None:
    assert make_model(NOTE).next_finding("d", 1, ORDER) == NOTE
    assert make_model().next_finding("d", 1, ORDER) is None


def test_the_same_findings_do_not_reset_the_list() -> None:
    model = make_model(ERROR)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.show((ERROR,))
    assert resets == []
    model.show(())
    assert resets == [True]
