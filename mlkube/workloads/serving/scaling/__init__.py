"""Scaling of model servers: who decides on the number and the size of pods, and by what."""

from mlkube.workloads.serving.scaling.autoscaling import Autoscaling
from mlkube.workloads.serving.scaling.objects import scaler_objects

__all__ = ["Autoscaling", "scaler_objects"]
