from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.errors import Place
from mlkube.overlay.resource_file import read_resources

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.planning.requirements.requirement import Requirements

    Needs = Callable[[str], Requirements]

SERVING = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: resnet, namespace: ml}
spec:
  selector: {matchLabels: {app: resnet}}
  template:
    metadata: {labels: {app: resnet}}
    spec:
      priorityClassName: production
      runtimeClassName: nvidia
      serviceAccountName: resnet
      nodeSelector: {nvidia.com/gpu.product: NVIDIA-L4}
      tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
      imagePullSecrets: [{name: registry}]
      initContainers:
      - {name: copy, image: copy:1, restartPolicy: Always}
      containers:
      - name: serving
        image: serving:1
        envFrom:
        - {configMapRef: {name: settings}}
        - {secretRef: {name: may-be-there, optional: true}}
        env:
        - {name: TOKEN, valueFrom: {secretKeyRef: {name: token, key: token}}}
        lifecycle: {preStop: {sleep: {seconds: 5}}}
        resources: {limits: {nvidia.com/gpu: 2}}
      volumes:
      - {name: model, persistentVolumeClaim: {claimName: models}}
      - {name: config, configMap: {name: own}}
      - {name: roots, configMap: {name: kube-root-ca.crt}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: own, namespace: ml}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: ml}
spec: {accessModes: [ReadOnlyMany], resources: {requests: {storage: 1Gi}}}
"""


def lines(found: Requirements) -> list[str]:
    return [f"{each.kind}: {each}" for each in found]


def test_everything_that_a_deployment_refers_to_is_listed(needs: Needs) -> None:
    found = needs(SERVING)

    assert lines(found) == [
        "KubernetesVersion: 1.30 or newer: a preStop hook that sleeps (stable from 1.34)",
        "KubernetesVersion: 1.29 or newer: sidecar containers (stable from 1.33)",
        "Namespace: ml",
        "StorageClass: a default class, for claims that name none",
        "RuntimeClass: nvidia",
        "PriorityClass: production",
        (
            "Node: nvidia.com/gpu.product=NVIDIA-L4 (tolerates nvidia.com/gpu:NoSchedule): "
            "NVIDIA GPU feature discovery"
        ),
        "ExtendedResource: nvidia.com/gpu (2 in one pod): NVIDIA device plugin 0.19.3",
        "ServiceAccount: ml/resnet",
        "Secret: ml/registry",
        "Secret: ml/token",
        "ConfigMap: ml/settings",
    ]


def test_a_requirement_names_the_fields_that_need_it(needs: Needs) -> None:
    found = needs(SERVING)

    assert {
        f"{each.kind} {each.name}": [str(need) for need in each.needs] for each in found if each.name
    } == {
        "Namespace ml": [
            "Deployment/resnet metadata.namespace",
            "ConfigMap/own metadata.namespace",
            "PersistentVolumeClaim/models metadata.namespace",
        ],
        "RuntimeClass nvidia": ["Deployment/resnet spec.template.spec.runtimeClassName"],
        "PriorityClass production": ["Deployment/resnet spec.template.spec.priorityClassName"],
        "ExtendedResource nvidia.com/gpu": [
            "Deployment/resnet spec.template.spec.containers[0].resources.limits[nvidia.com/gpu]"
        ],
        "ServiceAccount resnet": ["Deployment/resnet spec.template.spec.serviceAccountName"],
        "Secret registry": ["Deployment/resnet spec.template.spec.imagePullSecrets[0].name"],
        "Secret token": [
            "Deployment/resnet spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.name"
        ],
        "ConfigMap settings": [
            "Deployment/resnet spec.template.spec.containers[0].envFrom[0].configMapRef.name"
        ],
    }


def test_json_holds_places_and_systems(needs: Needs) -> None:
    monitor = """\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: resnet}
