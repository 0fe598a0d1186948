"""Random kustomization trees, the same for the same seed: bases, overlays, components, diamonds, every field.

python tools/random_trees.py SEED FOLDER     # write one tree to look at
"""

from __future__ import annotations

import posixpath
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from random_fields import Fields
from random_yaml import write_documents, write_yaml

if TYPE_CHECKING:
    from random_pods import Object

UNRENAMED = ("Namespace", "CustomResourceDefinition", "APIService", "List")


class Tree(NamedTuple):
    """The files of a tree and the folder in it to build."""

    files: dict[str, str]
    target: str


class _Maker(Fields):
    def local(self, folder: str, known: list[Object], amount: int) -> tuple[list[str], list[Object]]:
        """Write `amount` new objects into the folder; return the files and the objects."""
        made: list[Object] = []
        seen = {identity(body) for body in known}
        while len(made) < amount:
            body = self.objects.any()
            if self.shape == "diamond" and body["kind"] in UNRENAMED:
                continue
            for part in body.get("items", [body]):
                if identity(part) not in seen or self.random.random() < 0.01:
                    seen.add(identity(part))
                else:
                    break
            else:
                made.append(body)
        names = []
        rest = list(made)
        while rest:
            some, rest = rest[: (size := self.random.choice((1, 1, 2, 4)))], rest[size:]
            names.append(self.put(folder, "objects", write_documents(some, self.random, self.noise)))
        flat = [part for body in made for part in (body.get("items", [body]))]
        return names, flat

    def layer(
        self,
        folder: str,
        below: list[tuple[str, list[Object]]],
        parts: list[str],
        *,
        component: bool = False,
        known: list[Object] | None = None,
        prefix: str = "",
    ) -> list[Object]:
        """Write one kustomization over others; return the objects that are known in it."""
        known = list(known or [])
        for _, bodies in below:
            known += bodies
        leaf = not below and not component
        amount = self.random.randint(1, 6) if leaf else self.random.choice((0, 0, 1, 2))
        names, made = self.local(folder, known, amount)
        known += made
        body: dict[str, Any] = {}
        if component:
            body = {"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component"}
        elif self.random.random() < 0.7:
            body = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
        listed = [posixpath.relpath(name, folder) for name, _ in below] + names
        if self.random.random() < 0.2:
            self.random.shuffle(listed)
        if listed:
            body["resources"] = listed
        if prefix:
            body["namePrefix"] = prefix
        if parts:
            body["components"] = [posixpath.relpath(name, folder) for name in parts]
        body.update(self.generators(folder, known))
        body.update(self.patch_fields(folder, known))
        body = {**self.fields(known), **body}
        body.update(self.links(folder, known))
        if not set(body) - {"apiVersion", "kind"}:
            body["namePrefix"] = "only-"
        if component and self.random.random() < 0.7:
            for key in ("buildMetadata", "sortOptions"):
                body.pop(key, None)
        items = list(body.items())
        if self.random.random() < 0.3:
            self.random.shuffle(items)
        name = self.random.choice(
            (
                "kustomization.yaml",
                "kustomization.yaml",
                "kustomization.yaml",
                "kustomization.yml",
                "Kustomization",
            )
        )
        self.files[posixpath.join(folder, name)] = write_yaml(dict(items), self.random, self.noise / 2)
        return known

    def tree(self) -> Tree:
        shape = self.random.choice(
            ("single", "overlay", "overlay", "chain", "diamond", "two bases", "components", "components")
        )
        self.shape = shape
        base = self.layer("base", [], [])
        if shape == "single":
            return Tree(self.files, "base")
        below = [("base", base)]
        if shape == "two bases":
            other = self.layer("other", [], [], known=base)
            below.append(("other", [body for body in other if body not in base]))
        if shape == "diamond":
            left = self.layer("left", below, [], prefix="left-")
            right = self.layer("right", below, [], prefix="right-")
            return Tree(self.files, self.top([("left", left), ("right", right)], []))
        parts: list[str] = []
        known = [body for _, bodies in below for body in bodies]
        if shape == "components":
            for name in ("parts/one", "parts/two")[: self.random.randint(1, 2)]:
                nested: list[str] = []
                if self.random.random() < 0.2:
                    known = self.layer(f"{name}/nested", [], [], component=True, known=known)
                    nested = [f"{name}/nested"]
                known = self.layer(name, [], nested, component=True, known=known)
                parts.append(name)
        if shape == "chain":
            for name in ("middle", "upper")[: self.random.randint(1, 2)]:
                below = [(name, self.layer(name, below, []))]
        return Tree(self.files, self.top(below, parts))

    def top(self, below: list[tuple[str, list[Object]]], parts: list[str]) -> str:
        folder = self.random.choice(("overlays/prod", "top"))
        self.layer(folder, below, parts)
        return folder


def identity(body: Object) -> tuple[object, ...]:
    """Return what must be unique in one build."""
    meta = body.get("metadata", {})
    return body.get("apiVersion", ""), body.get("kind"), meta.get("name"), meta.get("namespace") or "default"


def random_tree(seed: int) -> Tree:
    """Return the tree of a seed."""
    return _Maker(seed).tree()


if __name__ == "__main__":
    made = random_tree(int(sys.argv[1]))
    for place, content in made.files.items():
        path = Path(sys.argv[2]) / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "surrogatepass"))
    print(Path(sys.argv[2]) / made.target)
