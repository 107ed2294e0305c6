"""What a text means as telephone numbers: pieces between separators in, the normal form of each out.

Rules of the mainland's numbers are from the national numbering plan
(工业和信息化部《电信网编号计划（2017年版）》): area codes 010, 02x and 03xx to 09xx; local numbers of seven
or eight digits that start with 2 to 9; mobiles of eleven digits that start with 13 to 19; 400 and 800 numbers
of ten; service numbers of three, five or six, also behind an area code. All other countries are left to ``phonenumbers``, which is
imported only when such a number is met.
"""

from __future__ import annotations

import re
from typing import Final

from forms.fields.base import half_width

_TABLE: Final = dict.fromkeys(map(ord, "‐‑‒–—―−﹣⁃ー"), "-") | dict.fromkeys(map(ord, "()[]【】〔〕.·"), " ")
_BRACKETS: Final = dict.fromkeys(map(ord, "[【〔"), "(") | dict.fromkeys(map(ord, "]】〕"), ")")
_SEPARATORS: Final = re.compile(r"[、/;,|\\／；，｜＼]|或者?|[和及]")
_EXTENSION: Final = re.compile(
    r"[\s-]*(?:转分机|转|轉|分机号?|内线|#|extension|ext|x)[\s:-]*([0-9]{1,6})(?: *[号#])?", re.IGNORECASE
)
_AFTER_DASH: Final = re.compile(r"(.*[0-9]) *- *([0-9]{1,6})")
_AFTER_WHOLE_NUMBER: Final = re.compile(r"(.*[0-9]{7}) *- *([0-9]{1,6})")

_MOBILE: Final = re.compile(r"0?(1[3-9][0-9]{9})")
_FREE_CALL: Final = re.compile(r"([48]00)([0-9]{3})([0-9]{4})")
_LANDLINE: Final = re.compile(r"(010|02[0-57-9])([2-9][0-9]{7})|(0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_AREA: Final = r"010|02[0-57-9]|0[3-9][0-9]{2}"
_HOTLINE: Final = re.compile(rf"({_AREA})(1(?:1[0-9]|2[0-9](?:[0-9]{{2}})?)|9[56][0-9]{{3,4}})")
_LOCAL: Final = re.compile(r"[2-9][0-9]{6,7}")
_SERVICE: Final = re.compile(r"1[12][0-9]|1[0-9]{4}|1[12][0-9]{4}|9[56][0-9]{3,4}")


def pieces(text: str) -> list[str]:
    """What was typed between separators, none of it empty."""
    found = (piece.strip(" \u3000-－:：.．。") for piece in _SEPARATORS.split(text))
    return [piece for piece in found if piece]


def plain(piece: str) -> str:
    """A piece half-width, with one kind of dash, and with spaces for brackets and dots."""
    return re.sub(r"\s+", " ", half_width(piece).translate(_TABLE)).strip(" -:")


def joins_digits(piece: str) -> bool:
    """Whether digits stand in brackets or behind a dot where they are no part of the number before them.

    Brackets belong to an area or country code in front, or to a number of another country.
    """
    even = half_width(piece).translate(_BRACKETS)
    if is_foreign(plain(piece)):
        return bool(re.search(r"\([0-9 -]+\)[^0-9]*$|\.[0-9]$", even))
    if re.search(r"[0-9][ ().·-]*[.·][ ().·-]*[0-9]", even):
        return True
    codes = re.sub(
        r"^(?:(?:\+|00)?86)? *-? *\((?:\+?86|0086|0|0[0-9]{2,3}|[1-9][0-9]{1,2})\)(?=.*[0-9])", "", even
    )
    return bool(re.search(r"\( *[0-9][0-9 -]*\)", codes))


def read_number(piece: str) -> str | None:
    """A number with or without an extension in normal form, ``None`` where there is no complete one.

    ``-8012`` is an extension after a local number written in one go; else dashes only part the digits of one
    number.
    """
    if (match := _EXTENSION.search(piece)) and match.end() == len(piece):
        number = normal_form(piece[: match.start()])
        return f"{number}转{match.group(1)}" if number else None
    if not is_foreign(piece) and (match := _AFTER_WHOLE_NUMBER.fullmatch(piece)):
        number = normal_form(match.group(1))
        if number:
            return f"{number}转{match.group(2)}"
    if number := normal_form(piece):
        return number
    if not is_foreign(piece) and (match := _AFTER_DASH.fullmatch(piece)):
        number = normal_form(match.group(1))
        if number and len(number) >= 7:
            return f"{number}转{match.group(2)}"
    return None


def read_numbers(piece: str) -> list[str]:
    """Several whole numbers in one piece, parted by spaces only; empty where it is not that."""
    numbers = [normal_form(part) for part in piece.split()]
    whole = [number for number in numbers if number and len(number) >= 7]
    return whole if len(whole) == len(numbers) > 1 else []


def is_mobile(number: str) -> bool:
    """Whether a number in normal form may be a mobile: of the mainland, or of any other country."""
    return bool(_MOBILE.fullmatch(number)) or number.startswith("+")


def is_service(number: str) -> bool:
    """Whether a number in normal form, with or without an extension, is a service number (119, 0512-12350)."""
    alone = number.split("转")[0]
    return bool(_SERVICE.fullmatch(alone) or _HOTLINE.fullmatch(alone.replace("-", "", 1)))


def without_extension(piece: str) -> str:
    """A piece without the extension at its end, where it names one."""
    if (match := _EXTENSION.search(piece)) and match.end() == len(piece):
        return piece[: match.start()].strip(" -")
    return piece


def is_foreign(piece: str) -> bool:
    """Whether a piece starts with the code of another country than China."""
    digits = digits_of(piece)
    return (piece.startswith("+") and not digits.startswith("86")) or bool(re.match("00(?!86)", digits))


def digits_of(piece: str) -> str:
    """All digits of a piece, and nothing else."""
    return re.sub(r"[^0-9]", "", piece)


def national_digits(piece: str) -> str:
    """The digits of a piece that is not foreign, without the 86 that stands for China after + or 00."""
    digits = digits_of(piece)
    if piece.startswith("+") or digits.startswith("0086"):
        return digits.removeprefix("00").removeprefix("86")
    return digits


def normal_form(piece: str) -> str | None:
    """The normal form of one number without an extension, ``None`` where it is not complete."""
    if not re.fullmatch(r"\+?[0-9 -]+", piece):
        return None
    digits = digits_of(piece)
    if is_foreign(piece):
        return _foreign(digits.removeprefix("00"))
    if piece.startswith("+") or digits.startswith("0086"):
        return _with_country_code(national_digits(piece))
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
    if match := _LANDLINE.fullmatch(digits) or _HOTLINE.fullmatch(digits):
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
    readable = re.fullmatch(r"\+[0-9 -]+", printed) and "+" + digits_of(printed) == canonical
    return printed if readable else canonical
