"""What parts build, as whole objects: the pod's template, and what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Build = Callable[[str], list[Any]]


def test_a_pod_is_restricted_without_a_word(build: Build) -> None:
    assert build("") == list(
        yaml.safe_load_all("""
apiVersion: v1
kind: ServiceAccount
metadata: {name: b, labels: {app.kubernetes.io/name: b, app.kubernetes.io/component: boxing}}
automountServiceAccountToken: false
---
metadata: {labels: {app.kubernetes.io/name: b, app.kubernetes.io/component: boxing}}
spec:
  serviceAccountName: b
  automountServiceAccountToken: false
  securityContext:
    runAsNonRoot: true
    seccompProfile: {type: RuntimeDefault}
    runAsUser: 1000
    runAsGroup: 1000
    fsGroup: 1000
    fsGroupChangePolicy: OnRootMismatch
  restartPolicy: Never
  containers:
  - name: box
    image: r/box:1
    args: [--own]
    ports: [{name: http, containerPort: 80}]
    env: [{name: OWN, value: "1"}]
    volumeMounts:
    - {name: own, mountPath: /etc/own, readOnly: true}
    - {name: tmp, mountPath: /tmp}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities: {drop: [ALL]}
  volumes:
  - {name: own, configMap: {name: own}}
  - {name: tmp, emptyDir: {sizeLimit: 1Gi}}
""")
    )


def test_a_description_says_everything_of_a_pod(build: Build) -> None:
    template = build("""
image: r/box:2
imagePullPolicy: IfNotPresent
imagePullSecrets: [{name: registry}]
command: [run]
args: [--more]
workingDir: /work
env:
- {name: OWN, value: "2"}
- {name: HF_TOKEN, valueFrom: {secretKeyRef: {name: hub, key: token}}}
envFrom: [{configMapRef: {name: settings}}]
resources: {cpu: 500m, memory: 2Gi, cpuLimit: 1, ephemeralStorage: 5Gi}
volumes: [{name: cache, emptyDir: {}}]
volumeMounts: [{name: cache, mountPath: /cache}]
ports: [{name: metrics, containerPort: 9000}]
sidecars: [{name: side, image: "r/side:1", securityContext: {readOnlyRootFilesystem: false}}]
initContainers: [{name: first, image: "r/first:1"}]
podLabels: {team: a}
podAnnotations: {note: b}
serviceAccount: {name: existing, mountToken: true}
security: {idsOfTheCluster: true, readOnlyRoot: false, addCapabilities: [IPC_LOCK]}
placement:
  nodeSelector: {pool: gpu}
  tolerations: [{key: k, operator: Exists}]
  affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
  spread: [{}, {topologyKey: topology.kubernetes.io/zone, maxSkew: 2, whenUnsatisfiable: DoNotSchedule}]
  onePerNode: true
  priorityClass: high
  runtimeClass: nvidia
  schedulerName: volcano
""")
    assert template == [
        yaml.safe_load("""
metadata:
  labels: {app.kubernetes.io/name: b, app.kubernetes.io/component: boxing, team: a}
  annotations: {note: b}
spec:
  serviceAccountName: existing
  automountServiceAccountToken: true
  securityContext:
    runAsNonRoot: true
    seccompProfile: {type: RuntimeDefault}
    fsGroupChangePolicy: OnRootMismatch
  nodeSelector: {pool: gpu}
  tolerations: [{key: k, operator: Exists}]
  affinity:
    podAntiAffinity:
      preferredDuringSchedulingIgnoredDuringExecution: []
      requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector: {matchLabels: &own {app.kubernetes.io/name: b, app.kubernetes.io/component: boxing}}
  topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector: {matchLabels: *own}
  - maxSkew: 2
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: DoNotSchedule
    labelSelector: {matchLabels: *own}
  priorityClassName: high
  runtimeClassName: nvidia
  schedulerName: volcano
  restartPolicy: Never
  containers:
  - name: box
    image: r/box:2
    imagePullPolicy: IfNotPresent
    command: [run]
    args: [--own, --more]
    workingDir: /work
    ports: [{name: http, containerPort: 80}, {name: metrics, containerPort: 9000}]
    env:
    - {name: OWN, value: "2"}
    - {name: HF_TOKEN, valueFrom: {secretKeyRef: {name: hub, key: token}}}
    envFrom: [{configMapRef: {name: settings}}]
    resources:
      requests: {cpu: 500m, memory: 2Gi, ephemeral-storage: 5Gi}
      limits: {cpu: "1", memory: 2Gi, ephemeral-storage: 5Gi}
    volumeMounts: [{name: own, mountPath: /etc/own, readOnly: true}, {name: cache, mountPath: /cache}]
    securityContext: &loose
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: false
      capabilities: {drop: [ALL], add: [IPC_LOCK]}
  - {name: side, image: "r/side:1", securityContext: *loose}
  initContainers: [{name: first, image: "r/first:1", securityContext: *loose}]
  volumes: [{name: own, configMap: {name: own}}, {name: cache, emptyDir: {}}]
  imagePullSecrets: [{name: registry}]
