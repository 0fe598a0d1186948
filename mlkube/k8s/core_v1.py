"""Kubernetes 1.36, v1; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import meta_v1


class AWSElasticBlockStoreVolumeSource(TypedDict, total=False):
    """AWSElasticBlockStoreVolumeSource of v1."""

    fsType: str
    partition: int
    readOnly: bool
    volumeID: Required[str]


class Affinity(TypedDict, total=False):
    """Affinity of v1."""

    nodeAffinity: NodeAffinity
    podAffinity: PodAffinity
    podAntiAffinity: PodAntiAffinity


class AppArmorProfile(TypedDict, total=False):
    """AppArmorProfile of v1."""

    localhostProfile: str
    type: Required[str]


class AttachedVolume(TypedDict, total=False):
    """AttachedVolume of v1."""

    devicePath: Required[str]
    name: Required[str]


class AzureDiskVolumeSource(TypedDict, total=False):
    """AzureDiskVolumeSource of v1."""

    cachingMode: str
    diskName: Required[str]
    diskURI: Required[str]
    fsType: str
    kind: str
    readOnly: bool


class AzureFilePersistentVolumeSource(TypedDict, total=False):
    """AzureFilePersistentVolumeSource of v1."""

    readOnly: bool
    secretName: Required[str]
    secretNamespace: str
    shareName: Required[str]


class AzureFileVolumeSource(TypedDict, total=False):
    """AzureFileVolumeSource of v1."""

    readOnly: bool
    secretName: Required[str]
    shareName: Required[str]


class Binding(TypedDict, total=False):
    """Binding of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["Binding"]]
    metadata: meta_v1.ObjectMeta
    target: Required[ObjectReference]


class CSIPersistentVolumeSource(TypedDict, total=False):
    """CSIPersistentVolumeSource of v1."""

    controllerExpandSecretRef: SecretReference
    controllerPublishSecretRef: SecretReference
    driver: Required[str]
    fsType: str
    nodeExpandSecretRef: SecretReference
    nodePublishSecretRef: SecretReference
    nodeStageSecretRef: SecretReference
    readOnly: bool
    volumeAttributes: Mapping[str, str]
    volumeHandle: Required[str]


class CSIVolumeSource(TypedDict, total=False):
    """CSIVolumeSource of v1."""

    driver: Required[str]
    fsType: str
    nodePublishSecretRef: LocalObjectReference
    readOnly: bool
    volumeAttributes: Mapping[str, str]


class Capabilities(TypedDict, total=False):
    """Capabilities of v1."""

    add: list[str]
    drop: list[str]


class CephFSPersistentVolumeSource(TypedDict, total=False):
    """CephFSPersistentVolumeSource of v1."""

    monitors: Required[list[str]]
    path: str
    readOnly: bool
    secretFile: str
    secretRef: SecretReference
    user: str


class CephFSVolumeSource(TypedDict, total=False):
    """CephFSVolumeSource of v1."""

    monitors: Required[list[str]]
    path: str
    readOnly: bool
    secretFile: str
    secretRef: LocalObjectReference
    user: str


class CinderPersistentVolumeSource(TypedDict, total=False):
    """CinderPersistentVolumeSource of v1."""

    fsType: str
    readOnly: bool
    secretRef: SecretReference
    volumeID: Required[str]


class CinderVolumeSource(TypedDict, total=False):
    """CinderVolumeSource of v1."""

    fsType: str
    readOnly: bool
    secretRef: LocalObjectReference
    volumeID: Required[str]


class ClientIPConfig(TypedDict, total=False):
    """ClientIPConfig of v1."""

    timeoutSeconds: int


class ClusterTrustBundleProjection(TypedDict, total=False):
    """ClusterTrustBundleProjection of v1."""

    labelSelector: meta_v1.LabelSelector
    name: str
    optional: bool
    path: Required[str]
    signerName: str


class ComponentCondition(TypedDict, total=False):
    """ComponentCondition of v1."""

    error: str
    message: str
    status: Required[str]
    type: Required[str]


class ComponentStatus(TypedDict, total=False):
    """ComponentStatus of v1."""

    apiVersion: Required[Literal["v1"]]
    conditions: list[ComponentCondition]
    kind: Required[Literal["ComponentStatus"]]
    metadata: meta_v1.ObjectMeta


class ConfigMap(TypedDict, total=False):
    """ConfigMap of v1."""

    apiVersion: Required[Literal["v1"]]
    binaryData: Mapping[str, str]
    data: Mapping[str, str]
    immutable: bool
    kind: Required[Literal["ConfigMap"]]
    metadata: meta_v1.ObjectMeta


class ConfigMapEnvSource(TypedDict, total=False):
    """ConfigMapEnvSource of v1."""

    name: str
    optional: bool


class ConfigMapKeySelector(TypedDict, total=False):
    """ConfigMapKeySelector of v1."""

    key: Required[str]
    name: str
    optional: bool


class ConfigMapNodeConfigSource(TypedDict, total=False):
    """ConfigMapNodeConfigSource of v1."""

    kubeletConfigKey: Required[str]
    name: Required[str]
    namespace: Required[str]
    resourceVersion: str
    uid: str


class ConfigMapProjection(TypedDict, total=False):
    """ConfigMapProjection of v1."""

    items: list[KeyToPath]
    name: str
    optional: bool


class ConfigMapVolumeSource(TypedDict, total=False):
    """ConfigMapVolumeSource of v1."""

    defaultMode: int
    items: list[KeyToPath]
    name: str
    optional: bool


class Container(TypedDict, total=False):
    """Container of v1."""

    args: list[str]
    command: list[str]
    env: list[EnvVar]
    envFrom: list[EnvFromSource]
    image: str
    imagePullPolicy: str
    lifecycle: Lifecycle
    livenessProbe: Probe
    name: Required[str]
    ports: list[ContainerPort]
    readinessProbe: Probe
    resizePolicy: list[ContainerResizePolicy]
    resources: ResourceRequirements
    restartPolicy: str
    restartPolicyRules: list[ContainerRestartRule]
    securityContext: SecurityContext
    startupProbe: Probe
    stdin: bool
    stdinOnce: bool
    terminationMessagePath: str
    terminationMessagePolicy: str
    tty: bool
    volumeDevices: list[VolumeDevice]
    volumeMounts: list[VolumeMount]
    workingDir: str


