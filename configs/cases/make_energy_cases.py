#!/usr/bin/env python3
"""Write case files from a table of published energy, power, hours and carbon.

    make_energy_cases.py ENERGY.csv [--out .]

One row is one training run, or a reading or rating of a machine. It becomes
  energy.toml        energy at the site's meter, where it was measured
  whole_runs_hours.toml   chip-hours, where energy was assumed or is not given: the power of a
                     row that counts `circular` is a rating times hours, so it tests hours alone
  carbon_stated.toml operational carbon of such rows that state the grid's intensity: what
                     their makers calculated, kind = "stated", against the chips alone, which
                     is what they counted
Rows that make no case are left out, with the reason on stderr. What the table does not
say of a run (model, batch, mapping, tokens) stands here, with its source.
"""
import argparse
import sys
from pathlib import Path

from case_file import Output, Unusable, number, rows_of, source_of

SYSTEM_OF_CHIP = {"A100-80GB": "dgx-a100", "H100-SXM": "meta-grand-teton-h100", "TPU v3": "tpu-v3-pod",
                  "TPU v4": "tpu-v4-pod"}
# Where the row's own machine is known.
SYSTEMS = {"bloom": "jean-zay-a100", "deepseek": "hgx-h800"}

# Models that the catalogue does not have, recalled. Their parameters, counted from the shape, agree with the published
# number to 3 %, but for Gopher's relative positions, 22e9 parameters that see no token.
MODELS = {
    "llama1-7b": {"like": "llama2-7b", "title": "LLaMA 7B",
        "source": "Touvron et al. 2023, arXiv:2302.13971, table 2", "sequence_length": 2048},
    "llama1-13b": {"like": "llama2-13b", "title": "LLaMA 13B",
        "source": "Touvron et al. 2023, arXiv:2302.13971, table 2", "sequence_length": 2048},
    "llama1-33b": {"like": "llama-65b", "title": "LLaMA 33B",
        "source": "Touvron et al. 2023, arXiv:2302.13971, table 2", "layers": 60, "hidden": 6656, "heads": 52,
        "ffn": 17920, "published_params": 32.5e9},
    "llama2-34b": {"like": "llama2-70b", "title": "Llama 2 34B",
        "source": "the shape of Code Llama 34B, which started from it (Hugging Face, codellama/CodeLlama-34b-hf)",
        "layers": 48, "ffn": 22016, "published_params": 33.7e9},
    "llama4-scout": {"like": "llama4-maverick", "title": "Llama 4 Scout",
        "source": "Hugging Face, meta-llama/Llama-4-Scout-17B-16E, config.json, text part", "experts": 16,
        "moe_every": 1, "published_params": 109e9},
    "starcoder-15b": {"title": "StarCoder 15.5B", "source": "Li et al. 2023, arXiv:2305.06161, table 7",
        "layers": 40, "hidden": 6144, "heads": 48, "kv_heads": 1, "ffn": 24576, "gated_mlp": False, "vocab": 49152,
        "tied_embeddings": True, "learned_positions": 8192, "biases": True, "sequence_length": 8192,
        "published_params": 15.5e9},
    "gopher-280b": {"title": "Gopher 280B", "source": "Rae et al. 2021, arXiv:2112.11446, table 1", "layers": 80,
        "hidden": 16384, "heads": 128, "ffn": 65536, "gated_mlp": False, "vocab": 32000, "tied_embeddings": True,
        "sequence_length": 2048, "published_params": 280e9},
    # Its dense layers have a gated MLP of 32,768, its experts none: a plain one of 49,152 has as many matrices.
    "glam-1t2": {"title": "GLaM 64B/64E", "source": "Du et al. 2022, arXiv:2112.06905, table 4", "layers": 64,
        "hidden": 8192, "heads": 128, "head_dim": 128, "ffn": 49152, "gated_mlp": False, "vocab": 256000,
        "tied_embeddings": True, "sequence_length": 1024, "experts": 64, "experts_per_token": 2,
        "expert_ffn": 32768, "moe_every": 2, "published_params": 1.2e12, "published_active_params": 96.6e9},
}

