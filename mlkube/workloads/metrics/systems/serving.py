"""Model servers: how many requests, how many fail, how long they take, how many wait.

Sources: tensorflow/serving servables/tensorflow/util.cc and util/prometheus_exporter.cc (`/` becomes `:`;
latencies in microseconds); triton-inference-server/server docs/user_guide/metrics.md (counters in
microseconds; histograms of latency are off unless asked for); vllm-project/vllm vllm/v1/metrics/loggers.py
and docs/design/metrics.md (HTTP by prometheus_fastapi_instrumentator); SeldonIO/MLServer
mlserver/handlers/dataplane.py, mlserver/rest/app.py and starlette_exporter; pytorch/serve
ts/configs/metrics.yaml (latencies in microseconds).
"""

from __future__ import annotations

from mlkube.workloads.metrics.promql import WINDOW, rate, series, summed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.workloads.metrics.promql import Where

_MICROSECONDS = "1e6"
_TARGET = ("namespace", "job")


class ServingSystem:
    """The metrics of a model server.

    `model` is the label that names the model. `requests` and `errors` are counters, each with a matcher of
    its own; several counters of requests add up. `by_model` says that they name the model. The latency is a
    `histogram`, or the `total` time that requests took, which gives no more than a mean; `counted` are the
    requests that it is of. `divisor` makes seconds of it. `waiting` is a gauge of requests that wait. `more`
    is for the dashboard.
    """

    __slots__ = (
        "by_model",
        "counted",
        "divisor",
        "errors",
        "histogram",
        "key",
        "model",
        "more",
        "requests",
        "title",
        "total",
        "waiting",
    )

    def __init__(  # noqa: PLR0913  a table row
        self,
        key: str,
        title: str,
        *,
        model: str,
        requests: tuple[tuple[str, str], ...],
        errors: tuple[str, str],
        by_model: bool = True,
        histogram: str = "",
        total: str = "",
        counted: str = "",
        divisor: str = "",
        waiting: str = "",
        more: tuple[Extra, ...] = (),
    ) -> None:
        self.key = key
        self.title = title
        self.model = model
        self.requests = requests
        self.errors = errors
        self.by_model = by_model
        self.histogram = histogram
        self.total = total
        self.counted = counted
        self.divisor = divisor
        self.waiting = waiting
        self.more = more

    @property
    def metrics(self) -> frozenset[str]:
        """Every name of a series that it has."""
        names = {name for name, _ in (*self.requests, self.errors)} | {self.total, self.counted, self.waiting}
        if self.histogram:
            names |= {f"{self.histogram}_bucket", f"{self.histogram}_count", f"{self.histogram}_sum"}
        return frozenset(names | {each.metric for each in self.more} - {""})

    @property
    def mean_only(self) -> bool:
        """Whether its latency is a mean: it counts no distribution."""
        return not self.histogram

    def request_rate(self, where: Where, window: str = WINDOW) -> str:
        """Return requests a second, by target and model."""
        labels = (*_TARGET, self.model) if self.by_model else _TARGET
        return " + ".join(
            summed(labels, rate(name, where.scraped, matcher, window=window))
            for name, matcher in self.requests
        )

    def error_ratio(self, where: Where, window: str = WINDOW) -> str:
        """Return the part of requests that fail, 0 to 1."""
        labels = (*_TARGET, self.model) if self.by_model else _TARGET
        name, matcher = self.errors
        failed = summed(labels, rate(name, where.scraped, matcher, window=window))
        every = self.request_rate(where, window)
        return f"{failed} / ({every})" if len(self.requests) > 1 else f"{failed} / {every}"

    def latency(self, where: Where, quantile: float, window: str = WINDOW) -> str:
        """Return seconds that a request takes: the quantile, or the mean where nothing else is counted."""
        labels = (*_TARGET, self.model)
        if self.histogram:
            buckets = summed(("le", *labels), rate(f"{self.histogram}_bucket", where.scraped, window=window))
            result = f"histogram_quantile({quantile:g}, {buckets})"
        else:
            took = summed(labels, rate(self.total, where.scraped, window=window))
            result = f"{took} / {summed(labels, rate(self.counted, where.scraped, window=window))}"
        return f"{result} / {self.divisor}" if self.divisor else result

    def queue(self, where: Where) -> str:
        """Return requests that wait, by target and model, on the average of its pods."""
        return f"avg by ({', '.join((*_TARGET, self.model))}) ({series(self.waiting, where.scraped)})"


class Extra:
    """A metric that one system alone has, as a panel shows it: `form` is PromQL with `%s` for the series."""

    __slots__ = ("form", "legend", "metric", "title", "unit")

    def __init__(self, title: str, metric: str, form: str, legend: str, unit: str) -> None:
        self.title = title
        self.metric = metric
        self.form = form
        self.legend = legend
        self.unit = unit


