"""The tables of 报送记录 without a window: rows, states, files, differences, what came back."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QColor
from pytestqt.modeltest import ModelTester

from exporters.files.writing import write_file
from forms.channel import Channel
from forms.errors import AnyueError, Cancelled, DamagedFile, EnvironmentFailure
from forms.packet import DispatchFacts, NewFile
from forms.storage.content import content_file
from forms.storage.store import Store
from tests.ui.record_helpers import OFFICE, PDF, PHOTO, SENT_AT, send, write
from ui.record.model import DifferencesModel, FilesModel, HistoryModel, RecordModel
from ui.record.sent import Mark, Sent, compare_words, forms_of, list_sent
from ui.record.take_out import folder_name, take_out
from ui.widgets.jobs import SynchronousJobs
from ui.widgets.theme import dark_theme, light_theme
from ui.workspace import Workspace

LATER = datetime.timedelta(hours=3)


def listed(store: Store) -> tuple[Sent, ...]:
    workspace = Workspace(store, store.folder, SynchronousJobs())
    return list_sent(store.first_unit().packets(), forms_of(workspace))


def row(model: QAbstractTableModel, number: int = 0) -> list[str]:
    return [model.index(number, column).data() for column in range(model.columnCount())]


def no_progress(_done: int, _total: int) -> None:
    """Nobody asks."""


def test_a_row_says_when_what_how_to_whom_by_whom(store: Store, qtmodeltester: ModelTester) -> None:
    write(store, "liaison", name="沈若兰")
    send(store)
    model = RecordModel(light_theme)
    model.show(listed(store))
    assert row(model) == [
        "2020-06-03 10:32",
        "联络员推荐表和活动方案",
        "电子邮件",
        OFFICE,
        "沈若兰",
        "已报送",
    ]
    assert model.headerData(5, Qt.Orientation.Horizontal) == "状态"
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "报送方式：电子邮件"
    qtmodeltester.check(model)


def test_a_form_changed_since_is_said_in_a_warning_colour(store: Store) -> None:
    write(store, "liaison", name="沈若兰")
    send(store)
    write(store, "liaison", name="陈安")
    model = RecordModel(light_theme)
    model.show(listed(store))
    state = model.index(0, 5)
    assert state.data() == "报送后又改过"
    assert state.data(Qt.ItemDataRole.ForegroundRole) == QColor(light_theme.warning)
    model.set_theme(dark_theme)
    assert state.data(Qt.ItemDataRole.ForegroundRole) == QColor(dark_theme.warning)
    write(store, "liaison", name="沈若兰")
    assert listed(store)[0].state == "已报送"


def test_a_correction_refers_to_the_first_and_ends_the_warning(store: Store) -> None:
    write(store, "liaison", name="沈若兰")
    first = send(store)
    write(store, "liaison", name="陈安")
    second = send(store, corrects=first.id, later=LATER)
    third = send(store, corrects=second.id, later=2 * LATER)
    newest, middle, oldest = listed(store)
    assert [listed.packet.id for listed in (newest, middle, oldest)] == [third.id, second.id, first.id]
    assert oldest.marks == (Mark.CORRECTED,)
    assert oldest.differences and "已有更正" in compare_words(oldest)
    assert middle.marks == (Mark.CORRECTED, Mark.CORRECTION)
    assert newest.marks == (Mark.CORRECTION,)
    assert newest.state == "更正第1号"
    assert newest.first == first and middle.next == third and oldest.next == second


def test_differences_say_label_then_and_now(store: Store) -> None:
    write(store, "liaison", name="沈若兰", qq="123456")
    send(store, "两张表", "liaison", "statistics")
    write(store, "liaison", qq="")
    write(store, "statistics", **{"study.sessions": "3"})
    (sent,) = listed(store)
    model = DifferencesModel()
    model.show(sent)
    assert row(model) == ["联络员推荐表 · QQ号", "123456", "（空）"]
    assert row(model, 1)[1:] == ["（空）", "3"]
    assert "改了 2 处" in compare_words(sent)


def test_a_notice_that_is_gone_leaves_the_record_whole(store: Store) -> None:
    write(store, "liaison", name="沈若兰")
    send(store)
    (sent,) = list_sent(store.first_unit().packets(), lambda _packet: None)
    assert sent.differences is None and sent.marks == ()
    assert "没法比较" in compare_words(sent)


def test_a_second_way_and_an_answer_are_listed(store: Store) -> None:
    packet = send(store)
    at = SENT_AT + LATER
    packet = store.first_unit().add_dispatch(
        packet.id, DispatchFacts(Channel.FAX, OFFICE, "陆明", at, "对方要求补发")
    )
    store.first_unit().add_receipt(packet.dispatches[1].id, "已收到", [NewFile("回执页.png", b"page")])
    (sent,) = listed(store)
    model = RecordModel(light_theme)
    model.show((sent,))
    assert row(model)[2:] == ["电子邮件、传真", OFFICE, "沈若兰、陆明", "有回执"]
    history = HistoryModel()
    history.show(sent)
    assert row(history)[1:3] == ["报送（电子邮件）", f"报至{OFFICE}；沈若兰"]
    assert row(history, 1) == ["2020-06-03 13:32", "报送（传真）", f"报至{OFFICE}；陆明；对方要求补发", ""]
    assert row(history, 2)[1:] == ["回执/备注", "已收到", "回执页.png"]


def test_files_show_a_short_fingerprint_and_copy_the_whole(store: Store) -> None:
    packet = send(store)
    (sent,) = listed(store)
    model = FilesModel()
    model.show(sent)
    whole = packet.files[0].sha256
    assert row(model) == ["联络员推荐表.pdf", "表", "32 字节", whole[:12] + "…"]
    assert model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole) == whole
    assert model.index(1, 2).data(Qt.ItemDataRole.ToolTipRole) == "5,120 字节"
    assert model.fingerprints([0]) == f"{whole}  联络员推荐表.pdf"


def test_taking_out_never_overwrites_and_keeps_names_apart(store: Store, tmp_path: Path) -> None:
    packet = send(store)
    same = NewFile("联络员推荐表.pdf", b"returned page")
    store.first_unit().add_receipt(packet.dispatches[0].id, "退回", [same])
    store.first_unit().add_receipt(
        packet.dispatches[0].id, "又退回", [NewFile("联络员推荐表.pdf", b"another")]
    )
    (sent,) = listed(store)
    model = FilesModel()
    model.show(sent)
    name = folder_name(sent)
    assert name == "2020-06-03_联络员推荐表和活动方案"
    for folder in (tmp_path / name, tmp_path / f"{name}（2）"):
        paths = take_out(store, model.files, tmp_path, name, no_progress)
        assert [path.relative_to(folder).as_posix() for path in paths] == [
            "联络员推荐表.pdf",
            "现场照片.jpg",
            "回执附件/联络员推荐表.pdf",
            "回执附件/联络员推荐表（2）.pdf",
        ]
        contents = [path.read_bytes() for path in paths]
        assert contents == [PDF, PHOTO, b"returned page", b"another"]


def failures() -> list[type[AnyueError]]:
    return [DamagedFile, EnvironmentFailure, Cancelled]


@pytest.mark.parametrize("kind", failures(), ids=lambda kind: kind.__name__)
def test_a_failure_leaves_nothing_behind(
    store: Store, tmp_path: Path, kind: type[AnyueError], monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = send(store)
    (sent,) = listed(store)
    model = FilesModel()
    model.show(sent)
    jobs = SynchronousJobs(stop_after=2 if kind is Cancelled else None)
    if kind is DamagedFile:
        content_file(store.folder, packet.files[1].sha256).write_bytes(b"rotten")
    if kind is EnvironmentFailure:
        monkeypatch.setattr("ui.record.take_out.write_file", lambda path, _data: write_file(path, b"cut"))
    target = tmp_path / "target"
    target.mkdir()
    errors: list[AnyueError] = []
    jobs.run(
        lambda progress: take_out(store, model.files, target, "包", progress), pytest.fail, errors.append
    )
    assert [type(error) for error in errors] == [kind]
    assert list(target.iterdir()) == []
