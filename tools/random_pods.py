"""Random parts of Kubernetes objects: names, labels, metadata, containers, volumes, pod templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from random_yaml import Raw, odd_scalar

if TYPE_CHECKING:
    from random import Random

Object = dict[str, Any]

NAMES = ("app", "web", "db", "cache", "my-app", "app-config", "default")
NAMESPACES = ("", "", "", "default", "prod", "team-a")
IMAGES = (
    "nginx", "nginx:1.25", "redis:6-alpine", "docker.io/nginx:latest", "ghcr.io/org/app:v1",
    "nginx@sha256:2cb4dbbe1f1a5c9ac9a7e5a3c5c7d4f5a9b1d0f4b1d6f8c5f1d4a5b3c2d1e0f9",
    "localhost:5000/app", "controller:latest", "app:1.0@sha256:aa",
)  # fmt: skip
LABELS = ("app", "tier", "app.kubernetes.io/name", "control-plane")
VALUES = ("web", "db", "backend", "controller-manager", "1")


class Pods:
    """Builds what objects are made of; `odd` from 0 to 1 is how often a value is an awkward one."""

    def __init__(self, random: Random, odd: float) -> None:
        self.random = random
        self.odd = odd

    def name(self) -> str:
        return self.random.choice(NAMES)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def value(self) -> Any:
        """Return the value of an annotation or config map entry."""
        if self.chance(self.odd):
            scalar = odd_scalar(self.random)
            return scalar if not isinstance(scalar, Raw) or self.chance(0.2) else scalar.text
        return self.random.choice(("value", "some text", "http://web.prod.svc:8080/path", "app", "5", "true"))

    def free(self, depth: int = 0) -> Any:
        """Return any data for a place without a schema."""
        roll = self.random.random()
        if depth > 2 or roll < 0.5:
            if self.chance(self.odd):
                return odd_scalar(self.random)
            return self.random.choice(("text", 1, True, None, 0, "", "a b", 2.5, {}, []))
        if roll < 0.75:
            keys = (
                "name",
                "value",
                "spec",
                "items",
                "9",
                "10",
                "a9",
                "a10",
                "_u",
                "Upper",
                "true",
                "with space",
                "a/b.c",
            )
            return {self.random.choice(keys): self.free(depth + 1) for _ in range(self.random.randint(1, 4))}
        return [self.free(depth + 1) for _ in range(self.random.randint(1, 3))]

    def labels(self) -> dict[str, Any]:
        chosen = self.random.sample(LABELS, self.random.randint(1, 3))
        return {key: self.random.choice(VALUES) for key in chosen}

    def metadata(self, *, cluster: bool = False, name: str = "") -> Object:
        meta: Object = {"name": name or self.name()}
        namespace = self.random.choice(NAMESPACES)
        if namespace and not cluster:
            meta["namespace"] = namespace
        if self.chance(0.4):
            meta["labels"] = self.labels()
        if self.chance(0.3):
            meta["annotations"] = {
                f"example.com/{key}": self.value() for key in self.random.sample("abcd", 2)
            }
        if self.chance(0.03):
            meta[self.random.choice(("annotations", "labels", "creationTimestamp"))] = None
        if self.chance(0.02):
            meta["annotations"] = {}
        items = list(meta.items())
        self.random.shuffle(items)
        return dict(items)

    def make(
        self, api_version: str, kind: str, rest: Object, *, cluster: bool = False, name: str = ""
    ) -> Object:
        body: Object = {
            "apiVersion": api_version,
            "kind": kind,
            "metadata": self.metadata(cluster=cluster, name=name),
        }
        body.update(rest)
        return body

    def env(self) -> list[Object]:
        out = []
        for name in self.random.sample(("A", "B", "LOG_LEVEL", "HOST", "9X"), self.random.randint(1, 4)):
            source = self.random.choice(
                ("value", "configMapKeyRef", "secretKeyRef", "fieldRef", "value", "empty")
            )
            if source == "value":
                out.append(
                    {
                        "name": name,
                        "value": self.random.choice((self.value(), "$(APP_NAME)", "http://$(HOST):$(PORT)")),
                    }
                )
            elif source == "empty":
                out.append({"name": name})
            elif source == "fieldRef":
                out.append({"name": name, "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}})
            else:
                out.append({"name": name, "valueFrom": {source: {"name": self.name(), "key": "key"}}})
        return out

    def container(self, name: str) -> Object:
        body: Object = {"name": name, "image": self.random.choice(IMAGES)}
        if self.chance(0.5):
            body["env"] = self.env()
        if self.chance(0.3):
            kinds = self.random.choice((("configMapRef",), ("secretRef",), ("configMapRef", "secretRef")))
            body["envFrom"] = [{kind: {"name": self.name()}} for kind in kinds]
        if self.chance(0.4):
            body["ports"] = [{"containerPort": 80, "name": "http"}, {"containerPort": 53, "protocol": "UDP"}][
                : self.random.randint(1, 2)
            ]
        if self.chance(0.3):
            body["args"] = self.random.sample(("--name=$(APP_NAME)", "-v", "--port=80", "$(HOST)", "a: b"), 2)
        if self.chance(0.2):
            body["command"] = [
                "sh",
                "-c",
                self.random.choice(("echo $(APP_NAME)", "set -e\nexec app\n", "$$(HOST)")),
            ]
        if self.chance(0.3):
            body["volumeMounts"] = [
                {"name": "config", "mountPath": "/etc/config"},
                {"name": "data", "mountPath": "/data"},
            ]
        if self.chance(0.3):
            body["resources"] = {
                "requests": {"cpu": self.random.choice(("100m", 1, Raw("0.5"))), "memory": "1Gi"}
            }
        if self.chance(0.1):
            body["livenessProbe"] = {"httpGet": {"path": "/", "port": self.random.choice((80, "http"))}}
        if self.chance(0.05):
            body[self.random.choice(("securityContext", "resources", "env"))] = self.random.choice(({}, None))
        return body

    def volumes(self) -> list[Object]:
        sources: list[Object] = [
            {"configMap": {"name": self.name(), "items": [{"key": "key", "path": "path"}]}},
            {"configMap": {"name": self.name()}},
            {"secret": {"secretName": self.name()}},
            {
                "projected": {
                    "sources": [{"configMap": {"name": self.name()}}, {"secret": {"name": self.name()}}]
                }
            },
            {"persistentVolumeClaim": {"claimName": self.name()}},
            {"emptyDir": {}},
            {"hostPath": {"path": "/mnt", "type": ""}},
            {"azureFile": {"secretName": self.name(), "shareName": "s"}},
            {"csi": {"driver": "d", "nodePublishSecretRef": {"name": self.name()}}},
            {"cephfs": {"monitors": ["a"], "secretRef": {"name": self.name()}}},
        ]
        return [
            {"name": name, **self.random.choice(sources)}
            for name in ("config", "data")[: self.random.randint(1, 2)]
        ]

    def pod_spec(self) -> Object:
        names = ("main", "sidecar", "init")
        spec: Object = {"containers": [self.container(name) for name in names[: self.random.randint(1, 2)]]}
        if self.chance(0.2):
            spec["initContainers"] = [self.container("init")]
        if self.chance(0.4):
            spec["volumes"] = self.volumes()
        if self.chance(0.3):
            spec["serviceAccountName"] = self.name()
        if self.chance(0.05):
            spec["serviceAccount"] = self.name()
        if self.chance(0.15):
            spec["imagePullSecrets"] = [{"name": self.name()}]
        if self.chance(0.15):
            spec["priorityClassName"] = self.name()
        if self.chance(0.15):
            term = {"labelSelector": {"matchLabels": self.labels()}, "topologyKey": "zone"}
            rule = self.random.choice(("podAffinity", "podAntiAffinity"))
            spec["affinity"] = {
                rule: {
                    "requiredDuringSchedulingIgnoredDuringExecution": [term],
                    "preferredDuringSchedulingIgnoredDuringExecution": [
                        {"weight": 1, "podAffinityTerm": term}
                    ],
                }
            }
        if self.chance(0.1):
            spec["topologySpreadConstraints"] = [
                {"maxSkew": 1, "topologyKey": "zone", "labelSelector": {"matchLabels": self.labels()}}
            ]
        if self.chance(0.15):
            spec["tolerations"] = [{"key": "gpu", "operator": "Exists"}, {"effect": "NoSchedule", "key": "a"}]
        if self.chance(0.1):
            spec["nodeSelector"] = {"disk": "ssd"}
        if self.chance(0.1):
            spec["hostAliases"] = [{"ip": "1.2.3.4", "hostnames": ["a"]}]
        return spec

    def template(self, labels: Object | None) -> Object:
        meta: Object = {}
        if labels is not None:
            meta["labels"] = labels
        if self.chance(0.2):
            meta["annotations"] = {"checksum/config": self.value()}
        return {**({"metadata": meta} if meta or self.chance(0.5) else {}), "spec": self.pod_spec()}
