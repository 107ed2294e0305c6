"""A user's own notice file in both formats, and how a test reads or has it refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.notice.notice import Notice

VALID = """format = 1
slogans = ["人人讲安全"]

[notice]
id = "own"
name = "本单位 2027"
title = "关于开展安全生产月活动的通知"
office = "某区应急管理局"
year = 2027
theme = "人人讲安全"
remarks = ["说明"]

[notice.period]
first = 2027-06-01
last = 2027-06-30
words = "6月1日至30日"

[notice.campaign]
name = "安全生产万里行"
period = { first = 2027-06-01, last = 2027-12-31, words = "到12月" }

[[obligations]]
id = "weekly"
what = "材料"
words = "每周四前"
repeat = "thursday"
first = 2027-06-01
last = 2027-06-30
recipient = "办公室"
channels = ["email"]
material = ["照片"]

[[obligations]]
id = "table"
what = "统计表"
words = "7月1日前"
due = 2027-07-01
recipient = "办公室"
forms = ["statistics"]

[[contacts]]
office = "办公室"
telephone = "0512-68727809"

[[activities]]
title = "启动"
text = "举办启动仪式。"

[forms.statistics]
name = "统计表"
title = "活动统计表"
official = true
measure_words = ["场", "人次"]

[[forms.statistics.columns]]
id = "item"
share = 1
[[forms.statistics.columns]]
id = "report"
share = 3

[[forms.statistics.rows]]
id = "header"
header = true
item = "项目"
report = "情况"

[[forms.statistics.rows]]
id = "launch"
item = "启动"
report = "举办（{launch.sessions}）场，参与（{launch.people}）人次。"

[[forms.statistics.rows]]
id = "means"
item = "形式"
report = "{means:choice}"

[forms.statistics.blanks]
means = { choices = ["线上", "线下"] }

[[forms.statistics.rules]]
code = "people-without-sessions"
severity = "error"
each = "sentence"
when = "people > 0"
needs = "sessions > 0"
field = "sessions"
message = "“{sentence}”：填了{people}，{sessions.label}没有填。"

[forms.statistics.example]
"launch.sessions" = "1"
"launch.people" = "20"
means = "线上"
"""


#: The same notice in the present format: the form's table is a block of its own.
VALID_2 = (
    VALID.replace("format = 1", "format = 2")
    .replace(
        "[[forms.statistics.columns]]",
        '[[forms.statistics.blocks]]\nkind = "table"\n[[forms.statistics.columns]]',
        1,
    )
    .replace("[[forms.statistics.columns]]", "[[forms.statistics.blocks.columns]]")
    .replace("[[forms.statistics.rows]]", "[[forms.statistics.blocks.rows]]")
)


#: What a notice may declare in place of the usual lines for stamp and signature.
OWN_LINES = """
[[forms.statistics.blocks]]
kind = "lines"
foot = true
lines = [
    "审核人（签字）：{lines.reviewer:person}　填表人：{lines.filled_by:person}",
    "联系电话：{lines.phone:telephone}　填报日期：{lines.date:date}",
]
[forms.statistics.blanks]
"lines.phone" = { prefill = "liaison.office_phone", required = true }
"lines.date" = { filing_date = true }
"""


def load(folder: Path, source: str | bytes, name: str = "own.toml") -> Notice:
    """The notice that stands in ``source``, read from a file of this name in the user's ``folder``."""
    content = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    (folder / name).write_bytes(content)
    return Catalogue(folder).notice(Path(name).stem)


def refusal(folder: Path, source: str | bytes) -> str:
    """Why ``source`` is refused: one Chinese sentence that names the file."""
    with pytest.raises(InputError) as caught:
        load(folder, source)
    message = caught.value.message
    assert "own.toml" in message
    assert message.endswith("。") and "\n" not in message
    return message
