"""The expressions of rules: sums and comparisons of blanks, read by the simpleeval library; nothing else is allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import ast

#: Names that are not blanks.
FUNCTIONS: Final = frozenset({"filled"})
_WORDS: Final = frozenset({"and", "or", "not"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_LONGEST: Final = 300
#: No quotation marks, brackets or braces: the language has numbers and names only.
_ALLOWED: Final = re.compile(r"[a-z0-9_. ()+\-*<>=!]+")


class ExpressionError(ValueError):
    """An expression that cannot be read; the message is Chinese."""


class Number(int):
    """A blank's value in an expression: a blank left empty or not applicable counts as 0 but is not ``filled``."""

    filled: bool

    def __new__(cls, value: int, filled: bool = True) -> Number:
        number = super().__new__(cls, value)
        number.filled = filled
        return number


def names_in(expression: str) -> tuple[str, ...]:
    """The blanks' names in an expression in order of appearance, each once."""
    found = dict.fromkeys(_NAME.findall(expression))
    return tuple(name for name in found if name not in _WORDS and name not in FUNCTIONS)


def _variable(name: str) -> str:
    """A name simpleeval takes for one variable: dots would be attributes to it."""
    return "blank_" + name.replace("_", "_u").replace(".", "_d")


def evaluate(expression: str, values: Mapping[str, Number]) -> bool:
    """Whether ``expression`` holds for ``values`` (a number for each name in it).

    Numbers, ``+ - *``, comparisons, ``and or not`` and ``filled(name)`` are understood. Raises :class:`ExpressionError`.
    """
    import ast
    import operator

    import simpleeval

    parsed = _parsed(expression)
    if not _ALLOWED.fullmatch(expression):
        raise ExpressionError(f"公式“{expression}”里有不能用的字符，或者是空的")
    operators: dict[type[ast.AST], Any] = {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.USub: operator.neg,
        ast.Not: operator.not_,
        ast.Eq: operator.eq,
        ast.NotEq: operator.ne,
        ast.Lt: operator.lt,
        ast.LtE: operator.le,
        ast.Gt: operator.gt,
        ast.GtE: operator.ge,
    }
    evaluator = simpleeval.SimpleEval(
        operators=operators,
        functions={"filled": _is_filled},
        names={_variable(name): values[name] for name in names_in(expression)},
    )
    try:
        return bool(evaluator.eval(expression, previously_parsed=parsed))
    except (simpleeval.InvalidExpression, TypeError, ValueError, KeyError) as error:
        raise ExpressionError(f"公式“{expression}”看不懂（{error}）") from error


@cache
def _parsed(expression: str) -> ast.expr:
    """The parts of an expression, each of a kind that is understood, also where evaluating would not come by."""
    import ast

    if len(expression) > _LONGEST:
        raise ExpressionError(f"公式太长，最多{_LONGEST}个字符")
    try:
        source = _NAME.sub(lambda name: _translated(name.group()), expression).strip()
        whole = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionError(f"公式“{expression}”看不懂（{error}）") from error
    known = (ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.Compare, ast.Name, ast.Constant, ast.Call, ast.Load)
    signs = (ast.And, ast.Or, ast.Not, ast.USub, ast.Add, ast.Sub, ast.Mult)
    comparisons = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
    called = {id(part.func) for part in ast.walk(whole) if isinstance(part, ast.Call)}
    for part in ast.walk(whole):
        wrong = not isinstance(part, known + signs + comparisons)
        if isinstance(part, ast.Constant):
            wrong = type(part.value) not in (int, float)
        elif isinstance(part, ast.Name):
            wrong = (part.id in FUNCTIONS) != (id(part) in called)
        elif isinstance(part, ast.Call):
            wrong = bool(part.keywords) or [type(argument) for argument in part.args] != [ast.Name]
        if wrong:
            raise ExpressionError(
                f"公式“{expression}”里有不认识的写法，只能用数字、空的编号、filled()、加减乘、比较和 and or not"
            )
    return whole


def _translated(name: str) -> str:
    return name if name in _WORDS or name in FUNCTIONS else _variable(name)


def _is_filled(value: object) -> bool:
    if not isinstance(value, Number):
        raise TypeError("filled() 里只能写一个空的编号")
    return value.filled