spec: {endpoints: [{port: http}], selector: {}}
"""
    assert needs(monitor).to_json() == {
        "requirements": [
            {
                "kind": "CustomResourceDefinition",
                "name": "servicemonitors.monitoring.coreos.com",
                "group": "monitoring.coreos.com",
                "version": "v1",
                "system": {"name": "Prometheus Operator", "version": "0.93.0"},
                "neededBy": [
                    {
                        "object": "ServiceMonitor/resnet",
                        "namespace": "",
                        "field": "",
                        "file": "objects.yaml",
                        "line": 0,
                        "column": 0,
                    }
                ],
            }
        ]
    }


def test_places_come_from_whoever_knows_them() -> None:
    text = b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {priorityClassName: b}\n"
    resources = read_resources(text, "pod.yaml")
    (found,) = mlkube.requires(resources, locate=lambda resource, steps: Place(str(resource), len(steps)))
    assert found.needs[0].place == Place("Pod/a", 2)


WITH_NAMES = """\
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: ml}
spec:
  priorityClassName: production
  serviceAccountName: a
  containers: [{name: a, image: a:1, envFrom: [{secretRef: {name: a}}]}]
  volumes: [{name: a, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce],
    storageClassName: fast, resources: {requests: {storage: 1Gi}}}}}}]
"""


@pytest.mark.parametrize(
    ("brought", "missing"),
    [
        ("apiVersion: v1\nkind: Namespace\nmetadata: {name: ml}\n", "Namespace: ml"),
        (
            "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: production}\nvalue: 1\n",
            "PriorityClass: production",
        ),
        (
            (
                "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\n"
                "provisioner: kubernetes.io/no-provisioner\n"
            ),
            "StorageClass: fast",
        ),
        (
            "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, namespace: ml}\n",
            "ServiceAccount: ml/a",
        ),
        ("apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: ml}\n", "Secret: ml/a"),
        (
            (
                "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\n"
                "metadata: {name: b, namespace: ml}\nspec: {target: {name: a}}\n"
            ),
            "Secret: ml/a",
        ),
        (
            (
                "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: b, namespace: ml}\n"
                "spec: {secretName: a, issuerRef: {name: i}}\n"
            ),
            "Secret: ml/a",
        ),
    ],
)
def test_what_the_render_brings_is_not_required(needs: Needs, brought: str, missing: str) -> None:
    before, after = lines(needs(WITH_NAMES)), lines(needs(f"{WITH_NAMES}---\n{brought}"))

    assert missing in before
    assert missing not in after


def test_a_secret_of_another_namespace_is_not_brought(needs: Needs) -> None:
    brought = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: other}\n"
    assert "Secret: ml/a" in lines(needs(f"{WITH_NAMES}---\n{brought}"))


def test_a_definition_among_the_objects_is_not_required(needs: Needs) -> None:
    custom = "apiVersion: example.com/v1\nkind: Policy\nmetadata: {name: a}\n"
    definition = (
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
        "metadata: {name: policies.example.com}\n"
        "spec: {group: example.com, names: {kind: Policy}, versions: [{name: %s, served: true}]}\n"
    )
    assert lines(needs(custom)) == ["CustomResourceDefinition: policies.example.com v1"]
    assert lines(needs(f"{custom}---\n{definition % 'v1'}")) == []
    assert lines(needs(f"{custom}---\n{definition % 'v2'}")) == [
        "CustomResourceDefinition: policies.example.com v1"
    ]


@pytest.mark.parametrize(
    ("storage", "line"),
    [
        ("{}", "StorageClass: a default class, for claims that name none"),
        ("{storageClassName: fast}", "StorageClass: fast"),
        ("{storageClassName: '', volumeName: models}", "PersistentVolume: models"),
        ("{storageClassName: ''}", "PersistentVolume: one without a class that fits the claim"),
    ],
)
def test_a_claim_needs_a_class_or_a_volume(needs: Needs, storage: str, line: str) -> None:
    claim = f"apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: a}}\nspec: {storage}\n"
    assert lines(needs(claim)) == [line]


def test_a_default_class_among_the_objects_serves_claims_without_one(needs: Needs) -> None:
    claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\nspec: {}\n"
    default = (
        "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nprovisioner: kubernetes.io/no-provisioner\n"
        'metadata: {name: b, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}\n'
    )
    assert lines(needs(f"{claim}---\n{default}")) == []
    assert lines(needs(f"{claim}---\n{default.replace('true', 'false')}")) == [
        "StorageClass: a default class, for claims that name none"
    ]


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        ("{nodeSelector: {a: b, c: d}}", "a=b,c=d"),
        (
            (
                "{nodeSelector: {a: b}, affinity: {nodeAffinity: "
                "{requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
                "[{matchExpressions: [{key: c, operator: In, values: [d, e]}]}, "
                "{matchExpressions: [{key: f, operator: DoesNotExist}, "
                "{key: g, operator: Gt, values: ['3']}]}]}}}}"
            ),
            "a=b,c in (d,e) or a=b,!f,g > 3",
        ),
        (
            "{nodeSelector: {a: b}, tolerations: [{operator: Exists}]}",
            "a=b (tolerates every taint)",
        ),
        ("{tolerations: [{key: a, value: b, effect: NoExecute}]}", "any node (tolerates a=b:NoExecute)"),
        (
            (
                "{topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, "
                "whenUnsatisfiable: DoNotSchedule}, {maxSkew: 1, topologyKey: kubernetes.io/hostname, "
                "whenUnsatisfiable: DoNotSchedule}, {maxSkew: 1, topologyKey: rack, "
                "whenUnsatisfiable: ScheduleAnyway}]}"
            ),
            "topology.kubernetes.io/zone",
        ),
    ],
)
def test_demands_on_nodes_read_as_selectors(needs: Needs, spec: str, line: str) -> None:
    pod = (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {spec[:-1]}, containers: [{{name: a}}]}}\n"
    )
    assert lines(needs(pod)) == [f"Node: {line}"]


def test_devices_of_one_pod_add_up_and_init_containers_count_alone(needs: Needs) -> None:
    def container(amount: int) -> str:
        return f"{{name: c{amount}, resources: {{limits: {{nvidia.com/gpu: {amount}}}}}}}"

    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
        f"spec: {{containers: [{container(1)}, {container(2)}], initContainers: [{container(4)}]}}\n"
    )
    assert lines(needs(pod)) == [
        "ExtendedResource: nvidia.com/gpu (4 in one pod): NVIDIA device plugin 0.19.3"
    ]
    assert lines(needs(pod.replace("c4, resources: {limits: {nvidia.com/gpu: 4}}", "c4"))) == [
        "ExtendedResource: nvidia.com/gpu (3 in one pod): NVIDIA device plugin 0.19.3"
    ]


AUTOSCALER = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: a}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, metrics: [%s]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
"""


