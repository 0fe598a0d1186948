"""Whatever names and namespaces the layers put around a base, every reference in it leads to its object."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mlkube
from mlkube.workloads.ranks import ranks

LAYER = st.fixed_dictionaries(
    {},
    optional={
        "namePrefix": st.sampled_from(["a-", "team-", "x1-"]),
        "nameSuffix": st.sampled_from(["-b", "-v2", "-eu"]),
        "namespace": st.sampled_from(["ml", "data", "prod-eu"]),
    },
)

KUSTOMIZATION = """\
namespace: base
resources: [workload.yaml]
configMapGenerator:
- name: settings
  literals: [A=1]
secretGenerator:
- name: keys
  literals: [B=2]
"""

COMMON = """\
  env:
    - name: A
      valueFrom: {configMapKeyRef: {name: settings, key: A}}
    - name: KEY
      valueFrom: {secretKeyRef: {name: keys, key: B}}
  storage:
    - name: scratch
      mountPath: /scratch
      static:
        size: 1Gi
        accessModes: [ReadWriteMany]
        nfs: {server: nfs.example, path: /scratch}
"""

SERVING = f"""\
apiVersion: mlkube.dev/v1alpha1
kind: TFServing
metadata: {{name: work}}
spec:
  image: tensorflow/serving:2.20.0-gpu
  models:
    - name: m
      storage: {{static: {{size: 1Gi, nfs: {{server: s, path: /m}}}}}}
  accelerator: {{deviceClass: gpu.nvidia.com}}
  resources: {{cpu: 1, memory: 1Gi}}
  autoscaling: {{maxReplicas: 3}}
  monitoring: {{}}
  route: {{hostnames: [a.example], gateway: gate}}
  ingress: {{host: a.example}}
{COMMON}"""

KEDA = """\
  autoscaling:
    engine: keda
    maxReplicas: 3
    keda:
      triggers:
        - name: queue
          rabbitmq: {queueName: q, value: 5}
          authentication: {secretTargetRef: [{parameter: host, name: keys, key: B}]}
    vpa: {updateMode: InPlaceOrRecreate}
"""


def training(framework: str, backend: str) -> str:
    return f"""\
apiVersion: mlkube.dev/v1alpha1
kind: TrainingJob
metadata: {{name: work}}
spec:
  framework: {framework}
  backend: {backend}
  workers: 3
  image: r/train:1
{COMMON}"""


def spark(backend: str, more: str = "") -> str:
    return f"""\
