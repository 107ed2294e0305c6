"""The parent's end of a child process: started on demand, asked with a limit of time, killed where it does not answer."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

from exporters.pdfium import WORKER_ARGUMENT
from exporters.pdfium.frames import BrokenFrame, read_frame, write_frame
from exporters.pdfium.worker import Operation, name_of
from forms.errors import EnvironmentFailure, InputError

#: Called while one waits; raises to stop the work.
Heartbeat = Callable[[], None]

#: How often a waiting parent looks whether the user has stopped the work, in seconds.
_BEAT: Final = 0.1
#: A machine that starts no process in so many seconds is not going to.
_SECONDS_TO_START: Final = 30.0
_ROOT: Final = Path(__file__).resolve().parents[2]

_NOT_STARTED: Final = (
    "读 PDF 的部件没有启动。请重新启动本程序再试；还不行就重新安装，或看看杀毒软件是否拦住了它。"
)


class ChildDied(Exception):
    """The child ended, or could not do what was asked: too much memory, or a fault of PDFium."""


class ChildTooSlow(Exception):
    """The child did not answer in time."""


class Child:
    """A running child process. Use it from one thread at a time; :meth:`kill` it after anything but a refusal."""

    def __init__(self, heartbeat: Heartbeat) -> None:
        try:
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise EnvironmentFailure(_NOT_STARTED) from error
        assert self._process.stdin is not None and self._process.stdout is not None
        self._replies: queue.SimpleQueue[tuple[Any, bytes] | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        try:
            self._wait(_SECONDS_TO_START, heartbeat)
        except (ChildDied, ChildTooSlow) as error:
            self.kill()
            raise EnvironmentFailure(_NOT_STARTED) from error
        except BaseException:
            self.kill()
            raise

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(
        self,
        operation: Operation,
        arguments: dict[str, Any],
        data: bytes,
        seconds: float,
        heartbeat: Heartbeat,
    ) -> tuple[Any, bytes]:
        """What ``operation`` gives back over there.

        Raises :class:`InputError` where it refused, :class:`ChildDied`, :class:`ChildTooSlow`, and whatever ``heartbeat`` does.
        """
        assert self._process.stdin is not None
        try:
            write_frame(
                cast("Any", self._process.stdin), {"do": name_of(operation), "arguments": arguments}, data
            )
        except OSError as error:
            raise ChildDied from error
        header, made = self._wait(seconds, heartbeat)
        if isinstance(header, dict) and "refused" in header:
            raise InputError(str(header["refused"]))
        if not isinstance(header, dict) or "result" not in header:
            raise ChildDied
        return header["result"], made

    def kill(self) -> None:
        """End the child at once, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            try:
                stream.close()
            except OSError:
                # What was on its way to the child has nowhere to go.
                continue

    def _wait(self, seconds: float, heartbeat: Heartbeat) -> tuple[Any, bytes]:
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ChildTooSlow
            try:
                reply = self._replies.get(timeout=min(_BEAT, left))
            except queue.Empty:
                heartbeat()
                continue
            if reply is None:
                raise ChildDied
            return reply

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            while (frame := read_frame(cast("Any", self._process.stdout))) is not None:
                self._replies.put(frame)
        except (OSError, ValueError, BrokenFrame, MemoryError):
            pass
        self._replies.put(None)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_ARGUMENT]
    # Without the working folder in the path, where a stranger's file may be called like one of ours.
    return [sys.executable, "-P", "-m", "exporters.pdfium.worker"]


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        before = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join([str(_ROOT), *([before] if before else [])])
    return environment
