"""What to know before a packet goes: errors and doubts in its forms, what the notice asks for and is not there."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from exporters.handing_in.order import LARGEST_PACKET, Order
from exporters.handing_in.parts import size_of
from exporters.handing_in.task import PacketForm
from exporters.handing_in.way import Way
from exporters.pdfium.reading import is_pdf
from forms.form.finding import Finding, Severity
from forms.form.progress import problem_words
from forms.words import size_words

_PICTURES: Final = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".heic")
_VIDEOS: Final = (".mp4", ".mov", ".avi", ".mkv", ".wmv", ".m4v", ".3gp", ".mts")
_TEXTS: Final = (".doc", ".docx", ".wps", ".txt", ".pdf", ".rtf", ".ofd")
#: What a file shows that its name need not say.
_KINDS: Final = {"图片": _PICTURES, "照片": _PICTURES, "视频": _VIDEOS, "文字": _TEXTS}


def remarks(order: Order, way: Way) -> tuple[Finding, ...]:
    """What to know before a packet goes, the worst first; a finding's field is the form where it can be mended."""
    found = [finding for form in order.chosen_forms for finding in _form_remarks(form)]
    chosen = {form.form.id for form in order.chosen_forms}
    left_out = [form.form for form in order.task.forms if form.form.id not in chosen]
    found += [
        _warning("handing-in.form-left-out", f"没有选“{form.name}”，而通知要求报送它。") for form in left_out
    ]
    found += [
        _warning("handing-in.material-missing", f"通知还要求“{what}”，没有在添加的文件里认出它。")
        for what in order.task.obligation.material
        if not any(shows(path, what) for path in order.further)
    ]
    if way.only_paged:
        found += [
            _warning("handing-in.not-carried", f"“{path.name}”不是 PDF，{way.label}带不走它，请另外送去。")
            for path in order.further
            if not is_pdf(path)
        ]
    size = sum(size_of(path) for path in order.further)
    if size > LARGEST_PACKET:
        words = f"添加的文件共 {size_words(size)}，超过 {size_words(LARGEST_PACKET)}，请直接拷到 U 盘。"
        found.append(Finding("", Severity.ERROR, "handing-in.too-large", words))
    found += way.remarks(order)
    weight = {severity: position for position, severity in enumerate(Severity)}
    return tuple(sorted(found, key=lambda finding: weight[finding.severity]))


def shows(path: PurePath, what: str) -> bool:
    """Whether a file is what the notice asks for, as far as its name tells."""
    return what in path.stem or path.suffix.lower() in _KINDS.get(what, ())


def _form_remarks(form: PacketForm) -> list[Finding]:
    found = []
    name, form_id = form.form.name, form.form.id
    if form.errors:
        named = "；".join(finding.message.rstrip("。") for finding in form.errors[:2])
        named += "；等。" if len(form.errors) > 2 else "。"
        words = f"“{name}”还没有填好（{problem_words(form.errors)}），每页会印上“草稿”：{named}"
        found.append(Finding(form_id, Severity.ERROR, "handing-in.errors", words))
    if form.doubts:
        words = f"“{name}”有 {len(form.doubts)} 处疑问没有确认：{form.doubts[0].message}"
        found.append(_warning("handing-in.doubts", words, form_id))
    return found


def _warning(code: str, message: str, field: str = "") -> Finding:
    return Finding(field, Severity.WARNING, code, message)
