"""One search of GPT-3 175B on 512 chips by Calculon, beside ours, in the same minutes.

calculon_benchmark.py CHECKOUT [--seconds 30], where CHECKOUT is a clone of
https://github.com/calculon-ai/calculon, used as it is; SEARCH_BENCHMARK names our program.
Calculon's whole search would take hours: its candidates are counted all, and its rate is
that of random shares of them. Its space is another than ours (it also tries which network
each group uses, overlap modes and communication types, but neither context parallelism
nor ZeRO 2 and 3), so the ratio compares questions answered, not candidates. One process,
processor time.
"""
import argparse
import json
import logging
import os
import random
import statistics
import subprocess
import sys
import time

CHIPS, BATCH = 512, 768


def shares(search, llm, app, system):
    """Arguments of OptimalExecution.search: together they are the whole search."""
    for tp in llm.get_all_tensor_parallelisms(CHIPS, app.hidden, app.attn_heads):
        for pp in llm.get_all_pipeline_parallelisms(CHIPS, tp, app.num_blocks):
            dp = llm.get_data_parallelism(CHIPS, tp, pp)
            batch = search.get_batch_size(dp, BATCH)
            if batch is None:
                continue
            for interleaving in llm.get_valid_pipeline_interleavings(app.num_blocks, pp):
                for recompute in ("full", "attn_only", "none"):
                    for sharding in (True, False) if dp > 1 else (False,):
                        for communication in ("ar", "p2p_rs_ag", "rs_ag"):
                            yield (1, False, CHIPS, BATCH, "float16", app, system, tp, pp, dp, interleaving, batch,
                                   recompute, sharding, communication, [True], False, True, True)


def calculon(checkout, seconds):
    """(candidates, candidates a second)."""
    sys.path.insert(0, checkout)
    import calculon.io
    from calculon.llm import Llm, OptimalExecution, System

    logging.disable(logging.CRITICAL)  # as shipped it builds a message for each candidate; see the README
    app = Llm.Application(calculon.io.read_json_file(f"{checkout}/models/gpt3-175B.json"))
    system = System(calculon.io.read_json_file(f"{checkout}/systems/a100_80g.json"))
    every = list(shares(OptimalExecution, Llm, app, system))
    candidates = sum(OptimalExecution.search(True, *share)[1] for share in every)
    random.Random(1).shuffle(every)
    done, start = 0, time.process_time()
    for share in every:
        done += OptimalExecution.search(False, *share)[1]
        if time.process_time() - start > seconds:
            break
    return candidates, done / (time.process_time() - start)


def ours():
    """(seconds of a search, candidates of the space, candidates a second in plain enumeration)."""
    done = subprocess.run([os.environ["SEARCH_BENCHMARK"], "--benchmark_filter=gpt3-175b/512", "--benchmark_format=json",
                           "--benchmark_repetitions=7"], capture_output=True, text=True, check=True)
    runs = [r for r in json.loads(done.stdout)["benchmarks"] if r["run_type"] == "iteration"]
    middle = lambda kind, key: statistics.median(r[key] for r in runs if r["name"].endswith(kind))
    return 1e-3 * middle("search", "cpu_time"), middle("search", "space"), middle("enumeration", "candidates")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout")
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    candidates, rate = calculon(options.checkout, options.seconds)
    search, space, plain = ours()
    print(f"Calculon    {candidates:,} candidates at {rate:,.0f} a second: {candidates / rate:,.0f} s")
    print(f"trainsweep  {space:,.0f} candidates, {plain:,.0f} a second in plain enumeration; the search: {1e3 * search:.3g} ms")
    print(f"ratio       {candidates / rate / search:,.0f} of searches, {plain / rate:,.0f} of candidates a second")


if __name__ == "__main__":
    main()
