"""What a Workspace builds: each part by itself, its defaults, and what stays away where nobody asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import mlkube
from mlkube.core.description import Description
from mlkube.workloads.expand import expand_one

CRDS = Path(__file__).resolve().parents[5] / "shared" / "crds"


def built(spec: str = "{}", **metadata: str) -> list[dict[str, Any]]:
    """Return the objects of a workspace, as plain data."""
    body: dict[str, Any] = {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": "Workspace",
        "metadata": {"name": "vision", **metadata},
        "spec": yaml.safe_load(spec),
    }
    return [resource.body for resource in expand_one(Description((), body)).resources]


def only(objects: list[dict[str, Any]], kind: str, name: str = "vision") -> dict[str, Any]:
    (found,) = [each for each in objects if each["kind"] == kind and each["metadata"]["name"] == name]
    return found


def names(objects: list[dict[str, Any]]) -> list[str]:
    return [f"{each['kind']}/{each['metadata']['name']}" for each in objects]


def test_a_workspace_that_says_nothing_is_closed_and_restricted() -> None:
    objects = built()
    assert names(objects) == [
        "Namespace/vision",
        "NetworkPolicy/vision-default-deny",
        "NetworkPolicy/vision-allow-same-namespace",
        "NetworkPolicy/vision-allow-dns",
    ]
    assert only(objects, "Namespace")["metadata"]["labels"] == {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "latest",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "latest",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "latest",
        "app.kubernetes.io/name": "vision",
        "app.kubernetes.io/component": "namespace",
    }
    assert {each["metadata"].get("namespace") for each in objects[1:]} == {"vision"}


def test_every_part_can_be_left_out() -> None:
    assert built("{createNamespace: false, network: {deny: none}}") == []


def test_labels_and_annotations_of_the_namespace_are_its_own() -> None:
    objects = built(
        "{namespaceLabels: {istio-injection: enabled}, namespaceAnnotations: {owner: a}, podSecurity: {enforce: baseline, warnVersion: v1.36}}"  # noqa: E501  one description
    )
    namespace = only(objects, "Namespace")["metadata"]
    assert namespace["annotations"] == {"owner": "a"}
    assert namespace["labels"]["istio-injection"] == "enabled"
    assert namespace["labels"]["pod-security.kubernetes.io/enforce"] == "baseline"
    assert namespace["labels"]["pod-security.kubernetes.io/warn-version"] == "v1.36"
    assert "istio-injection" not in objects[1]["metadata"]["labels"]


def test_a_quota_has_the_keys_that_are_counted() -> None:
    objects = built("""
quota:
  cpu: 16
  memory: 64Gi
  cpuLimit: 32
  memoryLimit: 64Gi
  ephemeralStorage: 200Gi
  storage: 2Ti
  claims: 20
  pods: 50
  accelerators: {nvidia.com/gpu: 8, nvidia.com/mig-1g.5gb: 7}
  storageClasses: {fast: {storage: 1Ti, claims: 5}}
  deviceClasses: {gpu.nvidia.com: 4}
  counts: {jobs.batch: 100, secrets: 40, services.loadbalancers: 0}
limits: {container: {default: {cpu: 2, memory: 4Gi}}}
""")
    assert only(objects, "ResourceQuota")["spec"] == {
        "hard": {
            "requests.cpu": "16",
            "requests.memory": "64Gi",
            "limits.cpu": "32",
            "limits.memory": "64Gi",
            "pods": "50",
            "requests.nvidia.com/gpu": "8",
            "requests.nvidia.com/mig-1g.5gb": "7",
            "requests.ephemeral-storage": "200Gi",
            "requests.storage": "2Ti",
            "persistentvolumeclaims": "20",
            "fast.storageclass.storage.k8s.io/requests.storage": "1Ti",
            "fast.storageclass.storage.k8s.io/persistentvolumeclaims": "5",
            "gpu.nvidia.com.deviceclass.resource.k8s.io/devices": "4",
            "count/jobs.batch": "100",
            "count/secrets": "40",
            "services.loadbalancers": "0",
        }
    }


def test_a_quota_of_compute_brings_default_requests() -> None:
    default = {"limits": [{"type": "Container", "defaultRequest": {"cpu": "100m", "memory": "256Mi"}}]}
    assert only(built("quota: {memory: 64Gi}"), "LimitRange")["spec"] == default
    of_class = "quota: {pods: 5, priorityClasses: [{name: high, cpu: 4}]}"
    assert only(built(of_class), "LimitRange")["spec"] == default
    assert "LimitRange/vision" not in names(built("quota: {pods: 50, accelerators: {nvidia.com/gpu: 2}}"))


def test_limits_are_of_containers_pods_and_claims() -> None:
    objects = built("""
