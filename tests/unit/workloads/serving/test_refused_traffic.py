"""Ways in to a model server that cannot work, each with the exact text of its refusal."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Judge = Callable[..., list[str]]

HTTPS = "{name: https, hostname: '*.example.com', certificates: [{secret: tls}]}"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Service
        (
            "service: {externalTrafficPolicy: Local}",
            "spec.service.externalTrafficPolicy: a ClusterIP is not reached from outside; set type: LoadBalancer or NodePort, or leave it out",
        ),
        (
            "service: {sessionAffinitySeconds: 90000}",
            "spec.service.sessionAffinitySeconds: is 90000, but must be at most 86400 seconds",
        ),
        # Ingress
        ("ingress: {}", "spec.ingress.host: no host name leads to it; give host, or hosts"),
        (
            "ingress: {paths: [{}], hosts: [{host: a}]}",
            "spec.ingress.paths: it belongs to host, which is not given; write it in hosts",
        ),
        (
            "ingress: {tlsSecret: a, hosts: [{host: a}]}",
            "spec.ingress.tlsSecret: it belongs to host, which is not given; write it in hosts",
        ),
        (
            "ingress: {host: a, hosts: [{host: a}]}",
            "spec.ingress.hosts[0].host: a is host already; leave one out",
        ),
        (
            "ingress: {host: a, paths: [{path: v1}]}",
            'spec.ingress.paths[0].path: "v1" does not have the form /.*; an absolute path',
        ),
        # routes
        (
            "route: {hostnames: [m.example.com]}",
            "spec.route.gateway: no Gateway carries it; name one, or describe one as gateway",
        ),
        (
            "route: {hostnames: [M.example.com], gateway: a}",
            r'spec.route.hostnames[0]: "M.example.com" does not have the form (\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*; lower-case names of DNS',
        ),
        (
            "route: {hostnames: [m.example.com], gateway: a, timeouts: {request: 10s, backendRequest: 1m}}",
            "spec.route.timeouts.backendRequest: 1m is more than request, 10s",
        ),
        (
            "route: {hostnames: [m.example.com], gateway: a, timeouts: {request: ten}}",
            'spec.route.timeouts.request: "ten" does not have the form ([0-9]{1,5}(h|m|s|ms)){1,4}; write it as 30s',
        ),
        (
            "route: {hostnames: [m.example.com], gateway: a, grpc: {hostnames: [m.example.com]}}",
            "spec.route.grpc.hostnames[0]: m.example.com leads to REST; a Gateway takes one kind of route for a host name; give gRPC a host name of its own, or listeners (sectionName) to both",
        ),
        # Gateway
        ("gateway: {className: a, listeners: []}", "spec.gateway.listeners: nothing listens; give one"),
        (
            "gateway: {className: a, listeners: [{name: https}]}",
            "spec.gateway.listeners[0].certificates: HTTPS needs a certificate; name a Secret with one",
        ),
        (
            "gateway: {className: a, listeners: [{name: a, protocol: HTTP, certificates: [{secret: a}]}]}",
            "spec.gateway.listeners[0].certificates: HTTP has no certificates; use protocol: HTTPS, or leave it out",
        ),
        (
            "gateway: {className: a, listeners: [{name: a, protocol: HTTP}, {name: b, protocol: HTTP, port: 80}]}",
            "spec.gateway.listeners[1]: another listener has its port, protocol and host name; change one of them",
        ),
        (
            "gateway: {className: a, listeners: [{name: a, protocol: HTTP, routesFrom: Selector}]}",
            "spec.gateway.listeners[0].routesLabels: no label says which namespaces; give labels with routesFrom: Selector, and only there",
        ),
        (
            "gateway: {className: a, listeners: [{name: a, protocol: HTTP, routesLabels: {a: b}}]}",
            "spec.gateway.listeners[0].routesLabels: routes from Same are not told by labels; give labels with routesFrom: Selector, and only there",
        ),
        (
            f"gateway: {{className: a, listeners: [{HTTPS}]}}\nroute: {{hostnames: [m.example.org]}}",
            "spec.route.hostnames[0]: no listener takes m.example.org; give a listener this host name, or none",
        ),
        (
            f"gateway: {{className: a, listeners: [{HTTPS}]}}\nroute: {{hostnames: [example.com]}}",
            "spec.route.hostnames[0]: no listener takes example.com; give a listener this host name, or none",
        ),
        (
            f"gateway: {{className: a, listeners: [{HTTPS}]}}\nroute: {{hostnames: [m.example.com], sectionName: http}}",
            'spec.route.sectionName: the gateway has no listener "http"; known are https',
        ),
        (
            f"gateway: {{className: a, listeners: [{HTTPS}]}}\nroute: {{hostnames: [m.example.com], grpc: {{hostnames: [g.example.org]}}}}",
            "spec.route.grpc.hostnames[0]: no listener takes g.example.org; give a listener this host name, or none",
        ),
        # NetworkPolicy
        (
            "networkPolicy: {}\nroute: {hostnames: [m.example.com], gateway: a}",
            "spec.networkPolicy: requests by route come from proxies of other namespaces, which it drops; name these as gatewayNamespaces, or give callers as ingress",
        ),
        (
            "networkPolicy: {}\ningress: {host: m.example.com}",
            "spec.networkPolicy: requests by ingress come from proxies of other namespaces, which it drops; name these as gatewayNamespaces, or give callers as ingress",
        ),
        (
            "networkPolicy: {}\nservice: {type: LoadBalancer}",
            "spec.networkPolicy: requests to a LoadBalancer come from outside, which it drops; give the networks of the callers as ingress",
        ),
        (
            "networkPolicy: {}\nmodels: [{name: m, storage: {s3: {uri: s3://a/b}}}]",
            "spec.networkPolicy: nothing goes out, and the pods download s3://a/b before they can work; give where it lies as egress, or set deny: ingress",
        ),
        (
            "networkPolicy: {}\nbackend: kserve\nmodels: [{name: m}]\nkserve: {storageUri: 'gs://b/m'}",
            "spec.networkPolicy: nothing goes out, and the pods download gs://b/m before they can work; give where it lies as egress, or set deny: ingress",
        ),
        (
            "networkPolicy: {sameNamespace: false, clientLabels: {a: b}}",
            "spec.networkPolicy.clientLabels: no pod of the namespace may call; leave it out, or set sameNamespace: true",
        ),
        (
            "networkPolicy: {deny: ingress, egress: [{name: s3, cidrs: [0.0.0.0/0]}]}",
            "spec.networkPolicy.egress: with deny: ingress everything goes out already; leave it out, or set deny: all",
        ),
        (
            "networkPolicy: {egress: [{name: s3}]}",
            "spec.networkPolicy.egress[0]: does not say who is at the other end; give namespaces or cidrs; 0.0.0.0/0 is every IPv4 address",
        ),
        (
            "networkPolicy: {ingress: [{name: a, cidrs: [10.0.0.0/33]}]}",
            'spec.networkPolicy.ingress[0].cidrs[0]: "10.0.0.0/33" is no network; write it as 10.20.0.0/16',
        ),
    ],
)
def test_a_way_in_that_cannot_work_is_refused(changes: str, expected: str, refused: Judge) -> None:
    assert refused(changes) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        f"gateway: {{className: a, listeners: [{HTTPS}]}}\nroute: {{hostnames: ['*.example.com', a.b.example.com]}}",
        "gateway: {className: a, listeners: [{name: a, protocol: HTTP, hostname: m.example.com}]}\nroute: {hostnames: ['*.example.com']}",
        f"gateway: {{className: a, listeners: [{HTTPS}]}}\nroute: {{hostnames: [m.example.org], gateway: other}}",
        "route: {hostnames: [m.example.com], sectionName: a, gateway: a, grpc: {sectionName: b, hostnames: [m.example.com]}}",
        "route: {hostnames: [m.example.com], gateway: a, timeouts: {request: 0s, backendRequest: 1m}}",
        "networkPolicy: {gatewayNamespaces: [gw]}\nroute: {hostnames: [m.example.com], gateway: a}",
        "networkPolicy: {ingress: [{name: clients, cidrs: [10.0.0.0/8]}]}\nservice: {type: LoadBalancer}",
        "networkPolicy: {egress: [{name: s3, cidrs: [0.0.0.0/0], ports: [443]}]}\nmodels: [{name: m, storage: {s3: {uri: s3://a/b}}}]",
        "networkPolicy: {deny: ingress}\nmodels: [{name: m, storage: {s3: {uri: s3://a/b}}}]",
    ],
)
def test_a_way_in_that_works_is_taken(changes: str, refused: Judge) -> None:
    assert refused(changes) == []
