"""Telephone numbers: the office's telephone, a mobile, a fax.

Rules of the mainland's numbers are from the national numbering plan
(工业和信息化部《电信网编号计划（2017年版）》): area codes 010, 02x and 03xx to 09xx; local numbers of seven
or eight digits that start with 2 to 9; mobiles of eleven digits that start with 13 to 19; 400 and 800 numbers
of ten; service numbers of three, five or six. All other countries are left to ``phonenumbers``, which is
imported only when such a number is met.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Final

from forms.fields.base import FieldError, FieldType, half_width, quoted, says_none

_EXAMPLE: Final = "0512-68727809"
_MOBILE_EXAMPLE: Final = "13812345678"
_TABLE: Final = dict.fromkeys(map(ord, "‐‑‒–—―−﹣⁃ー"), "-") | dict.fromkeys(map(ord, "()[]【】〔〕.·"), " ")
_SEPARATORS: Final = re.compile(r"[、/;,|\\]|或者?|[和及]")
_EXTENSION: Final = re.compile(
    r"[\s-]*(?:转分机|转|轉|分机号?|内线|#|extension|ext|x)[\s:-]*([0-9]{1,6})(?: *[号#])?", re.IGNORECASE
)
_AFTER_DASH: Final = re.compile(r"(.*[0-9]) *- *([0-9]{1,6})")
_AFTER_WHOLE_NUMBER: Final = re.compile(r"(.*[0-9]{7}) *- *([0-9]{1,6})")

_MOBILE: Final = re.compile(r"0?(1[3-9][0-9]{9})")
_FREE_CALL: Final = re.compile(r"([48]00)([0-9]{3})([0-9]{4})")
_LANDLINE: Final = re.compile(r"(010|02[0-57-9])([2-9][0-9]{7})|(0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_LOCAL: Final = re.compile(r"[2-9][0-9]{6,7}")
_SERVICE: Final = re.compile(r"1[12][0-9]|1[0-9]{4}|1[12][0-9]{4}|9[56][0-9]{3,4}")


class TelephoneType(FieldType):
    """One or several numbers: landline, local, mobile, 400/800, service or foreign, each with or without an
    extension.

    Normal form ``0512-68727809``, ``0512-68727809转8012``, ``13812345678``, ``400-820-8820``, ``+852 2345
    6789``, joined by ``、``. Error codes: none-word, same-as, not-a-telephone, too-short, too-long,
    area-code, bad-start, foreign-number.
    """

    name: ClassVar[str] = "telephone"
    label: ClassVar[str] = "电话号码"
    help: ClassVar[str] = "填写区号和号码，例如 0512-68727809；有分机写“转8012”，几个号码用“、”隔开。"
    usual_length: ClassVar[int] = 14
    longest: ClassVar[int] = 200

    def _parse(self, text: str, choices: Sequence[str]) -> str:
        numbers = [self._read(piece) for piece in _pieces(text) if piece]
        if not numbers:
            raise FieldError("not-a-telephone", f"{quoted(text)}里没有号码。请填写号码，例如 {_EXAMPLE}。")
        return "、".join(numbers)

    def _read(self, piece: str) -> str:
        """One piece between separators in, its number (or several, parted by spaces) in normal form out."""
        if number := _read_with_extension(piece):
            return number
        parts = [_normal_form(part) for part in piece.split()]
        if len(parts) > 1 and all(part and len(part) >= 7 for part in parts):
            return "、".join(part for part in parts if part)
        raise _explanation(piece)


class FaxType(TelephoneType):
    """One or several fax numbers: as :class:`TelephoneType`, but no service numbers (code service-number)."""

    name: ClassVar[str] = "fax"
    label: ClassVar[str] = "传真号码"
    help: ClassVar[str] = "填写区号和传真号码，例如 0512-68727809；没有传真填“/”。"

    def _read(self, piece: str) -> str:
        number = super()._read(piece)
        if any(_SERVICE.fullmatch(part.split("转")[0]) for part in number.split("、")):
            raise FieldError(
                "service-number", f"{quoted(number)}是服务电话，收不了传真。请填写传真号码，例如 {_EXAMPLE}。"
            )
        return number


class MobileType(FieldType):
    """One mobile number, of the mainland (normal form ``13812345678``) or, with its ``+``, of another
    country.

    Error codes: none-word, same-as, several, not-a-mobile, too-short, too-long, bad-start, foreign-number,
    not-a-telephone.
    """

    name: ClassVar[str] = "mobile"
    one_line: ClassVar[bool] = True
    label: ClassVar[str] = "手机号"
    help: ClassVar[str] = "填写11位手机号，例如 13812345678。"
    usual_length: ClassVar[int] = 12
    longest: ClassVar[int] = 100

    def _parse(self, text: str, choices: Sequence[str]) -> str:
        pieces = [piece for piece in _pieces(text, _MOBILE_EXAMPLE) if piece]
        if len(pieces) != 1:
            raise FieldError("several", f"{quoted(text)}不是一个手机号。这里只填一个，例如 13812345678。")
        number = _normal_form(pieces[0])
        if number and (_MOBILE.fullmatch(number) or number.startswith("+")):
            return number
        several = [_normal_form(part) for part in pieces[0].split()]
        if len(several) > 1 and all(part and len(part) >= 7 for part in several):
            raise FieldError("several", f"{quoted(text)}像是几个号码。这里只填一个手机号，例如 13812345678。")
        raise _mobile_explanation(pieces[0])


def _pieces(text: str, example: str = _EXAMPLE) -> list[str]:
    """The text between separators, half-width, with one kind of dash and without brackets.

    Raises :class:`FieldError` for words that stand for no number at all; ``example`` is for its message.
    """
    if says_none(text):
        raise FieldError("none-word", f"请不要填{quoted(text)}。没有请填“/”。")
    if re.match(r"同[上前左手电座办]|见[上前]", text):
        raise FieldError("same-as", f"请不要填{quoted(text)}。请把号码写出来，例如 {example}。")
    plain = half_width(text).translate(_TABLE)
    return [re.sub(r"\s+", " ", piece).strip(" -:") for piece in _SEPARATORS.split(plain)]


def _read_with_extension(piece: str) -> str | None:
    """A number with or without an extension in normal form, ``None`` where there is no complete one.

    ``-8012`` is an extension after a local number written in one go; else dashes only part the digits of one
    number.
    """
    if (match := _EXTENSION.search(piece)) and match.end() == len(piece):
        number = _normal_form(piece[: match.start()])
        return f"{number}转{match.group(1)}" if number else None
    if not _is_foreign(piece) and (match := _AFTER_WHOLE_NUMBER.fullmatch(piece)):
        number = _normal_form(match.group(1))
        if number:
            return f"{number}转{match.group(2)}"
    if number := _normal_form(piece):
        return number
    if not _is_foreign(piece) and (match := _AFTER_DASH.fullmatch(piece)):
        number = _normal_form(match.group(1))
        if number and len(number) >= 7:
            return f"{number}转{match.group(2)}"
    return None


def _is_foreign(piece: str) -> bool:
    digits = _digits(piece)
    return (piece.startswith("+") and not digits.startswith("86")) or bool(re.match("00(?!86)", digits))


def _digits(piece: str) -> str:
    return re.sub(r"[^0-9]", "", piece)


def _normal_form(piece: str) -> str | None:
    """The normal form of one number without an extension, ``None`` where it is not complete."""
    if not re.fullmatch(r"\+?[0-9 -]+", piece):
        return None
    digits = _digits(piece)
    if _is_foreign(piece):
        return _foreign(digits.removeprefix("00"))
    if piece.startswith("+") or digits.startswith("0086"):
        return _with_country_code(digits.removeprefix("00").removeprefix("86"))
    if number := _domestic(digits):
        return number
    if _LOCAL.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits
    return _with_country_code(digits.removeprefix("86")) if digits.startswith("86") else None


def _with_country_code(digits: str) -> str | None:
    """A number that stood after 86: an area code has no 0 there, but ``+86(0)512`` is met all the same."""
    national = digits.lstrip("0")
    return _domestic(national) or _domestic("0" + national)


def _domestic(digits: str) -> str | None:
    """A mainland number that is complete by itself: mobile, 400/800, or area code and local number."""
    if match := _MOBILE.fullmatch(digits):
        return match.group(1)
    if match := _FREE_CALL.fullmatch(digits):
        return "-".join(match.groups())
    if match := _LANDLINE.fullmatch(digits):
        return "-".join(part for part in match.groups() if part)
    return None


def _foreign(digits: str) -> str | None:
    """Country code and number in, ``+852 2345 6789`` out, ``None`` where there is no such number."""
    import phonenumbers

    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    canonical = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    printed = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    readable = re.fullmatch(r"\+[0-9 -]+", printed) and "+" + _digits(printed) == canonical
    return printed if readable else canonical


def _odd_characters(piece: str, example: str) -> FieldError | None:
    """The error for a piece that holds other characters than a number's, ``None`` where it does not."""
    if odd := re.search(r"[^0-9 +-]+", piece):
        return FieldError(
            "not-a-telephone",
            f"号码{quoted(piece)}里的{quoted(odd.group())}不是数字。请只填号码，例如 {example}。",
        )
    if "+" in piece[1:]:
        return FieldError(
            "not-a-telephone", f"号码{quoted(piece)}里的“+”位置不对。请只填号码，例如 {example}。"
        )
    return None


