"""What is refused of a model server, with the exact texts; and what looks alike but is fine."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Refuse = Callable[..., list[str]]

RUNTIMES = ["triton", "vllm", "mlserver", "torchserve", "custom"]
LIES = "nothing says where the models lie; set modelStorage, or modelPath where they are part of the image"
SKLEARN = "implementation: mlserver_sklearn.SKLearnModel"


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_base_of_these_tests_is_fine(runtime: str, refuse: Refuse) -> None:
    assert refuse(runtime, "{}") == []


@pytest.mark.parametrize(
    ("runtime", "changes", "expected"),
    [
        # options
        ("triton", "vllm: {}", "spec.vllm: the server is triton; leave them out, or set runtime: vllm"),
        (
            "vllm",
            "custom: {httpPort: 80}",
            "spec.custom: the server is vllm; leave them out, or set runtime: custom",
        ),
        (
            "triton",
            "triton: {loadModels: [a], pollSeconds: 5}",
            "spec.triton.pollSeconds: a repository is either polled, or its models are named; leave one out",
        ),
        (
            "triton",
            "triton: {loadModels: [a, '*']}",
            "spec.triton.loadModels[1]: * is all models, and stands alone; leave the others out",
        ),
        (
            "triton",
            "triton: {backendConfig: [python]}",
            'spec.triton.backendConfig[0]: "python" does not have the form ([^,=]+,)?[^,=]+=.*; write it as backend,setting=value',
        ),
        (
            "vllm",
            "vllm: {model: /models/a, revision: abc}\nmodelPath: /models",
            "spec.vllm.revision: a model in a folder has no revision; leave it out, or name a model at Hugging Face",
        ),
        (
            "mlserver",
            f"mlserver: {{models: [{{name: m, {SKLEARN}, maxBatchSize: 8}}]}}",
            "spec.mlserver.models[0].maxBatchSize: requests are batched only with both maxBatchSize and maxBatchSeconds; give both, or neither",
        ),
        (
            "mlserver",
            f"mlserver: {{models: [{{name: m, {SKLEARN}, maxBatchSize: 8, maxBatchSeconds: 0}}]}}",
            "spec.mlserver.models[0].maxBatchSize: requests are batched only with both maxBatchSize and maxBatchSeconds; give both, or neither",
        ),
        (
            "mlserver",
            f"mlserver: {{models: [{{name: m, {SKLEARN}, path: ../x}}]}}",
            'spec.mlserver.models[0].path: "../x" is no path within modelPath; a path without .. and / in front',
        ),
        (
            "mlserver",
            f"mlserver: {{models: [{{name: m, {SKLEARN}}}, {{name: m, {SKLEARN}}}]}}",
            "spec.mlserver.models[1].name: another element has the same name, m",
        ),
        (
            "torchserve",
            "torchserve: {properties: {inference_address: 'http://127.0.0.1:80'}}",
            "spec.torchserve.properties.inference_address: inference_address belongs to service; set service instead",
        ),
        (
            "torchserve",
            'torchserve: {properties: {number_of_gpu: "1\\n2"}}',
            "spec.torchserve.properties.number_of_gpu: a value is one line; leave the line break out",
        ),
        (
            "custom",
            "custom: {grpcPort: 8080}",
            "spec.custom.grpcPort: 8080 is httpPort already; leave it out, or choose another port",
        ),
        (
            "custom",
            "custom: {grpcPort: 9, metricsPort: 9}",
            "spec.custom.metricsPort: 9 is grpcPort already; leave it out, or choose another port",
        ),
        (
            "custom",
            "custom: {readyPath: health}",
            'spec.custom.readyPath: "health" does not have the form /.*; an absolute path',
        ),
        # image
        ("custom", "image: null", "spec.image: a server of your own has no image by default; name its image"),
        (
            "triton",
            "image: nvcr.io/nvidia/tritonserver",
            "spec.image: nvcr.io/nvidia/tritonserver has no fixed version; name a tag or a digest, or set `profile: dev`",
        ),
        # models
        ("triton", "modelStorage: null", f"spec.modelStorage: {LIES}"),
        ("torchserve", "modelStorage: null", f"spec.modelStorage: {LIES}"),
        ("mlserver", "modelStorage: null", f"spec.modelStorage: {LIES}"),
        (
            "triton",
            "modelStorage: null\nmodelSubPath: a",
            "spec.modelSubPath: there is no modelStorage to have folders; set modelStorage, or modelPath for a folder of the image",
        ),
        (
            "triton",
            "modelSubPath: /a",
            'spec.modelSubPath: "/a" is no folder of the volume; a path within it, without .. and / in front',
        ),
        (
            "triton",
            "modelStorage: {claim: a, secret: b}",
            "spec.modelStorage.secret: claim and secret exclude each other; leave one out",
        ),
        (
            "triton",
            "modelStorage: {newClaim: {size: 1Gi}}\nreplicas: 2",
            "spec.modelStorage.newClaim.accessModes: ReadWriteOnce: one node mounts it, but up to 2 pods want it; use ReadOnlyMany or ReadWriteMany, or `profile: dev`",
        ),
        (
            "vllm",
            "vllm: {hfToken: {name: s, key: k}}\nmodelStorage: {claim: c}",
            "spec.vllm.hfToken: the model lies on a volume, and the server asks nobody for it; leave it out",
        ),
        (
            "vllm",
            "vllm: {model: org/model}\nnetworkPolicy: {}",
            "spec.networkPolicy: nothing goes out, and the pods download org/model before they can work; give where it lies as egress, or set deny: ingress",
        ),
        (
            "vllm",
            "vllm: {maxModelLen: 10}",
            "spec.vllm.model: nothing says which model to serve; name one at Hugging Face, or give modelStorage",
        ),
        (
            "vllm",
            "vllm: null",
            "spec.vllm.model: nothing says which model to serve; name one at Hugging Face, or give modelStorage",
        ),
        (
            "vllm",
            "modelStorage: {claim: a}",
            'spec.vllm.model: "org/model" is a name at Hugging Face, and modelStorage holds a model already; leave one out, or name a folder below /mnt/models',
        ),
        (
            "vllm",
            "modelPath: /models",
            'spec.vllm.model: "org/model" is a name at Hugging Face, and modelPath holds a model already; leave one out, or name a folder below /models',
        ),
        (
            "vllm",
            "vllm: {model: a, cache: {configMap: c}}",
            "spec.vllm.cache.configMap: the server has to write to it; use emptyDir, or a claim that several nodes may write to",
        ),
        (
            "vllm",
            "vllm: {model: a, cache: {newClaim: {size: 1Gi}}}\nautoscaling: {maxReplicas: 3}",
            "spec.vllm.cache.newClaim.accessModes: ReadWriteOnce: one node mounts it, but up to 3 pods want it; use ReadOnlyMany or ReadWriteMany, or `profile: dev`",
        ),
        # devices
        (
            "vllm",
            "accelerator: null",
            "spec.accelerator: vllm/vllm-openai:v0.33.0 needs a GPU, and the pods get none; set accelerator: {}, or an image for CPUs",
        ),
        (
            "vllm",
            "vllm: {model: a, tensorParallelSize: 4}\naccelerator: {count: 2}",
            "spec.vllm.tensorParallelSize: 4 x 1 GPUs are used, and a pod has 2; tensorParallelSize x pipelineParallelSize must be accelerator.count",
        ),
        (
            "vllm",
            "vllm: {model: a, pipelineParallelSize: 2}\naccelerator: {count: 3}",
            "spec.vllm.pipelineParallelSize: 1 x 2 GPUs are used, and a pod has 3; tensorParallelSize x pipelineParallelSize must be accelerator.count",
        ),
        (
            "torchserve",
            "image: 'pytorch/torchserve:0.12.0-gpu'",
            "spec.image: pytorch/torchserve:0.12.0-gpu is for GPUs, and the pods get none; set accelerator: {}",
        ),
        (
            "torchserve",
            "image: 'pytorch/torchserve:0.12.0-cpu'\naccelerator: {}",
            "spec.image: pytorch/torchserve:0.12.0-cpu cannot use the GPU that the pods get; use pytorch/torchserve:0.12.0-gpu",
        ),
        # memory, ports, arguments
        (
            "triton",
            "sharedMemory: 8Gi",
            "spec.sharedMemory: 8Gi is not less than the memory limit, 8Gi; it counts against the limit: raise that",
        ),
        (
            "triton",
            "storage: [{name: s, mountPath: /dev/shm, emptyDir: {memory: true}}]",
            'spec.storage[0].mountPath: /dev/shm is where the workload mounts its volume "shm"; choose another path',
        ),
        (
            "vllm",
            "service: {type: NodePort, grpcNodePort: 30001}\nprofile: dev",
            "spec.service.grpcNodePort: the server has no port for gRPC; leave it out",
        ),
        (
            "custom",
            "service: {type: NodePort, grpcNodePort: 30001}\nprofile: dev",
            "spec.service.grpcNodePort: the server has no port for gRPC; leave it out",
        ),
        (
            "triton",
            "args: [--http-port=80]",
            "spec.args[0]: --http-port belongs to service; set service instead",
        ),
        (
            "triton",
            "args: ['--load-model=a']",
            "spec.args[0]: --load-model belongs to triton.loadModels; set triton.loadModels instead",
        ),
        (
            "vllm",
            "args: ['--max_model_len', '8192']",
            "spec.args[0]: --max_model_len belongs to vllm.maxModelLen; set vllm.maxModelLen instead",
        ),
        (
            "vllm",
            "args: [-tp=2]",
            "spec.args[0]: -tp belongs to vllm.tensorParallelSize; set vllm.tensorParallelSize instead",
        ),
        (
            "torchserve",
            "args: [--model-store, /m]",
            "spec.args[0]: --model-store belongs to modelStorage; set modelStorage instead",
        ),
        (
            "mlserver",
            "env: [{name: MLSERVER_HTTP_PORT, value: '80'}]",
            "spec.env[0]: MLSERVER_HTTP_PORT belongs to service; set service instead",
        ),
    ],
)
def test_a_contradiction_is_refused(runtime: str, changes: str, expected: str, refuse: Refuse) -> None:
    assert refuse(runtime, changes) == [expected]


@pytest.mark.parametrize(
    ("runtime", "changes"),
    [
        ("triton", "accelerator: {}"),
        ("triton", "modelStorage: null\nmodelPath: /opt/models"),
        ("triton", "triton: {loadModels: ['*']}"),
        ("vllm", "vllm: null\nmodelStorage: {claim: llama}"),
        ("vllm", "vllm: {model: /mnt/models/llama}\nmodelStorage: {claim: models}"),
        ("vllm", "accelerator: null\nimage: 'r/vllm-cpu:1'"),
        ("vllm", "vllm: {model: a, tensorParallelSize: 4, pipelineParallelSize: 2}\naccelerator: {count: 8}"),
        ("torchserve", "accelerator: {}"),
        (
            "torchserve",
            "torchserve: {properties: {number_of_gpu: '1', disable_token_authorization: 'false'}}",
        ),
        (
            "mlserver",
            f"mlserver: {{models: [{{name: m, {SKLEARN}, maxBatchSize: 8, maxBatchSeconds: 0.1}}]}}",
        ),
        ("custom", "modelStorage: {claim: a}\nargs: [--port=80]"),
    ],
)
def test_what_looks_alike_is_fine(runtime: str, changes: str, refuse: Refuse) -> None:
    assert refuse(runtime, changes) == []