limits:
  container: {min: {cpu: 50m}, max: {cpu: 8}, default: {cpu: 2}, defaultRequest: {cpu: 1}, maxLimitRequestRatio: {cpu: 4}}
  pod: {max: {cpu: 16}}
  claim: {min: 1Gi, max: 2Ti}
""")  # noqa: E501  one line for each sort
    assert only(objects, "LimitRange")["spec"]["limits"] == [
        {
            "type": "Container",
            "min": {"cpu": "50m"},
            "max": {"cpu": "8"},
            "maxLimitRequestRatio": {"cpu": "4"},
            "default": {"cpu": "2"},
            "defaultRequest": {"cpu": "1"},
        },
        {"type": "Pod", "max": {"cpu": "16"}},
        {"type": "PersistentVolumeClaim", "min": {"storage": "1Gi"}, "max": {"storage": "2Ti"}},
    ]


def test_a_quota_for_a_class_names_the_class_that_is_built_or_exists() -> None:
    objects = built("""
priorityClasses: [{name: high, value: 1000, description: first}]
quota: {priorityClasses: [{name: high, pods: 5}, {name: cluster-batch, accelerators: {nvidia.com/gpu: 2}}]}
""")
    assert only(objects, "PriorityClass", "vision-high") == {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {
            "name": "vision-high",
            "labels": {"app.kubernetes.io/name": "vision", "app.kubernetes.io/component": "priority"},
        },
        "value": 1000,
        "preemptionPolicy": "Never",
        "description": "first",
    }
    assert [each["spec"] for each in objects if each["kind"] == "ResourceQuota"] == [
        {
            "hard": hard,
            "scopeSelector": {
                "matchExpressions": [{"scopeName": "PriorityClass", "operator": "In", "values": [name]}]
            },
        }
        for hard, name in (
            ({"pods": "5"}, "vision-high"),
            ({"requests.nvidia.com/gpu": "2"}, "cluster-batch"),
        )
    ]


def test_denied_traffic_passes_where_it_is_named() -> None:
    objects = built("""
network:
  monitoringNamespaces: [monitoring]
  gatewayNamespaces: [gateways, istio-system]
  dns: {cidrs: [169.254.20.10/32]}
  ingress: [{name: notebooks, namespaces: [speech], peerLabels: {app: lab}, ports: [8500]}]
  egress:
    - name: world
      cidrs: [0.0.0.0/0, "::/0"]
      except: [10.0.0.0/8, fd00::/8]
      ports: [443, 8443]
      podLabels: {downloads: "true"}
