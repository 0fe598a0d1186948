"""Fluentd's configuration, for the images of fluentd-kubernetes-daemonset.

Source: docs.fluentd.org, in_tail, buffer section; the plugins of the image: uken/fluent-plugin-elasticsearch,
lib/fluent/plugin/out_elasticsearch_data_stream.rb; fluent-plugin-parser-cri, fluent-plugin-concat,
fluent-plugin-dedot_filter, fluent-plugin-kubernetes_metadata_filter.
"""

from __future__ import annotations

from mlkube.workloads.logging.paths import CA_FILE, LOGS, STATE, own_logs
from mlkube.workloads.logging.sizes import mebibytes
from mlkube.workloads.text.fluentd import fluentd_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.workloads.logging.target import Target
    from mlkube.workloads.logging.workload import Logging
    from mlkube.workloads.objects import Context
    from mlkube.workloads.text.fluentd import Section

FILE = "fluent.conf"
FOLDER = "/fluentd/etc"  # where the entrypoint of the image looks
PORT = 24220


def fluentd_configuration(workload: Logging, context: Context, target: Target) -> str:
    """Return the configuration."""
    sections: list[Section] = [
        ("system", "", (("log_level", "warn"),)),
        (
            "source",
            "",
            (("@type", "monitor_agent"), ("bind", "0.0.0.0"), ("port", str(PORT))),  # noqa: S104  probes ask
        ),
        _tail(workload, context),
        # Its own messages would be sent, fail, and become messages.
        ("match", "fluent.**", (("@type", "null"),)),
        _joined(),
        ("filter", "kubernetes.**", (("@type", "kubernetes_metadata"), ("skip_labels", "false"))),
    ]
    if workload.merge_json:
        sections.append(
            (
                "filter",
                "kubernetes.**",
                (
                    ("@type", "parser"),
                    ("key_name", "message"),
                    ("reserve_data", "true"),
                    ("reserve_time", "true"),
                    ("emit_invalid_record_to_error", "false"),
                    ("parse", "", (("@type", "json"),)),
                ),
            )
        )
    sections.append(_without_dots())
    sections.append(("match", "kubernetes.**", _output(workload, target)))
    return fluentd_text(sections)


def _tail(workload: Logging, context: Context) -> Section:
    excluded = [own_logs(context)]
    excluded += [f"{LOGS}/*_{namespace}_*.log" for namespace in workload.exclude_namespaces]
    listed = ", ".join(f'"{path}"' for path in excluded)
    return (
        "source",
        "",
        (
            ("@type", "tail"),
            ("path", f"{LOGS}/*.log"),
            ("exclude_path", f"[{listed}]"),
            ("pos_file", f"{STATE}/tail.pos"),
            ("tag", "kubernetes.*"),
            ("read_from_head", "true"),
            ("parse", "", (("@type", "cri"),)),
        ),
    )


def _joined() -> Section:
    """Return the filter that joins long lines: the runtime cuts them, and marks all parts but the last."""
    return (
        "filter",
        "kubernetes.**",
        (
            ("@type", "concat"),
            ("key", "message"),
            ("separator", ""),
            ("stream_identity_key", "stream"),
            ("partial_key", "logtag"),
            ("partial_value", "P"),
        ),
    )


def _without_dots() -> Section:
    """Return the filter of field names: Elasticsearch refuses `app` beside `app.kubernetes.io/name`."""
    return (
        "filter",
        "kubernetes.**",
        (("@type", "dedot"), ("de_dot_separator", "_"), ("de_dot_nested", "true")),
    )


def _output(workload: Logging, target: Target) -> Sequence[tuple[str, str] | Section]:
    elasticsearch = workload.elasticsearch
    if elasticsearch is None:
        raise LookupError("no destination")
    lines: list[tuple[str, str] | Section] = [
        ("@type", "elasticsearch_data_stream"),
        ("data_stream_name", elasticsearch.data_stream),
        ("host", target.host),
        ("port", str(target.port)),
        ("scheme", "https" if target.tls else "http"),
    ]
    if target.password is not None:
        lines += [("user", target.user), ("password", "#{ENV['ELASTICSEARCH_PASSWORD']}")]
    if target.tls:
        lines.append(("ssl_verify", "true"))
        if target.ca_secret is not None:
            lines.append(("ca_file", CA_FILE))
    lines += [
        ("reconnect_on_error", "true"),
        ("reload_on_failure", "true"),
        ("reload_connections", "false"),
        (
            "buffer",
            "",
            (
                ("@type", "file"),
                ("path", f"{STATE}/buffer"),
                ("flush_interval", "5s"),
                ("flush_thread_count", "2"),
                ("chunk_limit_size", "8M"),
                ("total_limit_size", mebibytes(workload.buffer.disk)),
                ("overflow_action", "drop_oldest_chunk"),
                ("retry_forever", "true"),
                ("retry_max_interval", "30s"),
            ),
        ),
    ]
    return lines
