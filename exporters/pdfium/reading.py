"""Opens PDF files that came from anywhere, one call into PDFium at a time.

What is opened is bounded, and every refusal is a sentence that names the file and the way out.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any, Final

from forms.errors import InputError, reading_failure
from forms.plain_file import refuse_special_file

#: Hold it around every call into PDFium, which may be used by one thread at a time in the whole process.
LOCK: Final = threading.RLock()

#: The largest PDF that is read, in bytes.
LARGEST_FILE: Final = 100_000_000
#: The most pages of one file. A fax of more would be on the line for an hour.
MOST_PAGES: Final = 100
#: The shortest and the longest side of a page in points: 1 cm and 5 m.
_SIDES: Final = (28.0, 14_400.0)


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


class OpenPdf:
    """An open PDF; close it, or use it with ``with``. Raises :class:`InputError` where it cannot be used."""

    def __init__(self, source: PdfSource) -> None:
        from pypdfium2 import PdfDocument, PdfiumError

        self.name = source.name
        if len(source.data) > LARGEST_FILE:
            raise InputError(
                f"“{self.name}”超过{LARGEST_FILE // 1_000_000} MB，太大了。请拆成几个文件，或压缩其中的图片后再试。"
            )
        with LOCK:
            try:
                self._document = PdfDocument(source.data)
            except PdfiumError as error:
                raise self._refusal(error, source.data) from error
            try:
                self.sizes: tuple[tuple[float, float], ...] = self._read_sizes()
                if self._document.get_formtype():
                    self._document.init_forms()
            except BaseException:
                self._document.close()
                raise

    def __enter__(self) -> OpenPdf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with LOCK:
            self._document.close()

    @property
    def form_fields(self) -> Any:
        """PDFium's environment of the fields to fill in, ``None`` where there are none."""
        return self._document.formenv

    @contextmanager
    def page(self, number: int) -> Iterator[Any]:
        """PDFium's page (from 0), with the lock held until the block ends."""
        from pypdfium2 import PdfiumError

        with LOCK:
            try:
                page = self._document[number]
            except PdfiumError as error:
                raise self._damaged(number) from error
            try:
                yield page
            finally:
                page.close()

    def _read_sizes(self) -> tuple[tuple[float, float], ...]:
        from pypdfium2 import PdfiumError

        count = len(self._document)
        if not count:
            raise InputError(f"“{self.name}”里一页也没有。请检查是否选错了文件。")
        if count > MOST_PAGES:
            raise InputError(f"“{self.name}”有{count}页，一次传真最多{MOST_PAGES}页。请拆成几份。")
        sizes = []
        for number in range(count):
            try:
                size = self._document.get_page_size(number)
            except PdfiumError as error:
                raise self._damaged(number) from error
            if not all(_SIDES[0] <= side <= _SIDES[1] for side in size):
                raise InputError(
                    f"“{self.name}”第{number + 1}页的大小不对（{size[0]:.0f}×{size[1]:.0f} 磅），印不到 A4 纸上。请重新导出成 A4。"
                )
            sizes.append((float(size[0]), float(size[1])))
        return tuple(sizes)

    def _damaged(self, number: int) -> InputError:
        return InputError(f"“{self.name}”的第{number + 1}页已损坏，读不出来。请重新导出这个 PDF。")

    def _refusal(self, error: Any, data: bytes) -> InputError:
        from pypdfium2 import raw

        if error.err_code == raw.FPDF_ERR_PASSWORD:
            return InputError(f"“{self.name}”有密码保护，打不开。请先去掉密码，或另存为不加密的 PDF。")
        if error.err_code == raw.FPDF_ERR_SECURITY:
            return InputError(f"“{self.name}”的加密方式不支持。请另存为不加密的 PDF。")
        if b"%PDF-" not in data[:1024]:
            return InputError(f"“{self.name}”不是 PDF 文件。请先把它导出成 PDF。")
        return InputError(f"“{self.name}”已损坏，打不开，或者一页也没有。请重新导出这个 PDF。")
