"""What the roles of people allow, as rules of Roles.

The ClusterRoles of every cluster know nothing of the operators' resources, so these are added to each role.
Source: kubernetes.io/docs/reference/access-authn-authz/rbac, User-facing roles.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

_READ = ("get", "list", "watch")
_WRITE = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")

# Resources of operators, by group: training, batch, serving, its scaling, routes and metrics.
_OPERATED: dict[str, tuple[str, ...]] = {
    "argoproj.io": ("rollouts",),
    "autoscaling.k8s.io": ("verticalpodautoscalers",),
    "gateway.networking.k8s.io": ("grpcroutes", "httproutes"),
    "jobset.x-k8s.io": ("jobsets",),
    "keda.sh": ("scaledjobs", "scaledobjects", "triggerauthentications"),
    "kubeflow.org": ("jaxjobs", "mpijobs", "notebooks", "pytorchjobs", "tfjobs", "xgboostjobs"),
    "leaderworkerset.x-k8s.io": ("leaderworkersets",),
    "monitoring.coreos.com": ("podmonitors", "probes", "prometheusrules", "servicemonitors"),
    "ray.io": ("rayclusters", "rayjobs", "rayservices"),
    "serving.kserve.io": ("inferenceservices",),
    "spark.apache.org": ("sparkapplications",),
    "sparkoperator.k8s.io": ("scheduledsparkapplications", "sparkapplications"),
    "trainer.kubeflow.org": ("trainingruntimes", "trainjobs"),
}

# What engineers run and change beside it: what workloads are made of.
_OWN: dict[str, tuple[str, ...]] = {
    "": ("configmaps", "persistentvolumeclaims", "serviceaccounts", "services"),
    "apps": ("deployments", "statefulsets"),
    "autoscaling": ("horizontalpodautoscalers",),
    "batch": ("cronjobs", "jobs"),
    "networking.k8s.io": ("ingresses",),
    "policy": ("poddisruptionbudgets",),
    "resource.k8s.io": ("resourceclaims", "resourceclaimtemplates"),
}

# What they look at.
_SEEN: dict[str, tuple[str, ...]] = {
    "": ("events", "limitranges", "pods", "pods/log", "resourcequotas"),
    "apps": ("controllerrevisions", "replicasets"),
    "discovery.k8s.io": ("endpointslices",),
    "events.k8s.io": ("events",),
    "metrics.k8s.io": ("pods",),
    "networking.k8s.io": ("networkpolicies",),
}

_QUEUES: dict[str, tuple[str, ...]] = {"kueue.x-k8s.io": ("localqueues", "workloads")}


def operated_rules(*, write: bool) -> list[Json]:
    """Return rules for the operators' resources, and to look at queues."""
    return [*_rules(_OPERATED, _WRITE if write else _READ), *_rules(_QUEUES, _READ)]


def engineer_rules(*, into_pods: bool) -> list[Json]:
    """Return what engineers may do: run and stop workloads, read logs; `into_pods` opens shells and ports."""
    rules = [*_rules(_OWN, _WRITE), *_rules(_SEEN, _READ)]
    rules.append(_rule("apps", ("deployments/scale", "statefulsets/scale"), ("get", "patch", "update")))
    rules.append(_rule("", ("pods",), ("delete",)))
    if into_pods:
        rules.append(_rule("", ("pods/attach", "pods/exec", "pods/portforward"), ("create", "get")))
    return [*rules, *operated_rules(write=True)]


def _rules(resources: dict[str, tuple[str, ...]], verbs: tuple[str, ...]) -> list[Json]:
    return [_rule(group, names, verbs) for group, names in resources.items()]


def _rule(group: str, resources: tuple[str, ...], verbs: tuple[str, ...]) -> JsonObject:
    return {"apiGroups": [group], "resources": [*resources], "verbs": [*verbs]}