""")
    ]


def test_a_container_keeps_the_restrictions_that_it_does_not_loosen(build: Build) -> None:
    template = build("sidecars: [{name: s, image: 'r/s:1', securityContext: {runAsUser: 5}}]")[-1]
    assert template["spec"]["containers"][1] == {
        "name": "s",
        "image": "r/s:1",
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
            "runAsUser": 5,
        },
    }


def test_user_and_groups_are_those_that_are_named(build: Build) -> None:
    security = build("security: {runAsNonRoot: false, runAsUser: 0, runAsGroup: 6, fsGroup: 7}")[-1]["spec"]
    assert security["securityContext"] == {
        "runAsNonRoot": False,
        "seccompProfile": {"type": "RuntimeDefault"},
        "runAsUser": 0,
        "runAsGroup": 6,
        "fsGroup": 7,
        "fsGroupChangePolicy": "OnRootMismatch",
    }


@pytest.mark.parametrize(
    "mounts",
    [
        "storage: [{name: own-tmp, mountPath: /tmp/, emptyDir: {}}]",
        "volumes: [{name: own-tmp, emptyDir: {}}]\nvolumeMounts: [{name: own-tmp, mountPath: /tmp}]",
    ],
)
def test_who_mounts_something_at_tmp_gets_no_other_volume_there(build: Build, mounts: str) -> None:
    spec = build(mounts)[-1]["spec"]
    assert [each["name"] for each in spec["containers"][0]["volumeMounts"]] == ["own", "own-tmp"]
    assert [each["name"] for each in spec["volumes"]] == ["own", "own-tmp"]


@pytest.mark.parametrize(
    ("source", "volume"),
    [
        ("claim: c", "persistentVolumeClaim: {claimName: c, readOnly: true}"),
        ("nfs: {server: s, path: /p}", "nfs: {server: s, path: /p, readOnly: true}"),
        ("csi: {driver: d, volumeAttributes: {a: b}}", "csi: {driver: d, volumeAttributes: {a: b}}"),
        ("image: {reference: 'r/m:1'}", "image: {reference: 'r/m:1'}"),
        (
            "image: {reference: 'r/m:1', pullPolicy: Always}",
            "image: {reference: 'r/m:1', pullPolicy: Always}",
        ),
        ("emptyDir: {}", "emptyDir: {sizeLimit: 1Gi}"),
        ("emptyDir: {sizeLimit: 2Gi, memory: true}", "emptyDir: {sizeLimit: 2Gi, medium: Memory}"),
        ("configMap: c", "configMap: {name: c}"),
        ("secret: s", "secret: {secretName: s}"),
    ],
)
def test_a_volume_has_the_source_that_is_named(build: Build, source: str, volume: str) -> None:
    spec = build(f"storage: [{{name: v, mountPath: /v, subPath: a, readOnly: true, {source}}}]")[-1]["spec"]
    assert spec["volumes"][1] == {"name": "v", **yaml.safe_load(volume)}
    assert spec["containers"][0]["volumeMounts"][1] == {
        "name": "v",
        "mountPath": "/v",
        "subPath": "a",
        "readOnly": True,
    }


def test_a_hostpath_in_dev_must_exist_on_the_node(build: Build) -> None:
    spec = build("profile: dev\nstorage: [{name: v, mountPath: /v, hostPath: {path: /h}}]")[-1]["spec"]
    assert spec["volumes"][1] == {"name": "v", "hostPath": {"path": "/h", "type": "Directory"}}


def test_a_new_claim_asks_for_a_volume(build: Build) -> None:
    claim, _, template = build(
        "storage: [{name: v, mountPath: /v, newClaim: {size: 10Gi, storageClass: fast}}]"
    )
    assert claim == yaml.safe_load("""
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: b-v, labels: {app.kubernetes.io/name: b, app.kubernetes.io/component: storage}}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 10Gi}}
  storageClassName: fast
