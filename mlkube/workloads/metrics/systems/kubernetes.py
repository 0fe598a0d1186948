"""What kube-state-metrics and the kubelet say of jobs, pods and containers.

Sources: kubernetes/kube-state-metrics docs/metrics/workload: job, pod, deployment and
horizontalpodautoscaler-metrics.md (all of them STABLE); the kubelet's cAdvisor, google/cadvisor
docs/storage/prometheus.md; kubeflow/training-operator pkg/common/metrics.go, release 1.9.
"""

from __future__ import annotations

METRICS = frozenset(
    (
        "container_cpu_usage_seconds_total",
        "container_memory_working_set_bytes",
        "kube_deployment_spec_replicas",
        "kube_deployment_status_replicas_available",
        "kube_horizontalpodautoscaler_spec_max_replicas",
        "kube_horizontalpodautoscaler_status_current_replicas",
        "kube_job_failed",
        "kube_job_owner",
        "kube_job_spec_active_deadline_seconds",
        "kube_job_status_active",
        "kube_job_status_failed",
        "kube_job_status_start_time",
        "kube_job_status_succeeded",
        "kube_pod_container_resource_limits",
        "kube_pod_container_resource_requests",
        "kube_pod_container_status_restarts_total",
        "kube_pod_owner",
        "kube_pod_status_phase",
        "training_operator_jobs_failed_total",
        "up",
    )
)
