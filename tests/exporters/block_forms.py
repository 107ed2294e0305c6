"""Forms made of several blocks, as a notice of one's own may declare them: lines above a table, two tables, no table."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from forms.declared.catalogue import Catalogue
from forms.form.document import Document, make_blank_document, make_document
from forms.form.filing import Filing
from forms.form.form import Form
from forms.values import Filled

_NOTICE = """format = 2

[notice]
id = "blocks"
name = "本单位 2027"
title = "关于开展安全生产月活动的通知"
office = "某区应急管理局"
year = 2027
theme = "人人讲安全"

[notice.period]
first = 2027-06-01
last = 2027-06-30
words = "6月1日至30日"

[forms.above]
name = "活动月报"
caption = "附件3"
title = "某区“安全生产月”活动月报表"
official = true
notes = ["注：本表于每月5日前报送。"]
measure_words = ["场", "人次"]
[[forms.above.blocks]]
kind = "lines"
id = "head"
lines = ["填报单位（盖章）：{head.unit:text}　统计月份：{head.month:text}", "联系地址：{head.address:text}"]
[[forms.above.blocks]]
kind = "table"
[[forms.above.blocks.columns]]
id = "item"
share = 1
role = "label"
align = "center"
[[forms.above.blocks.columns]]
id = "report"
share = 3
[[forms.above.blocks.rows]]
id = "header"
header = true
item = "项目"
report = "落实情况"
[[forms.above.blocks.rows]]
id = "launch"
item = "启动仪式"
report = "举办启动仪式（{launch.sessions}）场，参与（{launch.people}）人次。"
[[forms.above.blocks]]
kind = "lines"
id = "foot"
foot = true
lines = [
    "审核人：{foot.reviewer:person}　填表人：{foot.writer:person}",
    "联系电话：{foot.phone:telephone}　填报日期：{foot.date:date}",
]
[forms.above.blanks]
"head.unit" = { prefill = "unit.name", room = 16 }
"foot.date" = { filing_date = true }
[forms.above.example]
"head.unit" = "某区平江街道社区卫生服务中心"
"head.month" = "2027年6月"
"head.address" = "某区平江路100号"
"launch.sessions" = "3"
"launch.people" = "120"
"foot.reviewer" = "欧阳测试"
"foot.writer" = "沈若兰"
"foot.phone" = "0512-68720101"
"foot.date" = "2027-06-28"

[forms.twotables]
name = "检查登记表"
title = "安全生产检查登记表"
official = true
[[forms.twotables.blocks]]
kind = "lines"
id = "first"
lines = ["一、基本情况"]
[[forms.twotables.blocks]]
kind = "table"
id = "card"
[[forms.twotables.blocks.columns]]
id = "label1"
share = 1
role = "label"
align = "center"
[[forms.twotables.blocks.columns]]
id = "value1"
share = 2
[[forms.twotables.blocks.columns]]
id = "label2"
share = 1
role = "label"
align = "center"
[[forms.twotables.blocks.columns]]
id = "value2"
share = 2
[[forms.twotables.blocks.rows]]
id = "who"
label1 = "单位"
value1 = "{unit:text}"
label2 = "联系人"
value2 = "{contact:person}"
[[forms.twotables.blocks]]
kind = "lines"
id = "second"
lines = ["二、隐患清单（截至{until:date}）"]
[[forms.twotables.blocks]]
kind = "table"
id = "list"
[[forms.twotables.blocks.columns]]
id = "number"
share = 1
align = "center"
[[forms.twotables.blocks.columns]]
id = "what"
share = 6
[[forms.twotables.blocks.columns]]
id = "done"
share = 3
[[forms.twotables.blocks.rows]]
id = "header"
header = true
number = "序号"
what = "隐患"
done = "整改情况"
ROWS
[forms.twotables.example]
unit = "某区平江街道社区卫生服务中心"
contact = "沈若兰"
until = "2027-06-28"
"row1.what" = "消防通道堆放杂物"
"row1.done" = "当场整改"

[forms.nottable]
name = "承诺书"
title = "安全生产承诺书"
official = true
default_lines = false
[[forms.nottable.blocks]]
kind = "lines"
lines = [
    "本单位郑重承诺：严格遵守安全生产法律法规，落实安全生产主体责任，共有职工{staff}人，已全部参加安全生产培训。",
    "承诺单位：{unit:text}",
    "负责人：{head:person}　日期：{date:date}",
]
[forms.nottable.blanks]
unit = { prefill = "unit.name", room = 16 }
date = { filing_date = true }
[forms.nottable.example]
staff = "86"
unit = "某区平江街道社区卫生服务中心"
"""

_ROW = """[[forms.twotables.blocks.rows]]
id = "row{number}"
number = "{number}"
what = "{{row{number}.what:text}}"
done = "{{row{number}.done:text}}"
"""

FORMS = ("above", "twotables", "nottable")


@cache
def _catalogue() -> Catalogue:
    with tempfile.TemporaryDirectory() as folder:
        rows = "".join(_ROW.format(number=number) for number in range(1, 25))
        (Path(folder) / "blocks.toml").write_text(_NOTICE.replace("ROWS\n", rows), "utf-8")
        catalogue = Catalogue(Path(folder))
        catalogue.notice("blocks")
        return catalogue


def block_form(form_id: str) -> Form:
    return _catalogue().form("blocks", form_id)


def filled_form(form_id: str, **more: str) -> Document:
    """The form with its example in it, and ``more`` texts by blank id (two underscores for a dot)."""
    form, notice = block_form(form_id), _catalogue().notice("blocks")
    texts = {**form.example, **{key.replace("__", "."): text for key, text in more.items()}}
    filing = Filing("blocks", form_id, {key: Filled(text) for key, text in texts.items()})
    return make_document(form, filing, notice_title=notice.title, period_first=notice.period.first)[0]


def blank_form(form_id: str) -> Document:
    notice = _catalogue().notice("blocks")
    return make_blank_document(
        block_form(form_id), notice_title=notice.title, period_first=notice.period.first
    )
