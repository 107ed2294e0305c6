"""Expressions of rules: what they say, and what they refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.form.expression import ExpressionError, Number, evaluate, names_in


@pytest.mark.parametrize(
    ("expression", "values", "holds"),
    [
        ("people > 0", {"people": 1}, True),
        ("people > 0", {"people": 0}, False),
        ("leaders.sessions <= companies.sessions", {"leaders.sessions": 3, "companies.sessions": 3}, True),
        ("leaders.sessions <= companies.sessions", {"leaders.sessions": 4, "companies.sessions": 3}, False),
        ("a_b.c + a.b_c == 12", {"a_b.c": 10, "a.b_c": 2}, True),
        ("not (a > 1 and b > 1) or a * b == 4", {"a": 2, "b": 2}, True),
    ],
)
def test_holds(expression: str, values: dict[str, int], holds: bool) -> None:
    assert evaluate(expression, {name: Number(value) for name, value in values.items()}) is holds


def test_zero_is_filled_and_blank_is_not() -> None:
    assert evaluate("filled(people)", {"people": Number(0)})
    assert not evaluate("filled(people)", {"people": Number(0, filled=False)})


def test_names_in_order_once() -> None:
    assert names_in("b.x > 0 and filled(a) or b.x < not_a") == ("b.x", "a", "not_a")


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "people >",
        "people ** 9999999",
        "people / 0",
        "filled(1)",
        "filled()",
        "open('x')",
        "__import__('os')",
        "people.__class__",
        "(lambda: 1)()",
        "[x for x in (1, 2)]",
        "'a' * 99999999",
        "1 if people else 2 ** 99",
        "x" * 400,
    ],
)
def test_refuses(expression: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(expression, {name: Number(1) for name in names_in(expression)})


@given(st.text(alphabet="ab.()+-*<>= 019'\"_,[]{}", max_size=40))
def test_any_text_is_read_or_refused(expression: str) -> None:
    try:
        assert evaluate(expression, {name: Number(1) for name in names_in(expression)}) in (True, False)
    except ExpressionError as error:
        assert str(error)
