"""Whatever a description scales by: the pods have one owner of their number, and every object is valid."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import mlkube
from mlkube.core.description import Description
from mlkube.errors import MlkubeError
from mlkube.workloads.expand import expand_one

DEFINITIONS = [
    file
    for name in (
        "keda.sh_scaledobjects",
        "keda.sh_triggerauthentications",
        "autoscaling.k8s.io_verticalpodautoscalers",
        "argoproj.io_rollouts",
    )
    if (file := Path(__file__).resolve().parents[3] / "shared" / "crds" / f"{name}.yaml").is_file()
]

RESOURCES = st.sampled_from(["cpu", "memory"])
SHARE = st.integers(1, 120).map(lambda share: {"averageUtilization": share})
AMOUNT = st.sampled_from([3, "500m", "2Gi"])
AVERAGE = AMOUNT.map(lambda amount: {"averageValue": amount})
VALUE = AMOUNT.map(lambda amount: {"value": amount})
NAMED = st.just({"name": "requests"})
METRICS = st.one_of(
    st.fixed_dictionaries(
        {"resource": st.fixed_dictionaries({"name": RESOURCES, "target": SHARE | AVERAGE})}
    ),
    st.fixed_dictionaries(
        {
            "containerResource": st.fixed_dictionaries(
                {"name": RESOURCES, "target": SHARE | AVERAGE},
                optional={"container": st.sampled_from(["serving", "proxy", "nobody"])},
            )
        }
    ),
    st.fixed_dictionaries({"pods": st.fixed_dictionaries({"metric": NAMED, "target": AVERAGE})}),
    st.fixed_dictionaries({"external": st.fixed_dictionaries({"metric": NAMED, "target": AVERAGE | VALUE})}),
)
RULES = st.fixed_dictionaries(
    {},
    optional={
        "stabilizationWindowSeconds": st.integers(0, 3600),
        "selectPolicy": st.sampled_from(["Max", "Min", "Disabled"]),
        "tolerance": st.sampled_from(["50m", 0]),
        "policies": st.lists(
            st.fixed_dictionaries(
                {
                    "type": st.sampled_from(["Pods", "Percent"]),
                    "value": st.integers(1, 100),
                    "periodSeconds": st.integers(1, 1800),
                }
            ),
            max_size=2,
        ),
    },
)
BEHAVIOR = st.fixed_dictionaries({}, optional={"scaleUp": RULES, "scaleDown": RULES})
SECRET = {"secretTargetRef": [{"parameter": "host", "name": "keys", "key": "host"}]}
TRIGGERS = st.lists(
    st.sampled_from(
        [
            {"name": "load", "prometheus": {"serverAddress": "http://p:9090", "threshold": 5.5}},
            {"name": "ask", "prometheus": {"serverAddress": "http://p:9090", "threshold": 5, "query": "a"}},
            {"name": "kafka", "kafka": {"bootstrapServers": ["k:1"], "consumerGroup": "g", "topic": "t"}},
            {"name": "group", "kafka": {"bootstrapServers": ["k:1"], "consumerGroup": "g"}},
            {"name": "rabbit", "rabbitmq": {"queueName": "q", "value": 2}, "authentication": SECRET},
            {
                "name": "hours",
                "cron": {
                    "timezone": "Etc/UTC",
                    "start": "0 8 * * *",
                    "end": "0 9 * * *",
                    "desiredReplicas": 3,
                },
            },
            {"name": "cpu", "cpu": {"value": 70}},
            {"name": "memory", "memory": {"value": "1Gi"}, "metricType": "AverageValue"},
            {"name": "other", "type": "nats-jetstream", "metadata": {"stream": "s"}},
        ]
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda trigger: trigger["name"],
)
KEDA = st.fixed_dictionaries(
    {"triggers": TRIGGERS},
    optional={
        "pollingInterval": st.integers(1, 60),
        "cooldownPeriod": st.integers(0, 600),
        "idleReplicaCount": st.integers(0, 2),
        "fallback": st.fixed_dictionaries({"replicas": st.integers(0, 9)}),
        "scalingModifiers": st.just({"formula": "load + kafka", "target": 2}),
        "pausedReplicas": st.integers(0, 3),
    },
)
BOUNDS = st.fixed_dictionaries(
    {}, optional={"cpu": st.sampled_from(["500m", 2, 8]), "memory": st.sampled_from(["1Gi", "4Gi", "9Gi"])}
)
VPA = st.fixed_dictionaries(
    {},
    optional={
        "updateMode": st.sampled_from(["Off", "Initial", "Recreate", "InPlaceOrRecreate"]),
        "minReplicas": st.integers(1, 3),
        "controlledResources": st.lists(RESOURCES, max_size=2, unique=True),
        "controlledValues": st.sampled_from(["RequestsAndLimits", "RequestsOnly"]),
        "minAllowed": BOUNDS,
        "maxAllowed": BOUNDS,
    },
)
COUNTED = {"minReplicas": st.integers(0, 4), "maxReplicas": st.integers(1, 9)}
AUTOSCALING = st.one_of(
    st.fixed_dictionaries(
        COUNTED, optional={"metrics": st.lists(METRICS, max_size=2), "behavior": BEHAVIOR, "vpa": VPA}
    ),
    st.fixed_dictionaries(
        {"engine": st.just("keda"), "keda": KEDA, **COUNTED}, optional={"behavior": BEHAVIOR, "vpa": VPA}
    ),
    st.fixed_dictionaries({"engine": st.just("vpa")}, optional={"vpa": VPA}),
)
ROLLOUT = st.sampled_from(
    [
        {},
        {"engine": "argo"},
        {"strategy": "blueGreen", "versions": [{"name": "v1"}, {"name": "v2"}], "active": "v1"},
    ]
)
PROXY = {
    "name": "proxy",
    "image": "r/proxy:1",
    "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"memory": "64Mi"}},
}


def build(autoscaling: dict[str, Any], rollout: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return what a description builds, None where it is refused."""
    body: dict[str, Any] = {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": "TFServing",
        "metadata": {"name": "w"},
        "spec": {
            "models": [{"name": "m", "storage": {"claim": "c"}}],
            "resources": {"cpu": 2, "memory": "4Gi"},
            "replicas": 3,
            "sidecars": [PROXY],
            "autoscaling": autoscaling,
            "rollout": rollout,
        },
    }
    try:
        expansion = expand_one(Description(("w",), body, namespace="ml"))
    except MlkubeError:
        return None
    return [{**resource.body} for resource in expansion.resources]


