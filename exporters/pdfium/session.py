"""A child process of one's own for a while; one that is free waits for the next for some time before it is let go."""

from __future__ import annotations

import atexit
import threading
from types import TracebackType
from typing import Any, Final

from exporters.pdfium.child import Child, Heartbeat
from exporters.pdfium.worker import Operation, close_all
from forms.errors import Cancelled, InputError

#: How long one page may take, and opening a file, in seconds.
SECONDS: Final = 20.0
#: How long a free child waits for the next to use it, in seconds.
_KEPT: Final = 60.0
#: A child that takes longer to put away its files is not worth keeping.
_SECONDS_TO_TIDY: Final = 2.0


def no_heartbeat() -> None:
    """Nobody can stop this work."""


class _Spare:
    """The one child that is free, if there is one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._timer: threading.Timer | None = None

    def take(self) -> Child | None:
        with self._lock:
            child, self._child = self._child, None
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if child is not None and not child.alive:
            child.kill()
            return None
        return child

    def give_back(self, child: Child) -> None:
        """Keep it, or let it go where another one waits already."""
        with self._lock:
            surplus, self._child = self._child, child
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(_KEPT, self.let_go)
            self._timer.daemon = True
            self._timer.start()
        if surplus is not None:
            surplus.kill()

    def let_go(self) -> None:
        child = self.take()
        if child is not None:
            child.kill()


SPARE: Final = _Spare()
atexit.register(SPARE.let_go)


class Session:
    """Asks a child that nobody else uses; the ``heartbeat`` is called while one waits and may raise to stop.

    May be used from any thread. After a child died or was killed the next question starts another, in which no file is
    open: ``generation`` tells one from the other.
    """

    def __init__(self, heartbeat: Heartbeat = no_heartbeat) -> None:
        self._heartbeat = heartbeat
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._closed = False
        self.generation = 0

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self,
        operation: Operation,
        arguments: dict[str, Any],
        data: bytes = b"",
        seconds: float = SECONDS,
        heartbeat: Heartbeat = no_heartbeat,
    ) -> tuple[Any, bytes]:
        """Raises as :meth:`Child.ask`, and :class:`Cancelled` once the session is closed."""

        def beat() -> None:
            self._refuse_closed()
            self._heartbeat()
            heartbeat()

        with self._lock:
            self._refuse_closed()
            try:
                return self._running(beat).ask(operation, arguments, data, seconds, beat)
            except InputError:
                raise
            except BaseException:
                self._drop()
                raise

    def stop(self) -> None:
        """Have what is under way given up, in whatever thread, without waiting for it."""
        self._closed = True

    def close(self) -> None:
        """Stop what is under way, and give the child back."""
        self.stop()
        if self._lock.acquire(timeout=_SECONDS_TO_TIDY):
            try:
                self._give_back()
            finally:
                self._lock.release()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise Cancelled("已取消。")

    def _running(self, heartbeat: Heartbeat) -> Child:
        if self._child is None:
            self._child = SPARE.take() or Child(heartbeat)
        return self._child

    def _give_back(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        try:
            child.ask(close_all, {}, b"", _SECONDS_TO_TIDY, no_heartbeat)
        except Exception:
            child.kill()
        else:
            SPARE.give_back(child)

    def _drop(self) -> None:
        child, self._child = self._child, None
        self.generation += 1
        if child is not None:
            child.kill()
