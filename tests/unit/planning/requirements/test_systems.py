from __future__ import annotations

from pathlib import Path

import pytest

from mlkube.planning.requirements.definitions import of_kind, plural
from mlkube.planning.requirements.systems import known_systems, system_of_device_class, system_of_resource
from mlkube.workloads.catalogue import SYSTEMS
from mlkube.yamlio import load_all

CRDS = Path(__file__).resolve().parents[5] / "shared" / "crds"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("HTTPRoute", "httproutes"),
        ("Gateway", "gateways"),
        ("GatewayClass", "gatewayclasses"),
        ("Topology", "topologies"),
        ("Elasticsearch", "elasticsearches"),
        ("Prometheus", "prometheuses"),
        ("LocalModelCache", "localmodelcaches"),
    ],
)
def test_a_kind_has_its_plural(kind: str, name: str) -> None:
    assert plural(kind) == name


@pytest.mark.skipif(
    not CRDS.is_dir(), reason="the definitions of other projects are not beside the repository"
)
def test_names_and_systems_agree_with_the_definitions_of_the_projects() -> None:
    unknown = []
    for file in sorted(CRDS.glob("*.yaml")):
        (definition,) = load_all(file.read_bytes(), file.name)
        spec = definition["spec"]  # type: ignore[call-overload, index]
        group, kind = spec["group"], spec["names"]["kind"]  # type: ignore[call-overload, index]
        found = of_kind(str(group), "v1", str(kind))
        assert found.name == f"{file.stem.partition('_')[2]}.{group}"
        if found.by is None:
            unknown.append(str(kind))
    assert unknown == []


def test_versions_are_those_that_the_kinds_were_made_for() -> None:
    made_for = {name: version for systems in SYSTEMS.values() for name, version in systems}
    different = {
        each.name: (each.version, made_for[each.name])
        for each in known_systems()
        if made_for.get(each.name, each.version) != each.version
    }
    assert different == {}


@pytest.mark.parametrize(
    ("resource", "name"),
    [
        ("nvidia.com/gpu", "NVIDIA device plugin"),
        ("nvidia.com/mig-1g.5gb", "NVIDIA device plugin"),
        ("amd.com/gpu", "AMD GPU device plugin"),
        ("hugepages-2Mi", "huge pages that the nodes set aside"),
        ("example.com/dongle", ""),
    ],
)
def test_an_extended_resource_has_what_offers_it(resource: str, name: str) -> None:
    found = system_of_resource(resource)
    assert (found.name if found else "") == name


def test_a_device_class_has_its_driver() -> None:
    found = system_of_device_class("gpu.nvidia.com")
    assert found is not None
    assert found.name == "DRA driver for NVIDIA GPUs"
    assert system_of_device_class("example.com") is None
