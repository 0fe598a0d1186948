"""Builds training: the pod that all backends share, and what surrounds it."""

from __future__ import annotations

from mlkube.core.quantity import whole
from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.pod import Pod
from mlkube.workloads.training.backends import longest_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.training.workload import TrainingJob

COMPONENT = "training"
METRICS = "metrics"
_LONGEST_VARIABLE = 128 * 1024
SHARED_MEMORY = "shared-memory"
_SHM = "/dev/shm"  # noqa: S108  of the container


def build(workload: TrainingJob, context: Context) -> Objects:
    """Return everything that a description of training stands for."""
    context.require_room(workload.longest_name)
    _require_a_letter(workload, context)
    _require_short_tf_config(workload, context)
    objects = Objects()
    if workload.backend in {"job", "jobset"}:
        from mlkube.workloads.training.jobs import add_job  # noqa: PLC0415  one backend of three

        add_job(workload, context, objects)
    elif workload.backend == "trainjob":
        from mlkube.workloads.training.trainjob import add_train_job  # noqa: PLC0415  as above

        add_train_job(workload, context, objects)
    else:
        from mlkube.workloads.training.operator import add_operator_job  # noqa: PLC0415  as above

        add_operator_job(workload, context, objects)
    if workload.network_policy is not None:
        from mlkube.workloads.parts.pod_network import Pods, network_policy_objects  # noqa: PLC0415  as above

        watched = workload.monitoring.port if workload.monitoring is not None else None
        pods = Pods(
            {"matchLabels": {**selector(workload, COMPONENT)}},
            metrics=() if watched is None else (watched,),
            together=True,
        )
        for body in network_policy_objects(workload, context, COMPONENT, pods):
            objects.add(body)
    if workload.monitoring is not None:
        from mlkube.workloads.training.watching import add_watching  # noqa: PLC0415  few jobs are watched

        add_watching(workload, context, objects, workload.monitoring)
    return objects


def training_pod(
    workload: TrainingJob, context: Context, objects: Objects, env: list[JsonObject], restart: str
) -> JsonObject:
    """Return the template of a worker; `restart` is its restart policy."""
    pod = Pod(workload, context, objects, component=COMPONENT, main=workload.container, image=workload.image)
    pod.env = env
    pod.loses_work = True
    pod.foreign_volumes = workload.backend == "trainjob"  # its runtime may have volumes of its own
    if workload.framework == "pytorch" and not workload.command:
        pod.container["command"] = ["torchrun"]
    if workload.monitoring is not None and workload.monitoring.port is not None:
        port = workload.monitoring.port
        pod.container["ports"] = [{"name": METRICS, "containerPort": port, "protocol": "TCP"}]
    shared = shared_memory(workload)
    if shared is not None:
        pod.mount({"name": SHARED_MEMORY, "emptyDir": {"medium": "Memory", "sizeLimit": shared}}, _SHM)
    if workload.checkpoints is not None:
        pod.volumes.add("checkpoints", workload.checkpoints, ("spec", "checkpoints"))
        pod.mount_volume("checkpoints", workload.checkpoint_dir)
    if workload.data is not None:
        pod.volumes.add("data", workload.data, ("spec", "data"), read_only=True)
        pod.mount_volume("data", workload.data_dir, read_only=True)
    fields: JsonObject = {"terminationGracePeriodSeconds": workload.grace_seconds}
    if restart:
        fields["restartPolicy"] = restart
    return _with_native_sidecars(pod.template(fields))


def _with_native_sidecars(template: JsonObject) -> JsonObject:
    """Return the template with its sidecars started before the main container, and stopped with it.

    Beside it they would keep the job from ever ending.
    Source: kubernetes.io/docs/concepts/workloads/pods/sidecar-containers, sidecars of Jobs.
    """
    pod = template["spec"]
    containers = pod.get("containers") if isinstance(pod, dict) else None
    if not isinstance(pod, dict) or not isinstance(containers, list) or len(containers) == 1:
        return template
    main, *sidecars = containers
    first = pod.get("initContainers")
    native = [{"restartPolicy": "Always", **each} for each in sidecars if isinstance(each, dict)]
    initial = [*(first if isinstance(first, list) else []), *native]
    return {**template, "spec": {**pod, "containers": [main], "initContainers": initial}}