# PyTorch with sharded states, of which the catalogue has this time's nearest.
LLAMA1 = {"software": "torch-2024", "global_batch": 2048, "sequence_length": 2048}  # 4 million tokens: table 2
LLAMA2 = {"software": "torch-2024", "global_batch": 1024, "sequence_length": 4096}  # the same: arXiv:2307.09288
LLAMA3 = {"software": "torch-2024-h100"}  # PyTorch too: arXiv:2407.21783, section 3.3
LLAMA4_BATCH = {"global_batch": 2048, "sequence_length": 8192}

# A row's hours that belong to other tokens than its energy: the notes say so.
CORRECTIONS = {"glam-27": {"tokens_b": "280", "energy_mwh": "213"}}

# What each subject ran, by the papers; chips where the table leaves them out, which chip-hours hardly depend on.
RUNS = {
    "Gopher-280B": {"model": "gopher-280b", "global_batch": 1536},  # 3 million tokens at first, then 6: table 1
    "GLaM-1.2T (64E)": {"model": "glam-1t2", "global_batch": 1024},  # 1 million tokens: section 5.1
    "BLOOM-176B": {"model": "bloom-176b", "tp": 4, "pp": 12, "cp": 1, "micro_batch": 2, "global_batch": 2048,
        "recompute": "full", "zero_stage": 1},
    "StarCoder-15.5B": {"model": "starcoder-15b", "software": "megatron-2022", "tp": 4, "pp": 4, "cp": 1,
        "global_batch": 512, "tokens": 1e12},
    "LLaMA1-7B": {"model": "llama1-7b", "chips": 512, "tokens": 1e12} | LLAMA1,
    "LLaMA1-13B": {"model": "llama1-13b", "chips": 512, "tokens": 1e12} | LLAMA1,
    "LLaMA1-33B": {"model": "llama1-33b", "chips": 1024, "tokens": 1.4e12} | LLAMA1,
    "LLaMA1-65B": {"model": "llama-65b", "chips": 2048, "tokens": 1.4e12} | LLAMA1,  # 2,048 chips: section 2.4
    "Llama2-7B": {"model": "llama2-7b", "chips": 512} | LLAMA2,
    "Llama2-13B": {"model": "llama2-13b", "chips": 512} | LLAMA2,
    "Llama2-34B": {"model": "llama2-34b", "chips": 1024} | LLAMA2,
    "Llama2-70B": {"model": "llama2-70b", "chips": 1024} | LLAMA2,
    "Llama3-8B": {"model": "llama3-8b", "chips": 1024} | LLAMA3,
    "Llama3-70B": {"model": "llama3-70b", "chips": 4096} | LLAMA3,
    "Llama3.1-8B": {"model": "llama3-8b", "chips": 1024} | LLAMA3,
    "Llama3.1-70B": {"model": "llama3-70b", "chips": 4096} | LLAMA3,
    # arXiv:2407.21783, table 4; FSDP that does not gather again for the backward pass and adds gradients up over the
    # micro-batches before it scatters them is nearest to stage 1. Its schedule misses our account of memory by 1 %.
    "Llama3.1-405B": {"model": "llama31-405b", "chips": 16384, "tp": 8, "pp": 16, "cp": 1, "global_batch": 2048,
        "sequence_length": 8192, "recompute": "none", "zero_stage": 1, "memory_factor": 2} | LLAMA3,
    # FP8: Meta, The Llama 4 herd, 2025-04-05. Its batch is not published; assumed as that of Llama 3.1 405B.
    "Llama4-Scout": {"model": "llama4-scout", "chips": 8192, "precision": "fp8"} | LLAMA3 | LLAMA4_BATCH,
    "Llama4-Maverick": {"model": "llama4-maverick", "chips": 8192, "precision": "fp8"} | LLAMA3 | LLAMA4_BATCH,
    # 180,000 hours for each trillion tokens: a speed, without what a run loses.
    "DeepSeek-V3": {"model": "deepseek-v3", "precision": "fp8", "useful_share": 1, "chip_mtbf_hours": 1e15},
}

# BLOOM's hours beside its speed set useful_share, GLaM's power the host of TPU v4: engine/MODEL.md, "The run", "Energy".
CALIBRATION = {"BLOOM-176B", "GLaM-1.2T (64E)"}

