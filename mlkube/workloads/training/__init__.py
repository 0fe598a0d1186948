"""Training: the types that describe it. What they build stands in the modules beside this one."""

from __future__ import annotations

from mlkube.workloads.training.workload import Queue, Schedule, TrainingJob

__all__ = ["Queue", "Schedule", "TrainingJob"]
