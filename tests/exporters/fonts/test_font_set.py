"""Fonts are found, measured and chosen character by character; what no font has is refused by name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest

from exporters.fonts.catalogue import Candidate, Catalogue, catalogue
from exporters.fonts.errors import FontUnavailable, MissingGlyph
from exporters.fonts.finder import find_files, system_name
from exporters.fonts.font import Font, UnusableFont
from exporters.fonts.font_set import ONLY_BUNDLED_SETTING, FontSet
from forms.errors import EnvironmentFailure

SERIF = pylopdf_fonts_zh_cn.serif_path()


@pytest.fixture(scope="module")
def bundled() -> FontSet:
    return FontSet(only_bundled=True)


def system_fonts() -> dict[str, Path]:
    return find_files(catalogue().folders[system_name()])


def test_every_role_ends_with_a_bundled_font() -> None:
    declared = catalogue()
    assert set(declared.roles) == {"title", "body", "heading"}
    assert set(declared.folders) == {"windows", "macos", "linux"}
    for candidates in declared.roles.values():
        assert candidates[-1].bundled in {"serif", "sans"}
    for candidate in [*declared.fallbacks, *(face for many in declared.roles.values() for face in many)]:
        assert bool(candidate.file) != bool(candidate.bundled)


def test_bundled_fonts_only(bundled: FontSet) -> None:
    names = {role: bundled.typeface(role).font.name for role in ("title", "body", "heading")}
    assert names == {
        "title": "NotoSerifSC-Regular",
        "body": "NotoSerifSC-Regular",
        "heading": "NotoSansSC-Regular",
    }
    assert bundled.typeface("title").stroke > 0 == bundled.typeface("body").stroke


def test_the_environment_can_ask_for_bundled_fonts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ONLY_BUNDLED_SETTING, "bundled")
    assert FontSet().typeface("title").font.path == SERIF


def test_every_character_of_gb2312_can_be_printed(bundled: FontSet) -> None:
    rows, cells = range(0xB0, 0xF8), range(0xA1, 0xFF)
    ideographs = "".join(bytes([row, cell]).decode("gb2312", "ignore") for row in rows for cell in cells)
    assert len(ideographs) == 6763
    for role in ("title", "body", "heading"):
        assert all(map(bundled.typeface(role).font.has, ideographs))


def test_widths_are_in_points(bundled: FontSet) -> None:
    body = bundled.typeface("body")
    assert body.width("安全（）　", 12) == pytest.approx(60)
    assert body.width("", 12) == 0
    assert 0 < body.width("12", 12) < 24
    assert body.width("12安", 12) == pytest.approx(body.font.width("12安", 12))


def test_vertical_metrics_are_in_thousandths_of_the_size() -> None:
    font = Font(SERIF)
    assert 700 < font.cap_height < font.ascent < 1300
    assert -400 < font.descent < 0
    assert len(font.bounding_box) == 4


def test_a_rare_character_comes_from_another_font() -> None:
    fonts = FontSet(only_bundled=False)
    if not any(font.has("𠮷") for font in fonts.fallbacks()):
        pytest.skip("no font on this machine has 𠮷 (install fonts-noto-cjk or fonts-babelstone-han)")
    runs = fonts.typeface("body").runs("姓名𠮷田")
    if len(runs) == 1:
        pytest.skip(f"{runs[0].font.name} has 𠮷 itself")
    assert [run.text for run in runs] == ["姓名", "𠮷", "田"]
    assert runs[0].font is runs[2].font is not runs[1].font
    assert fonts.typeface("body").width("𠮷", 10) == pytest.approx(10, abs=0.5)


def test_a_character_that_no_font_has_is_named(bundled: FontSet) -> None:
    with pytest.raises(MissingGlyph) as caught:
        bundled.typeface("body").runs("姓名𠮷", field="姓名")
    assert isinstance(caught.value, EnvironmentFailure)
    assert (caught.value.character, caught.value.field, caught.value.exit_code) == ("𠮷", "姓名", 3)
    assert caught.value.message == (
        "“姓名”一栏：字体里没有“𠮷”（U+20BB7）这个字，无法印出。请安装含有该字的字体（如“宋体-ExtB”），或换一种写法。"
    )
    with pytest.raises(MissingGlyph, match=r"^字体里没有“𠮷”"):
        bundled.typeface("body").width("𠮷", 12)


@pytest.mark.parametrize("character", ["\u200b", "\x07", "\U000e0101", "\ud83d", "\uffff", "\ufdd0"])
def test_an_invisible_character_is_named_by_its_code_alone(bundled: FontSet, character: str) -> None:
    with pytest.raises(MissingGlyph) as caught:
        bundled.typeface("body").runs(f"姓{character}")
    assert caught.value.message.startswith(f"有一个看不见的字符（U+{ord(character):04X}）")
    assert character not in caught.value.message


def test_a_private_use_character_is_not_called_invisible() -> None:
    assert MissingGlyph("\ue863").message.startswith("字体里没有“\ue863”（U+E863）")


def test_a_damaged_or_foreign_file_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"not a font")
    (tmp_path / "simhei.ttf").write_bytes(SERIF.read_bytes()[:5000])
    monkeypatch.setenv("FONTS_OF_THE_TEST", str(tmp_path))
    folders = {
        system_name(): ("$FONTS_OF_THE_TEST", "$NO_SUCH_VARIABLE", str(tmp_path / "missing"), "/missing/*")
    }
    declared = Catalogue(
        roles={"body": (Candidate("simfang.ttf"), Candidate("simhei.ttf"), Candidate(bundled="serif"))},
        fallbacks=(),
        folders=folders,
    )
    assert FontSet(False, declared).typeface("body").font.path == SERIF


def test_without_any_font_the_program_says_so() -> None:
    declared = Catalogue(roles={"body": (Candidate(file="missing.ttf"),)}, fallbacks=(), folders={})
    with pytest.raises(FontUnavailable, match="请重新安装本程序"):
        FontSet(False, declared).typeface("body")


def test_files_are_found_whatever_their_case_and_under_chinese_folders(tmp_path: Path) -> None:
    folder = tmp_path / "张三" / "字体"
    folder.mkdir(parents=True)
    (folder / "SimFang.TTF").symlink_to(SERIF)
    (folder / "readme.txt").write_text("")
    files = find_files((f"{tmp_path}/张三/*", str(tmp_path)))
    assert files == {"simfang.ttf": folder / "SimFang.TTF"}
    assert Font(files["simfang.ttf"]).has("安")


def test_a_face_of_a_collection_is_found_by_its_name() -> None:
    path = system_fonts().get("notoserifcjk-regular.ttc")
    if path is None:
        pytest.skip("no font collection on this machine (install fonts-noto-cjk)")
    assert Font(path, "NotoSerifCJKsc-Regular").name == "NotoSerifCJKsc-Regular"
    with pytest.raises(UnusableFont):
        Font(path, "NotInThere")


def test_only_the_listed_folders_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start-up must not walk a whole disk: a few dozen folders, each read once."""
    read = []
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: read.append(folder) or real(folder))
    fonts = FontSet(only_bundled=False)
    for role in ("title", "body", "heading", "title"):
        fonts.typeface(role)
    assert read
    assert all(read.count(folder) <= 2 for folder in read), "once for its sub-folders, once for its files"
    folders = catalogue().folders[system_name()]
    declared = {Path(os.path.expandvars(folder.removesuffix("/*"))).expanduser() for folder in folders}
    assert all(declared & {Path(folder), Path(folder).parent} for folder in read)


def test_measuring_does_not_import_reportlab() -> None:
    program = "import sys, exporters.fonts.font_set, exporters.typesetting.line_breaker;"
    program += "print('reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