_P99_BY_MODEL = "histogram_quantile(0.99, sum by (le, model_name) (rate(%s[$__rate_interval])))"

_TF_SERVING = ServingSystem(
    "tf-serving",
    "TensorFlow Serving",
    model="model_name",
    requests=((":tensorflow:serving:request_count", ""),),
    # What a client did wrong, or gave up, is none of the server's errors.
    errors=(":tensorflow:serving:request_count", 'status!~"OK|CANCELLED|INVALID_ARGUMENT"'),
    histogram=":tensorflow:serving:request_latency",
    divisor=_MICROSECONDS,
    more=(
        Extra(
            "Time in the runtime, 99th percentile",
            ":tensorflow:serving:runtime_latency_bucket",
            f"{_P99_BY_MODEL} / {_MICROSECONDS}",
            "{{model_name}}",
            "s",
        ),
        Extra(
            "Examples",
            ":tensorflow:serving:request_example_count_total",
            "sum by (model) (rate(%s[$__rate_interval]))",
            "{{model}}",
            "ops",
        ),
    ),
)
_TRITON = ServingSystem(
    "triton",
    "Triton Inference Server",
    model="model",
    requests=(("nv_inference_request_success", ""), ("nv_inference_request_failure", "")),
    errors=("nv_inference_request_failure", ""),
    total="nv_inference_request_duration_us",
    counted="nv_inference_request_success",
    divisor=_MICROSECONDS,
    waiting="nv_inference_pending_request_count",
    more=(
        Extra(
            "Time in the queue, a second",
            "nv_inference_queue_duration_us",
            f"sum by (model) (rate(%s[$__rate_interval])) / {_MICROSECONDS}",
            "{{model}}",
            "s",
        ),
        Extra(
            "Inferences",
            "nv_inference_count",
            "sum by (model) (rate(%s[$__rate_interval]))",
            "{{model}}",
            "ops",
        ),
        Extra("GPU use", "nv_gpu_utilization", "avg by (pod, gpu_uuid) (%s)", "{{pod}}", "percentunit"),
        Extra("GPU memory", "nv_gpu_memory_used_bytes", "sum by (pod) (%s)", "{{pod}}", "bytes"),
    ),
)
_VLLM = ServingSystem(
    "vllm",
    "vLLM",
    model="model_name",
    requests=(("http_requests_total", 'handler=~"/v1/.*"'),),
    errors=("http_requests_total", 'handler=~"/v1/.*",status="5xx"'),
    by_model=False,
    histogram="vllm:e2e_request_latency_seconds",
    waiting="vllm:num_requests_waiting",
    more=(
        Extra(
            "Time to the first token, 99th percentile",
            "vllm:time_to_first_token_seconds_bucket",
            _P99_BY_MODEL,
            "{{model_name}}",
            "s",
        ),
        Extra(
            "Tokens generated",
            "vllm:generation_tokens_total",
            "sum by (model_name) (rate(%s[$__rate_interval]))",
            "{{model_name}}",
            "ops",
        ),
        Extra(
            "Cache of keys and values",
            "vllm:kv_cache_usage_perc",
            "max by (pod) (%s)",
            "{{pod}}",
            "percentunit",
        ),
        Extra("Requests that run", "vllm:num_requests_running", "sum by (pod) (%s)", "{{pod}}", "short"),
    ),
)
_MLSERVER = ServingSystem(
    "mlserver",
    "MLServer",
    model="model",
    # The time of every request is taken, of a failed one too; a counter of successes begins with the first.
    requests=(("model_infer_request_duration_count", ""),),
    errors=("model_infer_request_failure_total", ""),
    total="model_infer_request_duration_sum",
    counted="model_infer_request_duration_count",
    more=(
        Extra(
            "Time of REST requests, 99th percentile",
            "rest_server_request_duration_seconds_bucket",
            "histogram_quantile(0.99, sum by (le, path) (rate(%s[$__rate_interval])))",
            "{{path}}",
            "s",
        ),
        Extra(
            "REST requests",
            "rest_server_requests_total",
            "sum by (status_code) (rate(%s[$__rate_interval]))",
            "{{status_code}}",
            "reqps",
        ),
    ),
)
_TORCHSERVE = ServingSystem(
    "torchserve",
    "TorchServe",
    model="model_name",
    requests=(("ts_inference_requests_total", ""),),
    errors=("Requests5XX", ""),
    by_model=False,
    total="ts_inference_latency_microseconds",
    counted="ts_inference_requests_total",
    divisor=_MICROSECONDS,
    more=(
        Extra(
            "Time in the queue, a second",
            "ts_queue_latency_microseconds",
            f"sum by (model_name) (rate(%s[$__rate_interval])) / {_MICROSECONDS}",
            "{{model_name}}",
            "s",
        ),
    ),
)

SERVING_SYSTEMS = {each.key: each for each in (_TF_SERVING, _TRITON, _VLLM, _MLSERVER, _TORCHSERVE)}
