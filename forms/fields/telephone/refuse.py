"""Why a text is no telephone number, no fax or no mobile: the sentence that says what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from forms.fields.base import FieldError, half_width, quoted
from forms.fields.telephone.read import (
    is_foreign,
    joins_digits,
    national_digits,
    plain,
    read_number,
    without_extension,
)

#: A number for a message, as the office's telephone and as a mobile are written.
EXAMPLE: Final = "0512-68727809"
MOBILE_EXAMPLE: Final = "13812345678"

#: The number that a piece is in normal form where the blank takes it, else ``None``: only such a one is ever suggested.
Right = Callable[[str], str | None]

_LIKE_DIGITS: Final = str.maketrans("OoIl|", "00111")
_SHORT_NUMBER: Final = re.compile("短号|小号|虚拟网|集群网")
_SHORTEST: Final = 7


def no_number(text: str) -> FieldError:
    """The error for a text of separators only."""
    return FieldError("not-a-telephone", f"{quoted(text)}里没有号码。请填写号码，例如 {EXAMPLE}。")


def service_number(number: str) -> FieldError:
    """The error for a service number where a fax must answer."""
    return FieldError(
        "service-number", f"{quoted(number)}是服务电话，收不了传真。请填写传真号码，例如 {EXAMPLE}。"
    )


def not_one_mobile(text: str) -> FieldError:
    """The error for no piece or several pieces where one mobile belongs."""
    return FieldError("several", f"{quoted(text)}不是一个手机号。这里只填一个，例如 {MOBILE_EXAMPLE}。")


def several_mobiles(text: str) -> FieldError:
    """The error for several whole numbers, parted by spaces, where one mobile belongs."""
    return FieldError("several", f"{quoted(text)}像是几个号码。这里只填一个手机号，例如 {MOBILE_EXAMPLE}。")


def joined_digits(typed: str, example: str, right: Right) -> FieldError | None:
    """The error for digits in brackets or behind a dot that would make a number longer, ``None`` where there are none."""
    if not joins_digits(typed):
        return None
    even = half_width(typed)
    candidates = [re.sub(r"\.0+$", "", re.sub(r" *[(\[【〔][0-9 -]*[)\]】〕][^0-9]*$", "", even))]
    if re.search(r"[.·] *[0-9]{4,}$", even):
        # A dot for a dash: only where what stands behind it is no stray digit.
        candidates.append(re.sub(r" *[.·] *", "-", even))
    meant = next((number for text in candidates if text != even and (number := right(plain(text)))), example)
    return FieldError(
        "joined-digits",
        f"{quoted(typed)}里有括号或小数点，后面的数字不会接在号码上。请只填号码，例如 {meant}；分机写成“转8012”。",
    )


def explanation(typed: str, right: Right) -> FieldError:
    """Why one piece, as it was typed, is no telephone number, and what would be right."""
    shown = quoted(typed)
    piece = without_extension(plain(typed))
    if _SHORT_NUMBER.search(typed) and len(re.sub("[^0-9]", "", piece)) < _SHORTEST:
        return FieldError(
            "short-number", f"{shown}是内部的短号，外面打不通。请填写完整的号码，例如 {EXAMPLE}。"
        )
    if not piece or re.fullmatch(r"[0-9]{1,6} *(?:分机号?|内线)", piece):
        return FieldError(
            "extension-only", f"{shown}只有分机号，没有总机号码。请写完整，例如 {EXAMPLE}转8012。"
        )
    if error := _odd_characters(typed, piece, EXAMPLE, right):
        return error
    if is_foreign(piece):
        return _foreign_explanation(typed)
    digits = national_digits(piece)
    if match := re.fullmatch(r"([1-9][0-9]{1,2})[ -]+([2-9][0-9]{6,7})", piece):
        suggestion = f"0{match.group(1)}-{match.group(2)}"
        return FieldError("area-code", f"{shown}的区号应以 0 开头。请核对，例如 {suggestion}。")
    if re.match("1[3-9]", digits) and 9 <= len(digits) <= 13:
        return _mobile_length(shown, digits)
    if digits.startswith("0"):
        return _landline_explanation(shown, digits)
    if len(digits) <= 6:
        return FieldError(
            "too-short",
            f"{shown}只有{len(digits)}位数字，固定电话是7位或8位，前面加区号。"
            f"请写完整的号码，例如 {EXAMPLE}。",
        )
    if len(digits) <= 8:
        return FieldError(
            "bad-start", f"{shown}以 {digits[0]} 开头，固定电话不会这样开头。请核对，例如 {EXAMPLE}。"
        )
    return FieldError(
        "too-long",
        f"{shown}有{len(digits)}位数字，不是一个完整的号码。几个号码请用“、”隔开，分机请写成“{EXAMPLE}转8012”。",
    )


def mobile_explanation(typed: str, right: Right) -> FieldError:
    """Why one piece, as it was typed, is no mobile number, and what would be right."""
    shown, piece = quoted(typed), plain(typed)
    if _is_landline(piece):
        return _not_a_mobile(shown)
    if error := _odd_characters(typed, piece, MOBILE_EXAMPLE, right):
        return error
    if is_foreign(piece):
        return _foreign_explanation(typed)
    digits = national_digits(piece)
    if len(digits) != 11:
        return _mobile_length(shown, digits)
    return FieldError(
        "bad-start", f"{shown}以 {digits[:2]} 开头，手机号应以 13 至 19 开头。请核对，例如 13812345678。"
    )


def _odd_characters(typed: str, piece: str, example: str, right: Right) -> FieldError | None:
    """The error for a piece that holds other characters than a number's, ``None`` where it does not."""
    if odd := re.search(r"[^0-9 +-]+", piece):
        example = right(_without(piece, odd)) or example
        advice = f"请只填号码，例如 {example}。"
        return FieldError("not-a-telephone", f"{quoted(typed)}里的{quoted(odd.group())}不是号码。{advice}")
    if "+" in piece[1:]:
        return FieldError("not-a-telephone", f"{quoted(typed)}里的“+”位置不对。请只填号码，例如 {example}。")
    if not re.search("[0-9]", piece):
        return FieldError("not-a-telephone", f"{quoted(typed)}里没有号码。请填写号码，例如 {example}。")
    return None


