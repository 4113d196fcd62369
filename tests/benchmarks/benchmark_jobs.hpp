// The jobs that benchmarks and the instruction guard search: GPT-3 175B and Llama 3
// 405B on chips of the A100's and H100's size.
#pragma once

#include "tests/support/engine_records.hpp"

namespace trainsweep::engine::testing {

inline Job gpt3_on(double chips) { return job(gpt3_175b(), chips, {{"global_batch", chips / 2 * 3}}); }

inline Job llama3_405b_on(double chips) {
  const Chip h100 = chip({{"bf16_tflops", 989}, {"bf16_matmul_tflops", 800}, {"memory_gb_per_s", 3350}});
  const System dgx = system({{"scaleup_gb_per_s", 450}, {"fabric_gb_per_s", 50}});
  return job(resolve(model(llama3_405b_values())), chips, {{"global_batch", 2048}}, h100, dgx);
}

}  // namespace trainsweep::engine::testing