class ContainerExtendedResourceRequest(TypedDict, total=False):
    """ContainerExtendedResourceRequest of v1."""

    containerName: Required[str]
    requestName: Required[str]
    resourceName: Required[str]


class ContainerImage(TypedDict, total=False):
    """ContainerImage of v1."""

    names: list[str]
    sizeBytes: int


class ContainerPort(TypedDict, total=False):
    """ContainerPort of v1."""

    containerPort: Required[int]
    hostIP: str
    hostPort: int
    name: str
    protocol: str


class ContainerResizePolicy(TypedDict, total=False):
    """ContainerResizePolicy of v1."""

    resourceName: Required[str]
    restartPolicy: Required[str]


class ContainerRestartRule(TypedDict, total=False):
    """ContainerRestartRule of v1."""

    action: Required[str]
    exitCodes: ContainerRestartRuleOnExitCodes


class ContainerRestartRuleOnExitCodes(TypedDict, total=False):
    """ContainerRestartRuleOnExitCodes of v1."""

    operator: Required[str]
    values: list[int]


class ContainerState(TypedDict, total=False):
    """ContainerState of v1."""

    running: ContainerStateRunning
    terminated: ContainerStateTerminated
    waiting: ContainerStateWaiting


class ContainerStateRunning(TypedDict, total=False):
    """ContainerStateRunning of v1."""

    startedAt: str


class ContainerStateTerminated(TypedDict, total=False):
    """ContainerStateTerminated of v1."""

    containerID: str
    exitCode: Required[int]
    finishedAt: str
    message: str
    reason: str
    signal: int
    startedAt: str


class ContainerStateWaiting(TypedDict, total=False):
    """ContainerStateWaiting of v1."""

    message: str
    reason: str


class ContainerStatus(TypedDict, total=False):
    """ContainerStatus of v1."""

    allocatedResources: Mapping[str, str | int | float]
    allocatedResourcesStatus: list[ResourceStatus]
    containerID: str
    image: Required[str]
    imageID: Required[str]
    lastState: ContainerState
    name: Required[str]
    ready: Required[bool]
    resources: ResourceRequirements
    restartCount: Required[int]
    started: bool
    state: ContainerState
    stopSignal: str
    user: ContainerUser
    volumeMounts: list[VolumeMountStatus]


class ContainerUser(TypedDict, total=False):
    """ContainerUser of v1."""

    linux: LinuxContainerUser


class DaemonEndpoint(TypedDict, total=False):
    """DaemonEndpoint of v1."""

    Port: Required[int]


class DownwardAPIProjection(TypedDict, total=False):
    """DownwardAPIProjection of v1."""

    items: list[DownwardAPIVolumeFile]


class DownwardAPIVolumeFile(TypedDict, total=False):
    """DownwardAPIVolumeFile of v1."""

    fieldRef: ObjectFieldSelector
    mode: int
    path: Required[str]
    resourceFieldRef: ResourceFieldSelector


class DownwardAPIVolumeSource(TypedDict, total=False):
    """DownwardAPIVolumeSource of v1."""

    defaultMode: int
    items: list[DownwardAPIVolumeFile]


class EmptyDirVolumeSource(TypedDict, total=False):
    """EmptyDirVolumeSource of v1."""

    medium: str
    sizeLimit: str | int | float


class EndpointAddress(TypedDict, total=False):
    """EndpointAddress of v1."""

    hostname: str
    ip: Required[str]
    nodeName: str
    targetRef: ObjectReference


class EndpointPort(TypedDict, total=False):
    """EndpointPort of v1."""

    appProtocol: str
    name: str
    port: Required[int]
    protocol: str


class EndpointSubset(TypedDict, total=False):
    """EndpointSubset of v1."""

    addresses: list[EndpointAddress]
    notReadyAddresses: list[EndpointAddress]
    ports: list[EndpointPort]


