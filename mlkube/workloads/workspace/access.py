"""Who may do what in a namespace: people by role, and the accounts that jobs run as.

Source: kubernetes.io/docs/reference/access-authn-authz/rbac, docs/concepts/security/service-accounts.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.identities import IDENTITY_FORMS
from mlkube.workloads.parts.platform_rules import identity_faults
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.k8s import rbac_v1
    from mlkube.workloads.faults import Path

# The groups of every account that there is, known or not.
_EVERYBODY = ("system:authenticated", "system:unauthenticated")


class People(Spec):
    """Those who have a role, as the cluster's login names them."""

    groups: Sequence[str] = field(default=(), doc="Groups of the login, such as vision-team.")
    users: Sequence[str] = field(default=(), doc="Single users.")

    def faults(self, path: Path, *, writes: bool) -> Iterator[Fault]:
        """Yield a role that nobody has, and one that everybody has; `writes` says that it changes things."""
        if not self.groups and not self.users:
            yield Fault(path, "nobody has this role", "name groups or users")
        for at, group in enumerate(self.groups):
            if writes and group in _EVERYBODY:
                reason = f"{group} is every account of the cluster"
                yield Fault((*path, "groups", at), reason, "name the team's own group")


class Engineers(People):
    """People who train and serve: jobs, servers, their logs and queues; no Secrets, policies or rights."""

    exec: bool = field(
        default=False,
        doc="Whether they may open a shell in running pods, forward ports and copy files (pods/exec, "
        "pods/portforward).",
    )
    rules: Sequence[rbac_v1.PolicyRule] = field(default=(), doc="Further rights, as a Role has them.")


class PeopleAccess(Spec):
    """The roles of people. Each also covers training, serving and queue resources of the operators."""

    view: People | None = field(
        default=None, doc="They see all but Secrets: the ClusterRole view of every cluster."
    )
    engineer: Engineers | None = field(
        default=None, doc="They run workloads: a Role of our own, narrower than edit."
    )
    edit: People | None = field(
        default=None,
        doc="They change all but rights and quotas, Secrets and policies included: the ClusterRole edit.",
    )
    admin: People | None = field(
        default=None, doc="They also give rights to others within the namespace: the ClusterRole admin."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what contradicts in the roles."""
        for name in ("view", "engineer", "edit", "admin"):
            people: People | None = getattr(self, name)
            if people is not None:
                yield from people.faults((*path, name), writes=name != "view")
        if self.engineer is not None:
            yield from rule_faults(self.engineer.rules, (*path, "engineer", "rules"))


class JobAccount(Spec):
    """A ServiceAccount for pods of this namespace, with the rights that their programs need."""

    name: str = field(doc="Name of the ServiceAccount.", pattern=r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?")
    annotations: Mapping[str, str] = field(default={}, doc="Annotations of the ServiceAccount.")
    identity: str | None = field(
        default=None,
        doc="Whom its pods sign in as at the cloud of `platform`, without a key in the cluster: an IAM role "
        "(aws), a service account (gcp), the client id of a managed identity (azure; its pods also need the "
        'label azure.workload.identity/use: "true").',
    )
    rules: Sequence[rbac_v1.PolicyRule] = field(
        default=(), doc="Rights towards the API server, as a Role has them; none by default."
    )
    mount_token: bool | None = field(
        default=None,
        doc="Whether its pods get a token for the API server unasked; by default where it has rules.",
    )

    @property
    def mounts_token(self) -> bool:
        """Whether its pods get a token."""
        return bool(self.rules) if self.mount_token is None else self.mount_token

    def all_annotations(self, platform: str | None) -> dict[str, str]:
        """Return its annotations, its identity as the platform words it among them."""
        form = IDENTITY_FORMS.get(platform or "")
        found = {} if form is None or self.identity is None else {form.annotation: self.identity}
        return {**found, **self.annotations}

    def faults(self, path: Path, platform: str | None) -> Iterator[Fault]:
        """Yield rights that never hold, and an identity that is none or has two owners."""
        yield from rule_faults(self.rules, (*path, "rules"))
        if self.name == "default":
            hint = "give it with defaultAccount, or choose another name"
            yield Fault((*path, "name"), "every namespace has this account already", hint)
        if self.identity is not None:
            annotated: Path = (*path, "annotations")
            yield from identity_faults(
                platform, self.identity, self.annotations, (*path, "identity"), annotated
            )


class DefaultAccount(Spec):
    """The account of pods that name none; every namespace has it, and this adds to it."""

    mount_token: bool = field(
        default=False, doc="Whether pods that name no account get its token for the API server."
    )


def rule_faults(rules: Sequence[rbac_v1.PolicyRule], path: Path) -> Iterator[Fault]:
    """Yield rights that the server refuses in a Role, and such as never hold.

    Source: kubernetes.io/docs/reference/access-authn-authz/rbac, Referring to resources.
    """
    for at, rule in enumerate(rules):
        here: Path = (*path, at)
        if rule.get("nonResourceURLs"):
            reason = "a Role of a namespace holds no URLs"
            yield Fault((*here, "nonResourceURLs"), reason, "give it in a ClusterRole of its own")
            continue
        for key in ("apiGroups", "resources", "verbs"):
            if not rule.get(key):
                yield Fault((*here, key), "missing", "a rule names groups, resources and verbs")
        if rule.get("resourceNames"):
            for verb in ("create", "deletecollection"):
                if verb in rule.get("verbs", ()):
                    reason = f"{verb} never holds for single names"
                    hint = "give it in a rule without resourceNames"
                    yield Fault((*here, "verbs"), reason, hint, other=(*here, "resourceNames"))
