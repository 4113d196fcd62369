#include "engine/explain.hpp"

#include <algorithm>
#include <cmath>

#include "engine/explain_money.hpp"
#include "engine/report_lines.hpp"

namespace trainsweep::engine {
namespace {

constexpr std::size_t kRunnersUp = 6, kRefused = 4;
constexpr double kMargin = 0.1;  // of usable memory that a safer plan leaves free

std::string mapping_text(const Job& job, const Mapping& m) {
  std::string out =
      "tp" + number(m.tp) + (m.sequence_parallel != 0 ? " sp" : "") + " pp" + number(m.pp) + " dp" + number(m.dp);
  if (m.cp > 1) out += " cp" + number(m.cp);
  if (m.ep > 1) out += " ep" + number(m.ep);
  if (m.interleave > 1) out += " interleave" + number(m.interleave);
  out += " mb" + number(m.micro_batch) + " zero" + number(m.zero_stage);
  if (m.zero_group > 1 && m.zero_group < m.dp * m.cp) out += "/" + number(m.zero_group);
  out += " recompute-";
  out += kRecomputeNames[static_cast<std::size_t>(m.recompute)];
  const double layers = stages(job.model.layers, m).fullest;
  if (m.recompute_layers > 0 && m.recompute_layers < layers) {
    out += " " + number(m.recompute_layers) + "/" + number(layers);
  }
  return out;
}

ReportTable question(const Job& job) {
  const Architecture& a = job.model;
  Lines t("The question", {"", "value", "unit", ""});
  t.add("parameters", a.params() / 1e9, "10^9", "counted from the architecture");
  t.add("active parameters", a.active_params() / 1e9, "10^9", "that one token passes through");
  t.add("layers", a.layers, "");
  t.add("hidden width", a.hidden, "");
  t.add("sequence length", job.sequence_length, "tokens");
  t.add("global batch", job.global_batch, "sequences",
        number(job.global_batch * job.sequence_length / 1e6) + " million tokens");
  t.add("chips", job.chips, "");
  t.add("chip peak", peak_rate(job.chip, job.precision) / teraflop_per_second, "TFLOP/s",
        "datasheet, " + std::string(kPrecisionNames[static_cast<std::size_t>(job.precision)]));
  t.add("chip matmul rate", matmul_rate(job.chip, job.precision) * job.chip.sustained_share / teraflop_per_second,
        "TFLOP/s", "measured on large products, held for hours");
  t.add("chip memory", job.chip.memory / gibibyte, "GiB",
        number(job.system.memory_reserve / gibibyte) + " GiB of it reserved");
  return t.done();
}

ReportTable time_lines(const Plan& p) {
  const double all = p.time.total() / second;
  Lines t("Time of a step, on the fullest pipeline stage", {"", "value", "unit", "share"});
  const auto line = [&](std::string label, Time x) { t.share(std::move(label), x / second, all, "s"); };
  line("matrix products", p.time.parts.matmul);
  line("attention", p.time.parts.attention);
  line("memory-bound kernels", p.time.parts.memory_bound);
  line("tensor-parallel communication", p.time.parts.tensor_comm);
  line("context-parallel communication", p.time.parts.context_comm);
  line("expert-parallel communication", p.time.parts.expert_comm);
  line("activations to the host and back", p.time.parts.host_comm);
  line("pipeline transfers", p.time.pipeline_comm);
  line("pipeline bubble", p.time.bubble);
  line("gradient and weight traffic", p.time.data_comm);
  line("optimizer", p.time.optimizer);
  line("overhead and jitter", p.time.overhead);
  line("step", p.time.total());
  t.note("communication is the part that does not run under compute; model FLOP/s utilization " +
         percent(p.model_flops_share) + ", hardware " + percent(p.hardware_flops_share) + ", " +
         number(p.tokens_per_step / (p.time.total() / second)) + " tokens/s");
  return t.done();
}

ReportTable trust_lines(const Job& job, const Plan& p, const SearchResult& roomy) {
  Lines t("How far to trust it", {"", "value", "unit", ""});
  t.add("typical error of the step's time", 100 * p.trust.error, "%",
        "mean over published runs of this software and class of model");
  t.add("rests on what nobody measured", 100 * p.trust.unmeasured_share, "%", "of the step: see unmeasured_share");
  const bool is_above = p.trust.is_above_published(p.model_flops_share);
  t.add("best MFU published", 100 * p.trust.published_mfu, "%",
        p.trust.published_mfu == 0 ? "none for this chip and number format"
        : is_above                 ? "this plan is above it, at " + percent(p.model_flops_share)
                                   : "this plan is at " + percent(p.model_flops_share));
  t.add("memory left", p.headroom / gibibyte, "GiB", percent(p.headroom / job.usable_memory()) + " of usable");
  if (roomy.verdict != Verdict::ok) {
    t.note("no plan leaves " + percent(kMargin) + " of memory free");
  } else {
    t.note("with " + percent(kMargin) + " of memory kept free: " + mapping_text(job, roomy.best.mapping) + ", " +
           percent(roomy.best.step / p.time.total() - 1) + " slower");
  }
  return t.done();
}

ReportTable memory_lines(const Job& job, const Plan& p) {
  const double room = job.usable_memory() / gibibyte;
  Lines t("Memory of the fullest chip", {"", "value", "unit", "of usable"});
  const auto line = [&](std::string label, Bytes x) { t.share(std::move(label), x / gibibyte, room, "GiB"); };
  line("weights", p.memory.weights);
  line("gradients", p.memory.gradients);
  line("optimizer states", p.memory.optimizer);
  line("activations in flight", p.memory.activations);
  line("logits, rebuilt layers, gathered weights, buffers", p.memory.workspace);
  line("fragments", p.memory.fragments);
  line("needed", p.memory.total());
  line("usable", job.usable_memory());
  if (p.headroom < Bytes{}) t.note("does not fit: " + number(-1 * p.headroom / gibibyte) + " GiB short");
  return t.done();
}

ReportTable run_lines(const Plan& p, const Terms& terms, const Account& a) {
  const double useful = a.steps * p.time.total() / day;
  Lines t("The whole run", {"", "value", "unit", ""});
  t.add("tokens", a.tokens / 1e9, "10^9", number(a.tokens / p.active_params) + " for each active parameter");
  t.add("steps", a.steps, "");
  t.add("useful time", useful, "d");
  const bool is_spot = terms.interruption < Time{kUnbounded};
  t.add("mean time between stops", a.cluster_mtbf / hour, "h",
        number(terms.chip_mtbf / hour) + " h a chip between failures" +
            (is_spot ? ", " + number(terms.interruption / hour) + " h between interruptions" : ""));
  t.add("checkpoint interval", a.checkpoint_interval / minute, "min",
        number(p.checkpoint / p.checkpoint_bandwidth / second) + " s each");
  t.add("goodput", a.goodput, "",
        "useful share of the wall clock, " + percent(terms.useful_share) + " without failures");
  t.add("training time", a.train_time / day, "d");
  t.add("chip hours", a.chip_time / hour, "h");
  return t.done();
}

ReportTable energy_lines(const Job& job, const Plan& p, const Terms& terms, const Account& a) {
  Lines t("Power, energy and carbon", {"", "value", "unit", ""});
  const Power machine = p.step_energy / p.time.total();
  t.add("chips", (machine - p.host_power - p.network_power) / job.chips / watt, "W a chip",
        "of " + number(job.chip.tdp / watt) + " W design power");
  t.add("hosts", p.host_power / job.chips / watt, "W a chip");
  t.add("network", p.network_power / job.chips / watt, "W a chip");
  t.add("machine", machine / megawatt, "MW");
  t.add("site", a.power / megawatt, "MW", "PUE " + number(terms.pue));
  t.add("energy", a.energy / megawatt_hour, "MWh");
  t.add("carbon", a.carbon / tonne, "t CO2e", number(terms.grid_carbon / gram_per_kilowatt_hour) + " g/kWh");
  t.add("embodied carbon", p.embodied * (a.train_time / kLifetime) / tonne, "t CO2e", "time's share of five years");
  return t.done();
}

bool by_memory(const Candidate& a, const Candidate& b) {
  return a.memory.base != b.memory.base ? a.memory < b.memory : a.before(b);
}

// The best plan that leaves kMargin of the memory free.
SearchResult search_roomy(Job job) {
  job.system.memory_reserve += kMargin * job.usable_memory();
  return search(job);
}

// The space in one walk: the best that fit, the fastest that do not, and the smallest.
struct Survey {
  std::vector<Candidate> fitting, refused;
  Candidate smallest;
  std::uint64_t fit = 0, too_large = 0;
};

void keep_first(std::vector<Candidate>& list, const Candidate& c, std::size_t most) {
  if (list.size() == most && !c.before(list.back())) return;
  list.insert(std::upper_bound(list.begin(), list.end(), c, [](const auto& a, const auto& b) { return a.before(b); }),
              c);
  if (list.size() > most) list.pop_back();
}

Survey survey(const Job& job) {
  Survey s;
  for_each_candidate(job, [&](const Candidate& c) {
    const bool fits = c.memory <= job.usable_memory();
    ++(fits ? s.fit : s.too_large);
    keep_first(fits ? s.fitting : s.refused, c, fits ? kRunnersUp : kRefused);
    if (s.fit + s.too_large == 1 || by_memory(c, s.smallest)) s.smallest = c;
  });
  return s;
}

ReportTable candidates_table(const Job& job, std::string title, const std::vector<Candidate>& list, Time best) {
  ReportTable t;
  t.title = std::move(title);
  t.header = {"plan", "step s", "against best", "memory GiB", "left GiB"};
  for (const Candidate& c : list) {
    t.rows.push_back({mapping_text(job, c.mapping), number(c.step / second),
                      best > Time{} ? percent(c.step / best) : "-", number(c.memory / gibibyte),
                      number((job.usable_memory() - c.memory) / gibibyte)});
  }
  return t;
}

ReportTable verdict_table(std::size_t status) {
  ReportTable t;
  t.title = "No answer";
  t.rows.push_back({std::string(kStatuses[status].doc)});
  return t;
}

}  // namespace

std::vector<ReportTable> explain(const Job& job, const Terms& terms, const Partner& other, const Partner& third) {
  std::vector<ReportTable> out{question(job)};
  const SearchResult found = search(job);
  if (found.verdict != Verdict::ok) out.push_back(verdict_table(static_cast<std::size_t>(found.verdict)));
  const bool walked = found.verdict == Verdict::ok || found.verdict == Verdict::out_of_memory;
  if (!walked) return out;

  const Survey s = survey(job);
  const Mapping& shown = found.verdict == Verdict::ok ? found.best.mapping : s.smallest.mapping;
  Plan p = evaluate_mapping(job, shown);
  p.second = other;
  p.third = third;
  ReportTable chosen =
      candidates_table(job, found.verdict == Verdict::ok ? "The best plan" : "The smallest plan, for comparison",
                       {{shown, p.time.total(), p.memory.total()}}, found.best.step);
  chosen.notes.push_back(number(p.micro_batches) + " micro-batches a replica and step; searched " +
                         number(static_cast<double>(found.count.space)) + " plans, " +
                         number(static_cast<double>(found.count.evaluated)) +
                         " of them in full, the rest excluded by bounds");
  out.push_back(std::move(chosen));
  out.push_back(time_lines(p));
  out.push_back(memory_lines(job, p));
  out.push_back(trust_lines(job, p, search_roomy(job)));
  if (found.verdict == Verdict::ok) {
    const Account a = account(p, terms);
    const std::size_t unmet = with_demands(p, [&](auto demands) {
      return first_unmet(demands, AccountFlow::Values{p, terms, a});
    });
    if (unmet != 0) out.insert(out.begin() + 1, verdict_table(unmet));
    out.push_back(run_lines(p, terms, a));
    out.push_back(energy_lines(job, p, terms, a));
    for (ReportTable& table : money_tables(p, terms, a)) out.push_back(std::move(table));
    out.push_back(candidates_table(
        job, "Runner-up plans", {s.fitting.begin() + (s.fitting.empty() ? 0 : 1), s.fitting.end()}, found.best.step));
  }
  ReportTable refused =
      candidates_table(job, "The fastest plans that were refused: they do not fit", s.refused, found.best.step);
  refused.notes.push_back(number(static_cast<double>(s.fit)) + " plans fit, " +
                          number(static_cast<double>(s.too_large)) + " need more memory than there is");
  out.push_back(std::move(refused));
  return out;
}

}  // namespace trainsweep::engine
