"""A notice from elsewhere is checked, then copied under its id, and nothing is ever overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from tests.forms.notice_files import VALID
from tests.ui.shell.dropping.dropped_samples import notice_file
from ui.shell.dropping.own_notice import add_notice


def test_it_is_copied_under_its_id_and_can_be_read(tmp_path: Path) -> None:
    source = notice_file(tmp_path, "通知（1）.toml.txt")
    folder = tmp_path / "notices"
    assert add_notice(source, folder, Catalogue(folder)).id == "own"
    assert [path.name for path in folder.iterdir()] == ["own.toml"]
    assert (folder / "own.toml").read_bytes() == source.read_bytes()
    assert Catalogue(folder).notice("own").name == "本单位 2027"


@pytest.mark.parametrize("name", ["own.toml", "OWN.toml"])
def test_one_that_is_there_stays_as_it_is(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "notices"
    folder.mkdir()
    kept = folder / name
    kept.write_text(VALID.replace('"own"', f'"{kept.stem}"'), "utf-8")
    before = kept.read_bytes()
    with pytest.raises(InputError, match="没有改动"):
        add_notice(notice_file(tmp_path, text=VALID + "\n"), folder, Catalogue(folder))
    assert kept.read_bytes() == before
    assert list(folder.iterdir()) == [kept]


def test_a_file_of_that_name_which_is_no_notice_stays_too(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    folder.mkdir()
    catalogue = Catalogue(folder)
    catalogue.ids()
    source = notice_file(tmp_path)
    (folder / "own.toml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"已经有“own\.toml”"):
        add_notice(source, folder, catalogue)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("notice_id", ["../own", "a/b", "con", "a:b"])
def test_an_id_that_leads_elsewhere_is_refused(tmp_path: Path, notice_id: str) -> None:
    source = notice_file(tmp_path, text=VALID.replace('id = "own"', f'id = "{notice_id}"'))
    with pytest.raises(InputError):
        add_notice(source, tmp_path / "notices", Catalogue(tmp_path / "notices"))
    assert not (tmp_path / "notices").exists()
    assert not (tmp_path / "own.toml").is_symlink()
