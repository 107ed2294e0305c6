"""The process that reads PDF files: bounded in time and memory, stopped at once, never in the way of the window."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from exporters.pdfium import WORKER_ARGUMENT
from exporters.pdfium.child import ChildDied, ChildTooSlow
from exporters.pdfium.limits import MEMORY, JobLimits
from exporters.pdfium.reading import OpenPdf, PdfSource
from exporters.pdfium.session import SPARE, Session
from forms.errors import Cancelled, EnvironmentFailure
from tests.exporters import slow_pdf

ROOT = Path(__file__).resolve().parents[3]


def test_a_child_has_neither_qt_nor_the_libraries_of_other_formats() -> None:
    with Session() as session:
        modules, _ = session.ask(slow_pdf.loaded, {})
    assert "pypdfium2" in modules
    assert not {"PySide6", "reportlab", "openpyxl", "PIL", "multiprocessing"} & set(modules)


def test_a_fault_of_pdfium_ends_the_child_alone_and_the_next_one_works() -> None:
    with Session() as session:
        first = session.ask(slow_pdf.who, {})[0][0]
        with pytest.raises(ChildDied):
            session.ask(slow_pdf.die, {})
        assert session.ask(slow_pdf.who, {})[0][0] != first


def test_a_child_that_does_not_answer_is_killed() -> None:
    with Session() as session:
        process = session.ask(slow_pdf.who, {})[0][0]
        with pytest.raises(ChildTooSlow):
            session.ask(slow_pdf.never_end, {}, seconds=0.2)
    assert is_gone(process)


@pytest.mark.skipif(sys.platform != "linux", reason="其他系统没有这样的内存上限")
def test_memory_is_bounded() -> None:
    with Session() as session:
        assert session.ask(slow_pdf.take_memory, {"bytes": MEMORY // 2})[0] == MEMORY // 2
        with pytest.raises(ChildDied):
            session.ask(slow_pdf.take_memory, {"bytes": MEMORY})


def test_the_user_can_stop_a_page_that_is_being_drawn() -> None:
    beats = []

    def stop() -> None:
        beats.append(time.monotonic())
        raise Cancelled("已取消。")

    with Session() as session:
        process = session.ask(slow_pdf.who, {})[0][0]
        with pytest.raises(Cancelled):
            session.ask(slow_pdf.never_end, {}, heartbeat=stop)
    assert len(beats) == 1 and is_gone(process)


def test_closing_stops_what_another_thread_waits_for() -> None:
    session = Session()
    process = session.ask(slow_pdf.who, {})[0][0]
    errors: list[Exception] = []

    def wait() -> None:
        try:
            session.ask(slow_pdf.never_end, {})
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    session.close()
    thread.join(10)
    assert [type(error) for error in errors] == [Cancelled] and is_gone(process)


def test_a_free_child_is_used_again_and_has_no_file_open() -> None:
    SPARE.let_go()
    with Session() as session:
        OpenPdf(PdfSource("一页.pdf", slow_pdf.one_page(b"")), session)
        first = session.ask(slow_pdf.who, {})[0]
    with Session() as session:
        assert session.ask(slow_pdf.who, {})[0] == [first[0], 0]
        with Session() as other:
            assert other.ask(slow_pdf.who, {})[0][0] != first[0]
    assert first[1] == 1


def test_what_a_library_prints_does_not_come_between() -> None:
    with Session() as session:
        assert session.ask(slow_pdf.print_words, {}) == (None, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="只在 Linux 上能看进程")
def test_a_child_ends_with_its_parent_whatever_it_does() -> None:
    script = (
        "import sys, threading; from exporters.pdfium.session import Session; from tests.exporters import slow_pdf\n"
        "session = Session(); print(session.ask(slow_pdf.who, {})[0][0], flush=True)\n"
        "threading.Thread(target=session.ask, args=(slow_pdf.never_end, {})).start(); sys.stdin.read()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        assert not is_gone(process, wait=0)
        parent.send_signal(signal.SIGKILL)
    assert is_gone(process)


def test_where_no_child_can_be_started_the_machine_is_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    SPARE.let_go()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Session() as session, pytest.raises(EnvironmentFailure, match="没有启动"):
        session.ask(slow_pdf.who, {})
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Session() as session, pytest.raises(EnvironmentFailure, match="没有启动"):
        session.ask(slow_pdf.who, {})


@pytest.mark.skipif(sys.platform == "win32", reason="用到 shell 脚本")
def test_a_program_in_one_file_starts_itself_without_a_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    SPARE.let_go()
    program = tmp_path / "anyue"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "main.py"}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    # Without this it could not import what stands in tests.
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with Session() as session:
        modules, _ = session.ask(slow_pdf.loaded, {})
    SPARE.let_go()
    assert "PySide6" not in modules and WORKER_ARGUMENT.startswith("--")


def test_the_limits_for_windows_have_the_size_that_windows_asks_for() -> None:
    assert ctypes.sizeof(JobLimits) == (144 if ctypes.sizeof(ctypes.c_void_p) == 8 else 112)


def is_gone(process: int, wait: float = 10) -> bool:
    """Whether a process has ended, or does so soon."""
    end = time.monotonic() + wait
    while time.monotonic() <= end:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
    return False
