"""`mlkube cluster kubeadm`: the configuration of kubeadm, which is no API object and no part of a render."""

from __future__ import annotations

import click

from mlkube.cli.completing import complete_cluster, complete_pool
from mlkube.cli.options import (
    base_option,
    complete_target,
    examples,
    output_option,
    project_option,
    python_options,
)
from mlkube.cli.output import write_json, write_text

# As in mlkube.workloads.cluster.kubeadm: help needs no workloads.
_ROLES = ("init", "join", "join-control-plane")


@click.group(
    short_help="Print what makes the cluster under the workloads.",
    epilog=examples("mlkube cluster kubeadm prod", "mlkube cluster kubeadm prod --role join --pool gpu"),
)
def cluster() -> None:
    """Print what a Cluster describes beside API objects."""


@cluster.command(
    short_help="Print kubeadm's configuration file.",
    epilog=examples(
        "mlkube cluster kubeadm prod > init.yaml && sudo kubeadm init --config init.yaml",
        "mlkube cluster kubeadm prod --role join --pool gpu > join.yaml",
        'mlkube cluster kubeadm prod --kubeadm-version "$(kubeadm version -o short)"',
    ),
)
@click.argument("target", metavar="TARGET", shell_complete=complete_target)
@click.argument("name", metavar="[NAME]", required=False, shell_complete=complete_cluster)
@click.option(
    "--role",
    type=click.Choice(_ROLES),
    default="init",
    show_default=True,
    help="What the file is for: the first node, a worker that joins, a further control-plane node.",
)
@click.option(
    "--pool",
    metavar="POOL",
    shell_complete=complete_pool,
    help="The pool of workers that joins, with its labels and taints.",
)
@click.option(
    "--kubeadm-version",
    metavar="VERSION",
    help="The version of kubeadm on the machine, to be held against that of the cluster.",
)
@click.option("--kubelet-version", metavar="VERSION", help="The version of the kubelet there, likewise.")
@base_option
@output_option("yaml", "json")
@python_options
@project_option
def kubeadm(  # noqa: PLR0913  its flags
    target: str,
    name: str | None,
    *,
    role: str,
    pool: str | None,
    kubeadm_version: str | None,
    kubelet_version: str | None,
    base: tuple[str, ...],
    output: str,
    project: str | None,
    python: bool | None,
) -> None:
    """Print the file for `kubeadm --config` of the Cluster that TARGET describes; NAME is one of several.

    Every patch of the description counts. The file holds no secret: kubeadm makes the token, and joining
    nodes read it from a kubeconfig of their own.
    """
    from mlkube import clusters  # noqa: PLC0415  help needs no engine

    documents = clusters.kubeadm(
        target,
        name,
        role=role,
        pool=pool,
        kubeadm_version=kubeadm_version,
        kubelet_version=kubelet_version,
        project=project,
        bases=base,
        python=python,
    )
    if output == "json":
        write_json(documents)
        return
    from mlkube.yamlio import dump_all  # noqa: PLC0415  as above

    write_text(dump_all(documents))
