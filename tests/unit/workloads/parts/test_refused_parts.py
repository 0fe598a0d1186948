"""What parts refuse, with the exact texts; and what looks alike but is fine."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.workloads.parts.container_rules import is_secret
from mlkube.workloads.parts.service_settings import ServiceSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    Refuse = Callable[..., list[str]]

NODE = "a hostPath serves one node; use storage that several nodes reach, or `profile: dev` for one node"
TAG = "has no fixed version; name a tag or a digest, or set `profile: dev`"
SECRET = "looks like the value of a secret; keep it in a Secret and refer to it with valueFrom.secretKeyRef"  # noqa: S105  no password
OVER = "a request may reach its limit, but not pass it"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # resources
        ("resources: {memory: 2Gi, memoryLimit: 2147483647}", f"spec.resources.memory: 2Gi is more than memoryLimit, 2147483647; {OVER}"),
        ("sidecars: [{name: s, image: 'r/s:1', resources: {requests: {cpu: 1}, limits: {cpu: 999m}}}]", f"spec.sidecars[0].resources.requests.cpu: 1 is more than the limit, 999m; {OVER}"),
        # images
        ("image: r/box", f"spec.image: r/box {TAG}"),
        ("image: 'host:5000/box'", f"spec.image: host:5000/box {TAG}"),
        ("initContainers: [{name: i, image: 'r/i:latest'}]", f"spec.initContainers[0].image: r/i:latest {TAG}"),
        ("sidecars: [{name: s}]", "spec.sidecars[0].image: missing; a container runs an image"),
        ("storage: [{name: v, mountPath: /v, image: {reference: r/m}}]", f"spec.storage[0].image.reference: r/m {TAG}"),
        # secrets
        ("env: [{name: HF_TOKEN, value: abc}]", f"spec.env[0].value: HF_TOKEN {SECRET}"),
        ("sidecars: [{name: s, image: 'r/s:1', env: [{name: A, value: b}, {name: PGPASSWORD, value: c}]}]", f"spec.sidecars[0].env[1].value: PGPASSWORD {SECRET}"),
        # names
        ("sidecars: [{name: box, image: 'r/s:1'}]", 'spec.sidecars[0].name: "box" is the name of the main container; choose another name'),
        ("sidecars: [{name: s, image: 'r/s:1'}]\ninitContainers: [{name: s, image: 'r/s:1'}]", 'spec.initContainers[0].name: another container is called "s"; choose another name'),
        ("initContainers: [{name: download-v, image: 'r/s:1'}]\nstorage: [{name: v, mountPath: /v, s3: {uri: 's3://a/b'}}]", 'spec.initContainers[0].name: the workload has a container "download-v" of its own; choose another name'),
        ("storage: [{name: v, mountPath: /v, claim: c}]\nvolumes: [{name: v, emptyDir: {}}]", 'spec.volumes[0].name: another volume is called "v"; choose another name'),
        ("storage: [{name: own, mountPath: /v, claim: c}]", 'spec.storage[0].name: the workload has a volume "own" of its own; choose another name'),
        ("volumes: [{name: tmp, emptyDir: {}}]", 'spec.volumes[0].name: the workload has a volume "tmp" of its own; choose another name'),
        ("ports: [{name: http, containerPort: 81}]", 'spec.ports[0].name: the workload has a port "http" of its own; choose another name'),
        ("ports: [{containerPort: 80}]", "spec.ports[0].containerPort: the workload has a port 80 of its own; leave it out, or choose another port"),
        ("podLabels: {app.kubernetes.io/name: c}", "spec.podLabels[app.kubernetes.io/name]: the workload selects its pods by this label; leave it out"),
        # mounts
        ("storage: [{name: v, mountPath: /v, claim: c}]\nvolumes: [{name: w, emptyDir: {}}]\nvolumeMounts: [{name: w, mountPath: /v/}]", "spec.volumeMounts[0].mountPath: /v is mounted already"),
        ("storage: [{name: v, mountPath: /etc/own/, claim: c}]", 'spec.storage[0].mountPath: /etc/own is where the workload mounts its volume "own"; choose another path'),
        ("storage: [{name: v, mountPath: /etc/mlkube, claim: c}]\nconfigFiles: {a: {text: b}}", 'spec.storage[0].mountPath: /etc/mlkube is where the workload mounts its volume "files"; choose another path'),
        ("volumes: [{name: cache, emptyDir: {}}]\nvolumeMounts: [{name: cach, mountPath: /v}]", 'spec.volumeMounts[0].name: the pod has no volume "cach"; did you mean "cache"?'),
        ("sidecars: [{name: s, image: 'r/s:1', volumeMounts: [{name: zzzz, mountPath: /v}]}]", 'spec.sidecars[0].volumeMounts[0].name: the pod has no volume "zzzz"; declare it in storage or volumes'),
        ("storage: [{name: v, mountPath: /v, claim: c, subPath: a/../..}]", 'spec.storage[0].subPath: "a/../.." is no folder of the volume; a path within it, without .. and / in front'),
        # storage
        ("storage: [{name: v, mountPath: /v, claim: c, emptyDir: {}}]", "spec.storage[0].emptyDir: claim and emptyDir exclude each other; leave one out"),
        ("storage: [{name: v, mountPath: /v, static: {size: 1Gi}}]", "spec.storage[0].static: says nothing of what stands behind it; give one of nfs, csi, hostPath"),
        ("storage: [{name: v, mountPath: /v, nfs: {server: s, path: /p, mountOptions: [a]}}]", "spec.storage[0].nfs.mountOptions: a pod has no mount options; use static with this nfs"),
        ("storage: [{name: v, mountPath: /v, newClaim: {size: 1Gi, accessModes: []}}]", "spec.storage[0].newClaim.accessModes: says no way to mount it; name one"),
        ("storage: [{name: v, mountPath: /v, static: {size: 1Gi, hostPath: {path: /h}}}]", f"spec.storage[0].static.hostPath: {NODE}"),
        ("volumes: [{name: v, hostPath: {path: /h}}]", f"spec.volumes[0].hostPath: {NODE}"),
        ("replicas: 2\nstorage: [{name: v, mountPath: /v, newClaim: {size: 1Gi, accessModes: [ReadWriteOncePod]}}]", "spec.storage[0].newClaim.accessModes: ReadWriteOncePod: one node mounts it, but up to 2 pods want it; use ReadOnlyMany or ReadWriteMany, or `profile: dev`"),
        ("resources: {memory: 1Gi}\nstorage: [{name: v, mountPath: /v, emptyDir: {memory: true}}]", "spec.storage[0].emptyDir.sizeLimit: 1Gi is not less than the memory limit, 1Gi; it counts against the limit: raise that"),
        # accelerators
        ("accelerator: {resource: nvidia.com/mig-1g.5gb, count: 2}", "spec.accelerator.count: a process sees one MIG slice, not 2; choose a larger slice, or more pods with one each"),
        ("accelerator: {resource: nvidia.com/mig-1g5gb}", 'spec.accelerator.resource: "nvidia.com/mig-1g5gb" names no MIG profile; write it as nvidia.com/mig-1g.5gb'),
        # placement
        ("placement: {tolerations: [{key: k, operator: Exists, value: v}]}", "spec.placement.tolerations[0].value: Exists asks for the key alone; leave it out"),
        ("placement: {tolerations: [{effect: NoSchedule}]}", "spec.placement.tolerations[0]: only Exists goes without a key, which then means every taint; give key, or set operator: Exists"),
        ("placement: {spread: [{}, {topologyKey: kubernetes.io/hostname}]}", "spec.placement.spread[1]: the pods spread over kubernetes.io/hostname already; leave one out"),
        # security and identity
        ("security: {runAsUser: 0}", "spec.security.runAsUser: 0 is root, and runAsNonRoot keeps root from starting; choose another user, or set runAsNonRoot: false"),
        ("security: {idsOfTheCluster: true, fsGroup: 5}", "spec.security.fsGroup: the cluster chooses it, not 5; leave one out"),
        ("security: {addCapabilities: [CAP_IPC_LOCK]}", "spec.security.addCapabilities[0]: Kubernetes leaves out CAP_; write IPC_LOCK"),
        ("serviceAccount: {name: a, annotations: {b: c}}", 'spec.serviceAccount.annotations: "a" exists already, and is not built here; annotate it where it is made, or leave name out'),
        # configuration files
        ("configFiles: {a: {}}", "spec.configFiles.a: says nothing of what stands behind it; give one of text, file, template"),
        ("configFiles: {a/b: {text: c}}", 'spec.configFiles[a/b]: "a/b" is no key of a ConfigMap; letters, digits, `-`, `_` and `.`; there are no folders'),
        ("configFiles: {..a: {text: c}}", 'spec.configFiles[..a]: "..a" is no key of a ConfigMap; letters, digits, `-`, `_` and `.`; there are no folders'),
    ],
)  # fmt: skip
def test_what_contradicts_is_refused(refuse: Refuse, changes: str, expected: str) -> None:
    assert refuse(changes) == [expected]


def test_several_contradictions_are_refused_at_once(refuse: Refuse) -> None:
    assert refuse("image: r/box\nsecurity: {runAsUser: 0}\nvolumes: [{name: v, hostPath: {path: /h}}]") == [
        "spec.security.runAsUser: 0 is root, and runAsNonRoot keeps root from starting; choose another user, or set runAsNonRoot: false",
        f"spec.volumes[0].hostPath: {NODE}",
        f"spec.image: r/box {TAG}",
    ]


def test_a_configmap_holds_one_mebibyte(refuse: Refuse) -> None:
    assert refuse(f"configFiles: {{a: {{text: {'x' * 1024 * 1024}}}}}") == []
    assert refuse(f"configFiles: {{a: {{text: {'x' * 1024 * 1024}}}, b: {{text: y}}}}") == [
        "spec.configFiles: the files are larger than a ConfigMap may be, 1 MiB"
    ]


def test_a_static_pair_without_a_namespace_is_refused(refuse: Refuse) -> None:
    changes = "storage: [{name: v, mountPath: /v, static: {size: 1Gi, nfs: {server: s, path: /p}}}]"
    assert refuse(changes) == []
    assert refuse(changes, namespace="") == [
        "spec.storage[0].static: a static volume needs the namespace of its claim, and no layer gives one; set `namespace:` in a kustomization above, or metadata.namespace"
    ]


@pytest.mark.parametrize(
    "changes",
    [
        "profile: dev\nimage: r/box:latest\nsidecars: [{name: s, image: r/s}]",
        "profile: dev\nreplicas: 2\nvolumes: [{name: v, hostPath: {path: /h}}]",
        "profile: dev\nreplicas: 2\nstorage: [{name: v, mountPath: /v, newClaim: {size: 1Gi}}]",
        "replicas: 2\nstorage: [{name: v, mountPath: /v, newClaim: {size: 1Gi, accessModes: [ReadWriteMany]}}]",
        "image: r/box@sha256:abc",
        "resources: {cpu: 1, cpuLimit: 1000m}",
        "security: {runAsUser: 0, runAsNonRoot: false}",
        "placement: {tolerations: [{operator: Exists}]}",
        "env: [{name: API_TOKEN, value: ''}, {name: DB_PASSWORD, value: $(OTHER)}]",
        "env: [{name: GOOGLE_APPLICATION_CREDENTIALS, value: /var/run/key.json}]",
        "ports: [{containerPort: 80, protocol: UDP}]",
        "storage: [{name: a, mountPath: /v, claim: c}, {name: b, mountPath: /v/b, claim: c}]",
        "sidecars: [{name: s, image: 'r/s:1', volumeMounts: [{name: tmp, mountPath: /tmp}]}]",
        "security: {readOnlyRoot: false}\nvolumes: [{name: tmp, emptyDir: {}}]",
    ],
)
def test_what_is_fine_is_built(refuse: Refuse, changes: str) -> None:
    assert refuse(changes) == []


@pytest.mark.parametrize(
    "name",
    [
        "HF_TOKEN",
        "PASSWORD",
        "PGPASSWORD",
        "db.password",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "OPENAI_API_KEY",
        "APIKEY",
        "client-secret",
    ],
)
def test_a_name_says_that_it_holds_a_secret(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        "TOKENIZERS_PARALLELISM",
        "MAX_TOKENS",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "TOKEN_TTL",
        "SECRET_NAME",
        "KEY",
        "PARTITION_KEY",
        "MONKEY_API",
    ],
)
def test_a_name_says_that_it_holds_none(name: str) -> None:
    assert not is_secret(name)


def test_a_service_refuses_what_its_server_would() -> None:
    service = ServiceSettings(
        type="LoadBalancer", node_port=30000, grpc_node_port=30000, source_ranges=["10.0.0.0/8", "10.0.0"]
    )
    assert [(fault.field, fault.reason, fault.hint) for fault in service.faults()] == [
        ("spec.service.grpcNodePort", "30000 is the node port of REST", "choose another port"),
        ("spec.service.sourceRanges[1]", '"10.0.0" is no range of addresses', "write it as 10.0.0.0/8"),
    ]
