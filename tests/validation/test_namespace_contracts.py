"""Contracts between a namespace's bounds, security and queues and what stands in it: ML-050 to 054."""
# ruff: noqa: E501  findings stand as they are printed

from __future__ import annotations

import pytest
import yaml

import mlkube


def found(*objects: str) -> list[str]:
    """Return the findings of these rules as rule, object, path and message."""
    report = mlkube.validate("\n---\n".join(objects), ignore_missing_schemas=True, together=True)
    return [
        f"{each.finding.rule} {each.finding.path}: {each.finding.message}"
        for each in report.contracts
        if each.finding.rule.startswith("ML-05")
    ]


def job(container: str = "", pod: str = "", metadata: str = "name: train") -> str:
    return (
        f"{{apiVersion: batch/v1, kind: Job, metadata: {{{metadata}}}, spec: {{template: {{spec: "
        f"{{restartPolicy: Never, {pod} containers: [{{name: a, image: 'r/a:1', {container}}}]}}}}}}}}"
    )


def quota(hard: str, more: str = "", namespace: str = "default") -> str:
    return f"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: q, namespace: {namespace}}}, spec: {{hard: {{{hard}}} {more}}}}}"


def limits(item: str, name: str = "l") -> str:
    return f"{{apiVersion: v1, kind: LimitRange, metadata: {{name: {name}}}, spec: {{limits: [{{{item}}}]}}}}"


HERE = "spec.template.spec.containers[0].resources"
REFUSED = "its pods are refused"


@pytest.mark.parametrize(
    ("hard", "resources", "said"),
    [
        ("requests.cpu: 4", "{}", "no request of cpu"),
        ("cpu: 4", "{requests: {memory: 1Gi}}", "no request of cpu"),
        ("limits.memory: 4Gi", "{requests: {memory: 1Gi}}", "no limit of memory"),
        ("requests.cpu: 4", "{limits: {cpu: 1}}", ""),  # the server takes the limit for the request
        ("limits.memory: 4Gi", "{limits: {memory: 1Gi}}", ""),
        ("requests.nvidia.com/gpu: 4, pods: 5, requests.ephemeral-storage: 1Gi", "{}", ""),
    ],
)
def test_a_quota_counts_what_every_container_has_to_say(hard: str, resources: str, said: str) -> None:
    expected = f"ML-050 {HERE}: container a has {said}, which ResourceQuota/q counts: {REFUSED}"
    assert found(quota(hard), job(f"resources: {resources}")) == ([expected] if said else [])


def test_a_quota_counts_where_it_stands_and_what_it_is_for() -> None:
    scoped = ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}"
    terminating = ", scopes: [NotTerminating]"
    assert found(quota("cpu: 4", namespace="other"), job()) == []
    assert found(quota("cpu: 4", scoped), job()) == []
    assert found(quota("cpu: 4", terminating), job()) == []
    assert len(found(quota("cpu: 4", scoped), job(pod="priorityClassName: high,"))) == 1


def test_amounts_of_the_whole_pod_and_of_init_containers_count() -> None:
    whole = job(pod="resources: {requests: {cpu: 1}},")
    assert found(quota("requests.cpu: 4"), whole) == []
    before = job("resources: {requests: {cpu: 1}}", pod="initContainers: [{name: b, image: 'r/b:1'}],")
    assert found(quota("requests.cpu: 4"), before) == [
        f"ML-050 spec.template.spec.initContainers[0].resources: container b has no request of cpu, which ResourceQuota/q counts: {REFUSED}"
    ]


@pytest.mark.parametrize(
    "default", ["defaultRequest: {cpu: 1}", "default: {cpu: 1}", "max: {cpu: 1}", "min: {cpu: 1}"]
)
def test_a_limit_range_says_it_for_them(default: str) -> None:
    assert found(quota("requests.cpu: 4"), limits(f"type: Container, {default}"), job()) == []


