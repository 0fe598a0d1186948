"""Probes and lifecycle hooks of a container: CTR-037 to 048."""

from __future__ import annotations

from mlkube.validation import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check
    from mlkube.validation.rules.containers import Pod

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_SCHEMES = ("HTTP", "HTTPS")
_COUNTS = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
_PROBE_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
_HOOK_HANDLERS = ("exec", "httpGet", "tcpSocket", "sleep")
_NOT_NEGATIVE = "must be greater than or equal to 0"
_ZERO_SLEEP = 33


def check_probes(container: dict[str, Any], path: str, grace: int, check: Check) -> None:
    """Check the three probes."""
    for field in _PROBES:
        if (probe := container.get(field)) is not None:
            _check_probe(probe, f"{path}.{field}", field, grace, check)


def _check_probe(probe: dict[str, Any], path: str, field: str, grace: int, check: Check) -> None:
    _check_handler(probe, path, _PROBE_HANDLERS, grace, check)
    for name in _COUNTS:
        number = probe.get(name) or 0
        if number < 0:
            check.invalid("CTR-044", f"{path}.{name}", number, _NOT_NEGATIVE)
    seconds = probe.get("terminationGracePeriodSeconds")
    if field == "readinessProbe":
        if seconds is not None:
            check.invalid(
                "CTR-045",
                f"{path}.terminationGracePeriodSeconds",
                seconds,
                "must not be set for readinessProbes",
            )
        return
    if seconds is not None and seconds <= 0:
        check.invalid("CTR-046", f"{path}.terminationGracePeriodSeconds", seconds, "must be greater than 0")
    successes = probe.get("successThreshold") or 1
    if successes != 1:
        check.invalid("CTR-043", f"{path}.successThreshold", successes, "must be 1")


def check_lifecycle(lifecycle: dict[str, Any], path: str, pod: Pod, check: Check) -> None:
    """Check `lifecycle`: CTR-037 to 041, 047, 048."""
    for hook in ("postStart", "preStop"):
        if (handler := lifecycle.get(hook)) is not None:
            _check_handler(handler, f"{path}.lifecycle.{hook}", _HOOK_HANDLERS, pod.grace, check)
    signal = lifecycle.get("stopSignal")
    if signal is not None:
        system = (pod.spec.get("os") or {}).get("name")
        where = f"{path}.lifecycle.stopSignal"
        if not system:
            check.forbidden("CTR-048", where, "may not be set for containers with empty `spec.os.name`")
        elif system == "windows" and signal not in {"SIGTERM", "SIGKILL"}:
            check.unsupported("CTR-048", where, signal, ("SIGKILL", "SIGTERM"))
        elif system == "linux" and not _is_signal(signal):
            check.unsupported("CTR-048", where, signal, _SIGNALS)


_SIGNALS = [
    "SIGABRT",
    "SIGALRM",
    "SIGBUS",
    "SIGCHLD",
    "SIGCLD",
    "SIGCONT",
    "SIGFPE",
    "SIGHUP",
    "SIGILL",
    "SIGINT",
    "SIGIO",
    "SIGIOT",
    "SIGKILL",
    "SIGPIPE",
    "SIGPOLL",
    "SIGPROF",
    "SIGPWR",
    "SIGQUIT",
    "SIGRTMAX",
    "SIGRTMIN",
    "SIGSEGV",
    "SIGSTKFLT",
    "SIGSTOP",
    "SIGSYS",
    "SIGTERM",
    "SIGTRAP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGUSR1",
    "SIGUSR2",
    "SIGVTALRM",
    "SIGWINCH",
    "SIGXCPU",
    "SIGXFSZ",
]
_REAL_TIME = 15


def _is_signal(signal: str) -> bool:
    if signal in _SIGNALS:
        return True
    for base in ("SIGRTMIN+", "SIGRTMAX-"):
        number = signal.removeprefix(base)
        if number != signal and number.isdecimal():
            return 1 <= int(number) <= _REAL_TIME
    return False


def _check_handler(
    handler: dict[str, Any], path: str, names: tuple[str, ...], grace: int, check: Check
) -> None:
    given = [name for name in names if handler.get(name) is not None]
    if not given:
        check.required("CTR-037", path, "must specify a handler type")
        return
    for name in given[1:]:
        check.forbidden("CTR-037", f"{path}.{name}", "may not specify more than 1 handler type")
    kind = given[0]
    body, where = handler[kind], f"{path}.{kind}"
    if kind == "exec":
        if not body.get("command"):
            check.required("CTR-041", f"{where}.command")
    elif kind == "httpGet":
        _check_http(body, where, check)
    elif kind == "tcpSocket":
        _check_port(body.get("port"), f"{where}.port", check)
    elif kind == "grpc":
        port = body.get("port") or 0
        check.invalid_each("CTR-042", f"{where}.port", port, formats.port_number(port))
    else:
        _check_sleep(body.get("seconds") or 0, where, grace, check)


def _check_http(body: dict[str, Any], path: str, check: Check) -> None:
    _check_port(body.get("port"), f"{path}.port", check)
    scheme = body.get("scheme") or "HTTP"
    if scheme not in _SCHEMES:
        check.unsupported("CTR-039", f"{path}.scheme", scheme, _SCHEMES)
    for at, header in enumerate(body.get("httpHeaders") or ()):
        name = header.get("name") or ""
        check.invalid_each(
            "CTR-040",
            f"{path}.httpHeaders",
            name,
            formats.http_header(name),
            at=f"{path}.httpHeaders[{at}].name",
        )


def _check_port(port: int | str | None, path: str, check: Check) -> None:
    value: int | str = 0 if port is None else port
    check.invalid_each("CTR-038", path, value, formats.port_number_or_name(value))


def _check_sleep(seconds: int, path: str, grace: int, check: Check) -> None:
    if check.minor >= _ZERO_SLEEP:
        if seconds < 0 or seconds > grace:
            detail = f"must be non-negative and less than terminationGracePeriodSeconds ({grace})"
            check.invalid("CTR-047", path, seconds, detail)
    elif seconds <= 0 or seconds > grace:
        detail = f"must be greater than 0 and less than terminationGracePeriodSeconds ({grace})"
        check.invalid("CTR-047", path, seconds, detail)
