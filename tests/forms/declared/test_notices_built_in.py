"""The five built-in notices: they load, and their facts are those of the texts they were made from."""

from __future__ import annotations

import datetime
import hashlib
import re
import tomllib
from typing import Any

import pytest

from forms.declared.catalogue import BUILT_IN_FOLDER, Catalogue
from forms.form.checks import check
from forms.form.filing import Filing
from forms.form.finding import Severity
from forms.form.form import Form
from forms.notice.notice import Notice
from forms.values import Filled

CATALOGUE = Catalogue()
IDS = ("diqing-2020", "gusu-2020", "heilongjiang-2020", "jizhou-2020", "xinjiang-2021")
#: Forms made from the common one.
NOT_OFFICIAL = [
    (notice_id, form_id) for notice_id in IDS[2:] for form_id in ("liaison", "statistics")
]  # fmt: skip

#: Fingerprints of the names of the people in the texts: a contact in the program is an office, and the names stand
#: nowhere in it, not even here.
PEOPLE = frozenset(
    re.findall(
        r"\w+",
        """
    5fe39447674d b110daba916c f811d1bf5910 fe524567be3f 3ee671038c03 174d18e58225 37f99ecb5aa0
    2d0c62c20a52 c868a55bfd42 0e4a21516a4a f982fb2a913b 6dfc97882823 fabb49caa709 175a863accdb
    """,
    )
)


def dates(*days: str) -> list[datetime.date]:
    return [datetime.date.fromisoformat(day) for day in days]


@pytest.fixture(params=IDS)
def notice(request: pytest.FixtureRequest) -> Notice:
    return CATALOGUE.notice(request.param)


def test_there_are_five_notices() -> None:
    assert CATALOGUE.ids() == IDS
    assert all(CATALOGUE.notice(notice_id).built_in for notice_id in IDS)


@pytest.mark.parametrize(
    ("notice_id", "obligation_id", "words", "expected"),
    [
        ("gusu-2020", "liaison-and-plan", "6月4日前", dates("2020-06-04")),
        (
            "gusu-2020",
            "weekly-material",
            "6月份每周四前",
            dates("2020-06-04", "2020-06-11", "2020-06-18", "2020-06-25"),
        ),
        ("gusu-2020", "summary-and-statistics", "7月1日前", dates("2020-07-01")),
        ("diqing-2020", "summary-and-material", "7月2日前", dates("2020-07-02")),
        ("heilongjiang-2020", "liaison", "5月29日前", dates("2020-05-29")),
        ("heilongjiang-2020", "summary-and-statistics", "7月3日前", dates("2020-07-03")),
        ("jizhou-2020", "summary-and-statistics", "6月28日", dates("2020-06-28")),
        ("xinjiang-2021", "plan-and-liaison", "2021年5月31日前", dates("2021-05-31")),
        (
            "xinjiang-2021",
            "weekly-material",
            "活动期间每周四",
            dates("2021-06-03", "2021-06-10", "2021-06-17", "2021-06-24"),
        ),
        ("xinjiang-2021", "summary", "2021年7月1日前", dates("2021-07-01")),
        (
            "xinjiang-2021",
            "monthly-case",
            "每月至少在本级主流媒体曝光一个典型案例",
            dates(
                "2021-06-30",
                "2021-07-31",
                "2021-08-31",
                "2021-09-30",
                "2021-10-31",
                "2021-11-30",
                "2021-12-31",
            ),
        ),
    ],
)
def test_due_dates(notice_id: str, obligation_id: str, words: str, expected: list[datetime.date]) -> None:
    obligations = {obligation.id: obligation for obligation in CATALOGUE.notice(notice_id).obligations}
    assert obligations[obligation_id].words == words
    assert list(obligations[obligation_id].schedule.dates()) == expected


@pytest.mark.parametrize(
    ("notice_id", "obligations"),
    [
        ("gusu-2020", 3),
        ("diqing-2020", 1),
        ("heilongjiang-2020", 2),
        ("jizhou-2020", 1),
        ("xinjiang-2021", 4),
    ],
)
def test_no_other_date_is_made_up(notice_id: str, obligations: int) -> None:
    assert len(CATALOGUE.notice(notice_id).obligations) == obligations


