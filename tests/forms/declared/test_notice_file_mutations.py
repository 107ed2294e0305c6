"""A notice file changed at random is read or refused in words; nothing else ever happens."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.errors import InputError
from forms.form.checks import check
from forms.form.filing import Filing
from forms.values import Filled
from tests.forms.notice_files import OWN_LINES, VALID, VALID_2, load

#: What a slip of the pen, a wrong guess or malice might put in place of a value.
VALUES = (
    '""', '"x"', "1", "-1", "0", "9999999999999999999999", "1.5", "inf", "nan", "true", "[]", "[1]", '["x"]', "{}",
    '{ text = "x", columns = 2 }', "2027-06-01", "9999-12-31", "0001-01-01", "2027-06-01T00:00:00", "12:00:00",
    '"{x}"', '"{x:date}"', '"（{launch.sessions}）次"', '"not"', '"((("', '"people"', '"filled(people)"', '"1 > 0"',
    '"sessions"', '"gusu-2020/statistics"', '"own/statistics"', '"month"', '"\\u0000"', '"\\U0010ffff"', "'''\n\n'''",
)  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn) -> str:
    lines = draw(
        st.sampled_from([VALID, VALID_2, VALID_2.replace("[forms.statistics.blanks]\n", OWN_LINES)])
    ).split("\n")
    chance = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 4))):
        at = chance.randrange(len(lines))
        kind = draw(st.sampled_from(["value", "delete", "double", "swap", "cut", "insert", "key"]))
        if kind == "value" and "=" in lines[at]:
            lines[at] = lines[at].split("=")[0] + "= " + draw(st.sampled_from(VALUES))
        elif kind == "delete":
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "swap":
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "cut":
            end = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:end] + lines[at][end + draw(st.integers(0, 4)) :]
        elif kind == "insert":
            end = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:end] + draw(st.text(max_size=4)) + lines[at][end:]
        elif kind == "key":
            name = draw(
                st.sampled_from(
                    [
                        "id",
                        "use",
                        "base",
                        "header",
                        "continues",
                        "each",
                        "text",
                        "kind",
                        "lines",
                        "foot",
                        "room",
                    ]
                )
            )
            lines[at] = f"{name} = {draw(st.sampled_from(VALUES))}"
    return "\n".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notices")


@given(mutations())
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_changed_file_is_read_or_refused(folder: Path, source: str) -> None:
    """What is read can also be checked, empty and with its example."""
    try:
        notice = load(folder, source)
    except InputError as error:
        assert "own.toml" in error.message
        return
    for form in notice.forms.values():
        filled = {blank_id: Filled(text) for blank_id, text in form.example.items()}
        check(form, Filing("own", form.id))
        check(form, Filing("own", form.id, filled))
