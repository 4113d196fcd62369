#!/usr/bin/env python3
"""Write case files from a table of published training runs.

    make_cases.py TRAINING_RUNS.csv [--catalog ../catalog] [--out .]

One row is one measured run: its model's shape, its chips, how it was split over them,
and its step time, throughput or memory. Each usable row becomes a [[case]]; what README.md
of this folder says of the format is what is written here. Rows are left out, with the
reason on stderr, where the model's shape or the figure itself is missing.

A source has up to three files, each a group whose errors are reported apart:
  SOURCE.toml         dense models, complete rows
  SOURCE_more.toml    near-duplicates and rows with a guessed field
  SOURCE_moe.toml     mixtures of experts
"""
import argparse
import sys
from pathlib import Path

from case_file import Output, Unusable, number, rows_of, source_of
from shapes import Shape, catalog_shapes, find_shape

# The catalogue's name of each chip of the table.
CHIPS = {
    "A100-40GB": "a100-40gb", "A100-80GB": "a100-80gb", "H100-SXM": "h100-sxm", "B200": "b200",
    "MI355X": "mi355x", "TPU v4": "tpu-v4", "TPU v5e": "tpu-v5e", "Trainium1": "trainium1", "Gaudi2": "gaudi2",
}

# The machine of each source; for the others that of the chip.
SYSTEMS = {
    "narayanan21": "selene-a100", "megatron_jan21": "selene-a100", "korthikanti22": "selene-a100",
    "korthikanti22_mem": "selene-a100", "mtnlg": "selene-a100", "bloom_prequel": "jean-zay-a100", "bloomberggpt": "aws-p4d",
}
SYSTEM_OF_CHIP = {
    "A100-40GB": "dgx-a100-40gb", "A100-80GB": "dgx-a100", "H100-SXM": "dgx-h100", "B200": "dgx-b200",
    "MI355X": "mi355x-8", "TPU v4": "tpu-v4-pod", "TPU v5e": "tpu-v5e-pod", "Trainium1": "aws-trn1",
    "Gaudi2": "gaudi2-8",
}

# The software of each source, where it is not the system's own.
SOFTWARE = {
    "narayanan21": "megatron-2021", "megatron_jan21": "megatron-2021", "mtnlg": "megatron-deepspeed-2022",
    "nemo_2407": "megatron-2024", "mcore_h100": "megatron-2024",
    "amd_mi355x": "maxtext-gpu-2025", "tinyllama": "llm-foundry-2023",
}
# The same where a source ran on several chips.
SOFTWARE_OF_SOURCE = {
    "llm_foundry": {"A100-40GB": "llm-foundry-2023", "A100-80GB": "llm-foundry-2023", "H100-SXM": "llm-foundry-2023-h100"},
}

# Of Megatron Bridge's releases, newest first: what overlaps the exchange between experts came in 2026,
# what takes the host's work away from routing in June of it.
BRIDGE_RELEASES = {"26.06": "megatron-2026-06", "26.": "megatron-2026"}

# Recipes of them that exchange tokens by NCCL's all-to-all, or under nothing (github.com/NVIDIA-NeMo/Megatron-Bridge,
# 067f987d, perf_recipes). On H100 those of June 2026 have neither fused experts nor a graph of the whole step.
BRIDGE_DISPATCH = {
    ("megatron-2026", "Qwen3_30B_a3B", "H100-SXM"): "megatron-2026-waiting",
    ("megatron-2026", "Qwen3_30B_a3B", "B200"): "megatron-2026-waiting",
    ("megatron-2026-06", "Qwen3_30B_a3B", "H100-SXM"): "megatron-2026-waiting",
    ("megatron-2026", "GPTOSS120B", "H100-SXM"): "megatron-2026-alltoall-waiting",
    ("megatron-2026", "GPTOSS120B", "B200"): "megatron-2026-alltoall-waiting",
    ("megatron-2026", "Qwen3_235B_a22B", "H100-SXM"): "megatron-2026-alltoall",
    ("megatron-2026", "Qwen3_235B_a22B", "B200"): "megatron-2026-alltoall-waiting",
}

# Mixtures of experts, whose rows do not give the shape in full.
CATALOG_NAMES = {
    "DeepSeekV3": "deepseek-v3-mtp", "DeepSeekV3-671B": "deepseek-v3", "GPT OSS 120B": "gpt-oss-120b",
    "Qwen3_30B_a3B": "qwen3-30b-a3b", "Qwen3_235B_a22B": "qwen3-235b-a22b", "Grok1-314B": "grok-1",
    "Llama4-Maverick": "llama4-maverick",
}

# Software that shards the optimizer over data parallelism, where the row does not say so.
DISTRIBUTED_OPTIMIZER = {"nvidia_dgxc", "nemo_2407", "megatron_bridge", "megatron_llama_readme", "mcore_h100"}
# Runs without sequence parallelism, but where their recomputation names it.
NO_SEQUENCE_PARALLEL = {"narayanan21", "megatron_jan21", "mtnlg", "bloom_prequel", "korthikanti22_mem"}
# Parallelism of Neuron runs counts cores, two a chip: tensor parallelism covers half as many chips.
CORES_PER_CHIP = {"neuron_trn1": 2}

