"""Random fields of kustomizations: generators, patches, names, labels, images, replacements, plugins."""

from __future__ import annotations

import posixpath
from random import Random
from typing import Any

from random_patches import Patches
from random_pods import IMAGES, LABELS, Object
from random_resources import Objects
from random_yaml import write_patch, write_yaml

VARIABLES = ("APP_NAME", "HOST", "PORT", "SERVICE", "NS", "A")
CONFIGURATION = """\
nameReference:
- kind: ConfigMap
  fieldSpecs:
  - kind: Foo
    path: spec/configRef/name
- kind: Secret
  version: v1
  fieldSpecs:
  - kind: Foo
    group: example.com
    path: spec/secretRef/name
  - kind: Certificate
    path: spec/secretName
- kind: Issuer
  group: cert-manager.io
  fieldSpecs:
  - {kind: Certificate, group: cert-manager.io, path: spec/issuerRef/name}
varReference:
- kind: Certificate
  path: spec/dnsNames
- path: metadata/annotations
- path: spec/free
commonLabels:
- path: spec/template/metadata/labels
  create: true
  kind: Foo
images:
- path: spec/runtime/image
  kind: Foo
namespace:
- kind: Foo
  path: spec/namespace
  create: true
replicas:
- kind: Foo
  path: spec/replicas
  create: true
"""


