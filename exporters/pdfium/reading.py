"""PDF files that came from anywhere: read from the disk, opened in a child process, drawn and measured there.

What is opened is bounded in size, time and memory, and every refusal is a sentence that names the file, the page and the way out.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any, Final

from exporters.pdfium.child import ChildDied, ChildTooSlow, Heartbeat
from exporters.pdfium.document import open_document
from exporters.pdfium.drawing import Dots, Drawing, arguments_of, draw_page
from exporters.pdfium.session import SECONDS, Session, no_heartbeat
from exporters.pdfium.worker import Operation
from forms.errors import InputError, reading_failure
from forms.plain_file import refuse_special_file

#: The largest PDF that is read, in bytes.
LARGEST_FILE: Final = 100_000_000
#: The most pages of one file. A fax of more would be on the line for an hour.
MOST_PAGES: Final = 100


#: How the names of PDF files end.
SUFFIX: Final = ".pdf"


def is_pdf(path: PurePath) -> bool:
    """Whether a file is a PDF, as far as its name tells."""
    return path.suffix.lower() == SUFFIX


@dataclass(frozen=True, slots=True)
class PdfSource:
    """A PDF file's bytes and the name the user knows it by."""

    name: str
    data: bytes


def read_pdf(path: Path) -> PdfSource:
    """The file's bytes, not yet looked at. Raises :class:`InputError` or ``EnvironmentFailure``."""
    refuse_special_file(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise reading_failure(error, path.name) from error
    return PdfSource(path.name, data)


#: Numbers for the files that are open in children, each used once.
_NUMBERS: Final = itertools.count()


class OpenPdf:
    """An open PDF; close it, or use it with ``with``. Raises :class:`InputError` where it cannot be used.

    It is open in the child of ``session``, which files may share and whoever made it closes; without one it has its own.
    """

    def __init__(
        self, source: PdfSource, session: Session | None = None, most_pages: int = MOST_PAGES
    ) -> None:
        self.name = source.name
        if len(source.data) > LARGEST_FILE:
            raise InputError(
                f"“{self.name}”超过{LARGEST_FILE // 1_000_000} MB，太大了。请拆成几个文件，或压缩其中的图片后再试。"
            )
        self._source = source
        self._most_pages = most_pages
        self.number = next(_NUMBERS)
        self._owns_session = session is None
        self._session = session or Session()
        self._generation = -1
        self.sizes: tuple[tuple[float, float], ...] = ()
        try:
            self._open()
        except BaseException:
            if self._owns_session:
                self._session.close()
            raise

    def __enter__(self) -> OpenPdf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop what is being drawn, in whatever thread, and close the file; in a shared session that closes it."""
        if self._owns_session:
            self._session.close()

    def draw(
        self, number: int, drawing: Drawing, seconds: float = SECONDS, heartbeat: Heartbeat = no_heartbeat
    ) -> Dots:
        """Page ``number`` (from 0) as dots. Raises :class:`InputError` after ``seconds``."""
        arguments = {"drawing": arguments_of(drawing)}
        stride, data = self.ask_page(draw_page, number, arguments, seconds, heartbeat)
        if not isinstance(stride, int) or stride < drawing.width or len(data) != stride * drawing.rows:
            raise self._too_much(f"第{number + 1}页画不出来")
        return Dots(drawing.width, drawing.rows, stride, data)

    def ask_page(
        self,
        operation: Operation,
        number: int,
        arguments: dict[str, Any],
        seconds: float = SECONDS,
        heartbeat: Heartbeat = no_heartbeat,
    ) -> tuple[Any, bytes]:
        """What ``operation`` says about page ``number`` (from 0); it is called in the child."""
        if self._session.generation != self._generation:
            self._open()
        what = f"第{number + 1}页"
        return self._ask(what, operation, {"page": number, **arguments}, b"", seconds, heartbeat)

    def _open(self) -> None:
        arguments = {"name": self.name, "most_pages": self._most_pages}
        sizes, _ = self._ask("", open_document, arguments, self._source.data)
        self.sizes = tuple((float(width), float(height)) for width, height in sizes)
        self._generation = self._session.generation

    def _ask(
        self,
        what: str,
        operation: Operation,
        arguments: dict[str, Any],
        data: bytes = b"",
        seconds: float = SECONDS,
        heartbeat: Heartbeat = no_heartbeat,
    ) -> tuple[Any, bytes]:
        try:
            return self._session.ask(
                operation, {"document": self.number, **arguments}, data, seconds, heartbeat
            )
        except ChildTooSlow as error:
            raise InputError(
                f"“{self.name}”{what}太复杂，{SECONDS:.0f}秒还没有读完，已停下。"
                "请用原来的软件重新导出这个 PDF，或把它打印后扫描成新的 PDF 再添加。"
            ) from error
        except ChildDied as error:
            raise self._too_much(f"{what}读不出来") from error

    def _too_much(self, what: str) -> InputError:
        return InputError(
            f"“{self.name}”{what}：占用内存太多，或已损坏。"
            "请用原来的软件重新导出这个 PDF，或把它打印后扫描成新的 PDF 再添加。"
        )
