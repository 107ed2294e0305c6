"""By fax: the resolution that was chosen, forms set for it, and a cover that tells what goes along."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from exporters.fax.pages import FINE, RESOLUTIONS, STANDARD
from exporters.fax.tiff import received_pages
from exporters.handing_in.fax_way import COVER_SHEET, RESOLUTION, FaxWay, _cover, preview_fax
from exporters.handing_in.order import NO, YES
from forms.progress import no_progress
from tests.exporters.fax_samples import drawn, frame
from tests.exporters.packet_examples import PROFILE, order_of, task_of

GUSU = ("gusu-2020", "liaison-and-plan")


def test_it_goes_in_the_resolution_that_was_chosen(tmp_path: Path) -> None:
    order = order_of(task_of(*GUSU), tmp_path)
    assert preview_fax(order, no_progress).resolution is FINE
    for resolution in RESOLUTIONS.values():
        chosen = replace(order, choices={RESOLUTION: resolution.id, COVER_SHEET: YES})
        fax = preview_fax(chosen, no_progress)
        assert fax.resolution is resolution
        assert {page.height for page in received_pages(fax.data)} == {resolution.lines}
    (path,) = FaxWay().carry_out(replace(order, choices={RESOLUTION: STANDARD.id}), no_progress).paths
    assert "标准分辨率" in FaxWay().describe(path.read_bytes())


def test_a_form_is_set_so_that_the_guard_has_nothing_to_say(tmp_path: Path) -> None:
    """Printed for paper, the same form has type and lines that a fax loses."""
    order = order_of(task_of(), tmp_path)
    for resolution in RESOLUTIONS:
        chosen = replace(order, choices={RESOLUTION: resolution, COVER_SHEET: NO})
        assert preview_fax(chosen, no_progress).advice == ()


def test_the_cover_has_the_check_code_of_each_form_that_goes_along(tmp_path: Path) -> None:
    task = task_of(*GUSU)
    order = order_of(task, tmp_path)
    assert _cover(order).check_code == task.forms[0].check_code
    assert _cover(replace(order, forms=tuple((form, ()) for form in task.forms))).check_code == ""


def test_a_form_that_was_not_chosen_is_not_faxed(tmp_path: Path) -> None:
    plan = tmp_path / "活动方案.pdf"
    plan.write_bytes(drawn(frame).data)
    order = replace(order_of(task_of(*GUSU), tmp_path, plan, formats=()), choices={COVER_SHEET: NO})
    written = FaxWay().carry_out(order, no_progress)
    assert len(received_pages(written.paths[0].read_bytes())) == 1
    assert written.contents.forms == ()


def test_the_letter_typed_stands_on_the_cover_and_in_the_record(tmp_path: Path) -> None:
    order = order_of(task_of(*GUSU), tmp_path, fax="0512-68720000", contact="李四", recipient="综合处")
    cover = _cover(order)
    assert (cover.to_fax, cover.contact, cover.to) == ("0512-68720000", "李四", "综合处")
    assert (cover.sender, cover.phone) == (PROFILE["unit.name"], PROFILE["liaison.office_phone"])
    kept = dict(FaxWay().carry_out(order, no_progress).contents.cover)
    assert kept == {
        "收件单位": "综合处",
        "主题": order.letter.subject,
        "联系人": "李四",
        "收件传真": "0512-68720000",
    }
