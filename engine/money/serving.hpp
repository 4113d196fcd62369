// Serving: what a request to the trained model costs on the chips that trained it, by a
// roofline (Williams et al. 2009; for decoders Pope et al. 2022, arXiv:2211.05102, and
// Yuan et al. 2024, arXiv:2402.16363):
//
//   group    chips: the least power of two that holds the weights and one request, twice or
//            four times as many, whichever answers for less
//   batch    requests whose keys and values fit beside the weights, at most `most_batch`
//   prefill  2 x active parameters x prompt / rate, or the reading of the weights
//   token    the longest of: weights and the batch's keys and values from memory;
//            2 x active parameters x batch / rate
//   chip time of a request = group x (prefill + answer x token / batch) / load
//
// Times are divided by the share of the roofline that a server reaches. A batch reads
// the experts that its requests meet: at most all of them. BF16 weights and states; no
// speculation, no prefix cache, no communication beyond that share. Real servers lie
// within a factor of two or so: nothing here is fitted.
//
//   Llama 3 70B: 141 GB of weights, 328 kB a token; two H100 (80 GB) do not hold it, four
//   do, with a batch of some 300 requests of 1,500 tokens.
#pragma once

#include "engine/money/renting.hpp"

namespace trainsweep::engine {

struct ServingTerms {
  double requests_per_year, prompt_tokens, answer_tokens, most_batch, roofline_share, load;
  Money request_price;
};
inline constexpr std::array kServingAxes{
    bind<&ServingTerms::requests_per_year>({.name = "requests_per_year",
                                            .unit = "1",
                                            .doc = "requests that the trained model answers in a year",
                                            .fallback = 0,
                                            .most = 1e18}),
    bind<&ServingTerms::prompt_tokens>({.name = "prompt_tokens",
                                        .unit = "1",
                                        .doc = "tokens that a request asks",
                                        .fallback = 1000,
                                        .least = 1,
                                        .most = 1e9}),
    bind<&ServingTerms::answer_tokens>({.name = "answer_tokens",
                                        .unit = "1",
                                        .doc = "tokens that it is answered with",
                                        .fallback = 500,
                                        .least = 1,
                                        .most = 1e9}),
    bind<&ServingTerms::most_batch>({.name = "most_serving_batch",
                                     .unit = "1",
                                     .doc = "requests that a group of chips answers at once, at most (256: vLLM)",
                                     .fallback = 256,
                                     .least = 1,
                                     .most = 1e6}),
    bind<&ServingTerms::roofline_share>({.name = "serving_roofline_share",
                                         .unit = "1",
                                         .doc = "share of the roofline's speed that serving reaches (assumed)",
                                         .fallback = 0.5,
                                         .least = 0.001,
                                         .most = 1}),
    bind<&ServingTerms::load>({.name = "serving_load",
                               .unit = "1",
                               .doc = "share of the time in which a serving chip is asked anything (assumed)",
                               .fallback = 0.5,
                               .least = 0.001,
                               .most = 1}),
    bind<&ServingTerms::request_price, usd>({.name = "price_usd_per_request",
                                             .unit = "USD",
                                             .doc = "what a request costs; unset: worked out from the chip's price",
                                             .most = 1e9}),
};
static_assert(sizeof(ServingTerms) == bound_members(kServingAxes) * sizeof(double),
              "a member of ServingTerms has no row");

// Share of its memory that a server fills with weights and states (vLLM's default).
inline constexpr double kServedMemory = 0.9;

struct Serving {
  double server_chips, batch;
  Time first_token, token_interval;
  Time request_time;  // chips x time of one request
};
// By a group of so many chips, which must hold the weights and one request.
inline Serving served_by(const Plan& p, const ServingTerms& s, double chips) {
  const Bytes request = (s.prompt_tokens + s.answer_tokens) * p.serving.token_state;
  const double fit = (chips * kServedMemory * p.serving.chip_memory - p.serving.weights) / request;
  const double batch = fit < 1 ? 1 : fit > s.most_batch ? s.most_batch : fit;

  const FlopRate rate = chips * s.roofline_share * p.serving.chip_rate;
  const Bandwidth memory = chips * s.roofline_share * p.serving.chip_bandwidth;
  const Flops token = 2 * p.active_params * flop;
  const Bytes active = p.serving.weights * (p.active_params / p.params);
  const Bytes context = (s.prompt_tokens + 0.5 * s.answer_tokens) * p.serving.token_state;
  const Time prefill = max(s.prompt_tokens * token / rate, min(p.serving.weights, s.prompt_tokens * active) / memory);
  const Bytes read = min(p.serving.weights, batch * active) + batch * context;
  const Time interval = max(read / memory, batch * token / rate);
  return {chips, batch, prefill, interval, (chips / s.load) * (prefill + (s.answer_tokens / batch) * interval)};
}
// The cheapest of the least group, twice and four times as many; the smallest of equals.
inline Serving serving(const Plan& p, const ServingTerms& s) {
  const Bytes request = (s.prompt_tokens + s.answer_tokens) * p.serving.token_state;
  const double needed = (p.serving.weights + request) / (kServedMemory * p.serving.chip_memory);
  const double least = power_of_two_from(needed < 1 ? 1 : needed);
  const Serving one = served_by(p, s, least), two = served_by(p, s, 2 * least), four = served_by(p, s, 4 * least);
  const bool first = one.request_time <= two.request_time;
  const double chips = first ? least : 2 * least;
  const Time time = first ? one.request_time : two.request_time;
  return served_by(p, s, time <= four.request_time ? chips : 4 * least);
}

struct ServingBill {
  Money request;
  HourlyPrice serving_rate;  // of all requests
};
inline ServingBill serving_bill(const ServingTerms& s, const Serving& v, const Renting& r) {
  const bool given = s.request_price == s.request_price;
  const Money request = given ? s.request_price : r.chip_hour * v.request_time;
  return {request, (s.requests_per_year / year) * request};
}

}  // namespace trainsweep::engine
