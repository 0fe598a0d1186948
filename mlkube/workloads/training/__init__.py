"""Training: the types that describe it. What they build stands in the modules beside this one."""

from __future__ import annotations

from mlkube.workloads.parts.schedule import Schedule
from mlkube.workloads.training.workload import Queue, TrainingJob

__all__ = ["Queue", "Schedule", "TrainingJob"]
