#include "runner/claim.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "runner/text_table.hpp"

namespace trainsweep {
namespace {

// Two significant digits: more would pretend that the factor is known so well.
double rounded(double factor) {
  const double unit = std::pow(10.0, std::floor(std::log10(factor)) - 1);
  return std::round(factor / unit) * unit;
}

// "by a factor of 800"; numbers of two signs have none.
std::string factor_text(double ratio) {
  if (!(ratio > 0)) return "in sign";
  return fmt::format("by a factor of {}", number_text(rounded(std::max(ratio, 1 / ratio))));
}

std::string filled_in(std::string_view reason, const Numbers& numbers) {
  std::string out;
  while (!reason.empty()) {
    const std::size_t open = reason.find('{');
    out += reason.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = reason.find('}', open);
    out += number_text(formula_value(std::string(reason.substr(open + 1, close - open - 1)), numbers));
    reason.remove_prefix(close + 1);
  }
  return out;
}

Judgement judge_figure(const Claim& claim, const ClaimedFigure& figure, double computed) {
  Judgement out;
  out.figure = &figure;
  if (!std::isfinite(computed)) return out;
  out.computed = computed;
  out.ratio = computed / std::clamp(computed, figure.least, figure.most);
  const bool holds = std::abs(out.ratio - 1) <= claim.tolerance;
  const Verdict otherwise = claim.origin == Claim::Origin::own ? Verdict::inconsistent : Verdict::off;
  out.verdict = holds ? Verdict::holds : otherwise;
  return out;
}

}  // namespace

std::vector<Judgement> judge(const Claim& claim, Numbers numbers) {
  numbers.insert(claim.inputs.begin(), claim.inputs.end());
  std::vector<Judgement> out;
  for (const ClaimedFigure& figure : claim.figures) {
    Judgement judgement = judge_figure(claim, figure, formula_value(figure.formula, numbers));
    Numbers all = numbers;
    all[std::string(kStated)] = figure.least;
    all[std::string(kComputed)] = judgement.computed;
    judgement.reason = filled_in(claim.reason, all);
    out.push_back(std::move(judgement));
  }
  if (out.empty()) out.emplace_back().reason = filled_in(claim.reason, numbers);
  return out;
}

std::string_view verdict_word(Verdict verdict) {
  constexpr std::array<std::string_view, 4> kWords{"holds", "off", "inconsistent", "not checkable"};
  return kWords[static_cast<std::size_t>(verdict)];
}

std::string verdict_text(const Judgement& judgement) {
  const std::string word(verdict_word(judgement.verdict));
  if (judgement.verdict == Verdict::off) return word + " " + factor_text(judgement.ratio);
  if (judgement.verdict == Verdict::inconsistent)
    return word + " with its own numbers, " + factor_text(judgement.ratio);
  return word;
}

std::optional<std::vector<std::string>> formulas_in(std::string_view reason) {
  std::vector<std::string> found;
  for (std::size_t open = reason.find('{'); open != std::string_view::npos; open = reason.find('{', open)) {
    const std::size_t close = reason.find('}', open);
    if (close == std::string_view::npos) return std::nullopt;
    found.emplace_back(reason.substr(open + 1, close - open - 1));
    open = close;
  }
  return found;
}

}  // namespace trainsweep
