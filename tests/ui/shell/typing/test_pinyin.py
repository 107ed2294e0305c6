"""Chinese typed as on a Chinese Linux desktop: pinyin through Fcitx 5, which PySide6 has no plug-in for, into every kind of field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop import Desktop, Window, desktop, until, what_is_missing, window

pytestmark = pytest.mark.skipif(
    bool(what_is_missing()), reason=f"没有 {what_is_missing()}，没有用真正的输入法打过汉字"
)


@pytest.fixture(scope="module")
def typing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desktop, Window]]:
    """A desktop, and the window on it as it is where the desktop names Fcitx for Qt."""
    folder = tmp_path_factory.mktemp("pinyin")
    with desktop(folder / "home") as own, window(own, folder / "data", QT_IM_MODULE="fcitx") as shown:
        yield own, shown


def type_pinyin(typing: tuple[Desktop, Window], pinyin: str) -> str:
    """Type into the field with the focus, take the first candidate, and give what was written."""
    own, shown = typing
    own.use_pinyin()
    before = shown.state()["text"]
    own.type(pinyin)
    assert pinyin[0] not in shown.state()["text"], "the letters came through"
    own.key("space")
    assert until(lambda: shown.state()["text"] not in ("", before)), "nothing was written"
    return str(shown.state()["text"])


@pytest.mark.parametrize(
    ("form", "blank"), [("liaison", "name"), ("statistics", "launch.means"), ("statistics", "lines.unit")]
)
def test_into_blanks(typing: tuple[Desktop, Window], form: str, blank: str) -> None:
    shown = typing[1]
    assert shown.ask(do="page", name=f"form:{form}")
    assert until(lambda: shown.ask(do="blank", name=blank))
    assert type_pinyin(typing, "zhongguo").endswith("中国")
    assert shown.ask(do="hint") == ""


def test_a_composition_longer_than_the_blank_is_seen_whole(typing: tuple[Desktop, Window]) -> None:
    own, shown = typing
    shown.ask(do="page", name="form:liaison")
    assert until(lambda: shown.ask(do="blank", name="gender"))
    own.use_pinyin()
    narrow = shown.state()["width"]
    own.type("zhonghuarenmingongheguo")
    assert until(lambda: len(shown.state()["composition"]) > 20)
    composing = shown.state()
    assert composing["width"] > composing["needed"] > narrow
    own.key("space")
    assert until(lambda: shown.state()["text"] == "中华人民共和国")
    assert until(lambda: shown.state()["width"] == narrow)


def test_into_the_profile(typing: tuple[Desktop, Window]) -> None:
    shown = typing[1]
    shown.ask(do="page", name="settings")
    shown.go_to("单位名称")
    assert "中国" in type_pinyin(typing, "zhongguo")


def test_into_a_note_of_the_record(typing: tuple[Desktop, Window]) -> None:
    shown = typing[1]
    shown.ask(do="page", name="record")
    shown.click("添加回执/备注")
    shown.go_to("回执或备注内容")
    assert type_pinyin(typing, "zhongguo") == "中国"
    shown.click("取消")


def test_into_the_letter_of_a_packet(typing: tuple[Desktop, Window]) -> None:
    shown = typing[1]
    shown.ask(do="page", name="workbench")
    shown.click("报送…")
    shown.click("邮件草稿")
    for field in ("收件单位", "正文"):
        shown.go_to(field)
        assert "中国" in type_pinyin(typing, "zhongguo")
    shown.click("取消")


@pytest.mark.parametrize("variables", [{}, {"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULES": "fcitx;xim"}])
def test_whatever_the_desktop_names(
    typing: tuple[Desktop, Window], tmp_path: Path, variables: dict[str, str]
) -> None:
    own = typing[0]
    with window(own, tmp_path / "data", **variables) as shown:
        shown.ask(do="page", name="form:liaison")
        assert until(lambda: shown.ask(do="blank", name="name"))
        assert until(lambda: shown.state()["window"])
        assert type_pinyin((own, shown), "zhongguo") == "中国"
