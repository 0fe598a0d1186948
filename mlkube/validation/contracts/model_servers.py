"""vLLM and Triton: GPUs that are used, and the time to end (ML-096 and 097).

Source: docs.vllm.ai, engine arguments; vllm-project/vllm, pull request 34730; Triton's --exit-timeout-secs.
"""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_GPU_RESOURCES = ("nvidia.com/gpu", "amd.com/gpu")
_GRACE = 30
# The flag by which a server waits for requests at SIGTERM, with what it waits without it.
_DRAINS = (("shutdown-timeout", "vllm", 0), ("exit-timeout-secs", "tritonserver", 30))


def check(party: Party, objects: Objects) -> None:
    """Check the containers of one object."""
    for at, container in enumerate(items(party.pod.get("containers"))):
        words = _words(container)
        where = f"{party.pod_path}.containers[{at}]"
        if _is_vllm(container, words):
            _check_gpus(container, words, party, where, objects)
        _check_drain(container, words, party, where, objects)


def _words(container: dict[str, Any]) -> list[str]:
    fields = [container.get("command"), container.get("args")]
    return [str(word) for field in fields if isinstance(field, list) for word in field]


def _is_vllm(container: dict[str, Any], words: list[str]) -> bool:
    return "vllm" in words[:1] or "vllm-openai" in str(container.get("image") or "")


def _number(words: list[str], *names: str) -> int | None:
    """Return the number behind a flag, `--flag=2` or `--flag 2`; None where it is not given."""
    for at, word in enumerate(words):
        flag, equals, value = word.partition("=")
        if flag not in names:
            continue
        given = value if equals else words[at + 1] if at + 1 < len(words) else ""
        return int(given) if given.isdecimal() else None
    return None


def _check_gpus(
    container: dict[str, Any], words: list[str], party: Party, where: str, objects: Objects
) -> None:
    """Check ML-096: parallel sizes against the GPUs of the container."""
    tensor = _number(words, "--tensor-parallel-size", "-tp")
    pipeline = _number(words, "--pipeline-parallel-size", "-pp")
    limits = mapping(mapping(container.get("resources")).get("limits"))
    counts = [limits[name] for name in _GPU_RESOURCES if name in limits]
    if (tensor is None and pipeline is None) or not counts or not str(counts[0]).isdecimal():
        return
    used, held = (tensor or 1) * (pipeline or 1), int(str(counts[0]))
    # A model over several nodes has its other GPUs in other pods.
    if used == held or (pipeline or 1) > 1:
        return
    text = f"vLLM uses {used} GPUs, and the container holds {held}"
    hint = "let --tensor-parallel-size be the number of GPUs"
    objects.error("ML-096", party, f"{where}.resources.limits", text, hint=hint)


def _check_drain(
    container: dict[str, Any], words: list[str], party: Party, where: str, objects: Objects
) -> None:
    """Check ML-097: a pod that lives on for the sleep before SIGTERM and the requests behind it."""
    grace = party.pod.get("terminationGracePeriodSeconds")
    grace = grace if isinstance(grace, int) else _GRACE
    hook = mapping(mapping(container.get("lifecycle")).get("preStop"))
    seconds = mapping(hook.get("sleep")).get("seconds")
    sleep = seconds if isinstance(seconds, int) else 0
    for flag, program, default in _DRAINS:
        given = _number(words, f"--{flag}")
        drain = default if given is None and program in words else given
        if drain and sleep + drain > grace:
            text = f"the pod has {grace} seconds to end: it sleeps {sleep}, and --{flag} takes {drain} more"
            hint = f"set terminationGracePeriodSeconds to {sleep + drain + 5}"
            path = f"{where.rpartition('.containers')[0]}.terminationGracePeriodSeconds"
            # Nobody may have meant the server's default.
            say = objects.warn if given is None else objects.error
            say("ML-097", party, path, text, hint=hint)
