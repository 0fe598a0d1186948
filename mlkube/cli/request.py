"""What `build` and `render` are asked for, whoever read the arguments, and their flags as a table."""

from __future__ import annotations

BUILD = "build"
RENDER = "render"


class Request:
    """The arguments of `mlkube build` or `mlkube render`; None where a flag was not given."""

    __slots__ = (
        "base",
        "command",
        "enable_helm",
        "every_base",
        "helm_command",
        "kubernetes_version",
        "load_restrictor",
        "merge",
        "no_python",
        "no_validate",
        "output",
        "project",
        "python",
        "strict_patches",
        "target",
    )

    def __init__(self, command: str, target: str) -> None:
        self.command = command
        self.target = target
        self.output: str | None = None
        self.load_restrictor: str | None = None
        self.enable_helm: bool | None = None
        self.helm_command: str | None = None
        self.merge: str | None = None
        self.kubernetes_version: str | None = None
        self.strict_patches: bool | None = None
        self.python: bool | None = None
        self.no_python: bool | None = None
        self.no_validate: bool | None = None
        self.base: tuple[str, ...] = ()
        self.every_base = False
        self.project: str | None = None


class Flag:
    """A flag: its names, the slot of `Request` that it sets, and what may follow it.

    `metavar` is empty for a switch. `choices` are the values that it takes, empty for any.
    """

    __slots__ = ("choices", "commands", "help", "metavar", "names", "repeatable", "slot")

    def __init__(
        self,
        *names: str,
        slot: str,
        text: str,
        metavar: str = "",
        choices: tuple[str, ...] = (),
        repeatable: bool = False,
        commands: tuple[str, ...] = (BUILD, RENDER),
    ) -> None:
        self.names = names
        self.slot = slot
        self.help = text
        self.metavar = metavar
        self.choices = choices
        self.repeatable = repeatable
        self.commands = commands


FLAGS = (
    Flag(
        "-o",
        "--output",
        slot="output",
        metavar="PATH",
        text="Write to this file, or into this folder one file for each object; `-` is standard output.",
    ),
    Flag(
        "--base",
        slot="base",
        metavar="NAME",
        repeatable=True,
        commands=(RENDER,),
        text="Take only this base; repeat it for more.",
    ),
    Flag(
        "--all",
        slot="every_base",
        commands=(RENDER,),
        text="Take every base, those on demand included.",
    ),
    Flag(
        "--project",
        slot="project",
        metavar="DIR",
        text="The project's folder; without it the nearest one upwards.",
    ),
    Flag(
        "--merge",
        slot="merge",
        metavar="HOW",
        choices=("kustomize", "lossless"),
        text="How patches merge lists: as kustomize does, or by the keys of the Kubernetes version's schema.",
    ),
    Flag(
        "--kubernetes-version",
        slot="kubernetes_version",
        metavar="VERSION",
        text="The Kubernetes version to merge for, such as 1.36.",
    ),
    Flag(
        "--strict-patches",
        slot="strict_patches",
        text="Treat warnings about patches as errors.",
    ),
    Flag(
        "--python",
        slot="python",
        text="Run .py files under resources, whatever the settings say.",
    ),
    Flag(
        "--no-python",
        slot="no_python",
        text="Run no .py file, whatever else says that they may.",
    ),
    Flag(
        "--no-validate",
        slot="no_validate",
        commands=(RENDER,),
        text="Print the manifests without judging them as `mlkube validate` does.",
    ),
    Flag(
        "--load-restrictor",
        slot="load_restrictor",
        metavar="HOW",
        choices=("LoadRestrictionsRootOnly", "LoadRestrictionsNone"),
        text="LoadRestrictionsNone lets a kustomization read files outside of its folder.",
    ),
    Flag(
        "--enable-helm",
        slot="enable_helm",
        text="Run `helm template` for helmCharts.",
    ),
    Flag(
        "--helm-command",
        slot="helm_command",
        metavar="PATH",
        text="The helm program to run; `helm` without it.",
    ),
)