@pytest.mark.parametrize(
    ("notice_id", "number", "office", "theme", "campaign", "campaign_end"),
    [
        (
            "gusu-2020",
            "姑苏民卫〔2020〕120号",
            "姑苏区民政和卫生健康局",
            "消除事故隐患，筑牢安全防线",
            "安全生产万里行",
            None,
        ),
        (
            "diqing-2020",
            "",
            "开发区“安全生产月”活动领导小组办公室",
            "消除事故隐患，筑牢安全防线",
            "网上安全生产万里行",
            None,
        ),
        (
            "heilongjiang-2020",
            "黑安办发〔2020〕43号",
            "黑龙江省安委会办公室、黑龙江省应急管理厅",
            "消除事故隐患，筑牢安全防线",
            "安全生产龙江行",
            "2020-12-31",
        ),
        (
            "jizhou-2020",
            "",
            "蓟州区市场监督管理局",
            "消除事故隐患，筑牢安全防线",
            "安全生产专题行",
            "2020-12-31",
        ),
        (
            "xinjiang-2021",
            "",
            "自治区“安全生产月”活动组委会办公室",
            "落实安全责任，推动安全发展",
            "安全生产天山行",
            "2021-12-31",
        ),
    ],
)
def test_head(
    notice_id: str, number: str, office: str, theme: str, campaign: str, campaign_end: str | None
) -> None:
    notice = CATALOGUE.notice(notice_id)
    assert (notice.number, notice.office, notice.theme) == (number, office, theme)
    assert notice.campaign is not None and notice.campaign.name == campaign
    end = notice.campaign.period and notice.campaign.period.last.isoformat()
    assert end == campaign_end
    if notice.campaign.period:
        assert notice.campaign.period.first == datetime.date(notice.year, 6, 1)


def test_the_month_is_june(notice: Notice) -> None:
    assert notice.period.first == datetime.date(notice.year, 6, 1)
    assert notice.period.last == datetime.date(notice.year, 6, 30)
    assert notice.year == (2021 if notice.id == "xinjiang-2021" else 2020)


@pytest.mark.parametrize(
    ("notice_id", "expected"),
    [
        ("gusu-2020", {"telephone": "68727809"}),
        ("diqing-2020", {"telephone": "0887-8388996", "fax": "0887-8388996"}),
        (
            "heilongjiang-2020",
            {
                "telephone": "0451-87012022",
                "fax": "0451-87012022",
                "email": "hljyjxp@163.com",
                "address": "黑龙江省哈尔滨市南岗区文明街11号",
                "postcode": "150000",
                "website": "http://www.hlsafety.gov.cn/",
            },
        ),
        ("jizhou-2020", {}),
        (
            "xinjiang-2021",
            {
                "telephone": "0991-5093157",
                "fax": "0991-5093157",
                "email": "1561822585@qq.com",
                "address": "乌鲁木齐市新市区湖州路1799号",
            },
        ),
    ],
)
def test_contacts(notice_id: str, expected: dict[str, str]) -> None:
    (contact,) = CATALOGUE.notice(notice_id).contacts
    keys = ("telephone", "fax", "email", "address", "postcode", "website")
    assert {key: getattr(contact, key) for key in keys if getattr(contact, key)} == expected


@pytest.mark.parametrize(
    ("notice_id", "obligation_id", "channels", "forms"),
    [
        ("diqing-2020", "summary-and-material", ["paper", "electronic"], []),
        ("heilongjiang-2020", "liaison", [], ["liaison"]),
        ("heilongjiang-2020", "summary-and-statistics", [], ["statistics"]),
        ("jizhou-2020", "summary-and-statistics", ["oa"], ["statistics"]),
        ("xinjiang-2021", "plan-and-liaison", [], ["liaison"]),
        ("xinjiang-2021", "summary", [], []),
    ],
)
def test_channels_and_forms(
    notice_id: str, obligation_id: str, channels: list[str], forms: list[str]
) -> None:
    obligations = {obligation.id: obligation for obligation in CATALOGUE.notice(notice_id).obligations}
    assert list(obligations[obligation_id].channels) == channels
    assert list(obligations[obligation_id].forms) == forms


@pytest.mark.parametrize(
    ("notice_id", "remark"),
    [
        ("gusu-2020", "6月16日"),
        ("diqing-2020", "6月17日（集贸日）"),
        ("heilongjiang-2020", "及时提供"),
        ("heilongjiang-2020", "12350"),
        ("jizhou-2020", "工作信息简报"),
        ("xinjiang-2021", "12350"),
    ],
)
def test_what_has_no_date_is_a_remark(notice_id: str, remark: str) -> None:
    assert any(remark in text for text in CATALOGUE.notice(notice_id).remarks)


def test_activities_and_slogans(notice: Notice) -> None:
    assert len(notice.activities) >= 6
    assert notice.slogans == ()