RECOMPUTE = {
    "none": "none", "full": "full", "full (remat)": "full", "selective+SP": "selective",
    # Everything is computed again but three products, which wait in the host's memory.
    "qkv_proj_offloaded": "full",
}

# Groups whose cases set an efficiency, and so are no evidence for it.
CALIBRATION_GROUPS = {"intel_gaudi2_more", "neuron_trn1_more", "narayanan21", "llm_foundry_more", "nemo_2407",
                      "amd_mi355x_moe"}


def is_calibration(row: dict, group: str) -> bool:
    """Whether the row set a number of the catalogue: a group of these, or a part of one."""
    part = {"nvidia_dgxc": row["model"].startswith(("LLAMA3.1", "GPT-5B (PaxML)")), "bloom_prequel": row["precision"].startswith("bf16"),
            "megatron_bridge_moe": row["model"].startswith("Qwen3_30B") or
                                   row["model"] == "GPT OSS 120B" and row["table"].startswith("26."),
            "maxtext_tpu": row["model"].startswith(("MaxText-16B", "MaxText-22B"))}
    return group in CALIBRATION_GROUPS or part.get(group, False)


# Published memory of runs that do not fit their chips is compared on chips with more of it.
MEMORY_FACTOR = 4


# How some sources split their runs, which the table does not say, in chips:
#   amd_mi355x     amd-agi/maxtext-slurm, configs/deepseek3-671b.gpu.yml: experts over a node, FSDP over nodes
#   PaxML          NVIDIA/dgxc-benchmarking v25.01.1, paxml/configure.sh: FSDP over 1 node (5B) or 16 (175B), the rest copies
#   bloomberggpt   Wu et al. 2023, arXiv:2303.17564, section 3.3: ZeRO stage 3 over 128 chips, four copies
FSDP = {"tp": 1, "pp": 1, "cp": 1, "zero_stage": 3}
PARALLELISM = {
    "amd_mi355x": FSDP | {"ep": 8},
    "GPT-5B(PaxML)": FSDP | {"zero_group": 8},
    "GPT3-175B(PaxML)": FSDP | {"zero_group": 128},
    "LLAMA3-70B(MaxText)": FSDP,
    "bloomberggpt": FSDP | {"zero_group": 128},
}

# What the table leaves out beside that: NVIDIA/dgxc-benchmarking v25.05.05, deepseek_v3/pretraining/launch.sh, has
# one chunk a stage and computes mla_up_proj again.
MORE = {("nvidia_dgxc", "DeepSeekV3"): {"interleave": 1, "recompute": "selective"}}


def precision(row: dict) -> str:
    name = row["precision"].lower()
    return "fp8" if "fp8" in name else "fp4" if "fp4" in name else "bf16"


def is_fsdp(row: dict) -> bool:
    return "FSDP" in row["sharding"] or "ZeRO-3" in row["sharding"] or row["zero_stage"] == "3"


def zero_stage(row: dict) -> int | None:
    if row["zero_stage"] in {"0", "1", "2", "3"}:
        return int(row["zero_stage"])
    if is_fsdp(row):
        return 3
    if row["zero_stage"] == "dist-optimizer" or "dist-opt" in row["sharding"]:
        return 1
    return 1 if row["source_key"] in DISTRIBUTED_OPTIMIZER else None


def parallelism(row: dict) -> dict:
    """The split as published, in chips. Nothing where the source does not publish it."""
    split = {}
    model = row["model"].replace(" ", "")
    for known in (row["source_key"], model):
        if known in PARALLELISM:
            return dict(PARALLELISM[known])
    sharded = is_fsdp(row)
    if not row["tp"] and not sharded:
        return split
    cores = CORES_PER_CHIP.get(row["source_key"], 1)
    tp = number(row["tp"] or "1")
    if tp % cores:
        raise Unusable("tensor parallelism of half a chip")
    split["tp"] = tp // cores
    split["pp"] = number(row["pp"] or "1")
    split["cp"] = number(row["cp"] or "1")
    if row["ep"] and row["moe_experts"]:
        split["ep"] = number(row["ep"])
    if row["vpp"]:
        split["interleave"] = number(row["vpp"])
    elif split["pp"] == 1:
        split["interleave"] = 1
    return split


def scenario(row: dict, model: str, system: str) -> dict:
    s = {"model": model, "system": system}
    if software_of(row):
        s["software"] = software_of(row)
    s["chips"] = number(row["chips"])
    s |= parallelism(row)
    if row["micro_batch"]:
        s["micro_batch"] = number(row["micro_batch"])
    s["global_batch"] = number(row["global_batch"])
    s["sequence_length"] = number(row["seq_len"])
    if row["recompute"] in RECOMPUTE:
        s["recompute"] = RECOMPUTE[row["recompute"]]
    if zero_stage(row) is not None and "tp" in s and "zero_stage" not in s:
        s["zero_stage"] = zero_stage(row)
    if row["seq_parallel"]:
        s["sequence_parallel"] = row["seq_parallel"] == "yes"
    elif row["recompute"] == "selective+SP" or row["source_key"] in NO_SEQUENCE_PARALLEL:
        s["sequence_parallel"] = row["recompute"] == "selective+SP"
    s |= MORE.get((row["source_key"], row["model"]), {})
    s["precision"] = precision(row)
    if row["metric_measured"] == "memory":
        s["memory_factor"] = MEMORY_FACTOR
    return s