class Endpoints(TypedDict, total=False):
    """Endpoints of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["Endpoints"]]
    metadata: meta_v1.ObjectMeta
    subsets: list[EndpointSubset]


class EnvFromSource(TypedDict, total=False):
    """EnvFromSource of v1."""

    configMapRef: ConfigMapEnvSource
    prefix: str
    secretRef: SecretEnvSource


class EnvVar(TypedDict, total=False):
    """EnvVar of v1."""

    name: Required[str]
    value: str
    valueFrom: EnvVarSource


class EnvVarSource(TypedDict, total=False):
    """EnvVarSource of v1."""

    configMapKeyRef: ConfigMapKeySelector
    fieldRef: ObjectFieldSelector
    fileKeyRef: FileKeySelector
    resourceFieldRef: ResourceFieldSelector
    secretKeyRef: SecretKeySelector


class EphemeralContainer(TypedDict, total=False):
    """EphemeralContainer of v1."""

    args: list[str]
    command: list[str]
    env: list[EnvVar]
    envFrom: list[EnvFromSource]
    image: str
    imagePullPolicy: str
    lifecycle: Lifecycle
    livenessProbe: Probe
    name: Required[str]
    ports: list[ContainerPort]
    readinessProbe: Probe
    resizePolicy: list[ContainerResizePolicy]
    resources: ResourceRequirements
    restartPolicy: str
    restartPolicyRules: list[ContainerRestartRule]
    securityContext: SecurityContext
    startupProbe: Probe
    stdin: bool
    stdinOnce: bool
    targetContainerName: str
    terminationMessagePath: str
    terminationMessagePolicy: str
    tty: bool
    volumeDevices: list[VolumeDevice]
    volumeMounts: list[VolumeMount]
    workingDir: str


class EphemeralVolumeSource(TypedDict, total=False):
    """EphemeralVolumeSource of v1."""

    volumeClaimTemplate: PersistentVolumeClaimTemplate


class Event(TypedDict, total=False):
    """Event of v1."""

    action: str
    apiVersion: Required[Literal["v1"]]
    count: int
    eventTime: str
    firstTimestamp: str
    involvedObject: Required[ObjectReference]
    kind: Required[Literal["Event"]]
    lastTimestamp: str
    message: str
    metadata: Required[meta_v1.ObjectMeta]
    reason: str
    related: ObjectReference
    reportingComponent: str
    reportingInstance: str
    series: EventSeries
    source: EventSource
    type: str


class EventSeries(TypedDict, total=False):
    """EventSeries of v1."""

    count: int
    lastObservedTime: str


class EventSource(TypedDict, total=False):
    """EventSource of v1."""

    component: str
    host: str


class ExecAction(TypedDict, total=False):
    """ExecAction of v1."""

    command: list[str]


class FCVolumeSource(TypedDict, total=False):
    """FCVolumeSource of v1."""

    fsType: str
    lun: int
    readOnly: bool
    targetWWNs: list[str]
    wwids: list[str]


class FileKeySelector(TypedDict, total=False):
    """FileKeySelector of v1."""

    key: Required[str]
    optional: bool
    path: Required[str]
    volumeName: Required[str]


class FlexPersistentVolumeSource(TypedDict, total=False):
    """FlexPersistentVolumeSource of v1."""

    driver: Required[str]
    fsType: str
    options: Mapping[str, str]
    readOnly: bool
    secretRef: SecretReference


class FlexVolumeSource(TypedDict, total=False):
    """FlexVolumeSource of v1."""

    driver: Required[str]
    fsType: str
    options: Mapping[str, str]
    readOnly: bool
    secretRef: LocalObjectReference


class FlockerVolumeSource(TypedDict, total=False):
    """FlockerVolumeSource of v1."""

    datasetName: str
    datasetUUID: str


class GCEPersistentDiskVolumeSource(TypedDict, total=False):
    """GCEPersistentDiskVolumeSource of v1."""

    fsType: str
    partition: int
    pdName: Required[str]
    readOnly: bool


class GRPCAction(TypedDict, total=False):
    """GRPCAction of v1."""

    port: Required[int]
    service: str


class GitRepoVolumeSource(TypedDict, total=False):
    """GitRepoVolumeSource of v1."""

    directory: str
    repository: Required[str]
    revision: str


class GlusterfsPersistentVolumeSource(TypedDict, total=False):
    """GlusterfsPersistentVolumeSource of v1."""

    endpoints: Required[str]
    endpointsNamespace: str
    path: Required[str]
    readOnly: bool


class GlusterfsVolumeSource(TypedDict, total=False):
    """GlusterfsVolumeSource of v1."""

    endpoints: Required[str]
    path: Required[str]
    readOnly: bool


class HTTPGetAction(TypedDict, total=False):
    """HTTPGetAction of v1."""

    host: str
    httpHeaders: list[HTTPHeader]
    path: str
    port: Required[int | str]
    scheme: str


class HTTPHeader(TypedDict, total=False):
    """HTTPHeader of v1."""

    name: Required[str]
    value: Required[str]


class HostAlias(TypedDict, total=False):
    """HostAlias of v1."""

    hostnames: list[str]
    ip: Required[str]


class HostIP(TypedDict, total=False):
    """HostIP of v1."""

    ip: Required[str]


class HostPathVolumeSource(TypedDict, total=False):
    """HostPathVolumeSource of v1."""

    path: Required[str]
    type: str


class ISCSIPersistentVolumeSource(TypedDict, total=False):
    """ISCSIPersistentVolumeSource of v1."""

    chapAuthDiscovery: bool
    chapAuthSession: bool
    fsType: str
    initiatorName: str
    iqn: Required[str]
    iscsiInterface: str
    lun: Required[int]
    portals: list[str]
    readOnly: bool
    secretRef: SecretReference
    targetPortal: Required[str]


class ISCSIVolumeSource(TypedDict, total=False):
    """ISCSIVolumeSource of v1."""

    chapAuthDiscovery: bool
    chapAuthSession: bool
    fsType: str
    initiatorName: str
    iqn: Required[str]
    iscsiInterface: str
    lun: Required[int]
    portals: list[str]
    readOnly: bool
    secretRef: LocalObjectReference
    targetPortal: Required[str]


class ImageVolumeSource(TypedDict, total=False):
    """ImageVolumeSource of v1."""

    pullPolicy: str
    reference: str


class ImageVolumeStatus(TypedDict, total=False):
    """ImageVolumeStatus of v1."""

    imageRef: Required[str]


class KeyToPath(TypedDict, total=False):
    """KeyToPath of v1."""

    key: Required[str]
    mode: int
    path: Required[str]


class Lifecycle(TypedDict, total=False):
    """Lifecycle of v1."""

    postStart: LifecycleHandler
    preStop: LifecycleHandler
    stopSignal: str


class LifecycleHandler(TypedDict, total=False):
    """LifecycleHandler of v1."""

    exec: ExecAction
    httpGet: HTTPGetAction
    sleep: SleepAction
    tcpSocket: TCPSocketAction


class LimitRange(TypedDict, total=False):
    """LimitRange of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["LimitRange"]]
    metadata: meta_v1.ObjectMeta
    spec: LimitRangeSpec


class LimitRangeItem(TypedDict, total=False):
    """LimitRangeItem of v1."""

    default: Mapping[str, str | int | float]
    defaultRequest: Mapping[str, str | int | float]
    max: Mapping[str, str | int | float]
    maxLimitRequestRatio: Mapping[str, str | int | float]
    min: Mapping[str, str | int | float]
    type: Required[str]


class LimitRangeSpec(TypedDict, total=False):
    """LimitRangeSpec of v1."""

    limits: Required[list[LimitRangeItem]]


class LinuxContainerUser(TypedDict, total=False):
    """LinuxContainerUser of v1."""

    gid: Required[int]
    supplementalGroups: list[int]
    uid: Required[int]


class LoadBalancerIngress(TypedDict, total=False):
    """LoadBalancerIngress of v1."""

    hostname: str
    ip: str
    ipMode: str
    ports: list[PortStatus]


class LoadBalancerStatus(TypedDict, total=False):
    """LoadBalancerStatus of v1."""

    ingress: list[LoadBalancerIngress]


class LocalObjectReference(TypedDict, total=False):
    """LocalObjectReference of v1."""

    name: str


class LocalVolumeSource(TypedDict, total=False):
    """LocalVolumeSource of v1."""

    fsType: str
    path: Required[str]


