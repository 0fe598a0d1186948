"""Random patches, replacements and variables for objects that a random tree holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from random_yaml import Raw

if TYPE_CHECKING:
    from random import Random

    from random_pods import Object
    from random_resources import Objects

Path = tuple[str | int, ...]


def paths(value: Any, at: Path = ()) -> list[tuple[Path, Any]]:
    """Return every path below a value with what stands there."""
    out: list[tuple[Path, Any]] = []
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        out.append(((*at, key), item))
        out += paths(item, (*at, key))
    return out


def pointer(path: Path) -> str:
    """Return a path as a JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def field_path(body: Object, path: Path, random: Random) -> str:
    """Return a path as replacements write it: `spec.containers.[name=a].image`."""
    parts = []
    here: Any = body
    for part in path:
        here = here[part]
        if isinstance(part, int):
            named = isinstance(here, dict) and isinstance(here.get("name"), str)
            parts.append(random.choice((f"[name={here['name']}]" if named else str(part), str(part), "*")))
        elif "." in part:
            parts.append(random.choice((f"[{part}]", part.replace(".", "\\."))))
        else:
            parts.append(part)
    return ".".join(parts)


class Patches:
    """Makes random patches of objects."""

    def __init__(self, random: Random, objects: Objects) -> None:
        self.random = random
        self.objects = objects

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def head(self, body: Object) -> Object:
        """Return apiVersion, kind and name of an object, as a patch names it."""
        meta = {"name": body["metadata"]["name"]}
        if body["metadata"].get("namespace") and self.chance(0.95):
            meta["namespace"] = body["metadata"]["namespace"]
        return {"apiVersion": body["apiVersion"], "kind": body["kind"], "metadata": meta}

    def strategic(self, body: Object) -> Object:
        """Return a strategic merge patch of an object."""
        patch = self.head(body)
        if self.chance(0.04):
            return {**patch, "$patch": self.random.choice(("delete", "replace", "merge"))}
        if self.chance(0.3):
            patch["metadata"]["annotations"] = {
                "example.com/a": self.random.choice((self.objects.value(), None)),
                "new": "x",
            }
        if self.chance(0.3):
            patch["metadata"]["labels"] = {"app": self.random.choice(("patched", None)), "extra": "1"}
        for key, value in body.items():
            if key not in ("apiVersion", "kind", "metadata") and self.chance(0.8):
                patch[key] = self.changed(value)
        return patch

    def changed(self, value: Any, depth: int = 0) -> Any:
        """Return a part of a patch that changes a value: some keys deleted, set, merged, added."""
        if isinstance(value, dict):
            out: Object = {}
            for key, item in value.items():
                roll = self.random.random()
                if roll < 0.4 or (depth < 4 and key in ("template", "spec", "containers") and roll < 0.9):
                    out[key] = self.changed(item, depth + 1)
                elif roll < 0.47:
                    out[key] = None
                elif key in ("name", "key", "port", "containerPort", "mountPath", "ip", "topologyKey"):
                    out[key] = item
            if self.chance(0.2) and depth > 0:
                out[self.random.choice(("added", "replicas", "env", "data"))] = self.random.choice(
                    ("x", 1, {"a": None, "b": "c"})
                )
            if self.chance(0.03):
                out["$patch"] = self.random.choice(("replace", "delete", "merge"))
            return out
        if isinstance(value, list):
            return self.changed_list(value, depth)
        if isinstance(value, Raw):
            return value
        return self.random.choice((value, "patched", 7, True, value))

    def changed_list(self, value: list[Any], depth: int) -> list[Any]:
        """Return a part of a patch for a list: elements merged by key, added, deleted or all replaced."""
        out: list[Any] = []
        for item in value:
            if isinstance(item, dict) and self.chance(0.6):
                changed = self.changed(item, depth + 1)
                for key in ("name", "mountPath", "containerPort", "port"):
                    if key in item and self.chance(0.97):
                        changed[key] = item[key]
                if self.chance(0.08):
                    changed["$patch"] = "delete"
                out.append(changed)
            elif not isinstance(item, dict) and self.chance(0.5):
                out.append(item)
        if self.chance(0.4):
            out.append(
                {"name": "added", "image": "added:1", "value": "v"}
                if value and isinstance(value[0], dict)
                else "added"
            )
        if self.chance(0.03) and value and isinstance(value[0], dict):
            out.append({"$patch": "replace"})
        self.random.shuffle(out)
        return out

    def operations(self, body: Object) -> list[Object]:
        """Return the operations of a JSON patch that mostly hit what is there."""
        found = [
            (path, value)
            for path, value in paths(body)
            if path[0] not in ("apiVersion", "kind") and path != ("metadata",)
        ]
        out: list[Object] = []
        for _ in range(self.random.choice((1, 1, 2))):
            path, value = self.random.choice(found)
            if path[-1] == "name" and path[0] == "metadata" and self.chance(0.8):
                continue
            new = self.random.choice(
                ("patched", 5, {"a": "b"}, ["x"], value, None, {"name": "n", "image": "i"})
            )
            roll = self.random.random()
            if roll < 0.4:
                out.append({"op": "replace", "path": pointer(path), "value": new})
            elif roll < 0.5:
                out.append({"op": "remove", "path": pointer(path)})
            elif roll < 0.8 and isinstance(value, list):
                where = self.random.choice(("-", "0", str(len(value))))
                out.append({"op": "add", "path": pointer((*path, where)), "value": new})
            elif roll < 0.8:
                out.append(
                    {
                        "op": "add",
                        "path": pointer(
                            (
                                *path[:-1],
                                path[-1] if isinstance(path[-1], int) or self.chance(0.5) else "0new",
                            )
                        ),
                        "value": new,
                    }
                )
            elif roll < 0.87:
                out.append({"op": "test", "path": pointer(path), "value": value})
            elif roll < 0.98:
                out.append({"op": "copy", "from": pointer(path), "path": "/metadata/copied"})
            else:
                out.append(
                    {
                        "op": "move",
                        "from": pointer(path),
                        "path": self.random.choice(("/metadata/moved", "/spec/moved")),
                    }
                )
        return out or [{"op": "add", "path": "/metadata/annotations", "value": {"all": "new"}}]

    def target(self, body: Object) -> Object:
        """Return a target that selects an object, exactly or by a pattern."""
        name = body["metadata"]["name"]
        group, _, version = body["apiVersion"].rpartition("/")
        choices: list[Object] = [
            {"kind": body["kind"], "name": name},
            {"kind": body["kind"]},
            {"kind": body["kind"], "version": version, **({"group": group} if group else {}), "name": name},
            {"name": self.random.choice((f"{name[:1]}.*", ".*", f"{name}|other", name[:-1]))},
            {"kind": self.random.choice((f"{body['kind'][:3]}.*", "Deployment|StatefulSet", body["kind"]))},
        ]
        out = dict(self.random.choice(choices))
        labels = body["metadata"].get("labels")
        if labels and self.chance(0.3):
            key, value = self.random.choice(list(labels.items()))
            out["labelSelector"] = self.random.choice(
                (f"{key}={value}", key, f"{key} in ({value},x)", f"!{key}", f"{key}!=zz")
            )
        if self.chance(0.1):
            out["annotationSelector"] = self.random.choice(("example.com/a", "!none", "example.com/a=value"))
        if body["metadata"].get("namespace") and self.chance(0.3):
            out["namespace"] = body["metadata"]["namespace"]
        return out

    def source(self, body: Object) -> Object:
        """Return the source of a replacement: a field of an object that holds a scalar."""
        fields = [
            path for path, value in paths(body) if isinstance(value, (str, int)) and path[0] != "apiVersion"
        ]
        path = self.random.choice([*fields, ("metadata", "name"), ("metadata", "name")])
        out: Object = {
            "kind": body["kind"],
            "name": body["metadata"]["name"],
            "fieldPath": field_path(body, path, self.random).replace("*", "0"),
        }
        if path == ("metadata", "name") and self.chance(0.5):
            del out["fieldPath"]
        if self.chance(0.2):
            out["options"] = {
                "delimiter": self.random.choice((".", "-", "/", ":")),
                "index": self.random.choice((0, 0, 1, -1)),
            }
        if body["metadata"].get("namespace") and self.chance(0.3):
            out["namespace"] = body["metadata"]["namespace"]
        return out

    def goal(self, body: Object) -> Object:
        """Return one target of a replacement: fields of an object."""
        found = [
            path
            for path, value in paths(body)
            if not isinstance(value, (dict, list)) and path[0] not in ("apiVersion", "kind")
        ]
        chosen = self.random.sample(found, min(len(found), self.random.randint(1, 2)))
        fields = [field_path(body, path, self.random) for path in chosen if path != ("metadata", "name")]
        select: Object = {"kind": body["kind"], "name": body["metadata"]["name"]}
        if self.chance(0.3):
            select = {"kind": body["kind"]}
        out: Object = {"select": select, "fieldPaths": fields or ["metadata.annotations.made"]}
        options: Object = {}
        if self.chance(0.3):
            options = {
                "delimiter": self.random.choice((".", "-", "/", ":")),
                "index": self.random.choice((0, 1, -1, 2)),
            }
        if not fields or self.chance(0.2):
            options["create"] = True
            if self.chance(0.5):
                out["fieldPaths"] = [
                    self.random.choice(
                        ("metadata.annotations.made", "spec.made.deep", "metadata.labels.[a.b/c]")
                    )
                ]
        if options:
            out["options"] = options
        if self.chance(0.15):
            out["reject"] = [{"name": self.random.choice(("db", "web"))}]
        return out

    def variable(self, name: str, body: Object) -> Object:
        """Return a variable that reads a field of an object."""
        reference = {"apiVersion": body["apiVersion"], "kind": body["kind"], "name": body["metadata"]["name"]}
        if self.chance(0.2):
            del reference["apiVersion"]
        if body["metadata"].get("namespace") and self.chance(0.5):
            reference["namespace"] = body["metadata"]["namespace"]
        out: Object = {"name": name, "objref": reference}
        scalars = [
            path
            for path, value in paths(body)
            if isinstance(value, (str, int)) and "." not in "".join(map(str, path))
        ]
        if self.chance(0.5) and scalars:
            path = self.random.choice(scalars)
            text = ".".join(f"[{part}]" if isinstance(part, int) else part for part in path).replace(
                ".[", "["
            )
            out["fieldref"] = {"fieldpath": text}
        return out
