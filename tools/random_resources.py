"""Random Kubernetes objects that refer to one another: workloads, settings, RBAC, storage, custom kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from random_pods import Object, Pods

if TYPE_CHECKING:
    from collections.abc import Callable


class Objects(Pods):
    """Builds random objects."""

    def workload(self) -> Object:
        kind = self.random.choice(
            ("Deployment", "Deployment", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
        )
        labels = self.labels() if self.chance(0.9) else None
        spec: Object = {"template": self.template(labels)}
        if labels is not None and self.chance(0.9):
            spec["selector"] = {"matchLabels": dict(labels)}
        if self.chance(0.1):
            spec.setdefault("selector", {})["matchExpressions"] = [
                {"key": "app", "operator": "In", "values": ["a"]}
            ]
        if kind != "DaemonSet" and self.chance(0.6):
            spec["replicas"] = self.random.choice((1, 3, 0))
        if kind == "StatefulSet":
            spec["serviceName"] = self.name()
            if self.chance(0.5):
                spec["volumeClaimTemplates"] = [
                    {
                        "metadata": {
                            "name": "data",
                            **({"labels": self.labels()} if self.chance(0.3) else {}),
                        },
                        "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": self.name()},
                    }
                ]
        group = self.random.choice(("apps/v1", "apps/v1", "apps/v1", "apps/v1beta2", "extensions/v1beta1"))
        return self.make(group, kind, {"spec": spec})

    def job(self) -> Object:
        spec: Object = {"template": self.template(self.labels() if self.chance(0.5) else None)}
        if self.chance(0.2):
            spec["selector"] = {"matchLabels": self.labels()}
        if self.chance(0.5):
            return self.make("batch/v1", "Job", {"spec": spec})
        version = self.random.choice(("batch/v1", "batch/v1beta1"))
        return self.make(
            version, "CronJob", {"spec": {"schedule": "*/5 * * * *", "jobTemplate": {"spec": spec}}}
        )

    def pod(self) -> Object:
        if self.chance(0.3):
            spec = {"replicas": 1, "selector": self.labels(), "template": self.template(self.labels())}
            return self.make("v1", "ReplicationController", {"spec": spec})
        return self.make("v1", "Pod", {"spec": self.pod_spec()})

    def service(self) -> Object:
        spec: Object = {
            "ports": [{"port": 80, "targetPort": "http", "name": "http"}, {"port": 53, "protocol": "UDP"}]
        }
        spec["ports"] = spec["ports"][: self.random.randint(1, 2)]
        if self.chance(0.8):
            spec["selector"] = self.labels()
        if self.chance(0.2):
            spec["type"] = self.random.choice(("ClusterIP", "NodePort", "ExternalName"))
        return self.make("v1", "Service", {"spec": spec})

    def ingress(self) -> Object:
        rules: list[Object]
        if self.chance(0.6):
            backend: Object = {"service": {"name": self.name(), "port": {"number": 80}}}
            version = "networking.k8s.io/v1"
        else:
            backend = {"serviceName": self.name(), "servicePort": 80}
            version = self.random.choice(("extensions/v1beta1", "networking.k8s.io/v1beta1"))
        rules = [
            {"host": "a.b", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}}
        ]
        spec: Object = {"rules": rules}
        if self.chance(0.5):
            spec["tls"] = [{"hosts": ["a.b"], "secretName": self.name()}]
        if self.chance(0.3):
            spec["defaultBackend" if version.endswith("/v1") else "backend"] = backend
        if self.chance(0.2):
            spec["ingressClassName"] = self.name()
        body = self.make(version, "Ingress", {"spec": spec})
        if self.chance(0.2):
            body["metadata"].setdefault("annotations", {})
            if body["metadata"]["annotations"] is not None:
                keys = ("nginx.ingress.kubernetes.io/auth-secret", "ingress.kubernetes.io/auth-secret")
                body["metadata"]["annotations"][self.random.choice(keys)] = self.name()
        return body

    def configuration(self) -> Object:
        keys = self.random.sample(
            ("key", "app.properties", "9", "10", "a b", "yes"), self.random.randint(0, 3)
        )
        if self.chance(0.6):
            data = {key: self.value() for key in keys}
            return self.make("v1", "ConfigMap", {"data": data} if data or self.chance(0.5) else {})
        kind = {"type": "Opaque"} if self.chance(0.5) else {}
        if self.chance(0.3):
            return self.make("v1", "Secret", {"stringData": {key: self.value() for key in keys}, **kind})
        return self.make("v1", "Secret", {"data": dict.fromkeys(keys, "cGFzc3dvcmQ="), **kind})

    def account(self) -> Object:
        rest: Object = {}
        if self.chance(0.3):
            rest["secrets"] = [{"name": self.name()}]
        if self.chance(0.3):
            rest["imagePullSecrets"] = [{"name": self.name()}]
        return self.make("v1", "ServiceAccount", rest)

    def role(self) -> Object:
        rules: list[Object] = [{"apiGroups": [""], "resources": ["pods", "configmaps"], "verbs": ["get"]}]
        if self.chance(0.5):
            rules.append(
                {
                    "apiGroups": [""],
                    "resources": [self.random.choice(("secrets", "configmaps"))],
                    "resourceNames": [self.name(), "other"],
                    "verbs": ["get"],
                }
            )
        if self.chance(0.5):
            return self.make("rbac.authorization.k8s.io/v1", "Role", {"rules": rules})
        rest: Object = {"rules": rules}
        if self.chance(0.2):
            rest = {
                "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": self.labels()}]},
                "rules": [],
            }
        return self.make("rbac.authorization.k8s.io/v1", "ClusterRole", rest, cluster=True)

    def binding(self) -> Object:
        subjects: list[Object] = []
        for _ in range(self.random.randint(1, 2)):
            subject: Object = {
                "kind": self.random.choice(("ServiceAccount", "ServiceAccount", "User", "Group")),
                "name": self.name(),
            }
            if self.chance(0.7):
                subject["namespace"] = self.random.choice(("default", "prod", "system", "team-a"))
            subjects.append(subject)
        cluster = self.chance(0.5)
        role = "ClusterRole" if cluster or self.chance(0.3) else "Role"
        reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": role, "name": self.name()}
        kind = "ClusterRoleBinding" if cluster else "RoleBinding"
        return self.make(
            "rbac.authorization.k8s.io/v1",
            kind,
            {"roleRef": reference, "subjects": subjects},
            cluster=cluster,
        )

    def storage(self) -> Object:
        roll = self.random.randint(0, 2)
        if roll == 0:
            spec: Object = {
                "accessModes": ["ReadWriteOnce"],
                "storageClassName": self.name(),
                "volumeName": self.name(),
            }
            return self.make("v1", "PersistentVolumeClaim", {"spec": spec})
        if roll == 1:
            claim = {"name": self.name(), "namespace": self.random.choice(("default", "prod"))}
            spec = {
                "capacity": {"storage": "5Gi"},
                "claimRef": claim,
                "storageClassName": self.name(),
                "hostPath": {"path": "/mnt"},
            }
            return self.make("v1", "PersistentVolume", {"spec": spec}, cluster=True)
        return self.make("storage.k8s.io/v1", "StorageClass", {"provisioner": "p"}, cluster=True)

    def scaler(self) -> Object:
        kind = self.random.choice(("Deployment", "StatefulSet"))
        reference = {"apiVersion": "apps/v1", "kind": kind, "name": self.name()}
        version = self.random.choice(("v1", "v2", "v2beta2"))
        spec = {"scaleTargetRef": reference, "minReplicas": 1, "maxReplicas": 3}
        return self.make(f"autoscaling/{version}", "HorizontalPodAutoscaler", {"spec": spec})

    def policy(self) -> Object:
        if self.chance(0.5):
            version = self.random.choice(("policy/v1", "policy/v1beta1"))
            return self.make(
                version,
                "PodDisruptionBudget",
                {"spec": {"minAvailable": 1, "selector": {"matchLabels": self.labels()}}},
            )
        peer = {"podSelector": {"matchLabels": self.labels()}}
        spec: Object = {
            "podSelector": {"matchLabels": self.labels()},
            "ingress": [{"from": [peer]}],
            "egress": [{"to": [peer]}],
        }
        return self.make("networking.k8s.io/v1", "NetworkPolicy", {"spec": spec})

    def webhook(self) -> Object:
        kind = self.random.choice(("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"))
        service = {
            "name": self.name(),
            "namespace": self.random.choice(("system", "default", "prod")),
            "path": "/mutate",
        }
        hook = {
            "name": "a.b.c",
            "clientConfig": {"service": service},
            "rules": [{"operations": ["CREATE"], "apiGroups": ["*"]}],
        }
        return self.make("admissionregistration.k8s.io/v1", kind, {"webhooks": [hook]}, cluster=True)

    def cluster_thing(self) -> Object:
        roll = self.random.randint(0, 5)
        if roll <= 1:
            return self.make(
                "v1", "Namespace", {}, cluster=True, name=self.random.choice(("prod", "team-a", "system", ""))
            )
        if roll == 2:
            return self.make("scheduling.k8s.io/v1", "PriorityClass", {"value": 1000}, cluster=True)
        if roll == 3:
            service = {"name": self.name(), "namespace": "default"}
            return self.make(
                "apiregistration.k8s.io/v1",
                "APIService",
                {"spec": {"service": service, "group": "g"}},
                cluster=True,
            )
        if roll == 4:
            return self.definition()
        return self.make("networking.k8s.io/v1", "IngressClass", {"spec": {"controller": "c"}}, cluster=True)

    def definition(self) -> Object:
        text = (
            "Foo is a thing: it has 'quotes' and \"more\". " * self.random.randint(1, 4)
            + "\n\nSee https://a.b/c#d"
        )
        schema = {
            "type": "object",
            "description": text,
            "properties": {"spec": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
        }
        spec: Object = {
            "group": "example.com",
            "names": {"kind": "Foo", "plural": "foos"},
            "scope": self.random.choice(("Namespaced", "Cluster")),
            "versions": [
                {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
            ],
        }
        if self.chance(0.3):
            service = {"name": self.name(), "namespace": "system", "path": "/convert"}
            spec["conversion"] = {"strategy": "Webhook", "webhook": {"clientConfig": {"service": service}}}
        return self.make(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            {"spec": spec},
            cluster=True,
            name="foos.example.com",
        )

    def custom(self) -> Object:
        roll = self.random.random()
        if roll < 0.4:
            spec: Object = {
                "configRef": {"name": self.name()},
                "secretRef": {"name": self.name()},
                "free": self.free(),
            }
            if self.chance(0.5):
                spec["template"] = self.template(self.labels())
            return self.make(self.random.choice(("example.com/v1", "other.io/v1")), "Foo", {"spec": spec})
        if roll < 0.6:
            return self.make(
                "monitoring.coreos.com/v1",
                "ServiceMonitor",
                {"spec": {"selector": {"matchLabels": self.labels()}, "endpoints": [{"port": "http"}]}},
            )
        if roll < 0.8:
            return self.make(
                "cert-manager.io/v1",
                "Certificate",
                {
                    "spec": {
                        "dnsNames": ["$(SERVICE).$(NS).svc"],
                        "issuerRef": {"kind": "Issuer", "name": self.name()},
                        "secretName": self.name(),
                    }
                },
            )
        return self.make(
            "example.com/v1",
            self.random.choice(("Deployment", "ConfigMap", "Service")),
            {"spec": self.free(), "data": {"a": "b"}},
        )

    def listed(self) -> Object:
        items = [self.any(nested=True) for _ in range(self.random.randint(0, 3))]
        if self.chance(0.7):
            return {"apiVersion": "v1", "kind": "List", "items": items}
        maps = [self.make("v1", "ConfigMap", {"data": {"a": "b"}}) for _ in range(2)]
        return {"apiVersion": "v1", "kind": "ConfigMapList", "items": maps}

    def any(self, *, nested: bool = False) -> Object:
        """Return a random object."""
        makers: list[tuple[Callable[[], Object], int]] = [
            (self.workload, 8), (self.job, 3), (self.pod, 2), (self.service, 4), (self.ingress, 2),
            (self.configuration, 6), (self.account, 3), (self.role, 3), (self.binding, 3),
            (self.storage, 3), (self.scaler, 2), (self.policy, 2), (self.webhook, 1),
            (self.cluster_thing, 4), (self.custom, 4), (self.listed, 0 if nested else 1),
        ]  # fmt: skip
        return self.random.choices([maker for maker, _ in makers], [weight for _, weight in makers])[0]()
