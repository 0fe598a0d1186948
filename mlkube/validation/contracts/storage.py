"""Claims and volumes that can never meet: ML-020 to 023."""

from __future__ import annotations

from mlkube.core.quantity import exceeds
from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind == "PersistentVolumeClaim":
        _check_claim(party, objects)
    elif party.kind == "PersistentVolume":
        _check_volume(party, objects)
    elif party.kind in {"Deployment", "ReplicaSet"}:
        _check_sharing(party, objects)


def _check_claim(party: Party, objects: Objects) -> None:
    """Check ML-020: a claim that names its volume must fit it."""
    name = party.spec.get("volumeName")
    volume = objects.find_anywhere("PersistentVolume", name) if isinstance(name, str) and name else None
    if volume is None:
        return
    own, other = party.spec, volume.spec
    if own.get("storageClassName") is not None and (own.get("storageClassName") or "") != (
        other.get("storageClassName") or ""
    ):
        text = (
            f"the claim's class is {_named(own.get('storageClassName'))}, that of PersistentVolume {name} "
            f"{_named(other.get('storageClassName'))}: they never bind"
        )
        objects.error("ML-020", party, "spec.storageClassName", text, hint="give both the same class")
    elif own.get("storageClassName") is None and not other.get("storageClassName"):
        text = (
            f"without storageClassName the default class is filled in, and PersistentVolume {name} has none: they "  # noqa: E501 the server's words
            "never bind where the cluster has a default"
        )
        objects.warn("ML-020", party, "spec", text, hint='write storageClassName: ""')
    _check_fit(party, volume, objects)
    claim = mapping(other.get("claimRef"))
    if claim.get("name") and (claim["name"], claim.get("namespace") or "default") != (
        party.name,
        party.namespace,
    ):
        text = f"PersistentVolume {name} is kept for claim {claim.get('namespace')}/{claim['name']}"
        objects.error("ML-022", party, "spec.volumeName", text)


def _named(name: object) -> str:
    return f"{name}" if name else "none"


def _check_fit(party: Party, volume: Party, objects: Objects) -> None:
    wanted = set(_texts(party.spec.get("accessModes")))
    given = set(_texts(volume.spec.get("accessModes")))
    if wanted - given:
        text = f"PersistentVolume {volume.name} does not offer {', '.join(sorted(wanted - given))}: they never bind"  # noqa: E501 the server's words
        objects.error("ML-020", party, "spec.accessModes", text)
    asked = mapping(mapping(party.spec.get("resources")).get("requests")).get("storage")
    size = mapping(volume.spec.get("capacity")).get("storage")
    if asked is not None and size is not None and exceeds(asked, size):
        text = f"the claim asks for {asked}, PersistentVolume {volume.name} holds {size}: they never bind"
        objects.error("ML-020", party, "spec.resources.requests.storage", text)
    if (party.spec.get("volumeMode") or "Filesystem") != (volume.spec.get("volumeMode") or "Filesystem"):
        text = f"volumeMode differs from that of PersistentVolume {volume.name}: they never bind"
        objects.error("ML-020", party, "spec.volumeMode", text)


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _check_volume(party: Party, objects: Objects) -> None:
    """Check ML-022: a volume kept for a claim that asks for another."""
    reference = mapping(party.spec.get("claimRef"))
    name = reference.get("name")
    if not isinstance(name, str):
        return
    claim = objects.find("PersistentVolumeClaim", str(reference.get("namespace") or "default"), name)
    wanted = claim.spec.get("volumeName") if claim is not None else None
    if wanted and wanted != party.name:
        text = f"the claim {name} asks for volume {wanted}, not for this one"
        objects.error("ML-022", party, "spec.claimRef.name", text)


def _check_sharing(party: Party, objects: Objects) -> None:
    """Check ML-021: several pods, and a claim that only one pod may hold."""
    replicas = party.spec.get("replicas")
    if not isinstance(replicas, int) or replicas <= 1:
        return
    for at, volume in enumerate(items(party.pod.get("volumes"))):
        name = mapping(volume.get("persistentVolumeClaim")).get("claimName")
        claim = objects.find("PersistentVolumeClaim", party.namespace, str(name)) if name else None
        if claim is not None and set(_texts(claim.spec.get("accessModes"))) == {"ReadWriteOncePod"}:
            where = f"{party.pod_path}.volumes[{at}].persistentVolumeClaim.claimName"
            text = f"{replicas} pods share the claim {name}, and its access mode lets one pod have it"
            objects.error("ML-021", party, where, text, hint="use ReadOnlyMany or ReadWriteMany")