""")
    assert template["spec"]["volumes"][1] == {"name": "v", "persistentVolumeClaim": {"claimName": "b-v"}}


@pytest.mark.parametrize(
    ("profile", "source", "volume"),
    [
        (
            "prod",
            "nfs: {server: s, path: /p, mountOptions: [nfsvers=4.1]}",
            "{mountOptions: [nfsvers=4.1], nfs: {server: s, path: /p}}",
        ),
        (
            "prod",
            "csi: {driver: d, volumeHandle: h, fsType: ext4, attributes: {a: b}}",
            "csi: {driver: d, volumeHandle: h, fsType: ext4, volumeAttributes: {a: b}}",
        ),
        ("dev", "hostPath: {path: /h}", "hostPath: {path: /h, type: Directory}"),
    ],
)
def test_a_static_pair_binds_to_each_other_by_final_names(
    build: Build, profile: str, source: str, volume: str
) -> None:
    pair = build(
        f"profile: {profile}\nstorage: [{{name: v, mountPath: /v, static: {{size: 10Gi, {source}}}}}]"
    )[:2]
    expected = list(
        yaml.safe_load_all("""
apiVersion: v1
kind: PersistentVolume
metadata: {name: ml-b-v, labels: {app.kubernetes.io/name: b, app.kubernetes.io/component: storage}}
spec:
  accessModes: [ReadOnlyMany]
  storageClassName: ""
  capacity: {storage: 10Gi}
  persistentVolumeReclaimPolicy: Retain
  claimRef: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: ml, name: x-b-v-y}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: b-v, labels: {app.kubernetes.io/name: b, app.kubernetes.io/component: storage}}
spec:
  accessModes: [ReadOnlyMany]
  storageClassName: ""
  volumeName: ml-b-v
  resources: {requests: {storage: 10Gi}}
""")
    )
    expected[0]["spec"].update(yaml.safe_load(volume))
    assert pair == expected


def test_a_download_runs_before_the_main_container(build: Build) -> None:
    spec = build("""
initContainers: [{name: first, image: "r/first:1"}]
storage:
- name: v
  mountPath: /v
  s3: {uri: "s3://bucket/model", sizeLimit: 5Gi, secret: keys, endpoint: "http://minio:9000", region: eu}
""")[-1]["spec"]
    assert spec["volumes"][1] == {"name": "v", "emptyDir": {"sizeLimit": "5Gi"}}
    assert spec["initContainers"] == yaml.safe_load("""
- name: download-v
  image: amazon/aws-cli:2.31.22
  command: [aws]
  args:
  - --endpoint-url
  - http://minio:9000
  - s3
  - cp
  - --recursive
  - --no-progress
  - s3://bucket/model
  - /download
  env: [{name: HOME, value: /download}, {name: AWS_REGION, value: eu}]
  envFrom: [{secretRef: {name: keys}}]
  volumeMounts: [{name: v, mountPath: /download}]
  resources: {requests: {cpu: 500m, memory: 512Mi}, limits: {memory: 512Mi}}
  securityContext: &restricted
    allowPrivilegeEscalation: false
    readOnlyRootFilesystem: true
    capabilities: {drop: [ALL]}
