"""Job and CronJob: JOB-*, CJ-*.

A field that its version of Kubernetes still ignores is not looked at: the server drops it before it checks.
Source: pkg/apis/batch/validation/validation.go and v1/defaults.go, pkg/registry/batch/job/strategy.go.
"""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.rules.cron_schedule import nearest_zone, schedule_problem, time_zone_problems
from mlkube.validation.rules.job_policies import check_failure_policy, check_success_policy
from mlkube.validation.rules.pods import check_template
from mlkube.validation.rules.selectors import check_selector, selects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_NOT_NEGATIVE = "must be greater than or equal to 0"
_COUNTS = ("parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished")
_INDEX_COUNTS = ("backoffLimitPerIndex", "maxFailedIndexes")
_CRON_COUNTS = ("startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit")
_MODES = ("NonIndexed", "Indexed")
_ENDING = ("OnFailure", "Never")
_REPLACEMENTS = ("Failed", "TerminatingOrFailed")
_CONCURRENCY = ("Allow", "Forbid", "Replace")
_NOT_FIVE_FIELDS = (
    "expected exactly",
    "unrecognized descriptor",
    "failed to parse duration",
    "invalid schedule",
)
_MOST_INDEXES = 100_000
_MANY_LIMIT = 10_000
_MANY = f"when completions are above {_MOST_INDEXES} and used with backoff limit per index"
_MANAGER_LENGTH = 63
_GENERATED = "the uid that the server gives the Job"

_FAILURE_POLICY_SINCE = 26
_PREFIXED_LABELS_SINCE = 27
_INDEX_LIMITS_SINCE = 29
_REPLACEMENT_SINCE = 29
_NO_ZONE_IN_SCHEDULE_SINCE = 29
_SUCCESS_POLICY_SINCE = 31
_MANAGED_BY_SINCE = 32


def check_job(job: dict[str, Any], check: Check) -> None:
    """Check a Job."""
    metadata, spec = job.get("metadata") or {}, job.get("spec") or {}
    if spec.get("completions") is None and spec.get("parallelism") is None:
        spec = {**spec, "completions": 1, "parallelism": 1}
    _check_name(metadata, spec, check)
    _check_selector(metadata, spec, check)
    check_job_spec(spec, "spec", check)


def _check_name(metadata: dict[str, Any], spec: dict[str, Any], check: Check) -> None:
    """Check the names that the pods of a Job get from it: JOB-010, POD-064."""
    name, completions = metadata.get("name") or "", spec.get("completions")
    if not name and metadata.get("generateName"):
        return
    if spec.get("completionMode") == "Indexed" and completions and completions > 0:
        pod = f"{name}-{completions - 1}"
        if formats.label(pod):
            detail = f"will not able to create pod with invalid DNS label: {pod}"
            check.invalid("JOB-010", "metadata.name", name, detail)
    if not spec.get("manualSelector"):
        problems = formats.label_value(name, check.minor)
        check.invalid_each("POD-064", "spec.template.labels", name, problems, at="metadata.name")


def check_job_spec(spec: dict[str, Any], path: str, check: Check, *, in_cron_job: bool = False) -> None:
    """Check a Job's spec at `path`: JOB-001 to 009, 013 to 025, CJ-009 and 010."""
    for field in _COUNTS:
        _check_count("JOB-003", spec, field, path, check)
    _check_indexes(spec, path, check)
    _check_manager(spec.get("managedBy"), f"{path}.managedBy", check)
    _check_policies(spec, path, check)
    if in_cron_job:
        _check_no_selector(spec, path, check)
    template = spec.get("template") or {}
    check_template(template, f"{path}.template", check)
    _check_restart(template, spec, path, check)


def _check_count(rule: str, spec: dict[str, Any], field: str, path: str, check: Check) -> None:
    number = spec.get(field)
    if number is not None and number < 0:
        check.invalid(rule, f"{path}.{field}", number, _NOT_NEGATIVE)


