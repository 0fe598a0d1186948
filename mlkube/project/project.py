"""A project as data: its root, its settings, and what lies in `bases/` and `overlays/`."""

from __future__ import annotations

import os

from mlkube.core.suggest import suggest
from mlkube.errors import FileAccessError, MlkubeError, Place, SettingsError, raise_all
from mlkube.overlay.files import KUSTOMIZATION_NAMES, read_file, shown
from mlkube.yamlio import load_kustomization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.project.settings import Settings

KUSTOMIZATION = "Kustomization"
COMPONENT = "Component"


class ResolvedTarget:
    """What a target stands for: a `folder` to build, or `bases` and `components` to compose.

    `root` is the project's root (for a folder outside of any project: that folder); `bases` and
    `components` are paths below it, such as `bases/tf-serving`, in the order in which they apply.
    """

    __slots__ = ("bases", "components", "folder", "root", "settings")

    def __init__(
        self,
        *,
        root: str,
        settings: Settings,
        folder: str | None = None,
        bases: tuple[str, ...] = (),
        components: tuple[str, ...] = (),
    ) -> None:
        self.root = root
        self.settings = settings
        self.folder = folder
        self.bases = bases
        self.components = components


class Project:
    """The folders of one project; reads the disk once for each question and keeps the answer."""

    def __init__(self, root: str, settings: Settings) -> None:
        self.root = root
        self.settings = settings
        self._kinds: dict[str, str] = {}

    def bases(self) -> list[str]:
        """Return the names of the folders in `bases/` that hold a kustomization, sorted."""
        folder = os.path.join(self.root, "bases")
        return [name for name in self._folders("bases") if _kustomization_file(os.path.join(folder, name))]

    def default_bases(self) -> list[str]:
        """Return the bases that a target renders when neither it nor the command line names any.

        Raises:
            SettingsError: `on_demand` names a base that does not exist.

        """
        known = self.bases()
        settings = self.settings
        place = Place(settings.file, settings.on_demand_line)
        errors: list[MlkubeError] = [
            SettingsError(
                f'unknown base "{name}" in on_demand', place=place, hint=known_names(name, known, "bases")
            )
            for name in settings.on_demand
            if name not in known
        ]
        raise_all(errors)
        return [name for name in known if name not in settings.on_demand]

    def components(self) -> list[str]:
        """Return the names of the folders in `overlays/` that hold a Component, sorted."""
        return [name for name in self._folders("overlays") if self.kind_of(f"overlays/{name}") == COMPONENT]

    def overlays(self) -> list[str]:
        """Return the names of the folders in `overlays/` that hold a Kustomization, sorted."""
        return [
            name for name in self._folders("overlays") if self.kind_of(f"overlays/{name}") == KUSTOMIZATION
        ]

    def targets(self) -> list[str]:
        """Return the targets that deserve a name, sorted: each has a golden file.

        They are the declared ones, the overlays that are Kustomizations, and every component that no declared
        target uses.
        """
        declared = self.settings.targets
        used = {name for target in declared.values() for name in target.components}
        alone = [name for name in self.components() if name not in used]
        return sorted({*declared, *self.overlays(), *alone})

    def kind_of(self, path: str) -> str:
        """Return the kind of the kustomization in a folder below the root, empty where it holds none.

        Raises:
            YamlError: the file is no YAML.
            FileAccessError: the file cannot be read.

        """
        kind = self._kinds.get(path)
        if kind is None:
            kind = self._kinds[path] = _kind_in(os.path.join(self.root, path))
        return kind

    def _folders(self, below: str) -> list[str]:
        try:
            entries = os.listdir(os.path.join(self.root, below))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FileAccessError(
                f"cannot be listed: {error.strerror}", place=Place(shown(os.path.join(self.root, below)))
            ) from None
        return sorted(name for name in entries if not name.startswith("."))


def known_names(name: str, known: Sequence[str], what: str) -> str:
    """Return the way out of a name that is not known: the closest one, and all there are."""
    listed = f"{what}: {', '.join(known)}" if known else f"there are no {what}"
    close = suggest(name, known)
    return f'did you mean "{close}"? {listed}' if close else listed


def _kustomization_file(folder: str) -> str:
    """Return the path of the folder's kustomization file, empty where it has none."""
    for name in KUSTOMIZATION_NAMES:
        file = os.path.join(folder, name)
        if os.path.isfile(file):
            return file
    return ""


def _kind_in(folder: str) -> str:
    file = _kustomization_file(folder)
    if not file:
        return ""
    try:
        data = read_file(file)
    except OSError as error:
        raise FileAccessError(f"cannot be read: {error.strerror}", place=Place(shown(file))) from None
    content = load_kustomization(data, shown(file))
    if isinstance(content, dict):
        for key, value in content.items():
            if key.lower() == "kind" and value:
                return str(value)
    return KUSTOMIZATION
