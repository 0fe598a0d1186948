"""Many files on all cores: each part of the list is judged by a copy of this process."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkube.validating.judging import Judged, Session
    from mlkube.validating.options import ValidateOptions

    Texts = Sequence[tuple[str, bytes | None, bool]]

_FEWEST = 200
"""With fewer files, starting processes costs more than it saves."""


def judge_files(
    texts: Texts, session: Session, options: ValidateOptions, judge: Callable[..., list[Judged]]
) -> list[list[Judged]]:
    """Return the judged objects of each file, in the order of the files."""
    cores = _cores()
    if len(texts) < _FEWEST or cores < 2 or options.together or not hasattr(os, "fork"):  # noqa: PLR2004  one core
        return [judge(file, text, session, only_objects=only) for file, text, only in texts]
    from mlkube.validating.workers import judge_in_parts  # noqa: PLC0415  few runs are so large

    return judge_in_parts(texts, session, judge, cores)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1