def _without(piece: str, odd: re.Match[str]) -> str:
    """What is meant by a piece: letters for digits made digits, words before or behind the number left out."""
    if re.fullmatch("[OoIl|]{1,2}", odd.group()):
        return piece.translate(_LIKE_DIGITS)
    stands_apart = odd.start() == 0 or odd.end() == len(piece)
    is_words = re.fullmatch(r"[^\W\da-zA-Z〇零一二三四五六七八九]+", odd.group())
    return plain(piece[: odd.start()] + " " + piece[odd.end() :]) if stands_apart and is_words else ""


def _foreign_explanation(typed: str) -> FieldError:
    return FieldError(
        "foreign-number",
        f"{quoted(typed)}不是有效的国际号码。请核对国家或地区代码和位数，例如 +852 2345 6789。",
    )


def _landline_explanation(shown: str, digits: str) -> FieldError:
    """Why digits that start with 0 are no area code with a local number."""
    width = 3 if digits[1:2] in {"1", "2"} else 4
    area, local = digits[:width], digits[width:]
    wanted = (8,) if width == 3 else (7, 8)
    wanted_words = "或".join(f"{count}位" for count in wanted)
    if not re.fullmatch("010|02[0-57-9]|0[3-9][0-9]{2}", area):
        return FieldError("area-code", f"{shown}里的区号“{area}”不存在。请核对区号，例如 {EXAMPLE}。")
    if not local:
        return FieldError("too-short", f"{shown}只有区号，没有号码。请把区号和号码写在一起，例如 {EXAMPLE}。")
    if len(local) in wanted:
        return FieldError(
            "bad-start",
            f"{shown}里区号后面的号码以 {local[0]} 开头，不会有这样的号码。请核对，例如 {EXAMPLE}。",
        )
    code = "too-short" if len(local) < wanted[0] else "too-long"
    return FieldError(
        code, f"{shown}里区号“{area}”后面有{len(local)}位数字，应为{wanted_words}。请核对，例如 {EXAMPLE}。"
    )


def _mobile_length(shown: str, digits: str) -> FieldError:
    difference = 11 - len(digits)
    if difference > 0:
        return FieldError(
            "too-short", f"{shown}只有{len(digits)}位数字，手机号是11位，还差{difference}位。请补全。"
        )
    return FieldError(
        "too-long", f"{shown}有{len(digits)}位数字，手机号是11位，多了{-difference}位。请核对。"
    )


def _is_landline(piece: str) -> bool:
    """Whether a piece is a complete number, but of an office's telephone."""
    number = read_number(piece)
    return number is not None and not number.startswith(("1", "+"))


def _not_a_mobile(shown: str) -> FieldError:
    return FieldError(
        "not-a-mobile", f"{shown}像是固定电话，不是手机号。请填写11位手机号，例如 13812345678。"
    )
