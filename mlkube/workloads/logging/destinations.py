"""Where logs go in the clouds: their names, and how the collector shows who it is."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.identities import IDENTITY_FORMS
from mlkube.workloads.spec import OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.faults import Path

# What CloudWatch keeps logs for. Source: docs.aws.amazon.com, PutRetentionPolicy.
_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


class CloudWatch(Spec):
    """Amazon CloudWatch Logs. The collector's ServiceAccount gets an identity (IRSA), never a key.

    Source: docs.fluentbit.io, Amazon CloudWatch.
    """

    region: str = field(doc="Region of the log group.", pattern=r"[a-z]{2}(-[a-z]+)+-[0-9]")
    log_group: str = field(
        doc="Log group; each container writes a stream of its own.", pattern=r"[-._/#A-Za-z0-9]{1,512}"
    )
    identity: str = field(
        doc="IAM role that may write to the group.",
        pattern=IDENTITY_FORMS["aws"].pattern,
        hint="write it as arn:aws:iam::111122223333:role/logs",
    )
    create_group: bool = field(
        default=False,
        doc="Whether the collector creates the group where there is none, which the identity must allow.",
    )
    retention_days: int | None = field(
        default=None, doc="How long a group that is created keeps its logs; for ever without it.", unit="days"
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a time that CloudWatch does not offer, or that nobody would set."""
        if self.retention_days is None:
            return
        if self.retention_days not in _RETENTION_DAYS:
            known = ", ".join(map(str, _RETENTION_DAYS))
            reason = f"CloudWatch keeps logs for {known} days, not for {self.retention_days}"
            yield Fault((*path, "retentionDays"), reason)
        if not self.create_group:
            reason = "it is set on a group that is created, and none is"
            hint = "set createGroup: true, or the retention where the group is made"
            yield Fault((*path, "retentionDays"), reason, hint, other=(*path, "createGroup"))


class CloudLogging(Spec):
    """Google Cloud Logging, for clusters outside of GKE: GKE collects by itself, and would do so twice.

    Source: docs.fluentbit.io, Stackdriver.
    """

    cluster_name: str = field(doc="Name of the cluster, a label of every entry.")
    location: str = field(doc="Region or zone of the cluster, a label of every entry.")
    identity: str | None = field(
        default=None,
        doc="Google service account that may write logs, by Workload Identity.",
        pattern=IDENTITY_FORMS["gcp"].pattern,
        hint="write it as ml-logs@project.iam.gserviceaccount.com",
    )
    credentials_secret: str | None = field(
        default=None,
        doc="Secret with the key `credentials.json`, where the cluster has no Workload Identity.",
        pattern=OBJECT_NAME,
    )
    project: str | None = field(
        default=None, doc="Project that gets the logs; that of the identity without it."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield no identity, or two."""
        if self.identity is None and self.credentials_secret is None:
            yield Fault(path, "nothing says who writes", "give identity or credentialsSecret")
        if self.identity is not None and self.credentials_secret is not None:
            reason = "identity and credentialsSecret exclude each other"
            other = (*path, "identity")
            yield Fault((*path, "credentialsSecret"), reason, "leave one out", other=other)


class AzureMonitor(Spec):
    """A table of a Log Analytics workspace, by the Logs Ingestion API.

    Fluent Bit knows managed identities and service principals there, and not the workload identity of AKS:
    the identity belongs to the nodes. Source: docs.fluentbit.io, Azure Logs Ingestion API.
    """

    endpoint: str = field(
        doc="URL of the data collection endpoint.", pattern=r"https://.+", hint="it begins with https://"
    )
    rule: str = field(
        doc="Immutable id of the data collection rule.",
        pattern=r"dcr-[0-9a-f]{32}",
        hint="it begins with dcr-",
    )
    table: str = field(doc="Table; the name of a custom one ends in _CL.", pattern=r"[A-Za-z][A-Za-z0-9_]*")
    identity: str = field(
        default="system",
        doc="Managed identity of the nodes: the client id of a user-assigned one, or system.",
        pattern=f"system|{IDENTITY_FORMS['azure'].pattern}",
        hint="a client id such as 00000000-0000-0000-0000-000000000000, or system",
    )