class ModifyVolumeStatus(TypedDict, total=False):
    """ModifyVolumeStatus of v1."""

    status: Required[str]
    targetVolumeAttributesClassName: str


class NFSVolumeSource(TypedDict, total=False):
    """NFSVolumeSource of v1."""

    path: Required[str]
    readOnly: bool
    server: Required[str]


class Namespace(TypedDict, total=False):
    """Namespace of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["Namespace"]]
    metadata: meta_v1.ObjectMeta
    spec: NamespaceSpec
    status: NamespaceStatus


class NamespaceCondition(TypedDict, total=False):
    """NamespaceCondition of v1."""

    lastTransitionTime: str
    message: str
    reason: str
    status: Required[str]
    type: Required[str]


class NamespaceSpec(TypedDict, total=False):
    """NamespaceSpec of v1."""

    finalizers: list[str]


class NamespaceStatus(TypedDict, total=False):
    """NamespaceStatus of v1."""

    conditions: list[NamespaceCondition]
    phase: str


class Node(TypedDict, total=False):
    """Node of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["Node"]]
    metadata: meta_v1.ObjectMeta
    spec: NodeSpec
    status: NodeStatus


class NodeAddress(TypedDict, total=False):
    """NodeAddress of v1."""

    address: Required[str]
    type: Required[str]


class NodeAffinity(TypedDict, total=False):
    """NodeAffinity of v1."""

    preferredDuringSchedulingIgnoredDuringExecution: list[PreferredSchedulingTerm]
    requiredDuringSchedulingIgnoredDuringExecution: NodeSelector


class NodeAllocatableResourceClaimStatus(TypedDict, total=False):
    """NodeAllocatableResourceClaimStatus of v1."""

    containers: list[str]
    resourceClaimName: Required[str]
    resources: Required[Mapping[str, str | int | float]]


class NodeCondition(TypedDict, total=False):
    """NodeCondition of v1."""

    lastHeartbeatTime: str
    lastTransitionTime: str
    message: str
    reason: str
    status: Required[str]
    type: Required[str]


class NodeConfigSource(TypedDict, total=False):
    """NodeConfigSource of v1."""

    configMap: ConfigMapNodeConfigSource


class NodeConfigStatus(TypedDict, total=False):
    """NodeConfigStatus of v1."""

    active: NodeConfigSource
    assigned: NodeConfigSource
    error: str
    lastKnownGood: NodeConfigSource


class NodeDaemonEndpoints(TypedDict, total=False):
    """NodeDaemonEndpoints of v1."""

    kubeletEndpoint: DaemonEndpoint


class NodeFeatures(TypedDict, total=False):
    """NodeFeatures of v1."""

    supplementalGroupsPolicy: bool


class NodeRuntimeHandler(TypedDict, total=False):
    """NodeRuntimeHandler of v1."""

    features: NodeRuntimeHandlerFeatures
    name: str


class NodeRuntimeHandlerFeatures(TypedDict, total=False):
    """NodeRuntimeHandlerFeatures of v1."""

    recursiveReadOnlyMounts: bool
    userNamespaces: bool


class NodeSelector(TypedDict, total=False):
    """NodeSelector of v1."""

    nodeSelectorTerms: Required[list[NodeSelectorTerm]]


class NodeSelectorRequirement(TypedDict, total=False):
    """NodeSelectorRequirement of v1."""

    key: Required[str]
    operator: Required[str]
    values: list[str]


class NodeSelectorTerm(TypedDict, total=False):
    """NodeSelectorTerm of v1."""

    matchExpressions: list[NodeSelectorRequirement]
    matchFields: list[NodeSelectorRequirement]


class NodeSpec(TypedDict, total=False):
    """NodeSpec of v1."""

    configSource: NodeConfigSource
    externalID: str
    podCIDR: str
    podCIDRs: list[str]
    providerID: str
    taints: list[Taint]
    unschedulable: bool


class NodeStatus(TypedDict, total=False):
    """NodeStatus of v1."""

    addresses: list[NodeAddress]
    allocatable: Mapping[str, str | int | float]
    capacity: Mapping[str, str | int | float]
    conditions: list[NodeCondition]
    config: NodeConfigStatus
    daemonEndpoints: NodeDaemonEndpoints
    declaredFeatures: list[str]
    features: NodeFeatures
    images: list[ContainerImage]
    nodeInfo: NodeSystemInfo
    phase: str
    runtimeHandlers: list[NodeRuntimeHandler]
    volumesAttached: list[AttachedVolume]
    volumesInUse: list[str]


class NodeSwapStatus(TypedDict, total=False):
    """NodeSwapStatus of v1."""

    capacity: int


class NodeSystemInfo(TypedDict, total=False):
    """NodeSystemInfo of v1."""

    architecture: Required[str]
    bootID: Required[str]
    containerRuntimeVersion: Required[str]
    kernelVersion: Required[str]
    kubeProxyVersion: Required[str]
    kubeletVersion: Required[str]
    machineID: Required[str]
    operatingSystem: Required[str]
    osImage: Required[str]
    swap: NodeSwapStatus
    systemUUID: Required[str]


class ObjectFieldSelector(TypedDict, total=False):
    """ObjectFieldSelector of v1."""

    apiVersion: str
    fieldPath: Required[str]


class ObjectReference(TypedDict, total=False):
    """ObjectReference of v1."""

    apiVersion: str
    fieldPath: str
    kind: str
    name: str
    namespace: str
    resourceVersion: str
    uid: str