# Why other rows make no case: they are no run, and what they were used for instead.
NOT_A_RUN = {
    "node_power": "a machine's power without a known training run; it set or checked a number of the catalogue",
    "rated_power": "a rating, not a measurement",
}


def run_of(row: dict) -> dict:
    if row["kind"] in NOT_A_RUN:
        raise Unusable(NOT_A_RUN[row["kind"]])
    if "LoRA" in row["subject"]:
        raise Unusable("fine-tuning of adapters, which the model does not know; its power checked host_w")
    if row["subject"] not in RUNS:
        raise Unusable("neither energy nor hours of a known run" if not row["chip_hours"] else f"no run is known for {row['subject']}")
    return RUNS[row["subject"]]


def is_measured(row: dict) -> bool:
    """Whether the row's energy is evidence: somebody's meter, and not a rating times hours."""
    return row["circular"] == "no" and bool(row["energy_mwh"])


def measured(row: dict) -> dict:
    stated = {"energy_mwh": number(row["energy_mwh"])}
    if row["hours"] and row["chips"]:
        stated["power_mw"] = round(number(row["energy_mwh"]) / number(row["hours"]), 4)
        stated["chip_hours"] = number(row["hours"]) * number(row["chips"])
    return stated


def scenario(row: dict, run: dict, system: str) -> dict:
    s = {"model": run["model"], "system": system} | {k: v for k, v in run.items() if k != "model"}
    if row["chips"]:
        s["chips"] = number(row["chips"])
    s.setdefault("precision", "bf16")
    if row["tokens_b"]:
        s["tokens"] = float(row["tokens_b"]) * 1e9
    return s


def case(row: dict, group: str, scenario_: dict, stated: dict, kind: str = "measured", suffix: str = "") -> dict:
    out = {"id": row["id"] + suffix, "source": source_of(row), "kind": kind, "group": group}
    if row["subject"] in CALIBRATION:
        out["calibration"] = True
    return out | {"scenario": scenario_, "stated": stated}


def chips_alone(system: str) -> tuple[str, dict]:
    return f"{system}-chips", {"like": system, "title": f"the chips of {system}, whose power alone is counted",
                               "source": "what the cases of this file counted", "basis": "published",
                               "host_w": 0, "network_w_per_chip": 0}


def add_cases(row: dict, output: Output):
    """All cases of a row: a row of assumed power makes one of hours, and one of carbon where it states the grid."""
    run = run_of(row)
    model = (run["model"], MODELS.get(run["model"]))
    system = SYSTEMS.get(row["source_key"]) or SYSTEM_OF_CHIP[row["chip"]]
    if is_measured(row):
        s = scenario(row, run, system) | ({"pue": number(row["pue"])} if row["pue"] else {})
        output.file("energy").add(case(row, "energy", s, measured(row)), models=model)
        return
    if not row["chip_hours"]:
        raise Unusable("neither energy nor hours of a known run")
    s = scenario(row, run, system)
    output.file("whole_runs_hours").add(case(row, "whole_runs", s, {"chip_hours": number(row["chip_hours"])}), models=model)
    # Where the table says "derived", the intensity itself was calculated from the carbon.
    if not row["grid_kg_per_kwh"] or not row["tco2e"] or "derived" in row["energy_scope"]:
        return
    name, record = chips_alone(system)
    counts_site = row["energy_scope"].endswith(f"PUE {row['pue']}")
    s = scenario(row, run, name) | {"pue": number(row["pue"]) if counts_site else 1,
                                    "grid_carbon_g_per_kwh": 1000 * number(row["grid_kg_per_kwh"])}
    output.file("carbon_stated").add(case(row, "carbon_stated", s, {"carbon_t": number(row["tco2e"])}, "stated", "-carbon"),
                                     models=model, systems=(name, record))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path, help="the table of energy (CSV)")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent, help="folder for the case files")
    arguments = parser.parse_args()

    output = Output("Written by make_energy_cases.py from a table of published energy: change it there.")
    for row in rows_of(arguments.table):
        try:
            add_cases(row | CORRECTIONS.get(row["id"], {}), output)
        except Unusable as why:
            output.refuse(row["source_key"], why)
    output.write(arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
