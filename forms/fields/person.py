"""The name of one person, Chinese or not, with its middle dots and rare characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from forms.fields.base import (
    FieldError,
    FieldType,
    Remark,
    half_width,
    quoted,
    says_empty,
    says_later,
    says_none,
)

#: The middle dot that joins the parts of a name (GB/T 15834-2011, 间隔号, U+00B7).
_DOT: Final = "·"
_DOT_LOOKALIKES: Final = dict.fromkeys(map(ord, "•‧∙・･⋅·․●⸱ꞏ᛫"), _DOT)
#: The unified ideographs, with the planes 2 and 3 whole: they grow faster than Python's Unicode tables.
_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_HAN_NAME: Final = f"[{_HAN} ]+"
#: The point between syllables of Tibetan, and the joiners that other scripts need.
_OF_SCRIPTS: Final = "\u0f0b\u200c\u200d"
_SEVERAL: Final = r"[、,;/&]"
#: Compound surnames that are met today; with one of them a space may stand before a name of two characters.
_COMPOUND_SURNAMES: Final = frozenset(
    re.findall(
        "..",
        "欧阳上官司马诸葛皇甫尉迟公孙慕容令狐夏侯司徒东方端木南宫长孙宇文轩辕呼延申屠钟离"
        "淳于单于澹台公冶濮阳太史闻人赫连独孤拓跋万俟第五东郭西门百里闾丘完颜纳兰叶赫",
    )
)
_LABEL: Final = re.compile("(?:姓名|联系人|联络员|填报人|填表人|负责人|经办人) *[:：] *")
_GENDERS: Final = frozenset({"男", "女"})
#: What is written behind a name and is none of it.
_TITLE: Final = re.compile(
    "(?:副?(?:主任|科长|处长|局长|所长|站长|部长|院长|校长|园长|队长|组长|经理|主席|书记|厂长|镇长|乡长|村长|会长)"
    "|科员|主管|主办|干事|委员|董事长|老师|医生|护士|工程师|会计|助理|秘书|先生|女士|小姐|同志|师傅)$"
)


class PersonType(FieldType):
    """A person's name. Look-alikes of ``·`` become ``·``; spaces that only spread a Chinese name go.

    Error codes: none-word, several-people, digit, symbol, private-character, too-short, space. Remarks: one-character,
    placeholder, several-people, title, gender.
    """

    name: ClassVar[str] = "person"
    label: ClassVar[str] = "姓名"
    help: ClassVar[str] = "填写一个人的姓名，少数民族姓名中间的点写作“·”。"
    usual_length: ClassVar[int] = 6
    longest: ClassVar[int] = 60

    def _parse(self, text: str, choices: Sequence[str]) -> str:
        if says_none(text) or says_empty(text):
            raise FieldError("none-word", f"请不要填{quoted(text)}。请填写姓名；不适用请填“/”。")
        name = unicodedata.normalize("NFC", half_width(_LABEL.sub("", text, 1)).translate(_DOT_LOOKALIKES))
        name = re.sub(r"[,;、。\s]+$", "", name)
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
        letters = [sign for sign in name if sign.isalpha() or re.fullmatch(f"[{_HAN}]", sign)]
        if len(letters) < 2 and not re.fullmatch(f"[{_HAN}]", name):
            raise FieldError("too-short", f"{quoted(text)}只有一个字母。请填写完整的姓名，例如 张三。")
        return name

    def _remarks(self, text: str) -> Iterable[Remark]:
        # Imported when a name is read: a form is shown without.
        from forms.fields.contact import says_same

        name, shown = self._parse(text, ()), quoted(text)
        words = half_width(text).split()
        if len(name) == 1:
            yield Remark("one-character", f"姓名{shown}只有一个字。请核对；姓名就是这样请确认。", asks=True)
        elif (
            says_same(name)
            or says_later(name)
            or re.search("某|[xX]{2}$|^(?:本人|自己|姓名|佚名|匿名|负责人|联络员|联系人)$", name)
        ):
            yield Remark("placeholder", f"{shown}不像是姓名。请填写真实姓名；姓名就是这样请确认。", asks=True)
        elif re.fullmatch(f"[{_HAN}]{{2,4}}[和及与][{_HAN}]{{2,4}}|[{_HAN}]{{2,4}}等", name):
            yield Remark("several-people", f"{shown}像是几个人。请只填一个；姓名就是这样请确认。", asks=True)
        elif len(words) > 1 and words[-1] in _GENDERS:
            message = f"{shown}里的“{words[-1]}”像是性别，会印成“{name}”。请只留姓名；姓名就是这样请确认。"
            yield Remark("gender", message, asks=True)
        elif title := _TITLE.search(name):
            message = f"{shown}里的“{title.group()}”像是职务或称呼。请只填姓名；姓名就是这样请确认。"
            yield Remark("title", message, asks=True)


def _check_signs(text: str, name: str) -> None:
    """Refuse, by name, the first character that no name has, and a joining sign that joins nothing."""
    if match := re.fullmatch(r"(.+?) *([(（\[【].+[)）\]】])", text):
        raise FieldError(
            "symbol",
            f"姓名{quoted(text)}后面的{quoted(match.group(2))}不是姓名。请去掉，只填姓名，例如 张三。",
        )
    for sign in name:
        category = unicodedata.category(sign)
        if re.fullmatch(f"[{_HAN}]", sign) or category[0] in "LM" or sign in f" {_DOT}.'-{_OF_SCRIPTS}":
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
    has_title = len(parts) == 2 and (parts[1] in _GENDERS or _TITLE.fullmatch(parts[1]))
    if len(parts) == 1 or spread or surname_apart or has_title:
        return "".join(parts)
    raise FieldError(
        "space",
        f"姓名{quoted(text)}中间有空格。如果是一个人，请去掉空格或写成“{_DOT.join(parts)}”；如果是几个人，请只填一个。",
    )
