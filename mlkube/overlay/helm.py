"""`helmCharts`: runs the `helm` binary, only where `--enable-helm` says so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile

from mlkube.errors import BuildError, KustomizationError, MlkubeError
from mlkube.overlay.files import shown
from mlkube.overlay.resource_file import read_resources
from mlkube.yamlio import dump, load_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.builtins import Field
    from mlkube.overlay.layer import Layer

_MERGES = ("merge", "override", "replace")
_SUPPORTED_MAJORS = ("3", "4")

# Arguments of `helm template`, in kustomize's order: field, flag, and whether the flag takes the value.
_FLAGS = (
    ("includeCRDs", "--include-crds"),
    ("skipTests", "--skip-tests"),
    ("skipHooks", "--no-hooks"),
    ("debug", "--debug"),
    ("devel", "--devel"),
)


def inflate(layer: Layer, chart: JsonObject, field: Field) -> Sequence[Resource]:
    """Return the objects of a Helm chart.

    `chart` holds the fields of `helmCharts[*]` and of `helmGlobals`.

    Raises:
        KustomizationError: `--enable-helm` is not given, or the fields contradict each other.
        BuildError: helm is not installed, too old, or fails.

    Source: kustomize, plugin/builtin/helmchartinflationgenerator.
    """
    if not layer.session.options.enable_helm:
        raise layer.placed(
            KustomizationError(
                "charts are rendered by the helm program", hint="pass --enable-helm to let it run"
            ),
            *field,
        )
    name = _text(chart, "name")
    if not name:
        raise layer.placed(KustomizationError("the chart has no name"), *field, "name")
    merge = _text(chart, "valuesMerge") or "override"
    if merge not in _MERGES:
        reason = f"{merge!r} is none of {', '.join(_MERGES)}"
        raise layer.placed(KustomizationError(reason), *field, "valuesMerge")
    scratch = tempfile.mkdtemp(prefix="mlkube-helm-")
    try:
        return _Helm(layer, chart, field, name, merge, scratch).template()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


class _Helm:
    """One chart, and the folder in which helm may keep its files while it is rendered."""

    def __init__(
        self, layer: Layer, chart: JsonObject, field: Field, name: str, merge: str, scratch: str
    ) -> None:
        self.layer = layer
        self.chart = chart
        self.field = field
        self.name = name
        self.merge = merge
        self.scratch = scratch
        home = os.path.join(layer.folder, _text(chart, "chartHome") or "charts")
        versioned = _text(chart, "version") and _text(chart, "repo")
        self.home = os.path.join(home, f"{name}-{_text(chart, 'version')}") if versioned else home

    def template(self) -> Sequence[Resource]:
        self._require_version()
        if not os.path.isdir(os.path.join(self.home, self.name)):
            self._pull()
        output = self._run(self._arguments())
        where = f"helm template {self.name}"
        try:
            return read_resources(output, where)
        except MlkubeError:
            notices, separator, rest = output.partition(
                b"\n---\n"
            )  # helm prints notices before the documents
            if not separator or notices.startswith(b"---"):
                raise
            return read_resources(rest, where)

    def _arguments(self) -> list[str]:
        chart = self.chart
        release = _text(chart, "releaseName")
        arguments = [
            "template",
            *([release] if release else ["--generate-name"]),
            os.path.join(self.home, self.name),
        ]
        for key, flag in (("namespace", "--namespace"), ("nameTemplate", "--name-template")):
            if _text(chart, key):
                arguments += [flag, _text(chart, key)]
        arguments += ["-f", self._values_file()]
        for path in _texts(chart, "additionalValuesFiles"):
            self.layer.read(path, *self.field, "additionalValuesFiles")
            arguments += ["-f", os.path.join(self.layer.folder, path)]
        for version in _texts(chart, "apiVersions"):
            arguments += ["--api-versions", version]
        if _text(chart, "kubeVersion"):
            arguments += ["--kube-version", _text(chart, "kubeVersion")]
        return arguments + [flag for key, flag in _FLAGS if chart.get(key)]

    def _values_file(self) -> str:
        """Write the values that helm gets: the chart's or the user's file, with the inline values merged."""
        named = _text(self.chart, "valuesFile") or os.path.join(self.home, self.name, "values.yaml")
        inline = self.chart.get("valuesInline")
        target = os.path.join(self.scratch, f"{self.name}-values.yaml")
        if isinstance(inline, dict) and inline:
            values: Json = inline
            if self.merge != "replace":
                documents = load_all(self._content(named), named)
                file_values = documents[0] if documents and isinstance(documents[0], dict) else {}
                values = (
                    _merged(file_values, inline) if self.merge == "override" else _merged(inline, file_values)
                )
            content = dump(values).encode()
        else:
            content = self._content(named)
        with open(target, "wb") as file:
            file.write(content)
        return target

    def _content(self, path: str) -> bytes:
        return self.layer.read(path, *self.field, "valuesFile")

    def _pull(self) -> None:
        repository = _text(self.chart, "repo")
        if not repository:
            error = BuildError(f"no chart {self.name!r} in {shown(self.home)!r}, and no repo to pull it from")
            raise self.layer.placed(error, *self.field)
        source = (
            [f"{repository.rstrip('/')}/{self.name}"]
            if repository.startswith("oci://")
            else ["--repo", repository, self.name]
        )
        version = _text(self.chart, "version")
        self._run(
            [
                "pull",
                "--untar",
                "--untardir",
                self.home,
                *source,
                *(["--version", version] if version else []),
            ]
            + (["--devel"] if self.chart.get("devel") else [])
        )

    def _require_version(self) -> None:
        output = self._run(["version", "--short"]).decode("utf-8", "replace")
        version = re.search(r"v?(\d+)(\.\d+)+", output)
        if version is None or version.group(1) not in _SUPPORTED_MAJORS:
            error = BuildError(f"helm says it is {output.strip()!r}; version 3 or 4 is needed")
            raise self.layer.placed(error, *self.field)

    def _run(self, arguments: list[str]) -> bytes:
        command = self.layer.session.options.helm_command
        home = _text(self.chart, "configHome") or os.path.join(self.scratch, "helm")
        environment = {
            **os.environ,
            "HELM_CONFIG_HOME": home,
            "HELM_CACHE_HOME": f"{home}/.cache",
            "HELM_DATA_HOME": f"{home}/.data",
        }
        try:
            done = subprocess.run(  # noqa: S603  the program that --enable-helm allows
                [command, *arguments],
                capture_output=True,
                check=False,
                env=environment,
                stdin=subprocess.DEVNULL,
            )
        except OSError as error:
            reason = f"cannot run {command!r}: {error.strerror or error}"
            hint = "install helm, or name it with --helm-command"
            raise self.layer.placed(BuildError(reason, hint=hint), *self.field) from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            reason = f"{command} {arguments[0]} failed with status {done.returncode}: {said}"
            raise self.layer.placed(BuildError(reason), *self.field)
        return done.stdout


def _merged(base: Json, over: Json) -> Json:
    """Return mappings merged at every level; `over` wins, null in it removes."""
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    result = dict(base)
    for key, value in over.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result[key], value) if key in result else value
    return result


def _text(chart: JsonObject, key: str) -> str:
    value = chart.get(key)
    return value if isinstance(value, str) else ""


def _texts(chart: JsonObject, key: str) -> list[str]:
    value = chart.get(key)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
