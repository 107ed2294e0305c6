"""A PDF that is open in PDFium, in the child process: bounded, and every refusal names the file and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from forms.errors import InputError

#: The shortest and the longest side of a page in points: 1 cm and 5 m.
_SIDES: Final = (28.0, 14_400.0)


class Document:
    """An open PDF of at most ``most_pages`` pages. Raises :class:`InputError` where it cannot be used."""

    def __init__(self, name: str, data: bytes, most_pages: int) -> None:
        from pypdfium2 import PdfDocument, PdfiumError

        self.name = name
        try:
            self.opened: Any = PdfDocument(data)
        except PdfiumError as error:
            raise self._refusal(error, data) from error
        try:
            self.sizes: tuple[tuple[float, float], ...] = self._read_sizes(most_pages)
            if self.opened.get_formtype():
                self.opened.init_forms()
        except BaseException:
            self.opened.close()
            raise

    def close(self) -> None:
        self.opened.close()

    @contextmanager
    def page(self, number: int) -> Iterator[Any]:
        """PDFium's page (from 0)."""
        from pypdfium2 import PdfiumError

        try:
            page = self.opened[number]
        except PdfiumError as error:
            raise self._damaged(number) from error
        try:
            yield page
        finally:
            page.close()

    def _read_sizes(self, most_pages: int) -> tuple[tuple[float, float], ...]:
        from pypdfium2 import PdfiumError

        count = len(self.opened)
        if not count:
            raise InputError(f"“{self.name}”里一页也没有。请检查是否选错了文件。")
        if count > most_pages:
            raise InputError(f"“{self.name}”有{count}页，一次最多{most_pages}页。请拆成几份。")
        sizes = []
        for number in range(count):
            try:
                size = self.opened.get_page_size(number)
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


def open_document(
    documents: dict[int, Document], arguments: dict[str, Any], data: bytes
) -> tuple[Any, bytes]:
    """Open ``data`` under the number that the parent chose; gives back the pages' sizes in points."""
    document = Document(arguments["name"], data, arguments["most_pages"])
    documents[arguments["document"]] = document
    return document.sizes, b""