def owners(bodies: list[dict[str, Any]]) -> Counter[str]:
    """Count who writes the number of the pods of each Deployment and Rollout."""
    found: Counter[str] = Counter()
    for body in bodies:
        if body["kind"] in {"Deployment", "Rollout"}:
            found[f"{body['kind']}/{body['metadata']['name']}"] += "replicas" in body["spec"]
        elif body["kind"] in {"HorizontalPodAutoscaler", "ScaledObject"}:
            target = body["spec"]["scaleTargetRef"]
            found[f"{target['kind']}/{target['name']}"] += 1
    return found


@settings(max_examples=150, deadline=None)
@given(autoscaling=AUTOSCALING, rollout=ROLLOUT)
def test_the_number_of_pods_has_one_owner_and_every_object_is_valid(
    autoscaling: dict[str, Any], rollout: dict[str, Any]
) -> None:
    bodies = build(autoscaling, rollout)
    if bodies is None:
        return
    counted = owners(bodies)
    assert counted
    assert set(counted.values()) == {1}
    report = mlkube.validate(bodies, crds=DEFINITIONS, ignore_missing_schemas=True, together=True)
    assert [str(finding) for resource in report.resources for finding in resource.errors] == []
    assert [str(each.finding) for each in report.contracts if each.finding.severity == "error"] == []


@pytest.mark.parametrize("engine", ["hpa", "keda", "vpa"])
def test_the_strategy_builds_each_engine(engine: str) -> None:
    """A plain value of each engine is built, so that the test above is not empty."""
    text = {
        "hpa": "{maxReplicas: 3, minReplicas: 1}",
        "keda": "{engine: keda, maxReplicas: 3, keda: {triggers: [{name: cpu, cpu: {value: 70}}]}}",
        "vpa": "{engine: vpa}",
    }[engine]
    assert build(yaml.safe_load(text), {}) is not None
