"""Volumes of pods: from what stands behind them to volumes, claims and PersistentVolumes."""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.parts.metadata import cluster_metadata, metadata
from mlkube.workloads.parts.resources import quantity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.volume_sources import (
        Csi,
        HostPath,
        Nfs,
        S3Download,
        StaticVolume,
        VolumeSource,
    )
    from mlkube.workloads.workload import Workload


class Volumes:
    """The volumes of one pod, and the init containers that fill them."""

    __slots__ = ("_asked", "_context", "_objects", "_workload", "init_containers", "volumes")

    def __init__(self, workload: Workload, context: Context, objects: Objects) -> None:
        self._workload = workload
        self._context = context
        self._objects = objects
        self._asked: dict[str, Path] = {}
        self.volumes: list[JsonObject] = []
        self.init_containers: list[JsonObject] = []

    def add(  # noqa: C901  one case for each source
        self, name: str, source: VolumeSource, path: Path, *, read_only: bool = False
    ) -> None:
        """Add a volume, with the objects behind it; `path` is where the description says so.

        Raises:
            Refusal: another part of the description has a volume of that name; a static pair without a
                namespace.

        """
        if name in self._asked:
            reason = f'another volume is called "{name}"'
            raise Refusal([Fault(path, reason, "choose another name", other=self._asked[name])])
        self._asked[name] = path
        volume: JsonObject = {"name": name}
        claim = self.claim(name, source, path)
        if claim:
            volume["persistentVolumeClaim"] = {
                "claimName": claim,
                **({"readOnly": True} if read_only else {}),
            }
        elif source.nfs is not None:
            volume["nfs"] = {**_nfs(source.nfs), **({"readOnly": True} if read_only else {})}
        elif source.csi is not None:
            volume["csi"] = copied(source.csi)
        elif source.host_path is not None:
            volume["hostPath"] = _host_path(source.host_path)
        elif source.image is not None:
            image: JsonObject = {"reference": source.image.reference}
            if source.image.pull_policy is not None:
                image["pullPolicy"] = source.image.pull_policy
            volume["image"] = image
        elif source.s3 is not None:
            volume["emptyDir"] = {"sizeLimit": quantity(source.s3.size_limit)}
            self.init_containers.append(_download(name, source.s3))
        elif source.empty_dir is not None:
            empty: JsonObject = {"sizeLimit": quantity(source.empty_dir.size_limit)}
            if source.empty_dir.memory:
                empty["medium"] = "Memory"
            volume["emptyDir"] = empty
        elif source.config_map is not None:
            volume["configMap"] = {"name": source.config_map}
        elif source.secret is not None:
            volume["secret"] = {"secretName": source.secret}
        self.volumes.append(volume)

    def claim(self, name: str, source: VolumeSource, path: Path) -> str:
        """Return the claim behind a volume, empty for none; a new one is built."""
        if source.claim is not None:
            return source.claim
        claim = f"{self._context.owner(path)}-{name}"
        if source.new_claim is not None:
            spec: JsonObject = {
                "accessModes": [*source.new_claim.access_modes],
                "resources": {"requests": {"storage": quantity(source.new_claim.size)}},
            }
            chosen = source.new_claim.storage_class
            platform = getattr(self._workload, "platform", None)
            if chosen is None and platform is not None:
                from mlkube.workloads.parts.platforms import claim_class  # noqa: PLC0415  few name one

                chosen = claim_class(platform, source.new_claim.access_modes)
            if chosen is not None:
                spec["storageClassName"] = chosen
            self._objects.add(self._object("v1", "PersistentVolumeClaim", claim, spec))
            return claim
        if source.static is not None:
            self._static_pair(claim, source.static, (*path, "static"))
            return claim
        return ""

    def _static_pair(self, claim: str, static: StaticVolume, path: Path) -> None:
        """Build a volume and its claim.

        The empty class keeps the cluster's default one from provisioning another volume; claimRef and
        volumeName keep other claims and volumes away.
        """
        context = self._context
        if not context.namespace:
            reason = "a static volume needs the namespace of its claim, and no layer gives one"
            hint = "set `namespace:` in a kustomization above, or metadata.namespace"
            raise Refusal([Fault(path, reason, hint)])
        size = quantity(static.size)
        modes: JsonObject = {"accessModes": [*static.access_modes], "storageClassName": ""}
        volume: JsonObject = {
            "apiVersion": "v1",
            "kind": "PersistentVolume",
            "metadata": cluster_metadata(self._workload, context, claim, "storage"),
            "spec": {
                **modes,
                "capacity": {"storage": size},
                "persistentVolumeReclaimPolicy": "Retain",
                "claimRef": {
                    "apiVersion": "v1",
                    "kind": "PersistentVolumeClaim",
                    "namespace": context.namespace,
                    "name": context.final(claim),
                },
                **_source_of(static),
            },
        }
        self._objects.add(volume)
        spec: JsonObject = {
            **modes,
            "volumeName": context.cluster_name(claim),
            "resources": {"requests": {"storage": size}},
        }
        self._objects.add(self._object("v1", "PersistentVolumeClaim", claim, spec))

    def _object(self, api_version: str, kind: str, name: str, spec: JsonObject) -> JsonObject:
        return {
            "apiVersion": api_version,
            "kind": kind,
            "metadata": metadata(self._workload, self._context, name, "storage"),
            "spec": spec,
        }


def _source_of(static: StaticVolume) -> JsonObject:
    if static.nfs is not None:
        options: JsonObject = (
            {"mountOptions": [*static.nfs.mount_options]} if static.nfs.mount_options else {}
        )
        return {**options, "nfs": _nfs(static.nfs)}
    if static.csi is not None:
        return {"csi": _csi(static.csi)}
    return {"hostPath": _host_path(static.host_path)} if static.host_path is not None else {}


def _nfs(nfs: Nfs) -> JsonObject:
    return {"server": nfs.server, "path": nfs.path}


def _csi(csi: Csi) -> JsonObject:
    result: JsonObject = {"driver": csi.driver, "volumeHandle": csi.volume_handle}
    if csi.fs_type is not None:
        result["fsType"] = csi.fs_type
    if csi.attributes:
        result["volumeAttributes"] = {**csi.attributes}
    return result


def _host_path(host_path: HostPath) -> JsonObject:
    return {"path": host_path.path, "type": host_path.type}


def _download(name: str, s3: S3Download) -> JsonObject:
    """Return the init container that copies from an object store to the volume."""
    args: list[str] = ["s3", "cp", "--recursive", "--no-progress", s3.uri, "/download"]
    if s3.endpoint is not None:
        args = ["--endpoint-url", s3.endpoint, *args]
    env: list[JsonObject] = [{"name": "HOME", "value": "/download"}]  # its root file system is read-only
    if s3.region is not None:
        env.append({"name": "AWS_REGION", "value": s3.region})
    container: JsonObject = {
        "name": f"download-{name}",
        "image": s3.image,
        "command": ["aws"],
        "args": [*args],
        "env": [*env],
        "volumeMounts": [{"name": name, "mountPath": "/download"}],
        "resources": {"requests": {"cpu": "500m", "memory": "512Mi"}, "limits": {"memory": "512Mi"}},
    }
    if s3.secret is not None:
        container["envFrom"] = [{"secretRef": {"name": s3.secret}}]
    return container