def stated(row: dict) -> dict:
    if row["metric_measured"] == "OOM":
        return {"status": "out_of_memory"}
    figures = {}
    if row["iter_s_norm"]:
        figures["step_time_s"] = number(row["iter_s_norm"])
    elif row["tok_s_chip_norm"]:
        figures["tokens_per_s_per_chip"] = number(row["tok_s_chip_norm"])
    if row["mem_gib_per_chip"]:
        figures["memory_gib"] = number(row["mem_gib_per_chip"])
    if not figures:
        raise Unusable("no step time, throughput or memory")
    return figures


def slice_size(row: dict) -> int | None:
    """Chips of one TPU slice, where it is smaller than the pod of the catalogue."""
    if row["source_key"] == "palm":
        return 3072
    if row["chip"] != "TPU v4":
        return None
    sharded = row["sharding"].split()[0]
    return int(sharded.removeprefix("FSDP"))


def software_of(row: dict) -> str | None:
    """The stack's name, where it is not the one that usually runs on the system."""
    if "fp32 grad" in row["precision"]:
        return "megatron-deepspeed-2022-bf16"
    source = row["source_key"]
    if "PaxML" in row["model"]:
        return "paxml-2024"
    if source == "nvidia_dgxc" and row["model"] == "DeepSeekV3":
        return "megatron-2025-drop"
    if source == "megatron_bridge":
        if "token-drop" in row["notes"]:
            return "megatron-2025-drop"
        name = next((name for start, name in BRIDGE_RELEASES.items() if row["table"].startswith(start)), None)
        return BRIDGE_DISPATCH.get((name, row["model"].replace(" ", ""), row["chip"]), name)
    return SOFTWARE_OF_SOURCE.get(source, {}).get(row["chip"]) or SOFTWARE.get(source)


def system_of(row: dict) -> tuple[str, dict | None]:
    """The system's name, and its record where it has to be defined in the file."""
    source = row["source_key"]
    system = SYSTEMS.get(source, SYSTEM_OF_CHIP[row["chip"]])
    size = slice_size(row)
    if size is None:
        return system, None
    name = f"{system}-{size}"
    return name, {"like": system, "title": f"TPU slices of {size} chips", "scaleup_domain": size}


def model_of(row: dict, known: dict[Shape, str]) -> tuple[str, dict | None]:
    """The model's name, and its record where it has to be defined in the file."""
    name, record = (None, None) if row["moe_experts"] else find_shape(row, known)
    name = CATALOG_NAMES.get(row["model"], name)
    if name is None:
        raise Unusable(f"the shape of {row['model']} is not known")
    return name, record


def group_of(row: dict) -> str:
    if row["moe_experts"]:
        return row["source_key"] + "_moe"
    whole = row["dense_core"] == "yes" or row["metric_measured"] in {"OOM", "memory"}
    return row["source_key"] if whole else row["source_key"] + "_more"


def check_usable(row: dict) -> None:
    if row["chip"] not in CHIPS:
        raise Unusable(f"no chip {row['chip']}")
    if not row["chips"] or not row["global_batch"]:
        raise Unusable("no number of chips or no batch")
    if "SFT" in row["model"] or "LoRA" in row["model"]:
        raise Unusable("fine-tuning")
    if row["metric_measured"] == "mfu":
        raise Unusable("only a rounded MFU")


def case_of(row: dict, group: str, model: str, system: str) -> dict:
    case = {"id": row["id"], "source": source_of(row), "kind": "measured", "group": group, "config_key": row["config_key"]}
    if is_calibration(row, group):
        case["calibration"] = True
    case["scenario"] = scenario(row, model, system)
    case["stated"] = stated(row)
    return case


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = Path(__file__).resolve().parent
    parser.add_argument("table", type=Path, help="the table of runs (CSV)")
    parser.add_argument("--catalog", type=Path, default=here.parent / "catalog", help="folder of the catalogue")
    parser.add_argument("--out", type=Path, default=here, help="folder for the case files")
    arguments = parser.parse_args()

    known: dict[str, Shape] = catalog_shapes(arguments.catalog / "models")
    output = Output("Written by make_cases.py from a table of published runs: change it there.")
    for row in rows_of(arguments.table):
        group = group_of(row)
        try:
            check_usable(row)
            model = model_of(row, known)
            system = system_of(row)
            case = case_of(row, group, model[0], system[0])
        except Unusable as why:
            output.refuse(row["source_key"], why)
            continue
        output.file(group).add(case, models=model, systems=system)
    output.write(arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
