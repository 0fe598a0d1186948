"""Writes the trees that the benchmark builds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  labels:
    app: {name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: {name}
  template:
    metadata:
      labels:
        app: {name}
    spec:
      containers:
        - name: main
          image: registry.example/{name}:1.4.2
          args: ["--port=8080", "--verbose"]
          env:
            - name: MODE
              value: "fast"
            - name: WORKERS
              value: "4"
          ports:
            - name: http
              containerPort: 8080
          resources:
            requests:
              cpu: 250m
              memory: 256Mi
            limits:
              memory: 512Mi
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
{volumes}"""

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  labels:
    app: {name}
spec:
  selector:
    app: {name}
  ports:
    - name: http
      port: 80
      targetPort: http
"""

VOLUME = """\
      volumes:
        - name: settings
          configMap:
            name: {map}
"""

PATCH = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-0
spec:
  template:
    spec:
      containers:
        - name: main
          env:
            - name: MODE
              value: careful
          resources:
            limits:
              memory: 1Gi
"""

TRANSFORMED = """\
resources:
  - objects.yaml
namePrefix: team-
namespace: production
labels:
  - pairs:
      team: ml
    includeSelectors: true
"""


def objects(count: int) -> str:
    """Return that many objects, half Deployments and half Services of the same names."""
    names = [f"app-{number}" for number in range(count // 2)]
    return "---\n".join(
        [
            *(DEPLOYMENT.format(name=name, volumes="") for name in names),
            *(SERVICE.format(name=name) for name in names),
        ]
    )


def small(folder: Path, *, patch: bool) -> Path:
    """Write an overlay over a base of six objects, with or without one strategic merge patch."""
    write(folder / "base", "resources:\n  - objects.yaml\n", {"objects.yaml": objects(6)})
    overlay = "resources:\n  - ../base\nnamespace: production\nnamePrefix: team-\n"
    files = {}
    if patch:
        overlay += "patches:\n  - path: patch.yaml\n"
        files["patch.yaml"] = PATCH
    return write(folder / "overlay", overlay, files)


def large(folder: Path, count: int) -> Path:
    """Write so many objects under a prefix, a namespace and labels."""
    return write(folder, TRANSFORMED, {"objects.yaml": objects(count)})


def config_maps(folder: Path, count: int) -> Path:
    """Write generated config maps, each referenced by a Deployment of its own."""
    deployments = [
        DEPLOYMENT.format(name=f"app-{number}", volumes=VOLUME.format(map=f"settings-{number}"))
        for number in range(count)
    ]
    generators = "".join(
        f"  - name: settings-{number}\n    literals:\n      - MODE=fast\n      - SHARD={number}\n"
        for number in range(count)
    )
    kustomization = f"resources:\n  - objects.yaml\nconfigMapGenerator:\n{generators}"
    return write(folder, kustomization, {"objects.yaml": "---\n".join(deployments)})


def layers(folder: Path, count: int) -> Path:
    """Write a base of six objects and so many layers above it, each with a prefix and an annotation."""
    below = write(folder / "layer-0", "resources:\n  - objects.yaml\n", {"objects.yaml": objects(6)})
    for number in range(1, count + 1):
        below = write(
            folder / f"layer-{number}",
            f"resources:\n  - ../layer-{number - 1}\nnamePrefix: l{number}-\n"
            f"commonAnnotations:\n  layer-{number}: set\n",
            {},
        )
    return below


def write(folder: Path, kustomization: str, files: dict[str, str]) -> Path:
    """Write a folder with its kustomization and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kustomization.yaml").write_text(kustomization)
    for name, content in files.items():
        (folder / name).write_text(content)
    return folder


SERVING = """\
apiVersion: mlkube.dev/v1alpha1
kind: TFServing
metadata:
  name: {name}
spec:
  models:
    - name: {name}
      storage:
        claim: {name}-models
  resources: {{cpu: 1, memory: 2Gi}}
  autoscaling: {{minReplicas: 2, maxReplicas: 6}}
"""

SERVING_PATCH = """\
namespace: production
patches:
  - target:
      kind: TFServing
    patch: |-
      apiVersion: mlkube.dev/v1alpha1
      kind: TFServing
      metadata: {name: any}
      spec:
        server: {drainSeconds: 20}
"""


def workloads(folder: Path, count: int) -> Path:
    """Write so many descriptions, in one file, under a patch of all of them."""
    described = "---\n".join(SERVING.format(name=f"model-{number}") for number in range(count))
    return write(folder, f"resources:\n  - workloads.yaml\n{SERVING_PATCH}", {"workloads.yaml": described})


def workload_layers(folder: Path, count: int) -> Path:
    """Write ten descriptions and so many layers above them, each with a patch of the description."""
    described = "---\n".join(SERVING.format(name=f"model-{number}") for number in range(10))
    below = write(folder / "layer-0", "resources:\n  - workloads.yaml\n", {"workloads.yaml": described})
    for number in range(1, count + 1):
        patch = SERVING_PATCH.replace("drainSeconds: 20", f"drainSeconds: {number}")
        below = write(
            folder / f"layer-{number}", f"resources:\n  - ../layer-{number - 1}\nnamePrefix: l-\n{patch}", {}
        )
    return below


PARTS = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {{kind: TFServing}}
    patch: |-
      apiVersion: mlkube.dev/v1alpha1
      kind: TFServing
      metadata: {{name: any}}
      spec: {spec}
"""
WITH_PARTS = (
    "{monitoring: {}, autoscaling: {minReplicas: 3, maxReplicas: 10}, "
    "rollout: {strategy: blueGreen, active: blue, versions: [{name: blue}, {name: green}]}}"
)
WITHOUT_PARTS = "{autoscaling: null, replicas: 3}"


def project_with_parts(folder: Path, root: Path) -> Path:
    """Copy the project of this repository; `gpu-prod-with` and `gpu-prod-without` are targets of the copy."""
    for name in ("bases", "overlays", "schemas"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "mlkube.toml", folder)
    for name, spec in (("with", WITH_PARTS), ("without", WITHOUT_PARTS)):
        (folder / "overlays" / name).mkdir()
        (folder / "overlays" / name / "kustomization.yaml").write_text(PARTS.format(spec=spec))
    return folder
