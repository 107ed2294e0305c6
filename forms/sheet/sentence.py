"""Derives from the words around a blank what a person would call it: its sentence, its unit, its label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from forms.sheet.markup import Paragraph, Slot, Words

#: Marks that end a clause; a sentence reaches up to one of them.
_CLAUSE_END: Final = "，。；：！？、"
#: Shown in a sentence where a blank is.
_BLANK: Final = "（　）"
_OPENING: Final = re.compile(r"[（(]\s*$")
_CLOSING: Final = re.compile(r"^\s*[）)]")


def sentence_id(blank_id: str) -> str:
    """The part of a blank's id that names its sentence; empty for a blank that is not part of one."""
    return blank_id.rpartition(".")[0]


def sentences_of(paragraph: Paragraph) -> dict[str, str]:
    """The words of each sentence in a paragraph by sentence id, with ``（　）`` for its blanks.

    A sentence holds all blanks with the same sentence id; between two sentences the border is the first mark that ends a
    clause after the earlier one's last blank. Marks at its ends are dropped.
    """
    sentences: dict[str, str] = {}
    current = ""
    pending = ""
    for run in paragraph:
        if isinstance(run, Words):
            pending += run.text
            continue
        name = sentence_id(run.blank_id)
        if current and name != current:
            cut = _clause_cut(pending)
            sentences[current] += pending[:cut]
            pending = pending[cut:]
        current = name
        sentences[current] = sentences.get(current, "") + pending + "\x00"
        pending = ""
    if current:
        sentences[current] += pending[: _clause_cut(pending)]
    return {name: _tidy(text) for name, text in sentences.items()}


def _clause_cut(text: str) -> int:
    """Where the sentence before ends in ``text``: after its first clause mark, or at its end."""
    found = re.search(f"[{_CLAUSE_END}]", text)
    return found.end() if found else len(text)


def _tidy(text: str) -> str:
    return re.sub(r"[（(]?\s*\x00\s*[）)]?", _BLANK, text).strip(_CLAUSE_END + " 　")


def unit_after(paragraph: Paragraph, position: int, units: tuple[str, ...]) -> str:
    """The measure word printed after the blank at ``position`` of ``paragraph``: the longest of ``units`` that fits."""
    if position + 1 >= len(paragraph):
        return ""
    following = paragraph[position + 1]
    if not isinstance(following, Words):
        return ""
    text = _CLOSING.sub("", following.text).lstrip()
    return max((unit for unit in units if text.startswith(unit)), key=len, default="")


def label_before(paragraph: Paragraph, position: int) -> str:
    """What the clause before a blank says, preceded by the sentence's first clause where the blank is not its first.

    ``…专题学习（{study.sessions}）次，参与（{study.people}）人次`` gives ``…专题学习`` and ``…专题学习·参与``.
    """
    slot = paragraph[position]
    assert isinstance(slot, Slot)
    own = _own_clause(paragraph, position)
    first = next(
        index
        for index, run in enumerate(paragraph)
        if isinstance(run, Slot) and sentence_id(run.blank_id) == sentence_id(slot.blank_id)
    )
    if first == position or not sentence_id(slot.blank_id):
        return own or _clause_after(paragraph, position)
    start = _own_clause(paragraph, first) or _clause_after(paragraph, first)
    return f"{start}·{own}" if own else start


def _own_clause(paragraph: Paragraph, position: int) -> str:
    """The words right before a blank, back to the clause's beginning or the blank before it."""
    before = paragraph[position - 1] if position else None
    if not isinstance(before, Words):
        return ""
    text = _OPENING.sub("", before.text)
    if position >= 2:
        text = _CLOSING.sub("", text)
        text = re.sub(rf"^\s*[）)]?[^{_CLAUSE_END}]*[{_CLAUSE_END}]", "", text, count=1)
    return _last_clause(text)


def _last_clause(text: str) -> str:
    """The last clause of ``text``; a 、 joins words of one clause, and quotation marks hold theirs together."""
    start = 0
    depth = 0
    for index, character in enumerate(text):
        depth += (character in "“《") - (character in "”》")
        if character in "，。；：" and depth == 0:
            start = index + 1
    return text[start:].strip(" 　")


def _clause_after(paragraph: Paragraph, position: int) -> str:
    """The words after a blank up to the clause's end, for a blank that begins its clause: ``（）个企业开展…``."""
    following = paragraph[position + 1] if position + 1 < len(paragraph) else None
    if not isinstance(following, Words):
        return ""
    text = _CLOSING.sub("", following.text)
    return re.split("[，。；：]", text, maxsplit=1)[0].strip(" 　（(")


def label_of_neighbour(texts: Mapping[int, str], column: int) -> str:
    """The label of a blank that fills its cell alone: the nearest cell to the left, without the required mark.

    ``texts`` holds the row's printed texts by column.
    """
    left = [at for at in texts if at < column and texts[at]]
    return texts[max(left)].strip("*＊： :\n") if left else ""


def label_in_line(paragraph: Paragraph, position: int) -> str:
    """The label of a blank in a line outside a table: the words before it, without colon and bracketed remark.

    ``填报单位（盖章）：{lines.unit}　填报人：`` gives ``填报单位``.
    """
    before = paragraph[position - 1] if position else None
    if not isinstance(before, Words):
        return _clause_after(paragraph, position)
    words = _CLOSING.sub("", before.text) if position >= 2 else before.text
    words = re.split(r"[\s　，。；]+", _OPENING.sub("", words).strip(" 　"))[-1].strip("*＊： :")
    return re.sub(r"[（(][^（()）]*[）)]$", "", words) or words
