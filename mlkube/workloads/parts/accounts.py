"""The ServiceAccount that a workload builds for its pods, unless an existing one is named."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.parts.identities import IdentityForm
    from mlkube.workloads.parts.pod_workload import PodWorkload


def account_object(workload: PodWorkload, context: Context, component: str) -> JsonObject:
    """Return a ServiceAccount without rights and without a token in pods that do not ask for one."""
    own = metadata(workload, context, context.name, component)
    if annotations := account_annotations(workload):
        own["annotations"] = {**workload.annotations, **annotations}
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": own,
        "automountServiceAccountToken": False,
    }


def account_annotations(workload: PodWorkload) -> dict[str, str]:
    """Return the annotations of a workload's own ServiceAccount, its identity among them."""
    form = _identity_form(workload)
    found = {} if form is None else {form.annotation: str(workload.service_account.identity)}
    return {**found, **workload.service_account.annotations}


def identity_labels(workload: PodWorkload) -> dict[str, str]:
    """Return the labels without which pods get no token of their identity."""
    form = _identity_form(workload)
    return {} if form is None else form.pod_labels


def _identity_form(workload: PodWorkload) -> IdentityForm | None:
    if workload.service_account.identity is None:
        return None
    from mlkube.workloads.parts.identities import IDENTITY_FORMS  # noqa: PLC0415  few pods sign in to a cloud

    return IDENTITY_FORMS.get(workload.platform or "")
