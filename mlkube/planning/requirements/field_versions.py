"""Fields that older servers do not know, drop or refuse, and since when Kubernetes has them by default.

The first number of a row is the minor version from which the field works without a feature gate being
turned on, the second the one in which it became stable, 0 where that is not known. A row with a gate works
nowhere without it.
Source: kubernetes, pkg/features/kube_features.go, and the website's pages of the feature gates.
"""

from __future__ import annotations

from mlkube.planning.requirements.walk import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json, JsonObject
    from mlkube.planning.requirements.walk import Steps

_CONTAINERS = ("containers", "initContainers")


class FieldVersion:
    """A field, or a value of it, and since when Kubernetes has it.

    `default` and `stable` are minor versions. `values` are those that count, None for any. `gate` is the
    feature gate of a field that is off by default everywhere.
    """

    __slots__ = ("default", "gate", "pattern", "stable", "text", "values")

    def __init__(
        self,
        pattern: str,
        text: str,
        default: int = 0,
        stable: int = 0,
        values: tuple[Json, ...] | None = None,
        gate: str = "",
    ) -> None:
        self.pattern = tuple(pattern.split("."))
        self.text = text
        self.default = default
        self.stable = stable
        self.values = values
        self.gate = gate

    def found_in(self, body: JsonObject) -> Iterator[Steps]:
        """Yield the steps to each place where the field stands."""
        for steps, value in find(body, self.pattern):
            if value is not None and (self.values is None or value in self.values):
                yield steps

    def __repr__(self) -> str:
        return f"FieldVersion({'.'.join(self.pattern)!r}, {self.default})"


def _of_containers(
    path: str,
    text: str,
    default: int = 0,
    stable: int = 0,
    values: tuple[Json, ...] | None = None,
    gate: str = "",
) -> Iterator[FieldVersion]:
    for field in _CONTAINERS:
        yield FieldVersion(f"{field}.*.{path}", text, default, stable, values, gate)


# Below the spec of a pod, wherever a pod stands.
_OF_PODS = (
    *_of_containers("lifecycle.preStop.sleep", "a preStop hook that sleeps", 30, 34),
    *_of_containers("lifecycle.postStart.sleep", "a postStart hook that sleeps", 30, 34),
    *_of_containers("lifecycle.preStop.sleep.seconds", "a hook that sleeps for no time", 33, 34, (0,)),
    *_of_containers("resizePolicy", "resizing in place", 33, 35),
    *_of_containers("restartPolicyRules", "restart rules of containers", 35, 0),
    *_of_containers("env.*.valueFrom.fileKeyRef", "environment variables out of files", 35, 0),
    *_of_containers("volumeMounts.*.recursiveReadOnly", "recursive read-only mounts", 31, 33),
    *_of_containers("securityContext.procMount", "procMount", 33, 0, ("Unmasked",)),
    *_of_containers("securityContext.appArmorProfile", "AppArmor profiles as a field", 30, 31),
    FieldVersion("containers.*.restartPolicy", "restart policies of containers", 35, 0),
    FieldVersion("initContainers.*.restartPolicy", "sidecar containers", 29, 33, ("Always",)),
    FieldVersion("hostUsers", "user namespaces", 33, 36, (False,)),
    FieldVersion("hostnameOverride", "a host name of its own", 35, 0),
    FieldVersion("resources", "resources of a whole pod", 34, 0),
    FieldVersion("resourceClaims", "dynamic resource allocation", 34, 34),
    FieldVersion("schedulingGates", "scheduling gates", 27, 30),
    FieldVersion("securityContext.appArmorProfile", "AppArmor profiles as a field", 30, 31),
    FieldVersion("securityContext.seLinuxChangePolicy", "seLinuxChangePolicy", 33, 0),
    FieldVersion("securityContext.supplementalGroupsPolicy", "supplementalGroupsPolicy", 33, 0),
    FieldVersion("topologySpreadConstraints.*.matchLabelKeys", "spreading each version on its own", 27, 0),
    FieldVersion("topologySpreadConstraints.*.minDomains", "minDomains", 27, 30),
    FieldVersion("topologySpreadConstraints.*.nodeAffinityPolicy", "nodeAffinityPolicy", 26, 33),
    FieldVersion("topologySpreadConstraints.*.nodeTaintsPolicy", "nodeTaintsPolicy", 26, 33),
    *(
        FieldVersion(f"affinity.{which}.{term}.{keys}", "label keys in affinity", 31, 33)
        for which in ("podAffinity", "podAntiAffinity")
        for term in (
            "requiredDuringSchedulingIgnoredDuringExecution.*",
            "preferredDuringSchedulingIgnoredDuringExecution.*.podAffinityTerm",
        )
        for keys in ("matchLabelKeys", "mismatchLabelKeys")
    ),
    FieldVersion("volumes.*.image", "volumes of images", 35, 36),
    FieldVersion("volumes.*.projected.sources.*.clusterTrustBundle", "trust bundles in volumes",
                 gate="ClusterTrustBundleProjection"),
    FieldVersion("volumes.*.projected.sources.*.podCertificate", "certificates of pods in volumes",
                 gate="PodCertificateRequest"),
    FieldVersion("volumes.*.ephemeral.volumeClaimTemplate.spec.volumeAttributesClassName",
                 "volume attributes classes", 34, 34),
)  # fmt: skip

