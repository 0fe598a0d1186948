"""What a shell completes that takes more than the names of the project: files, and what a target holds.

Nothing is run for it, Python of the project neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlkube.cli.objects import STANDARD_INPUT, given_objects
from mlkube.cli.options import complete_target
from mlkube.errors import MlkubeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click
    from click.shell_completion import CompletionItem

    from mlkube.core.description import Description
    from mlkube.workloads.cluster import Cluster


def complete_input(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the targets of the project; files and folders where a path is begun, or no target begins so."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  only while completing

    if "/" not in incomplete and not incomplete.startswith("."):
        targets = complete_target(context, parameter, incomplete)
        if targets:
            return targets
    return [CompletionItem(incomplete, type="file")]


def complete_workload(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the workloads of the target that a rollout replaces."""
    from mlkube.planning.pod_sets import pod_sets  # noqa: PLC0415  help needs none
    from mlkube.planning.rollouts.plan import is_replaced  # noqa: PLC0415  as above

    asked, target = context.params, _target(context)
    if target in ("", STANDARD_INPUT):
        return []
    try:
        resources = given_objects(
            target,
            project=asked.get("project"),
            bases=asked.get("base") or (),
            python=False,
            quiet=True,
        )
    except (MlkubeError, OSError):
        return []  # a shell that completes has nowhere to show an error
    return _offered((pods.name for pods in pod_sets(resources) if is_replaced(pods)), incomplete)


def complete_cluster(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the Clusters that the target describes."""
    return _offered((each.final(each.name) for each, _ in _clusters(context)), incomplete)


def complete_pool(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the pools of workers of the target's Clusters."""
    kubeadm = [cluster.kubeadm for _, cluster in _clusters(context) if cluster.kubeadm is not None]
    return _offered((pool.name for each in kubeadm for pool in each.pools), incomplete)


def _clusters(context: click.Context) -> list[tuple[Description, Cluster]]:
    from mlkube.pipeline import descriptions  # noqa: PLC0415  help needs no engine
    from mlkube.workloads.cluster import Cluster  # noqa: PLC0415  as above

    asked = context.params
    try:
        found = descriptions(
            _target(context),
            "Cluster",
            project=asked.get("project"),
            bases=asked.get("base") or (),
            python=False,
        )
    except (MlkubeError, OSError):
        return []  # as above
    return [(description, cluster) for description, cluster in found if isinstance(cluster, Cluster)]


def _target(context: click.Context) -> str:
    """Return the target that stands in the line; click keeps it in `args` as long as a flag has no value."""
    return str(context.params.get("target") or next(iter(context.args), ""))


def _offered(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # noqa: PLC0415  only while completing

    return [CompletionItem(name) for name in dict.fromkeys(names) if name.startswith(incomplete)]
