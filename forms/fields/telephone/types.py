"""The field types of telephone numbers: the office's telephone, a fax, a mobile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from forms.fields.base import FieldType
from forms.fields.telephone import read, refuse


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
        if error := refuse.word_instead(text, refuse.EXAMPLE):
            raise error
        numbers = [number for piece in read.pieces(text) for number in self._read(piece)]
        if not numbers:
            raise refuse.no_number(text)
        return "、".join(numbers)

    def _read(self, piece: str) -> list[str]:
        """One piece between separators in, its number (or several, parted by spaces) in normal form out."""
        if number := read.read_number(piece):
            return [number]
        if numbers := read.read_numbers(piece):
            return numbers
        raise refuse.explanation(piece)


class FaxType(TelephoneType):
    """One or several fax numbers: as :class:`TelephoneType`, but no service numbers (code service-number)."""

    name: ClassVar[str] = "fax"
    label: ClassVar[str] = "传真号码"
    help: ClassVar[str] = "填写区号和传真号码，例如 0512-68727809；没有传真填“/”。"

    def _read(self, piece: str) -> list[str]:
        numbers = super()._read(piece)
        if any(read.is_service(number) for number in numbers):
            raise refuse.service_number("、".join(numbers))
        return numbers


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
        if error := refuse.word_instead(text, refuse.MOBILE_EXAMPLE):
            raise error
        pieces = read.pieces(text)
        if len(pieces) != 1:
            raise refuse.not_one_mobile(text)
        number = read.normal_form(pieces[0])
        if number and read.is_mobile(number):
            return number
        if read.read_numbers(pieces[0]):
            raise refuse.several_mobiles(text)
        raise refuse.mobile_explanation(pieces[0])