@pytest.mark.parametrize(
    ("item", "resources", "said"),
    [
        (
            "max: {memory: 4Gi}",
            "{limits: {memory: 8Gi}}",
            "container a has a limit of 8Gi of memory, and 4Gi is the most",
        ),
        ("max: {memory: 4Gi}", "{requests: {memory: 8Gi}}", ""),
        ("min: {cpu: 1}", "{requests: {cpu: 500m}}", "container a requests 500m of cpu, and 1 is the least"),
        ("min: {cpu: 1}", "{}", None),
        (
            "maxLimitRequestRatio: {cpu: 2}",
            "{requests: {cpu: 1}, limits: {cpu: 3}}",
            "container a has a limit of cpu more than 2 times its request",
        ),
        ("maxLimitRequestRatio: {cpu: 2}", "{requests: {cpu: 1}, limits: {cpu: 2}}", None),
        (
            "maxLimitRequestRatio: {cpu: 2}",
            "{requests: {cpu: 1}}",
            "container a needs request and limit of cpu, whose ratio is bounded",
        ),
    ],
)
def test_containers_keep_the_bounds_of_a_limit_range(item: str, resources: str, said: str | None) -> None:
    expected = {
        None: [],
        "": [
            f"ML-051 {HERE}: container a requests 8Gi of memory, and LimitRange/l gives it a limit of 4Gi: {REFUSED}"
        ],
    }.get(said, [f"ML-051 {HERE}: {said}: LimitRange/l refuses its pods"])
    assert found(limits(f"type: Container, {item}"), job(f"resources: {resources}")) == expected


def test_pods_keep_the_bounds_of_a_limit_range_in_all() -> None:
    two = job("resources: {limits: {cpu: 1500m, memory: 3Gi}}", pod="").replace(
        "containers: [",
        "containers: [{name: b, image: 'r/b:1', resources: {limits: {cpu: 1, memory: 2Gi}}}, ",
    )
    assert found(limits("type: Pod, max: {cpu: 2, memory: 8Gi}, min: {memory: 6Gi}"), two) == [
        "ML-051 spec.template.spec: the pod has a limit of 2500m of cpu, and 2 is the most: LimitRange/l refuses its pods",
        "ML-051 spec.template.spec: the pod requests 5Gi of memory, and 6Gi is the least: LimitRange/l refuses its pods",
    ]
    assert found(limits("type: Pod, max: {cpu: 2}"), job()) == [
        "ML-051 spec.template.spec: the pod has no limit of cpu, and 2 is the most: LimitRange/l refuses its pods"
    ]


def test_claims_keep_the_bounds_of_a_limit_range() -> None:
    item = limits("type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 10Gi}")
    claim = (
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c}, "
        "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: %s}}}}"
    )
    path = "spec.resources.requests.storage"
    assert found(item, claim % "5Gi") == []
    assert found(item, claim % "20Gi") == [
        f"ML-051 {path}: 20Gi is more than 10Gi, the most that LimitRange/l allows"
    ]
    assert found(item, claim % "1Mi") == [
        f"ML-051 {path}: 1Mi is less than 1Gi, the least that LimitRange/l allows"
    ]


CLOSED = "{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}"
SAFE = "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}},"


def refused(level: str, container: str = "", pod: str = "") -> list[str]:
    namespace = f"{{apiVersion: v1, kind: Namespace, metadata: {{name: team, labels: {{pod-security.kubernetes.io/enforce: {level}}}}}}}"
    said = found(namespace, job(container, pod, "name: train, namespace: team"))
    behind = f", and Namespace/team enforces {level}: {REFUSED}"
    assert all(each.endswith(behind) for each in said)
    return [
        each.removesuffix(behind).removeprefix("ML-052 spec.template.spec.").replace("containers[0].", "a.")
        for each in said
    ]


def test_a_pod_that_keeps_the_standard_passes() -> None:
    assert refused("restricted", f"securityContext: {CLOSED}", SAFE) == []
    assert refused("baseline") == []
    assert refused("privileged", pod="hostNetwork: true,") == []


@pytest.mark.parametrize(
    ("pod", "container", "said"),
    [
        ("hostPID: true,", "", "hostPID: the pod has hostPID"),
        (
            "volumes: [{name: v, hostPath: {path: /x}}],",
            "",
            "volumes[0].hostPath: volume v is a hostPath",
        ),
        (
            "securityContext: {sysctls: [{name: kernel.msgmax, value: '1'}]},",
            "",
            "securityContext.sysctls[0].name: the pod sets the kernel parameter kernel.msgmax",
        ),
        (
            "securityContext: {seccompProfile: {type: Unconfined}},",
            "",
            "securityContext.seccompProfile.type: the pod has no seccomp profile",
        ),
        (
            "securityContext: {seLinuxOptions: {type: spc_t}},",
            "",
            "securityContext.seLinuxOptions: the pod sets SELinux options of its own",
        ),
        (
            "",
            "securityContext: {privileged: true}",
            "a.securityContext.privileged: container a is privileged",
        ),
        (
            "",
            "securityContext: {capabilities: {add: [SYS_ADMIN]}}",
            "a.securityContext.capabilities.add: container a adds the capability SYS_ADMIN",
        ),
        (
            "",
            "securityContext: {appArmorProfile: {type: Unconfined}}",
            "a.securityContext.appArmorProfile.type: container a has no AppArmor profile",
        ),
        (
            "",
            "securityContext: {windowsOptions: {hostProcess: true}}",
            "a.securityContext.windowsOptions.hostProcess: container a is a process of the host",
        ),
        (
            "",
            "ports: [{containerPort: 80, hostPort: 80}]",
            "a.ports[0].hostPort: container a has a hostPort",
        ),
    ],
)
def test_the_baseline_refuses_what_reaches_the_node(pod: str, container: str, said: str) -> None:
    assert refused("baseline", container, pod) == [said]