@pytest.mark.parametrize(
    ("metrics", "line"),
    [
        ("", "metrics.k8s.io: metrics-server, CPU and memory of pods"),
        ("{type: Resource, resource: {name: cpu}}", "metrics.k8s.io: metrics-server, CPU and memory of pods"),
        (
            "{type: Pods, pods: {}}",
            (
                "custom.metrics.k8s.io: an adapter of custom metrics, such as prometheus-adapter, "
                "metrics of pods and objects"
            ),
        ),
        (
            "{type: External, external: {}}",
            (
                "external.metrics.k8s.io: an adapter of external metrics, such as KEDA or "
                "prometheus-adapter, metrics from outside of the cluster"
            ),
        ),
    ],
)
def test_an_autoscaler_needs_the_api_of_its_metrics(needs: Needs, metrics: str, line: str) -> None:
    assert lines(needs(AUTOSCALER % metrics)) == [f"APIService: {line}"]


def test_an_autoscaler_needs_its_target(needs: Needs) -> None:
    alone = AUTOSCALER.partition("---")[0] % ""
    assert "Deployment: a" in lines(needs(alone))


def test_keda_serves_its_external_metrics_itself(needs: Needs) -> None:
    scaled = """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: a, namespace: default}
spec:
  scaleTargetRef: {name: a}
  triggers:
  - {type: prometheus, metadata: {}, authenticationRef: {name: login}}
  - {type: cpu, metadata: {value: "70"}}
"""
    assert lines(needs(scaled)) == [
        "CustomResourceDefinition: scaledobjects.keda.sh v1alpha1: KEDA 2.20.2",
        "APIService: external.metrics.k8s.io: KEDA 2.20.2, metrics from outside of the cluster",
        "APIService: metrics.k8s.io: metrics-server, CPU and memory of pods",
        "Deployment: default/a",
        "TriggerAuthentication: default/login: KEDA 2.20.2",
    ]


