"""Values that no server takes are refused where they were written: forms of names, bounds of numbers."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

import mlkube

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPECS = {
    "TFServing": "models: [{name: m, storage: {claim: c}}]\nresources: {cpu: 1, memory: 1Gi}\n",
    "Workspace": "quota: {cpu: 4}\n",
}
_OBJECT = r"does not have the form [a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*; names of objects have lower-case letters, digits, `-` and `.`"
_LABEL = "does not have the form (([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?; values of labels have at most 63 letters, digits, `-`, `_` and `.`"
_SPACE = "does not have the form [a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?; such names have at most 63 lower-case letters, digits and `-`"
_PLAIN = "write the path as requests have it"


def write(root: Path, kind: str, changes: str) -> None:
    given = yaml.safe_load(changes)
    body = {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": kind,
        "metadata": {"name": "w", **given.pop("metadata", {})},
        "spec": {**yaml.safe_load(SPECS[kind]), **given},
    }
    (root / "kustomization.yaml").write_text("resources: [w.yaml]\n")
    (root / "w.yaml").write_text(yaml.safe_dump(body))


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        ("TFServing", "metadata: {labels: {team: 'a b'}}", f'metadata.labels.team: "a b" {_LABEL}'),
        (
            "TFServing",
            "metadata: {labels: {'': a, A_1/b: c, a.b/c: d}}",
            (
                'metadata.labels.: "" is no key of labels; write it as team or example.com/team\n'
                'metadata.labels[A_1/b]: "A_1/b" is no key of labels; write it as team or example.com/team'
            ),
        ),
        ("TFServing", "metadata: {namespace: Vision}", f'metadata.namespace: "Vision" {_SPACE}'),
        ("TFServing", "podLabels: {team: -a}", f'spec.podLabels.team: "-a" {_LABEL}'),
        (
            "TFServing",
            "placement: {priorityClass: High}",
            f'spec.placement.priorityClass: "High" {_OBJECT}',
        ),
        (
            "TFServing",
            "ingress: {host: A.example.com}",
            r'spec.ingress.host: "A.example.com" does not have the form (\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*; a lower-case name of DNS',
        ),
        (
            "TFServing",
            "ingress: {host: a.example, paths: [{path: /a/..}], hosts: [{host: b.example, paths: [{path: //}]}]}",
            f'spec.ingress.paths[0].path: "/a/.." holds /../; {_PLAIN}\nspec.ingress.hosts[0].paths[0].path: "//" holds //; {_PLAIN}',
        ),
        (
            "TFServing",
            "route: {gateway: g, hostnames: [a.example], paths: [{value: /v1%2Fmodels}]}",
            f'spec.route.paths[0].value: "/v1%2Fmodels" holds %2F; {_PLAIN}',
        ),
        (
            "TFServing",
            "volumes: [{name: model, emptyDir: {}}]",
            'spec.volumes[0].name: the workload has a volume "model" of its own; choose another name',
        ),
        (
            "TFServing",
            "replicas: 2147483648",
            "spec.replicas: is 2147483648, but must be at most 2147483647 pods",
        ),
        (
            "TFServing",
            "models: [{name: m, storage: {claim: c}, versionPolicy: {specific: [9223372036854775808]}}]",
            "spec.models[0].versionPolicy.specific[0]: is 9223372036854775808, but must be at most 9223372036854775807",
        ),
        (
            "TFServing",
            "server: {gpuMemoryFraction: .nan}",
            "spec.server.gpuMemoryFraction: is nan, but must be a number that ends",
        ),
        (
            "Workspace",
            "limits: {container: {max: {gpu: 1, pods: 3}, default: {requests.cpu: 1}}}",
            (
                'spec.limits.container.max.gpu: "gpu" is no extended resource; write it as nvidia.com/gpu\n'
                "spec.limits.container.max.pods: no container requests pods; count them in quota.pods\n"
                'spec.limits.container.default[requests.cpu]: "requests.cpu" is the key of a quota, not a resource; write cpu'
            ),
        ),
        (
            "Workspace",
            "quota: {storageClasses: {a/b: {storage: 1Gi}}, deviceClasses: {Gpu: 1}}",
            'spec.quota.storageClasses[a/b]: no class is called "a/b"\nspec.quota.deviceClasses.Gpu: no class is called "Gpu"',
        ),
    ],
)
def test_what_no_server_takes_is_refused(
    kind: str, changes: str, expected: str, tmp_path: Path, refusals_of: Callable[[Path], list[str]]
) -> None:
    write(tmp_path, kind, changes)
    assert refusals_of(tmp_path) == expected.split("\n")


@pytest.mark.parametrize(
    "changes",
    [
        "ingress: {host: '*.example.com', paths: [{path: /}, {path: /v1/}, {path: /.well-known}]}",
        "ingress: {host: a.example, paths: [{path: //, pathType: ImplementationSpecific}]}",
        "route: {gateway: g, hostnames: [a.example], paths: [{value: '/(a|b)//', type: RegularExpression}]}",
        "models: [{name: m, storage: {claim: c}, versionPolicy: {specific: [20260801120000]}}]",
        "storage: [{name: a, mountPath: /a, newClaim: {size: 1Gi, storageClass: ''}}]",
        "podLabels: {team: ''}",
    ],
)
def test_what_servers_take_is_not(
    changes: str, tmp_path: Path, refusals_of: Callable[[Path], list[str]]
) -> None:
    write(tmp_path, "TFServing", changes)
    assert refusals_of(tmp_path) == []


def test_a_rollout_may_last_as_long_as_pods_have_to_be_ready(tmp_path: Path) -> None:
    write(tmp_path, "TFServing", "rollout: {minReadySeconds: 900}")
    (deployment,) = (each for each in mlkube.build(tmp_path) if each.kind == "Deployment")
    spec = deployment.body["spec"]
    assert isinstance(spec, dict)
    assert (spec["minReadySeconds"], spec["progressDeadlineSeconds"]) == (900, 600 + 900 + 60)
