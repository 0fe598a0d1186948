"""When a job runs again: what a CronJob takes."""

from __future__ import annotations

from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal


class Schedule(Spec):
    """Runs the job again and again (CronJob)."""

    cron: str = field(doc="When, as cron writes it: `0 2 * * *`.", pattern=r"(\S+\s+){4}\S+|@[a-z]+")
    time_zone: str = field(default="Etc/UTC", doc="Time zone of the schedule.")
    concurrency: Literal["Allow", "Forbid", "Replace"] = field(
        default="Forbid", doc="What happens where the run before has not ended."
    )
    starting_deadline_seconds: int = field(
        default=3600, doc="How late a run may begin; a later one is left out.", minimum=10, unit="seconds"
    )
