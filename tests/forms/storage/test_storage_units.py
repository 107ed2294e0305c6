"""Several units in one store: nothing of one is seen in another; set aside, settled, voided, seen at a glance."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from forms.errors import InputError
from forms.notice.settlement import Settlement
from forms.packet import Preparation, newest_by_occurrence
from forms.storage.office.units import NoticeInUse, Unit
from forms.storage.store import Store
from forms.values import Filled
from tests.forms.kept_packets import CONTENTS, DISPATCH, NEW_FILES, NOW, open_store
from tests.packets import send_packet

OCCURRENCE = ("liaison-and-plan", 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def test_units_never_see_each_other(store: Store) -> None:
    one, two = store.first_unit(), store.add_unit({"unit.name": "乙单位", "unit.address": ""})
    one.save_profile({"unit.name": "甲单位"})
    one.write("gusu-2020", "liaison", {"name": Filled("沈若兰")})
    one.set_setting("notice", "gusu-2020")
    one.use_notice("gusu-2020")
    one.settle("gusu-2020", OCCURRENCE, "已另行报送")
    packet = send_packet(one, CONTENTS, NEW_FILES, DISPATCH)
    assert two.profile() == {"unit.name": "乙单位"}
    assert not two.filing("gusu-2020", "liaison").filled
    assert (two.setting("notice"), two.notices_in_use(), two.settlements("gusu-2020")) == ("", (), {})
    assert two.packets() == ()
    for forbidden in (
        lambda: two.packet(packet.id),
        lambda: two.void(packet.id, "误"),
        lambda: two.add_dispatch(packet.id, DISPATCH),
        lambda: two.add_receipt(packet.dispatches[0].id, "收到"),
    ):
        with pytest.raises(InputError):
            forbidden()
    assert store.listed_units() == (Unit(1, "甲单位", False), Unit(two.unit_id, "乙单位", False))


def test_a_unit_is_set_aside_and_brought_back_with_everything(store: Store) -> None:
    one, two = store.first_unit(), store.add_unit({"unit.name": "乙单位"})
    for unit in (one, two):
        unit.use_notice("gusu-2020")
    two.write("gusu-2020", "liaison", {"name": Filled("李明")})
    store.set_unit_aside(two.unit_id, True)
    assert [unit.is_set_aside for unit in store.listed_units()] == [False, True]
    assert [under.unit.id for under in store.overview()] == [one.unit_id]
    with pytest.raises(InputError, match="只剩这一个单位"):
        store.set_unit_aside(one.unit_id, True)
    store.set_unit_aside(two.unit_id, False)
    assert [under.unit.id for under in store.overview()] == [one.unit_id, two.unit_id]
    assert two.filing("gusu-2020", "liaison").text("name") == "李明"


def test_settled_in_words_and_opened_again(store: Store) -> None:
    unit = store.first_unit()
    unit.settle("gusu-2020", OCCURRENCE, " 本单位不适用 ")
    assert unit.settlements("gusu-2020") == {OCCURRENCE: Settlement("本单位不适用", NOW)}
    unit.settle("gusu-2020", OCCURRENCE, "已另行报送")
    assert unit.settlements("gusu-2020")[OCCURRENCE].words == "已另行报送"
    unit.settle("gusu-2020", OCCURRENCE, "")
    assert unit.settlements("gusu-2020") == {}


def test_a_packet_is_voided_with_a_reason_and_stays(store: Store) -> None:
    unit = store.first_unit()
    first = send_packet(unit, CONTENTS, NEW_FILES, DISPATCH)
    second = send_packet(unit, replace(CONTENTS, corrects=first.id), NEW_FILES, DISPATCH)
    with pytest.raises(InputError, match="原因"):
        unit.void(second.id, "　")
    voided = unit.void(second.id, "登记错了")
    assert voided.voiding is not None and voided.voiding.reason == "登记错了"
    assert [packet.id for packet in unit.packets()] == [first.id, second.id]
    assert newest_by_occurrence(unit.packets())[OCCURRENCE].id == first.id
    assert unit.take_voiding_back(second.id).voiding is None
    assert newest_by_occurrence(unit.packets())[OCCURRENCE].id == second.id


def test_how_a_packet_was_put_together_and_the_units_name_are_kept(store: Store) -> None:
    unit = store.first_unit()
    preparation = Preparation(
        "mail", (("recipient", "应急处"), ("text", "您好：\n")), ("text",), ("/a/b.docx",), 5_000_000
    )
    contents = replace(CONTENTS, unit="甲单位")
    unit.keep_pending(contents, NEW_FILES, way="mail", preparation=preparation)
    (waiting,) = unit.pending("gusu-2020")
    assert (waiting.preparation, waiting.contents.unit) == (preparation, "甲单位")
    unit.confirm_pending("gusu-2020", OCCURRENCE, DISPATCH)
    unit.save_profile({"unit.name": "改名后的单位"})
    (packet,) = unit.packets()
    assert (packet.preparation, packet.contents) == (preparation, contents)


def test_a_preparation_that_cannot_be_read_is_passed_over(store: Store) -> None:
    unit = store.first_unit()
    unit.keep_pending(CONTENTS, NEW_FILES, way="mail", preparation=Preparation("mail"))
    unit.confirm_pending("gusu-2020", OCCURRENCE, DISPATCH)
    for wrong in (
        "",
        "[]",
        "[" * 5000,
        '{"way": 1}',
        '{"way":"m","letter":[["a",1]],"edited":[],"further":[],"mailbox":0}',
    ):
        store._access.connection.execute("UPDATE packet_preparation SET content = ?", (wrong,))
        assert unit.packets()[0].preparation is None


def test_the_overview_asks_as_often_for_many_units_as_for_one(store: Store) -> None:
    unit = store.first_unit()
    unit.use_notice("gusu-2020")
    send_packet(unit, CONTENTS, NEW_FILES, DISPATCH)
    asked: list[str] = []
    store._access.connection.set_trace_callback(asked.append)
    store.overview()
    once = len(asked)
    store._access.connection.set_trace_callback(None)
    for number in range(10):
        another = store.add_unit({"unit.name": f"单位{number}"})
        another.use_notice("gusu-2020")
        another.use_notice("xinjiang-2021")
        another.write("gusu-2020", "liaison", {"name": Filled("沈若兰")})
        send_packet(another, CONTENTS, NEW_FILES, DISPATCH)
    asked.clear()
    store._access.connection.set_trace_callback(asked.append)
    overview = store.overview()
    assert len(asked) == once <= 20
    assert len(overview) == 21
    assert all(under.filings["liaison"].text("name") == "沈若兰" for under in overview[1::2])
    assert [len(under.packets) for under in overview[:3]] == [1, 1, 0]


def test_the_overview_is_what_each_unit_tells(store: Store) -> None:
    unit = store.add_unit({"unit.name": "乙单位"})
    unit.use_notice("gusu-2020")
    unit.write("gusu-2020", "liaison", {"name": Filled("沈若兰")})
    send_packet(unit, CONTENTS, NEW_FILES, DISPATCH)
    unit.settle("gusu-2020", ("weekly-material", 2), "已另行报送")
    unit.keep_pending(replace(CONTENTS, number=2), NEW_FILES, way="mail")
    (under,) = store.overview()
    assert under.unit.label == "乙单位"
    assert under.filings == {"liaison": unit.filing("gusu-2020", "liaison")}
    assert under.packets == unit.packets("gusu-2020")
    assert under.settled == unit.settlements("gusu-2020")
    assert under.waiting == {("liaison-and-plan", 2)}
    unit.rest_notice("gusu-2020")
    assert store.overview() == ()
    assert unit.notices_in_use() == (NoticeInUse("gusu-2020", True),)


def test_moments_are_kept_to_the_microsecond(store: Store) -> None:
    unit = store.first_unit()
    unit.settle("n", ("o", 1), "w")
    assert unit.settlements("n")["o", 1].made_at == NOW.astimezone(datetime.UTC)