ROUTED = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a, namespace: default}
spec:
  parentRefs: [{name: inference, namespace: gateways}]
  rules: [{backendRefs: [{name: stable, port: 80}]}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, namespace: default}
spec:
  tls: [{hosts: [a], secretName: certificate}]
  rules:
  - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: stable, port: {number: 80}}}}]}
---
apiVersion: v1
kind: Service
metadata: {name: b, namespace: default}
spec: {type: LoadBalancer, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a, namespace: default}
spec: {podSelector: {}}
"""


def test_routes_and_services_need_gateways_classes_and_implementations(needs: Needs) -> None:
    assert lines(needs(ROUTED)) == [
        (
            "CustomResourceDefinition: httproutes.gateway.networking.k8s.io v1: Gateway API 1.6.1, "
            "and an implementation of it, such as Envoy Gateway, Istio or a cloud's own"
        ),
        "IngressClass: a default class, for an Ingress that names none",
        "Gateway: gateways/inference: Gateway API 1.6.1",
        "LoadBalancer: an implementation of Services of type LoadBalancer",
        "NetworkPolicyEnforcement: a network plugin that enforces NetworkPolicies",
        "Secret: default/certificate",
        "Service: default/stable",
    ]


def test_a_certificate_that_cert_manager_makes_is_brought(needs: Needs) -> None:
    asked = ROUTED.replace(
        "kind: Ingress\nmetadata: {name: a,",
        "kind: Ingress\nmetadata: {name: a, annotations: {cert-manager.io/cluster-issuer: letters},",
    )
    found = lines(needs(asked))
    assert "Secret: default/certificate" not in found
    assert "ClusterIssuer: letters: cert-manager" in found


TRAINING = """\
apiVersion: trainer.kubeflow.org/v1alpha1
kind: TrainJob
metadata: {name: a, namespace: default, labels: {kueue.x-k8s.io/queue-name: gpu,
  kueue.x-k8s.io/priority-class: prod}}
spec:
  runtimeRef: {name: torch-distributed}
  trainer: {numNodes: 2, resourcesPerNode: {limits: {nvidia.com/gpu: 8}}}
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: a, namespace: default}
spec: {spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu.nvidia.com}}]}}}
"""


def test_training_needs_queues_runtimes_and_devices(needs: Needs) -> None:
    assert lines(needs(TRAINING)) == [
        "KubernetesVersion: 1.34 or newer: resource.k8s.io/v1 ResourceClaimTemplate",
        "CustomResourceDefinition: trainjobs.trainer.kubeflow.org v1alpha1: Kubeflow Trainer 2.3.0",
        "ExtendedResource: nvidia.com/gpu (8 in one pod): NVIDIA device plugin 0.19.3",
        "DeviceClass: gpu.nvidia.com: DRA driver for NVIDIA GPUs 0.4.1",
        "LocalQueue: default/gpu: Kueue 0.19.2",
        "WorkloadPriorityClass: prod: Kueue 0.19.2",
        "ClusterTrainingRuntime: torch-distributed: Kubeflow Trainer 2.3.0",
    ]


def test_kserve_needs_a_runtime_for_its_format_and_the_claim_of_its_storage(needs: Needs) -> None:
    serving = """\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: a, namespace: default, annotations: {serving.kserve.io/deploymentMode: Standard}}