- {name: first, image: "r/first:1", securityContext: *restricted}
""")


@pytest.mark.parametrize(
    ("accelerator", "limits", "tolerations"),
    [
        ("{}", {"nvidia.com/gpu": "1"}, ["nvidia.com/gpu"]),
        ("{count: 4}", {"nvidia.com/gpu": "4"}, ["nvidia.com/gpu"]),
        (
            "{resource: nvidia.com/mig-1c.3g.20gb}",
            {"nvidia.com/mig-1c.3g.20gb": "1"},
            ["nvidia.com/gpu"],
        ),
        ("{resource: amd.com/gpu}", {"amd.com/gpu": "1"}, ["amd.com/gpu"]),
        ("{resource: gpu.intel.com/xe}", {"gpu.intel.com/xe": "1"}, ["gpu.intel.com/xe"]),
        ("{resource: example.com/chip}", {"example.com/chip": "1"}, []),
        ("{tolerate: false}", {"nvidia.com/gpu": "1"}, []),
    ],
)
def test_an_extended_resource_is_a_limit_with_a_toleration(
    build: Build, accelerator: str, limits: dict[str, str], tolerations: list[str]
) -> None:
    spec = build(f"accelerator: {accelerator}")[-1]["spec"]
    assert spec["containers"][0]["resources"] == {"limits": limits}
    assert spec.get("tolerations", []) == [
        {"key": key, "operator": "Exists", "effect": "NoSchedule"} for key in tolerations
    ]


def test_a_taint_that_is_tolerated_already_is_not_tolerated_twice(build: Build) -> None:
    spec = build("accelerator: {}\nplacement: {tolerations: [{key: nvidia.com/gpu, operator: Exists}]}")[-1][
        "spec"
    ]
    assert spec["tolerations"] == [{"key": "nvidia.com/gpu", "operator": "Exists"}]


@pytest.mark.parametrize("device_class", ["gpu.nvidia.com", "mig.nvidia.com"])
def test_a_device_class_is_claimed(build: Build, device_class: str) -> None:
    _, claim, template = build(
        f"accelerator: {{deviceClass: {device_class}, count: 2}}\nresources: {{cpu: 1}}"
    )
    assert claim == yaml.safe_load(f"""
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {{name: b-devices, labels: {{app.kubernetes.io/name: b, app.kubernetes.io/component: boxing}}}}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {{deviceClassName: {device_class}, allocationMode: ExactCount, count: 2}}
""")
    spec = template["spec"]
    assert spec["resourceClaims"] == [{"name": "devices", "resourceClaimTemplateName": "b-devices"}]
    assert spec["containers"][0]["resources"] == {"requests": {"cpu": "1"}, "claims": [{"name": "devices"}]}
    assert spec["tolerations"] == [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]


def test_configuration_files_stand_in_an_immutable_configmap(build: Build, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("from a file\n")
    (tmp_path / "b.j2").write_text("{{ x }}\n")
    config, _, template = build("""
configDir: /config
configFiles: {a: {file: a.txt}, b: {template: b.j2, values: {x: 1}}, c: {text: ""}}
""")
    assert config == yaml.safe_load("""
apiVersion: v1
kind: ConfigMap
metadata: {name: b-files, labels: {app.kubernetes.io/name: b, app.kubernetes.io/component: configuration}}
immutable: true
data: {a: "from a file\\n", b: "1\\n", c: ""}
""")
    spec = template["spec"]
    assert spec["volumes"][1] == {"name": "files", "configMap": {"name": "b-files"}}
    assert spec["containers"][0]["volumeMounts"][1] == {
        "name": "files",
        "mountPath": "/config",
        "readOnly": True,
    }


def test_a_built_account_carries_its_annotations(build: Build) -> None:
    account, template = build("serviceAccount: {annotations: {eks.amazonaws.com/role-arn: 'arn:a'}}")
    assert account == yaml.safe_load("""
apiVersion: v1
kind: ServiceAccount
metadata:
  name: b
  labels: {app.kubernetes.io/name: b, app.kubernetes.io/component: boxing}
  annotations: {eks.amazonaws.com/role-arn: "arn:a"}
automountServiceAccountToken: false
""")
    assert template["spec"]["serviceAccountName"] == "b"
