"""Owns dates written without quotes: which texts are dates, and how a build prints them."""

from __future__ import annotations

from calendar import monthrange
from re import compile as compile_pattern

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
_TIME = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2}):(?P<second>[0-9]{1,2})(?:[.,](?P<fraction>[0-9]+))?"
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})"

_FORMS = tuple(compile_pattern(form) for form in (_DATE, f"{_DATE}[Tt]{_TIME}{_ZONE}", f"{_DATE} +{_TIME}"))
"""A date; a date and a time with their zone; a date and a time without one."""


def rfc3339(text: str) -> str | None:
    """Return the date as a build prints it (`2020-01-01T00:00:00Z`), None for a text that is no date.

    Source: the forms of go-yaml v3, as Go's time.Parse reads them; time.Time's MarshalJSON prints.
    """
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            parts = match.groupdict()
            year, month, day = int(parts["year"]), int(parts["month"]), int(parts["day"])
            hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
            if not (_is_day(year, month, day) and hour < 24 and minute < 60 and second < 60):  # noqa: PLR2004 (a clock)
                return None
            fraction = ((parts.get("fraction") or "")[:9]).rstrip("0")
            printed = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
            return f"{printed}{'.' if fraction else ''}{fraction}{_zone(parts.get('zone'))}"
    return None


def _is_day(year: int, month: int, day: int) -> bool:
    # The calendar module knows no year 0, which was a leap year like 2000.
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2000, month)[1]  # noqa: PLR2004 (a calendar)


def _zone(zone: str | None) -> str:
    return "Z" if zone in (None, "Z", "+00:00", "-00:00") else str(zone)
