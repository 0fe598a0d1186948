"""kustomize 5.5.0's default transformer configuration, as data: the fields that each transformer changes.

A row is a path and the kinds it holds for; a kind reads `StatefulSet`, or `group/version/Kind` where it is
narrower. Source: kustomize api/internal/konfig/builtinpluginconsts; the rows are those of kubectl 1.32,
which lack the image volumes and the HTTPRoute of later versions.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    # path, whether a missing field is created, kinds (none: every kind)
    Row: TypeAlias = tuple[str, bool, tuple[str, ...]]

ANY: tuple[str, ...] = ()

NAME_PREFIX: tuple[Row, ...] = (("metadata/name", False, ANY),)
NAME_SUFFIX: tuple[Row, ...] = NAME_PREFIX

# metadata.namespace and the subjects of role bindings are no rows: the step itself knows them.
NAMESPACE: tuple[Row, ...] = (
    ("metadata/name", True, ("Namespace",)),
    ("spec/service/namespace", True, ("apiregistration.k8s.io//APIService",)),
    (
        "spec/conversion/webhook/clientConfig/service/namespace",
        False,
        ("apiextensions.k8s.io//CustomResourceDefinition",),
    ),
)

TEMPLATE_LABELS: tuple[Row, ...] = (
    ("metadata/labels", True, ANY),
    (
        "spec/template/metadata/labels",
        True,
        (
            "/v1/ReplicationController",
            "Deployment",
            "ReplicaSet",
            "DaemonSet",
            "apps//StatefulSet",
            "batch//Job",
        ),
    ),
    ("spec/volumeClaimTemplates[]/metadata/labels", True, ("apps//StatefulSet",)),
    ("spec/jobTemplate/metadata/labels", True, ("batch//CronJob",)),
    ("spec/jobTemplate/spec/template/metadata/labels", True, ("batch//CronJob",)),
)

_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels"
_SCHEDULED = ("apps//Deployment", "apps//StatefulSet")

COMMON_LABELS: tuple[Row, ...] = (
    ("spec/selector", True, ("/v1/Service", "/v1/ReplicationController")),
    ("spec/selector/matchLabels", True, ("Deployment", "ReplicaSet", "DaemonSet", "apps//StatefulSet")),
    (f"spec/template/spec/affinity/podAffinity/{_PREFERRED}", False, _SCHEDULED),
    (f"spec/template/spec/affinity/podAffinity/{_REQUIRED}", False, _SCHEDULED),
    (f"spec/template/spec/affinity/podAntiAffinity/{_PREFERRED}", False, _SCHEDULED),
    (f"spec/template/spec/affinity/podAntiAffinity/{_REQUIRED}", False, _SCHEDULED),
    ("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels", False, _SCHEDULED),
    ("spec/selector/matchLabels", False, ("batch//Job", "policy//PodDisruptionBudget")),
    ("spec/jobTemplate/spec/selector/matchLabels", False, ("batch//CronJob",)),
    ("spec/podSelector/matchLabels", False, ("networking.k8s.io//NetworkPolicy",)),
    ("spec/ingress/from/podSelector/matchLabels", False, ("networking.k8s.io//NetworkPolicy",)),
    ("spec/egress/to/podSelector/matchLabels", False, ("networking.k8s.io//NetworkPolicy",)),
    *TEMPLATE_LABELS,
)

COMMON_ANNOTATIONS: tuple[Row, ...] = (
    ("metadata/annotations", True, ANY),
    (
        "spec/template/metadata/annotations",
        True,
        (
            "/v1/ReplicationController",
            "Deployment",
            "ReplicaSet",
            "DaemonSet",
            "StatefulSet",
            "batch//Job",
        ),
    ),
    ("spec/jobTemplate/metadata/annotations", True, ("batch//CronJob",)),
    ("spec/jobTemplate/spec/template/metadata/annotations", True, ("batch//CronJob",)),
)

IMAGES: tuple[Row, ...] = (
    ("spec/containers[]/image", True, ANY),
    ("spec/initContainers[]/image", True, ANY),
    ("spec/template/spec/containers[]/image", True, ANY),
    ("spec/template/spec/initContainers[]/image", True, ANY),
)

REPLICAS: tuple[Row, ...] = (
    ("spec/replicas", True, ("Deployment", "ReplicationController", "ReplicaSet", "StatefulSet")),
)

_TEMPLATE = "spec/template/spec"
_CRON_TEMPLATE = "spec/jobTemplate/spec/template/spec"

_CONTAINER_VARIABLES = tuple(
    f"{containers}/{field}"
    for containers in ("containers", "initContainers")
    for field in ("args", "command", "env/value", "volumeMounts/mountPath")
)

VAR_REFERENCE: tuple[Row, ...] = (
    *((f"spec/{field}", False, ("Pod",)) for field in _CONTAINER_VARIABLES),
    *(
        (f"{_TEMPLATE}/{field}", False, ("DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet"))
        for field in _CONTAINER_VARIABLES
    ),
    *((f"{_CRON_TEMPLATE}/{field}", False, ("CronJob",)) for field in _CONTAINER_VARIABLES),
    ("spec/volumes/nfs/server", False, ("Pod",)),
    (f"{_TEMPLATE}/volumes/nfs/server", False, ("DaemonSet", "Deployment", "Job", "ReplicaSet")),
    (
        "spec/jobTemplate/spec/template/volumes/nfs/server",
        False,
        ("CronJob",),
    ),  # lacks a `spec` upstream
    ("spec/volumeClaimTemplates/spec/nfs/server", False, ("StatefulSet",)),
    ("spec/nfs/server", False, ("PersistentVolume",)),
    ("spec/template/metadata/annotations", False, ("Deployment",)),
    ("spec/rules/host", False, ("Ingress",)),
    ("spec/tls/hosts", False, ("Ingress",)),
    ("spec/tls/secretName", False, ("Ingress",)),
    ("spec/ports/port", False, ("Service",)),
    ("spec/ports/targetPort", False, ("Service",)),
    ("metadata/labels", False, ANY),
    ("metadata/annotations", False, ANY),
)

# Kinds with pods by the place of the pod's spec. Two sets: for config maps and secrets kustomize knows
# others.
_CONFIGURED_PODS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("spec", ("/v1/Pod",)),
    ("template/spec", ("PodTemplate",)),
    (_TEMPLATE, ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job")),
    (_CRON_TEMPLATE, ("CronJob",)),
)
_PODS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("spec", ("Pod",)),
    (_TEMPLATE, ("StatefulSet", "Deployment", "ReplicationController", "Job", "DaemonSet")),
    (_CRON_TEMPLATE, ("CronJob",)),
)


def _in_pods(pods: tuple[tuple[str, tuple[str, ...]], ...], *fields: str) -> tuple[Row, ...]:
    return tuple((f"{spec}/{field}", False, kinds) for spec, kinds in pods for field in fields)


_SCALED: tuple[Row, ...] = (("spec/scaleTargetRef/name", False, ("HorizontalPodAutoscaler",)),)
_RULES: Row = ("rules/resourceNames", False, ("Role", "ClusterRole"))
_INGRESS_ANNOTATIONS = "metadata/annotations/nginx.ingress.kubernetes.io\\/"

# The kind that is referred to, and the fields that refer to it. kustomize's row for IngressClass is left
# out: it names the group `networking.k8s.io/v1`, which no object has, and so never applies.
NAME_REFERENCE: tuple[tuple[str, tuple[Row, ...]], ...] = (
    ("Deployment", _SCALED),
    ("ReplicationController", _SCALED),
    ("ReplicaSet", _SCALED),
    ("StatefulSet", _SCALED),
    (
        "/v1/ConfigMap",
        (
            *_in_pods(
                _CONFIGURED_PODS,
                "volumes/configMap/name",
                "containers/env/valueFrom/configMapKeyRef/name",
                "initContainers/env/valueFrom/configMapKeyRef/name",
                "containers/envFrom/configMapRef/name",
                "initContainers/envFrom/configMapRef/name",
                "volumes/projected/sources/configMap/name",
            ),
            ("spec/configSource/configMap", False, ("Node",)),
            _RULES,
            (f"{_INGRESS_ANNOTATIONS}fastcgi-params-configmap", False, ("Ingress",)),
        ),
    ),
    (
        "/v1/Secret",
        (
            *_in_pods(
                _CONFIGURED_PODS,
                "volumes/secret/secretName",
                "containers/env/valueFrom/secretKeyRef/name",
                "initContainers/env/valueFrom/secretKeyRef/name",
                "containers/envFrom/secretRef/name",
                "initContainers/envFrom/secretRef/name",
                "imagePullSecrets/name",
                "volumes/projected/sources/secret/name",
            ),
            ("spec/tls/secretName", False, ("Ingress",)),
            ("metadata/annotations/ingress.kubernetes.io\\/auth-secret", False, ("Ingress",)),
            (f"{_INGRESS_ANNOTATIONS}auth-secret", False, ("Ingress",)),
            (f"{_INGRESS_ANNOTATIONS}auth-tls-secret", False, ("Ingress",)),
            # Twice, as in kustomize: what the first row found is looked up again among the former names.
            ("spec/tls/secretName", False, ("Ingress",)),
            ("imagePullSecrets/name", False, ("ServiceAccount",)),
            ("parameters/secretName", False, ("StorageClass",)),
            ("parameters/adminSecretName", False, ("StorageClass",)),
            ("parameters/userSecretName", False, ("StorageClass",)),
            ("parameters/secretRef", False, ("StorageClass",)),
            _RULES,
            (
                f"{_TEMPLATE}/containers/env/valueFrom/secretKeyRef/name",
                False,
                ("serving.knative.dev/v1/Service",),
            ),
            ("spec/azureFile/secretName", False, ("PersistentVolume",)),
        ),
    ),
    (
        "/v1/Service",
        (
            ("spec/serviceName", False, ("apps//StatefulSet",)),
            ("spec/rules/http/paths/backend/serviceName", False, ("Ingress",)),
            ("spec/backend/serviceName", False, ("Ingress",)),
            ("spec/rules/http/paths/backend/service/name", False, ("Ingress",)),
            ("spec/defaultBackend/service/name", False, ("Ingress",)),
            ("spec/service/name", False, ("apiregistration.k8s.io//APIService",)),
            (
                "webhooks/clientConfig/service",
                False,
                (
                    "admissionregistration.k8s.io//ValidatingWebhookConfiguration",
                    "admissionregistration.k8s.io//MutatingWebhookConfiguration",
                ),
            ),
        ),
    ),
    (
        "rbac.authorization.k8s.io//Role",
        (("roleRef/name", False, ("rbac.authorization.k8s.io//RoleBinding",)),),
    ),
    (
        "rbac.authorization.k8s.io//ClusterRole",
        (
            (
                "roleRef/name",
                False,
                ("rbac.authorization.k8s.io//RoleBinding", "rbac.authorization.k8s.io//ClusterRoleBinding"),
            ),
        ),
    ),
    (
        "/v1/ServiceAccount",
        (
            (
                "subjects",
                False,
                ("rbac.authorization.k8s.io//RoleBinding", "rbac.authorization.k8s.io//ClusterRoleBinding"),
            ),
            *_in_pods(_PODS, "serviceAccountName"),
        ),
    ),
    ("/v1/PersistentVolumeClaim", _in_pods(_PODS, "volumes/persistentVolumeClaim/claimName")),
    (
        "/v1/PersistentVolume",
        (
            ("spec/volumeName", False, ("PersistentVolumeClaim",)),
            ("rules/resourceNames", False, ("ClusterRole",)),
        ),
    ),
    (
        "storage.k8s.io/v1/StorageClass",
        (
            ("spec/storageClassName", False, ("PersistentVolume", "PersistentVolumeClaim")),
            ("spec/volumeClaimTemplates/spec/storageClassName", False, ("StatefulSet",)),
        ),
    ),
    ("scheduling.k8s.io/v1/PriorityClass", _in_pods(_PODS, "priorityClassName")),
    (
        "admissionregistration.k8s.io//ValidatingAdmissionPolicy",
        (
            (
                "spec/policyName",
                False,
                ("admissionregistration.k8s.io//ValidatingAdmissionPolicyBinding",),
            ),
        ),
    ),
)