spec: {predictor: {model: {modelFormat: {name: tensorflow}, storageUri: "pvc://models/a"}}}
"""
    assert lines(needs(serving)) == [
        "CustomResourceDefinition: inferenceservices.serving.kserve.io v1beta1: KServe 0.20.0",
        "APIService: metrics.k8s.io: metrics-server, CPU and memory of pods",
        (
            "ClusterServingRuntime: one that serves the model format tensorflow, or a ServingRuntime "
            "that does: KServe 0.20.0"
        ),
        "PersistentVolumeClaim: default/models",
    ]


def test_secrets_of_prometheus_objects_are_found_by_their_shape(needs: Needs) -> None:
    config = """\
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: {name: a, namespace: default}
spec: {receivers: [{name: b, slackConfigs: [{apiURL: {name: slack, key: url}, channel: c}]}]}
"""
    assert lines(needs(config)) == [
        (
            "CustomResourceDefinition: alertmanagerconfigs.monitoring.coreos.com v1alpha1: "
            "Prometheus Operator 0.93.0"
        ),
        "Secret: default/slack",
    ]


def test_roles_that_every_cluster_has_are_not_required(needs: Needs) -> None:
    binding = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a, namespace: default}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
subjects: [{kind: ServiceAccount, name: robot}, {kind: User, name: anna}]
"""
    assert lines(needs(binding % "view")) == ["ServiceAccount: default/robot"]
    assert lines(needs(binding % "own")) == ["ServiceAccount: default/robot", "ClusterRole: own"]


def test_storage_classes_need_their_provisioner_and_volumes_their_driver(needs: Needs) -> None:
    storage = """\
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: a}
provisioner: ebs.csi.aws.com
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: a}
spec:
  storageClassName: not-required
  csi: {driver: efs.csi.aws.com, volumeHandle: a}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}
"""
    assert lines(needs(storage)) == [
        "Provisioner: ebs.csi.aws.com",
        "CSIDriver: efs.csi.aws.com",
        "Node: a",
    ]


def test_an_object_that_needs_nothing_has_no_requirement(needs: Needs) -> None:
    assert needs(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {secretName: b}\n"
    ).to_json() == {"requirements": []}


AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: default}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {tolerations: [{operator: Exists}], containers: [{name: agent, image: "%s"}]}
"""
GPU_POD = """\
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: default}
spec: {containers: [{name: a, resources: {limits: {nvidia.com/gpu: 1}}}]}
"""


def test_an_agent_that_tolerates_everything_needs_no_node_of_its_own(needs: Needs) -> None:
    assert lines(needs(AGENT % "agent:1")) == []


def test_a_device_plugin_among_the_objects_offers_devices(needs: Needs) -> None:
    plugin = AGENT % "nvcr.io/nvidia/k8s-device-plugin:v0.19.3"
    assert lines(needs(f"{GPU_POD}---\n{plugin}")) == [
        "ExtendedResource: nvidia.com/gpu: offered by DaemonSet/agent of the render"
    ]
    assert lines(needs(f"{GPU_POD}---\n{AGENT % 'example/other-device-plugin:1'}")) == [
        "ExtendedResource: nvidia.com/gpu: NVIDIA device plugin 0.19.3"
    ]


def test_an_aggregated_api_among_the_objects_is_brought(needs: Needs) -> None:
    service = """\
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.metrics.k8s.io}
spec: {group: metrics.k8s.io, version: v1beta1}
"""
    assert lines(needs(f"{AUTOSCALER % ''}---\n{service}")) == []


def test_a_rollout_of_argo_needs_its_templates_services_and_plugins(needs: Needs) -> None:
    rollout = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: a, namespace: default}
spec:
  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: a}
  strategy:
    canary:
      canaryService: a-canary
      stableService: a
      trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {}}}
      steps:
      - analysis: {templates: [{templateName: latency}, {templateName: errors, clusterScope: true}]}
"""
    assert lines(needs(rollout)) == [
        "CustomResourceDefinition: rollouts.argoproj.io v1alpha1: Argo Rollouts 1.9.1",
        ("TrafficRouterPlugin: argoproj-labs/gatewayAPI: rollouts-plugin-trafficrouter-gatewayapi 0.13.0"),
        "AnalysisTemplate: default/latency: Argo Rollouts 1.9.1",
        "ClusterAnalysisTemplate: errors: Argo Rollouts 1.9.1",
        "Deployment: default/a",
        "Service: default/a",
        "Service: default/a-canary",
    ]
