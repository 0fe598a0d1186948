"""Rollouts of model servers: what stands side by side, and what a patch of one value moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import mlkube

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Built

    Builder = Callable[..., Built]

SELECTED = {"app.kubernetes.io/name": "m", "app.kubernetes.io/component": "serving"}
VERSIONS = "versions: [{name: v1}, {name: v2, image: 'tensorflow/serving:2.20.1'}]"
ROUTE = "route: {hostnames: [m.example.com], gateway: shared}"


def of(version: str) -> dict[str, str]:
    return {**SELECTED, "mlkube.dev/version": version}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("", {"maxSurge": 1, "maxUnavailable": 0}),
        ("accelerator: {}\nimage: tensorflow/serving:2.20.0-gpu", {"maxSurge": 0, "maxUnavailable": 1}),
        ("storage: [{name: a, mountPath: /a, newClaim: {size: 1Gi}}]", {"maxSurge": 0, "maxUnavailable": 1}),
        (
            "profile: dev\nstorage: [{name: a, mountPath: /a, newClaim: {size: 1Gi}}]",
            {"maxSurge": 1, "maxUnavailable": 0},
        ),
        (
            "profile: dev\nstorage: [{name: a, mountPath: /a, newClaim: {size: 1Gi, accessModes: [ReadWriteOncePod]}}]",  # noqa: E501  one line of YAML each
            {"maxSurge": 0, "maxUnavailable": 1},
        ),
        ("rollout: {maxUnavailable: 25%}", {"maxSurge": 1, "maxUnavailable": "25%"}),
        ("rollout: {maxSurge: 0}", {"maxSurge": 0, "maxUnavailable": 1}),
        ("rollout: {maxSurge: 0%}", {"maxSurge": "0%", "maxUnavailable": 1}),
    ],
)
def test_a_rolling_update_fits_what_is_scarce(
    changes: str, expected: dict[str, object], built: Builder
) -> None:
    assert built(changes).get("Deployment")["spec"]["strategy"] == {
        "type": "RollingUpdate",
        "rollingUpdate": expected,
    }


def test_recreate_has_no_rolling_update(built: Builder) -> None:
    changes = """
    rollout: {strategy: recreate, minReadySeconds: 5, progressDeadlineSeconds: 1000, revisionHistoryLimit: 2}
    """
    spec = built(changes).get("Deployment")["spec"]
    assert spec["strategy"] == {"type": "Recreate"}
    assert [spec[key] for key in ("minReadySeconds", "progressDeadlineSeconds", "revisionHistoryLimit")] == [
        5,
        1000,
        2,
    ]


def test_blue_and_green_stand_side_by_side(built: Builder) -> None:
    found = built(f"monitoring: {{}}\nrollout: {{strategy: blueGreen, {VERSIONS}}}\n{ROUTE}")

    assert found.names("Deployment") == ["m-v1", "m-v2"]
    for version in ("v1", "v2"):
        deployment = found.get("Deployment", f"m-{version}")
        assert deployment["spec"]["selector"]["matchLabels"] == of(version)
        assert deployment["spec"]["template"]["metadata"]["labels"] == of(version)
        assert deployment["metadata"]["labels"] == of(version)
    assert {name: found.get("Service", name)["spec"]["selector"] for name in found.names("Service")} == {
        "m": of("v1"),
        "m-preview": of("v2"),
    }
    (rule,) = found.get("HTTPRoute")["spec"]["rules"]
    assert rule["backendRefs"] == [{"name": "m", "port": 8501}]


def test_what_covers_all_versions_knows_of_none(built: Builder) -> None:
    found = built(f"monitoring: {{}}\nrollout: {{strategy: canary, {VERSIONS}}}\n{ROUTE}")

    assert found.get("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == SELECTED
    monitor = found.get("ServiceMonitor")["spec"]
    assert monitor["selector"]["matchLabels"] == SELECTED
    assert monitor["podTargetLabels"] == ["mlkube.dev/version"]
    # Each pod is led to by exactly one Service that the monitor selects.
    selectors = [
        body["spec"]["selector"]
        for body in found.bodies
        if body["kind"] == "Service" and SELECTED.items() <= body["metadata"]["labels"].items()
    ]
    assert selectors == [of("v1"), of("v2")]


def test_versions_share_what_they_do_not_change(built: Builder) -> None:
    found = built(
        """
        configFiles: {a: {text: x}}
        rollout:
          strategy: blueGreen
          versions:
            - {name: v1}
            - {name: v2, args: [--flag], env: [{name: A, value: b}]}
        """
    )
    assert found.names("ServiceAccount") == ["m"]
    assert [name.rpartition("-")[0] for name in found.names("ConfigMap")] == ["m-config", "m-files"]


def test_versions_have_what_they_change_for_themselves(built: Builder) -> None:
    found = built(
        """
        models:
          - name: m
            storage: {newClaim: {size: 1Gi, accessModes: [ReadOnlyMany]}}
            versionPolicy: {all: true}
          - {name: n, storage: {claim: n}}
        rollout:
          strategy: blueGreen
          versions:
            - {name: v1}
            - name: v2
              replicas: 3
              resources: {memory: 2Gi}
              podAnnotations: {a: b}
              models:
                - name: m
                  storage: {newClaim: {size: 2Gi, accessModes: [ReadOnlyMany]}}
                  versionLabels: {new: 2}
        podAnnotations: {c: d}
        """
    )
    assert found.names("PersistentVolumeClaim") == ["m-model-m", "m-v2-model-m"]
    assert [name.rpartition("-")[0] for name in found.names("ConfigMap")] == ["m-config", "m-v2-config"]
    spec = found.get("Deployment", "m-v2")["spec"]
    assert spec["replicas"] == 3
    assert spec["template"]["metadata"]["annotations"] == {"c": "d", "a": "b"}
    pod = spec["template"]["spec"]
    assert pod["containers"][0]["resources"] == {
        "requests": {"cpu": "1", "memory": "2Gi"},
        "limits": {"memory": "2Gi"},
    }
    claims = [
        each["persistentVolumeClaim"]["claimName"] for each in pod["volumes"] if "persistentV" in str(each)
    ]
    assert claims == ["m-v2-model-m", "n"]
    config = next(body for body in found.bodies if body["metadata"]["name"].startswith("m-v2-config"))
    assert "all {" in config["data"]["models.config"]  # a version keeps what it does not say


def test_a_version_without_traffic_may_be_smaller(built: Builder) -> None:
    rollout = f"rollout: {{strategy: blueGreen, previewReplicas: 1, {VERSIONS}}}"
    found = built(f"replicas: 4\n{rollout}")
    assert [found.get("Deployment", f"m-{each}")["spec"]["replicas"] for each in ("v1", "v2")] == [4, 1]

    found = built(f"autoscaling: {{minReplicas: 3, maxReplicas: 6}}\n{rollout}")
    assert [
        found.get("HorizontalPodAutoscaler", f"m-{each}")["spec"]["minReplicas"] for each in ("v1", "v2")
    ] == [3, 1]
    assert found.get("HorizontalPodAutoscaler", "m-v2")["spec"]["scaleTargetRef"]["name"] == "m-v2"
    assert all("replicas" not in found.get("Deployment", f"m-{each}")["spec"] for each in ("v1", "v2"))


def test_weights_of_a_canary_add_up_to_a_hundred(built: Builder) -> None:
    found = built(f"rollout: {{strategy: canary, weight: 25, {VERSIONS}}}\n{ROUTE}")
    (rule,) = found.get("HTTPRoute")["spec"]["rules"]
    assert rule["backendRefs"] == [
        {"name": "m-v1", "port": 8501, "weight": 75},
        {"name": "m-v2", "port": 8501, "weight": 25},
    ]
    assert {name: found.get("Service", name)["spec"]["selector"] for name in found.names("Service")} == {
        "m": of("v1"),
        "m-v1": of("v1"),
        "m-v2": of("v2"),
    }


def test_a_share_by_replicas_has_one_service_for_all(built: Builder) -> None:
    found = built(f"replicas: 10\nrollout: {{strategy: canary, by: replicas, weight: 30, {VERSIONS}}}")
    assert found.names("Service") == ["m"]
    assert found.get("Service")["spec"]["selector"] == SELECTED
    assert [found.get("Deployment", f"m-{each}")["spec"]["replicas"] for each in ("v1", "v2")] == [7, 3]


def test_arms_of_a_test_are_told_by_headers_and_cookies(built: Builder) -> None:
    found = built(
        """
        rollout:
          strategy: abTest
          versions:
            - {name: a}
            - {name: b, matches: [{headers: [{name: x-arm, value: b}]}, {cookie: {name: arm, value: b.1}}]}
            - {name: c, matches: [{headers: [{name: x-arm, value: 'c.*', type: RegularExpression}]}]}
        route: {hostnames: [m.example.com], gateway: shared}
        """
    )
    path = {"type": "PathPrefix", "value": "/v1"}
    assert found.get("HTTPRoute")["spec"]["rules"] == [
        {
            "matches": [
                {"path": path, "headers": [{"type": "Exact", "name": "x-arm", "value": "b"}]},
                {
                    "path": path,
                    "headers": [
                        {
                            "type": "RegularExpression",
                            "name": "Cookie",
                            "value": r"^(.*;\s*)?arm=b\.1(;.*)?$",
                        }
                    ],
                },
            ],
            "backendRefs": [{"name": "m-b", "port": 8501}],
        },
        {
            "matches": [
                {"path": path, "headers": [{"type": "RegularExpression", "name": "x-arm", "value": "c.*"}]}
            ],
            "backendRefs": [{"name": "m-c", "port": 8501}],
        },
        {"matches": [{"path": path}], "backendRefs": [{"name": "m-a", "port": 8501}]},
    ]


@pytest.mark.parametrize(
    ("rollout", "patch", "moved"),
    [
        ("strategy: blueGreen", "active: v2", {"Service/m", "Service/m-preview"}),
        ("strategy: canary", "weight: 40", {"HTTPRoute/m"}),
        ("strategy: canary, by: replicas", "weight: 50", {"Deployment/m-v1", "Deployment/m-v2"}),
    ],
)
def test_a_patch_of_one_value_moves_traffic_and_no_selector_of_pods(
    rollout: str, patch: str, moved: set[str], built: Builder
) -> None:
    changes = f"replicas: 4\nrollout: {{{rollout}, {VERSIONS}}}\n{ROUTE}"
    before = objects(built(changes).bodies)
    settings = f"""namespace: ml
