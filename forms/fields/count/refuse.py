"""Why a text is no count: the sentence that says what is wrong with it and which number to type instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from forms.fields.base import FieldError, quoted, says_empty, says_later, says_none
from forms.fields.count.read import LARGEST, read_digits
from forms.fields.numerals import NUMERAL_CHARACTERS, read_numeral

_SEPARATED: Final = re.compile(r"[0-9][0-9, '、;]*")
_DASHES: Final = "-−–—﹣‐‑‒―"
_NEGATIVE: Final = re.compile(rf"(?:[{_DASHES}]|负) ?[0-9{NUMERAL_CHARACTERS}]")
_FRACTION: Final = re.compile(r"([0-9]*)[.。]([0-9]+)")
_PAIR: Final = re.compile(r"([0-9]+) ?[/|\\] ?[0-9]+")
_PRODUCT: Final = re.compile(r"=?([1-9][0-9]{0,8})[*×xX✕]([0-9]{1,9})")
#: What people write where nothing was held.
_NOTHING_HELD: Final = re.compile(
    "(?:暂|尚|还|均|都)?(?:未|没有?|无)(?:曾|有)?(?:开展|举办|组织|进行|搞|做|召开|举行|安排|参加|实施|活动|此项|该项|这项|本项|此类|相关|涉及|人|数据).{0,6}"
    "|不涉及.{0,4}|不开展"
)
#: Letters that look like a digit.
_LIKE_DIGITS: Final = str.maketrans("OoQlIi|", "0001111")
_SUM: Final = re.compile(r"=?([0-9]{1,9}(?:\+[0-9]{1,9})+)(?:=[0-9]*)?")
_INEXACT: Final = re.compile(
    rf"约|大概|大致|差不多|将近|接近|近|超|逾|不到|不足|至少|最多|左右|上下|余|多|以上|以下|以内|[0-9十百千万]来|几|数[十百千万亿]|若干|许多|到|至"
    rf"|[~～≈><≥≤]|\+$|[0-9][{_DASHES}]|[?？]"
)
_NUMERAL: Final = re.compile(rf"[{NUMERAL_CHARACTERS}]+[wWkK]?")
_NUMERAL_AND_UNIT: Final = re.compile(rf"([{NUMERAL_CHARACTERS}, ]+[wWkK]?)((?:[^\W\d_]{{1,6}})?)")
_EXPONENT: Final = re.compile(r"([0-9]{1,9})[eE]\+?([0-9])")


def explanation(text: str, plain: str) -> FieldError:
    """Why a text is no count, and what would be right: the first reason that fits.

    ``text`` is the user's own, for the message; ``plain`` is its :func:`~forms.fields.count.read.plain_text`.
    """
    reasons: tuple[Callable[[str, str], FieldError | None], ...] = (
        _none_word,
        _later,
        _letters_for_digits,
        _other_digits,
        _negative,
        _fraction,
        _pair,
        _separators,
        _sum,
        _product,
        _inexact,
        _numeral_with_unit,
        _exponent,
        _several,
    )
    for reason in reasons:
        if error := reason(text, plain):
            return error
    return FieldError("not-a-number", f"{quoted(text)}不是一个整数。请填写整数，例如 {_only_number(plain)}。")


def too_large(text: str) -> FieldError:
    """Why a text that is a whole number is refused: it is more than :data:`LARGEST`."""
    return FieldError("too-large", f"{quoted(text)}太大了。最大是 {LARGEST}，请核对是否多打了几位。")


def _only_number(plain: str) -> int:
    """The one small number in a text as an example for a message, else 200."""
    runs = re.findall("[0-9]+", plain)
    value = read_digits(runs[0]) if len(runs) == 1 else None
    return value if value is not None and value <= LARGEST else 200


def _none_word(text: str, plain: str) -> FieldError | None:
    if says_none(plain) or says_empty(plain) or _NOTHING_HELD.fullmatch(plain.strip(" 。.()")):
        return FieldError("none-word", f"请不要填{quoted(text)}。一个也没有请填 0，不适用请填“/”。")
    return None


def _later(text: str, plain: str) -> FieldError | None:
    if says_later(plain):
        message = f"{quoted(text)}还不是数。统计出来后填整数；现在可以先空着，一个也没有请填 0。"
        return FieldError("not-yet", message)
    return None


def _letters_for_digits(text: str, plain: str) -> FieldError | None:
    """``O`` for 0, ``l`` for 1: what is meant is told, never taken."""
    compact = plain.replace(" ", "")
    if not re.fullmatch(r"[0-9OoQlIi|]{1,9}", compact):
        return None
    meant = compact.translate(_LIKE_DIGITS)
    if meant == compact or not (re.search("[0-9]", compact) or compact in "OolI"):
        return None
    return FieldError("letters", f"{quoted(text)}里有字母，像是数字。请填写 {int(meant)}。")


def _other_digits(text: str, plain: str) -> FieldError | None:
    """Digits of other scripts, circled, raised, Roman: ``str.isdigit`` takes some of them, ``int`` too."""
    odd = next((sign for sign in plain if _is_other_digit(sign)), None)
    if odd is None:
        return None
    usual = "".join(str(unicodedata.digit(sign, sign)) if _is_other_digit(sign) else sign for sign in plain)
    sure = not any(unicodedata.category(sign) == "No" for sign in plain) or len(plain) == 1
    value = read_digits(usual) if sure else None
    example = f"请填写 {value}" if value is not None and value <= LARGEST else "请用键盘上的数字，例如 200"
    return FieldError("other-digits", f"{quoted(text)}里的“{odd}”不是普通数字 0 至 9。{example}。")


def _is_other_digit(sign: str) -> bool:
    return sign not in "〇0123456789" and unicodedata.category(sign).startswith("N")


def _negative(text: str, plain: str) -> FieldError | None:
    if _NEGATIVE.match(plain):
        return FieldError("negative", f"{quoted(text)}是负数，数量不会小于 0。请核对后填 0 或更大的整数。")
    return None


def _fraction(text: str, plain: str) -> FieldError | None:
    if not (match := _FRACTION.fullmatch(plain)):
        return None
    whole, part = match.groups()
    advice = "请填写整数，例如 12"
    if whole and part and not part.strip("0"):
        value = read_digits(whole)
        if value is not None and value <= LARGEST:
            advice = f"如果就是 {value}，请填写 {value}"
    return FieldError("fraction", f"{quoted(text)}有小数，数量应为整数。{advice}。")


def _pair(text: str, plain: str) -> FieldError | None:
    if not (match := _PAIR.fullmatch(plain)):
        return None
    value = read_digits(match.group(1))
    first = value if value is not None and value <= LARGEST else 200
    return FieldError(
        "several",
        f"{quoted(text)}里有两个数，这里只填一个。场次和人数请分开填，每处一个数，例如 {first}。",
    )


def _separators(text: str, plain: str) -> FieldError | None:
    if not _SEPARATED.fullmatch(plain):
        return None
    digits = re.sub(r"[^0-9]", "", plain)
    value = read_digits(digits)
    if re.fullmatch(r"[0-9]+[,、; ]+", plain) and value is not None and value <= LARGEST:
        return FieldError("grouping", f"{quoted(text)}后面多了标点。请填写 {value}。")
    if "、" in plain or ";" in plain:
        return FieldError("several", f"{quoted(text)}像是几个数，这里只填一个。请填写合计，例如 200。")
    advice = f"如果是一个数，请填写 {value}" if value is not None and value <= LARGEST else "请直接填写数字"
    return FieldError("grouping", f"{quoted(text)}里分隔符的位置不对，应每三位一个，例如 1,200。{advice}。")


def _sum(text: str, plain: str) -> FieldError | None:
    compact = plain.replace(" ", "")
    if not (match := _SUM.fullmatch(compact)):
        return None
    return FieldError("sum", f"{quoted(text)}是算式。请填写合计 {sum(map(int, match.group(1).split('+')))}。")


def _product(text: str, plain: str) -> FieldError | None:
    product, equals, result = plain.replace(" ", "").removeprefix("=").partition("=")
    if not (match := _PRODUCT.fullmatch(product)) or (equals and not re.fullmatch("[0-9]{1,18}", result)):
        return None
    value = int(match.group(1)) * int(match.group(2))
    if value > LARGEST:
        return too_large(text)
    return FieldError("sum", f"{quoted(text)}是算式。请填写得数 {value}。")


def _several(text: str, plain: str) -> FieldError | None:
    """Several numbers among words: ``2场，线下1场``."""
    runs = re.findall(f"[{NUMERAL_CHARACTERS}]*[0-9][{NUMERAL_CHARACTERS}]*", plain)
    if len(runs) < 2:
        return None
    value = read_digits(runs[0])
    first = value if value is not None and value <= LARGEST else 200
    return FieldError("several", f"{quoted(text)}里有几个数，这里只填一个。请填写整数，例如 {first}。")


def _inexact(text: str, plain: str) -> FieldError | None:
    if not _INEXACT.search(plain) or not re.search(rf"[几数若许{NUMERAL_CHARACTERS}]", plain):
        return None
    found = _NUMERAL.search(plain.replace(",", "").replace(" ", ""))
    value = _magnitude(found.group()) if found and re.search("[0-9]", found.group()) else None
    example = value if value is not None and value <= LARGEST else 200
    return FieldError("not-a-number", f"{quoted(text)}不是一个确定的数。请填写整数，例如 {example}。")


def _numeral_with_unit(text: str, plain: str) -> FieldError | None:
    """``十二``, ``2000万``, ``200人``, ``1.2万人次``: what it means is told, never taken."""
    if not (match := _NUMERAL_AND_UNIT.fullmatch(plain)):
        return None
    numeral, unit = match.groups()
    numeral = numeral.strip()
    value = read_digits(numeral)
    if value is None:
        value = _magnitude(numeral.replace(",", "").replace(" ", ""))
    if value is None:
        return None
    if value > LARGEST:
        return too_large(text)
    if unit and re.fullmatch(r"[0-9, ]+", numeral):
        return FieldError("unit", f"{quoted(text)}不用写单位。请只填数字 {value}，单位表上已有。")
    if re.search(r"[0-9]", numeral):
        return FieldError("magnitude", f"{quoted(text)}请写成完整的数字：请填写 {value}。")
    return FieldError("chinese-numeral", f"{quoted(text)}请改用阿拉伯数字：请填写 {value}。")


def _magnitude(numeral: str) -> int | None:
    """A numeral as a number; ``w`` and ``k`` are how 万 and 千 are typed in a hurry."""
    return read_numeral(re.sub(r"[kK]$", "千", re.sub(r"[wW]$", "万", numeral)))


def _exponent(text: str, plain: str) -> FieldError | None:
    if not (match := _EXPONENT.fullmatch(plain)):
        return None
    value = int(match.group(1)) * 10 ** int(match.group(2))
    if value > LARGEST:
        return too_large(text)
    return FieldError("not-a-number", f"{quoted(text)}不是普通的写法。请填写 {value}。")