class PersistentVolume(TypedDict, total=False):
    """PersistentVolume of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["PersistentVolume"]]
    metadata: meta_v1.ObjectMeta
    spec: PersistentVolumeSpec
    status: PersistentVolumeStatus


class PersistentVolumeClaim(TypedDict, total=False):
    """PersistentVolumeClaim of v1."""

    apiVersion: Literal["v1"]
    kind: Literal["PersistentVolumeClaim"]
    metadata: meta_v1.ObjectMeta
    spec: PersistentVolumeClaimSpec
    status: PersistentVolumeClaimStatus


class PersistentVolumeClaimCondition(TypedDict, total=False):
    """PersistentVolumeClaimCondition of v1."""

    lastProbeTime: str
    lastTransitionTime: str
    message: str
    reason: str
    status: Required[str]
    type: Required[str]


class PersistentVolumeClaimSpec(TypedDict, total=False):
    """PersistentVolumeClaimSpec of v1."""

    accessModes: list[str]
    dataSource: TypedLocalObjectReference
    dataSourceRef: TypedObjectReference
    resources: VolumeResourceRequirements
    selector: meta_v1.LabelSelector
    storageClassName: str
    volumeAttributesClassName: str
    volumeMode: str
    volumeName: str


class PersistentVolumeClaimStatus(TypedDict, total=False):
    """PersistentVolumeClaimStatus of v1."""

    accessModes: list[str]
    allocatedResourceStatuses: Mapping[str, str]
    allocatedResources: Mapping[str, str | int | float]
    capacity: Mapping[str, str | int | float]
    conditions: list[PersistentVolumeClaimCondition]
    currentVolumeAttributesClassName: str
    modifyVolumeStatus: ModifyVolumeStatus
    phase: str


class PersistentVolumeClaimTemplate(TypedDict, total=False):
    """PersistentVolumeClaimTemplate of v1."""

    metadata: meta_v1.ObjectMeta
    spec: Required[PersistentVolumeClaimSpec]


class PersistentVolumeClaimVolumeSource(TypedDict, total=False):
    """PersistentVolumeClaimVolumeSource of v1."""

    claimName: Required[str]
    readOnly: bool


class PersistentVolumeSpec(TypedDict, total=False):
    """PersistentVolumeSpec of v1."""

    accessModes: list[str]
    awsElasticBlockStore: AWSElasticBlockStoreVolumeSource
    azureDisk: AzureDiskVolumeSource
    azureFile: AzureFilePersistentVolumeSource
    capacity: Mapping[str, str | int | float]
    cephfs: CephFSPersistentVolumeSource
    cinder: CinderPersistentVolumeSource
    claimRef: ObjectReference
    csi: CSIPersistentVolumeSource
    fc: FCVolumeSource
    flexVolume: FlexPersistentVolumeSource
    flocker: FlockerVolumeSource
    gcePersistentDisk: GCEPersistentDiskVolumeSource
    glusterfs: GlusterfsPersistentVolumeSource
    hostPath: HostPathVolumeSource
    iscsi: ISCSIPersistentVolumeSource
    local: LocalVolumeSource
    mountOptions: list[str]
    nfs: NFSVolumeSource
    nodeAffinity: VolumeNodeAffinity
    persistentVolumeReclaimPolicy: str
    photonPersistentDisk: PhotonPersistentDiskVolumeSource
    portworxVolume: PortworxVolumeSource
    quobyte: QuobyteVolumeSource
    rbd: RBDPersistentVolumeSource
    scaleIO: ScaleIOPersistentVolumeSource
    storageClassName: str
    storageos: StorageOSPersistentVolumeSource
    volumeAttributesClassName: str
    volumeMode: str
    vsphereVolume: VsphereVirtualDiskVolumeSource


class PersistentVolumeStatus(TypedDict, total=False):
    """PersistentVolumeStatus of v1."""

    lastPhaseTransitionTime: str
    message: str
    phase: str
    reason: str


class PhotonPersistentDiskVolumeSource(TypedDict, total=False):
    """PhotonPersistentDiskVolumeSource of v1."""

    fsType: str
    pdID: Required[str]


class Pod(TypedDict, total=False):
    """Pod of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["Pod"]]
    metadata: meta_v1.ObjectMeta
    spec: PodSpec
    status: PodStatus


class PodAffinity(TypedDict, total=False):
    """PodAffinity of v1."""

    preferredDuringSchedulingIgnoredDuringExecution: list[WeightedPodAffinityTerm]
    requiredDuringSchedulingIgnoredDuringExecution: list[PodAffinityTerm]


class PodAffinityTerm(TypedDict, total=False):
    """PodAffinityTerm of v1."""

    labelSelector: meta_v1.LabelSelector
    matchLabelKeys: list[str]
    mismatchLabelKeys: list[str]
    namespaceSelector: meta_v1.LabelSelector
    namespaces: list[str]
    topologyKey: Required[str]


class PodAntiAffinity(TypedDict, total=False):
    """PodAntiAffinity of v1."""

    preferredDuringSchedulingIgnoredDuringExecution: list[WeightedPodAffinityTerm]
    requiredDuringSchedulingIgnoredDuringExecution: list[PodAffinityTerm]


class PodCertificateProjection(TypedDict, total=False):
    """PodCertificateProjection of v1."""

    certificateChainPath: str
    credentialBundlePath: str
    keyPath: str
    keyType: Required[str]
    maxExpirationSeconds: int
    signerName: Required[str]
    userAnnotations: Mapping[str, str]


class PodCondition(TypedDict, total=False):
    """PodCondition of v1."""

    lastProbeTime: str
    lastTransitionTime: str
    message: str
    observedGeneration: int
    reason: str
    status: Required[str]
    type: Required[str]


class PodDNSConfig(TypedDict, total=False):
    """PodDNSConfig of v1."""

    nameservers: list[str]
    options: list[PodDNSConfigOption]
    searches: list[str]


class PodDNSConfigOption(TypedDict, total=False):
    """PodDNSConfigOption of v1."""

    name: str
    value: str


class PodExtendedResourceClaimStatus(TypedDict, total=False):
    """PodExtendedResourceClaimStatus of v1."""

    requestMappings: Required[list[ContainerExtendedResourceRequest]]
    resourceClaimName: Required[str]


class PodIP(TypedDict, total=False):
    """PodIP of v1."""

    ip: Required[str]


class PodOS(TypedDict, total=False):
    """PodOS of v1."""

    name: Required[str]


class PodReadinessGate(TypedDict, total=False):
    """PodReadinessGate of v1."""

    conditionType: Required[str]


class PodResourceClaim(TypedDict, total=False):
    """PodResourceClaim of v1."""

    name: Required[str]
    resourceClaimName: str
    resourceClaimTemplateName: str


class PodResourceClaimStatus(TypedDict, total=False):
    """PodResourceClaimStatus of v1."""

    name: Required[str]
    resourceClaimName: str


