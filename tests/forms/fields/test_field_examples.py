"""Every field type against tables of what people really type."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys

import pytest

from forms.fields.base import FieldError
from forms.fields.registry import FIELD_TYPES, field_type
from forms.values import NOT_APPLICABLE

ACCEPTED = [
    ("text", "第一行\r\n第二行", "第一行 第二行"),
    ("text", "无", "无"),
    ("text", "１２，Ａ", "１２，Ａ"),
    ("text", "字" * 400, "字" * 400),
    ("long-text", "　　第一段 \r\n　　第二段", "第一段\n第二段"),
    ("count", "0", 0),
    ("count", "００", 0),
    ("count", "007", 7),
    ("count", "1,200", 1200),
    ("count", "1，200", 1200),
    ("count", "１２００", 1200),
    ("count", "1 200", 1200),
    ("count", "1　200", 1200),
    ("count", " 12\n", 12),
    ("count", "999,999,999", 999_999_999),
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
    ("telephone", "(0512)68727809", "0512-68727809"),
    ("telephone", "（０５１２）６８７２７８０９", "0512-68727809"),
    ("telephone", "0512－68727809 转 8012", "0512-68727809转8012"),
    ("telephone", "（0512）68727809（转8012）", "0512-68727809转8012"),
    ("telephone", "68727809-8012", "68727809转8012"),
    ("telephone", "68727809#8012", "68727809转8012"),
    ("telephone", "68727809 ext. 8012", "68727809转8012"),
    ("telephone", "0512-68727809-8012", "0512-68727809转8012"),
    ("telephone", "0512-6872-7809", "0512-68727809"),
    ("telephone", "6872-7809-8012", "68727809转8012"),
    ("telephone", "68727809", "68727809"),
    ("telephone", "6872780", "6872780"),
    ("telephone", "0887-8222222", "0887-8222222"),
    ("telephone", "010 6464 1234", "010-64641234"),
    ("telephone", "+86(0)512-68727809", "0512-68727809"),
    ("telephone", "0086-512-68727809", "0512-68727809"),
    ("telephone", "8651268727809", "0512-68727809"),
    ("telephone", "+86 138 1234 5678", "13812345678"),
    ("telephone", "138-1234-5678", "13812345678"),
    ("telephone", "4008208820", "400-820-8820"),
    ("telephone", "12350", "12350"),
    ("telephone", "119", "119"),
    ("telephone", "68727809、68727810", "68727809、68727810"),
    ("telephone", "0512-68727809/13812345678", "0512-68727809、13812345678"),
    ("telephone", "68727809；68727810，68727811", "68727809、68727810、68727811"),
    ("telephone", "68727809 68727810", "68727809、68727810"),
    ("telephone", "+852 23456789", "+852 2345 6789"),
    ("telephone", "00852-2345-6789", "+852 2345 6789"),
    ("telephone", "+1 (650) 253-0000", "+1 650-253-0000"),
    ("telephone", "+44 (0)20 7946 0958 转 12", "+44 20 7946 0958转12"),
    ("mobile", "１３８ １２３４ ５６７８", "13812345678"),
    ("mobile", "+86-138-1234-5678", "13812345678"),
    ("mobile", "8613812345678", "13812345678"),
    ("mobile", "013812345678", "13812345678"),
    ("mobile", "+852 5123 4567", "+852 5123 4567"),
    ("fax", "0512-68727809、68727810", "0512-68727809、68727810"),
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
    ("count", "约200", "not-a-number", "“约200”不是一个确定的数。请填写整数，例如 200。"),
    ("count", "200多人", "not-a-number", "例如 200"),
    ("count", "100-200", "not-a-number", "确定"),
    ("count", "二十来人", "not-a-number", "确定"),
    ("count", "人数200", "not-a-number", "不是一个整数。请填写整数，例如 200。"),
    ("count", "200。", "not-a-number", "200"),
    ("count", "十几", "not-a-number", "确定"),
    ("count", "2000万", "magnitude", "20000000"),
    ("count", "1.2万人次", "magnitude", "12000"),
    ("count", "2w", "magnitude", "20000"),
    ("count", "1亿2000万", "magnitude", "120000000"),
    ("count", "30亿", "too-large", "999999999"),
    ("count", "1000000000", "too-large", "999999999"),
    ("count", "9" * 400, "too-large", "999999999"),
    ("count", "-3", "negative", "负数"),
    ("count", "－３", "negative", "负数"),
    ("count", "负3", "negative", "负数"),
    ("count", "12.5", "fraction", "整数"),
    ("count", "１２．５", "fraction", "整数"),
    ("count", "12.0", "fraction", "请填写 12"),
    ("count", "1,2", "grouping", "请填写 12"),
    ("count", "0,200", "grouping", "请填写 200"),
    ("count", "1、200", "several", "合计"),
    ("count", "100+200", "sum", "300"),
    ("count", "十二", "chinese-numeral", "请填写 12"),
    ("count", "一千二百人次", "chinese-numeral", "1200"),
    ("count", "一百零五", "chinese-numeral", "105"),
    ("count", "两百五", "not-a-number", "整数"),
    ("count", "200人", "unit", "只填数字 200，单位表上已有"),
    ("count", "无", "none-word", "填 0"),
    ("count", "没有", "none-word", "“/”"),
    ("count", "1e3", "not-a-number", "1000"),
    ("count", "٣", "other-digits", "请填写 3"),
    ("count", "②", "other-digits", "请填写 2"),
    ("count", "2²", "other-digits", "“²”"),
    ("count", "½", "other-digits", "“½”"),
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
    ("telephone", "无", "none-word", "“/”"),
    ("telephone", "0512-687278", "too-short", "6位"),
    ("telephone", "0512-687278099", "too-long", "9位"),
    ("telephone", "512-68727809", "area-code", "0512-68727809"),
    ("telephone", "0263-6872780", "area-code", "“026”"),
    ("telephone", "0512-12345678", "bad-start", "1"),
    ("telephone", "668012", "too-short", "6位"),
    ("telephone", "1381234567", "too-short", "10位"),
    ("telephone", "办公室68727809", "not-a-telephone", "“办公室”"),
    ("telephone", "O512-68727809", "not-a-telephone", "“O”"),
    ("telephone", "68727809/10", "too-short", "“10”"),
    ("telephone", "+999 123", "foreign-number", "国际"),
    ("telephone", "、", "not-a-telephone", "没有号码"),
    ("fax", "12350", "service-number", "传真"),
    ("fax", "12350转1", "service-number", "传真"),
    ("fax", "同电话", "same-as", "写出来"),
    ("mobile", "1381234567", "too-short", "只有10位数字，手机号是11位"),
    ("mobile", "138123456789", "too-long", "12位"),
    ("mobile", "12812345678", "bad-start", "12"),
    ("mobile", "0512-68727809转8012", "not-a-mobile", "固定电话"),
    ("mobile", "13812345678转1", "not-a-telephone", "“转”"),
    ("mobile", "13812345678、13912345678", "several", "一个"),
    ("mobile", "13812345678 13912345678", "several", "一个"),
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
    kind = field_type(name)
    parsed = kind.parse(text)
    assert parsed == value and type(parsed) is type(value)
    assert kind.parse(kind.format(parsed)) == parsed


@pytest.mark.parametrize(("name", "text", "code", "words"), REFUSED)
def test_refused(name: str, text: str, code: str, words: str) -> None:
    with pytest.raises(FieldError) as caught:
        field_type(name).parse(text, ("男", "女") if name == "choice" else ())
    assert caught.value.code == code
    assert words in caught.value.message
    assert caught.value.message.endswith("。")


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


def test_heavy_libraries_are_not_imported_for_what_is_usual() -> None:
    script = (
        "import sys; from forms.fields.registry import field_type;"
        "field_type('telephone').parse('0512-68727809');"
        "sys.exit(any(name in sys.modules for name in ('phonenumbers', 'email_validator', 'PySide6')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
