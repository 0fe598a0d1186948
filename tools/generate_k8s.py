"""Write the TypedDicts of `mlkube/k8s/` from the schemas that ship in the package.

    python tools/generate_k8s.py            write mlkube/k8s/<group>_<version>.py
    python tools/generate_k8s.py --check    exit 1 where those files are not what this would write

Kubernetes' own types come from the compiled schemas of the default Kubernetes version, those of custom
resources from the tables in `mlkube/k8s/custom/`. There, an object's `title` is the name of its type.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from typed_dicts import Module, Schema

from mlkube.k8s.custom import CUSTOM_KINDS, custom_schema
from mlkube.schema import DEFAULT_VERSION
from mlkube.schema.compiled import CompiledVersion

ROOT = Path(__file__).parent.parent
OUTPUT = ROOT / "mlkube" / "k8s"
COMPILED = ROOT / "mlkube" / "schema" / "kubernetes.tsv"

# Each file, and how the names of its definitions begin; what they refer to is in one of these files too.
KUBERNETES_MODULES = {
    "apps_v1": "io.k8s.api.apps.v1",
    "autoscaling_v2": "io.k8s.api.autoscaling.v2",
    "batch_v1": "io.k8s.api.batch.v1",
    "core_v1": "io.k8s.api.core.v1",
    "meta_v1": "io.k8s.apimachinery.pkg.apis.meta.v1",
    "networking_v1": "io.k8s.api.networking.v1",
    "node_v1": "io.k8s.api.node.v1",
    "policy_v1": "io.k8s.api.policy.v1",
    "rbac_v1": "io.k8s.api.rbac.v1",
    "resource_v1": "io.k8s.api.resource.v1",
    "scheduling_v1": "io.k8s.api.scheduling.v1",
    "storage_v1": "io.k8s.api.storage.v1",
}
CUSTOM_MODULES = {
    "argoproj.io/v1alpha1": "argoproj_v1alpha1",
    "autoscaling.k8s.io/v1": "vertical_autoscaling_v1",
    "gateway.networking.k8s.io/v1": "gateway_v1",
    "jobset.x-k8s.io/v1alpha2": "jobset_v1alpha2",
    "keda.sh/v1alpha1": "keda_v1alpha1",
    "kubeflow.org/v1": "kubeflow_v1",
    "kueue.x-k8s.io/v1beta2": "kueue_v1beta2",
    "monitoring.coreos.com/v1": "monitoring_v1",
    "monitoring.coreos.com/v1alpha1": "monitoring_v1alpha1",
    "operator.tigera.io/v1": "calico_operator_v1",
    "projectcalico.org/v3": "calico_v3",
    "serving.kserve.io/v1beta1": "kserve_v1beta1",
    "spark.apache.org/v1": "spark_v1",
    "sparkoperator.k8s.io/v1beta2": "sparkoperator_v1beta2",
    "trainer.kubeflow.org/v1alpha1": "trainer_v1alpha1",
}


class Kubernetes:
    """The definitions of the default Kubernetes version that have a file, and the kinds among them."""

    def __init__(self) -> None:
        """Read the compiled file."""
        self._version = CompiledVersion(int(DEFAULT_VERSION.rpartition(".")[2]))
        heads = [
            line.split("\t")[0].split(" ") for line in COMPILED.read_text(encoding="utf-8").splitlines()[1:]
        ]
        self.kinds: dict[str, tuple[str, str]] = {}
        for api_version, kind in (head for head in heads if len(head) == len(("apiVersion", "kind"))):
            if found := self._version.find_kind(api_version, kind):
                self.kinds[found[0]] = api_version, kind
        self.api_versions = {"meta_v1": "meta/v1"}
        self._modules = {prefix: module for module, prefix in KUBERNETES_MODULES.items()}
        self.definitions: dict[str, Schema] = {}
        for (name,) in (head for head in heads if len(head) == 1):
            definition = self._version.find_definition(name)
            if definition is not None and name.rpartition(".")[0] in self._modules:
                self.definitions[name] = definition
                if name in self.kinds:
                    self.api_versions[self._modules[name.rpartition(".")[0]]] = self.kinds[name][0]

    def refer(self, reference: str) -> tuple[str, str] | Schema:
        """Return the module and name of a definition's TypedDict, or the schema of one that has none."""
        definition = self._version.find_definition(reference)
        if definition is None:
            raise SystemExit(f"Kubernetes {DEFAULT_VERSION} has no {reference}")
        if "properties" not in definition:
            return definition
        prefix, _, name = reference.rpartition(".")
        if prefix not in self._modules:
            raise SystemExit(f"{reference} has no file; add {prefix} to KUBERNETES_MODULES")
        return self._modules[prefix], name


