// Deals: an investment that comes back as spending on the investor's chips, and the other
// terms under which much compute is bought at once.
//
//   bill  = rent + idle, less tier discounts on what lies beyond their thresholds
//   due   = the larger of the bill and the commitment (committed spend, or the share of the
//           investment that must be spent on the investor's chips)
//   paid  = due - credits,  and a chip-hour at (paid - premium x investment) / chip hours
//   back  = what of the investment returns to the investor as this run's bill
//
//   10 billion USD invested at a valuation of 500 billion, all to be spent: 2 % of the
//   firm, for which an investor with a margin of half pays 5 billion.
#pragma once

#include "engine/money/renting.hpp"

namespace trainsweep::engine {

struct SpendTerms {
  Money committed, credits, first_tier, second_tier;
  double first_discount, second_discount;
};
inline constexpr std::array kSpendAxes{
    bind<&SpendTerms::committed, usd>({.name = "committed_usd",
                                       .unit = "USD",
                                       .doc = "spend that is owed whether it is used or not; unset: the offer's",
                                       .most = 1e15}),
    bind<&SpendTerms::credits, usd>({.name = "credits_usd",
                                     .unit = "USD",
                                     .doc = "free compute that the vendor gives",
                                     .fallback = 0,
                                     .most = 1e15}),
    bind<&SpendTerms::first_tier, usd>({.name = "first_tier_usd",
                                        .unit = "USD",
                                        .doc = "spend beyond which first_tier_discount holds; unset: the offer's",
                                        .most = 1e15}),
    bind<&SpendTerms::second_tier, usd>(
        {.name = "second_tier_usd",
         .unit = "USD",
         .doc = "spend beyond which second_tier_discount holds instead; unset: the offer's",
         .most = 1e15}),
    bind<&SpendTerms::first_discount>({.name = "first_tier_discount",
                                       .unit = "1",
                                       .doc = "discount on what is spent beyond the first tier; unset: the offer's",
                                       .most = 1}),
    bind<&SpendTerms::second_discount>({.name = "second_tier_discount",
                                        .unit = "1",
                                        .doc = "discount on what is spent beyond the second tier; unset: the offer's",
                                        .most = 1}),
};
static_assert(sizeof(SpendTerms) == bound_members(kSpendAxes) * sizeof(double), "a member of SpendTerms has no row");

struct InvestmentTerms {
  Money invested, valuation;
  double spent_share, premium, margin;
};
inline constexpr std::array kInvestmentAxes{
    bind<&InvestmentTerms::invested, usd>({.name = "invested_usd",
                                           .unit = "USD",
                                           .doc = "money that the vendor invests in whoever trains",
                                           .fallback = 0,
                                           .most = 1e15}),
    bind<&InvestmentTerms::valuation, usd>({.name = "valuation_usd",
                                            .unit = "USD",
                                            .doc = "value of that firm with the investment in it",
                                            .fallback = 500e9,
                                            .least = 1,
                                            .most = 1e15}),
    bind<&InvestmentTerms::spent_share>({.name = "invested_spend_share",
                                         .unit = "1",
                                         .doc = "share of the investment that must be spent on the vendor's chips",
                                         .fallback = 0,
                                         .most = 10}),
    bind<&InvestmentTerms::premium>({.name = "investment_premium",
                                     .unit = "1",
                                     .doc =
                                         "share of the investment that is more than the shares are worth: a discount "
                                         "by another name",
                                     .fallback = 0,
                                     .most = 1}),
    bind<&InvestmentTerms::margin>({.name = "vendor_margin",
                                    .unit = "1",
                                    .doc = "share of its price that is not the vendor's own cost (assumed)",
                                    .fallback = 0.5,
                                    .most = 1}),
};
static_assert(sizeof(InvestmentTerms) == bound_members(kInvestmentAxes) * sizeof(double),
              "a member of InvestmentTerms has no row");

// What is paid in the end for a spending of `gross`.
inline Money paid_for(const SpendTerms& s, Money gross) {
  const Money beyond_first = max(gross - s.first_tier, Money{});
  const Money beyond_second = max(gross - max(s.first_tier, s.second_tier), Money{});
  const Money bill = gross - s.first_discount * (beyond_first - beyond_second) - s.second_discount * beyond_second;
  const Money due = max(bill, s.committed);
  return due - min(s.credits, due);
}
// Owed: what was committed, or what of an investment must come back.
inline SpendTerms with_investment(SpendTerms s, const InvestmentTerms& v) {
  s.committed = max(s.committed, v.spent_share * v.invested);
  return s;
}

struct Deal {
  Money paid;
  HourlyPrice deal_chip_hour;
};
inline Deal deal(const SpendTerms& s, const InvestmentTerms& v, const Training& t, const Renting& r, const Idling& i) {
  const Money paid = paid_for(with_investment(s, v), r.rent + i.idle);
  return {paid, (paid - v.premium * v.invested) / t.chip_time};
}

struct Circle {
  Money returned, outlay;  // outlay: what the shares cost the vendor in the end
  double equity;
};
inline Circle circle(const InvestmentTerms& v, const Deal& d) {
  const Money returned = min(d.paid, v.invested);
  return {returned, v.invested - v.margin * returned, v.invested / v.valuation};
}

}  // namespace trainsweep::engine