class PodSchedulingGate(TypedDict, total=False):
    """PodSchedulingGate of v1."""

    name: Required[str]


class PodSchedulingGroup(TypedDict, total=False):
    """PodSchedulingGroup of v1."""

    podGroupName: str


class PodSecurityContext(TypedDict, total=False):
    """PodSecurityContext of v1."""

    appArmorProfile: AppArmorProfile
    fsGroup: int
    fsGroupChangePolicy: str
    runAsGroup: int
    runAsNonRoot: bool
    runAsUser: int
    seLinuxChangePolicy: str
    seLinuxOptions: SELinuxOptions
    seccompProfile: SeccompProfile
    supplementalGroups: list[int]
    supplementalGroupsPolicy: str
    sysctls: list[Sysctl]
    windowsOptions: WindowsSecurityContextOptions


class PodSpec(TypedDict, total=False):
    """PodSpec of v1."""

    activeDeadlineSeconds: int
    affinity: Affinity
    automountServiceAccountToken: bool
    containers: Required[list[Container]]
    dnsConfig: PodDNSConfig
    dnsPolicy: str
    enableServiceLinks: bool
    ephemeralContainers: list[EphemeralContainer]
    hostAliases: list[HostAlias]
    hostIPC: bool
    hostNetwork: bool
    hostPID: bool
    hostUsers: bool
    hostname: str
    hostnameOverride: str
    imagePullSecrets: list[LocalObjectReference]
    initContainers: list[Container]
    nodeName: str
    nodeSelector: Mapping[str, str]
    os: PodOS
    overhead: Mapping[str, str | int | float]
    preemptionPolicy: str
    priority: int
    priorityClassName: str
    readinessGates: list[PodReadinessGate]
    resourceClaims: list[PodResourceClaim]
    resources: ResourceRequirements
    restartPolicy: str
    runtimeClassName: str
    schedulerName: str
    schedulingGates: list[PodSchedulingGate]
    schedulingGroup: PodSchedulingGroup
    securityContext: PodSecurityContext
    serviceAccount: str
    serviceAccountName: str
    setHostnameAsFQDN: bool
    shareProcessNamespace: bool
    subdomain: str
    terminationGracePeriodSeconds: int
    tolerations: list[Toleration]
    topologySpreadConstraints: list[TopologySpreadConstraint]
    volumes: list[Volume]


class PodStatus(TypedDict, total=False):
    """PodStatus of v1."""

    allocatedResources: Mapping[str, str | int | float]
    conditions: list[PodCondition]
    containerStatuses: list[ContainerStatus]
    ephemeralContainerStatuses: list[ContainerStatus]
    extendedResourceClaimStatus: PodExtendedResourceClaimStatus
    hostIP: str
    hostIPs: list[HostIP]
    initContainerStatuses: list[ContainerStatus]
    message: str
    nodeAllocatableResourceClaimStatuses: list[NodeAllocatableResourceClaimStatus]
    nominatedNodeName: str
    observedGeneration: int
    phase: str
    podIP: str
    podIPs: list[PodIP]
    qosClass: str
    reason: str
    resize: str
    resourceClaimStatuses: list[PodResourceClaimStatus]
    resources: ResourceRequirements
    startTime: str


class PodTemplate(TypedDict, total=False):
    """PodTemplate of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["PodTemplate"]]
    metadata: meta_v1.ObjectMeta
    template: PodTemplateSpec


class PodTemplateSpec(TypedDict, total=False):
    """PodTemplateSpec of v1."""

    metadata: meta_v1.ObjectMeta
    spec: PodSpec


class PortStatus(TypedDict, total=False):
    """PortStatus of v1."""

    error: str
    port: Required[int]
    protocol: Required[str]


class PortworxVolumeSource(TypedDict, total=False):
    """PortworxVolumeSource of v1."""

    fsType: str
    readOnly: bool
    volumeID: Required[str]


class PreferredSchedulingTerm(TypedDict, total=False):
    """PreferredSchedulingTerm of v1."""

    preference: Required[NodeSelectorTerm]
    weight: Required[int]


class Probe(TypedDict, total=False):
    """Probe of v1."""

    exec: ExecAction
    failureThreshold: int
    grpc: GRPCAction
    httpGet: HTTPGetAction
    initialDelaySeconds: int
    periodSeconds: int
    successThreshold: int
    tcpSocket: TCPSocketAction
    terminationGracePeriodSeconds: int
    timeoutSeconds: int


class ProjectedVolumeSource(TypedDict, total=False):
    """ProjectedVolumeSource of v1."""

    defaultMode: int
    sources: list[VolumeProjection]


class QuobyteVolumeSource(TypedDict, total=False):
    """QuobyteVolumeSource of v1."""

    group: str
    readOnly: bool
    registry: Required[str]
    tenant: str
    user: str
    volume: Required[str]


class RBDPersistentVolumeSource(TypedDict, total=False):
    """RBDPersistentVolumeSource of v1."""

    fsType: str
    image: Required[str]
    keyring: str
    monitors: Required[list[str]]
    pool: str
    readOnly: bool
    secretRef: SecretReference
    user: str


class RBDVolumeSource(TypedDict, total=False):
    """RBDVolumeSource of v1."""

    fsType: str
    image: Required[str]
    keyring: str
    monitors: Required[list[str]]
    pool: str
    readOnly: bool
    secretRef: LocalObjectReference
    user: str


class ReplicationController(TypedDict, total=False):
    """ReplicationController of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["ReplicationController"]]
    metadata: meta_v1.ObjectMeta
    spec: ReplicationControllerSpec
    status: ReplicationControllerStatus


class ReplicationControllerCondition(TypedDict, total=False):
    """ReplicationControllerCondition of v1."""

    lastTransitionTime: str
    message: str
    reason: str
    status: Required[str]
    type: Required[str]


class ReplicationControllerSpec(TypedDict, total=False):
    """ReplicationControllerSpec of v1."""

    minReadySeconds: int
    replicas: int
    selector: Mapping[str, str]
    template: PodTemplateSpec


class ReplicationControllerStatus(TypedDict, total=False):
    """ReplicationControllerStatus of v1."""

    availableReplicas: int
    conditions: list[ReplicationControllerCondition]
    fullyLabeledReplicas: int
    observedGeneration: int
    readyReplicas: int
    replicas: Required[int]