@pytest.mark.parametrize(
    ("pod", "container", "said"),
    [
        (
            SAFE,
            "securityContext: {capabilities: {drop: [ALL]}}",
            ["a.securityContext: container a does not set allowPrivilegeEscalation: false"],
        ),
        (
            SAFE,
            "securityContext: {allowPrivilegeEscalation: false}",
            ["a.securityContext: container a does not drop ALL capabilities"],
        ),
        (
            SAFE,
            "securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE, CHOWN]}}",
            ["a.securityContext.capabilities.add: container a adds the capability CHOWN"],
        ),
        (
            "",
            f"securityContext: {CLOSED}",
            [
                "a.securityContext: container a has no runAsNonRoot: true",
                "a.securityContext: container a names no seccomp profile",
            ],
        ),
        (
            "securityContext: {runAsUser: 0, seccompProfile: {type: RuntimeDefault}}, hostUsers: false,",
            f"securityContext: {CLOSED}",
            [],  # root in a user namespace of its own
        ),
        (
            "securityContext: {runAsUser: 0, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}},",
            f"securityContext: {CLOSED}",
            ["securityContext.runAsUser: the pod runs as root"],
        ),
        (
            SAFE + "volumes: [{name: v, nfs: {server: s, path: /x}}, {name: w, emptyDir: {}}],",
            f"securityContext: {CLOSED}",
            ["volumes[0].nfs: volume v is of kind nfs"],
        ),
        ("os: {name: windows},", "", []),
    ],
)
def test_restricted_asks_for_more(pod: str, container: str, said: list[str]) -> None:
    assert refused("restricted", container, pod) == said


def test_templates_that_an_operator_completes_are_not_judged() -> None:
    namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: team, labels: {pod-security.kubernetes.io/enforce: restricted}}}"
    of_spark = "{apiVersion: sparkoperator.k8s.io/v1beta2, kind: SparkApplication, metadata: {name: s, namespace: team}, spec: {driver: {template: {spec: {containers: [{name: spark-kubernetes-driver}]}}}}}"
    of_kubeflow = "{apiVersion: kubeflow.org/v1, kind: PyTorchJob, metadata: {name: p, namespace: team}, spec: {pytorchReplicaSpecs: {Worker: {template: {spec: {hostNetwork: true, containers: [{name: pytorch}]}}}}}}"
    assert found(namespace, of_spark) == []
    assert found(namespace, of_kubeflow)[0].startswith(
        "ML-052 spec.pytorchReplicaSpecs.Worker.template.spec.hostNetwork: the pod has hostNetwork"
    )


CLUSTER_QUEUE = (
    "{apiVersion: kueue.x-k8s.io/v1beta2, kind: ClusterQueue, metadata: {name: cq}, spec: {%s resourceGroups: "
    "[{coveredResources: [cpu, nvidia.com/gpu], flavors: []}]}}"
)
LOCAL_QUEUE = "{apiVersion: kueue.x-k8s.io/v1beta2, kind: LocalQueue, metadata: {name: lq, namespace: %s}, spec: {clusterQueue: %s}}"
EVERY = CLUSTER_QUEUE % "namespaceSelector: {},"
QUEUED = "name: train, labels: {kueue.x-k8s.io/queue-name: lq}"


