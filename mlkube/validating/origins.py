"""Where the value at a path of a built object was written: the last text that has it.

Patches are asked before the file, the last one first; a workload's object points at the field of the spec that
holds the value, else at its `kind`; a generated one at its entry in the kustomization.
"""  # noqa: E501 the server's words

from __future__ import annotations

import os

from mlkube.core.description import DescribedSource, PlacedSource
from mlkube.errors import YamlError
from mlkube.overlay.files import read_file
from mlkube.validation.paths import steps_to
from mlkube.validation.reports.report import ResourceReport
from mlkube.yamlio.server_yaml import read_server_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkube.core.description import Description
    from mlkube.core.json import Json
    from mlkube.core.resource import Resource, Source
    from mlkube.errors import Place
    from mlkube.validating.judging import Placer
    from mlkube.validation.finding import Finding
    from mlkube.yamlio.server_yaml import ServerDocument

    Steps = tuple[str | int, ...]

_IDENTITIES = ("name", "key", "containerPort", "port", "mountPath", "devicePath", "ip", "topologyKey", "type")
_GENERATORS = ("configMapGenerator", "secretGenerator", "helmCharts")


class Origins:
    """Finds places in the files behind a build, each read once."""

    def __init__(self, know: Callable[[str, bytes], None]) -> None:
        """Take what is told of each file that is read, with its bytes."""
        self._tell = know
        self._documents: dict[str, list[ServerDocument]] = {}

    def report_for(self, resource: Resource) -> ResourceReport:
        """Return an empty report that names a built object."""
        source = resource.sources[0] if resource.sources else None
        return ResourceReport(
            file=source.file if source else "",
            document=source.document if source else 0,
            api_version=resource.api_version,
            kind=resource.kind,
            name=resource.name,
            namespace=resource.namespace,
        )

    def placer(self, resource: Resource) -> Placer:
        """Return what gives a finding about the object its place."""

        def place(finding: Finding, value: Json) -> None:
            found = self.find(resource, steps_to(finding.at or finding.path, value))
            if found is not None:
                finding.file, finding.line, finding.column = found

        return place

    def start(self, resource: Resource) -> int:
        """Return the line where the object's own text starts, 0 for one that has none."""
        document = self._document(resource.sources[0]) if resource.sources else None
        return document.line if document is not None else 0

    def find(self, resource: Resource, steps: Steps) -> tuple[str, int, int] | None:
        """Return file, line and column of a field of a built object, or of the nearest one above it."""
        for length in range(len(steps), 0, -1):
            for writing in reversed(resource.writings):
                mapped = _mapped(writing.body, resource.body, steps[:length])
                place = None if mapped is None else writing.place(mapped)
                if place is not None:
                    return self._at(place)
            found = self._in_source(resource, steps[:length])
            if found is not None:
                return found
        return self._beginning(resource)

    def _at(self, place: Place) -> tuple[str, int, int]:
        self._know(place.file)
        return place.file, place.line, place.column

    def _in_source(self, resource: Resource, steps: Steps) -> tuple[str, int, int] | None:
        source = resource.sources[0] if resource.sources else None
        if source is None:
            return None
        if isinstance(source, DescribedSource):
            place = _spec_field(source.description, resource.body, steps)
            return None if place is None else self._at(place)
        if isinstance(source, PlacedSource):
            return self._at(source.locate(steps))
        document = self._document(source)
        if document is None or not isinstance(document.value, dict):
            return None
        inside: Steps = () if source.item < 0 else ("items", source.item)
        body = _value_at(document.value, inside)
        mapped = _mapped(body, resource.body, steps) if isinstance(body, dict) and "kind" in body else None
        if mapped is None or _is_kustomization(document.value):
            return None
        return (source.file, *document.locate((*inside, *mapped)))

    def _beginning(self, resource: Resource) -> tuple[str, int, int] | None:
        """Return the place of the object as a whole: its kind, or the entry that generates it."""
        source = resource.sources[0] if resource.sources else None
        if source is None:
            return None
        if isinstance(source, PlacedSource):
            return self._at(source.locate(("kind",)))
        document = self._document(source)
        if document is None:
            return source.file, 0, 0
        if _is_kustomization(document.value):
            return (source.file, *document.locate(_entry(document.value, resource.name)))
        inside: Steps = () if source.item < 0 else ("items", source.item)
        return (source.file, *document.locate((*inside, "kind")))

    def _document(self, source: Source) -> ServerDocument | None:
        documents = self._know(source.file)
        return documents[source.document] if source.document < len(documents) else None

    def _know(self, file: str) -> list[ServerDocument]:
        if file not in self._documents:
            self._documents[file] = []
            if os.path.isfile(file):
                try:
                    data = read_file(file)
                    self._tell(file, data)
                    self._documents[file] = list(read_server_documents(data, file))
                except (OSError, YamlError):
                    pass
        return self._documents[file]


