"""The other ways: what each carries, keeps and says; which one is proposed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from exporters.fax.tiff import received_pages
from exporters.handing_in.draft_folder import WORDS_FILE
from exporters.handing_in.fax_way import COVER_SHEET, preview_fax
from exporters.handing_in.letter import Letter
from exporters.handing_in.order import LARGEST_PACKET, NO, Order
from exporters.handing_in.remarks import remarks
from exporters.handing_in.ways import WAYS, proposed_way, way_called
from forms.channel import Channel
from forms.errors import InputError
from forms.file_role import FileRole
from forms.form.finding import Severity
from forms.progress import no_progress
from tests.exporters.fax_samples import drawn, frame
from tests.exporters.packet_examples import order_of, sent_packet, task_of


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "材料"
    folder.mkdir()
    path = folder / "活动方案.pdf"
    path.write_bytes(drawn(frame).data)
    return path


def test_each_way_is_called_its_own_and_serves_its_channels() -> None:
    assert len({way.id for way in WAYS}) == len({way.key for way in WAYS}) == len(WAYS)
    assert all(way_called(way.id) is way for way in WAYS)
    with pytest.raises(KeyError):
        way_called("pigeon")
    for channel in Channel:
        assert len([way for way in WAYS if channel in way.proposed_for]) == 1
    assert all(set(way.proposed_for) <= set(way.channels) for way in WAYS)


@pytest.mark.parametrize(
    ("channels", "forms", "way_id"),
    [
        ((Channel.FAX, Channel.EMAIL), True, "fax"),
        ((Channel.FAX, Channel.EMAIL), False, "mail"),
        ((Channel.PAPER,), False, "print"),
        ((Channel.OA,), True, "folder"),
        ((Channel.ELECTRONIC,), True, "zip"),
        ((Channel.QQ,), True, "mail"),
        ((), True, "mail"),
    ],
)
def test_the_way_proposed_is_the_notices(channels: tuple[Channel, ...], forms: bool, way_id: str) -> None:
    task = task_of()
    obligation = replace(task.obligation, channels=channels)
    task = replace(
        task,
        occurrence=replace(task.occurrence, obligation=obligation),
        forms=task.forms if forms else (),
    )
    assert proposed_way(task).id == way_id


def test_without_channel_and_address_it_is_the_zip() -> None:
    task = task_of("gusu-2020", "liaison-and-plan")
    task = replace(
        task, occurrence=replace(task.occurrence, obligation=replace(task.obligation, channels=()))
    )
    assert proposed_way(task).id == "zip"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.id)
def test_each_way_keeps_the_form_in_its_role_and_what_was_sent(way, plan: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    order = order_of(task_of(), tmp_path, plan, formats=way.formats)
    written = way.carry_out(order, no_progress)
    roles = [(file.role, file.form_id) for file in written.files]
    assert roles.count((FileRole.FORM, "statistics")) == len(way.formats)
    assert roles.count((FileRole.FURTHER, "")) == 1
    (further,) = [file for file in written.files if file.role is FileRole.FURTHER]
    assert (further.name, further.content) == (plan.name, plan.read_bytes())
    (outer,) = [file for file in written.files if file.role in (FileRole.SENT, FileRole.COVER)]
    if way.suffix:
        assert outer.content == written.paths[0].read_bytes()
    assert written.contents.forms[0].form_id == "statistics"
    assert written.contents.cover == tuple(written.contents.cover) and all(
        text for _, text in written.contents.cover
    )


@pytest.mark.parametrize("way_id", ["fax", "print"])
def test_what_has_no_pages_is_named_and_left_behind(way_id: str, plan: Path, tmp_path: Path) -> None:
    way = way_called(way_id)
    video = tmp_path / "启动仪式.mp4"
    video.write_bytes(b"v")
    order = order_of(task_of(), tmp_path, plan, video)
    assert any("“启动仪式.mp4”不是 PDF" in finding.message for finding in remarks(order, way))
    assert video.name not in [file.name for file in way.carry_out(order, no_progress).files]


def wrong_fax(order: Order) -> Letter:
    return replace(order.letter, fax="传真同上")


def test_a_fax_says_its_pages_and_times_from_its_own_bytes(plan: Path, tmp_path: Path) -> None:
    way = way_called("fax")
    order = order_of(task_of("gusu-2020", "liaison-and-plan"), tmp_path, plan)
    written = way.carry_out(order, no_progress)
    data = written.paths[0].read_bytes()
    pages = len(received_pages(data))
    fax = preview_fax(order, no_progress)
    assert fax.data == data and pages == fax.pages == 3
    said = way.describe(data)
    assert f"共 {pages} 页，精细分辨率" in said and "传真速度 9600 约" in said
    without = replace(order, choices={COVER_SHEET: NO})
    assert preview_fax(without, no_progress).pages == 2
    assert any("没有收件传真号" in finding.message for finding in way.remarks(order))
    assert way.remarks(order_of(order.task, tmp_path, fax="68720000")) == []
    (wrong,) = way.remarks(order_of(order.task, tmp_path, fax="传真同上"))
    assert wrong.severity is Severity.ERROR and "收件传真" in wrong.message
    assert way.remarks(replace(order, letter=wrong_fax(order), choices={COVER_SHEET: NO})) == []


def test_the_number_of_another_recipient_is_not_on_the_cover(tmp_path: Path) -> None:
    from exporters.handing_in.fax_way import _cover

    task = task_of("gusu-2020", "liaison-and-plan", corrects=None)
    assert _cover(order_of(task, tmp_path)).to_phone == "68727809"
    other = _cover(order_of(task, tmp_path, recipient="别的处", subject="方案", contact="李四"))
    assert (other.to, other.to_phone, other.subject, other.contact) == ("别的处", "", "方案", "李四")
    corrected = _cover(order_of(replace(task, corrects=sent_packet(task)), tmp_path))
    assert "本次为更正件，替代我单位6月1日 10:30" in corrected.remark


def test_paper_is_one_file_of_all_pages(plan: Path, tmp_path: Path) -> None:
    written = way_called("print").carry_out(order_of(task_of(), tmp_path, plan), no_progress)
    (sent,) = [file for file in written.files if file.role is FileRole.SENT]
    counts = []
    for file in written.files:
        assert isinstance(file.content, bytes)
        with PdfDocument(file.content) as pages:
            counts.append(len(pages))
    assert counts[written.files.index(sent)] * 2 == sum(counts)
    assert written.paths == () and list(tmp_path.iterdir()) == [plan.parent]


def test_a_folder_holds_the_letter_without_a_limit(plan: Path, tmp_path: Path) -> None:
    order = order_of(task_of(), tmp_path, plan, text="各位：\n　　请查收。", mailbox=100_000)
    (folder,) = way_called("folder").carry_out(order, no_progress).paths
    words = (folder / WORDS_FILE).read_text("utf-8-sig")
    assert "各位：\n　　请查收。\n\n附件（共2个" in words


def test_a_zip_holds_every_byte(plan: Path, tmp_path: Path) -> None:
    written = way_called("zip").carry_out(order_of(task_of(), tmp_path, plan), no_progress)
    with zipfile.ZipFile(io.BytesIO(written.paths[0].read_bytes())) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside == {file.name: file.content for file in written.files if file.role is not FileRole.SENT}


def test_the_check_list_has_the_worst_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = task_of("gusu-2020", "liaison-and-plan")
    way = way_called("zip")
    assert remarks(order_of(task, tmp_path, tmp_path / "活动方案.docx"), way) == ()
    found = remarks(order_of(task, tmp_path, formats=()), way)
    assert [finding.code for finding in found] == ["handing-in.form-left-out", "handing-in.material-missing"]
    large = tmp_path / "活动方案.mp4"
    with large.open("wb") as stream:
        stream.truncate(LARGEST_PACKET + 1)
    found = remarks(order_of(task, tmp_path, large, formats=()), way)
    assert (found[0].severity, found[0].code) == (Severity.ERROR, "handing-in.too-large")
    with pytest.raises(InputError, match="超过"):
        way.carry_out(order_of(task, tmp_path, large), no_progress)
    assert list(tmp_path.glob("*.zip")) == []


def test_nothing_chosen_is_refused(tmp_path: Path) -> None:
    for way in WAYS:
        with pytest.raises(InputError):
            way.carry_out(order_of(task_of(), tmp_path, formats=()), no_progress)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way_id", ["mail", "zip", "folder"])
def test_no_file_takes_the_name_of_what_is_sent_or_of_the_words_to_copy(way_id: str, tmp_path: Path) -> None:
    way = way_called(way_id)
    folder = tmp_path / "材料"
    folder.mkdir()
    (target,) = way.targets(order_of(task_of(), tmp_path))
    files = [folder / (target.name or "x"), folder / WORDS_FILE]
    for path in files:
        path.write_bytes(path.name.encode())
    written = way.carry_out(order_of(task_of(), tmp_path, *files), no_progress)
    names = [file.name for file in written.files]
    assert len(set(names)) == len(names)
    further = [file for file in written.files if file.role is FileRole.FURTHER]
    assert [file.content for file in further] == [path.read_bytes() for path in files]
    assert not {file.name for file in further} & {target.name, WORDS_FILE}


@pytest.mark.parametrize("way_id", ["mail", "zip", "folder", "print"])
def test_files_that_are_too_large_together_are_refused(
    way_id: str, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = plan.with_name("方案附件.pdf")
    second.write_bytes(plan.read_bytes())
    monkeypatch.setattr("exporters.handing_in.parts.LARGEST_PACKET", 2 * plan.stat().st_size - 1)
    way = way_called(way_id)
    with pytest.raises(InputError, match="一共超过"):
        way.carry_out(order_of(task_of(), tmp_path, plan, second), no_progress)
    assert list(tmp_path.iterdir()) == [plan.parent]
    way.carry_out(order_of(task_of(), tmp_path, plan), no_progress)
