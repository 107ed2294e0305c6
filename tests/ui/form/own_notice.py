"""A user's notice whose form has lines above a table, two tables, a line between them, notes, and a foot of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from forms.declared.catalogue import Catalogue
from forms.notice.notice import Notice

SOURCE: Final = """
format = 2
[notice]
id = "own"
name = "本单位"
title = "关于开展安全生产月活动的通知"
office = "安全生产委员会办公室"
year = 2027
theme = "人人讲安全"
[notice.period]
first = 2027-06-01
last = 2027-06-30
words = "6月1日至30日"

[[obligations]]
id = "table"
what = "活动情况表"
words = "7月1日前报送活动情况表"
due = 2027-07-01
recipient = "安委办"
channels = ["email"]
forms = ["report"]

[forms.report]
name = "活动情况表"
title = "安全生产月活动情况表"
official = true
measure_words = ["场", "人"]
notes = ["注：人数按签到表填写。"]

[[forms.report.blocks]]
kind = "lines"
id = "head"
lines = [
    "填报单位：{head.unit:text}　所在街道：{head.street:text}",
    "兹有我单位于{head.begin:date}起组织开展安全生产月活动，现将活动情况如实填报如下。",
]
[[forms.report.blocks]]
kind = "table"
id = "events"
[[forms.report.blocks.columns]]
id = "item"
share = 1
role = "label"
[[forms.report.blocks.columns]]
id = "report"
share = 3
[[forms.report.blocks.rows]]
id = "talk"
item = "宣讲"
report = "集中宣讲（{talk.sessions}）场，参与（{talk.people}）人。"

[[forms.report.blocks]]
kind = "lines"
id = "between"
lines = ["二、隐患排查情况"]
[[forms.report.blocks]]
kind = "table"
id = "hazards"
[[forms.report.blocks.columns]]
id = "item"
share = 1
role = "label"
[[forms.report.blocks.columns]]
id = "report"
share = 1
[[forms.report.blocks.rows]]
id = "talk"
item = "发现隐患"
report = "{hazards.found}"
[[forms.report.blocks.rows]]
id = "words"
item = "情况说明"
report = "{hazards.words:text}"

[[forms.report.blocks]]
kind = "lines"
foot = true
lines = [
    "审核人（签字）：{lines.reviewer:person}　填表人：{lines.filled_by:person}",
    "联系电话：{lines.phone:telephone}　填报日期：{lines.date:date}",
]
[forms.report.blanks]
"head.unit" = { prefill = "unit.name", required = true }
"head.begin" = { label = "活动开始日期" }
"lines.filled_by" = { prefill = "liaison.name" }
"lines.phone" = { prefill = "liaison.office_phone" }
"lines.date" = { filing_date = true }
"""

#: The blanks in printed order with a text each.
TEXTS: Final = {
    "head.unit": "平江街道社区卫生服务中心",
    "head.street": "平江街道",
    "head.begin": "2027-6-1",
    "talk.sessions": "3",
    "talk.people": "120",
    "hazards.found": "5",
    "hazards.words": "已全部整改",
    "lines.reviewer": "陈安",
    "lines.filled_by": "沈若兰",
    "lines.phone": "0512-68720101",
    "lines.date": "2027年6月28日",
}


def own_notice(folder: Path) -> Notice:
    """The notice, read from a file in ``folder``."""
    (folder / "own.toml").write_text(SOURCE, encoding="utf-8")
    return Catalogue(folder).notice("own")
