"""Kubernetes 1.36, resource.k8s.io/v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import Json
    from mlkube.k8s import core_v1, meta_v1


class AllocatedDeviceStatus(TypedDict, total=False):
    """AllocatedDeviceStatus of resource.k8s.io/v1."""

    conditions: list[meta_v1.Condition]
    data: Mapping[str, Json]
    device: Required[str]
    driver: Required[str]
    networkData: NetworkDeviceData
    pool: Required[str]
    shareID: str


class AllocationResult(TypedDict, total=False):
    """AllocationResult of resource.k8s.io/v1."""

    allocationTimestamp: str
    devices: DeviceAllocationResult
    nodeSelector: core_v1.NodeSelector


class CELDeviceSelector(TypedDict, total=False):
    """CELDeviceSelector of resource.k8s.io/v1."""

    expression: Required[str]


class CapacityRequestPolicy(TypedDict, total=False):
    """CapacityRequestPolicy of resource.k8s.io/v1."""

    default: str | int | float
    validRange: CapacityRequestPolicyRange
    validValues: list[str | int | float]


class CapacityRequestPolicyRange(TypedDict, total=False):
    """CapacityRequestPolicyRange of resource.k8s.io/v1."""

    max: str | int | float
    min: Required[str | int | float]
    step: str | int | float


class CapacityRequirements(TypedDict, total=False):
    """CapacityRequirements of resource.k8s.io/v1."""

    requests: Mapping[str, str | int | float]


class Counter(TypedDict, total=False):
    """Counter of resource.k8s.io/v1."""

    value: Required[str | int | float]


class CounterSet(TypedDict, total=False):
    """CounterSet of resource.k8s.io/v1."""

    counters: Required[Mapping[str, Counter]]
    name: Required[str]


class Device(TypedDict, total=False):
    """Device of resource.k8s.io/v1."""

    allNodes: bool
    allowMultipleAllocations: bool
    attributes: Mapping[str, DeviceAttribute]
    bindingConditions: list[str]
    bindingFailureConditions: list[str]
    bindsToNode: bool
    capacity: Mapping[str, DeviceCapacity]
    consumesCounters: list[DeviceCounterConsumption]
    name: Required[str]
    nodeAllocatableResourceMappings: Mapping[str, NodeAllocatableResourceMapping]
    nodeName: str
    nodeSelector: core_v1.NodeSelector
    taints: list[DeviceTaint]


class DeviceAllocationConfiguration(TypedDict, total=False):
    """DeviceAllocationConfiguration of resource.k8s.io/v1."""

    opaque: OpaqueDeviceConfiguration
    requests: list[str]
    source: Required[str]


class DeviceAllocationResult(TypedDict, total=False):
    """DeviceAllocationResult of resource.k8s.io/v1."""

    config: list[DeviceAllocationConfiguration]
    results: list[DeviceRequestAllocationResult]


DeviceAttribute = TypedDict(
    "DeviceAttribute",
    {
        "bool": "bool",
        "bools": "list[bool]",
        "int": "int",
        "ints": "list[int]",
        "string": "str",
        "strings": "list[str]",
        "version": "str",
        "versions": "list[str]",
    },
    total=False,
)
"""DeviceAttribute of resource.k8s.io/v1."""


class DeviceCapacity(TypedDict, total=False):
    """DeviceCapacity of resource.k8s.io/v1."""

    requestPolicy: CapacityRequestPolicy
    value: Required[str | int | float]


class DeviceClaim(TypedDict, total=False):
    """DeviceClaim of resource.k8s.io/v1."""

    config: list[DeviceClaimConfiguration]
    constraints: list[DeviceConstraint]
    requests: list[DeviceRequest]


class DeviceClaimConfiguration(TypedDict, total=False):
    """DeviceClaimConfiguration of resource.k8s.io/v1."""

    opaque: OpaqueDeviceConfiguration
    requests: list[str]


class DeviceClass(TypedDict, total=False):
    """DeviceClass of resource.k8s.io/v1."""

    apiVersion: Required[Literal["resource.k8s.io/v1"]]
    kind: Required[Literal["DeviceClass"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[DeviceClassSpec]


class DeviceClassConfiguration(TypedDict, total=False):
    """DeviceClassConfiguration of resource.k8s.io/v1."""

    opaque: OpaqueDeviceConfiguration


class DeviceClassSpec(TypedDict, total=False):
    """DeviceClassSpec of resource.k8s.io/v1."""

    config: list[DeviceClassConfiguration]
    extendedResourceName: str
    selectors: list[DeviceSelector]


class DeviceConstraint(TypedDict, total=False):
    """DeviceConstraint of resource.k8s.io/v1."""

    distinctAttribute: str
    matchAttribute: str
    requests: list[str]


class DeviceCounterConsumption(TypedDict, total=False):
    """DeviceCounterConsumption of resource.k8s.io/v1."""

    counterSet: Required[str]
    counters: Required[Mapping[str, Counter]]


class DeviceRequest(TypedDict, total=False):
    """DeviceRequest of resource.k8s.io/v1."""

    exactly: ExactDeviceRequest
    firstAvailable: list[DeviceSubRequest]
    name: Required[str]


class DeviceRequestAllocationResult(TypedDict, total=False):
    """DeviceRequestAllocationResult of resource.k8s.io/v1."""

    adminAccess: bool
    bindingConditions: list[str]
    bindingFailureConditions: list[str]
    consumedCapacity: Mapping[str, str | int | float]
    device: Required[str]
    driver: Required[str]
    pool: Required[str]
    request: Required[str]
    shareID: str
    tolerations: list[DeviceToleration]


class DeviceSelector(TypedDict, total=False):
    """DeviceSelector of resource.k8s.io/v1."""

    cel: CELDeviceSelector


class DeviceSubRequest(TypedDict, total=False):
    """DeviceSubRequest of resource.k8s.io/v1."""

    allocationMode: str
    capacity: CapacityRequirements
    count: int
    deviceClassName: Required[str]
    name: Required[str]
    selectors: list[DeviceSelector]
    tolerations: list[DeviceToleration]


class DeviceTaint(TypedDict, total=False):
    """DeviceTaint of resource.k8s.io/v1."""

    effect: Required[str]
    key: Required[str]
    timeAdded: str
    value: str


class DeviceToleration(TypedDict, total=False):
    """DeviceToleration of resource.k8s.io/v1."""

    effect: str
    key: str
    operator: str
    tolerationSeconds: int
    value: str


class ExactDeviceRequest(TypedDict, total=False):
    """ExactDeviceRequest of resource.k8s.io/v1."""

    adminAccess: bool
    allocationMode: str
    capacity: CapacityRequirements
    count: int
    deviceClassName: Required[str]
    selectors: list[DeviceSelector]
    tolerations: list[DeviceToleration]


class NetworkDeviceData(TypedDict, total=False):
    """NetworkDeviceData of resource.k8s.io/v1."""

    hardwareAddress: str
    interfaceName: str
    ips: list[str]


class NodeAllocatableResourceMapping(TypedDict, total=False):
    """NodeAllocatableResourceMapping of resource.k8s.io/v1."""

    allocationMultiplier: str | int | float
    capacityKey: str


class OpaqueDeviceConfiguration(TypedDict, total=False):
    """OpaqueDeviceConfiguration of resource.k8s.io/v1."""

    driver: Required[str]
    parameters: Required[Mapping[str, Json]]


class ResourceClaim(TypedDict, total=False):
    """ResourceClaim of resource.k8s.io/v1."""

    apiVersion: Required[Literal["resource.k8s.io/v1"]]
    kind: Required[Literal["ResourceClaim"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[ResourceClaimSpec]
    status: ResourceClaimStatus


class ResourceClaimConsumerReference(TypedDict, total=False):
    """ResourceClaimConsumerReference of resource.k8s.io/v1."""

    apiGroup: str
    name: Required[str]
    resource: Required[str]
    uid: Required[str]


class ResourceClaimSpec(TypedDict, total=False):
    """ResourceClaimSpec of resource.k8s.io/v1."""

    devices: DeviceClaim


class ResourceClaimStatus(TypedDict, total=False):
    """ResourceClaimStatus of resource.k8s.io/v1."""

    allocation: AllocationResult
    devices: list[AllocatedDeviceStatus]
    reservedFor: list[ResourceClaimConsumerReference]


class ResourceClaimTemplate(TypedDict, total=False):
    """ResourceClaimTemplate of resource.k8s.io/v1."""

    apiVersion: Required[Literal["resource.k8s.io/v1"]]
    kind: Required[Literal["ResourceClaimTemplate"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[ResourceClaimTemplateSpec]


class ResourceClaimTemplateSpec(TypedDict, total=False):
    """ResourceClaimTemplateSpec of resource.k8s.io/v1."""

    metadata: meta_v1.ObjectMeta
    spec: Required[ResourceClaimSpec]


class ResourcePool(TypedDict, total=False):
    """ResourcePool of resource.k8s.io/v1."""

    generation: Required[int]
    name: Required[str]
    resourceSliceCount: Required[int]


class ResourceSlice(TypedDict, total=False):
    """ResourceSlice of resource.k8s.io/v1."""

    apiVersion: Required[Literal["resource.k8s.io/v1"]]
    kind: Required[Literal["ResourceSlice"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[ResourceSliceSpec]


class ResourceSliceSpec(TypedDict, total=False):
    """ResourceSliceSpec of resource.k8s.io/v1."""

    allNodes: bool
    devices: list[Device]
    driver: Required[str]
    nodeName: str
    nodeSelector: core_v1.NodeSelector
    perDeviceNodeSelection: bool
    pool: Required[ResourcePool]
    sharedCounters: list[CounterSet]
