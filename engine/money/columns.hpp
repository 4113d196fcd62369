// The columns of money: renting and owning, return, deals, leaving, regulation, fleets. Rows as
// in engine/columns.hpp, which joins them to its own. The lines of cost_usd stand together,
// and those of own_cost_usd: readers find the parts of a sum among neighbours.
#pragma once

#include <tuple>

#include "engine/column_row.hpp"

namespace trainsweep::engine {

inline constexpr auto kMoneyColumns = std::make_tuple(
    column({"chip_hour_usd", "USD/h", "price paid for one chip for one hour"}, kUsdPerHour,
           [](const Renting& r) { return r.chip_hour; }),
    column({"rent_usd", "USD", "rent of the chips while they train: a line of cost_usd"}, usd,
           [](const Renting& r) { return r.rent; }),
    column({"idle_usd", "USD", "rent of the time between runs and of unused commitment: a line of cost_usd"}, usd,
           [](const Idling& i) { return i.idle; }),
    column({"egress_usd", "USD", "moving checkpoints out of the vendor's cloud: a line of cost_usd"}, usd,
           [](const Leaving& l) { return l.egress; }),
    column({"storage_usd", "USD",
            "storage of checkpoints, during the run and after it: a line of cost_usd and of own_cost_usd"},
           usd, [](const Storing& s) { return s.storage; }),
    column({"electricity_usd", "USD",
            "what the energy costs at the tariff: part of the rent, not added to cost_usd; a line of own_cost_usd"},
           usd, [](const Consumption& c) { return c.electricity; }),
    column({"depreciation_usd", "USD", "what the machine is worth less after the run: a line of own_cost_usd"}, usd,
           [](const Owning& o) { return o.depreciation; }),
    column({"capital_usd", "USD", "interest on what it is worth: a line of own_cost_usd"}, usd,
           [](const Owning& o) { return o.capital; }),
    column({"hosting_usd", "USD", "its site, electricity aside: a line of own_cost_usd"}, usd,
           [](const Owning& o) { return o.hosting; }),
    column({"staff_usd", "USD", "people and spare parts: a line of own_cost_usd"}, usd,
           [](const Owning& o) { return o.staff; }),
    column({"cost_usd", "USD",
            "what the training run costs who rents: the sum of rent_usd, idle_usd, egress_usd and storage_usd"},
           usd, [](const Bill& b) { return b.cost; }),
    column({"own_cost_usd", "USD",
            "what the training run costs who owns the machine: the sum of storage_usd, electricity_usd, "
            "depreciation_usd, capital_usd, hosting_usd and staff_usd"},
           usd, [](const OwnBill& b) { return b.own_cost; }),
    column({"purchase_usd", "USD", "price of the whole machine when the run starts, network and installation included"},
           usd, [](const Purchase& p) { return p.bought; }),
    column({"purchase_usd_per_tflops", "USD/(TFLOP/s)", "that price for each TFLOP/s that the model gets of it"},
           kUsdPerTeraflop, [](const Plan& p, const Purchase& b) { return b.bought / (p.chips * p.model_flop_rate); }),

    column({"serving_chips", "1", "chips that answer requests together"}, kNumber,
           [](const Serving& s) { return s.server_chips; }),
    column({"serving_batch", "1", "requests that they answer at once"}, kNumber,
           [](const Serving& s) { return s.batch; }),
    column({"first_token_s", "s", "time from a prompt to the first token of its answer"}, second,
           [](const Serving& s) { return s.first_token; }),
    column({"token_interval_s", "s", "time from one token of an answer to the next"}, second,
           [](const Serving& s) { return s.token_interval; }),
    column({"request_usd", "USD", "what answering one request costs"}, usd,
           [](const ServingBill& b) { return b.request; }),
    column({"serving_usd_per_year", "USD/year", "what answering requests_per_year costs"}, usd_per_year,
           [](const ServingBill& b) { return b.serving_rate; }),
    column({"payback_years", "year",
            "time from the date of the prices until the returns have paid cost_usd and serving; 1000: never"},
           year, [](const Earning& e) { return e.payback; }),
    column({"npv_usd", "USD", "net present value: returns less serving up to horizon_years, less cost_usd"}, usd,
           [](const Earning& e) { return e.npv; }),
    column({"irr", "1", "internal rate of return, a year: at most 10; -1 where nothing comes back"}, kNumber,
           [](const InternalRate& r) { return r.irr; }),

    column({"deal_cost_usd", "USD", "rent and idle time under the deal: tiers, commitment and credits applied"}, usd,
           [](const Deal& d) { return d.paid; }),
    column({"deal_chip_hour_usd", "USD/h", "the same, less the investment's premium, for each chip-hour trained"},
           kUsdPerHour, [](const Deal& d) { return d.deal_chip_hour; }),
    column({"returned_usd", "USD", "what of the investment comes back to the vendor as deal_cost_usd"}, usd,
           [](const Circle& c) { return c.returned; }),
    column({"vendor_outlay_usd", "USD", "the investment less the vendor's margin on what comes back"}, usd,
           [](const Circle& c) { return c.outlay; }),
    column({"equity_share", "1", "share of the firm that the investment buys"}, kNumber,
           [](const Circle& c) { return c.equity; }),

    column({"migration_usd", "USD", "porting, requalification and data of a move to another vendor"}, usd,
           [](const Moving& m) { return m.migration; }),
    column({"exit_usd", "USD", "that and the commitment that is still owed in exit_month"}, usd,
           [](const Moving& m) { return m.exit_cost; }),
    column({"exit_price_cut", "1",
            "how much cheaper another vendor must be to pay for the exit by horizon_years; "
            "1: nothing pays for it"},
           kNumber, [](const Moving& m) { return m.price_cut; }),
    column({"expected_cost_usd", "USD", "cost_usd in expectation over the regulation that may come"}, usd,
           [](const Expectation& e) { return e.expected_cost; }),
    column({"expected_train_days", "d", "train_days in expectation over it"}, day,
           [](const Expectation& e) { return e.expected_train_time; }),

    column({"fleet_cost_usd", "USD",
            "what the year's work costs at its cheapest split: the sum of fleet_own_usd, fleet_second_usd and "
            "fleet_third_usd"},
           usd, [](const Fleet& f) { return f.paid_in_all(); }),
    column({"fleet_own_usd", "USD", "what the point's own offer is paid in a year: a line of fleet_cost_usd"}, usd,
           [](const Fleet& f) { return f.own_paid; }),
    column({"fleet_second_usd", "USD", "what second_offer is paid: a line of fleet_cost_usd"}, usd,
           [](const Fleet& f) { return f.second_paid; }),
    column({"fleet_third_usd", "USD", "what third_offer is paid: a line of fleet_cost_usd"}, usd,
           [](const Fleet& f) { return f.third_paid; }),
    column({"fleet_share", "1", "share of the year's work that the point's own offer takes in that split"}, kNumber,
           [](const Fleet& f) { return f.own_share; }),
    column({"fleet_second_share", "1", "share that second_offer takes"}, kNumber,
           [](const Fleet& f) { return f.second_share; }),
    column({"fleet_third_share", "1", "share that third_offer takes"}, kNumber,
           [](const Fleet& f) { return f.third_share; }));

}  // namespace trainsweep::engine
