"""Where things lie in a collector's container."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.workloads.objects import Context

LOGS = "/var/log/containers"
STATE = "/var/lib/collector"
CA_FILE = "/etc/elasticsearch/ca.crt"
CREDENTIALS_FILE = "/etc/google/credentials.json"


def own_logs(context: Context) -> str:
    """Return the pattern of the collector's own log files: `<pod>_<namespace>_<container>-<id>.log`."""
    return f"{LOGS}/{context.final(context.name)}-*_{context.namespace or '*'}_*.log"