class Fields:
    """Makes the fields of kustomizations, and the files that they name, of one random tree."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - test data, nothing secret
        self.noise = self.random.choice((0.0, 0.1, 0.1, 0.3))
        self.objects = Objects(self.random, self.random.choice((0.0, 0.0, 0.1, 0.4)))
        self.patches = Patches(self.random, self.objects)
        self.files: dict[str, str] = {}
        self.rich = self.random.choice((0.5, 1.0, 1.5))
        self.variables = list(VARIABLES)
        self.count = 0
        self.shape = ""

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability * self.rich

    def path(self, stem: str, ending: str = "yaml") -> str:
        self.count += 1
        return f"{stem}-{self.count}.{ending}"

    def put(self, folder: str, stem: str, text: str, ending: str = "yaml") -> str:
        name = self.path(stem, ending)
        self.files[posixpath.join(folder, name)] = text
        return name

    def generators(self, folder: str, known: list[Object]) -> dict[str, Any]:
        """Return the generator fields; what they make is added to `known`."""
        out: dict[str, Any] = {}
        for field, kind in (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")):
            entries = []
            for _ in range(self.random.choice((0, 0, 1, 2)) if self.chance(0.6) else 0):
                entry: dict[str, Any] = {"name": self.objects.name()}
                old = [body for body in known if body.get("generated") == kind]
                if old and self.chance(0.6):
                    body = self.random.choice(old)
                    entry["name"] = body["metadata"]["name"]
                    entry["behavior"] = self.random.choice(("merge", "merge", "replace"))
                    if body["metadata"].get("namespace"):
                        entry["namespace"] = body["metadata"]["namespace"]
                elif self.chance(0.1):
                    entry["namespace"] = "prod"
                namespace = entry.get("namespace", "")
                same = [
                    b
                    for b in known
                    if (b["kind"], b["metadata"]["name"], b["metadata"].get("namespace", ""))
                    == (kind, entry["name"], namespace)
                ]
                if same and "behavior" not in entry:
                    continue
                entry.update(self.content(folder, kind))
                entries.append(entry)
                known.append(
                    {
                        "apiVersion": "v1",
                        "kind": kind,
                        "generated": kind,
                        "metadata": {
                            "name": entry["name"],
                            **({"namespace": namespace} if namespace else {}),
                        },
                        "data": {},
                    }
                )
            if entries:
                out[field] = entries
        if out and self.chance(0.3):
            options = {
                "disableNameSuffixHash": self.random.random() < 0.4,
                "labels": {"gen": "yes"},
                "annotations": {"gen": "a"},
                "immutable": True,
            }
            out["generatorOptions"] = {key: options[key] for key in self.random.sample(list(options), 2)}
        return out

    def content(self, folder: str, kind: str) -> dict[str, Any]:
        """Return what fills one generated object: literals, files, environment files, options."""
        out: dict[str, Any] = {}
        if self.random.random() < 0.7:
            values = ("value", "'quoted'", '"double"', "a=b", "", "multi word", "yes", "7", "ü")
            out["literals"] = [
                f"{key}={self.random.choice(values)}"
                for key in self.random.sample(("key", "other", "k.e-y"), 2)
            ]
        if self.random.random() < 0.4:
            texts = (
                "a=1\n",
                "no newline",
                "line one\nline two\n",
                "tab\there\n",
                "\r\nwin\r\n",
                "",
                "  lead\n",
                "x" * 200,
                "# c\nkey: v\n",
            )
            name = self.put(
                folder, "file", self.random.choice(texts), self.random.choice(("txt", "properties", "conf"))
            )
            out["files"] = [self.random.choice((name, f"renamed.cfg={name}"))]
        if self.random.random() < 0.3 or not out:
            text = self.random.choice(
                ("A=1\nB=two words\n", "# comment\n\nA=1\n", "A='q'\nB=\"d\"\n", "A=\n", "A=1=2\n  B=lead\n")
            )
            out["envs"] = [self.put(folder, "file", text, "env")]
        if kind == "Secret" and self.random.random() < 0.4:
            out["type"] = self.random.choice(("Opaque", "kubernetes.io/tls"))
        if self.random.random() < 0.2:
            out["options"] = self.random.choice(
                (
                    {"disableNameSuffixHash": True},
                    {"labels": {"o": "1"}},
                    {"immutable": True},
                    {"annotations": {"x": "true"}},
                )
            )
        return out

    def patch_fields(self, folder: str, known: list[Object]) -> dict[str, Any]:
        """Return patches in all their forms."""
        out: dict[str, Any] = {}
        bodies = [
            body
            for body in known
            if "generated" not in body and body.get("kind") and body["metadata"].get("name")
        ]
        if not bodies:
            return out
        entries: list[dict[str, Any]] = []
        for _ in range(self.random.choice((0, 1, 1, 2, 3)) if self.chance(0.7) else 0):
            body = self.random.choice(bodies)
            if self.random.random() < 0.65:
                value: Any = self.patches.strategic(body)
                text = write_yaml(value, self.random, self.noise)
                if self.random.random() < 0.1:
                    text += "---\n" + write_yaml(
                        self.patches.strategic(self.random.choice(bodies)), self.random, self.noise
                    )
                entry: dict[str, Any] = {}
                if self.random.random() < 0.3 and "---\n" not in text:
                    entry["target"] = self.patches.target(body)
            else:
                text = write_patch(self.patches.operations(body), self.random, self.noise)
                entry = {"target": self.patches.target(body)}
            if self.random.random() < 0.6 or not text.isascii() or "\r" in text:
                entry["path"] = self.put(folder, "patch", text)
            else:
                entry["patch"] = text
            if "target" in entry and self.random.random() < 0.15:
                entry["options"] = {"allowNameChange": True, "allowKindChange": self.random.random() < 0.5}
            entries.append(entry)
        if entries:
            out["patches"] = entries
        if self.chance(0.12):
            text = write_yaml(self.patches.strategic(self.random.choice(bodies)), self.random, self.noise)
            out["patchesStrategicMerge"] = [
                self.put(folder, "patch", text) if self.random.random() < 0.7 or "\r" in text else text
            ]
        if self.chance(0.12):
            body = self.random.choice(bodies)
            group, _, version = body["apiVersion"].rpartition("/")
            target = {
                "version": version,
                "kind": body["kind"],
                "name": body["metadata"]["name"],
                **({"group": group} if group else {}),
            }
            text = write_patch(self.patches.operations(body), self.random, 0)
            out["patchesJson6902"] = [{"target": target, "path": self.put(folder, "patch", text)}]
        return out

    def fields(self, known: list[Object]) -> dict[str, Any]:
        """Return the fields that need no file."""
        pick = self.random.choice
        out: dict[str, Any] = {}
        if self.chance(0.35):
            out["namePrefix"] = pick(("dev-", "a-", "pre."))
        if self.chance(0.15):
            out["nameSuffix"] = pick(("-v1", "-x"))
        if self.chance(0.35):
            out["namespace"] = pick(("prod", "team-a", "default", "new-ns"))
        if self.chance(0.2):
            out["commonLabels"] = {pick(LABELS): pick(("vv", "ww", "true"))}
        if self.chance(0.3):
            entry: dict[str, Any] = {"pairs": {pick((*LABELS, "team")): pick(("v", "w"))}}
            flag = pick(("includeSelectors", "includeTemplates", "", "", "fields"))
            if flag == "fields":
                entry["fields"] = [
                    {
                        "path": "spec/template/metadata/labels",
                        "create": pick((True, False)),
                        "kind": pick(("Deployment", "Foo")),
                    }
                ]
            elif flag:
                entry[flag] = pick((True, True, False))
            out["labels"] = [entry]
        if self.chance(0.2):
            out["commonAnnotations"] = {"note": pick(("aa", "bb", "multi\nline", "11"))}
        if self.chance(0.25):
            out["images"] = [self.image() for _ in range(self.random.randint(1, 2))]
        if self.chance(0.15):
            workloads = [
                body
                for body in known
                if body["kind"] in ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")
            ]
            if workloads:
                out["replicas"] = [{"name": pick(workloads)["metadata"]["name"], "count": pick((0, 2, 5))}]
        if self.chance(0.1):
            out["sortOptions"] = pick(
                (
                    {"order": "fifo"},
                    {"order": "legacy"},
                    {
                        "order": "legacy",
                        "legacySortOptions": {"orderFirst": ["Deployment"], "orderLast": ["ConfigMap"]},
                    },
                )
            )
        if self.chance(0.06):
            out["buildMetadata"] = pick(
                (
                    ["originAnnotations"],
                    ["transformerAnnotations"],
                    ["managedByLabel"],
                    ["originAnnotations", "transformerAnnotations"],
                )
            )
        return out

    def image(self) -> dict[str, Any]:
        name = self.random.choice(IMAGES).split("@")[0]
        entry: dict[str, Any] = {"name": name.rpartition(":")[0] or name}
        choices = (
            {"newTag": "v2"},
            {"newName": "my/image"},
            {"newName": "r:5000/i", "newTag": "1.5"},
            {"digest": "sha256:abc"},
            {"newName": "n", "digest": "sha256:abc"},
        )
        entry.update(self.random.choice(choices))
        return entry

    def links(self, folder: str, known: list[Object]) -> dict[str, Any]:
        """Return replacements and variables, configurations and transformers."""
        out: dict[str, Any] = {}
        bodies = [
            {key: part for key, part in body.items() if key != "generated"}
            for body in known
            if body.get("kind") and body["metadata"].get("name")
        ]
        if not bodies:
            return out
        if self.chance(0.25):
            entries = []
            for _ in range(self.random.randint(1, 2)):
                goals = [
                    self.patches.goal(self.random.choice(bodies)) for _ in range(self.random.randint(1, 2))
                ]
                entries.append({"source": self.patches.source(self.random.choice(bodies)), "targets": goals})
            out["replacements"] = entries
            if self.random.random() < 0.2:
                out["replacements"] = [
                    {"path": self.put(folder, "replacement", write_patch(entries, self.random, 0))}
                ]
        if self.chance(0.2) and self.variables and self.shape != "diamond":
            names = [
                self.variables.pop(self.random.randrange(len(self.variables)))
                for _ in range(min(2, len(self.variables)))
            ]
            out["vars"] = [self.patches.variable(name, self.random.choice(bodies)) for name in names]
        if self.chance(0.2):
            out["configurations"] = [self.put(folder, "configuration", CONFIGURATION)]
        if self.chance(0.08):
            out["transformers"] = [
                self.put(folder, "transformer", write_yaml(self.transformer(), self.random, 0))
            ]
        return out

    def transformer(self) -> dict[str, Any]:
        head = {"apiVersion": "builtin", "metadata": {"name": "t"}}
        choices: list[dict[str, Any]] = [
            {"kind": "PrefixTransformer", "prefix": "t-", "fieldSpecs": [{"path": "metadata/name"}]},
            {
                "kind": "SuffixTransformer",
                "suffix": "-t",
                "fieldSpecs": [{"path": "metadata/name", "kind": "ConfigMap"}],
            },
            {
                "kind": "LabelTransformer",
                "labels": {"t": "v"},
                "fieldSpecs": [{"path": "metadata/labels", "create": True}],
            },
            {
                "kind": "AnnotationsTransformer",
                "annotations": {"t": "v"},
                "fieldSpecs": [{"path": "metadata/annotations", "create": True}],
            },
            {
                "kind": "NamespaceTransformer",
                "metadata": {"name": "t", "namespace": "by-t"},
                "unsetOnly": self.random.random() < 0.5,
            },
            {
                "kind": "ImageTagTransformer",
                "imageTag": {"name": "nginx", "newTag": "t"},
                "fieldSpecs": [{"path": "spec/template/spec/containers[]/image"}],
            },
        ]
        return {**head, **self.random.choice(choices)}
