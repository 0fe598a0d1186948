"""Services."""

from __future__ import annotations

from mlkube.objects.parts import NAME_LABEL, Checks, filled, metadata, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from mlkube.k8s import core_v1


def service(  # noqa: PLR0913  keyword-only, one a field
    *,
    name: str,
    ports: Mapping[str, int] | None = None,
    namespace: str | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    selector: Mapping[str, str] | None = None,
    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] | None = None,  # noqa: A002  as Kubernetes names it
    headless: bool = False,
    spec: core_v1.ServiceSpec | None = None,
) -> core_v1.Service:
    """Return a Service in front of the pods of one application.

    It selects `app.kubernetes.io/name: <name>` where no `selector` is given, as `deployment` labels its pods.
    `ports` maps names to numbers; a pod listens on the same number. `headless` gives each pod a DNS name.

    Raises:
        BuildError: no port (unless headless), a number that is no port, a headless Service of a type that
            has an address, a field given twice.

    Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
    """
    checks = Checks("Service", name)
    own = named(name, labels)
    given = ports or (spec or {}).get("ports") or headless
    checks.that(bool(given), "spec.ports", "no port is given", hint='pass ports={"http": 80}')
    checks.that(not headless or type in {None, "ClusterIP"}, "spec.type", f"a headless Service is no {type}")
    for index, port in enumerate((ports or {}).values()):
        checks.port(f"spec.ports[{index}].port", port)
    fields = filled(
        checks,
        {"selector": {NAME_LABEL: own[NAME_LABEL]}},
        {
            "clusterIP": "None" if headless else None,
            "ports": [{"name": label, "port": port} for label, port in ports.items()] if ports else None,
            "selector": None if selector is None else dict(selector),
            "type": type,
        },
        spec,
    )
    checks.finish()
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(name, namespace, own, annotations),
        "spec": fields,
    }
