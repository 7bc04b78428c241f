"""Reads one group of args: what cannot be used becomes a problem, and the default takes its place."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, is_typeddict

from .problems import EXAMPLES, Problems, Unusable, not_a_map
from .spelling import ConfigKey, below, camel_case, is_output, nearest
from .text_forms import VARIABLE_VALUE, TextForm

_REFUSED = object()

Check = Callable[[str, Any], Any]


class GroupReader:
    """One group of args. An Output passes unchecked, but where the value decides which resources there are."""

    def __init__(
        self,
        setting: str,
        args: Any,
        args_type: type,
        problems: Problems,
        examples: Mapping[str, str] | None = None,
        suggest: Callable[[str], str] | None = None,
    ) -> None:
        self._setting = setting
        self._problems = problems
        self._args: Mapping[Any, Any] = {}
        if isinstance(args, Unusable):
            problems.add(setting, args.sentence)
        elif args is None or isinstance(args, Mapping):
            self._args = args or {}
            self._refuse_unknown_keys(args_type, suggest)
            self._refuse_missing_keys(args_type, examples or {})
        elif is_output(args):
            problems.must_be_plain(setting)
        else:
            problems.add(setting, not_a_map(setting, args, EXAMPLES.get(setting, "")))

    def setting(self, key: str) -> str:
        """The key as Pulumi config spells it, with its group."""
        return below(self._setting, camel_case(key))

    def given(self, key: str) -> bool:
        """Whether the user set this; a null is none."""
        return self._args.get(key) is not None

    def comparable(self, **values: Any) -> bool:
        """Whether these settings were accepted and are known now, so that they can be checked against each other."""
        return not any(is_output(value) or self._problems.refused(self.setting(key)) for key, value in values.items())

    def args_of(self, key: str) -> Any:
        """The args of a group inside this one, as the user gave them."""
        return self._args.get(key)

    def group(self, key: str, args_type: type) -> "GroupReader":
        """A group inside this one."""
        return GroupReader(self.setting(key), self._args.get(key), args_type, self._problems)

    def integer(
        self, key: str, default: Any, low: int, high: int | None = None, unit: str = "", plain: bool = False
    ) -> Any:
        """A whole number within limits."""

        def check(setting: str, value: Any) -> Any:
            number = self._whole_number(setting, value)
            if number is not _REFUSED and (number < low or (high is not None and number > high)):
                self._problems.out_of_range(setting, number, low, high, unit)
                return _REFUSED
            return number

        return self._value(key, default, plain, check)

    def integer_of(self, key: str, default: int | None, allowed: Sequence[int], unit: str) -> Any:
        """A whole number out of a few."""

        def check(setting: str, value: Any) -> Any:
            number = self._whole_number(setting, value)
            if number is not _REFUSED and number not in allowed:
                self._problems.not_one_of(setting, number, allowed, unit)
                return _REFUSED
            return number

        return self._value(key, default, False, check)

    def integers(self, key: str, low: int, high: int) -> tuple[int, ...] | None:
        """A list of different whole numbers within limits, or None where it is not set."""

        def check(setting: str, value: Any) -> Any:
            number = self._whole_number(setting, value)
            if number is not _REFUSED and not low <= number <= high:
                self._problems.out_of_range(setting, number, low, high, "")
                return _REFUSED
            return number

        return self._value(key, None, True, lambda setting, value: self._items(setting, value, True, check))

    def boolean(self, key: str, default: bool, plain: bool = False) -> Any:
        """true or false."""

        def check(setting: str, value: Any) -> Any:
            if isinstance(value, bool):
                return value
            quotes = "write it without quotes" if value in ("true", "false") else ""
            self._problems.not_allowed(setting, value, "true or false", quotes)
            return _REFUSED

        return self._value(key, default, plain, check)

    def choice(self, key: str, default: Enum, plain: bool = False) -> Any:
        """The value of one of an Enum's members, as text."""
        allowed = [member.value for member in type(default)]

        def check(setting: str, value: Any) -> Any:
            text = value.value if isinstance(value, Enum) else value
            if isinstance(text, str) and text in allowed:
                return str(text)
            self._problems.not_one_of(setting, text, allowed)
            return _REFUSED

        return self._value(key, default.value, plain, check)

    def text(self, key: str, default: str | None, form: TextForm, plain: bool = False) -> Any:
        """A text of the given form."""
        return self._value(key, default, plain, lambda setting, value: self._text(setting, value, form))

    def texts(self, key: str, form: TextForm, plain: bool = False, counted: bool = False) -> Any:
        """A list of different texts of the given form, or None where it is not set.

        Of a counted list each text may be an Output, but not the list: how many there are decides.
        """

        def check(setting: str, value: Any) -> Any:
            return self._items(setting, value, plain, lambda item, text: self._text(item, text, form))

        return self._value(key, None, plain or counted, check)

    def text_map(self, key: str, name: TextForm, form: TextForm = VARIABLE_VALUE) -> dict[str, Any]:
        """A map of names to texts, both of the given forms."""

        def check(setting: str, value: Any) -> Any:
            if isinstance(value, Unusable):
                self._problems.add(setting, value.sentence)
                return _REFUSED
            if not isinstance(value, Mapping):
                shown = form.shown or not isinstance(value, str)
                self._problems.not_allowed(setting, value, "a map of names to texts", shown=shown)
                return _REFUSED
            checked = {}
            for entry, text in value.items():
                where = below(setting, entry)
                if not isinstance(entry, str) or not name.accepts(entry):
                    self._problems.name_not_allowed(where, name.allowed)
                accepted = text if is_output(text) else self._text(where, text, form)
                if accepted is not _REFUSED:
                    checked[entry] = accepted
            return checked

        return dict(self._value(key, {}, True, check))

    def refuse_names_in_both(
        self, key: str, names: Mapping[str, Any], other_key: str, others: Mapping[str, Any]
    ) -> None:
        """One variable cannot come from two maps."""
        for name in names:
            if name in others:
                self._problems.set_twice(below(self.setting(key), name), self.setting(other_key))

    def _value(self, key: str, default: Any, plain: bool, check: Check) -> Any:
        value = self._args.get(key)
        if value is None:
            return default
        if is_output(value):
            if not plain:
                return value
            self._problems.must_be_plain(self.setting(key))
            return default
        checked = check(self.setting(key), value)
        return default if checked is _REFUSED else checked

    def _items(self, setting: str, value: Any, plain: bool, check: Check) -> Any:
        if isinstance(value, str) or not isinstance(value, Sequence):
            self._problems.not_allowed(setting, value, "a list", "write [...] around it" if value != "" else "")
            return _REFUSED
        items: list[Any] = []
        for position, item in enumerate(value):
            where = f"{setting}[{position}]"
            if is_output(item) and not plain:
                items.append(item)
            elif is_output(item):
                self._problems.must_be_plain(where)
                self._problems.mark_refused(setting)
            else:
                self._append(where, check(where, item), items)
        return tuple(items)

    def _append(self, setting: str, item: Any, items: list[Any]) -> None:
        twice = item is not _REFUSED and any(item == other for other in items if not is_output(other))
        if item is not _REFUSED and not twice:
            items.append(item)
            return
        if twice:
            self._problems.listed_twice(setting, item)
        # A list that is short of a refused item gets no second problem for what it lacks.
        self._problems.mark_refused(setting.rpartition("[")[0])

    def _text(self, setting: str, value: Any, form: TextForm) -> Any:
        if isinstance(value, Enum) and isinstance(value.value, str):
            value = value.value
        if value is None:
            self._problems.not_allowed(setting, value, form.allowed, "remove it or set it")
        elif not isinstance(value, str):
            quotes = "write it in quotes" if isinstance(value, int | float) else ""
            self._problems.not_allowed(setting, value, form.allowed, quotes, form.shown)
        elif not form.accepts(value):
            self._problems.not_allowed(setting, value, form.allowed, form.way_out(value), form.shown)
        else:
            return str(value)
        return _REFUSED

    def _whole_number(self, setting: str, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            quotes = "write it without quotes" if isinstance(value, str) and value.strip().isdigit() else ""
            self._problems.not_allowed(setting, value, "a whole number", quotes)
        elif value != value or value in (float("inf"), float("-inf")) or value != int(value):
            self._problems.not_allowed(setting, value, "a whole number")
        else:
            return int(value)
        return _REFUSED

    def _refuse_unknown_keys(self, args_type: type, suggest: Callable[[str], str] | None) -> None:
        legal = {camel_case(key): key for key in args_type.__annotations__}
        for key in self._args:
            if not isinstance(key, ConfigKey) and key in args_type.__annotations__:
                continue
            text = key.text if isinstance(key, ConfigKey) else str(key)
            suggestion = suggest(text) if suggest else ""
            near = nearest(text, legal)
            if near and not suggestion:
                suggestion = self._spelled_for(key, legal[near])
            self._problems.unknown(below(self._setting, text), suggestion, list(legal))

    def _spelled_for(self, refused: Any, key: str) -> str:
        # Whoever wrote Python cannot use Pulumi config's spelling there.
        in_python = "" if isinstance(refused, ConfigKey) or camel_case(key) == key else f" ({key} in Python)"
        return f"{self.setting(key)}{in_python}"

    def _refuse_missing_keys(self, args_type: type, examples: Mapping[str, str]) -> None:
        for key in sorted(getattr(args_type, "__required_keys__", ())):
            # Of a group that is missing, its own required settings are reported.
            if self._args.get(key) is None and not is_typeddict(args_type.__annotations__[key]):
                self._problems.missing(self.setting(key), examples.get(key, ""))
