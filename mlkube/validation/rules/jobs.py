"""Job and CronJob: JOB-*, CJ-*."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.rules.cron_schedule import schedule_problem, time_zone_problem
from mlkube.validation.rules.job_policies import check_failure_policy, check_success_policy
from mlkube.validation.rules.pods import check_template
from mlkube.validation.rules.selectors import check_selector, selects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_NOT_NEGATIVE = "must be greater than or equal to 0"
_COUNTS = (
    "parallelism",
    "completions",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
)
_MODES = ("NonIndexed", "Indexed")
_REPLACEMENTS = ("Failed", "TerminatingOrFailed")
_CONCURRENCY = ("Allow", "Forbid", "Replace")
_MOST_INDEXES = 100000
_MOST_FAILED, _MOST_PARALLEL = 10000, 10000
_MANAGER_LENGTH = 63


def check_job(job: dict[str, Any], check: Check) -> None:
    """Check a Job."""
    spec = job.get("spec") or {}
    name = (job.get("metadata") or {}).get("name") or ""
    completions = spec.get("completions")
    if spec.get("completionMode") == "Indexed" and completions and completions > 0 and name:
        pod = f"{name}-{completions - 1}"
        for problem in formats.label(pod)[:1]:
            detail = f"will not able to create pod with invalid DNS label: {pod}"
            check.invalid("JOB-010", "metadata.name", name, detail, hint=problem)
    check_job_spec(spec, "spec", check)


def check_job_spec(spec: dict[str, Any], path: str, check: Check, *, in_cron_job: bool = False) -> None:
    """Check a Job's spec at `path`: JOB-001 to 025."""
    for field in _COUNTS:
        number = spec.get(field)
        if number is not None and number < 0:
            check.invalid("JOB-003", f"{path}.{field}", number, _NOT_NEGATIVE)
    mode = spec.get("completionMode") or "NonIndexed"
    if mode not in _MODES:
        check.unsupported("JOB-004", f"{path}.completionMode", mode, _MODES)
    _check_indexes(spec, mode, path, check)
    _check_selector(spec, path, check, in_cron_job=in_cron_job)
    policy = spec.get("podFailurePolicy")
    replacement = spec.get("podReplacementPolicy")
    if replacement is not None:
        where = f"{path}.podReplacementPolicy"
        if policy is not None:
            if replacement != "Failed":
                check.unsupported("JOB-020", where, replacement, ("Failed",))
        elif replacement not in _REPLACEMENTS:
            check.unsupported("JOB-020", where, replacement, _REPLACEMENTS)
    if policy is not None:
        check_failure_policy(policy, spec, f"{path}.podFailurePolicy", check)
    if (success := spec.get("successPolicy")) is not None:
        check_success_policy(success, spec, f"{path}.successPolicy", check)
    manager = spec.get("managedBy")
    if manager is not None:
        check.invalid_each("JOB-024", f"{path}.managedBy", manager, formats.domain_prefixed_path(manager))
        if len(manager) > _MANAGER_LENGTH:
            check.too_long("JOB-024", f"{path}.managedBy", _MANAGER_LENGTH)
    _check_pods(spec, path, check)


def _check_indexes(spec: dict[str, Any], mode: str, path: str, check: Check) -> None:
    """Check JOB-005 to 009."""
    completions, parallelism = spec.get("completions"), spec.get("parallelism")
    limit, failed = spec.get("backoffLimitPerIndex"), spec.get("maxFailedIndexes")
    parallelism = 1 if parallelism is None else parallelism
    if mode == "Indexed":
        if completions is None and spec.get("parallelism") is None:
            completions = 1
        if completions is None:
            check.required("JOB-005", f"{path}.completions", "when completion mode is Indexed")
        if parallelism > _MOST_INDEXES:
            detail = f"must be less than or equal to {_MOST_INDEXES} when completion mode is Indexed"
            check.invalid("JOB-006", f"{path}.parallelism", parallelism, detail)
        _check_failed(spec, completions, parallelism, path, check)
    if mode != "NonIndexed":
        return
    if limit is not None:
        check.invalid("JOB-007", f"{path}.backoffLimitPerIndex", limit, "requires indexed completion mode")
    if failed is not None:
        check.invalid("JOB-008", f"{path}.maxFailedIndexes", failed, "requires indexed completion mode")


