"""The legibility guard: says of each page what a fax would lose, and what to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exporters.fax.measure import Measures, measure
from exporters.fax.resolution import FINE, LEAST_LINE, Resolution
from exporters.pdfium.reading import OpenPdf

#: Measures are given with one decimal; less than this below a limit is not worth a word.
_SLACK: Final = 0.05


@dataclass(frozen=True, slots=True)
class Advice:
    """A remark about page ``page`` (from 1) of the file ``file``; ``message`` is a whole sentence for the user."""

    file: str
    page: int
    code: str
    message: str


def advice(pdf: OpenPdf, number: int, at: Resolution) -> tuple[Advice, ...]:
    """All remarks about page ``number`` (from 0) sent at resolution ``at``."""
    found = measure(pdf, number, at)
    return tuple(
        Advice(pdf.name, number + 1, code, f"第{number + 1}页{words}") for code, words in _remarks(found, at)
    )


def _remarks(found: Measures, at: Resolution) -> Iterator[tuple[str, str]]:
    shrunk = f"（整页已缩小到{found.scale:.0%}以放进 A4）" if found.scale < 0.995 else ""
    if found.least_type is not None and found.least_type < at.least_type - _SLACK:
        yield "small-type", _small_type(found.least_type, found.sample, at) + shrunk + "。"
    if found.least_line is not None and found.least_line < LEAST_LINE - _SLACK:
        thin = "是发丝线" if found.least_line < 0.05 else f"只有{_points(found.least_line)}磅"
        yield (
            "thin-line",
            f"最细的线{thin}，传真后可能断开，请加粗到{_points(LEAST_LINE)}磅以上{shrunk}。",
        )
    if found.pale_type:
        yield "pale-type", "有颜色浅的字，传真后会断笔或消失，请改成黑色。"
    if found.pale_lines:
        yield "pale-line", "有颜色浅的线，传真后会断开或消失，请改成黑色。"
    if found.light_area:
        yield "light-area", "有浅色底纹或淡色的图形，传真后会消失，请不要靠它表达意思。"
    if found.dark_area:
        yield "dark-area", "有深色底纹，传真后会变成一片黑，压在上面的字看不清，请去掉底纹。"
    if found.cut_short:
        yield "cut-short", "内容太多，没有全部量完，请在预览里看清楚再发。"
    if found.scan:
        yield "scan", "是扫描件或整页图片，量不出字的大小，请在预览里看清楚再发。"
    elif found.pictures:
        yield "picture", "有照片或图片，传真只有黑白两色，多半看不清，请另送电子版。"


def _small_type(points: float, sample: str, at: Resolution) -> str:
    what = f"最小的字（“{sample}”）只有{_points(points)}磅，{at.label}分辨率下"
    if at is FINE:
        return what + f"也可能看不清，请放大到{_points(at.least_type)}磅以上"
    what += "看不清，请"
    if points >= FINE.least_type - _SLACK:
        return what + f"改用精细分辨率，或放大到{_points(at.least_type)}磅以上"
    return what + f"放大到{_points(at.least_type)}磅以上（用精细分辨率时{_points(FINE.least_type)}磅以上）"


def _points(points: float) -> str:
    """With as many decimals as it needs, at most two."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