""")
    specs = {each["metadata"]["name"]: each["spec"] for each in objects if each["kind"] == "NetworkPolicy"}
    assert specs == {
        "vision-default-deny": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
        "vision-allow-same-namespace": {
            "podSelector": {},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": [{"podSelector": {}}]}],
            "egress": [{"to": [{"podSelector": {}}]}],
        },
        "vision-allow-dns": {
            "podSelector": {},
            "policyTypes": ["Egress"],
            "egress": [
                {
                    "to": [
                        {
                            "namespaceSelector": {
                                "matchLabels": {"kubernetes.io/metadata.name": "kube-system"}
                            },
                            "podSelector": {
                                "matchExpressions": [
                                    {"key": "k8s-app", "operator": "In", "values": ["kube-dns"]}
                                ]
                            },
                        },
                        {"ipBlock": {"cidr": "169.254.20.10/32"}},
                    ],
                    "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
                }
            ],
        },
        "vision-allow-monitoring": {
            "podSelector": {},
            "policyTypes": ["Ingress"],
            "ingress": [
                {
                    "from": [
                        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
                    ]
                }
            ],
        },
        "vision-allow-gateways": {
            "podSelector": {},
            "policyTypes": ["Ingress"],
            "ingress": [
                {
                    "from": [
                        {
                            "namespaceSelector": {
                                "matchExpressions": [
                                    {
                                        "key": "kubernetes.io/metadata.name",
                                        "operator": "In",
                                        "values": ["gateways", "istio-system"],
                                    }
                                ]
                            }
                        }
                    ]
                }
            ],
        },
        "vision-allow-from-notebooks": {
            "podSelector": {},
            "policyTypes": ["Ingress"],
            "ingress": [
                {
                    "from": [
                        {
                            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "speech"}},
                            "podSelector": {
                                "matchExpressions": [{"key": "app", "operator": "In", "values": ["lab"]}]
                            },
                        }
                    ],
                    "ports": [{"protocol": "TCP", "port": 8500}],
                }
            ],
        },
        "vision-allow-to-world": {
            "podSelector": {"matchLabels": {"downloads": "true"}},
            "policyTypes": ["Egress"],
            "egress": [
                {
                    "to": [
                        {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}},
                        {"ipBlock": {"cidr": "::/0", "except": ["fd00::/8"]}},
                    ],
                    "ports": [{"protocol": "TCP", "port": 443}, {"protocol": "TCP", "port": 8443}],
                }
            ],
        },
    }


def test_with_ingress_denied_alone_nothing_speaks_of_egress() -> None:
    objects = built("network: {deny: ingress, monitoringNamespaces: [monitoring]}")
    policies = [each for each in objects if each["kind"] == "NetworkPolicy"]
    assert [each["metadata"]["name"] for each in policies] == [
        "vision-default-deny",
        "vision-allow-same-namespace",
        "vision-allow-monitoring",
    ]
    assert {tuple(each["spec"]["policyTypes"]) for each in policies} == {("Ingress",)}
    assert all("egress" not in each["spec"] for each in policies)


def test_people_get_the_roles_of_the_cluster_and_what_operators_add() -> None:
    objects = built("access: {view: {groups: [all]}, edit: {users: [ann]}, admin: {groups: [leads]}}")
    bindings = {
        each["metadata"]["name"]: (each["roleRef"]["kind"], each["roleRef"]["name"], each["subjects"])
        for each in objects
        if each["kind"] == "RoleBinding"
    }
    group = "rbac.authorization.k8s.io"
    everyone = [{"apiGroup": group, "kind": "Group", "name": "all"}]
    ann = [{"apiGroup": group, "kind": "User", "name": "ann"}]
    leads = [{"apiGroup": group, "kind": "Group", "name": "leads"}]
    assert bindings == {
        "vision-view": ("ClusterRole", "view", everyone),
        "vision-edit": ("ClusterRole", "edit", ann),
        "vision-admin": ("ClusterRole", "admin", leads),
        "vision-ml-view": ("Role", "vision-ml-view", everyone),
        "vision-ml-edit": ("Role", "vision-ml-edit", [*ann, *leads]),
    }
    view, edit = (only(objects, "Role", f"vision-ml-{role}")["rules"] for role in ("view", "edit"))
    trainer = ["trainingruntimes", "trainjobs"]
    assert {
        "apiGroups": ["trainer.kubeflow.org"],
        "resources": trainer,
        "verbs": ["get", "list", "watch"],
    } in view
    assert "create" in next(rule for rule in edit if rule["resources"] == trainer)["verbs"]
    queues = {
        "apiGroups": ["kueue.x-k8s.io"],
        "resources": ["localqueues", "workloads"],
        "verbs": ["get", "list", "watch"],
    }
    assert queues in view
    assert queues in edit


def allowed(rules: list[dict[str, Any]], group: str, resource: str) -> set[str]:
    return {
        verb
        for rule in rules
        if group in rule["apiGroups"] and resource in rule["resources"]
        for verb in rule["verbs"]
    }


# What a description of a workload builds, but for what gives rights or opens the network.
BUILT_BY_WORKLOADS = """
/configmaps /persistentvolumeclaims /serviceaccounts /services apps/deployments batch/jobs batch/cronjobs
autoscaling/horizontalpodautoscalers autoscaling.k8s.io/verticalpodautoscalers keda.sh/scaledobjects
keda.sh/triggerauthentications argoproj.io/rollouts policy/poddisruptionbudgets networking.k8s.io/ingresses
gateway.networking.k8s.io/httproutes gateway.networking.k8s.io/grpcroutes
monitoring.coreos.com/servicemonitors monitoring.coreos.com/podmonitors monitoring.coreos.com/prometheusrules
resource.k8s.io/resourceclaimtemplates
jobset.x-k8s.io/jobsets trainer.kubeflow.org/trainjobs kubeflow.org/tfjobs kubeflow.org/pytorchjobs
kubeflow.org/jaxjobs kubeflow.org/mpijobs sparkoperator.k8s.io/sparkapplications
sparkoperator.k8s.io/scheduledsparkapplications spark.apache.org/sparkapplications
serving.kserve.io/inferenceservices
"""


@pytest.mark.parametrize("resource", BUILT_BY_WORKLOADS.split())
def test_engineers_may_apply_what_workloads_build(resource: str) -> None:
    rules = only(built("access: {engineer: {groups: [team]}}"), "Role", "vision-engineer")["rules"]
    group, _, name = resource.partition("/")
    assert {"create", "delete", "get", "patch"} <= allowed(rules, group, name)


def test_engineers_touch_neither_secrets_nor_rights_nor_the_network() -> None:
    rules = only(built("access: {engineer: {groups: [team]}}"), "Role", "vision-engineer")["rules"]
    assert allowed(rules, "", "pods") == {"get", "list", "watch", "delete"}
    assert allowed(rules, "", "pods/log") == {"get", "list", "watch"}
    for group, resource in (
        ("", "secrets"),
        ("", "pods/exec"),
        ("rbac.authorization.k8s.io", "roles"),
        ("rbac.authorization.k8s.io", "rolebindings"),
        ("kueue.x-k8s.io", "clusterqueues"),
    ):
        assert allowed(rules, group, resource) == set()
    assert allowed(rules, "networking.k8s.io", "networkpolicies") == {"get", "list", "watch"}
    assert allowed(rules, "", "resourcequotas") == {"get", "list", "watch"}
    assert "*" not in str(rules)


def test_a_shell_in_pods_and_further_rights_are_asked_for() -> None:
    spec = (
        "access: {engineer: {groups: [team], exec: true, "
        "rules: [{apiGroups: [''], resources: [secrets], verbs: [list]}]}}"
    )
    rules = only(built(spec), "Role", "vision-engineer")["rules"]
    assert allowed(rules, "", "pods/exec") == {"create", "get"}
    assert allowed(rules, "", "pods/portforward") == {"create", "get"}
    assert allowed(rules, "", "secrets") == {"list"}


def test_accounts_of_jobs_have_the_rights_that_are_given_and_no_token_else() -> None:
    objects = built("""