def test_a_job_asks_for_what_its_queue_has() -> None:
    queue = LOCAL_QUEUE % ("default", "cq")
    asks = job("resources: {requests: {cpu: 1, memory: 1Gi}, limits: {example.com/nic: 1}}", metadata=QUEUED)
    said = "it requests {}, of which ClusterQueue/cq has no quota: Kueue never admits it"
    assert sorted(found(EVERY, queue, asks)) == [
        f"ML-053 {HERE}: {said.format('example.com/nic')}",
        f"ML-053 {HERE}: {said.format('memory')}",
    ]
    assert found(EVERY, queue, job("resources: {limits: {cpu: 1, nvidia.com/gpu: 1}}", metadata=QUEUED)) == []
    assert found(EVERY, queue, job("resources: {requests: {memory: 1Gi}}")) == []
    given = limits("type: Container, defaultRequest: {memory: 1Gi}")
    assert found(EVERY, queue, given, job(metadata=QUEUED)) == [f"ML-053 {HERE}: {said.format('memory')}"]
    train = f"{{apiVersion: trainer.kubeflow.org/v1alpha1, kind: TrainJob, metadata: {{{QUEUED}}}, spec: {{trainer: {{resourcesPerNode: {{requests: {{memory: 1Gi}}}}}}}}}}"
    assert found(EVERY, queue, train) == [f"ML-053 spec.trainer.resourcesPerNode: {said.format('memory')}"]


def test_a_queue_or_class_that_nobody_defines_is_no_error_and_one_defined_twice_is() -> None:
    named = job("resources: {requests: {memory: 1Gi}}", "priorityClassName: high,", QUEUED)
    assert found(EVERY, named) == []
    assert found(LOCAL_QUEUE % ("default", "of-the-cluster"), named) == []
    assert mlkube.validate(named, together=True).contracts == []
    high = "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1}"
    queue = LOCAL_QUEUE % ("default", "cq")
    for twice, name in (
        (high, "PriorityClass/high stands twice"),
        (queue, "LocalQueue/lq stands twice in namespace default"),
        (EVERY, "ClusterQueue/cq stands twice"),
    ):
        report = mlkube.validate(f"{twice}\n---\n{twice}", ignore_missing_schemas=True, together=True)
        said = [each.finding.message for each in report.contracts if each.finding.rule == "XREF-009"]
        assert said == [f"{name}; the later one would win"]


@pytest.mark.parametrize(
    ("selector", "namespace", "said"),
    [
        ("namespaceSelector: {},", "", ""),
        ("", "", "selects no namespace, so it never admits a job"),
        ("namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: vision}},", "", ""),
        (
            "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}},",
            "",
            "does not select namespace vision, so it never admits its jobs",
        ),
        ("namespaceSelector: {matchLabels: {team: cv}},", "", ""),  # nobody knows the labels
        ("namespaceSelector: {matchLabels: {team: cv}},", "team: cv", ""),
        (
            "namespaceSelector: {matchExpressions: [{key: team, operator: NotIn, values: [cv]}]},",
            "team: cv",
            "does not select namespace vision, so it never admits its jobs",
        ),
    ],
)
def test_a_cluster_queue_selects_the_namespaces_of_its_queues(
    selector: str, namespace: str, said: str
) -> None:
    objects = [CLUSTER_QUEUE % selector, LOCAL_QUEUE % ("vision", "cq")]
    if namespace:
        objects.append(
            f"{{apiVersion: v1, kind: Namespace, metadata: {{name: vision, labels: {{{namespace}}}}}}}"
        )
    assert found(*objects) == ([f"ML-054 spec.clusterQueue: ClusterQueue/cq {said}"] if said else [])


def test_a_workspace_and_what_runs_in_it_agree() -> None:
    workspace = mlkube.Workspace(
        name="vision",
        quota=mlkube.NamespaceQuota(cpu=64, memory="256Gi"),
        queue=mlkube.NamespaceQueue(
            cluster_queue=mlkube.OwnClusterQueue(
                flavors=[
                    mlkube.QueueFlavor(
                        name="any",
                        resources=[
                            mlkube.FlavorResource(name="cpu", nominal_quota=64),
                            mlkube.FlavorResource(name="memory", nominal_quota="256Gi"),
                        ],
                    )
                ]
            )
        ),
    )
    training = mlkube.TrainingJob(
        name="bert",
        namespace="vision",
        image="r/bert:1",
        resources=mlkube.Resources(cpu=4, memory="16Gi"),
        queue=mlkube.Queue(name="vision"),
    )
    bodies = [*workspace.build().bodies(), *training.build().bodies()]
    report = mlkube.validate(yaml.safe_dump_all(bodies), ignore_missing_schemas=True, together=True)
    assert [str(each.finding) for each in report.contracts] == []
