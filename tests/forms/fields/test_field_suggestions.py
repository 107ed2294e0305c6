"""The one right value that a refusal offers: it passes its own check, its message names it, and a doubt offers none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms.declared.catalogue import Catalogue
from forms.fields.base import FieldError, FieldType, clean, quoted
from forms.fields.registry import FIELD_TYPES, field_type
from forms.form.checks import check, read_blank
from forms.form.filing import Filing
from forms.values import Filled
from tests.forms.field_checks import TEXTS

CHOICES = ("男", "女", "A级", "高级职称")

#: Texts that are nearly right, which hardly any random text is.
NEARLY = st.one_of(
    st.from_regex(
        r"[1-9][0-9]{0,8}( ?[人场次]|[+*][1-9][0-9]{0,8}(=[0-9]{1,3})?|\.0{1,3}|万|,|e3)", fullmatch=True
    ),
    st.from_regex(r"0?51[0-9][-. ][2-9][0-9]{5}[0-9O][0-9](转80|主任|\(80\)|\.0)?", fullmatch=True),
    st.from_regex(r"1[3-9][0-9]{8}[0-9O](主任|\.0|、119)?", fullmatch=True),
    st.from_regex(r"[a-z]{1,4}@[a-z]{1,4}([.,，]c(om|on|mo)){1,2}", fullmatch=True),
    st.from_regex(r"[0-9]{2}[-./年][01]?[0-9][-./月][0-3]?[0-9]日?(星期五)?", fullmatch=True),
    st.from_regex(r"20[0-9]{2}-[01][0-9]-[0-3][0-9] 0?8:30|[0-9]{6}|[34][0-9]{4}(\.0)?", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{4,11}@qq\.com", fullmatch=True),
    st.sampled_from(["A", "高级", "非男", "级"]),
)


def suggestion_of(kind: FieldType, text: str) -> str:
    """What the refusal of a text offers; empty where it is taken, or nothing is offered."""
    try:
        kind.parse(text, CHOICES)
    except FieldError as error:
        return error.suggestion
    return ""


@pytest.mark.parametrize("kind", FIELD_TYPES.values(), ids=FIELD_TYPES.keys())
@given(text=TEXTS | NEARLY)
@example(text="12-68727809")
@example(text="999999999+999999999")
@example(text="20-13-45")
@example(text="办公室68727809转8012")
def test_a_suggestion_is_right_and_named_by_its_message(kind: FieldType, text: str) -> None:
    try:
        kind.parse(text, CHOICES)
    except FieldError as error:
        if error.suggestion:
            value = kind.parse(error.suggestion, CHOICES)
            assert value is not None and kind.format(value) == error.suggestion
            assert error.suggestion in error.message.replace(quoted(clean(text)), "")


@pytest.mark.parametrize(
    ("name", "text", "suggestion"),
    [
        ("count", "20*3", "60"),
        ("count", "20*3=60", "60"),
        ("count", "2+3", "5"),
        ("count", "O", "0"),
        ("count", "2OO", "200"),
        ("count", "②", "2"),
        ("count", "200人", "200"),
        ("count", "1.2万人次", "12000"),
        ("count", "十二", "12"),
        ("count", "12.0", "12"),
        ("count", "2e3", "2000"),
        ("count", "200、", "200"),
        ("email", "a1@163，com", "a1@163.com"),
        ("email", "a1@163.con", "a1@163.com"),
        ("telephone", "512-68727809", "0512-68727809"),
        ("telephone", "512-68727809转8012", "0512-68727809转8012"),
        ("telephone", "0512-687278O9", "0512-68727809"),
        ("telephone", "0512.68727809", "0512-68727809"),
        ("fax", "办公室68727809转8012", "68727809转8012"),
        ("mobile", "13812345678.0", "13812345678"),
        ("date", "43986", "2020年6月4日"),
        ("date", "2020-06-04 08:30", "2020年6月4日"),
        ("date", "20.6.4", "2020年6月4日"),
        ("date", "20年06月04日", "2020年6月4日"),
        ("qq", "12345678@qq.com", "12345678"),
        ("choice", "高级", "高级职称"),
    ],
)
def test_the_one_right_value_is_offered(name: str, text: str, suggestion: str) -> None:
    assert suggestion_of(field_type(name), text) == suggestion


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("count", "无"),
        ("count", "约200"),
        ("count", "-3"),
        ("count", "2+3=6"),
        ("count", "1.000"),
        ("count", "1,20"),
        ("count", "20 30人"),
        ("count", "二 三"),
        ("count", "3/50"),
        ("email", "zhang san@163.com"),
        ("email", "zhangsan@"),
        ("telephone", "68727809(8012)"),
        ("telephone", "68727809、0512-687278O9"),
        ("telephone", "传真：0512-687278O9"),
        ("telephone", "12-68727809"),
        ("date", "04-06-20"),
        ("date", "20年6月4日星期五"),
        ("date", "6.3"),
        ("date", "2020-2-30"),
        ("choice", "非男"),
        ("person", "张三 李四"),
    ],
)
def test_a_doubt_offers_nothing(name: str, text: str) -> None:
    kind = field_type(name)
    with pytest.raises(FieldError):
        kind.parse(text, CHOICES)
    assert suggestion_of(kind, text) == ""


def test_a_finding_carries_it_and_it_passes_the_blank_s_own_check() -> None:
    form = Catalogue().form("gusu-2020", "statistics")
    texts = {blank.id: "20*3" for blank in form.body} | {"lines.date": "20.6.4"}
    filled = {blank_id: Filled(text) for blank_id, text in texts.items()}
    filing = Filing("gusu-2020", "statistics", filled)
    offered = {finding.field: finding.suggestion for finding in check(form, filing) if finding.suggestion}
    assert offered["lines.date"] == "2020年6月4日"
    assert list(offered.values()).count("60") > 20
    assert all(read_blank(form.by_id[blank_id], text).error is None for blank_id, text in offered.items())