platform: aws
imagePullSecrets: [{name: registry}]
defaultAccount: {}
network: {egress: [{name: api, cidrs: [10.0.0.1/32], ports: [6443]}]}
accounts:
  - name: training
    annotations: {owner: a}
    identity: arn:aws:iam::123456789012:role/training
  - {name: spark, rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]}
""")
    labels = {"app.kubernetes.io/name": "vision", "app.kubernetes.io/component": "access"}
    described = {"labels": labels, "namespace": "vision"}
    assert [each for each in objects if each["kind"] == "ServiceAccount"] == [
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": {
                "name": "training",
                **described,
                "annotations": {
                    "owner": "a",
                    "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/training",
                },
            },
            "automountServiceAccountToken": False,
            "imagePullSecrets": [{"name": "registry"}],
        },
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": {"name": "spark", **described},
            "automountServiceAccountToken": True,
            "imagePullSecrets": [{"name": "registry"}],
        },
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": {"name": "default", **described},
            "automountServiceAccountToken": False,
            "imagePullSecrets": [{"name": "registry"}],
        },
    ]
    assert only(objects, "Role", "spark")["rules"] == [
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["create"]}
    ]
    assert only(objects, "RoleBinding", "spark")["subjects"] == [
        {"kind": "ServiceAccount", "name": "spark", "namespace": "vision"}
    ]
    assert "Role/training" not in names(objects)


def test_pods_reach_the_server_that_gives_them_their_identity_on_gke() -> None:
    objects = built("""