def _check_indexes(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check the completion mode and what depends on it: JOB-003 to 009."""
    mode = spec.get("completionMode")
    mode = "NonIndexed" if mode is None else mode
    if mode not in _MODES:
        check.unsupported("JOB-004", f"{path}.completionMode", mode, _MODES)
    if mode == "Indexed":
        _check_indexed(spec, path, check)
    limit, failed = spec.get("backoffLimitPerIndex"), spec.get("maxFailedIndexes")
    if check.minor < _INDEX_LIMITS_SINCE or (limit is None and failed is None):
        return
    for field in _INDEX_COUNTS:
        _check_count("JOB-003", spec, field, path, check)
    if limit is None:
        check.required("JOB-008", f"{path}.backoffLimitPerIndex", "when maxFailedIndexes is specified")
    if mode == "Indexed":
        _check_failed(spec, path, check)
    elif mode == "NonIndexed":
        for rule, field, number in (
            ("JOB-007", "backoffLimitPerIndex", limit),
            ("JOB-008", "maxFailedIndexes", failed),
        ):
            if number is not None:
                check.invalid(rule, f"{path}.{field}", number, "requires indexed completion mode")


def _check_indexed(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check JOB-005 and 006."""
    parallelism = spec.get("parallelism")
    if spec.get("completions") is None:
        check.required("JOB-005", f"{path}.completions", "when completion mode is Indexed")
    if parallelism is not None and parallelism > _MOST_INDEXES:
        detail = f"must be less than or equal to {_MOST_INDEXES} when completion mode is Indexed"
        check.invalid("JOB-006", f"{path}.parallelism", parallelism, detail)


def _check_failed(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check how many indexes may fail: JOB-008 and 009."""
    completions, failed = spec.get("completions"), spec.get("maxFailedIndexes")
    where = f"{path}.maxFailedIndexes"
    if failed is not None:
        if completions is not None and failed > completions:
            check.invalid("JOB-008", where, failed, "must be less than or equal to completions")
        if failed > _MOST_INDEXES:
            check.invalid("JOB-008", where, failed, f"must be less than or equal to {_MOST_INDEXES}")
    if completions is None or completions <= _MOST_INDEXES or spec.get("backoffLimitPerIndex") is None:
        return
    if failed is None:
        check.required("JOB-009", where, f"must be specified when completions is above {_MOST_INDEXES}")
    for field in ("parallelism", "maxFailedIndexes"):
        number = spec.get(field)
        if number is not None and number > _MANY_LIMIT:
            check.invalid(
                "JOB-009", f"{path}.{field}", number, f"must be less than or equal to {_MANY_LIMIT} {_MANY}"
            )


def _check_manager(manager: str | None, path: str, check: Check) -> None:
    """Check JOB-024."""
    if manager is None or check.minor < _MANAGED_BY_SINCE:
        return
    host, _, rest = manager.partition("/")
    if not manager:
        check.required("JOB-024", path)
    for problem in formats.domain_prefixed_path(manager) if manager else ():
        prefix = problem.startswith("prefix part ")
        shown = host if prefix else rest if problem.startswith("Invalid path") else manager
        check.invalid("JOB-024", path, shown, problem.removeprefix("prefix part "))
    if len(manager.encode()) > _MANAGER_LENGTH:
        check.too_long("JOB-024", path, _MANAGER_LENGTH)


def _check_policies(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check JOB-013 to 023."""
    failure = spec.get("podFailurePolicy") if check.minor >= _FAILURE_POLICY_SINCE else None
    if failure is not None:
        check_failure_policy(failure, spec, f"{path}.podFailurePolicy", check)
    success = spec.get("successPolicy")
    if success is not None and check.minor >= _SUCCESS_POLICY_SINCE:
        _check_success(success, spec, f"{path}.successPolicy", check)
    replacement = spec.get("podReplacementPolicy")
    if replacement is not None and check.minor >= _REPLACEMENT_SINCE:
        supported = _REPLACEMENTS if failure is None else _REPLACEMENTS[:1]
        if replacement not in supported:
            check.unsupported("JOB-020", f"{path}.podReplacementPolicy", replacement, supported)


def _check_success(policy: dict[str, Any], spec: dict[str, Any], path: str, check: Check) -> None:
    """Check a success policy, unless JOB-005 already says that there is nothing to hold it against."""
    if spec.get("completionMode") != "Indexed" or spec.get("completions") is not None:
        check_success_policy(policy, spec, path, check)


def _check_no_selector(spec: dict[str, Any], path: str, check: Check) -> None:
    """Check CJ-009 and 010."""
    selector = spec.get("selector")
    if selector is not None:
        check.invalid("CJ-009", f"{path}.selector", selector, "`selector` will be auto-generated")
    if spec.get("manualSelector"):
        check.unsupported("CJ-010", f"{path}.manualSelector", value=True, supported=("nil", "false"))


def _check_selector(metadata: dict[str, Any], spec: dict[str, Any], check: Check) -> None:
    """Check JOB-011 and 012, with the labels and the selector that the server generates."""
    selector = spec.get("selector")
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
    generated = {} if spec.get("manualSelector") else _generated_labels(metadata, check)
    if generated and labels:
        _check_reserved(labels, generated, check)
    if generated and not selector:
        return
    if selector is None:
        hint = "leave manualSelector out: the server selects for itself"
        check.required("JOB-012", "spec.selector", hint=hint)
    found = len(check.findings)
    check_selector(selector or {}, "spec.selector", check)
    if len(check.findings) > found:
        return
    if generated and not selects(selector or {}, generated):
        hint = "leave it out: the server generates it"
        check.invalid("JOB-011", "spec.selector", selector, "`selector` not auto-generated", hint=hint)
    if selector is None or not selects(selector, {**generated, **labels}):
        detail = "`selector` does not match template `labels`"
        check.invalid("JOB-012", "spec.template.metadata.labels", labels or None, detail)


def _check_reserved(labels: dict[str, Any], generated: dict[str, str], check: Check) -> None:
    """Check that the template says nothing else than the labels that the server generates: JOB-012."""
    for key, value in generated.items():
        if labels.get(key, value) != value:
            where = f"spec.template.metadata.labels[{key}]"
            check.invalid("JOB-012", where, labels, f"must be '{value}'")


def _generated_labels(metadata: dict[str, Any], check: Check) -> dict[str, str]:
    """Return the labels that the server adds to the pods of a Job, as far as they can be known."""
    name = metadata.get("name")
    prefixes = ("", "batch.kubernetes.io/") if check.minor >= _PREFIXED_LABELS_SINCE else ("",)
    generated = {f"{prefix}controller-uid": _GENERATED for prefix in prefixes}
    return {**generated, **{f"{prefix}job-name": name for prefix in prefixes if name}}


def _check_restart(template: dict[str, Any], spec: dict[str, Any], path: str, check: Check) -> None:
    """Check JOB-001 and 002."""
    policy = (template.get("spec") or {}).get("restartPolicy") or "Always"
    if policy == "Never":
        return
    where = f"{path}.template.spec.restartPolicy"
    if policy == "Always":
        hint = "write restartPolicy: Never, or OnFailure"
        check.required("JOB-001", where, 'valid values: "OnFailure", "Never"', hint=hint)
    elif policy != "OnFailure":
        check.unsupported("JOB-001", where, policy, _ENDING)
    elif spec.get("podFailurePolicy") is not None and check.minor >= _FAILURE_POLICY_SINCE:
        detail = 'only "Never" is supported when podFailurePolicy is specified'
        check.invalid("JOB-002", where, policy, detail)


def check_cron_job(cron_job: dict[str, Any], check: Check) -> None:
    """Check a CronJob: CJ-001 to 011; CJ-008 is checked with all metadata."""
    spec = cron_job.get("spec") or {}
    schedule, zone = spec.get("schedule") or "", spec.get("timeZone")
    if schedule:
        _check_schedule(schedule, zone, check)
    else:
        check.required("CJ-001", "spec.schedule")
    for field in _CRON_COUNTS:
        _check_count("CJ-007", spec, field, "spec", check)
    if zone is not None:
        for problem in time_zone_problems(zone):
            hint = nearest_zone(zone) if problem.startswith("unknown") else ""
            check.invalid("CJ-005", "spec.timeZone", zone, problem, hint=hint)
    policy = spec.get("concurrencyPolicy") or "Allow"
    if policy not in _CONCURRENCY:
        check.unsupported("CJ-006", "spec.concurrencyPolicy", policy, _CONCURRENCY)
    job = (spec.get("jobTemplate") or {}).get("spec") or {}
    check_job_spec(job, "spec.jobTemplate.spec", check, in_cron_job=True)


def _check_schedule(schedule: str, zone: str | None, check: Check) -> None:
    """Check CJ-002 to 004; zones in schedules are refused from 1.29 on, before beside `timeZone` only."""
    path = "spec.schedule"
    if problem := schedule_problem(schedule):
        rule = "CJ-002" if problem.startswith(_NOT_FIVE_FIELDS) else "CJ-003"
        check.invalid(rule, path, schedule, problem)
    if "TZ" not in schedule:
        return
    if check.minor >= _NO_ZONE_IN_SCHEDULE_SINCE:
        detail = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
        check.invalid("CJ-004", path, schedule, detail)
    elif zone is not None:
        detail = "cannot use both timeZone field and TZ or CRON_TZ in schedule"
        check.invalid("CJ-004", path, schedule, detail)


KINDS = {"Job": check_job, "CronJob": check_cron_job}
