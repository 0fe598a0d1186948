"""Compile Kubernetes' schemas into the one file that ships in the package.

    python tools/compile_schemas.py            write mlkube/schema/kubernetes.tsv
    python tools/compile_schemas.py --check    exit 1 where that file is not what this would write

Either exits with 2 where a source is not to be had.

The file holds lines with tabs between their fields:

    mlkube schemas  1  1.21 1.25 1.26 …  23456
    apps/v1 Deployment  21,25-37  namespaced  io.k8s.api.apps.v1.Deployment
    io.k8s.api.apps.v1.DeploymentSpec  21  {"type":"object",…}
    io.k8s.api.apps.v1.DeploymentSpec  25-37  {"type":"object",…}

that is: a head, which says where the definitions begin; each kind of object with the minor versions that know
it, its scope and its definition; each definition that these kinds need, with the minor versions that share it
and its JSON Schema. A `$ref` is the bare name of a definition.

Kubernetes 1.25 and later come from the installed kubernetes-validate. Kubernetes 1.21, which kustomize merges
with, comes from kubernetes-validate 1.21.0; two versions of a package cannot be installed side by side, so
pip downloads that one into a temporary folder.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

sys.path.insert(0, str(Path(__file__).parent))
from schema_sources import GVK, KUSTOMIZE_MINOR, Definitions, installed_definitions, kustomize_definitions
from scopes import is_object, scope_of

OUTPUT = Path(__file__).parent.parent / "mlkube" / "schema" / "kubernetes.tsv"
FORMAT = "1"

_KEPT = (
    "type",
    "format",
    "x-kubernetes-int-or-string",
    "enum",
    "default",
    "required",
    "x-kubernetes-patch-strategy",
    "x-kubernetes-patch-merge-key",
    "x-kubernetes-list-type",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-map-type",
)
# Prose; the kinds, which have lines of their own; discriminators of unions, which no API server enforces.
_DROPPED = frozenset({"description", GVK, "x-kubernetes-unions"})
_SCHEMAS = ("items", "additionalProperties")

# The package spells these two as `oneOf` of types; a quantity is a text or any number.
_SPECIAL: dict[str, dict[str, Any]] = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {"format": "quantity"},
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"x-kubernetes-int-or-string": True},
}


def compile_text(versions: dict[int, Definitions]) -> str:
    """Return the text of the compiled file for the definitions of some minor versions."""
    kinds: dict[tuple[str, str, str], list[int]] = {}
    shared: dict[tuple[str, str], list[int]] = {}
    for minor, definitions in sorted(versions.items()):
        for name, definition in needed_definitions(definitions).items():
            for gvk in _objects(definition):
                api_version = f"{gvk['group']}/{gvk['version']}" if gvk["group"] else gvk["version"]
                key = f"{api_version} {gvk['kind']}", scope_of(gvk["group"], gvk["kind"]), name
                kinds.setdefault(key, []).append(minor)
            text = json.dumps(compact_definition(name, definition), separators=(",", ":"))
            shared.setdefault((name, text), []).append(minor)
    kind_lines = [
        "\t".join((kind, _ranges(minors), scope, name))
        for (kind, scope, name), minors in sorted(kinds.items())
    ]
    definition_lines = [
        "\t".join((name, _ranges(minors), text))
        for (name, text), minors in sorted(shared.items(), key=lambda item: (item[0][0], item[1]))
    ]
    return _head(versions, kind_lines) + "".join(f"{line}\n" for line in kind_lines + definition_lines)


def _head(versions: Iterable[int], kind_lines: list[str]) -> str:
    """Return the first line; the number in it, padded, counts the bytes of this line and of the kinds."""
    names = " ".join(f"1.{minor}" for minor in sorted(versions))
    head = f"mlkube schemas\t{FORMAT}\t{names}\t"
    return f"{head}{len(head) + 7 + sum(len(line) + 1 for line in kind_lines):06}\n"


def compact_definition(name: str, definition: dict[str, Any]) -> dict[str, Any]:
    """Return one definition as the compiled file holds it.

    The enumerations of `apiVersion` and `kind` go: they are the package's own and say what the kinds say.
    """
    if name in _SPECIAL:
        return _SPECIAL[name]
    kinds = definition.get(GVK)
    compacted = _compact(definition, name)
    for key in ("apiVersion", "kind") if kinds else ():
        compacted.get("properties", {}).get(key, {}).pop("enum", None)
    return compacted


def _compact(schema: dict[str, Any], place: str) -> dict[str, Any]:
    unknown = schema.keys() - set(_KEPT) - _DROPPED - {"$ref", "properties", *_SCHEMAS}
    if unknown:
        raise SystemExit(f"{place}: keywords that this tool does not know: {', '.join(sorted(unknown))}")
    result: dict[str, Any] = {}
    if "$ref" in schema:
        result["$ref"] = schema["$ref"].rpartition("/")[2]
    result.update({key: schema[key] for key in _KEPT if key in schema})
    if isinstance(result.get("type"), list):
        # The package adds null wherever a property is not required; the API server takes null everywhere.
        (result["type"],) = (name for name in result["type"] if name != "null")
    for key in _SCHEMAS:
        if key in schema:
            result[key] = _compact(schema[key], f"{place}.{key}")
    if "properties" in schema:
        properties = sorted(schema["properties"].items())
        result["properties"] = {key: _compact(value, f"{place}.{key}") for key, value in properties}
    return result


def _objects(definition: dict[str, Any]) -> list[dict[str, str]]:
    return [gvk for gvk in definition.get(GVK, []) if is_object(gvk["kind"])]


def needed_definitions(definitions: Definitions) -> Definitions:
    """Return the definitions that kinds of objects lead to."""
    found: Definitions = {}
    waiting = [name for name, definition in definitions.items() if _objects(definition)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = definitions[name]
            waiting += [ref.rpartition("/")[2] for ref in _references(definitions[name])]
    return found


def _references(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return [ref for item in value for ref in _references(item)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
    return own + [ref for item in value.values() for ref in _references(item)]


def _ranges(minors: list[int]) -> str:
    """Return `21,25-37` for 21, 25, 26 … 37."""
    parts: list[list[int]] = []
    for minor in minors:
        if parts and parts[-1][1] == minor - 1:
            parts[-1][1] = minor
        else:
            parts.append([minor, minor])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


def _sizes(text: str) -> str:
    data = text.encode()
    definitions = sum(1 for line in text.splitlines() if line.endswith("}"))
    return f"{definitions} definitions, {len(data)} bytes, {len(gzip.compress(data, 9, mtime=0))} compressed"


def main(arguments: list[str]) -> int:
    """Write or check the compiled file; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed file, write nothing")
    check = parser.parse_args(arguments).check
    try:
        versions = installed_definitions() | {KUSTOMIZE_MINOR: kustomize_definitions()}
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    text = compile_text(versions)
    print(_sizes(text))
    if not check:
        OUTPUT.write_text(text, encoding="utf-8")
        return 0
    committed = OUTPUT.read_text(encoding="utf-8") if OUTPUT.exists() else ""
    if committed == text:
        return 0
    print(f"{OUTPUT.name} differs; run python tools/compile_schemas.py")
    changed = list(
        difflib.unified_diff(
            committed.splitlines(), text.splitlines(), "committed", "compiled", n=0, lineterm=""
        )
    )
    print("\n".join(line[:200] for line in changed[:20]))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