# Below the spec of a Job.
_OF_JOBS = (
    FieldVersion("podFailurePolicy", "pod failure policies", 26, 31),
    FieldVersion("backoffLimitPerIndex", "a backoff limit for each index", 29, 33),
    FieldVersion("maxFailedIndexes", "a backoff limit for each index", 29, 33),
    FieldVersion("successPolicy", "success policies of jobs", 31, 33),
    FieldVersion("podReplacementPolicy", "replacing pods of jobs only when they have ended", 29, 34),
    FieldVersion("managedBy", "jobs that another controller manages", 32, 35),
)

# Below the body of an object, by its kind.
_OF_KINDS: dict[str, tuple[FieldVersion, ...]] = {
    "CronJob": (FieldVersion("spec.timeZone", "time zones of schedules", 25, 27),),
    "StatefulSet": (
        FieldVersion("spec.ordinals", "a first ordinal", 27, 31),
        FieldVersion("spec.persistentVolumeClaimRetentionPolicy", "deleting claims of a set", 27, 32),
        FieldVersion("spec.updateStrategy.rollingUpdate.maxUnavailable",
                     "updating several pods of a set at a time", 37, 0),
    ),
    "HorizontalPodAutoscaler": (
        FieldVersion("spec.metrics.*.type", "metrics of one container", 27, 30, ("ContainerResource",)),
        FieldVersion("spec.behavior.scaleUp.tolerance", "a tolerance of its own", 35, 0),
        FieldVersion("spec.behavior.scaleDown.tolerance", "a tolerance of its own", 35, 0),
        FieldVersion("spec.minReplicas", "scaling to zero", values=(0,), gate="HPAScaleToZero"),
    ),
    "PodDisruptionBudget": (
        FieldVersion("spec.unhealthyPodEvictionPolicy", "evicting pods that are not ready", 27, 31),
    ),
    "Service": (
        FieldVersion("spec.trafficDistribution", "a preference for near endpoints", 31, 33),
        FieldVersion("spec.trafficDistribution", "traffic that stays in a zone or on a node",
                     34, 35, ("PreferSameZone", "PreferSameNode")),
    ),
    "PersistentVolumeClaim": (
        FieldVersion("spec.accessModes.*", "volumes of one pod alone", 27, 29, ("ReadWriteOncePod",)),
        FieldVersion("spec.volumeAttributesClassName", "volume attributes classes", 34, 34),
    ),
    "PersistentVolume": (
        FieldVersion("spec.accessModes.*", "volumes of one pod alone", 27, 29, ("ReadWriteOncePod",)),
        FieldVersion("spec.volumeAttributesClassName", "volume attributes classes", 34, 34),
    ),
    "ResourceClaim": (FieldVersion("spec.devices.requests.*.firstAvailable", "a choice of devices", 34, 36),),
    "ResourceClaimTemplate": (
        FieldVersion("spec.spec.devices.requests.*.firstAvailable", "a choice of devices", 34, 36),
    ),
}  # fmt: skip


def fields_of_pods() -> tuple[FieldVersion, ...]:
    """Return the fields below the spec of a pod."""
    return _OF_PODS


def fields_of_jobs() -> tuple[FieldVersion, ...]:
    """Return the fields below the spec of a Job."""
    return _OF_JOBS


def fields_of_kind(kind: str) -> tuple[FieldVersion, ...]:
    """Return the fields below the body of an object of a kind of Kubernetes."""
    return _OF_KINDS.get(kind, ())
