"""从单位资料填入: what the profile would change, blank by blank, also what came from it earlier and differs now."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from forms.declared.catalogue import Catalogue
from forms.form.filing import Filing
from forms.storage.store import Store
from forms.values import Filled, Source
from tests.ui.form.open_form import OpenForm
from tests.ui.window_helpers import answer
from ui.form.proposals.dialog import ProposalsDialog
from ui.form.proposals.from_profile import from_profile

FORM = Catalogue().form("gusu-2020", "liaison")


def test_what_the_profile_would_change() -> None:
    profile = {
        "unit.name": "平江医院",
        "liaison.name": "沈若兰",
        "liaison.mobile": "13800051234",
        "liaison.qq": "",
    }
    filled = {
        "unit": Filled("平江卫生院", Source.UNIT),
        "name": Filled("陈安"),
        "fax": Filled("0512-68720102", Source.UNIT),
        "qq": Filled("100012345"),
    }
    found = from_profile(FORM, profile, Filing("gusu-2020", "liaison", filled))
    assert [(one.blank_id, one.before, one.after, one.taken) for one in found] == [
        ("name", "陈安", Filled("沈若兰", Source.UNIT), False),
        ("mobile", "", Filled("13800051234", Source.UNIT), True),
        ("fax", "0512-68720102", Filled("", Source.UNIT), False),
        ("unit", "平江卫生院", Filled("平江医院", Source.UNIT), True),
    ]
    assert [one.remark for one in found] == [
        "现在的内容：手工填写。",
        "",
        "单位资料里已经清空。",
        "单位资料后来改过。",
    ]


def test_a_profile_that_changed_is_brought_in_by_one_key_and_undone_in_one_step(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    opened = OpenForm(qtbot, qapp, store, "liaison")
    session = opened.page.session
    before = session.filing.texts
    assert before["name"] == "沈若兰"
    store.first_unit().save_profile({"unit.name": "平江医院", "liaison.name": "沈若竹"})

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ProposalsDialog)
        assert [dialog.model.words(row)[:3] for row in range(dialog.model.rowCount())] == [
            (FORM.by_id["name"].label, "沈若兰", "沈若竹"),
            (FORM.by_id["unit"].label, before["unit"], "平江医院"),
        ]
        assert dialog.accept_button.text().startswith("填入 2 处")
        dialog.accept_button.click()

    answer(act)
    opened.page.prefill.trigger()
    assert session.filled("name") == Filled("沈若竹", Source.UNIT)
    assert session.filled("unit") == Filled("平江医院", Source.UNIT)
    assert opened.page.status.text() == "从单位资料填入了 2 处，可以撤销。"
    assert session.undo()
    assert session.filing.texts == before


def test_nothing_to_fill_in_is_said(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenForm(qtbot, qapp, store, "liaison")
    opened.page.prefill.trigger()
    assert opened.page.status.text() == "表上的内容和单位资料一样，没有可以填入的。"
