"""CloudWatch's metric math, as far as alarms of this project use it; anything else is an error, never a pass.

Source: Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
"""

import ast
import operator
from collections.abc import Callable, Mapping

from .store import NotMeasured

Series = Mapping[float, float]
"""Values by the start of their period; a period without data is not in it."""
Value = Series | float

ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
OF_A_LIST: dict[str, Callable[[list[float]], float]] = {
    "SUM": sum,
    "MAX": max,
    "MIN": min,
    "AVG": lambda values: sum(values) / len(values),
}


def evaluate(expression: str, series: Mapping[str, Series], times: list[float]) -> dict[float, float]:
    """The expression's value in each of these periods that has one."""
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError:
        raise NotMeasured(f"the metric math {expression!r} is not understood here") from None
    value = _Evaluation(expression, series, times).value(tree.body)
    if isinstance(value, float):
        raise NotMeasured(f"the metric math {expression!r} gives one number, an alarm needs a time series")
    return dict(value)


class _Evaluation:
    """One expression over one range of periods."""

    def __init__(self, expression: str, series: Mapping[str, Series], times: list[float]) -> None:
        self._expression = expression
        self._series = series
        self._times = times

    def value(self, node: ast.expr) -> Value:
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            return float(node.value)  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            if node.id not in self._series:
                raise NotMeasured(f"the metric math {self._expression!r} names {node.id}, which is no id of the alarm")
            return self._series[node.id]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return self._combine(operator.sub, 0.0, self.value(node.operand))
        if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
            return self._combine(ARITHMETIC[type(node.op)], self.value(node.left), self.value(node.right))
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
            compare = COMPARISONS[type(node.ops[0])]
            left, right = self.value(node.left), self.value(node.comparators[0])
            return self._combine(lambda a, b: float(compare(a, b)), left, right)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            return self._call(node.func.id, node.args)
        raise self._not_understood(ast.unparse(node))

    def _call(self, name: str, arguments: list[ast.expr]) -> Value:
        if name == "FILL" and len(arguments) == 2:
            return self._fill(*arguments)
        if name == "IF" and len(arguments) in (2, 3):
            return self._choose([self.value(argument) for argument in arguments])
        if name in OF_A_LIST and len(arguments) == 1 and isinstance(arguments[0], ast.List):
            return self._of_a_list(OF_A_LIST[name], [self.value(element) for element in arguments[0].elts])
        raise self._not_understood(name)

    def _fill(self, filled: ast.expr, filling: ast.expr) -> Value:
        series = self.value(filled)
        if isinstance(series, float):
            raise self._not_understood("FILL of a number")
        if isinstance(filling, ast.Name) and filling.id == "REPEAT":
            return self._repeat(series)
        with_what = self.value(filling)
        return {time: found for time in self._times if (found := _at(series, time, _at(with_what, time))) is not None}

    def _repeat(self, series: Series) -> Series:
        repeated: dict[float, float] = {}
        last: float | None = None
        for time in self._times:
            last = series.get(time, last)
            if last is not None:
                repeated[time] = last
        return repeated

    def _choose(self, values: list[Value]) -> Value:
        condition, yes = values[:2]
        chosen: dict[float, float] = {}
        for time in self._times:
            decided = _at(condition, time)
            if decided is not None and (decided or len(values) == 3):
                found = _at(yes if decided else values[2], time)
                if found is not None:
                    chosen[time] = found
        return chosen

    def _of_a_list(self, function: Callable[[list[float]], float], values: list[Value]) -> Value:
        by_time = {time: [found for value in values if (found := _at(value, time)) is not None] for time in self._times}
        return {time: float(function(found)) for time, found in by_time.items() if found}

    def _combine(self, function: Callable[[float, float], float], left: Value, right: Value) -> Value:
        if isinstance(left, float) and isinstance(right, float):
            return float(function(left, right))
        combined: dict[float, float] = {}
        for time in self._times:
            a, b = _at(left, time), _at(right, time)
            # A period that one side lacks has no result, and a division by zero has none either.
            if a is not None and b is not None and not (function is operator.truediv and b == 0):
                combined[time] = float(function(a, b))
        return combined

    def _not_understood(self, what: str) -> NotMeasured:
        return NotMeasured(f"{what} in the metric math {self._expression!r} is not understood here")


def _at(value: Value, time: float, otherwise: float | None = None) -> float | None:
    return value if isinstance(value, float) else value.get(time, otherwise)
