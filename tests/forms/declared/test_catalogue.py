"""The catalogue: built-in notices and the user's own side by side."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from forms.declared.catalogue import BUILT_IN_FOLDER, Catalogue
from forms.errors import EnvironmentFailure, InputError

OWN = """format = 1
[notice]
id = "{id}"
name = "本单位"
title = "通知"
office = "某局"
year = 2027
theme = "主题"
period = {{ first = 2027-06-01, last = 2027-06-30, words = "6月" }}
"""
FORM = """
[forms.statistics]
base = "{base}"
official = true
"""


def write(folder: Path, notice_id: str, more: str = "", name: str = "") -> None:
    (folder / f"{name or notice_id}.toml").write_text(OWN.format(id=notice_id) + more, encoding="utf-8")


def test_own_notices_come_after_the_built_in_ones(tmp_path: Path) -> None:
    write(tmp_path, "b-2027")
    write(tmp_path, "a-2027")
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    catalogue = Catalogue(tmp_path)
    assert catalogue.ids() == (*Catalogue().ids(), "a-2027", "b-2027")
    assert not catalogue.notice("a-2027").built_in
    assert catalogue.notice("gusu-2020").built_in
    assert catalogue.own_problems() == {}
    assert [notice.id for notice in catalogue.readable()] == list(catalogue.ids())


def test_the_folder_need_not_exist(tmp_path: Path) -> None:
    assert Catalogue(tmp_path / "none").ids() == Catalogue().ids()


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("[", encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    assert "broken" in catalogue.ids()
    assert catalogue.notice("gusu-2020") is catalogue.notice("gusu-2020")


def test_a_notice_or_form_that_is_not_there(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    with pytest.raises(InputError, match=r"“moon-1969”.*gusu-2020"):
        catalogue.notice("moon-1969")
    with pytest.raises(InputError, match=r"“diqing-2020”.*“liaison”.*无"):
        catalogue.form("diqing-2020", "liaison")
    with pytest.raises(InputError, match="liaison、statistics"):
        catalogue.form("gusu-2020", "other")
    with pytest.raises(InputError):
        catalogue.notice("../notices/gusu-2020")


def test_problems_are_told_by_file_name(tmp_path: Path) -> None:
    write(tmp_path, "good-2027")
    write(tmp_path, "other", name="wrong-id")
    (tmp_path / "broken.toml").write_text("[", encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    problems = catalogue.own_problems()
    assert list(problems) == ["broken.toml", "wrong-id.toml"]
    assert all(name in problem.message for name, problem in problems.items())
    assert "notice.id" in problems["wrong-id.toml"].message
    assert [notice.id for notice in catalogue.readable()] == [*Catalogue().ids(), "good-2027"]


def test_the_id_of_a_built_in_notice_is_taken(tmp_path: Path) -> None:
    write(tmp_path, "gusu-2020")
    catalogue = Catalogue(tmp_path)
    assert catalogue.ids() == Catalogue().ids()
    assert catalogue.notice("gusu-2020").built_in
    (problem,) = catalogue.own_problems().values()
    assert "gusu-2020.toml" in problem.message and "自带" in problem.message
    assert "gusu-2020" in [notice.id for notice in catalogue.readable()]


def test_forms_made_from_one_another_in_a_ring(tmp_path: Path) -> None:
    write(tmp_path, "a", FORM.format(base="b"))
    write(tmp_path, "b", FORM.format(base="a"))
    with pytest.raises(InputError, match=r"a\.toml.*a → b → a"):
        Catalogue(tmp_path).notice("a")


def test_a_chain_of_forms(tmp_path: Path) -> None:
    write(tmp_path, "n0", FORM.format(base="gusu-2020"))
    for number in range(1, 14):
        write(tmp_path, f"n{number}", FORM.format(base=f"n{number - 1}"))
    assert len(Catalogue(tmp_path).form("n3", "statistics").body) == 69
    with pytest.raises(InputError, match="10层"):
        Catalogue(tmp_path).notice("n13")


def test_a_mistake_in_the_base_is_told_of_the_base(tmp_path: Path) -> None:
    write(tmp_path, "a", FORM.format(base="b"))
    (tmp_path / "b.toml").write_text("[", encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.toml"):
        Catalogue(tmp_path).notice("a")


def test_the_built_in_folder_holds_nothing_else() -> None:
    assert {path.suffix for path in BUILT_IN_FOLDER.iterdir()} == {".toml"}


def test_a_folder_that_may_not_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(EnvironmentFailure, match=r"通知文件夹.*没有权限"):
        Catalogue(tmp_path / "notices").ids()


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("我的.toml.txt", "我的.toml"),
        ("a.TOML", "a.toml"),
        ("a.toml (1)", "a.toml"),
        ("a.toml（2）", "a.toml"),
        ("a.toml.download", "a.toml"),
        ("a.toml - 副本.txt", "a.toml"),
    ],
)
def test_a_notice_file_named_otherwise_is_said(tmp_path: Path, name: str, right: str) -> None:
    (tmp_path / name).write_text("", "utf-8")
    (problem,) = Catalogue(tmp_path).own_problems().values()
    assert f"“{name}”没有读" in problem.message and f"改名为“{right}”" in problem.message


@pytest.mark.parametrize("name", ["备注.docx", "toml.txt", "说明.txt", "atoml"])
def test_other_files_in_the_folder_are_no_notices(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("", "utf-8")
    assert not Catalogue(tmp_path).own_problems()


def test_a_prefill_from_an_entry_that_there_is_none_of(tmp_path: Path) -> None:
    text = (BUILT_IN_FOLDER / "gusu-2020.toml").read_text("utf-8").replace('"gusu-2020"', '"own"', 1)
    (tmp_path / "own.toml").write_text(text.replace('"liaison.qq"', '"liaison.qqq"'), "utf-8")
    with pytest.raises(InputError, match=r"qq\.prefill.*没有“liaison\.qqq”.*liaison\.qq、"):
        Catalogue(tmp_path).notice("own")
