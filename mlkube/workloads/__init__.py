"""Typed workloads: descriptions in a few fields, and the Kubernetes objects that they stand for.

`catalogue` names the kinds; nothing here imports a workload kind before somebody uses it.
"""
