"""Schedules of CronJobs and their time zones: CJ-002 to 005.

Source: github.com/robfig/cron v3, ParseStandard; Go's time.ParseDuration, time.LoadLocation, strconv.Atoi.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from mlkube.validation.go_text import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS: tuple[tuple[int, int, Mapping[str, int]], ...] = (
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    (0, 6, {name: number for number, name in enumerate(_DAYS)}),
)
_DESCRIPTORS = frozenset(("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"))
_EVERY = "@every "
_ZONE_PREFIXES = ("TZ=", "CRON_TZ=")
_PAIR = 2
_LARGEST = 2**63 - 1
_UNITS = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_DURATION_PART = re.compile(r"([0-9]*(?:\.[0-9]*)?)([^0-9.]*)")
_INTEGER = re.compile("[+-]?[0-9]+")
_ZONE_PART = re.compile(r"[A-Za-z.\-_0-9+]{1,14}")


class _Wrong(Exception):  # noqa: N818  never leaves this module
    """What is wrong with a part of a schedule, in the server's words."""


def schedule_problem(schedule: str) -> str:
    """Return what is wrong with a schedule, in the server's words; empty for a good one."""
    try:
        _parse(schedule)
    except _Wrong as wrong:
        return str(wrong)
    return ""


def _parse(schedule: str) -> None:
    if schedule.startswith(_ZONE_PREFIXES):
        schedule = _without_zone(schedule)
    if schedule.startswith("@"):
        _parse_descriptor(schedule)
        return
    fields = schedule.split()
    if len(fields) != len(_FIELDS):
        raise _Wrong(f"expected exactly {len(_FIELDS)} fields, found {len(fields)}: [{' '.join(fields)}]")
    for field, bounds in zip(fields, _FIELDS, strict=True):
        for text in field.split(","):
            if text:
                _parse_range(text, *bounds)


def _without_zone(schedule: str) -> str:
    """Return a schedule without the zone before it, which cron reads though Kubernetes forbids it."""
    start, end = schedule.index("=") + 1, schedule.find(" ")
    if end < 0:
        raise _Wrong("invalid schedule format: runtime error: slice bounds out of range [:-1]")
    zone = schedule[start:end]
    if zone not in {"", "UTC", "Local"} and zone not in _zones():
        raise _Wrong(f"provided bad location {zone}: unknown time zone {zone}")
    return schedule[end:].strip()


def _parse_descriptor(schedule: str) -> None:
    if schedule in _DESCRIPTORS:
        return
    if not schedule.startswith(_EVERY):
        raise _Wrong(f"unrecognized descriptor: {schedule}")
    if problem := duration_problem(schedule.removeprefix(_EVERY)):
        raise _Wrong(f"failed to parse duration {schedule}: time: {problem}")


def duration_problem(text: str) -> str:
    """Return what Go finds wrong with a duration such as `1h30m`."""
    rest = text[1:] if text[:1] in {"+", "-"} else text
    if rest == "0":
        return ""
    parts = _DURATION_PART.findall(rest)[:-1]
    total, problem = 0, "" if parts else f"invalid duration {quoted(text)}"
    for number, unit in parts:
        if number in {"", "."}:
            problem = f"invalid duration {quoted(text)}"
        elif not unit:
            problem = f"missing unit in duration {quoted(text)}"
        elif unit not in _UNITS:
            problem = f"unknown unit {quoted(unit)} in duration {quoted(text)}"
        if problem:
            return problem
        total += int(Decimal(number) * _UNITS[unit])
    return problem or (f"invalid duration {quoted(text)}" if total > _LARGEST else "")


def _parse_range(text: str, least: int, most: int, names: Mapping[str, int]) -> None:
    """Read one range: a number or name, `*`, `?`, `a-b`, each perhaps with `/step`."""
    span, *steps = text.split("/")
    ends = span.split("-")
    if ends[0] in {"*", "?"}:
        first, last = least, most
    else:
        first = last = _number(ends[0], names)
        if len(ends) > _PAIR:
            raise _Wrong(f"too many hyphens: {text}")
        if len(ends) == _PAIR:
            last = _number(ends[1], names)
    if len(steps) > 1:
        raise _Wrong(f"too many slashes: {text}")
    step = _number(steps[0], {}) if steps else 1
    if steps and len(ends) == 1:
        last = most
    for broken, words in (
        (first < least, f"beginning of range ({first}) below minimum ({least})"),
        (last > most, f"end of range ({last}) above maximum ({most})"),
        (first > last, f"beginning of range ({first}) beyond end of range ({last})"),
        (step == 0, "step of range should be a positive number"),
    ):
        if broken:
            raise _Wrong(f"{words}: {text}")


def _number(text: str, names: Mapping[str, int]) -> int:
    named = names.get(text.lower())
    if named is not None:
        return named
    failed = f"failed to parse int from {text}: strconv.Atoi: parsing {quoted(text)}: "
    if not _INTEGER.fullmatch(text):
        raise _Wrong(failed + "invalid syntax")
    number = int(text) if len(text) <= len(str(_LARGEST)) + 1 else _LARGEST + 1
    if not -_LARGEST - 1 <= number <= _LARGEST:
        raise _Wrong(failed + "value out of range")
    if number < 0:
        raise _Wrong(f"negative number ({number}) not allowed: {text}")
    return number


def time_zone_problems(zone: str) -> Iterable[str]:
    """Tell what is wrong with a time zone, in the server's words."""
    if not zone:
        yield "timeZone must be nil or non-empty string"
        return
    if not all(_is_zone_part(part) for part in zone.split("/")):
        yield f"unknown time zone {zone}"
        return
    if zone.lower() == "local":
        yield "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
    if zone not in {"UTC", "Local"} and zone not in _zones():
        yield f"unknown time zone {zone}"


def _is_zone_part(part: str) -> bool:
    return part not in {".", ".."} and part[:1] != "-" and _ZONE_PART.fullmatch(part) is not None


def nearest_zone(zone: str) -> str:
    """Return a hint at the zone that was most likely meant, empty where none is near."""
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only a finding needs it

    near = suggest(zone, sorted(_zones()))
    return f'did you mean "{near}"?' if near else ""


@cache
def _zones() -> frozenset[str]:
    """Return the names of all zones, from the list of the tzdata package."""
    import os  # noqa: PLC0415  few objects have a zone
    from importlib.util import find_spec  # noqa: PLC0415  as above

    spec = find_spec("tzdata")
    if spec is None or spec.origin is None:
        raise LookupError("the package tzdata is not installed")
    with open(os.path.join(os.path.dirname(spec.origin), "zones"), encoding="utf-8") as file:
        return frozenset(file.read().split())