def _fingerprint(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _texts(content: Any) -> list[str]:
    if isinstance(content, dict):
        return [text for key, value in content.items() if key != "example" for text in _texts(value)]
    if isinstance(content, list):
        return [text for value in content for text in _texts(value)]
    return [str(content)]


@pytest.mark.parametrize("notice_id", IDS)
def test_no_person_and_no_mobile_number_of_the_texts(notice_id: str) -> None:
    source = (BUILT_IN_FOLDER / f"{notice_id}.toml").read_text(encoding="utf-8")
    pieces = {source[at : at + length] for length in (2, 3, 4) for at in range(len(source) - length)}
    assert not PEOPLE & {_fingerprint(piece) for piece in pieces if not piece.isascii()}
    texts = _texts(tomllib.loads(source))
    assert [text for text in texts if re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)] == []


def test_the_text_of_heilongjiang_is_in_simplified_characters() -> None:
    source = (BUILT_IN_FOLDER / "heilongjiang-2020.toml").read_text(encoding="utf-8")
    assert not set(source) & set(
        "關於開發號龍產萬裏習進學貫徹領導幹眾著實結網絡臺專題廣課視頻體驗縣郵聯繫咨詢"
    ) - set("著咨")


def test_which_notices_have_forms() -> None:
    assert {notice_id: tuple(CATALOGUE.notice(notice_id).forms) for notice_id in IDS} == {
        "diqing-2020": (),
        **dict.fromkeys(IDS[1:], ("liaison", "statistics")),
    }


@pytest.mark.parametrize(("notice_id", "form_id"), NOT_OFFICIAL)
def test_a_form_that_is_not_official_says_so_and_where_each_row_is_from(notice_id: str, form_id: str) -> None:
    form = CATALOGUE.form(notice_id, form_id)
    assert not form.official
    assert "不是通知的正式附件" in form.origin and "请以上级下发的附件为准" in form.origin
    assert any("不是通知的正式附件" in note for note in form.sheet.notes)
    assert form.sheet.caption == ""
    for row in form.sheet.rows:
        if not row.is_header:
            assert row.origin.startswith(("通知第", "姑苏区民卫系统2020年")), row.id


@pytest.mark.parametrize(
    ("notice_id", "rows", "blanks"),
    [("heilongjiang-2020", 9, 69), ("jizhou-2020", 10, 57), ("xinjiang-2021", 16, 84)],
)
def test_statistics_made_from_the_common_form(notice_id: str, rows: int, blanks: int) -> None:
    form = CATALOGUE.form(notice_id, "statistics")
    assert len([row for row in form.sheet.rows if not row.is_header]) == rows
    assert len(form.body) == blanks
    assert {blank.type for blank in form.body} <= {"count", "text"}
    assert {rule.code for rule in form.rules} >= {"people-without-sessions", "fewer-people-than-sessions"}


def test_own_activities_of_each_notice_have_rows() -> None:
    expected = {
        "heilongjiang-2020": ("leaders_talk.sessions", "volunteers.sessions", "region_tour.sessions"),
        "jizhou-2020": ("observation.companies", "technical.sessions", "drills.sessions", "briefs.briefs"),
        "xinjiang-2021": (
            "three_violations.enterprises",
            "commitment.sessions",
            "punishment.units",
            "training.people",
            "cases.exposed",
            "into_schools.sessions",
            "culture_models.enterprises",
        ),
    }
    for notice_id, blank_ids in expected.items():
        assert set(blank_ids) <= set(CATALOGUE.form(notice_id, "statistics").by_id)


def _all_forms() -> list[Form]:
    return [form for notice_id in IDS for form in CATALOGUE.notice(notice_id).forms.values()]


@pytest.mark.parametrize("form", _all_forms(), ids=lambda form: f"{form.notice_id}/{form.id}")
def test_every_example_is_complete_and_checks_clean(form: Form) -> None:
    assert list(form.example) == [blank.id for blank in form.body]
    filled = {blank_id: Filled(text) for blank_id, text in form.example.items()}
    findings = check(form, Filing(form.notice_id, form.id, filled))
    assert [finding for finding in findings if finding.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("form", _all_forms(), ids=lambda form: f"{form.notice_id}/{form.id}")
def test_every_blank_has_a_readable_label_of_its_own(form: Form) -> None:
    labels = [blank.label for blank in form.blanks]
    assert len(set(labels)) == len(labels)
    for blank in form.blanks:
        assert 2 <= len(blank.label) <= 60, blank.id
        assert not re.search(r"^[个家人场次·、，]|[（）{}]{2}|^）|·$", blank.label), blank.label
        assert blank.label.count("（") == blank.label.count("）"), blank.label
        if blank.type == "count":
            assert blank.unit, blank.id
            assert "（　）" in blank.sentence, blank.id
