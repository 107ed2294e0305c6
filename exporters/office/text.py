"""Text as Excel and Word can hold it, and the foot lines with the check code behind them."""

from __future__ import annotations

import re
from typing import Final

from forms.sheet.printed import PrintedLines, PrintedParagraph, PrintedRun

_GAP: Final = "\u3000\u3000"
_CODE: Final = "校验码："

#: Characters that XML cannot hold. They only come from a draft: what cannot be right is printed as it was typed.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """``text`` with line ends made even and a visible mark for each character that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def with_check_code(block: PrintedLines, check_code: str) -> tuple[PrintedParagraph, ...]:
    """The block's lines; those at the foot end with the check code, which a page that is cut off would lose otherwise."""
    if not block.foot or not check_code:
        return block.lines
    return (*block.lines[:-1], (*block.lines[-1], PrintedRun(f"{_GAP}{_CODE}{check_code}")))


def without_check_code(text: str) -> str:
    """A line as it was before :func:`with_check_code`, whatever code stands there."""
    return text.rpartition(_CODE)[0].rstrip() or text
