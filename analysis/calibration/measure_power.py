"""Power of an NVIDIA GPU by phase of training, from its own energy counter.

    python3 analysis/calibration/measure_power.py

Needs PyTorch with Triton and nvidia-ml-py, one idle GPU and four minutes. Each kernel runs
for 2 s, then for 5 s between two readings of the counter. `README.md`, "Power", has the
table of an H100 SXM.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pynvml

WARM_S, MEASURED_S = 2, 5
ELEMENTS = 1 << 28  # of the streaming kernels, in BF16

pynvml.nvmlInit()
GPU = pynvml.nvmlDeviceGetHandleByIndex(0)


def joules() -> float:
    return pynvml.nvmlDeviceGetTotalEnergyConsumption(GPU) / 1e3


def show(name: str, energy: float, seconds: float, rate: float = 0) -> None:
    clock = pynvml.nvmlDeviceGetClockInfo(GPU, pynvml.NVML_CLOCK_SM)
    print(f"{name:28s} {energy / seconds:6.1f} W  {clock} MHz  {rate / 1e12:8.2f} T/s", flush=True)


def measure_waiting(name: str) -> None:
    time.sleep(3)
    energy, start = joules(), time.time()
    time.sleep(MEASURED_S)
    show(name, joules() - energy, time.time() - start)


print(pynvml.nvmlDeviceGetName(GPU), pynvml.nvmlDeviceGetEnforcedPowerLimit(GPU) / 1e3, "W")
measure_waiting("no program")

import torch  # noqa: E402  the first use of the GPU raises its clocks: see above
import torch.nn.functional as F  # noqa: E402
import triton  # noqa: E402
import triton.language as tl  # noqa: E402


def random(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, device="cuda", dtype=torch.bfloat16)


def repeat(kernel: Callable[[], object], seconds: float) -> int:
    count, start = 0, time.time()
    while time.time() - start < seconds:
        for _ in range(5):
            kernel()
        torch.cuda.synchronize()
        count += 5
    return count


def measure(name: str, kernel: Callable[[], object], work: float = 0) -> None:
    """`work`: FLOPs or bytes of one call."""
    repeat(kernel, WARM_S)
    energy, start = joules(), time.time()
    count = repeat(kernel, MEASURED_S)
    seconds = time.time() - start
    show(name, joules() - energy, seconds, work * count / seconds)


@triton.jit
def copy_on_few_cores(source, target, n, block: tl.constexpr):
    for i in range(tl.program_id(0) * block, n, tl.num_programs(0) * block):
        at = i + tl.arange(0, block)
        tl.store(target + at, tl.load(source + at))


def measure_compute() -> None:
    for m, n, k in ((8192, 8192, 8192), (4096, 4096, 4096), (2048, 2048, 2048), (8192, 12288, 1536), (4096, 3072, 12288)):
        a, b = random(m, k), random(k, n)
        measure(f"bf16 {m} {n} {k}", lambda: a @ b, 2 * m * n * k)
    one = torch.tensor(1.0, device="cuda")
    for m in (8192, 4096):
        a8, b8 = random(m, m).to(torch.float8_e4m3fn), random(m, m).to(torch.float8_e4m3fn).t()
        measure(f"fp8 {m}", lambda: torch._scaled_mm(a8, b8, scale_a=one, scale_b=one, out_dtype=torch.bfloat16), 2 * m**3)
    q, k, v = (random(4, 32, 4096, 128).requires_grad_() for _ in range(3))
    gradient = random(4, 32, 4096, 128)
    measure("attention, both ways", lambda: F.scaled_dot_product_attention(q, k, v, is_causal=True).backward(gradient),
            7 * 4 * 32 * 4096**2 * 128)
    layer = torch.nn.TransformerEncoderLayer(4096, 32, 16384, 0.0, batch_first=True, device="cuda", dtype=torch.bfloat16)
    x = random(8, 2048, 4096)
    measure("layer, both ways", lambda: layer(x).sum().backward(), 72 * 8 * 2048 * 4096**2)


def measure_streaming() -> None:
    x, y = random(ELEMENTS), random(ELEMENTS)
    z = torch.empty_like(x)
    rows = random(ELEMENTS // 4096, 4096)
    measure("copy", lambda: z.copy_(x), 4 * ELEMENTS)
    measure("add", lambda: torch.add(x, y, out=z), 6 * ELEMENTS)
    measure("layer norm", lambda: F.layer_norm(rows, (4096,)), 4 * ELEMENTS)
    measure("gelu", lambda: F.gelu(rows), 4 * ELEMENTS)
    measure("softmax", lambda: F.softmax(rows, -1), 4 * ELEMENTS)
    weights = torch.nn.Parameter(torch.randn(ELEMENTS // 2, device="cuda"))
    weights.grad = torch.randn_like(weights)
    measure("adam", torch.optim.AdamW([weights], fused=True).step, 14 * ELEMENTS)


def measure_communication() -> None:
    """What a collective does to the chip, without its links: few cores copy, or one waits."""
    x = random(ELEMENTS)
    z = torch.empty_like(x)
    for cores in (8, 16, 24, 32):
        measure(f"copy on {cores} cores", lambda: copy_on_few_cores[(cores,)](x, z, ELEMENTS, block=8192, num_warps=16),
                2 * ELEMENTS)
    measure("one thread waits", lambda: torch.cuda._sleep(20_000_000))


random(9)
measure_waiting("a program that waits")
measure_compute()
measure_streaming()
measure_communication()
