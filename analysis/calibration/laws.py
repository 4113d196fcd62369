"""The laws of the engine's mechanisms, in numpy, for fitting.

Each law is the formula of engine/MODEL.md with its constants; the numbers that a
chip or a system has of its own are arguments, named as in the catalogue. Units: SI
(seconds, bytes, FLOP/s), except where a name says otherwise. All are smooth and
never fall when a size grows.

Example: a BF16 product of 8192 x 8192 x 8192 on an H100 (807 TFLOP/s, tile 385,
half_k 114, kernel 2.7 us) takes 1.39 ms.
"""

from __future__ import annotations

import numpy as np

# Exponent of the soft maximum of compute and memory time: 4 is within 19 % of the
# maximum where the two are equal, and within 1 % where they differ by a factor 2.5.
ROOFLINE_POWER = 4
# Bytes of one element of a product's inputs; FP4 carries a scale of 1 byte for 16.
INPUT_BYTES = {"bf16": 2.0, "fp8": 1.0, "fp4": 0.5625}
OUTPUT_BYTES = 2.0
# A collective of chunks in a pipeline: startup a, transfer b, and this times sqrt(a b).
PIPELINE = 1.5
# The part of a chip's own buffer is copied as well, at twice the rate of its links.
OWN_PART = 0.5
# An all-reduce against one all-gather of the same buffer (two would be 2).
ALL_REDUCE = 1.65


def matmul_seconds(m, n, k, precision, matmul_rate, tile, half_k, kernel, cast_bytes, stream_rate):
    """Time of an (m, k) x (k, n) product, its left operand quantized on the fly where scaled.

    `tile` squared is the area that the last wave of tiles leaves idle, `half_k` the
    inner length lost to the start and end of a tile, `cast_bytes` the traffic of
    quantizing one element, `stream_rate` what streaming kernels reach.
    """
    compute = 2 * (m * n + tile**2) * (k + half_k) / matmul_rate
    memory = (INPUT_BYTES[precision] * (m * k + n * k) + OUTPUT_BYTES * m * n) / stream_rate
    roofline = (compute**ROOFLINE_POWER + memory**ROOFLINE_POWER) ** (1 / ROOFLINE_POWER)
    return roofline + kernel + m * k * cast_bytes / stream_rate


def half_lengths_seconds(m, n, k, precision, matmul_rate, half_m, half_n, half_k, kernel, cast_bytes, stream_rate):
    """Rival of matmul_seconds: each side has its own half length, and the roofline is sharp."""
    compute = 2 * (m + half_m) * (n + half_n) * (k + half_k) / matmul_rate
    memory = (INPUT_BYTES[precision] * (m * k + n * k) + OUTPUT_BYTES * m * n) / stream_rate
    return np.maximum(compute, memory) + kernel + m * k * cast_bytes / stream_rate


def attention_seconds(batch, length, heads, head_dim, rate, half_length, half_rows, half_head, kernel):
    """Time of fused causal attention, forward. `rate` is that of heads of 128 at long sequences.

    Heads wider than 128 run at the rate of 128: FlashAttention-3 reaches 642 TFLOP/s
    with 256 and 648 with 128 (Shah et al. 2024, arXiv:2407.08608, figure 5).
    """
    work = 2 * batch * length**2 * heads * head_dim
    width = np.minimum(1, head_dim * (128 + half_head) / (128 * (head_dim + half_head)))
    rows = batch * heads * length
    return work / (rate * width) * (1 + half_length / length) * (1 + half_rows / rows) + kernel


def attention_bytes(batch, length, heads, kv_heads, head_dim):
    """Traffic of the measured attention beside its products: rotate q, k, v; read them, write the output."""
    return 2 * batch * length * head_dim * (2 * (heads + 2 * kv_heads) + 2 * heads)


def gather_seconds(gpus, size, rate, hop):
    """All-gather, reduce-scatter or all-to-all of a buffer of `size` bytes within one domain."""
    startup = hop * (1 + np.log2(gpus))
    transfer = size * (gpus - 1 + OWN_PART) / gpus / rate
    return startup + transfer + PIPELINE * np.sqrt(startup * transfer)


def nodes_all_reduce_seconds(nodes, gpus, size, domain_rate, domain_hop, fabric_rate, fabric_hop):
    """All-reduce over `nodes` of `gpus` each: both tiers work at once, their startups add.

    Rings through all GPUs load each network port with (n - 1) / n of its GPU's part,
    n being all GPUs; two nodes exchange halves instead (a tree), as NCCL chooses.
    """
    everyone = nodes * gpus
    inside = size * (gpus - 1 + OWN_PART) / gpus / domain_rate
    loaded = 1 / 2 if nodes == 2 else (everyone - 1) / everyone
    between = size / gpus * loaded / fabric_rate
    startup = ALL_REDUCE * domain_hop * (1 + np.log2(gpus)) + 2 * fabric_hop * (1 + np.log2(nodes))
    transfer = np.maximum(ALL_REDUCE * inside, 2 * between)
    return startup + transfer + PIPELINE * np.sqrt(startup * transfer)
