"""What every field type owes for one text: a value that comes back from its print, or a refusal in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import strategies as st

from forms.fields.base import FieldError, FieldType
from forms.fields.registry import field_type
from forms.values import Value

#: Characters that lead deep into the parsers; uniform random text hardly ever does.
LIKELY = (
    "0123456789０１２８" * 2
    + " 　,，.。．、;；/-－—()（）+＋#转@＠_·•'年月日号至约万亿千百十一二两〇零人次无张三李吉"
    + "aAxXwＱq²②٣½\u200b\u200d\u0301\u2028\x85\n\r\t𠮷\ue863邮箱省com"
)

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=LIKELY, max_size=24),
    st.text(alphabet="0123456789-+ ()转、", max_size=24),
    st.from_regex(r"(\+|00)[0-9]{8,14}( ?(转|-) ?[0-9]{1,4})?", fullmatch=True),
    st.from_regex(
        r"(\+86|0086|86)? ?\(?0[1-9][0-9]{1,2}\)?[- ]?[2-9][0-9]{6,7}((转|-|#)[0-9]{1,4})?", fullmatch=True
    ),
    st.from_regex(r"[a-zＡ张.]{1,5}[@＠][a-z0-9张-]{1,5}[.。](com|cn|政务)", fullmatch=True),
    st.from_regex(r"(19|20|二〇)[0-9〇]{2}[年./-][0-9一二]{1,2}[月./-][0-9三十]{1,2}日?", fullmatch=True),
)


def check_accepted(name: str, text: str, value: object) -> None:
    """The type called ``name`` reads ``text`` as ``value``, and what it prints of that as the same again."""
    kind = field_type(name)
    parsed = kind.parse(text)
    assert parsed == value and type(parsed) is type(value)
    assert kind.parse(kind.format(parsed)) == parsed


def check_refused(name: str, text: str, code: str, words: str, choices: tuple[str, ...] = ()) -> None:
    """The type called ``name`` refuses ``text`` with this code, in a whole sentence that holds ``words``."""
    with pytest.raises(FieldError) as caught:
        field_type(name).parse(text, choices)
    assert caught.value.code == code
    assert words in caught.value.message
    assert caught.value.message.endswith("。")


def attempt(kind: FieldType, text: str, choices: tuple[str, ...] = ()) -> Value:
    """The value, or ``None`` after making sure that the refusal explains itself. Nothing else may come."""
    try:
        return kind.parse(text, choices)
    except FieldError as error:
        assert re.fullmatch("[a-z]+(-[a-z]+)*", error.code)
        assert re.search(r"[\u4e00-\u9fff]", error.message) and error.message.endswith("。")
        assert len(error.message) < 250
        return None