def _explanation(piece: str) -> FieldError:
    """Why one piece is no telephone number, and what would be right."""
    if (match := _EXTENSION.search(piece)) and match.end() == len(piece):
        piece = piece[: match.start()].strip(" -")
    if error := _odd_characters(piece, _EXAMPLE):
        return error
    digits = _digits(piece)
    shown = quoted(piece)
    if _is_foreign(piece):
        return _foreign_explanation(piece)
    if piece.startswith("+") or digits.startswith("0086"):
        digits = digits.removeprefix("00").removeprefix("86")
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
            f"请写完整的号码，例如 {_EXAMPLE}。",
        )
    if len(digits) <= 8:
        return FieldError(
            "bad-start", f"{shown}以 {digits[0]} 开头，固定电话不会这样开头。请核对，例如 {_EXAMPLE}。"
        )
    return FieldError(
        "too-long",
        f"{shown}有{len(digits)}位数字，不是一个完整的号码。几个号码请用“、”隔开，分机请写成“{_EXAMPLE}转8012”。",
    )


def _foreign_explanation(piece: str) -> FieldError:
    return FieldError(
        "foreign-number",
        f"{quoted(piece)}不是有效的国际号码。请核对国家或地区代码和位数，例如 +852 2345 6789。",
    )


def _landline_explanation(shown: str, digits: str) -> FieldError:
    """Why digits that start with 0 are no area code with a local number."""
    width = 3 if digits[1:2] in {"1", "2"} else 4
    area, local = digits[:width], digits[width:]
    wanted = (8,) if width == 3 else (7, 8)
    wanted_words = "或".join(f"{count}位" for count in wanted)
    if not re.fullmatch("010|02[0-57-9]|0[3-9][0-9]{2}", area):
        return FieldError("area-code", f"{shown}里的区号“{area}”不存在。请核对区号，例如 {_EXAMPLE}。")
    if len(local) in wanted:
        return FieldError(
            "bad-start",
            f"{shown}里区号后面的号码以 {local[0]} 开头，不会有这样的号码。请核对，例如 {_EXAMPLE}。",
        )
    code = "too-short" if len(local) < wanted[0] else "too-long"
    return FieldError(
        code, f"{shown}里区号“{area}”后面有{len(local)}位数字，应为{wanted_words}。请核对，例如 {_EXAMPLE}。"
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
    number = _read_with_extension(piece)
    return number is not None and not number.startswith(("1", "+"))


def _not_a_mobile(shown: str) -> FieldError:
    return FieldError(
        "not-a-mobile", f"{shown}像是固定电话，不是手机号。请填写11位手机号，例如 13812345678。"
    )


def _mobile_explanation(piece: str) -> FieldError:
    """Why one piece is no mobile number, and what would be right."""
    if _is_landline(piece):
        return _not_a_mobile(quoted(piece))
    if error := _odd_characters(piece, _MOBILE_EXAMPLE):
        return error
    shown = quoted(piece)
    if _is_foreign(piece):
        return _foreign_explanation(piece)
    digits = _digits(piece)
    if piece.startswith("+") or digits.startswith("0086"):
        digits = digits.removeprefix("00").removeprefix("86")
    if len(digits) != 11:
        return _mobile_length(shown, digits)
    return FieldError(
        "bad-start", f"{shown}以 {digits[:2]} 开头，手机号应以 13 至 19 开头。请核对，例如 13812345678。"
    )