platform: gcp
accounts: [{name: t, identity: trainer@project.iam.gserviceaccount.com}]
network: {egress: [{name: apis, cidrs: [199.36.153.8/30], ports: [443]}]}
""")
    account = only(objects, "ServiceAccount", "t")["metadata"]["annotations"]
    assert account == {"iam.gke.io/gcp-service-account": "trainer@project.iam.gserviceaccount.com"}
    assert only(objects, "NetworkPolicy", "vision-allow-gke-metadata")["spec"]["egress"] == [
        {
            "to": [{"ipBlock": {"cidr": "169.254.169.252/32"}}],
            "ports": [{"protocol": "TCP", "port": 987}, {"protocol": "TCP", "port": 988}],
        },
        {
            "to": [{"ipBlock": {"cidr": "169.254.169.254/32"}}],
            "ports": [{"protocol": "TCP", "port": 80}, {"protocol": "TCP", "port": 8080}],
        },
    ]


QUEUE = """
queue:
  name: jobs
  fairSharing: {weight: 2}
  stopPolicy: Hold
  priorityClasses: [{name: urgent, value: 10, description: soon}]
  clusterQueue:
    cohort: {name: research, create: true, parent: company, fairSharing: {weight: 3}}
    queueingStrategy: StrictFIFO
    preemption: {borrowWithinCohort: {policy: LowerPriority, maxPriorityThreshold: 5}}
    flavorFungibility: {whenCanBorrow: TryNextFlavor, preference: PreemptionOverBorrowing}
    admissionChecks: [{name: capacity, onFlavors: [spot, shared]}]
    fairSharing: {weight: 4}
    stopPolicy: HoldAndDrain
    topologies: [{name: racks, levels: [rack, kubernetes.io/hostname]}]
    flavors:
      - name: a100
        nodeLabels: {gpu: a100}
        topology: racks
        resources:
          - {name: cpu, nominalQuota: 32}
          - {name: nvidia.com/gpu, nominalQuota: 8, borrowingLimit: 4, lendingLimit: 2}
      - name: spot
        nodeLabels: {gpu: spot}
        nodeTaints: [{key: spot, effect: NoSchedule}]
        tolerations: [{key: nvidia.com/gpu, operator: Exists}]
        topology: cluster-racks
        resources: [{name: nvidia.com/gpu, nominalQuota: 0}, {name: cpu, nominalQuota: 8}]
      - {name: shared, existing: true, resources: [{name: memory, nominalQuota: 1Ti}]}
