"""How KEDA proves who it is to what it watches: Secrets by reference, or an identity of the cloud."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path


class KedaParameter(Spec):
    """A parameter of a trigger that stands in a Secret or a ConfigMap."""

    parameter: str = field(doc="The trigger's parameter, such as username, password, host, connection, ca.")
    name: str = field(doc="Secret or ConfigMap that holds it, in the workload's namespace.")
    key: str = field(doc="Key in there.")

    def to_kubernetes(self) -> JsonObject:
        """Return it as a TriggerAuthentication has it."""
        return {"parameter": self.parameter, "name": self.name, "key": self.key}


class KedaPodIdentity(Spec):
    """An identity of the cloud in place of a secret.

    Source: keda.sh/docs/2.20/authentication-providers.
    """

    provider: Literal["aws", "azure-workload", "gcp"] = field(doc="Whose identity it is.")
    identity_owner: Literal["keda", "workload"] | None = field(
        default=None, doc="aws: whether KEDA's own role is taken or that of the pods' ServiceAccount."
    )
    role_arn: str | None = field(default=None, doc="aws: the role that KEDA assumes.")
    identity_id: str | None = field(default=None, doc="azure-workload: client ID of the identity.")
    identity_tenant_id: str | None = field(default=None, doc="azure-workload: its tenant.")

    def to_kubernetes(self) -> JsonObject:
        """Return it as a TriggerAuthentication has it."""
        return {described.key: getattr(self, described.name) for described in self.given()}

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield two roles at once, and fields of another provider: KEDA would leave them aside."""
        if self.identity_owner == "workload" and self.role_arn is not None:
            reason = "the role of the workload and another role exclude each other"
            yield Fault((*path, "roleArn"), reason, "leave one out", other=(*path, "identityOwner"))
        owners = {
            "identityOwner": "aws",
            "roleArn": "aws",
            "identityId": "azure-workload",
            "identityTenantId": "azure-workload",
        }
        for described in self.given():
            owner = owners.get(described.key, self.provider)
            if owner != self.provider:
                reason = f"{self.provider} has no such setting; it is one of {owner}"
                yield Fault((*path, described.key), reason, other=(*path, "provider"))


class KedaAuthentication(Spec):
    """A TriggerAuthentication for one trigger, which is built beside the ScaledObject."""

    secret_target_ref: Sequence[KedaParameter] = field(
        default=(), doc="Parameters that stand in Secrets.", keys=("parameter",)
    )
    config_map_target_ref: Sequence[KedaParameter] = field(
        default=(), doc="Parameters that stand in ConfigMaps, such as ca.", keys=("parameter",)
    )
    pod_identity: KedaPodIdentity | None = field(default=None, doc="An identity of the cloud.")

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that it brings."""
        return frozenset(each.parameter for each in (*self.secret_target_ref, *self.config_map_target_ref))

    def to_kubernetes(self) -> JsonObject:
        """Return `spec` of a TriggerAuthentication."""
        result: JsonObject = {}
        if self.secret_target_ref:
            result["secretTargetRef"] = [each.to_kubernetes() for each in self.secret_target_ref]
        if self.config_map_target_ref:
            result["configMapTargetRef"] = [each.to_kubernetes() for each in self.config_map_target_ref]
        if self.pod_identity is not None:
            result["podIdentity"] = self.pod_identity.to_kubernetes()
        return result

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield an authentication that says nothing, and passwords in a ConfigMap."""
        if not self.to_kubernetes():
            yield Fault(path, "proves nothing", "give secretTargetRef or podIdentity")
        for at, each in enumerate(self.config_map_target_ref):
            if each.parameter in SECRET_PARAMETERS:
                where = (*path, "configMapTargetRef", at, "parameter")
                yield Fault(where, f"{each.parameter} is a secret", "keep it in a Secret: secretTargetRef")
        if self.pod_identity is not None:
            yield from self.pod_identity.faults((*path, "podIdentity"))


class KedaAuthenticationRef(Spec):
    """An authentication that exists already."""

    name: str = field(doc="Its name.")
    kind: Literal["TriggerAuthentication", "ClusterTriggerAuthentication"] = field(
        default="TriggerAuthentication", doc="Whether it is in the namespace, or one for the whole cluster."
    )


def holds_password(url: str) -> bool:
    """Tell whether a URL names a user, and so a password: amqp://guest:secret@rabbitmq/."""
    _, scheme, rest = url.partition("://")
    return bool(scheme) and "@" in rest.partition("/")[0]


# Parameters of triggers that nobody may read in a manifest.
SECRET_PARAMETERS = frozenset(
    {
        "accessToken",
        "apiKey",
        "awsAccessKeyID",
        "awsSecretAccessKey",
        "awsSessionToken",
        "bearerToken",
        "clientSecret",
        "connection",
        "connectionString",
        "customAuthValue",
        "key",
        "keyPassword",
        "password",
        "personalAccessToken",
        "token",
    }
)