def _check_failed(
    spec: dict[str, Any], completions: int | None, parallelism: int, path: str, check: Check
) -> None:
    limit, failed = spec.get("backoffLimitPerIndex"), spec.get("maxFailedIndexes")
    if failed is not None:
        where = f"{path}.maxFailedIndexes"
        if limit is None:
            check.required("JOB-008", f"{path}.backoffLimitPerIndex", "when maxFailedIndexes is specified")
        if completions is not None and failed > completions:
            check.invalid("JOB-008", where, failed, "must be less than or equal to completions")
        if failed > _MOST_INDEXES:
            check.invalid("JOB-008", where, failed, f"must be less than or equal to {_MOST_INDEXES}")
    if limit is None or completions is None or completions <= _MOST_INDEXES:
        return
    if failed is None:
        detail = f"must be specified when completions is above {_MOST_INDEXES}"
        check.required("JOB-009", f"{path}.maxFailedIndexes", detail)
    elif failed > _MOST_FAILED:
        detail = f"must be less than or equal to {_MOST_FAILED} when completions are above {_MOST_INDEXES} and used with backoff limit per index"
        check.invalid("JOB-009", f"{path}.maxFailedIndexes", failed, detail)
    if parallelism > _MOST_PARALLEL:
        detail = f"must be less than or equal to {_MOST_PARALLEL} when completions are above {_MOST_INDEXES} and used with backoff limit per index"
        check.invalid("JOB-009", f"{path}.parallelism", parallelism, detail)


def _check_selector(spec: dict[str, Any], path: str, check: Check, *, in_cron_job: bool) -> None:
    """Check JOB-011 and 012, CJ-009 and 010."""
    selector, manual = spec.get("selector"), spec.get("manualSelector")
    if in_cron_job:
        if manual:
            check.unsupported("CJ-010", f"{path}.manualSelector", manual, ("nil", "false"))
        if selector is not None:
            check.invalid("CJ-009", f"{path}.selector", selector, "`selector` will be auto-generated")
        return
    if not manual:
        if selector is not None:
            hint = "leave it out: the server generates it"
            check.invalid("JOB-011", f"{path}.selector", selector, "`selector` not auto-generated", hint=hint)
        return
    if selector is None:
        check.required("JOB-012", f"{path}.selector")
        return
    check_selector(selector, f"{path}.selector", check)
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels")
    if not selects(selector, labels or {}):
        detail = "`selector` does not match template `labels`"
        check.invalid("JOB-012", f"{path}.template.metadata.labels", labels, detail)


def _check_pods(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check the template, JOB-001, 002, 025."""
    template = spec.get("template") or {}
    check_template(template, f"{path}.template", check)
    policy = (template.get("spec") or {}).get("restartPolicy") or "Always"
    where = f"{path}.template.spec.restartPolicy"
    if policy == "Always":
        check.required(
            "JOB-001", where, 'valid values: "OnFailure", "Never"', hint="write restartPolicy: Never"
        )
    elif policy not in {"OnFailure", "Never"}:
        check.unsupported("JOB-001", where, policy, ("OnFailure", "Never"))
    elif spec.get("podFailurePolicy") is not None and policy != "Never":
        check.invalid(
            "JOB-002", where, policy, 'only "Never" is supported when podFailurePolicy is specified'
        )


def check_cron_job(cron_job: dict[str, Any], check: Check) -> None:
    """Check a CronJob: CJ-001 to 011; its name is checked with all metadata."""
    spec = cron_job.get("spec") or {}
    schedule = spec.get("schedule") or ""
    if not schedule:
        check.required("CJ-001", "spec.schedule")
    else:
        _check_schedule(schedule, check)
    for field in ("startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"):
        number = spec.get(field)
        if number is not None and number < 0:
            check.invalid("CJ-007", f"spec.{field}", number, _NOT_NEGATIVE)
    zone = spec.get("timeZone")
    if zone is not None:
        problem = time_zone_problem(zone)
        if problem:
            check.invalid("CJ-005", "spec.timeZone", zone, problem)
    policy = spec.get("concurrencyPolicy") or "Allow"
    if policy not in _CONCURRENCY:
        check.unsupported("CJ-006", "spec.concurrencyPolicy", policy, _CONCURRENCY)
    template = spec.get("jobTemplate") or {}
    job = template.get("spec") or {}
    check_job_spec(job, "spec.jobTemplate.spec", check, in_cron_job=True)


def _check_schedule(schedule: str, check: Check) -> None:
    if "TZ" in schedule:
        detail = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
        check.invalid("CJ-004", "spec.schedule", schedule, detail)
        return
    problem = schedule_problem(schedule)
    if problem:
        rule = "CJ-002" if problem.startswith("expected exactly") or schedule.startswith("@") else "CJ-003"
        check.invalid(rule, "spec.schedule", schedule, problem)


KINDS = {"Job": check_job, "CronJob": check_cron_job}
