"""Configuration files of users: texts, files and templates in an immutable, hashed ConfigMap."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.parts.volume_sources import exactly_one
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.workload import Workload

_MOST_BYTES = 1024 * 1024
_LONGEST_KEY = 253
_KEY = frozenset("-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class ConfigFile(Spec):
    """A file that the container finds in its folder of configuration; exactly one of text, file, template."""

    text: str | None = field(default=None, doc="The content itself.")
    file: str | None = field(
        default=None, doc="A file beside the description, or below it, that holds the content."
    )
    template: str | None = field(
        default=None,
        doc="A jinja2 template beside the description, or below it; it sees `values` and nothing else.",
    )
    values: Mapping[str, Json] = field(default={}, doc="What the template's names mean.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a file without content or with two; values that no template reads; names that no key has."""
        yield from exactly_one(self, ("text", "file", "template"), path)
        if self.values and self.template is None:
            yield Fault((*path, "values"), "there is no template to read them", "give template, or no values")
        name = str(path[-1])
        if not name or len(name) > _LONGEST_KEY or set(name) - _KEY or name == "." or name.startswith(".."):
            reason = f'"{name}" is no key of a ConfigMap'
            yield Fault(path, reason, "letters, digits, `-`, `_` and `.`; there are no folders")


def add_config_map(
    workload: Workload, context: Context, objects: Objects, files: Mapping[str, ConfigFile], name: str
) -> None:
    """Build the ConfigMap of the files.

    Raises:
        Refusal: files that cannot be read or are no text; templates that fail; more than a ConfigMap holds.

    """
    data: JsonObject = {}
    faults: list[Fault] = []
    for file_name, file in files.items():
        path: Path = ("spec", "configFiles", file_name)
        try:
            data[file_name] = _content(file, context, path)
        except Refusal as refusal:
            faults.extend(refusal.faults)
    if sum(len(str(text).encode()) for text in data.values()) > _MOST_BYTES:
        faults.append(Fault(("spec", "configFiles"), "the files are larger than a ConfigMap may be, 1 MiB"))
    if faults:
        raise Refusal(faults)
    add_immutable(workload, context, objects, data, name)


def add_immutable(
    workload: Workload, context: Context, objects: Objects, data: JsonObject, name: str
) -> None:
    """Build a ConfigMap that nobody may change: with other data it gets another name."""
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": metadata(workload, context, name, "configuration"),
            "immutable": True,
            "data": data,
        },
        hashed=True,
    )


def _content(file: ConfigFile, context: Context, path: Path) -> str:
    if file.file is not None:
        return context.read_text(file.file, (*path, "file"))
    if file.template is not None:
        from mlkube.workloads.text.templates import render_template  # noqa: PLC0415  brings jinja2

        source = context.read_text(file.template, (*path, "template"))
        return render_template(source, dict(file.values), file=context.shown(file.template))
    return file.text or ""
