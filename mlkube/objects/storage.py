"""Volumes and claims that bind to each other and to nothing else."""

from __future__ import annotations

from mlkube.objects.parts import Checks, filled, metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal, TypeAlias

    from mlkube.k8s import core_v1

    AccessMode: TypeAlias = Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]

# What a PersistentVolumeSpec holds beside the one source of its data.
_NO_SOURCES = frozenset(
    (
        "accessModes",
        "capacity",
        "claimRef",
        "mountOptions",
        "nodeAffinity",
        "persistentVolumeReclaimPolicy",
        "storageClassName",
        "volumeAttributesClassName",
        "volumeMode",
    )
)


def persistent_volume(
    *,
    name: str,
    storage: str | float,
    access_modes: Sequence[AccessMode],
    claim: str,
    claim_namespace: str,
    spec: core_v1.PersistentVolumeSpec,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
) -> core_v1.PersistentVolume:
    """Return a PersistentVolume that only one claim may bind.

    `spec` holds the source (`{"nfs": {"server": ..., "path": ...}}`) and whatever else is wanted. `claimRef`
    keeps other claims away, the empty class name keeps provisioners away, and `Retain` keeps the data when
    the claim goes. Volumes have no namespace: put it into the name where two environments share a cluster.

    Raises:
        BuildError: no source or two, no access mode, storage that is no quantity, a field given twice.

    Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reserving-a-persistentvolume
    """
    checks = Checks("PersistentVolume", name)
    checks.amount("spec.capacity.storage", storage)
    checks.that(bool(access_modes), "spec.accessModes", "no access mode is given")
    checks.that(bool(claim), "spec.claimRef.name", "no claim is named")
    checks.that(bool(claim_namespace), "spec.claimRef.namespace", "the claim's namespace is not given")
    sources = sorted(spec.keys() - _NO_SOURCES)
    checks.that(bool(sources), "spec", "has no source", hint='pass spec={"nfs": {...}} or another source')
    checks.that(len(sources) <= 1, "spec", f"has more than one source: {', '.join(sources)}")
    reference = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "name": claim,
        "namespace": claim_namespace,
    }
    fields = filled(
        checks,
        {"persistentVolumeReclaimPolicy": "Retain", "storageClassName": ""},
        {"accessModes": list(access_modes), "capacity": {"storage": storage}, "claimRef": reference},
        spec,
    )
    checks.finish()
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": metadata(name, None, labels or {}, annotations),
        "spec": fields,
    }


def persistent_volume_claim(  # noqa: PLR0913  keyword-only, one a field
    *,
    name: str,
    storage: str | float,
    access_modes: Sequence[AccessMode],
    namespace: str | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    volume: str | None = None,
    storage_class_name: str | None = None,
    spec: core_v1.PersistentVolumeClaimSpec | None = None,
) -> core_v1.PersistentVolumeClaim:
    """Return a PersistentVolumeClaim.

    With `volume` it binds to that PersistentVolume and has the empty class name, so that nothing else is
    provisioned for it. Else the class `storage_class_name` provisions one, or the cluster's default class.

    Raises:
        BuildError: no access mode, storage that is no quantity, a field given twice.

    Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reserving-a-persistentvolume
    """
    checks = Checks("PersistentVolumeClaim", name)
    checks.amount("spec.resources.requests.storage", storage)
    checks.that(bool(access_modes), "spec.accessModes", "no access mode is given")
    fields = filled(
        checks,
        {} if volume is None else {"storageClassName": ""},
        {
            "accessModes": list(access_modes),
            "resources": {"requests": {"storage": storage}},
            "storageClassName": storage_class_name,
            "volumeName": volume,
        },
        spec,
    )
    checks.finish()
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": metadata(name, namespace, labels or {}, annotations),
        "spec": fields,
    }
