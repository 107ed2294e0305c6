"""Checks: required blanks, field types, rules, confirmations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.declared.catalogue import Catalogue
from forms.form.checks import check, errors, printed
from forms.form.filing import Confirmation, Filing
from forms.form.finding import Finding, Severity
from forms.form.form import Form
from forms.values import Filled

CATALOGUE = Catalogue()
STATISTICS = CATALOGUE.form("gusu-2020", "statistics")
LIAISON = CATALOGUE.form("gusu-2020", "liaison")
ALL_FORMS = [form for notice_id in CATALOGUE.ids() for form in CATALOGUE.notice(notice_id).forms.values()]


def filing(form: Form, values: dict[str, str], confirmations: tuple[Confirmation, ...] = ()) -> Filing:
    filled = {blank_id: Filled(text) for blank_id, text in values.items()}
    return Filing(form.notice_id, form.id, filled, confirmations=confirmations)


def found(form: Form, values: dict[str, str]) -> set[tuple[str, str, str]]:
    findings = check(form, filing(form, values))
    return {
        (finding.field, finding.severity.value, finding.code)
        for finding in findings
        if finding.severity is not Severity.NOTE
    }


@pytest.mark.parametrize("form", ALL_FORMS, ids=lambda form: f"{form.notice_id}/{form.id}")
def test_every_example_is_complete_and_clean(form: Form) -> None:
    assert set(form.example) == {blank.id for blank in form.body}
    assert check(form, filing(form, dict(form.example))) == ()


def test_an_empty_liaison_form_misses_its_six_required_blanks() -> None:
    findings = check(LIAISON, filing(LIAISON, {}))
    assert [finding.field for finding in errors(findings)] == [
        "name",
        "position",
        "office_phone",
        "fax",
        "qq",
        "unit",
    ]
    assert {finding.code for finding in errors(findings)} == {"required"}
    assert {finding.field for finding in findings if finding.severity is Severity.NOTE} == {
        "gender",
        "mobile",
        "wechat",
        "email",
        "address",
    }


def test_an_empty_table_has_only_advice() -> None:
    findings = check(STATISTICS, filing(STATISTICS, {}))
    assert [finding.field for finding in findings] == [blank.id for blank in STATISTICS.body]
    assert {finding.severity for finding in findings} == {Severity.NOTE}


def test_not_applicable_does_not_fill_a_required_blank() -> None:
    assert ("name", "error", "required") in found(LIAISON, {**LIAISON.example, "name": "/"})


@pytest.mark.parametrize("field", ["fax", "qq", "office_phone"])
@pytest.mark.parametrize(
    ("text", "shown"), [("无", "无"), ("暂无", "无"), ("没有", "无"), ("/", "/"), ("／", "/")]
)
def test_a_required_contact_that_a_unit_does_not_have_is_answered(field: str, text: str, shown: str) -> None:
    findings = check(LIAISON, filing(LIAISON, {**LIAISON.example, field: text}))
    assert [(one.field, one.severity, one.code) for one in findings] == [
        (field, Severity.NOTE, "required-none")
    ]
    assert printed(LIAISON.by_id[field], text) == shown


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("unit", "无", "required-none"),
        ("position", "待定", "required-none"),
        ("name", "岩", "one-character"),
        ("name", "张某", "placeholder"),
        ("name", "王 主任", "title"),
    ],
)
def test_what_is_asked_about_can_be_confirmed(field: str, text: str, code: str) -> None:
    values = {**LIAISON.example, field: text}
    assert found(LIAISON, values) == {(field, "warning", code)}
    confirmation = Confirmation(field, code, "就是这样", text)
    (finding,) = check(LIAISON, filing(LIAISON, values, (confirmation,)))
    assert finding.confirmed


def test_a_number_in_two_parts_is_read_as_one_with_a_word_about_it() -> None:
    findings = check(STATISTICS, filing(STATISTICS, {"study.sessions": "1", "study.people": "1 200"}))
    (finding,) = [one for one in findings if one.field == "study.people"]
    assert (finding.severity, finding.code) == (Severity.NOTE, "grouped") and "1200" in finding.message


def test_what_cannot_be_right_is_printed_without_what_cannot_be_seen() -> None:
    assert printed(STATISTICS.by_id["study.people"], " 约\u2066200\u2069 ") == "约200"


SENTENCES = sorted(
    {
        sentence
        for sentence, blanks in STATISTICS.sentences.items()
        if {"sessions", "people"} <= {b.role for b in blanks}
    }
)


def test_the_sentences_with_both_blanks_are_the_printed_ones() -> None:
    assert SENTENCES == [
        "companies",
        "innovation",
        "into_communities",
        "into_enterprises",
        "into_families",
        "into_schools",
        "into_villages",
        "law",
        "leaders",
        "online_training",
        "open_day_events",
        "study",
        "training",
        "warning_films",
    ]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("sessions", ["", "0", "/"])
def test_people_without_sessions(sentence: str, sessions: str) -> None:
    values = {f"{sentence}.people": "120", f"{sentence}.sessions": sessions}
    assert (f"{sentence}.sessions", "error", "people-without-sessions") in found(STATISTICS, values)
    values[f"{sentence}.sessions"] = "1"
    assert (f"{sentence}.sessions", "error", "people-without-sessions") not in found(STATISTICS, values)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_fewer_people_than_sessions_is_a_warning(sentence: str) -> None:
    values = {f"{sentence}.people": "2", f"{sentence}.sessions": "3"}
    assert (f"{sentence}.people", "warning", "fewer-people-than-sessions") in found(STATISTICS, values)
    values[f"{sentence}.people"] = "3"
    assert (f"{sentence}.people", "warning", "fewer-people-than-sessions") not in found(STATISTICS, values)


@pytest.mark.parametrize("role", ["sessions", "people"])
def test_leaders_lectures_beyond_all_lectures(role: str) -> None:
    values = {f"leaders.{role}": "4", f"companies.{role}": "3"}
    assert (f"leaders.{role}", "error", "part-beyond-whole") in found(STATISTICS, values)
    values[f"companies.{role}"] = "4"
    assert (f"leaders.{role}", "error", "part-beyond-whole") not in found(STATISTICS, values)


def test_the_three_live_formats_share_their_people() -> None:
    assert ("live.interviews", "error", "people-without-sessions") in found(STATISTICS, {"live.people": "9"})
    assert found(STATISTICS, {"live.people": "9", "live.lectures": "1"}) == set()
    assert ("live.people", "warning", "fewer-people-than-sessions") in found(
        STATISTICS, {"live.people": "2", "live.lectures": "1", "live.tutorials": "2"}
    )


def test_a_rule_waits_until_its_blanks_can_be_read() -> None:
    findings = found(STATISTICS, {"study.people": "约200", "study.sessions": "0"})
    assert [finding for finding in findings if finding[1] == "error"] == [
        ("study.people", "error", "not-a-number")
    ]


def test_messages_speak_of_the_sentence_and_the_numbers() -> None:
    finding = errors(check(STATISTICS, filing(STATISTICS, {"study.people": "120"})))[0]
    assert "安排理论学习中心组专题学习" in finding.message and "120" in finding.message
    assert "{" not in finding.message


@pytest.mark.parametrize("form", ALL_FORMS, ids=lambda form: f"{form.notice_id}/{form.id}")
def test_every_rule_can_fail_and_its_message_is_whole(form: Form) -> None:
    """Each declared rule is broken on purpose: some assignment of small numbers must produce its finding."""
    declared = {(rule.code, rule.when, rule.needs, rule.message): rule for rule in form.rules}
    for rule in declared.values():
        names = list(dict.fromkeys(rule.names.values()))
        produced: list[Finding] = []
        for large in [set(), *({name} for name in names)]:
            for high in ("2", "3000000"):
                for low in ("", "0", "1"):
                    values = {name: high if name in large else low for name in names}
                    values = {
                        n: ("会议" if t and form.by_id[n].type != "count" else t) for n, t in values.items()
                    }
                    produced += [
                        finding for finding in check(form, filing(form, values)) if finding.code == rule.code
                    ]
        mine = [
            finding
            for finding in produced
            if finding.field == rule.field and finding.severity is rule.severity
        ]
        assert mine, f"{rule.code} at {rule.field} never fails"
        assert all(finding.message.endswith("。") and "{" not in finding.message for finding in mine)


def test_a_confirmed_warning_keeps_its_reason_until_the_text_changes() -> None:
    confirmation = Confirmation("study.people", "fewer-people-than-sessions", "线上学习，一人多场", "2")
    values = {"study.people": "2", "study.sessions": "3"}
    finding = next(
        finding
        for finding in check(STATISTICS, filing(STATISTICS, values, (confirmation,)))
        if finding.field == "study.people"
    )
    assert finding.reason == "线上学习，一人多场"
    values["study.people"] = "1"
    finding = next(
        finding
        for finding in check(STATISTICS, filing(STATISTICS, values, (confirmation,)))
        if finding.field == "study.people"
    )
    assert finding.reason == ""


def test_an_error_cannot_be_confirmed_away() -> None:
    confirmation = Confirmation("study.sessions", "people-without-sessions", "就是这样", "")
    findings = check(STATISTICS, filing(STATISTICS, {"study.people": "2"}, (confirmation,)))
    assert [finding.confirmed for finding in errors(findings)] == [False]


@given(st.dictionaries(st.sampled_from(sorted(STATISTICS.by_id)), st.text(max_size=12)))
def test_any_texts_give_findings_in_reading_order(values: dict[str, str]) -> None:
    findings = check(STATISTICS, filing(STATISTICS, values))
    order = list(STATISTICS.by_id)
    places = [order.index(finding.field) for finding in findings]
    assert places == sorted(places)
    assert all(finding.message for finding in findings)
