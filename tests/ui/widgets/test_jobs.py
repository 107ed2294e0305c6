"""Slow work: its result, its failure, its stop, all told on the main thread."""

from __future__ import annotations

import datetime
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from exporters.registry import export
from forms.declared.catalogue import Catalogue
from forms.errors import AnyueError, Cancelled, InputError
from forms.form.document import make_blank_document
from forms.progress import Progress
from ui.widgets.jobs import BackgroundJobs, SynchronousJobs
from ui.widgets.pdf_pages import PdfPages


def fail(_progress: Progress) -> None:
    raise InputError("不行。")


def test_success_comes_back_on_the_main_thread(qtbot: QtBot) -> None:
    jobs = BackgroundJobs()
    threads: list[int] = []
    results: list[int] = []

    def work(progress: Progress) -> int:
        threads.append(threading.get_ident())
        progress(1, 2)
        return 42

    def done(result: int) -> None:
        threads.append(threading.get_ident())
        results.append(result)

    jobs.run(work, done, results.append)
    qtbot.waitUntil(lambda: results == [42])
    assert threads[0] != threading.get_ident() == threads[1]
    assert not jobs.busy
    jobs.finish()


def test_failure_gets_the_error(qtbot: QtBot) -> None:
    jobs = BackgroundJobs()
    errors: list[AnyueError] = []
    jobs.run(fail, lambda _result: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].message == "不行。"
    jobs.finish()


def test_the_users_stop_reaches_the_work(qtbot: QtBot, qapp: object) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    jobs = BackgroundJobs()
    errors: list[AnyueError] = []

    def endless(progress: Progress) -> None:
        for step in range(10**9):
            progress(step % 100, 100)
            threading.Event().wait(0.001)

    jobs.run(endless, lambda _result: None, errors.append, title="正在做…", parent=window)
    assert not window.findChild(QProgressDialog).isVisible()
    qtbot.waitUntil(lambda: window.findChild(QProgressDialog).isVisible())
    qtbot.mouseClick(window.findChild(QProgressDialog).findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Cancelled)
    jobs.finish()


def test_a_bug_is_told_and_nobody_waits_for_ever(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    hooked: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: hooked.append(kind))
    jobs = BackgroundJobs()
    errors: list[AnyueError] = []
    jobs.run(lambda _progress: 1 // 0, lambda _result: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert hooked == [ZeroDivisionError]
    jobs.finish()


def test_finishing_drops_what_still_runs(qapp: object) -> None:
    jobs = BackgroundJobs()
    started = threading.Event()

    def endless(progress: Progress) -> None:
        started.set()
        while True:
            progress(0, 1)

    jobs.run(endless, pytest.fail, pytest.fail)
    assert started.wait(5)
    jobs.finish()
    assert not jobs.busy


def test_the_synchronous_twin_does_the_same_at_once() -> None:
    results: list[object] = []
    SynchronousJobs().run(lambda _progress: 7, results.append, results.append)
    SynchronousJobs().run(fail, results.append, results.append)
    SynchronousJobs(stop_after=1).run(lambda progress: progress(0, 1), results.append, results.append)
    assert results[0] == 7
    assert [type(result) for result in results[1:]] == [InputError, Cancelled]


def test_nobody_is_told_once_the_window_is_gone(qtbot: QtBot) -> None:
    window = QWidget()
    jobs = BackgroundJobs()
    told: list[object] = []
    may_end = threading.Event()
    jobs.run(lambda _progress: may_end.wait(5), told.append, told.append, parent=window)
    delete(window)
    may_end.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == []
    jobs.finish()


def test_closed_pages_refuse_to_draw() -> None:
    form = Catalogue().form("gusu-2020", "liaison")
    period_first = datetime.date(2020, 6, 1)
    document = make_blank_document(form, notice_title="", period_first=period_first)
    pages = PdfPages(export(document, ".pdf"))
    assert not pages.picture(0, 20).isNull()
    pages.close()
    with pytest.raises(Cancelled):
        pages.picture(0, 20)
