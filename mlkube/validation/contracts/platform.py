"""Classes of volumes, and identities of clouds: ML-070 to 072."""

from __future__ import annotations

from mlkube.validation.contracts.judged import mapping, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_DEFAULT = "storageclass.kubernetes.io/is-default-class"
_CLIENT, _USE = "azure.workload.identity/client-id", "azure.workload.identity/use"
# Drivers whose volumes are disks: a file system on one belongs to one node at a time.
_DISKS = frozenset(
    ("disk.csi.azure.com", "ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "pd.csi.storage.gke.io")
)
_SHARED = ("ReadOnlyMany", "ReadWriteMany")


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind == "StorageClass" and _is_default(party):
        _check_default(party, objects)
    elif party.kind == "PersistentVolumeClaim":
        _check_sharing(party, objects)
    elif party.pod and _USE not in party.pod_labels:
        _check_identity(party, objects)


def _annotations(party: Party) -> dict[str, object]:
    return mapping(mapping(party.body.get("metadata")).get("annotations"))


def _is_default(party: Party) -> bool:
    return _annotations(party).get(_DEFAULT) == "true"


def _check_default(party: Party, objects: Objects) -> None:
    """Check ML-070: of two default classes the one that was made last counts."""
    for other in objects.of_kind("StorageClass"):
        if other is party:
            return
        if _is_default(other):
            text = f"{other.name} is the default as well, and the one that was made last counts"
            where = f"metadata.annotations[{_DEFAULT}]"
            objects.warn("ML-070", party, where, text, hint="leave one of them out")
            return


def _check_sharing(party: Party, objects: Objects) -> None:
    """Check ML-071: a claim of many nodes on a class of disks is never bound."""
    name = party.spec.get("storageClassName")
    shared = [mode for mode in strings(party.spec.get("accessModes")) if mode in _SHARED]
    if not shared or not isinstance(name, str) or party.spec.get("volumeMode") == "Block":
        return
    found = objects.find_anywhere("StorageClass", name)
    driver = str(found.body.get("provisioner")) if found is not None else ""
    if driver in _DISKS:
        text = f"{driver} makes disks, which one node mounts at a time: no volume is made for {shared[0]}"
        hint = "use a class of shared file systems, or ReadWriteOnce"
        objects.error("ML-071", party, "spec.accessModes", text, hint=hint)


def _check_identity(party: Party, objects: Objects) -> None:
    """Check ML-072: only pods with the label get a token of their account's identity."""
    name = party.pod.get("serviceAccountName")
    if not isinstance(name, str):
        return
    account = objects.find("ServiceAccount", party.namespace, name)
    if account is not None and _CLIENT in _annotations(account):
        where = party.pod_path.removesuffix("spec") + "metadata.labels"
        text = f'the account {name} has an identity, and pods without {_USE}: "true" get no token of it'
        objects.error("ML-072", party, where, text, hint="add the label to the pods")
