"""What a target says of its cluster beside API objects: the configuration of kubeadm, as a value."""

from __future__ import annotations

from mlkube.errors import TargetError
from mlkube.pipeline import descriptions
from mlkube.workloads.cluster import Cluster
from mlkube.workloads.cluster.kubeadm import INIT, check_versions, documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject


def kubeadm(  # noqa: PLR0913  the flags of `mlkube cluster kubeadm`
    target: str,
    name: str | None = None,
    *,
    role: str = INIT,
    pool: str | None = None,
    kubeadm_version: str | None = None,
    kubelet_version: str | None = None,
    project: str | os.PathLike[str] | None = None,
    bases: Sequence[str] = (),
    every_base: bool = False,
    python: bool | None = None,
) -> list[JsonObject]:
    """Return the documents of kubeadm's configuration file for the Cluster that a target describes.

    `role` is `init`, `join` or `join-control-plane`, `pool` a pool of workers that joins; `name` chooses one
    Cluster of several. The versions are those of the programs on the machine, to be held against the cluster.

    Raises:
        MlkubeError: as `render`; no Cluster or several; versions that do not go together.

    """
    found = descriptions(
        target, "Cluster", project=project, bases=bases, every_base=every_base, python=python
    )
    names = ", ".join(each.final(each.name) for each, _ in found)
    if name is not None:
        found = [each for each in found if name in {each[0].name, each[0].final(each[0].name)}]
        if not found:
            raise TargetError(f'no Cluster "{name}" in {target}', hint=f"there are: {names or 'none'}")
    if len(found) != 1:
        hint = f"name one of {names}" if found else "add a description of kind Cluster"
        raise TargetError(f"{target} describes {len(found) or 'no'} clusters", hint=hint)
    ((description, cluster),) = found
    if not isinstance(cluster, Cluster):
        raise TypeError(f"{description} is no Cluster")
    check_versions(cluster, kubeadm_version, kubelet_version)
    return documents(cluster, description.final(description.name), role, pool)
