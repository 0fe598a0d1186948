"""What builders work with: final names on the way in, objects in order on the way out."""

from __future__ import annotations

import os

from mlkube.core.shown_path import shown
from mlkube.workloads.faults import Fault, Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.description import Description
    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path


class Context:
    """What a builder may know of its surroundings.

    `namespace` is the final one, empty where no layer gives one; `own_namespace` is what the description
    itself says. Objects are built with base names and `own_namespace`; the build renames and stamps them.
    Only text that must hold a name takes `final(name)`.
    """

    __slots__ = ("_description", "name", "namespace", "own_namespace")

    def __init__(self, description: Description) -> None:
        self._description = description
        metadata = description.body.get("metadata")
        own = metadata if isinstance(metadata, dict) else {}
        self.name = str(own.get("name") or "")
        self.own_namespace = str(own.get("namespace") or "")
        self.namespace = description.namespace

    @property
    def description(self) -> Description:
        """The description that is built."""
        return self._description

    def owner(self, *fields: Path) -> str:  # noqa: ARG002  a version answers by the fields that it gives
        """Return the name in front of the names of objects that come from these fields."""
        return self.name

    def final(self, name: str) -> str:
        """Return a base name as all layers leave it: prefixes in front, suffixes behind."""
        return self._description.final(name)

    def require_room(self, longest: int) -> None:
        """Refuse a final name to which the names of pods cannot be added.

        Raises:
            Refusal: the name with all prefixes and suffixes has more characters than `longest`.

        """
        final = self.final(self.name)
        if len(final) > longest:
            reason = f"becomes {final!r}, {len(final)} characters; its pods leave room for {longest}"
            raise Refusal([Fault(("metadata", "name"), reason, "shorten the name, or a prefix or suffix")])

    def cluster_name(self, name: str) -> str:
        """Return the base name of a cluster-scoped object, which holds the final namespace."""
        return f"{self.namespace}-{name}" if self.namespace else name

    def shown(self, path: str) -> str:
        """Return a file of the description's folder as messages name it."""
        return shown(os.path.normpath(os.path.join(self._description.folder, path)))

    def read_text(self, path: str, field: Path) -> str:
        """Return a file in or below the description's folder; `field` is the one that names it.

        Raises:
            Refusal: it is missing, lies elsewhere, or is no UTF-8 text.

        """
        folder = os.path.realpath(self._description.folder or os.curdir)
        real = os.path.realpath(os.path.join(folder, path))
        reason = ""
        if real != folder and not real.startswith(folder.rstrip(os.sep) + os.sep):
            reason = f"{path!r} is not in or below the folder of the description"
        elif not os.path.isfile(real):
            reason = f"no such file: {path!r}"
        else:
            try:
                with open(real, encoding="utf-8", newline="") as file:
                    return file.read()
            except (OSError, UnicodeDecodeError):
                reason = f"{path!r} cannot be read as UTF-8 text"
        raise Refusal([Fault(field, reason)])


class Objects:
    """The objects that a workload builds, in order.

    `known_as` holds the names by which other objects may mean one that stands in no namespace.
    """

    __slots__ = ("_places", "bodies", "hashed", "known_as")

    def __init__(self) -> None:
        self.bodies: list[JsonObject] = []
        self.hashed: set[int] = set()
        self.known_as: dict[int, str] = {}
        self._places: dict[tuple[str, ...], int] = {}

    def add(self, body: JsonObject, *, hashed: bool = False, known_as: str = "") -> None:
        """Add an object; one that is `hashed` gets a hash behind its name at the end of the build.

        What names `known_as` is changed to name the object, which stands in no namespace, as if that had
        been its name before.
        What stands here already is held once: versions of a workload share all in which they do not differ.

        Raises:
            Refusal: another object of this kind has the name, and a different content.

        """
        metadata = body.get("metadata")
        own = metadata if isinstance(metadata, dict) else {}
        kind, name = str(body.get("kind")), str(own.get("name"))
        identity = (str(body.get("apiVersion")), kind, str(own.get("namespace")), name)
        place = self._places.setdefault(identity, len(self.bodies))
        if place < len(self.bodies):
            if self.bodies[place] != body:
                reason = f'two different objects would be the {kind} "{name}"'
                raise Refusal([Fault(("metadata", "name"), reason, "choose other names for what is built")])
            return
        if hashed:
            self.hashed.add(place)
        if known_as:
            self.known_as[place] = known_as
        self.bodies.append(body)
