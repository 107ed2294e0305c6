"""The child process that PDFium runs in: it reads requests, carries them out one after the other, and ends with its parent.

A request names a function of this program, ``module:function``, which gets the open files, the arguments and the bytes that
came along, and gives back a result for JSON and bytes. No Qt, no window.
"""

from __future__ import annotations

import importlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from exporters.pdfium.frames import BrokenFrame, read_frame, write_frame
from exporters.pdfium.limits import limit_own_process
from forms.errors import InputError

if TYPE_CHECKING:
    from exporters.pdfium.document import Document

#: What carries out a request: the open files by their numbers, the arguments, the bytes that came along.
Operation = Callable[["dict[int, Document]", dict[str, Any], bytes], tuple[Any, bytes]]


def name_of(operation: Operation) -> str:
    """How a request names ``operation``."""
    return f"{operation.__module__}:{operation.__qualname__}"


def close_all(documents: dict[int, Document], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """Close every file: the next one who asks begins anew."""
    while documents:
        documents.popitem()[1].close()
    return None, b""


def serve() -> int:
    """Answer requests from standard input until it ends."""
    requests, replies = _own_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_own_process()
    import pypdfium2  # noqa: F401  what is missing shows before the first request

    write_frame(replies, "ready")
    waiting: queue.SimpleQueue[tuple[Any, bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    documents: dict[int, Document] = {}
    while True:
        request, data = waiting.get()
        header, result = _carry_out(documents, request, data)
        write_frame(replies, header, result)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for this module alone: what a library prints must not come between."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nowhere, descriptor)
    return requests, replies


def _listen(requests: BinaryIO, waiting: queue.SimpleQueue[tuple[Any, bytes]]) -> None:
    """Take requests while a page is being drawn, too, so that the parent's end is noticed at once."""
    try:
        while (frame := read_frame(requests)) is not None:
            waiting.put(frame)
    except (OSError, BrokenFrame, MemoryError):
        pass
    os._exit(0)


def _carry_out(documents: dict[int, Document], request: Any, data: bytes) -> tuple[Any, bytes]:
    try:
        module, _, function = request["do"].partition(":")
        operation: Operation = getattr(importlib.import_module(module), function)
        result, made = operation(documents, request["arguments"], data)
    except InputError as error:
        return {"refused": error.message}, b""
    except Exception as error:
        return {"failed": type(error).__name__}, b""
    return {"result": result}, made


if __name__ == "__main__":
    sys.exit(serve())
