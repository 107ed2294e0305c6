"""The field types of telephone numbers: the office's telephone, a mobile, a fax."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from forms.fields.base import FieldError, FieldType, quoted
from forms.fields.telephone.read import (
    EXAMPLE,
    MOBILE,
    MOBILE_EXAMPLE,
    SERVICE,
    normal_form,
    pieces,
    read_with_extension,
)
from forms.fields.telephone.refuse import mobile_refusal, telephone_refusal


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
        numbers = [self._read(piece) for piece in pieces(text) if piece]
        if not numbers:
            raise FieldError("not-a-telephone", f"{quoted(text)}里没有号码。请填写号码，例如 {EXAMPLE}。")
        return "、".join(numbers)

    def _read(self, piece: str) -> str:
        """One piece between separators in, its number (or several, parted by spaces) in normal form out."""
        if number := read_with_extension(piece):
            return number
        parts = [normal_form(part) for part in piece.split()]
        if len(parts) > 1 and all(part and len(part) >= 7 for part in parts):
            return "、".join(part for part in parts if part)
        raise telephone_refusal(piece)


class FaxType(TelephoneType):
    """One or several fax numbers: as :class:`TelephoneType`, but no service numbers (code service-number)."""

    name: ClassVar[str] = "fax"
    label: ClassVar[str] = "传真号码"
    help: ClassVar[str] = "填写区号和传真号码，例如 0512-68727809；没有传真填“/”。"

    def _read(self, piece: str) -> str:
        number = super()._read(piece)
        if any(SERVICE.fullmatch(part.split("转")[0]) for part in number.split("、")):
            raise FieldError(
                "service-number", f"{quoted(number)}是服务电话，收不了传真。请填写传真号码，例如 {EXAMPLE}。"
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
        found = [piece for piece in pieces(text, MOBILE_EXAMPLE) if piece]
        if len(found) != 1:
            raise FieldError("several", f"{quoted(text)}不是一个手机号。这里只填一个，例如 13812345678。")
        number = normal_form(found[0])
        if number and (MOBILE.fullmatch(number) or number.startswith("+")):
            return number
        several = [normal_form(part) for part in found[0].split()]
        if len(several) > 1 and all(part and len(part) >= 7 for part in several):
            raise FieldError("several", f"{quoted(text)}像是几个号码。这里只填一个手机号，例如 13812345678。")
        raise mobile_refusal(found[0])