"""


def test_a_queue_of_ones_own_has_all_that_kueue_needs() -> None:
    objects = built(QUEUE)
    assert names(objects)[4:] == [
        "Topology/vision-racks",
        "ResourceFlavor/vision-a100",
        "ResourceFlavor/vision-spot",
        "Cohort/vision-research",
        "ClusterQueue/vision",
        "LocalQueue/jobs",
        "WorkloadPriorityClass/vision-urgent",
    ]
    assert only(objects, "LocalQueue", "jobs")["spec"] == {
        "clusterQueue": "vision",
        "fairSharing": {"weight": "2"},
        "stopPolicy": "Hold",
    }
    assert only(objects, "ClusterQueue")["spec"] == {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "vision"}},
        "queueingStrategy": "StrictFIFO",
        "cohortName": "vision-research",
        "resourceGroups": [
            {
                "coveredResources": ["cpu", "nvidia.com/gpu"],
                "flavors": [
                    {
                        "name": "vision-a100",
                        "resources": [
                            {"name": "cpu", "nominalQuota": "32"},
                            {
                                "name": "nvidia.com/gpu",
                                "nominalQuota": "8",
                                "borrowingLimit": "4",
                                "lendingLimit": "2",
                            },
                        ],
                    },
                    {
                        "name": "vision-spot",
                        "resources": [
                            {"name": "cpu", "nominalQuota": "8"},
                            {"name": "nvidia.com/gpu", "nominalQuota": "0"},
                        ],
                    },
                ],
            },
            {
                "coveredResources": ["memory"],
                "flavors": [{"name": "shared", "resources": [{"name": "memory", "nominalQuota": "1Ti"}]}],
            },
        ],
        "preemption": {
            "withinClusterQueue": "LowerPriority",
            "reclaimWithinCohort": "Any",
            "borrowWithinCohort": {"policy": "LowerPriority", "maxPriorityThreshold": 5},
        },
        "flavorFungibility": {
            "whenCanBorrow": "TryNextFlavor",
            "whenCanPreempt": "TryNextFlavor",
            "preference": "PreemptionOverBorrowing",
        },
        "admissionChecksStrategy": {
            "admissionChecks": [{"name": "capacity", "onFlavors": ["vision-spot", "shared"]}]
        },
        "fairSharing": {"weight": "4"},
        "stopPolicy": "HoldAndDrain",
    }
    assert only(objects, "Cohort", "vision-research")["spec"] == {
        "parentName": "company",
        "fairSharing": {"weight": "3"},
    }
    assert only(objects, "ResourceFlavor", "vision-a100")["spec"] == {
        "nodeLabels": {"gpu": "a100"},
        "topologyName": "vision-racks",
    }
    assert only(objects, "ResourceFlavor", "vision-spot")["spec"] == {
        "nodeLabels": {"gpu": "spot"},
        "nodeTaints": [{"key": "spot", "effect": "NoSchedule"}],
        "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists"}],
        "topologyName": "cluster-racks",
    }
    assert only(objects, "Topology", "vision-racks")["spec"] == {
        "levels": [{"nodeLabel": "rack"}, {"nodeLabel": "kubernetes.io/hostname"}]
    }
    priority = only(objects, "WorkloadPriorityClass", "vision-urgent")
    assert (priority["value"], priority["description"]) == (10, "soon")


def test_a_queue_may_lead_to_a_cluster_queue_that_exists() -> None:
    objects = built("queue: {existing: shared-gpu}")
    assert names(objects)[4:] == ["LocalQueue/vision"]
    assert only(objects, "LocalQueue")["spec"] == {"clusterQueue": "shared-gpu"}


def test_a_cohort_that_is_not_created_keeps_its_name_and_preemption_follows_it() -> None:
    flavors = "flavors: [{name: a, resources: [{name: cpu, nominalQuota: 1}]}]"
    alone = only(built(f"queue: {{clusterQueue: {{{flavors}}}}}"), "ClusterQueue")["spec"]
    assert "cohortName" not in alone
    assert alone["preemption"] == {"withinClusterQueue": "LowerPriority"}
    cohort = only(
        built(f"queue: {{clusterQueue: {{cohort: {{name: research}}, {flavors}}}}}"), "ClusterQueue"
    )
    assert cohort["spec"]["cohortName"] == "research"
    assert cohort["spec"]["preemption"]["reclaimWithinCohort"] == "Any"


@pytest.mark.skipif(not CRDS.is_dir(), reason="the operators' definitions lie in ../shared/crds")
def test_every_field_of_a_queue_is_valid_for_kueue() -> None:
    objects = built(QUEUE)
    report = mlkube.validate(yaml.safe_dump_all(objects), crds=[CRDS])
    assert [str(finding) for resource in report.resources for finding in resource.findings()] == []
    assert len(report.resources) == len(objects)


def test_a_workspace_in_python_is_the_same() -> None:
    described = mlkube.Workspace(
        name="vision",
        quota=mlkube.NamespaceQuota(cpu=16, accelerators={"nvidia.com/gpu": 2}),
        queue=mlkube.NamespaceQueue(existing="shared-gpu"),
    )
    expected = built("{quota: {cpu: 16, accelerators: {nvidia.com/gpu: 2}}, queue: {existing: shared-gpu}}")
    assert sorted(names(described.build().bodies())) == sorted(names(expected))  # type: ignore[arg-type]  # JSON
