"""The cover sheet: taken from notice, unit and obligation, read from VALUES.json, drawn like any form."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from exporters.fax.cover import Cover, cover_for, cover_form, cover_pdf, read_cover
from exporters.fax.fax import make_fax
from exporters.fax.pages import FINE, STANDARD
from exporters.pdfium.reading import PdfSource
from forms.declared.catalogue import Catalogue
from forms.errors import AnyueError, InputError
from tests.exporters.fax_samples import drawn, frame

PROFILE = {
    "unit.name": "姑苏区平江街道社区卫生服务中心",
    "liaison.name": "沈若兰",
    "liaison.office_phone": "0512-68720101",
    "liaison.fax": "0512-68720102",
}
COVER = Cover(to="应急保障处", sender="平江街道", date="2020-06-28", subject="报送统计表")


def words(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    try:
        assert len(pdf) == 1
        return re.sub(r"\s", "", pdf[0].get_textpage().get_text_range())
    finally:
        pdf.close()


def cover_of(notice_id: str, number: int) -> Cover:
    notice = Catalogue().notice(notice_id)
    day = datetime.date(2020, 6, 28)
    return cover_for(notice, notice.obligations[number], PROFILE, day, ("F9UT-CAEE", "4KDR-7XMH"))


def test_everything_is_taken_from_notice_unit_and_obligation() -> None:
    page = words(cover_pdf(cover_of("gusu-2020", 2), 4, FINE))
    for piece in (
        "收件单位姑苏区民政和卫生健康局应急保障处",
        "收件电话68727809",
        "发件单位姑苏区平江街道社区卫生服务中心",
        "联系人沈若兰",
        "联系电话0512-68720101",
        "发件传真0512-68720102",
        "日期2020年6月28日",
        "共4页（含本页）",
        "校验码F9UT-CAEE、4KDR-7XMH",
        "事由报送总结报告和统计表",
    ):
        assert piece in page, piece
    assert "填报单位" not in page and "第1页" not in page


@pytest.mark.parametrize("notice_id", Catalogue().ids())
def test_every_obligation_of_every_notice_has_a_cover(notice_id: str) -> None:
    for number in range(len(Catalogue().notice(notice_id).obligations)):
        cover = cover_of(notice_id, number)
        assert cover.to in words(cover_pdf(cover, 2, STANDARD)).replace("\n", "") or len(cover.to) > 20


def test_the_number_of_a_notice_with_a_fax_is_on_the_cover() -> None:
    assert cover_of("diqing-2020", 0).to_fax == "0887-8388996"


@pytest.mark.parametrize("at", [FINE, STANDARD], ids=lambda at: at.id)
def test_the_cover_goes_first_counts_itself_and_is_legible(at: Any) -> None:
    fax = make_fax([drawn(frame, frame)], at, COVER)
    assert fax.pages == 3 and fax.advice == ()
    assert fax.data == make_fax([drawn(frame, frame)], at, COVER).data


def write(folder: Path, content: Any) -> Path:
    path = folder / "封面.json"
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


VALUES = {"to": "应急保障处", "from": "平江街道", "date": "2020.6.28", "subject": "报送统计表"}


def test_the_cover_is_read_from_values_json(tmp_path: Path) -> None:
    cover = read_cover(
        write(tmp_path, {"values": {**VALUES, "to_phone": "0512-68727809 转 8012", "pages": 3}})
    )
    assert cover == replace(COVER, date="2020.6.28", to_phone="0512-68727809 转 8012", pages="3")
    assert "2020年6月28日" in words(cover_pdf(cover, 3, FINE))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"values": {**VALUES, "too": "x"}}, "可用的有：to（收件单位）"),
        ({"values": {**VALUES, "date": "昨天"}}, "传真封面有误"),
        ({"values": {**VALUES, "to": ""}}, "传真封面有误"),
        ({"values": {**VALUES, "to": ["a"]}}, "应是一段文字"),
        ({"values": {**VALUES, "pages": "三"}}, "传真封面有误"),
        ({"values": VALUES, "colour": "red"}, "不认识的项目"),
        ([], "最外层"),
        ({"values": 3}, "values"),
    ],
)
def test_wrong_values_are_refused_by_name(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_cover(write(tmp_path, content))
    assert said in caught.value.message


def test_files_that_are_no_values_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for content in (b"\xff\xfe", b"{", b"[" * 100_000, b" " * 6_000_000):
        path.write_bytes(content)
        with pytest.raises(InputError):
            read_cover(path)
    with pytest.raises(AnyueError):
        read_cover(tmp_path / "none.json")


def test_a_wrong_number_of_pages_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        make_fax([drawn(frame)], FINE, replace(COVER, pages="5"))
    assert "共5页" in caught.value.message and "共2页" in caught.value.message
    assert make_fax([drawn(frame)], FINE, replace(COVER, pages="2")).pages == 2


def test_very_long_texts_stay_on_the_page() -> None:
    long = replace(COVER, subject="报送“安全生产月”活动情况统计表和总结报告，" * 12, remark="请查收。" * 60)
    assert make_fax([PdfSource("封面.pdf", cover_pdf(long, 1, STANDARD))], STANDARD).advice == ()
    assert words(cover_pdf(long, 1, STANDARD)).count("请查收。") == 60


def test_the_example_of_the_form_is_a_good_cover() -> None:
    assert set(cover_form().example) <= set(cover_form().by_id)
