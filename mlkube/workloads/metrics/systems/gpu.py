"""What DCGM says of GPUs, by dcgm-exporter: the counters that are collected, and what they mean.

Source: NVIDIA/dcgm-exporter 4.6.1-4.8.4, etc/default-counters.csv and etc/dcp-metrics-included.csv. A series
has the labels gpu, UUID, device, modelName, Hostname, and namespace, pod and container of who uses the GPU.
"""

from __future__ import annotations

# Field, type of the Prometheus metric, help.
COUNTERS: tuple[tuple[str, str, str], ...] = (
    ("DCGM_FI_DEV_SM_CLOCK", "gauge", "Clock of the multiprocessors (MHz)."),
    ("DCGM_FI_DEV_MEM_CLOCK", "gauge", "Clock of the memory (MHz)."),
    ("DCGM_FI_DEV_GPU_TEMP", "gauge", "Temperature of the GPU (C)."),
    ("DCGM_FI_DEV_MEMORY_TEMP", "gauge", "Temperature of the memory (C)."),
    ("DCGM_FI_DEV_POWER_USAGE", "gauge", "Power that is drawn (W)."),
    ("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "counter", "Energy since the driver was loaded (mJ)."),
    ("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "counter", "Transfers over PCIe that were repeated."),
    ("DCGM_FI_DEV_GPU_UTIL", "gauge", "Time in which a kernel ran (percent)."),
    ("DCGM_FI_DEV_MEM_COPY_UTIL", "gauge", "Time in which memory was read or written (percent)."),
    ("DCGM_FI_DEV_ENC_UTIL", "gauge", "Use of the encoder (percent)."),
    ("DCGM_FI_DEV_DEC_UTIL", "gauge", "Use of the decoder (percent)."),
    ("DCGM_FI_DEV_XID_ERRORS", "gauge", "Number of the last XID error."),
    ("DCGM_FI_DEV_FB_FREE", "gauge", "Memory that is free (MiB)."),
    ("DCGM_FI_DEV_FB_USED", "gauge", "Memory that is used (MiB)."),
    ("DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", "counter", "Rows remapped for errors beyond correction."),
    ("DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS", "counter", "Rows remapped for errors that were corrected."),
    ("DCGM_FI_DEV_ROW_REMAP_FAILURE", "gauge", "Whether a row could not be remapped."),
    ("DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", "counter", "Transfers over all NVLink lanes."),
    ("DCGM_FI_DEV_VGPU_LICENSE_STATUS", "gauge", "Whether a virtual GPU has its licence."),
)

# Those of the profiling module, for which the exporter needs SYS_ADMIN.
PROFILING: tuple[tuple[str, str, str], ...] = (
    ("DCGM_FI_PROF_GR_ENGINE_ACTIVE", "gauge", "Part of the time in which an engine was active."),
    ("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "gauge", "Part of the cycles in which the tensor cores were active."),
    ("DCGM_FI_PROF_DRAM_ACTIVE", "gauge", "Part of the cycles in which memory moved data."),
    ("DCGM_FI_PROF_PCIE_TX_BYTES", "gauge", "Bytes a second sent over PCIe."),
    ("DCGM_FI_PROF_PCIE_RX_BYTES", "gauge", "Bytes a second received over PCIe."),
)

METRICS = frozenset(name for name, _, _ in (*COUNTERS, *PROFILING))
