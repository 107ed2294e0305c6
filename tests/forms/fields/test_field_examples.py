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
    ("person", "张\u200d三", "张三"),
    ("person", "王⼩⽅", "王小方"),
    ("person", "姓名：张三", "张三"),
    ("person", "岩", "岩"),
    ("person", "张三，", "张三"),
    ("person", "བཀྲ་ཤིས་", "བཀྲ་ཤིས་"),
    ("fax", "电话：无", "无"),
    ("fax", "未配传真设备", "无"),
    ("qq", "无此号", "无"),
    ("wechat", "VX anyue2020", "anyue2020"),
    ("wechat", "anyue2020，", "anyue2020"),
    ("person", "بەختىيار", "بەختىيار"),
    ("text", "姑苏区⾦⻔街道社区卫⽣服务中⼼", "姑苏区金门街道社区卫生服务中心"),
    ("text", "姑苏区\u200d卫生站\u2069", "姑苏区卫生站"),
    ("text", "石路\u00a01号\ufffc", "石路 1号"),
    ("long-text", "一\t二", "一 二"),
    *(
        ("qq", text, "无")
        for text in ("无", "無", "没有", "暂无", "无QQ", "没有QQ号", "（无）", "本单位无QQ。", "—")
    ),
    *(("fax", text, "无") for text in ("无传真", "未装传真机", "暂时没有传真", "没有传真号码", "-")),
    *(("wechat", text, "无") for text in ("无", "无微信", "不用微信", "未开通")),
    *(("email", text, "无") for text in ("无", "没有邮箱", "暂无电子邮箱")),
    *(("telephone", text, "无") for text in ("无", "无办公电话", "没有座机")),
    *(("mobile", text, "无") for text in ("无", "没有手机号")),
    ("email", "a1@163.com，", "a1@163.com"),
    ("email", "邮箱：a1@163.com", "a1@163.com"),
    ("email", "电子邮箱a1@163.com", "a1@163.com"),
    ("email", "email@163.com", "email@163.com"),
    ("wechat", "wxid_abc123", "wxid_abc123"),
    ("wechat", "手机号：13812345678", "13812345678"),
    ("qq", "QQ号 12345", "12345"),
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
    ("person", "x", "too-short", "完整"),
    ("person", "张3", "digit", "“3”"),
    ("person", "张②", "digit", "“②”"),
    ("person", "张三！", "symbol", "“!”"),
    ("person", "张三·", "symbol", "“·”"),
    ("person", "张\ue863", "private-character", "U+E863"),
    ("person", "张三、李四", "several-people", "一个人"),
    ("person", "张三 李四", "space", "几个人"),
    ("person", "张三\t女", "several-cells", "“张三⇥女”"),
    ("person", "null", "none-word", "请填写姓名"),
    ("text", "一\t二", "several-cells", "格子"),
    ("text", "一\ufffd二", "garbled", "乱码"),
    ("text", "一\ufdd0二", "control-character", "U+FDD0"),
    ("long-text", "一\n" * 501 + "二", "too-long", "500行"),
    ("qq", "10001\t20002", "several-cells", "“10001⇥20002”"),
    ("qq", "10001\n20002", "several-cells", "换行"),
    ("qq", "10001、20002", "several", "几个"),
    ("qq", "无传真", "not-a-number", "无传真"),
    ("qq", "null", "none-word", "填“无”"),
    ("qq", "待定", "not-yet", "还不是"),
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
    *(
        ("wechat", text, "same-as", "写出来")
        for text in ("同手机号", "微信同手机", "手机同号", "与手机号相同", "手机号")
    ),
    ("email", "zhang@", "no-domain", "后面"),
    ("email", "zhang@163", "no-domain", "后面"),
    ("email", "zhang163.com", "no-at", "@"),
    ("email", "@163.com", "no-name", "前面"),
    ("email", "a@163.com；b@163.com", "several", "一个"),
    ("email", "张三@163.com", "not-ascii", "“张”"),
    ("email", "zhang@163，com", "comma", "zhang@163.com"),
    ("email", "zhang@163,,com", "comma", "例如 zhangsan@163.com"),
    ("email", "zhang@qq.con", "domain-typo", ".com"),
    ("email", "zhang..san@163.com", "not-an-address", "有效"),
    ("date", "待定", "not-yet", "定下来"),
    ("date", "43986", "not-a-date", "2020年6月4日"),
    ("date", "2020-06-04 08:30", "not-a-date", "如果是 2020年6月4日"),
    ("date", "2020年6月4日上午", "not-a-date", "如果是 2020年6月4日"),
    ("date", "200604", "not-a-date", "如果是 2020年6月4日"),
    ("person", "张三（女）", "symbol", "后面的“（女）”不是姓名"),
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


#: type, text, the remark's code and whether it asks: what is taken, but not without a word.
REMARKED = [
    *(("person", text, "one-character", True) for text in ("岩", "普")),
    *(("person", text, "placeholder", True) for text in ("同上", "待定", "张某", "李某某", "张XX", "本人")),
    *(("person", text, "several-people", True) for text in ("张三和李四", "张三等")),
    *(("person", text, "gender", True) for text in ("李明 女", "张 男")),
    *(("person", text, "title", True) for text in ("王 主任", "李明 主任", "王主任", "张三先生", "副站长")),
    ("count", "1 200", "grouped", False),
    ("count", "1　200", "grouped", False),
    ("telephone", "传真：68727809", "other-label", True),
    ("mobile", "微信：13812345678", "other-label", True),
    ("qq", "微信号：12345", "other-label", True),
]

#: What needs no word: the usual ways to spread a name, to group digits, to say what kind of number it is.
UNREMARKED = [
    ("person", "张　三"),
    ("person", "张 三"),
    ("person", "买买提·艾力"),
    ("count", "1,200"),
    ("telephone", "电话：68727809"),
    ("telephone", "手机13812345678"),
    ("telephone", "电话/传真：68727809"),
    ("fax", "传真 68727809"),
    ("wechat", "QQ12345"),
    ("qq", "无"),
    ("qq", "/"),
    ("qq", ""),
]


@pytest.mark.parametrize(("name", "text", "code", "asks"), REMARKED)
def test_remarked(name: str, text: str, code: str, asks: bool) -> None:
    kind = field_type(name)
    kind.parse(text)
    (remark,) = kind.remarks(text)
    assert (remark.code, remark.asks) == (code, asks)
    assert remark.message.endswith("。")


@pytest.mark.parametrize(("name", "text"), UNREMARKED)
def test_unremarked(name: str, text: str) -> None:
    field_type(name).parse(text)
    assert field_type(name).remarks(text) == ()


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