def generate() -> dict[str, str]:
    """Return the text of each file by its name."""
    kubernetes = Kubernetes()
    modules = {
        name: Module(name, f"Kubernetes {DEFAULT_VERSION}, {kubernetes.api_versions[name]}", kubernetes.refer)
        for name in KUBERNETES_MODULES
    }
    embedded = {reference for one in kubernetes.definitions.values() for reference in _references(one)}
    for name, definition in kubernetes.definitions.items():
        found = kubernetes.refer(name)
        if isinstance(found, tuple):
            schema: Schema = definition
            if name in kubernetes.kinds:
                schema = _with_kind(definition, *kubernetes.kinds[name], required=name not in embedded)
            modules[found[0]].add(
                found[1], schema, about=f"{found[1]} of {kubernetes.api_versions[found[0]]}"
            )
    for api_version, kind in sorted(CUSTOM_KINDS):
        name = CUSTOM_MODULES[api_version]
        module = modules.setdefault(
            name,
            Module(name, f"Custom resources of {api_version}, as far as mlkube knows them", kubernetes.refer),
        )
        schema = _with_kind(custom_schema(api_version, kind), api_version, kind, required=True)
        module.add(kind, schema, about=f"{kind} of {api_version}")
    return {f"{name}.py": module.text() for name, module in sorted(modules.items())}


def _with_kind(schema: Schema, api_version: str, kind: str, *, required: bool) -> Schema:
    """Return the schema whose `apiVersion` and `kind` say what they are.

    They are required: without them nobody could apply the object. Where other objects embed the kind, as a
    StatefulSet does claims, they may be left out.
    """
    named = {"apiVersion": {"enum": [api_version]}, "kind": {"enum": [kind]}}
    needed = [*named, *schema.get("required", ())] if required else schema.get("required", [])
    return {**schema, "properties": {**schema["properties"], **named}, "required": needed}


def _references(value: Any) -> list[str]:  # noqa: ANN401  any JSON
    if isinstance(value, list):
        return [reference for item in value for reference in _references(item)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
    return own + [reference for item in value.values() for reference in _references(item)]


def main(arguments: list[str], output: Path = OUTPUT) -> int:
    """Write or check the files; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--check", action="store_true", help="compare with the committed files, write nothing"
    )
    check = parser.parse_args(arguments).check
    wanted = generate()
    committed = {
        file.name: file.read_text(encoding="utf-8")
        for file in output.glob("*.py")
        if file.name != "__init__.py"
    }
    if not check:
        for name in committed.keys() - wanted.keys():
            (output / name).unlink()
        for name, text in wanted.items():
            (output / name).write_text(text, encoding="utf-8")
        return 0
    different = [name for name in sorted(wanted | committed) if wanted.get(name) != committed.get(name)]
    for name in different:
        print(f"{name} differs; run python tools/generate_k8s.py")
        before, after = committed.get(name, "").splitlines(), wanted.get(name, "").splitlines()
        changed = difflib.unified_diff(before, after, "committed", "generated", n=0, lineterm="")
        print("\n".join(list(changed)[:20]))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
