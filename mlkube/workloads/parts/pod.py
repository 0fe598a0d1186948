"""The pod of a workload: the main container as its kind begins it, with all that the description adds."""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.faults import Refusal
from mlkube.workloads.parts.accounts import account_object, identity_labels
from mlkube.workloads.parts.clashes import clashes, mounts_of_nothing
from mlkube.workloads.parts.config_files import add_config_map
from mlkube.workloads.parts.metadata import labels, metadata, selector
from mlkube.workloads.parts.pod_rules import bare, mounts
from mlkube.workloads.parts.storage import Volumes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.pod_workload import PodWorkload

_TMP = "/tmp"  # noqa: S108  of the container


class Pod:
    """A pod on its way: a kind starts it, adds containers, ports and volumes, and takes the template.

    `component` is the value of the component label. `main` is the name of the main container. `fields` are
    further fields of the pod's spec, in place of those that all pods have.
    `foreign_volumes` says that a runtime of the cluster brings volumes which the description does not name.
    `generation_label` is the label that a controller of ReplicaSets puts on the pods of each of them, empty
    where there is none; `version_labels` tell the pods from those of other versions. `loses_work` says that
    the end of a pod is more than a request that is asked again.
    """

    __slots__ = (
        "_context",
        "_objects",
        "_own_volumes",
        "_workload",
        "component",
        "container",
        "env",
        "fields",
        "foreign_volumes",
        "generation_label",
        "loses_work",
        "mounts",
        "version_labels",
        "volumes",
    )

    def __init__(
        self,
        workload: PodWorkload,
        context: Context,
        objects: Objects,
        *,
        component: str,
        main: str,
        image: str,
    ) -> None:
        self._workload = workload
        self._context = context
        self._objects = objects
        self.component = component
        self.generation_label = ""
        self.version_labels: dict[str, str] = {}
        self.foreign_volumes = False
        self.loses_work = False
        self._own_volumes: list[str] = []
        self.container: JsonObject = {"name": main, "image": image}
        self.env: list[JsonObject] = []
        self.fields: JsonObject = {}
        self.mounts: list[JsonObject] = []
        self.volumes = Volumes(workload, context, objects)

    def mount(self, volume: JsonObject, path: str, *, read_only: bool = False) -> None:
        """Add a volume to the pod and mount it in the main container."""
        self.volumes.volumes.append(volume)
        self._own_volumes.append(str(volume["name"]))
        self.mount_volume(str(volume["name"]), path, read_only=read_only)

    def mount_volume(
        self, name: str, path: str, *, read_only: bool = False, sub_path: str | None = None
    ) -> None:
        """Mount a volume of the pod in the main container."""
        mount: JsonObject = {"name": name, "mountPath": path}
        if read_only:
            mount["readOnly"] = True
        if sub_path is not None:
            mount["subPath"] = sub_path
        self.mounts.append(mount)

    def template(self, fields: JsonObject | None = None, *, account: str | None = None) -> JsonObject:
        """Return the pod template; `fields` are further fields of the pod's spec.

        `account` is the ServiceAccount that the kind builds itself; without it one is built here.

        Raises:
            Refusal: what the description adds and what the kind has of its own exclude each other.

        """
        workload = self._workload
        own_mounts = self._add_storage()
        self._refuse_clashes(own_mounts)
        selected = selector(workload, self.component)
        spec: JsonObject = {
            "serviceAccountName": account or self._account(),
            "automountServiceAccountToken": workload.service_account.mount_token,
            "securityContext": workload.security.of_pod(),
            **workload.placement.to_kubernetes(
                selector(workload, self.component), generation_label=self.generation_label
            ),
            **(fields or {}),
            **self.fields,
        }
        self._accelerate(spec)
        spec["containers"] = [self._main(), *map(self._secured, copied(workload.sidecars))]
        first = [*self.volumes.init_containers, *copied(workload.init_containers)]
        if first:
            spec["initContainers"] = [self._secured(each) for each in first]
        volumes: list[Json] = [*self.volumes.volumes, *copied(workload.volumes)]
        if volumes:
            spec["volumes"] = volumes
        if workload.image_pull_secrets:
            spec["imagePullSecrets"] = copied(workload.image_pull_secrets)
        # What selects the pods stands last: no further label may hide them.
        selected.update(self.version_labels)
        result: JsonObject = {
            "labels": {
                **labels(workload, self.component),
                **identity_labels(workload),
                **workload.pod_labels,
                **selected,
            }
        }
        annotations = self._annotations(volumes)
        if annotations:
            result["annotations"] = annotations
        return {"metadata": result, "spec": spec}

    def _annotations(self, volumes: list[Json]) -> JsonObject:
        workload = self._workload
        hints: JsonObject = {}
        if workload.cluster_autoscaler is not None:
            given = [each for each in volumes if isinstance(each, dict)]
            hints = workload.cluster_autoscaler.annotations(given, loses_work=self.loses_work)
        return {**workload.annotations, **hints, **workload.pod_annotations}

    def _add_storage(self) -> dict[str, str]:
        """Add what the description mounts; return the volumes that the workload itself mounts, by path."""
        workload = self._workload
        own = {str(each["mountPath"]): str(each["name"]) for each in self.mounts}
        self._own_volumes = [str(each["name"]) for each in self.volumes.volumes]
        for at, storage in enumerate(workload.storage):
            self.volumes.add(storage.name, storage, ("spec", "storage", at), read_only=storage.read_only)
            self.mount_volume(
                storage.name, storage.mount_path, read_only=storage.read_only, sub_path=storage.sub_path
            )
        if workload.config_files:
            name = f"{self._context.owner(('spec', 'configFiles'))}-files"
            add_config_map(workload, self._context, self._objects, workload.config_files, name)
            volume: JsonObject = {"name": "files", "configMap": {"name": name}}
            self.mount(volume, workload.config_dir, read_only=True)
            own.setdefault(workload.config_dir, "files")
        taken = {bare(str(each["mountPath"])) for each in self.mounts} | {
            path for _, path in mounts(workload)
        }
        if workload.security.read_only_root and _TMP not in taken:
            self.mount(workload.security.tmp_volume("tmp"), _TMP)
        return own

    def _refuse_clashes(self, own_mounts: dict[str, str]) -> None:
        ports = self.container.get("ports")
        faults = clashes(
            self._workload,
            own_volumes=self._own_volumes,
            own_mounts=own_mounts,
            own_containers=[str(each["name"]) for each in self.volumes.init_containers],
            own_ports=ports if isinstance(ports, list) else [],
        )
        if not self.foreign_volumes:
            names = [str(each["name"]) for each in (*self.volumes.volumes, *self._workload.volumes)]
            faults += mounts_of_nothing(self._workload, names)
        if faults:
            raise Refusal(faults)

    def _account(self) -> str:
        """Return the name of the pods' ServiceAccount, which is built unless an existing one is named."""
        workload = self._workload
        if workload.service_account.name is not None:
            return workload.service_account.name
        self._objects.add(account_object(workload, self._context, self.component))
        return self._context.name

    def _accelerate(self, spec: JsonObject) -> None:
        """Add the toleration of the accelerator's nodes, and the claim of devices that are allocated."""
        accelerator = self._workload.accelerator
        if accelerator is None:
            return
        toleration = accelerator.toleration()
        present = spec.get("tolerations")
        others: list[Json] = present if isinstance(present, list) else []
        if toleration is not None and not any(_tolerates(each, toleration) for each in others):
            spec["tolerations"] = [*others, toleration]
        if accelerator.of_nvidia and self._workload.platform is not None:
            from mlkube.workloads.parts.platforms import lead_to_gpus  # noqa: PLC0415  few name one

            lead_to_gpus(spec, self._workload.platform, accelerator.model, tolerate=accelerator.tolerate)
        if accelerator.device_class is not None:
            name = f"{self._context.owner(('spec', 'accelerator'))}-devices"
            self._objects.add(
                {
                    "apiVersion": "resource.k8s.io/v1",
                    "kind": "ResourceClaimTemplate",
                    "metadata": metadata(self._workload, self._context, name, self.component),
                    "spec": accelerator.claim_template(),
                }
            )
            spec["resourceClaims"] = [{"name": "devices", "resourceClaimTemplateName": name}]

    def _main(self) -> JsonObject:
        workload = self._workload
        container = {**self.container}
        args, ports = container.get("args"), container.get("ports")
        optional: JsonObject = {
            "imagePullPolicy": workload.image_pull_policy,
            "command": [*workload.command] or container.get("command"),
            "args": [*(args if isinstance(args, list) else ()), *workload.args],
            "workingDir": workload.working_dir,
            "env": _with_own(self.env, workload.env),
            "envFrom": copied(workload.env_from),
            "ports": [*(ports if isinstance(ports, list) else ()), *copied(workload.ports)],
            "resources": self._resources(),
            "volumeMounts": [*self.mounts, *copied(workload.volume_mounts)],
        }
        container.update({key: value for key, value in optional.items() if value})
        container["securityContext"] = workload.security.of_container()
        return container

    def _resources(self) -> JsonObject:
        """Return the container's resources with the accelerator's devices."""
        resources = self._workload.resources.to_kubernetes()
        accelerator = self._workload.accelerator
        if accelerator is None:
            return resources
        if accelerator.device_class is not None:
            return {**resources, "claims": [{"name": "devices"}]}
        limits = resources.get("limits")
        return {
            **resources,
            "limits": {**(limits if isinstance(limits, dict) else {}), **accelerator.limits()},
        }

    def _secured(self, container: JsonObject) -> JsonObject:
        """Return a further container, restricted as the main one in all that it does not say itself."""
        own = container.get("securityContext")
        security = {**self._workload.security.of_container(), **(own if isinstance(own, dict) else {})}
        return {"securityContext": security} | container | {"securityContext": security}


def _tolerates(given: Json, wanted: JsonObject) -> bool:
    """Tell whether a toleration covers another one, which asks for a key alone."""
    if not isinstance(given, dict) or given.get("operator") != "Exists":
        return False
    return given.get("key") in {None, wanted["key"]} and given.get("effect") in {None, wanted["effect"]}


def _with_own(env: Sequence[JsonObject], own: Sequence[object]) -> list[Json]:
    """Return variables with the user's own behind them, in place of those of the same name."""
    given = {each["name"]: each for each in own if isinstance(each, dict)}
    result: list[Json] = [given.pop(each["name"], each) for each in env]
    return [*result, *given.values()]