class ResourceClaim(TypedDict, total=False):
    """ResourceClaim of v1."""

    name: Required[str]
    request: str


class ResourceFieldSelector(TypedDict, total=False):
    """ResourceFieldSelector of v1."""

    containerName: str
    divisor: str | int | float
    resource: Required[str]


class ResourceHealth(TypedDict, total=False):
    """ResourceHealth of v1."""

    health: str
    message: str
    resourceID: Required[str]


class ResourceQuota(TypedDict, total=False):
    """ResourceQuota of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["ResourceQuota"]]
    metadata: meta_v1.ObjectMeta
    spec: ResourceQuotaSpec
    status: ResourceQuotaStatus


class ResourceQuotaSpec(TypedDict, total=False):
    """ResourceQuotaSpec of v1."""

    hard: Mapping[str, str | int | float]
    scopeSelector: ScopeSelector
    scopes: list[str]


class ResourceQuotaStatus(TypedDict, total=False):
    """ResourceQuotaStatus of v1."""

    hard: Mapping[str, str | int | float]
    used: Mapping[str, str | int | float]


class ResourceRequirements(TypedDict, total=False):
    """ResourceRequirements of v1."""

    claims: list[ResourceClaim]
    limits: Mapping[str, str | int | float]
    requests: Mapping[str, str | int | float]


class ResourceStatus(TypedDict, total=False):
    """ResourceStatus of v1."""

    name: Required[str]
    resources: list[ResourceHealth]


class SELinuxOptions(TypedDict, total=False):
    """SELinuxOptions of v1."""

    level: str
    role: str
    type: str
    user: str


class ScaleIOPersistentVolumeSource(TypedDict, total=False):
    """ScaleIOPersistentVolumeSource of v1."""

    fsType: str
    gateway: Required[str]
    protectionDomain: str
    readOnly: bool
    secretRef: Required[SecretReference]
    sslEnabled: bool
    storageMode: str
    storagePool: str
    system: Required[str]
    volumeName: str


class ScaleIOVolumeSource(TypedDict, total=False):
    """ScaleIOVolumeSource of v1."""

    fsType: str
    gateway: Required[str]
    protectionDomain: str
    readOnly: bool
    secretRef: Required[LocalObjectReference]
    sslEnabled: bool
    storageMode: str
    storagePool: str
    system: Required[str]
    volumeName: str


class ScopeSelector(TypedDict, total=False):
    """ScopeSelector of v1."""

    matchExpressions: list[ScopedResourceSelectorRequirement]


class ScopedResourceSelectorRequirement(TypedDict, total=False):
    """ScopedResourceSelectorRequirement of v1."""

    operator: Required[str]
    scopeName: Required[str]
    values: list[str]


class SeccompProfile(TypedDict, total=False):
    """SeccompProfile of v1."""

    localhostProfile: str
    type: Required[str]


class Secret(TypedDict, total=False):
    """Secret of v1."""

    apiVersion: Required[Literal["v1"]]
    data: Mapping[str, str]
    immutable: bool
    kind: Required[Literal["Secret"]]
    metadata: meta_v1.ObjectMeta
    stringData: Mapping[str, str]
    type: str


class SecretEnvSource(TypedDict, total=False):
    """SecretEnvSource of v1."""

    name: str
    optional: bool


class SecretKeySelector(TypedDict, total=False):
    """SecretKeySelector of v1."""

    key: Required[str]
    name: str
    optional: bool


class SecretProjection(TypedDict, total=False):
    """SecretProjection of v1."""

    items: list[KeyToPath]
    name: str
    optional: bool


class SecretReference(TypedDict, total=False):
    """SecretReference of v1."""

    name: str
    namespace: str


class SecretVolumeSource(TypedDict, total=False):
    """SecretVolumeSource of v1."""

    defaultMode: int
    items: list[KeyToPath]
    optional: bool
    secretName: str


class SecurityContext(TypedDict, total=False):
    """SecurityContext of v1."""

    allowPrivilegeEscalation: bool
    appArmorProfile: AppArmorProfile
    capabilities: Capabilities
    privileged: bool
    procMount: str
    readOnlyRootFilesystem: bool
    runAsGroup: int
    runAsNonRoot: bool
    runAsUser: int
    seLinuxOptions: SELinuxOptions
    seccompProfile: SeccompProfile
    windowsOptions: WindowsSecurityContextOptions


class Service(TypedDict, total=False):
    """Service of v1."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["Service"]]
    metadata: meta_v1.ObjectMeta
    spec: ServiceSpec
    status: ServiceStatus


class ServiceAccount(TypedDict, total=False):
    """ServiceAccount of v1."""

    apiVersion: Required[Literal["v1"]]
    automountServiceAccountToken: bool
    imagePullSecrets: list[LocalObjectReference]
    kind: Required[Literal["ServiceAccount"]]
    metadata: meta_v1.ObjectMeta
    secrets: list[ObjectReference]


class ServiceAccountTokenProjection(TypedDict, total=False):
    """ServiceAccountTokenProjection of v1."""

    audience: str
    expirationSeconds: int
    path: Required[str]


class ServicePort(TypedDict, total=False):
    """ServicePort of v1."""

    appProtocol: str
    name: str
    nodePort: int
    port: Required[int]
    protocol: str
    targetPort: int | str


class ServiceSpec(TypedDict, total=False):
    """ServiceSpec of v1."""

    allocateLoadBalancerNodePorts: bool
    clusterIP: str
    clusterIPs: list[str]
    externalIPs: list[str]
    externalName: str
    externalTrafficPolicy: str
    healthCheckNodePort: int
    internalTrafficPolicy: str
    ipFamilies: list[str]
    ipFamilyPolicy: str
    loadBalancerClass: str
    loadBalancerIP: str
    loadBalancerSourceRanges: list[str]
    ports: list[ServicePort]
    publishNotReadyAddresses: bool
    selector: Mapping[str, str]
    sessionAffinity: str
    sessionAffinityConfig: SessionAffinityConfig
    trafficDistribution: str
    type: str


