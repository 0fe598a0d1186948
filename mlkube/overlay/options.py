"""What a caller may set about a build: flags of `mlkube build` and the project's settings in one value."""

from __future__ import annotations

from mlkube.schema import DEFAULT_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.resource import Resource

ROOT_ONLY = "LoadRestrictionsRootOnly"
NO_RESTRICTION = "LoadRestrictionsNone"

KUSTOMIZE = "kustomize"
LOSSLESS = "lossless"


class BuildOptions:
    """`load_restrictor`, `enable_helm` and `helm_command` mean what kustomize's flags of these names mean.

    `merge` is `kustomize` (lists merge as kustomize merges them) or `lossless` (by the keys of the schema of
    `kubernetes_version`, and of the custom resource definitions in the folder `definitions`).
    `strict_patches` turns warnings about patches into errors. `python` reads the objects of a `.py` file
    under `resources`; None refuses such files.
    """

    __slots__ = (
        "definitions",
        "enable_helm",
        "helm_command",
        "kubernetes_version",
        "load_restrictor",
        "merge",
        "python",
        "strict_patches",
    )

    def __init__(
        self,
        *,
        load_restrictor: str = ROOT_ONLY,
        enable_helm: bool = False,
        helm_command: str = "helm",
        merge: str = KUSTOMIZE,
        kubernetes_version: str = DEFAULT_VERSION,
        strict_patches: bool = False,
        definitions: str = "",
        python: Callable[[bytes, str], tuple[Resource, ...]] | None = None,
    ) -> None:
        self.load_restrictor = load_restrictor
        self.enable_helm = enable_helm
        self.helm_command = helm_command
        self.merge = merge
        self.kubernetes_version = kubernetes_version
        self.strict_patches = strict_patches
        self.definitions = definitions
        self.python = python
