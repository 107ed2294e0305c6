"""The field types of one module each against tables of what people really type, and the registry of all."""

from __future__ import annotations

import datetime
import re

import pytest

from forms.fields.registry import FIELD_TYPES, field_type
from forms.values import NOT_APPLICABLE
from tests.forms.field_checks import check_accepted, check_refused

ACCEPTED = [
    ("text", "第一行\r\n第二行", "第一行 第二行"),
    ("text", "无", "无"),
    ("text", "１２，Ａ", "１２，Ａ"),
    ("text", "字" * 400, "字" * 400),
    ("long-text", "　　第一段 \r\n　　第二段", "第一段\n第二段"),
    ("choice", "男", "男"),
    ("person", "张　三", "张三"),
    ("person", "欧阳 修", "欧阳修"),
    ("person", "上官 婉儿", "上官婉儿"),
    ("person", "买买提•艾力", "买买提·艾力"),
    ("person", "买买提 ‧ 艾力", "买买提·艾力"),
    ("person", "买买提∙艾力", "买买提·艾力"),
    ("person", "买买提・艾力", "买买提·艾力"),
    ("person", "买买提.艾力", "买买提·艾力"),
    ("person", "𠮷䶮", "𠮷䶮"),
    ("person", "李〇", "李〇"),
    ("person", "John  Smith", "John Smith"),
    ("person", "J. O’Brien-Smith", "J. O'Brien-Smith"),
    ("person", "Ａ\u0301nn", "Ánn"),
    ("qq", "ＱＱ：１２３４５", "12345"),
    ("qq", "123 456 789 012", "123456789012"),
    ("wechat", "anyue_2020", "anyue_2020"),
    ("wechat", "微信号：Anyue-2020", "Anyue-2020"),
    ("wechat", "+86 138 1234 5678", "13812345678"),
    ("wechat", "12345", "12345"),
    ("email", "ＺＳ＠163。com", "ZS@163.com"),
    ("email", "zs @ 163 . com", "zs@163.com"),
    ("email", "张三 <zs@GOV.cn>", "zs@gov.cn"),
    *(
        ("date", text, datetime.date(2020, 6, 4))
        for text in (
            "2020-6-4",
            "2020年6月4日",
            "2020年 6月 4号",
            "2020.6.4",
            "2020/06/04",
            "20200604",
            "２０２０－０６－０４",
            "2020 6 4",
            "二〇二〇年六月四日",
            "2020-06-04 00:00:00",
            "2020年6月4日（星期四）",
        )
    ),
]

#: type, text, code, and words that the message must hold.
REFUSED = [
    ("text", "字" * 1001, "too-long", "1001"),
    ("text", "一\x00二", "control-character", "控制字符"),
    ("text", "一\ufffe二", "control-character", "控制字符"),
    ("choice", "先生", "not-a-choice", "男、女"),
    ("person", "张", "too-short", "完整"),
    ("person", "张3", "digit", "“3”"),
    ("person", "张②", "digit", "“②”"),
    ("person", "张三！", "symbol", "“!”"),
    ("person", "张\u200d三", "symbol", "U+200D"),
    ("person", "张三·", "symbol", "“·”"),
    ("person", "张\ue863", "private-character", "U+E863"),
    ("person", "张三、李四", "several-people", "一个人"),
    ("person", "张三 李四", "space", "几个人"),
    ("qq", "1234", "too-short", "4位"),
    ("qq", "1234567890123", "too-long", "13位"),
    ("qq", "012345", "bad-start", "0"),
    ("qq", "٣٤٥٦٧", "not-a-number", "数字"),
    ("qq", "12345678@qq.com", "mail-address", "12345678"),
    ("wechat", "张三", "nickname", "昵称"),
    ("wechat", "abc", "too-short", "3位"),
    ("wechat", "a" * 21, "too-long", "21位"),
    ("wechat", "_abcdef", "bad-start", "字母"),
    ("wechat", "zhang san", "symbol", "空格"),
    ("wechat", "1234", "not-a-number", "4位"),
    ("wechat", "同手机号", "same-as", "写出来"),
    ("email", "zhang@", "no-domain", "后面"),
    ("email", "zhang@163", "no-domain", "后面"),
    ("email", "zhang163.com", "no-at", "@"),
    ("email", "@163.com", "no-name", "前面"),
    ("email", "a@163.com；b@163.com", "several", "一个"),
    ("email", "张三@163.com", "not-ascii", "“张”"),
    ("email", "zhang@163，com", "comma", "zhang@163.com"),
    ("email", "zhang@qq.con", "domain-typo", ".com"),
    ("email", "zhang..san@163.com", "not-an-address", "有效"),
    ("date", "6月4日", "no-year", "2020年6月4日"),
    ("date", "2月29日", "no-year", "2020年2月29日"),
    ("date", "6.31", "no-year", "例如 2020年6月4日"),
    ("date", "21.13.45", "short-year", "例如 2020年6月4日"),
    ("date", "2020年6月", "no-day", "哪一天"),
    ("date", "20.6.4", "short-year", "2020年6月4日"),
    ("date", "4/6/2020", "day-first", "顺序"),
    ("date", "2020-2-30", "no-such-day", "29天"),
    ("date", "2020-13-1", "no-such-month", "12"),
    ("date", "1820-1-1", "year", "1900"),
    ("date", "6月1日至30日", "range", "一天"),
    ("date", "2020年6月4日 周五", "weekday", "星期四"),
    ("date", "明天", "not-a-date", "不是日期"),
]


@pytest.mark.parametrize(("name", "text", "value"), ACCEPTED)
def test_accepted(name: str, text: str, value: object) -> None:
    check_accepted(name, text, value)


@pytest.mark.parametrize(("name", "text", "code", "words"), REFUSED)
def test_refused(name: str, text: str, code: str, words: str) -> None:
    check_refused(name, text, code, words, ("男", "女") if name == "choice" else ())


@pytest.mark.parametrize("name", FIELD_TYPES)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        (" 　\n\u200b", None),
        ("/", NOT_APPLICABLE),
        ("／", NOT_APPLICABLE),
        ("N/a", NOT_APPLICABLE),
    ],
)
def test_blank_and_not_applicable_differ_everywhere(name: str, text: str, value: object) -> None:
    kind = field_type(name)
    assert kind.parse(text, ("男", "女")) is value
    assert kind.parse(kind.format(kind.parse(text))) is value


@pytest.mark.parametrize(
    ("text", "value"), [("男性", "男"), (" 女 ", "女"), ("ａ 级", "A级"), ("其它", "其它")]
)
def test_choice_finds_the_form_s_own_writing(text: str, value: str) -> None:
    assert field_type("choice").parse(text, ("男", "女", "A级", "其它")) == value


def test_dates_print_as_in_official_documents() -> None:
    assert field_type("date").format(datetime.date(2020, 6, 4)) == "2020年6月4日"


def test_registry_is_complete_and_in_order() -> None:
    names = "text long-text count choice person telephone mobile fax qq wechat email date"
    assert " ".join(FIELD_TYPES) == names
    for name, kind in FIELD_TYPES.items():
        assert kind.name == name
        assert kind.longest >= kind.usual_length > 0
        assert re.search(r"[\u4e00-\u9fff]", kind.label)
        assert kind.help.endswith("。")
    assert field_type("text").longest >= 400


def test_an_unknown_type_is_told_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="long-text"):
        field_type("number")
