"""Schedules of CronJobs and their time zones: CJ-002 to 005.

Source: github.com/robfig/cron v3, ParseStandard; Go's time.LoadLocation and time.ParseDuration.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_FIELDS: tuple[tuple[int, int, Mapping[str, int]], ...] = (
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    (0, 6, {name: number for number, name in enumerate(_DAYS)}),
)
_DESCRIPTORS = frozenset(("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"))
_UNITS = ("ns", "us", "µs", "μs", "ms", "s", "m", "h")


def schedule_problem(schedule: str) -> str:
    """Return what is wrong with a schedule, in the server's words; empty for a good one."""
    if schedule.startswith("@"):
        return _descriptor_problem(schedule)
    fields = schedule.split()
    if len(fields) != len(_FIELDS):
        return f"expected exactly 5 fields, found {len(fields)}: [{' '.join(fields)}]"
    for text, (first, last, names) in zip(fields, _FIELDS, strict=True):
        for part in text.replace("?", "*").split(",") if text else [""]:
            problem = _range_problem(part, first, last, names) if part else ""
            if problem:
                return problem
    return ""


def _descriptor_problem(schedule: str) -> str:
    if schedule in _DESCRIPTORS:
        return ""
    every = "@every "
    if schedule.startswith(every):
        text = schedule.removeprefix(every)
        return (
            ""
            if is_go_duration(text)
            else f'failed to parse duration {schedule}: time: invalid duration "{text}"'
        )
    return f"unrecognized descriptor: {schedule}"


def is_go_duration(text: str) -> bool:
    """Tell whether Go reads a text as a duration, such as `1h30m`."""
    rest = text[1:] if text[:1] in {"+", "-"} else text
    if rest == "0":
        return True
    if not rest:
        return False
    while rest:
        length = len(rest) - len(rest.lstrip("0123456789."))
        number, rest = rest[:length], rest[length:]
        if not number.strip(".") or number.count(".") > 1:
            return False
        unit = next((unit for unit in sorted(_UNITS, key=len, reverse=True) if rest.startswith(unit)), "")
        if not unit:
            return False
        rest = rest[len(unit) :]
    return True


def _range_problem(text: str, least: int, most: int, names: Mapping[str, int]) -> str:
    """Return what is wrong with one range: a number, `*`, `a-b`, each perhaps with `/step`."""
    parts = text.split("/")
    ends = parts[0].split("-")
    star = ends[0] == "*"
    if star:
        first, last = least, most
    else:
        start = _number(ends[0], names)
        if isinstance(start, str):
            return start
        first = last = start
    if not star:
        if len(ends) == 2:  # noqa: PLR2004  first and last
            end = _number(ends[1], names)
            if isinstance(end, str):
                return end
            last = end
        elif len(ends) > 2:  # noqa: PLR2004  as above
            return f"too many hyphens: {text}"
    step = 1
    if len(parts) == 2:  # noqa: PLR2004  range and step
        number = _number(parts[1], {})
        if isinstance(number, str):
            return number
        step = number
        if len(ends) == 1 and not star:
            last = most
    elif len(parts) > 2:  # noqa: PLR2004  as above
        return f"too many slashes: {text}"
    return _bounds_problem(first, last, step, least, most, text)


def _bounds_problem(first: int, last: int, step: int, least: int, most: int, text: str) -> str:
    if first < least:
        return f"beginning of range ({first}) below minimum ({least}): {text}"
    if last > most:
        return f"end of range ({last}) above maximum ({most}): {text}"
    if first > last:
        return f"beginning of range ({first}) beyond end of range ({last}): {text}"
    return f"step of range should be a positive number: {text}" if step == 0 else ""


def _number(text: str, names: Mapping[str, int]) -> int | str:
    """Return a number or what is wrong with it."""
    named = names.get(text.lower())
    if named is not None:
        return named
    digits = text[1:] if text[:1] in {"+", "-"} else text
    if not digits.isdecimal() or not digits.isascii():
        return f'failed to parse int from {text}: strconv.Atoi: parsing "{text}": invalid syntax'
    number = int(text)
    return f"negative number ({number}) not allowed: {text}" if number < 0 else number


def time_zone_problem(zone: str) -> str:
    """Return what is wrong with a time zone, empty for a good one."""
    if not zone:
        return "timeZone must be nil or non-empty string"
    if zone.lower() == "local":
        return "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
    if zone == "UTC" or zone in _zones():
        return ""
    return f"unknown time zone {zone}"


def _zones() -> frozenset[str]:
    """Return the names of all zones; of the tzdata package where the system has none."""
    from functools import cache  # noqa: PLC0415  few objects have a zone
    from zoneinfo import available_timezones  # noqa: PLC0415  as above

    @cache
    def names() -> frozenset[str]:
        return frozenset(available_timezones())

    return names()