def _require_a_letter(workload: TrainingJob, context: Context) -> None:
    """Refuse a final name that begins with a digit where a Service or an operator takes it.

    Source: pkg/apis/core/validation/validation.go (ValidateServiceName); the webhooks of JobSet, Kubeflow
    Trainer and training-operator.
    """
    final = context.final(context.name)
    if final[:1].isdigit() and (workload.workers > 1 or workload.backend != "job"):
        reason = f"becomes {final!r}, which is no name of a Service: it begins with a digit"
        raise Refusal([Fault(("metadata", "name"), reason, "begin it with a letter")])


def _require_short_tf_config(workload: TrainingJob, context: Context) -> None:
    """Refuse a TF_CONFIG that no process can be started with: Linux takes 128 KiB for one variable.

    Source: linux/binfmts.h, MAX_ARG_STRLEN.
    """
    if workload.framework != "tensorflow" or workload.backend not in {"job", "jobset"}:
        return
    pod = longest_end(workload.backend, workload.framework, workload.workers)
    host = 2 * len(context.final(context.name)) + pod + len('"-0123456789.:65535",')
    if workload.workers * host > _LONGEST_VARIABLE:
        reason = f"TF_CONFIG would name {workload.workers} workers, more than fit in a variable"
        raise Refusal([Fault(("spec", "workers"), reason, "Linux takes 128 KiB for one")])


def shared_memory(workload: TrainingJob) -> str | None:
    """Return the size of /dev/shm, None where the container's own suffices."""
    if workload.shared_memory is not None:
        return str(workload.shared_memory)
    memory = workload.resources.memory_limit or workload.resources.memory
    if memory is None or not (workload.framework == "pytorch" or workload.accelerator is not None):
        return None
    return f"{max(whole(memory) // 2 // 2**20, 1)}Mi"


def top_metadata(workload: TrainingJob, context: Context) -> JsonObject:
    """Return the metadata of the job itself, with the labels by which Kueue takes it."""
    result = metadata(workload, context, context.name, COMPONENT)
    if workload.queue is not None:
        labels = result["labels"]
        more: JsonObject = {"kueue.x-k8s.io/queue-name": workload.queue.name}
        if workload.queue.priority is not None:
            more["kueue.x-k8s.io/priority-class"] = workload.queue.priority
        result["labels"] = {**(labels if isinstance(labels, dict) else {}), **more}
    return result


def with_topology(workload: TrainingJob, template: JsonObject) -> JsonObject:
    """Return a pod template with the annotation that asks Kueue to keep pods together."""
    if workload.queue is None or workload.queue.topology is None:
        return template
    own = template["metadata"]
    kept: JsonObject = {**own} if isinstance(own, dict) else {}
    annotations = kept.get("annotations")
    kept["annotations"] = {
        **(annotations if isinstance(annotations, dict) else {}),
        "kueue.x-k8s.io/podset-preferred-topology": workload.queue.topology,
    }
    return {**template, "metadata": kept}


def headless_service(workload: TrainingJob, context: Context) -> JsonObject:
    """Return the Service that gives the workers DNS names, before they are ready: they wait for each other.

    It selects by the workload's own labels, so that it serves every run; its name has no hash.
    """
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(workload, context, context.name, COMPONENT),
        "spec": {
            "clusterIP": "None",
            "publishNotReadyAddresses": True,
            "selector": {**selector(workload, COMPONENT)},
            "ports": [
                {"name": "rendezvous", "port": workload.port, "protocol": "TCP", "targetPort": workload.port}
            ],
        },
    }