apiVersion: mlkube.dev/v1alpha1
kind: SparkJob
metadata: {{name: work}}
spec:
  backend: {backend}
  image: r/spark:4.0.4
  main: local:///a.py
{more}{COMMON}"""


DESCRIPTIONS = {
    "serving": SERVING,
    "serving-keda": SERVING.replace("  autoscaling: {maxReplicas: 3}\n", KEDA),
    **{
        f"{framework}-{backend}": training(framework, backend)
        for framework, backend in (
            ("tensorflow", "job"),
            ("pytorch", "job"),
            ("jax", "job"),
            ("pytorch", "jobset"),
            ("pytorch", "trainjob"),
            ("tensorflow", "training-operator"),
            ("pytorch", "training-operator"),
            ("jax", "training-operator"),
            ("mpi", "training-operator"),
        )
    },
    "spark-submit": spark("submit"),
    "spark-cron": spark("submit", "  schedule: {cron: 0 2 * * *}\n"),
    "spark-operator": spark("operator"),
    "spark-scheduled": spark("operator", "  schedule: {cron: 0 2 * * *}\n"),
    "spark-apache": spark("apache"),
}

# What a field names, by the end of its path.
REFERENCES = {
    r"(configMap|configMapKeyRef|configMapRef)\.name": "ConfigMap",
    r"(secretKeyRef|secretRef)\.name|secretName": "Secret",
    r"persistentVolumeClaim\.claimName": "PersistentVolumeClaim",
    r"serviceAccountName|(driver|executor)\.serviceAccount": "ServiceAccount",
    r"resourceClaimTemplateName": "ResourceClaimTemplate",
    r"volumeName": "PersistentVolume",
    r"backend\.service\.name|backendRefs\.name|spec\.subdomain|network\.subdomain": "Service",
    r"(scaleT|t)argetRef\.name": "Deployment",
    r"authenticationRef\.name": "TriggerAuthentication",
    r"secretTargetRef\.name": "Secret",
    r"roleRef\.name": "Role",
    r"subjects\.name": "ServiceAccount",
    r"claimRef\.name": "PersistentVolumeClaim",
}


def leaves(value: Any, path: str = "") -> list[tuple[str, Any]]:  # noqa: ANN401  any JSON
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in leaves(each, f"{path}.{key}")]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each, path)]
    return [(path, value)]


def built(description: str, layers: list[dict[str, str]]) -> mlkube.ResourceSet:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder = root / "base"
        folder.mkdir()
        (folder / "kustomization.yaml").write_text(KUSTOMIZATION)
        (folder / "workload.yaml").write_text(description)
        for number, layer in enumerate(layers):
            folder = root / f"layer-{number}"
            folder.mkdir()
            below = "base" if number == 0 else f"layer-{number - 1}"
            lines = [f"resources: [../{below}]", *(f"{key}: {value}" for key, value in layer.items())]
            (folder / "kustomization.yaml").write_text("\n".join(lines) + "\n")
        return mlkube.build(folder)


def check(resources: mlkube.ResourceSet) -> int:
    """Resolve every reference; return how many there were."""
    bodies = resources.bodies()
    names: dict[str, set[str]] = {}
    for body in bodies:
        names.setdefault(body["kind"], set()).add(body["metadata"]["name"])
    namespaces = {body["metadata"]["namespace"] for body in bodies if body["kind"] != "PersistentVolume"}
    assert len(namespaces) == 1
    (namespace,) = namespaces
    count = 0
    for body in bodies:
        for path, value in leaves(body):
            for pattern, kind in REFERENCES.items():
                if re.search(rf"(^|\.)({pattern})$", path):
                    assert value in names.get(kind, set()), (body["kind"], path, value, names)
                    count += 1
            if path.endswith((".claimRef.namespace", ".subjects.namespace")):
                assert value == namespace
        if body["kind"] == "PersistentVolume":
            assert f"{namespace}-work-" in body["metadata"]["name"]
        texts = body.get("data", {}) if body["kind"] == "ConfigMap" else {}
        if "spark-defaults.conf" in texts:
            host = re.search(r"spark.driver.host (\S+)", texts["spark-defaults.conf"])
            account = re.search(r"executor.serviceAccountName (\S+)", texts["spark-defaults.conf"])
            assert host is not None
            assert account is not None
            assert host[1].removesuffix(f".{namespace}.svc") in names["Service"]
            assert account[1] in names["ServiceAccount"]
            assert f"spark.kubernetes.namespace {namespace}\n" in texts["spark-defaults.conf"]
            claims = re.findall(r"claimName: (\S+)", texts["executor.yaml"])
            assert claims
            assert set(claims) <= names["PersistentVolumeClaim"]
            count += 3
    ranks(tuple(resources))
    return count


@pytest.mark.parametrize("name", sorted(DESCRIPTIONS))
def test_every_reference_resolves_without_layers(name: str) -> None:
    assert check(built(DESCRIPTIONS[name], [])) > 4


@pytest.mark.parametrize("name", sorted(DESCRIPTIONS))
@given(layers=st.lists(LAYER, min_size=1, max_size=3))
@settings(max_examples=12, deadline=None)
def test_every_reference_resolves_under_any_layers(name: str, layers: list[dict[str, str]]) -> None:
    assert check(built(DESCRIPTIONS[name], layers)) > 4
