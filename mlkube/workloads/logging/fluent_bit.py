"""Fluent Bit's configuration.

Source: docs.fluentbit.io, pages of the inputs, filters and outputs named here, Buffering, Monitoring,
Scheduling and retries, and Unit sizes; fluent/fluent-bit, src/flb_input_chunk.c (mem_buf_limit puts chunks
of files out of memory too).
"""

from __future__ import annotations

from mlkube.workloads.logging.paths import CA_FILE, CREDENTIALS_FILE, LOGS, STATE, own_logs
from mlkube.workloads.logging.sizes import chunks, megabytes
from mlkube.yamlio import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.logging.target import Target
    from mlkube.workloads.logging.workload import Logging
    from mlkube.workloads.objects import Context

PORT = 2020
FILE = "fluent-bit.yaml"
FOLDER = "/etc/fluent-bit"
METRICS_PATH = "/api/v2/metrics/prometheus"

_TAG = "kube"
# The parsers that come with the image: pods choose among them.
_PARSERS = "/fluent-bit/etc/parsers.conf"
# What the name of a container's log file says.
_NAMES = (
    r"(?<pod_name>[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)"
    r"_(?<namespace_name>[^_]+)_(?<container_name>.+)-(?<docker_id>[a-z0-9]{64})\.log$"
)


def fluent_bit_text(workload: Logging, context: Context, target: Target | None) -> str:
    """Return the configuration; `target` is the Elasticsearch, where one is the destination."""
    service: JsonObject = {
        "flush": 5,
        "log_level": "warn",
        "parsers_file": _PARSERS,
        "http_server": "on",
        "http_listen": "0.0.0.0",  # noqa: S104  the kubelet and Prometheus ask from outside of the pod
        "http_port": PORT,
        "health_check": "on",
        "storage.path": f"{STATE}/buffer",
        "storage.sync": "normal",
        "storage.max_chunks_up": chunks(workload.buffer.memory),
        "storage.backlog.mem_limit": megabytes(workload.buffer.memory),
        "storage.metrics": "on",
    }
    pipeline: JsonObject = {
        "inputs": [_tail(workload, context)],
        "outputs": [
            {
                **_output(workload, target),
                "retry_limit": "no_limits",
                "storage.total_limit_size": megabytes(workload.buffer.disk),
            }
        ],
    }
    filters = _filters(workload)
    if filters:
        pipeline["filters"] = filters
    return dump({"service": service, "pipeline": pipeline})


def _tail(workload: Logging, context: Context) -> JsonObject:
    """Return the input: the files of all containers but the collector's own, which would feed on itself."""
    excluded = [own_logs(context)]
    excluded += [f"{LOGS}/*_{namespace}_*.log" for namespace in workload.exclude_namespaces]
    tail: JsonObject = {
        "name": "tail",
        "path": f"{LOGS}/*.log",
        "exclude_path": ",".join(excluded),
        "multiline.parser": "cri",
        "tag": f"{_TAG}.*",
        "db": f"{STATE}/tail.db",
        "db.locking": "true",
        "mem_buf_limit": megabytes(workload.buffer.memory),
        "storage.type": "filesystem",
        "skip_long_lines": "on",
        "refresh_interval": 10,
        "rotate_wait": 30,
    }
    if workload.cloud_logging is not None:
        tail["tag_regex"] = _NAMES
        tail["tag"] = "k8s_container.<namespace_name>.<pod_name>.<container_name>"
    return tail


def _filters(workload: Logging) -> list[Json]:
    """Return the filters; Cloud Logging takes the names of pod and container from the tag."""
    if workload.cloud_logging is not None:
        return []
    filter_: JsonObject = {
        "name": "kubernetes",
        "match": f"{_TAG}.*",
        "kube_tag_prefix": f"{_TAG}.var.log.containers.",
        "merge_log": "on" if workload.merge_json else "off",
        "keep_log": "off",
        "k8s-logging.parser": "on",
        "k8s-logging.exclude": "on",
        "annotations": "off",
        "buffer_size": "256k",
    }
    return [filter_]


def _output(workload: Logging, target: Target | None) -> JsonObject:
    if workload.cloud_watch is not None:
        cloud_watch = workload.cloud_watch
        output: JsonObject = {
            "name": "cloudwatch_logs",
            "match": f"{_TAG}.*",
            "region": cloud_watch.region,
            "log_group_name": cloud_watch.log_group,
            "log_stream_prefix": "from-",
            "auto_create_group": "true" if cloud_watch.create_group else "false",
        }
        if cloud_watch.retention_days is not None:
            output["log_retention_days"] = cloud_watch.retention_days
        return output
    if workload.cloud_logging is not None:
        cloud_logging = workload.cloud_logging
        output = {
            "name": "stackdriver",
            "match": "k8s_container.*",
            "resource": "k8s_container",
            "k8s_cluster_name": cloud_logging.cluster_name,
            "k8s_cluster_location": cloud_logging.location,
            "severity_key": "severity",
        }
        if cloud_logging.project is not None:
            output["export_to_project_id"] = cloud_logging.project
        if cloud_logging.credentials_secret is not None:
            output["google_service_credentials"] = CREDENTIALS_FILE
        return output
    if workload.azure_monitor is not None:
        azure = workload.azure_monitor
        return {
            "name": "azure_logs_ingestion",
            "match": f"{_TAG}.*",
            "auth_type": "managed_identity",
            "client_id": azure.identity,
            "dce_url": azure.endpoint,
            "dcr_id": azure.rule,
            "table_name": azure.table,
            "time_generated": "true",
            "time_key": "TimeGenerated",
            "compress": "true",
        }
    return _elasticsearch(workload, target)


def _elasticsearch(workload: Logging, target: Target | None) -> JsonObject:
    if target is None or workload.elasticsearch is None:
        raise LookupError("no destination")
    output: JsonObject = {
        "name": "es",
        "match": f"{_TAG}.*",
        "host": target.host,
        "port": target.port,
        "index": workload.elasticsearch.data_stream,
        "suppress_type_name": "on",
        "write_operation": "create",  # a data stream takes nothing else
        # What is sent again has the same id: a conflict that counts as success, and no copy.
        "generate_id": "on",
        "compress": "gzip",
        "replace_dots": "on",
    }
    if target.password is not None:
        output["http_user"] = target.user
        output["http_passwd"] = "${ELASTICSEARCH_PASSWORD}"  # noqa: S105  the name of a variable
    if target.tls:
        output["tls"] = "on"
        output["tls.verify"] = "on"
        if target.ca_secret is not None:
            output["tls.ca_file"] = CA_FILE
    return output