def _is_kustomization(value: Json) -> bool:
    return isinstance(value, dict) and (
        str(value.get("apiVersion") or "").startswith("kustomize.config.k8s.io/") or "kind" not in value
    )


def _entry(kustomization: Json, name: str) -> Steps:
    """Return the path of the generator's entry that an object's name begins with, or ends in."""
    best: tuple[int, Steps] = (0, ())
    for field in _GENERATORS:
        entries = kustomization.get(field) if isinstance(kustomization, dict) else None
        for at, entry in enumerate(entries if isinstance(entries, list) else ()):
            own = entry.get("name") if isinstance(entry, dict) else None
            if isinstance(own, str) and own in name and len(own) > best[0]:
                best = len(own), (field, at, "name")
    return best[1]


def _value_at(value: Json, steps: Steps) -> Json:
    for step in steps:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _mapped(written: Json, built: Json, steps: Steps) -> Steps | None:
    """Return the path in a text of a field of the built object, None where the text has no such field."""
    found: list[str | int] = []
    for step in steps:
        if isinstance(step, int):
            at = _index(written, built, step)
            if at is None:
                return None
            written, built = written[at], built[step]  # type: ignore[index]  # lists, as _index saw
            found.append(at)
        else:
            if not isinstance(written, dict) or step not in written:
                return None
            written = written[step]
            built = built.get(step) if isinstance(built, dict) else None
            found.append(step)
    if isinstance(written, str | int | float) and isinstance(built, str | int | float) and written != built:
        return None if not (isinstance(built, str) and str(written) in built) else tuple(found)
    return tuple(found)


def _index(written: Json, built: Json, index: int) -> int | None:
    """Return which item of a text's list is the one at an index of the built list."""
    if not isinstance(written, list) or not isinstance(built, list) or index >= len(built):
        return None
    wanted = built[index]
    if isinstance(wanted, dict):
        for key in _IDENTITIES:
            if key in wanted:
                for at, each in enumerate(written):
                    if isinstance(each, dict) and each.get(key) == wanted[key]:
                        return at
    for at, each in enumerate(written):
        if each == wanted:
            return at
    return index if len(written) == len(built) else None


def _spec_field(description: Description, built: Json, steps: Steps) -> Place | None:
    """Return the place of the field of a spec that holds the built value; one of the same name first."""
    value = _value_at(built, steps)
    if isinstance(value, dict | list) or value is None or value == "":
        return None
    name = next((step for step in reversed(steps) if isinstance(step, str)), "")
    best: tuple[int, Place] | None = None
    for writing in reversed(description.writings):
        for path in _holding(writing.body, value, ()):
            score = 2 if path[-1] == name else 1
            place = writing.place(path)
            if place is not None and (best is None or score > best[0]):
                best = score, place
    if best is None or (best[0] < 2 and (isinstance(value, bool) or value in {0, 1})):  # noqa: PLR2004  too common
        return None
    return best[1]


def _holding(body: Json, value: Json, path: Steps) -> Iterator[Steps]:
    """Yield the paths in a description at which a value stands."""
    if isinstance(body, dict):
        for key, each in body.items():
            if path or key not in {"apiVersion", "kind"}:
                yield from _holding(each, value, (*path, key))
    elif isinstance(body, list):
        for at, each in enumerate(body):
            yield from _holding(each, value, (*path, at))
    elif body == value and type(body) is type(value):
        yield path
