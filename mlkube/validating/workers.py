"""Child processes that judge parts of a list of files and send back the reports."""

from __future__ import annotations

import os
import pickle
import sys

from mlkube.validating.judging import Judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mlkube.validating.judging import Session
    from mlkube.validating.parallel import Texts


def judge_in_parts(
    texts: Texts, session: Session, judge: Callable[..., list[Judged]], parts: int
) -> list[list[Judged]]:
    """Judge the files in `parts` processes; a part whose process fails is judged here again.

    What comes back holds the reports only: contracts need the objects, and are judged in one process.
    """
    length = -(-len(texts) // parts)
    ranges = [texts[start : start + length] for start in range(0, len(texts), length)]
    children = [_start(part, session, judge) for part in ranges[1:]]
    result = _judge(ranges[0], session, judge)
    for part, (process, pipe) in zip(ranges[1:], children, strict=True):
        sent = _receive(process, pipe)
        if sent is None:
            result.extend(_judge(part, session, judge))
            continue
        reports, local, used = sent
        session.local.extend(local)
        for skip, was_used in zip(session.skips, used, strict=True):
            skip.used = skip.used or was_used
        result.extend([Judged(report, {}, _placed) for report in group] for group in reports)
    return result


def _placed(_finding: object, _value: object) -> None:
    """Leave places as the child found them."""


def _judge(texts: Texts, session: Session, judge: Callable[..., list[Judged]]) -> list[list[Judged]]:
    return [judge(file, text, session, only_objects=only) for file, text, only in texts]


def _start(texts: Texts, session: Session, judge: Callable[..., list[Judged]]) -> tuple[int, int]:
    """Start a child; return its number and the pipe that it writes to."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    status = 1
    try:
        os.close(reading)
        session.local.clear()
        groups = _judge(texts, session, judge)
        sent: Any = (
            [[each.report for each in group] for group in groups],
            session.local,
            [skip.used for skip in session.skips],
        )
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(sent, pipe, pickle.HIGHEST_PROTOCOL)
        status = 0
    except BaseException:  # noqa: BLE001, S110  the parent judges this part again, and meets it there
        pass
    finally:
        sys.stdout = sys.stderr = None
        os._exit(status)


def _receive(process: int, pipe: int) -> Any:  # noqa: ANN401  what the child sent
    with os.fdopen(pipe, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(process, 0)
    return pickle.loads(data) if status == 0 else None  # noqa: S301  our own child wrote it
