"""What one of our own Excel files would put into a form: what was exported, and what was typed into the file since."""

from __future__ import annotations

from dataclasses import dataclass

from exporters.read_back import ReadBack
from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.fields.base import quoted
from forms.form.checks import read_blank
from forms.form.filing import Filing
from forms.form.form import Blank, Form
from forms.notice.notice import Notice
from forms.values import EMPTY, Filled, Source
from ui.form.proposals.proposal import Proposal


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing would do. ``unreadable`` are the labels of what was changed in the file and cannot be made out."""

    proposals: tuple[Proposal, ...]
    unreadable: tuple[str, ...]


def plan_import(
    read: ReadBack, file_name: str, notice: Notice, form: Form, filing: Filing, known: Catalogue
) -> ImportPlan:
    """What ``read`` changes in ``filing``. Raises ``InputError`` where the file is for another form or notice."""
    _refuse_another(read, notice, form, known)
    found = (_propose(read, blank, filing.text(blank.id), file_name) for blank in form.blanks)
    labels = tuple(form.by_id[blank_id].label for blank_id in read.unreadable if blank_id in form.by_id)
    return ImportPlan(tuple(proposal for proposal in found if proposal is not None), labels)


def _refuse_another(read: ReadBack, notice: Notice, form: Form, known: Catalogue) -> None:
    if read.notice_id != notice.id:
        try:
            other = known.notice(read.notice_id).name
        except InputError:
            other = read.notice_id
        words = "这个文件属于通知“{0}”，现在使用的是“{1}”。请先在“通知”页换成“{0}”，再导入。"
        raise InputError(words.format(other, notice.name))
    if read.form_id != form.id:
        other_form = notice.forms.get(read.form_id)
        name = other_form.name if other_form else read.form_id
        raise InputError(f"这个文件是“{name}”，不是“{form.name}”。请打开“{name}”的页面再导入。")


def _propose(read: ReadBack, blank: Blank, now: str, file_name: str) -> Proposal | None:
    exported = read.filled.get(blank.id, EMPTY).text
    if blank.id in read.on_form or blank.id in read.in_data:
        return _typed(read, blank, now, exported, file_name)
    # A form that was exported empty says nothing about what was left empty in it.
    if exported == now or (not exported and not read.filled):
        return None
    if not exported:
        remark, taken = "文件里空着。", False
    elif not now:
        remark, taken = "", True
    else:
        # A file that nobody touched is imported to go back to it; else it is for what was typed into it.
        remark, taken = "文件导出以后，程序里改过。", read.untouched
    return _proposal(blank, now, exported, file_name, remark, taken=taken)


def _typed(read: ReadBack, blank: Blank, now: str, exported: str, file_name: str) -> Proposal | None:
    """What was typed into the file. Where its two sheets differ the printed one counts, which is what people sign."""
    text = read.on_form.get(blank.id, read.in_data.get(blank.id, ""))
    other = read.in_data.get(blank.id, text)
    differ = not _same(blank, text, other)
    if _same(blank, text, now) and not differ:
        return None
    error = read_blank(blank, text).error
    place = "表上" if blank.id in read.on_form else "“数据”表里"
    if differ:
        shown = quoted(other) if other else "空的"
        remark, taken = f"“数据”表里是{shown}，和表上不同；勾选时用表上的。", False
    elif error is not None:
        remark, taken = error.message, False
    elif now and not _same(blank, now, exported):
        remark, taken = f"在{place}改过，程序里也改过。", False
    else:
        remark, taken = f"在{place}{'填写' if text else '清空'}。", True
    return _proposal(blank, now, text, file_name, remark, taken=taken)


def _proposal(blank: Blank, now: str, text: str, file_name: str, remark: str, *, taken: bool) -> Proposal:
    after = Filled(text, Source.FILE, file_name)
    return Proposal(blank.id, blank.full_label, now, after, remark, taken)


def _same(blank: Blank, text: str, other: str) -> bool:
    """Whether two texts are the same in a blank, however they are written."""
    if text == other:
        return True
    one, two = read_blank(blank, text), read_blank(blank, other)
    return one.error is None and two.error is None and one.value == two.value
