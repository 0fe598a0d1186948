"""Logging: a collector on every node, and where it sends what the containers print."""

from __future__ import annotations

from mlkube.workloads.logging.destinations import AzureMonitor, CloudLogging, CloudWatch
from mlkube.workloads.logging.elastic import ElasticCluster, Elasticsearch, Kibana
from mlkube.workloads.logging.workload import LogBuffer, Logging

__all__ = [
    "AzureMonitor",
    "CloudLogging",
    "CloudWatch",
    "ElasticCluster",
    "Elasticsearch",
    "Kibana",
    "LogBuffer",
    "Logging",
]
