"""The name of one person, Chinese or not, with its middle dots and rare characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import ClassVar, Final

from forms.fields.base import FieldError, FieldType, half_width, quoted, says_none

#: The middle dot that joins the parts of a name (GB/T 15834-2011, 间隔号, U+00B7).
_DOT: Final = "·"
_DOT_LOOKALIKES: Final = dict.fromkeys(map(ord, "•‧∙・･⋅·․●⸱ꞏ᛫"), _DOT)
#: The unified ideographs, with the planes 2 and 3 whole: they grow faster than Python's Unicode tables.
_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_HAN_NAME: Final = f"[{_HAN} ]+"
_SEVERAL: Final = r"[、,;/&]"
#: Compound surnames that are met today; with one of them a space may stand before a name of two characters.
_COMPOUND_SURNAMES: Final = frozenset(
    re.findall(
        "..",
        "欧阳上官司马诸葛皇甫尉迟公孙慕容令狐夏侯司徒东方端木南宫长孙宇文轩辕呼延申屠钟离"
        "淳于单于澹台公冶濮阳太史闻人赫连独孤拓跋万俟第五东郭西门百里闾丘完颜纳兰叶赫",
    )
)


class PersonType(FieldType):
    """A person's name. Look-alikes of ``·`` become ``·``; spaces that only spread a Chinese name go.

    Error codes: none-word, several-people, digit, symbol, private-character, too-short, space.
    """

    name: ClassVar[str] = "person"
    label: ClassVar[str] = "姓名"
    help: ClassVar[str] = "填写一个人的姓名，少数民族姓名中间的点写作“·”。"
    usual_length: ClassVar[int] = 6
    longest: ClassVar[int] = 60

    def _parse(self, text: str, choices: Sequence[str]) -> str:
        if says_none(text):
            raise FieldError("none-word", f"请不要填{quoted(text)}。请填写姓名；不适用请填“/”。")
        name = unicodedata.normalize("NFC", half_width(text).translate(_DOT_LOOKALIKES))
        name = re.sub(rf"(?<=[{_HAN}])\s*[.。](?=\s*[{_HAN}])", _DOT, name)
        name = re.sub(r"\s+", " ", re.sub(rf"\s*{_DOT}\s*", _DOT, name)).strip()
        name = name.replace("`", "'").replace("’", "'").replace("‘", "'")
        if re.search(_SEVERAL, name):
            raise FieldError(
                "several-people", f"{quoted(text)}像是几个人，这里只填一个人的姓名。请留下一个，例如 张三。"
            )
        _check_signs(text, name)
        if re.fullmatch(_HAN_NAME, name):
            name = _close_up(text, name)
        if sum(sign.isalpha() or sign in "〇々" or ord(sign) > 0x1FFFF for sign in name) < 2:
            raise FieldError("too-short", f"{quoted(text)}只有一个字。请填写完整的姓名，例如 张三。")
        return name


def _check_signs(text: str, name: str) -> None:
    """Refuse, by name, the first character that no name has, and a joining sign that joins nothing."""
    for sign in name:
        category = unicodedata.category(sign)
        if re.fullmatch(f"[{_HAN}]", sign) or category[0] in "LM" or sign in f" {_DOT}.'-":
            continue
        if category[0] == "N":
            raise FieldError("digit", f"姓名{quoted(text)}里有数字“{sign}”。请只填写姓名，例如 张三。")
        if category == "Co":
            raise FieldError(
                "private-character",
                f"姓名{quoted(text)}里的“{sign}”（U+{ord(sign):04X}）是自造字，在别的电脑上显示不出来。请用输入法重新输入这个字。",
            )
        shown = f"“{sign}”" if sign.isprintable() else f"看不见的字符（U+{ord(sign):04X}）"
        raise FieldError("symbol", f"姓名{quoted(text)}里有{shown}。请只填写姓名，例如 张三。")
    if odd := re.search(rf"^[{_DOT}.'\- ]|[{_DOT}'\-]$|{_DOT}[{_DOT}.'\-]|[.'\-]{_DOT}|[.'\-]{{2}}", name):
        raise FieldError(
            "symbol", f"姓名{quoted(text)}里的“{odd.group()}”位置不对。请只填写姓名，例如 买买提·艾力。"
        )


def _close_up(text: str, name: str) -> str:
    """A Chinese name without the spaces that only spread it (张　三). Two names side by side are refused."""
    parts = name.split(" ")
    spread = all(len(part) == 1 for part in parts) and len(parts) <= 4
    surname_apart = len(parts) == 2 and (
        (len(parts[0]) == 1 and len(parts[1]) <= 3)
        or (len(parts[0]) == 2 and len(parts[1]) == 1)
        or (parts[0] in _COMPOUND_SURNAMES and len(parts[1]) <= 2)
    )
    if len(parts) == 1 or spread or surname_apart:
        return "".join(parts)
    raise FieldError(
        "space",
        f"姓名{quoted(text)}中间有空格。如果是一个人，请去掉空格或写成“{_DOT.join(parts)}”；如果是几个人，请只填一个。",
    )