class ServiceStatus(TypedDict, total=False):
    """ServiceStatus of v1."""

    conditions: list[meta_v1.Condition]
    loadBalancer: LoadBalancerStatus


class SessionAffinityConfig(TypedDict, total=False):
    """SessionAffinityConfig of v1."""

    clientIP: ClientIPConfig


class SleepAction(TypedDict, total=False):
    """SleepAction of v1."""

    seconds: Required[int]


class StorageOSPersistentVolumeSource(TypedDict, total=False):
    """StorageOSPersistentVolumeSource of v1."""

    fsType: str
    readOnly: bool
    secretRef: ObjectReference
    volumeName: str
    volumeNamespace: str


class StorageOSVolumeSource(TypedDict, total=False):
    """StorageOSVolumeSource of v1."""

    fsType: str
    readOnly: bool
    secretRef: LocalObjectReference
    volumeName: str
    volumeNamespace: str


class Sysctl(TypedDict, total=False):
    """Sysctl of v1."""

    name: Required[str]
    value: Required[str]


class TCPSocketAction(TypedDict, total=False):
    """TCPSocketAction of v1."""

    host: str
    port: Required[int | str]


class Taint(TypedDict, total=False):
    """Taint of v1."""

    effect: Required[str]
    key: Required[str]
    timeAdded: str
    value: str


class Toleration(TypedDict, total=False):
    """Toleration of v1."""

    effect: str
    key: str
    operator: str
    tolerationSeconds: int
    value: str


class TopologySelectorLabelRequirement(TypedDict, total=False):
    """TopologySelectorLabelRequirement of v1."""

    key: Required[str]
    values: Required[list[str]]


class TopologySelectorTerm(TypedDict, total=False):
    """TopologySelectorTerm of v1."""

    matchLabelExpressions: list[TopologySelectorLabelRequirement]


class TopologySpreadConstraint(TypedDict, total=False):
    """TopologySpreadConstraint of v1."""

    labelSelector: meta_v1.LabelSelector
    matchLabelKeys: list[str]
    maxSkew: Required[int]
    minDomains: int
    nodeAffinityPolicy: str
    nodeTaintsPolicy: str
    topologyKey: Required[str]
    whenUnsatisfiable: Required[str]


class TypedLocalObjectReference(TypedDict, total=False):
    """TypedLocalObjectReference of v1."""

    apiGroup: str
    kind: Required[str]
    name: Required[str]


class TypedObjectReference(TypedDict, total=False):
    """TypedObjectReference of v1."""

    apiGroup: str
    kind: Required[str]
    name: Required[str]
    namespace: str


class Volume(TypedDict, total=False):
    """Volume of v1."""

    awsElasticBlockStore: AWSElasticBlockStoreVolumeSource
    azureDisk: AzureDiskVolumeSource
    azureFile: AzureFileVolumeSource
    cephfs: CephFSVolumeSource
    cinder: CinderVolumeSource
    configMap: ConfigMapVolumeSource
    csi: CSIVolumeSource
    downwardAPI: DownwardAPIVolumeSource
    emptyDir: EmptyDirVolumeSource
    ephemeral: EphemeralVolumeSource
    fc: FCVolumeSource
    flexVolume: FlexVolumeSource
    flocker: FlockerVolumeSource
    gcePersistentDisk: GCEPersistentDiskVolumeSource
    gitRepo: GitRepoVolumeSource
    glusterfs: GlusterfsVolumeSource
    hostPath: HostPathVolumeSource
    image: ImageVolumeSource
    iscsi: ISCSIVolumeSource
    name: Required[str]
    nfs: NFSVolumeSource
    persistentVolumeClaim: PersistentVolumeClaimVolumeSource
    photonPersistentDisk: PhotonPersistentDiskVolumeSource
    portworxVolume: PortworxVolumeSource
    projected: ProjectedVolumeSource
    quobyte: QuobyteVolumeSource
    rbd: RBDVolumeSource
    scaleIO: ScaleIOVolumeSource
    secret: SecretVolumeSource
    storageos: StorageOSVolumeSource
    vsphereVolume: VsphereVirtualDiskVolumeSource


class VolumeDevice(TypedDict, total=False):
    """VolumeDevice of v1."""

    devicePath: Required[str]
    name: Required[str]


class VolumeMount(TypedDict, total=False):
    """VolumeMount of v1."""

    mountPath: Required[str]
    mountPropagation: str
    name: Required[str]
    readOnly: bool
    recursiveReadOnly: str
    subPath: str
    subPathExpr: str


class VolumeMountStatus(TypedDict, total=False):
    """VolumeMountStatus of v1."""

    mountPath: Required[str]
    name: Required[str]
    readOnly: bool
    recursiveReadOnly: str
    volumeStatus: VolumeStatus


class VolumeNodeAffinity(TypedDict, total=False):
    """VolumeNodeAffinity of v1."""

    required: NodeSelector


class VolumeProjection(TypedDict, total=False):
    """VolumeProjection of v1."""

    clusterTrustBundle: ClusterTrustBundleProjection
    configMap: ConfigMapProjection
    downwardAPI: DownwardAPIProjection
    podCertificate: PodCertificateProjection
    secret: SecretProjection
    serviceAccountToken: ServiceAccountTokenProjection


class VolumeResourceRequirements(TypedDict, total=False):
    """VolumeResourceRequirements of v1."""

    limits: Mapping[str, str | int | float]
    requests: Mapping[str, str | int | float]


class VolumeStatus(TypedDict, total=False):
    """VolumeStatus of v1."""

    image: ImageVolumeStatus


class VsphereVirtualDiskVolumeSource(TypedDict, total=False):
    """VsphereVirtualDiskVolumeSource of v1."""

    fsType: str
    storagePolicyID: str
    storagePolicyName: str
    volumePath: Required[str]


class WeightedPodAffinityTerm(TypedDict, total=False):
    """WeightedPodAffinityTerm of v1."""

    podAffinityTerm: Required[PodAffinityTerm]
    weight: Required[int]


class WindowsSecurityContextOptions(TypedDict, total=False):
    """WindowsSecurityContextOptions of v1."""

    gmsaCredentialSpec: str
    gmsaCredentialSpecName: str
    hostProcess: bool
    runAsUserName: str
