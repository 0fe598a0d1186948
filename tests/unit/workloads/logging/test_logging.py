"""Logging: what the collector is told, how names reach text, and what is refused."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

import mlkube
from mlkube.errors import ErrorGroup, MlkubeError
from mlkube.workloads.logging.sizes import chunks, mebibytes, megabytes
from mlkube.workloads.text.fluentd import fluentd_text

if TYPE_CHECKING:
    from pathlib import Path

WRITER = "elasticsearch: {host: es.example, password: {name: writer, key: password}}\n"


def built(tmp_path: Path, spec: str, layer: str = "namespace: logging\n") -> mlkube.ResourceSet:
    (tmp_path / "kustomization.yaml").write_text(f"{layer}resources: [w.yaml]\n")
    body = {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": "Logging",
        "metadata": {"name": "logs"},
        "spec": yaml.safe_load(spec),
    }
    (tmp_path / "w.yaml").write_text(yaml.safe_dump(body))
    return mlkube.build(tmp_path)


def refused(tmp_path: Path, spec: str, layer: str = "namespace: logging\n") -> list[str]:
    with pytest.raises(MlkubeError) as caught:
        built(tmp_path, spec, layer)
    error = caught.value
    errors = error.errors if isinstance(error, ErrorGroup) else (error,)
    assert all(each.place.line for each in errors)
    return [f"{each.place.field}: {each.reason}; {each.hint}".removesuffix("; ") for each in errors]


def configuration(resources: mlkube.ResourceSet) -> dict[str, Any]:
    (found,) = [
        each
        for each in resources
        if each.kind == "ConfigMap" and each.name.startswith(("logs-config", "a-logs-config"))
    ]
    data = found.body["data"]
    assert isinstance(data, dict)
    parsed: dict[str, Any] = yaml.safe_load(str(data["fluent-bit.yaml"]))
    return parsed


def test_names_in_text_are_final(tmp_path: Path) -> None:
    cluster = "elasticsearch: {password: {name: users, key: elastic}, cluster: {tlsSecret: tls, kibana: {password: {name: users, key: kibana}}}}"

    resources = built(tmp_path, cluster, "namespace: logging\nnamePrefix: a-\n")

    pipeline = configuration(resources)["pipeline"]
    assert pipeline["inputs"][0]["exclude_path"] == "/var/log/containers/a-logs-*_logging_*.log"
    assert pipeline["outputs"][0]["host"] == "a-logs-elasticsearch"
    texts = [str(each.body["data"]) for each in resources if each.kind == "ConfigMap"]
    assert sum("a-logs-elasticsearch-0" in text for text in texts) == 1
    assert sum("https://a-logs-elasticsearch:9200" in text for text in texts) == 1
    (binding,) = [each.body for each in resources if each.kind == "ClusterRoleBinding"]
    assert binding["roleRef"] == {
        "apiGroup": "rbac.authorization.k8s.io",
        "kind": "ClusterRole",
        "name": "a-logging-logs",
    }
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "a-logs", "namespace": "logging"}]
    services = {each.name for each in resources if each.kind == "Service"}
    (stateful,) = [each for each in resources if each.kind == "StatefulSet"]
    spec = stateful.body["spec"]
    assert isinstance(spec, dict)
    assert spec["serviceName"] in services
    assert services == {"a-logs-elasticsearch", "a-logs-elasticsearch-nodes", "a-logs-kibana"}


def test_an_operator_finds_its_resources_by_their_final_names(tmp_path: Path) -> None:
    spec = "elasticsearch: {cluster: {backend: eck, kibana: {}}}"

    resources = built(tmp_path, spec, "namespace: logging\nnamePrefix: a-\n")

    output = configuration(resources)["pipeline"]["outputs"][0]
    assert (output["host"], output["http_user"]) == ("a-logs-elasticsearch-es-http", "elastic")
    (kibana,) = [each.body["spec"] for each in resources if each.kind == "Kibana"]
    assert isinstance(kibana, dict)
    assert kibana["elasticsearchRef"] == {"name": "a-logs-elasticsearch"}
    (collector,) = [each.body for each in resources if each.kind == "DaemonSet"]
    assert "a-logs-elasticsearch-es-elastic-user" in str(collector)
    assert "a-logs-elasticsearch-es-http-certs-public" in str(collector)


def test_a_cloud_knows_the_collector_by_its_account(tmp_path: Path) -> None:
    role = "arn:aws:iam::111122223333:role/logs"
    resources = built(tmp_path, f"cloudWatch: {{region: eu-central-1, logGroup: g, identity: '{role}'}}")
    (account,) = [each.body["metadata"] for each in resources if each.kind == "ServiceAccount"]
    assert isinstance(account, dict)
    assert account["annotations"] == {"eks.amazonaws.com/role-arn": role}
    assert not [each for each in resources if each.kind == "Secret"]


def test_pods_of_kibana_share_each_key_that_they_would_make_anew(tmp_path: Path) -> None:
    key = "{name: kibana, key: encryption-key}"
    cluster = f"{{tlsSecret: tls, kibana: {{replicas: 2, password: {{name: users, key: kibana}}, encryptionKey: {key}}}}}"

    resources = built(
        tmp_path, f"elasticsearch: {{password: {{name: users, key: elastic}}, cluster: {cluster}}}"
    )

    (deployment,) = [each.body for each in resources if each.kind == "Deployment"]
    pod: Any = deployment["spec"]
    assert pod["template"]["spec"]["containers"][0]["env"][1:] == [
        {"name": f"XPACK_{name}_ENCRYPTIONKEY", "valueFrom": {"secretKeyRef": yaml.safe_load(key)}}
        for name in ("ENCRYPTEDSAVEDOBJECTS", "REPORTING", "SECURITY")
    ]


def test_development_goes_without_passwords(tmp_path: Path) -> None:
    resources = built(tmp_path, "profile: dev\nelasticsearch: {cluster: {nodes: 1, kibana: {}}}")
    texts = "".join(str(each.body["data"]) for each in resources if each.kind == "ConfigMap")
    assert "discovery.type: single-node" in texts
    assert "xpack.security.enabled: false" in texts
    assert "http://logs-elasticsearch:9200" in texts
    assert "http_passwd" not in texts


@pytest.mark.parametrize(
    ("size", "expected"),
    [("32Mi", ("33M", 16, "32M")), ("2G", ("2000M", 1000, "1907M")), ("100Ki", ("1M", 1, "1M"))],
)
def test_each_collector_has_sizes_of_its_own(size: str, expected: tuple[str, int, str]) -> None:
    assert (megabytes(size), chunks(size), mebibytes(size)) == expected


def test_chunks_in_memory_are_bounded_by_the_buffer(tmp_path: Path) -> None:
    resources = built(tmp_path, f"buffer: {{memory: 64Mi}}\n{WRITER}")

    told = configuration(resources)

    assert told["service"]["storage.max_chunks_up"] == 33
    assert told["service"]["storage.backlog.mem_limit"] == "67M"
    assert told["pipeline"]["inputs"][0]["mem_buf_limit"] == "67M"
    assert told["pipeline"]["outputs"][0]["generate_id"] == "on"


def test_fluentd_joins_lines_before_it_reads_them(tmp_path: Path) -> None:
    resources = built(tmp_path, f"collector: fluentd\n{WRITER}")

    (text,) = [str(each.body["data"]) for each in resources if each.kind == "ConfigMap"]

    types = ("concat", "kubernetes_metadata", "parser", "dedot", "elasticsearch_data_stream")
    places = [text.index(f"@type {each}\\n") for each in types]
    assert places == sorted(places)


def test_a_section_of_fluentd_is_written_with_its_inside() -> None:
    text = fluentd_text(
        [
            ("match", "a.**", [("@type", "null"), ("path", 'C:\\ "x"'), ("buffer", "", [("limit", "8M")])]),
            ("system", "", []),
        ]
    )
    assert text == (
        "<match a.**>\n"
        "  @type null\n"
        '  path "C:\\\\ \\"x\\""\n'
        "  <buffer>\n"
        "    limit 8M\n"
        "  </buffer>\n"
        "</match>\n"
        "\n"
        "<system>\n"
        "</system>\n"
    )


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (
            "{}",
            [
                "spec: says nothing of what stands behind it; give one of elasticsearch, cloudWatch, cloudLogging, azureMonitor"
            ],
        ),
        (
            WRITER
            + "azureMonitor: {endpoint: 'https://e', rule: dcr-0123456789abcdef0123456789abcdef, table: T}",
            [
                "spec.azureMonitor: elasticsearch and azureMonitor exclude each other (spec.elasticsearch is at w.yaml:10:3); leave one out"
            ],
        ),
        (
            WRITER + "buffer: {memory: 200Mi}",
            [
                "spec.buffer.memory: 200Mi is more than half of the memory limit, 256Mi; the collector needs as much again: raise the limit, or lower the buffer"
            ],
        ),
        (
            WRITER + "buffer: {disk: 8Mi}",
            ["spec.buffer.disk: 8Mi is less than the buffer in memory, 32Mi"],
        ),
        (
            "elasticsearch: {host: es.example}",
            ["spec.elasticsearch.password: elastic has no password; name the Secret that holds it"],
        ),
        (
            "elasticsearch: {password: {name: a, key: b}}",
            ["spec.elasticsearch: says nothing of where it is; give host, or cluster to build one"],
        ),
        (
            "elasticsearch: {password: {name: a, key: b}, cluster: {nodes: 2, tlsSecret: tls}}",
            ["spec.elasticsearch.cluster.nodes: two nodes have no majority where one is lost; use 1 or 3"],
        ),
        (
            "elasticsearch: {password: {name: a, key: b}, cluster: {nodes: 1}}",
            [
                "spec.elasticsearch.cluster.tlsSecret: nodes trust each other by certificates, and there are none; name a Secret with ca.crt, tls.crt and tls.key, use backend: eck, or `profile: dev`"
            ],
        ),
        (
            "elasticsearch: {cluster: {backend: eck, tlsSecret: tls, resources: {memory: 512Mi}}}",
            [
                "spec.elasticsearch.cluster.resources.memory: 512Mi leaves no room for a heap; reserve 1Gi or more",
                "spec.elasticsearch.cluster.tlsSecret: the operator makes its own (spec.elasticsearch.cluster.backend is at w.yaml:8:7); leave it out",
            ],
        ),
        (
            "elasticsearch: {password: {name: a, key: b}, cluster: {tlsSecret: tls, kibana: {replicas: 2, password: {name: a, key: k}}}}",
            [
                "spec.elasticsearch.cluster.kibana.encryptionKey: several pods do not know each other's sessions without a key that they share; name a Secret with at least 32 characters"
            ],
        ),
        (
            "cloudWatch: {region: eu-central-1, logGroup: g, identity: 'arn:aws:iam::111122223333:role/l', createGroup: true, retentionDays: 31}",
            [
                "spec.cloudWatch.retentionDays: CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days, not for 31"
            ],
        ),
        (
            "cloudLogging: {clusterName: c, location: l}",
            ["spec.cloudLogging: nothing says who writes; give identity or credentialsSecret"],
        ),
        (
            "collector: fluentd\ncloudLogging: {clusterName: c, location: l, credentialsSecret: s}",
            [
                "spec.cloudLogging: the image of Fluentd has no plugin for it (spec.collector is at w.yaml:10:3); use collector: fluent-bit"
            ],
        ),
    ],
)
def test_what_cannot_work_is_refused_where_it_stands(spec: str, expected: list[str], tmp_path: Path) -> None:
    found = refused(tmp_path, spec)
    assert [each.replace(f"{tmp_path}/", "") for each in found] == expected


def test_rights_need_a_namespace(tmp_path: Path) -> None:
    assert refused(tmp_path, WRITER, "") == [
        "metadata.namespace: the collector's rights are bound to an account in a namespace, and no layer gives one; set `namespace:` in a kustomization above, or metadata.namespace"
    ]
