"""What `mlkube requires --check` reads is what kubectl prints: asked of a small server of our own."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from mlkube.planning.requirements.kubectl_text import ClusterText, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")


def resource(name: str, kind: str, short: str = "", *, namespaced: bool = True) -> dict[str, Any]:
    return {
        "name": name,
        "singularName": "",
        "kind": kind,
        "namespaced": namespaced,
        "verbs": ["create", "delete", "get", "list"],
        **({"shortNames": short.split(","), "categories": ["all", "of-our-own"]} if short else {}),
    }


RESOURCES = {
    "v1": [
        resource("bindings", "Binding"),
        resource("nodes", "Node", "no", namespaced=False),
        resource("pods", "Pod", "po"),
        resource("secrets", "Secret"),
    ],
    "apps/v1": [resource("deployments", "Deployment", "deploy"), resource("deployments/scale", "Scale")],
    "metrics.k8s.io/v1beta1": [resource("nodes", "NodeMetrics", namespaced=False)],
    "kueue.x-k8s.io/v1beta2": [resource("localqueues", "LocalQueue", "queue,queues,lq")],
    "kueue.x-k8s.io/v1beta1": [resource("localqueues", "LocalQueue", "queue,queues,lq")],
    "storage.k8s.io/v1": [resource("storageclasses", "StorageClass", "sc", namespaced=False)],
}
GROUPS = {
    "apps": ["v1"],
    "metrics.k8s.io": ["v1beta1"],
    "kueue.x-k8s.io": ["v1beta2", "v1beta1"],
    "storage.k8s.io": ["v1"],
}
CLASS = {"metadata": {"name": "fast", "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}}
ANSWERS = {
    "/version": {"major": "1", "minor": "34+", "gitVersion": "v1.34.2-gke.100"},
    "/api": {"kind": "APIVersions", "versions": ["v1"]},
    "/apis": {
        "kind": "APIGroupList",
        "apiVersion": "v1",
        "groups": [
            {
                "name": group,
                "versions": [{"groupVersion": f"{group}/{each}", "version": each} for each in versions],
                "preferredVersion": {"groupVersion": f"{group}/{versions[0]}", "version": versions[0]},
            }
            for group, versions in GROUPS.items()
        ],
    },
    **{
        f"/{'apis' if '/' in version else 'api'}/{version}": {
            "kind": "APIResourceList",
            "apiVersion": "v1",
            "groupVersion": version,
            "resources": found,
        }
        for version, found in RESOURCES.items()
    },
    "/apis/storage.k8s.io/v1/storageclasses": {
        "kind": "StorageClassList",
        "apiVersion": "storage.k8s.io/v1",
        "metadata": {},
        "items": [CLASS],
    },
    "/api/v1/nodes": {
        "kind": "NodeList",
        "apiVersion": "v1",
        "metadata": {},
        "items": [{"metadata": {"name": "n1"}}],
    },
    "/api/v1/secrets": {"kind": "SecretList", "apiVersion": "v1", "metadata": {}, "items": []},
}
SERVED = {
    ("", "v1", "Binding"),
    ("", "v1", "Node"),
    ("", "v1", "Pod"),
    ("", "v1", "Secret"),
    ("apps", "v1", "Deployment"),
    ("kueue.x-k8s.io", "v1beta2", "LocalQueue"),  # the preferred version alone
    ("metrics.k8s.io", "v1beta1", "NodeMetrics"),
    ("storage.k8s.io", "v1", "StorageClass"),
}


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        answer = ANSWERS.get(self.path.partition("?")[0])
        body = json.dumps(answer or {"kind": "Status", "status": "Failure", "code": 404}).encode()
        self.send_response(200 if answer else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def kubectl(server: str, home: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["kubectl", f"--server={server}", "--kubeconfig=/dev/null", f"--cache-dir={home}", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def read(text: str) -> ClusterText:
    found = ClusterText()
    read_text(text, found)
    return found


@pytest.mark.parametrize("form", [(), ("-o", "wide"), ("--no-headers",), ("-o", "wide", "--no-headers")])
def test_tables_of_api_resources(server: str, tmp_path: Path, form: tuple[str, ...]) -> None:
    assert read(kubectl(server, tmp_path, "api-resources", *form)).served == SERVED


def test_names_of_api_resources(server: str, tmp_path: Path) -> None:
    table, names = (read(kubectl(server, tmp_path, "api-resources", *form)) for form in ((), ("-o", "name")))
    assert names.plurals == table.plurals


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_objects(server: str, tmp_path: Path, form: str) -> None:
    found = read(kubectl(server, tmp_path, "get", "sc,nodes", "-o", form))
    assert [each["kind"] for each in found.lists[0]] == ["StorageClass", "Node"]
    assert read(kubectl(server, tmp_path, "get", "secrets", "-A", "-o", form)).lists == [[]]


def test_a_raw_list_tells_of_all_objects_of_its_kind(server: str, tmp_path: Path) -> None:
    found = read(kubectl(server, tmp_path, "get", "--raw", "/api/v1/secrets"))
    assert found.whole_lists == {("", "Secret")}


@pytest.mark.parametrize("form", [(), ("-o", "yaml"), ("-o", "json")])
def test_versions(server: str, tmp_path: Path, form: tuple[str, ...]) -> None:
    assert read(kubectl(server, tmp_path, "version", *form)).minor == 34


def test_all_of_it_in_one_stream(server: str, tmp_path: Path) -> None:
    commands = (
        ("version", "-o", "yaml"),
        ("api-resources",),
        ("get", "sc", "-o", "yaml"),
        ("get", "nodes", "-o", "json"),
        ("api-resources", "-o", "name"),
        ("version", "-o", "json"),
        ("get", "nodes", "-o", "yaml"),
    )
    found = read("".join(kubectl(server, tmp_path, *each) for each in commands))
    assert (found.served, found.minor, len(found.lists)) == (SERVED, 34, 3)