patches:
- patch: |
    apiVersion: mlkube.dev/v1alpha1
    kind: TFServing
    metadata: {{name: m}}
    spec: {{rollout: {{{patch}}}}}
"""
    after = objects(built(changes, settings).bodies)

    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == moved
    for name in before:
        if name.startswith("Deployment/"):
            assert before[name]["spec"]["selector"] == after[name]["spec"]["selector"]
            assert before[name]["spec"]["template"] == after[name]["spec"]["template"]


def objects(bodies: list[Any]) -> dict[str, Any]:
    return {f"{body['kind']}/{body['metadata']['name']}": body for body in bodies}


def test_prefixes_and_hashes_reach_every_version(built: Builder) -> None:
    found = built(
        f"""
        configFiles: {{a: {{text: x}}}}
        autoscaling: {{maxReplicas: 2}}
        rollout: {{strategy: canary, weight: 10, {VERSIONS}}}
        {ROUTE}
        """,
        "namespace: ml\nnamePrefix: p-\nnameSuffix: -s",
    )
    (rule,) = found.get("HTTPRoute", "p-m-s")["spec"]["rules"]
    assert [each["name"] for each in rule["backendRefs"]] == ["p-m-v1-s", "p-m-v2-s"]
    scaler = found.get("HorizontalPodAutoscaler", "p-m-v2-s")
    assert scaler["spec"]["scaleTargetRef"]["name"] == "p-m-v2-s"
    pod = found.get("Deployment", "p-m-v2-s")["spec"]["template"]["spec"]
    used = {each["configMap"]["name"] for each in pod["volumes"] if "configMap" in each}
    assert used == set(found.names("ConfigMap"))


def test_a_python_workload_may_have_versions() -> None:
    versions = [
        mlkube.TFServingVersion(name="v1"),
        mlkube.TFServingVersion(name="v2", models=[mlkube.Model(name="m", sub_path="new")]),
    ]
    workload = mlkube.TFServing(
        name="m",
        models=[mlkube.Model(name="m", storage=mlkube.VolumeSource(claim="c"))],
        rollout=mlkube.TFServingRollout(strategy="blueGreen", versions=versions, active="v2"),
    )
    bodies = objects([*workload.build().bodies()])
    assert bodies["Service/m"]["spec"]["selector"] == of("v2")
    (container,) = bodies["Deployment/m-v2"]["spec"]["template"]["spec"]["containers"]
    assert {"name": "model", "mountPath": "/models/m", "readOnly": True, "subPath": "new"} in container[
        "volumeMounts"
    ]
