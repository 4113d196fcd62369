#include "engine/explain_money.hpp"

#include "engine/report_lines.hpp"

namespace trainsweep::engine {
namespace {

std::string price(HourlyPrice chip_hour) { return number(chip_hour / usd_per_hour) + " USD a chip-hour"; }

ReportTable renting_lines(const Terms& terms, const Account& a) {
  Lines t("Money (renting)", {"", "value", "unit", ""});
  t.add("rent of the chips", a.rent / usd, "USD", price(a.chip_hour));
  t.add("rent of idle time", a.idle / usd, "USD",
        percent(terms.idle_share) + " of the time between runs, " + percent(terms.unused_commitment_share) +
            " of what is left of a commitment of " + number(terms.commitment / day) + " d");
  t.add("checkpoint storage", a.storage / usd, "USD",
        number(terms.kept_checkpoints) + " kept, " + number(terms.archived / per_day) + " added a day");
  t.add("egress", a.egress / usd, "USD", number(terms.egress_checkpoints) + " checkpoints moved out");
  t.add("cost", a.cost / usd, "USD", "the sum");
  t.add("electricity", a.electricity / usd, "USD",
        "part of the rent, at " + number(terms.electricity / usd_per_kilowatt_hour) + " USD/kWh");
  return t.done();
}

ReportTable owning_lines(const Plan& p, const Terms& terms, const Account& a) {
  Lines t("Money (owning)", {"", "value", "unit", ""});
  t.add("depreciation", a.depreciation / usd, "USD", percent(terms.depreciation) + " of its value in a year");
  t.add("interest", a.capital / usd, "USD", percent(terms.cost_of_capital) + " a year");
  t.add("hosting", a.hosting / usd, "USD",
        number(terms.hosting / usd_per_kilowatt_month) + " USD for a kilowatt and month");
  t.add("staff and spare parts", a.staff / usd, "USD", number(terms.staff / usd_per_year) + " USD a chip and year");
  t.add("electricity", a.electricity / usd, "USD",
        "at " + number(terms.electricity / usd_per_kilowatt_hour) + " USD/kWh");
  t.add("checkpoint storage", a.storage / usd, "USD");
  t.add("own cost", a.own_cost / usd, "USD", "the sum");
  t.add("own cost of a chip-hour", a.own_cost / a.chip_time / usd_per_hour, "USD", "rented: " + price(a.chip_hour));
  t.add("purchase of the machine", a.bought / usd, "USD",
        number(terms.chip_price / usd) + " USD a chip with its server, " + percent(terms.network_share) +
            " of all for the network");
  t.add("worth afterwards", (a.value - a.depreciation) / usd, "USD");
  t.add("price of a model TFLOP/s", a.bought / (p.chips * p.model_flop_rate) / (usd / teraflop_per_second), "USD");
  return t.done();
}

ReportTable return_lines(const Terms& terms, const Account& a) {
  Lines t("Serving and return", {"", "value", "unit", ""});
  t.add("chips that serve together", a.server_chips, "", number(a.batch) + " requests at once");
  t.add("first token", a.first_token / second, "s", number(terms.prompt_tokens) + " tokens asked");
  t.add("next token", a.token_interval / second, "s", number(terms.answer_tokens) + " tokens answered");
  t.add("cost of a request", a.request / usd, "USD",
        terms.request_price == terms.request_price
            ? "given"
            : number(a.request_time / second) + " chip-seconds, " + percent(terms.load) + " load");
  t.add("cost of serving", a.serving_rate / usd_per_year, "USD a year",
        number(terms.requests_per_year) + " requests a year");
  t.add("return less serving", a.net / usd_per_year, "USD a year",
        "from " + number(a.start / year) + " to " + number(terms.horizon / year) + " years after the prices' date");
  const bool pays = a.payback < kNever;
  t.add("payback", pays ? a.payback / year : kUnbounded, pays ? "years" : "");
  t.add("net present value", a.npv / usd, "USD", "at " + percent(terms.discount_rate) + " a year");
  t.add("internal rate of return", 100 * a.irr, "%", "a year, from -100 to 1,000");
  return t.done();
}

ReportTable deal_lines(const Terms& terms, const Account& a) {
  Lines t("Deal, exit and regulation", {"", "value", "unit", ""});
  t.add("bill under the deal", a.paid / usd, "USD",
        number(terms.committed / usd) + " USD committed, " + number(terms.credits / usd) + " USD of credits");
  t.add("price under the deal", a.deal_chip_hour / usd_per_hour, "USD a chip-hour");
  t.add("returned to the investor", a.returned / usd, "USD", "of " + number(terms.invested / usd) + " USD invested");
  t.add("the investor's outlay", a.outlay / usd, "USD", "for " + percent(a.equity) + " of the firm");
  t.add("move to another vendor", a.migration / usd, "USD",
        number(terms.engineer_months) + " engineer-months, " + percent(terms.repeated_share) + " of a run repeated");
  t.add("exit", a.exit_cost / usd, "USD", "in month " + number(terms.exit / month));
  t.add("price cut that pays for it", 100 * a.price_cut, "%", "by " + number(terms.horizon / year) + " years");
  t.add("expected cost", a.expected_cost / usd, "USD", percent(terms.probability) + " probability of regulation");
  t.add("expected training time", a.expected_train_time / day, "d");
  return t.done();
}

void add_member(Lines& t, std::string label, double share, Money paid, const MemberRun& run, const std::string& terms) {
  t.add(std::move(label), paid / usd, "USD",
        percent(share) + " of the work; a run takes " + number(run.effort / hour) + " chip-hours; " + terms);
}

std::string terms_text(Time capacity, double availability) {
  return (capacity == capacity ? number(capacity / hour) + " to be had" : "no limit") + ", " + percent(availability) +
         " available";
}

void add_partner(Lines& t, std::string label, const Partner& partner, double share, Money paid, const MemberRun& run) {
  if (!partner.is_asked()) return;
  if (run.usable == 0) return t.add(std::move(label), 0, "USD", "cannot run it, not in time, or not yet");
  add_member(t, std::move(label), share, paid, run,
             terms_text(partner.offer.capacity, partner.offer.availability) + "; moving there " +
                 number(run.entry / usd) + " USD");
}

ReportTable fleet_lines(const Plan& p, const Terms& terms, const Account& a) {
  Lines t("The year's work, split", {"", "value", "unit", ""});
  const MemberRun own{a.rent + a.idle, a.cost - (a.rent + a.idle), Money{}, a.chip_time, 1};
  add_member(t, "this offer", a.own_share, a.own_paid, own, terms_text(terms.capacity, terms.availability));
  add_partner(t, "second offer", p.second, a.second_share, a.second_paid, static_cast<const SecondRun&>(a));
  add_partner(t, "third offer", p.third, a.third_share, a.third_paid, static_cast<const ThirdRun&>(a));
  t.add("all", a.paid_in_all() / usd, "USD",
        number(terms.runs) + " runs, at most " + percent(terms.largest_share) + " at one offer, " +
            percent(terms.least_availability) + " available at least");
  return t.done();
}

}  // namespace

std::vector<ReportTable> money_tables(const Plan& p, const Terms& terms, const Account& a) {
  return {renting_lines(terms, a), owning_lines(p, terms, a), return_lines(terms, a), deal_lines(terms, a),
          fleet_lines(p, terms, a)};
}

}  // namespace trainsweep::engine
