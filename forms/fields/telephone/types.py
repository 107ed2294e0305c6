"""The field types of telephone numbers: the office's telephone, a fax, a mobile."""

from __future__ import annotations

from typing import ClassVar

from forms.fields.contact import ContactType, without_label
from forms.fields.telephone import read, refuse


class TelephoneType(ContactType):
    """One or several numbers: landline, local, mobile, 400/800, service or foreign, each with or without an
    extension.

    Normal form ``0512-68727809``, ``0512-68727809转8012``, ``13812345678``, ``400-820-8820``, ``+852 2345
    6789``, joined by ``、``. Error codes: those of :class:`ContactType`, not-a-telephone, extension-only,
    joined-digits, too-short, too-long, area-code, bad-start, foreign-number.
    """

    name: ClassVar[str] = "telephone"
    label: ClassVar[str] = "电话号码"
    help: ClassVar[str] = (
        "填写区号和号码，例如 0512-68727809；有分机写“转8012”，几个号码用“、”隔开，没有填“无”。"
    )
    usual_length: ClassVar[int] = 14
    longest: ClassVar[int] = 200
    own_kinds: ClassVar[tuple[str, ...]] = ("telephone", "mobile")
    example: ClassVar[str] = refuse.EXAMPLE

    def _read(self, text: str, value: str) -> str:
        numbers = [number for piece in read.pieces(value) for number in self._numbers(without_label(piece))]
        if not numbers:
            raise refuse.no_number(text)
        return "、".join(numbers)

    def _numbers(self, typed: str) -> list[str]:
        """One piece between separators in, its number (or several, parted by spaces) in normal form out."""
        if error := refuse.joined_digits(typed, self.example, self._right):
            raise error
        piece = read.plain(typed)
        if number := read.read_number(piece):
            return [number]
        if numbers := read.read_numbers(piece):
            return numbers
        raise refuse.explanation(typed, self._right)

    @staticmethod
    def _right(piece: str) -> str | None:
        return read.read_number(piece)


class FaxType(TelephoneType):
    """One or several fax numbers: as :class:`TelephoneType`, but no service numbers (code service-number)."""

    name: ClassVar[str] = "fax"
    label: ClassVar[str] = "传真号码"
    help: ClassVar[str] = "填写区号和传真号码，例如 0512-68727809；没有传真填“无”。"
    own_kinds: ClassVar[tuple[str, ...]] = ("fax", "telephone")

    def _numbers(self, typed: str) -> list[str]:
        numbers = super()._numbers(typed)
        if any(read.is_service(number) for number in numbers):
            raise refuse.service_number("、".join(numbers))
        return numbers

    @staticmethod
    def _right(piece: str) -> str | None:
        number = read.read_number(piece)
        return None if number and read.is_service(number) else number


class MobileType(ContactType):
    """One mobile number, of the mainland (normal form ``13812345678``) or, with its ``+``, of another
    country.

    Error codes: those of :class:`ContactType`, several, not-a-mobile, joined-digits, too-short, too-long,
    bad-start, foreign-number, not-a-telephone.
    """

    name: ClassVar[str] = "mobile"
    one_line: ClassVar[bool] = True
    label: ClassVar[str] = "手机号"
    help: ClassVar[str] = "填写11位手机号，例如 13812345678；没有填“无”。"
    usual_length: ClassVar[int] = 12
    longest: ClassVar[int] = 100
    own_kinds: ClassVar[tuple[str, ...]] = ("mobile", "telephone")
    example: ClassVar[str] = refuse.MOBILE_EXAMPLE

    def _read(self, text: str, value: str) -> str:
        pieces = read.pieces(value)
        if len(pieces) != 1:
            raise refuse.not_one_mobile(text)
        if error := refuse.joined_digits(pieces[0], self.example, self._right):
            raise error
        piece = read.plain(pieces[0])
        if number := self._right(piece):
            return number
        if read.read_numbers(piece):
            raise refuse.several_mobiles(text)
        raise refuse.mobile_explanation(pieces[0], self._right)

    @staticmethod
    def _right(piece: str) -> str | None:
        number = read.normal_form(piece)
        return number if number and read.is_mobile(number) else None
