"""The claims of configs/cases: each verdict as it stands today, and how they are shown."""
import csv
import io
import json
import unittest

from program import ROOT, ProgramTest

CLAIMS = ROOT / "configs" / "cases" / "article-claims.toml"
PUBLISHED_COSTS = ROOT / "configs" / "cases" / "published-costs.toml"

VERDICTS = {
    "holds": """
        throughput-matches-own power-saving-open amd-more-bandwidth-open rent-own storage-own total-spend-own
        spend-ratio-open inference-own inference-open first-year-own first-year-gpu-own""",
    "off": """
        trainium-throughput-open h100-throughput-open throughput-matches-open trainium-bandwidth-open
        h100-bandwidth-open trainium-power-open h100-power-open trainium-watt-per-tflops-open
        h100-watt-per-tflops-open amd-lower-power-open training-flop-open days-on-64-chips-open
        days-on-256-h100-open chips-that-match-256-h100-open gpu-days-open checkpoint-size-open rent-open
        chip-hour-price-open storage-open gpu-spend-open gpu-spend-cheapest-open spend-ratio-neocloud-open
        energy-cost-gpu-open energy-cost-trainium-open energy-saving-open gpu-price-cut-open
        gpu-price-cut-border-open payback-open""",
    "inconsistent": """
        power-saving-own trainium-watt-per-tflops-own h100-watt-per-tflops-own training-flop-own
        days-on-64-chips-own days-on-256-h100-own chips-that-match-256-h100-own gpu-days-own rent-own-chips
        gpu-spend-60-days-own energy-cost-gpu-own energy-cost-trainium-own energy-within-total-own payback-own
        payback-gpu-own payback-run-own""",
    "not checkable": "trainium-v5-exists h200-is-asic-inspired valuation circular-deal-open exclusivity regulation",
}
# Factors that rest on arithmetic and data sheets alone, and so move with no model.
FACTORS = {
    "h100-throughput-open": 989 / 1.23,
    "power-saving-own": 2,
    "trainium-watt-per-tflops-own": 1000,
    "chips-that-match-256-h100-own": 256 * 1.23 / 1.2 / 128,
    "rent-own": 1,
    "energy-cost-gpu-own": 256 * 0.3 * 720 * 0.08 / 1.5e6,
    "payback-own": 0.125 / 2.4,
    "payback-gpu-own": 0.25 / 5,
}


class Claims(ProgramTest):
    def rows(self):
        return list(csv.DictReader(io.StringIO(self.succeed("cases", CLAIMS, "--csv"))))

    def test_each_has_the_verdict_that_is_pinned_here(self):
        pinned = {name: verdict for verdict, names in VERDICTS.items() for name in names.split()}
        self.assertEqual(pinned, {row["id"]: row["verdict"] for row in self.rows()})

    def test_factors_of_arithmetic_are_exact(self):
        ratios = {row["id"]: 1 + float(row["error"]) for row in self.rows() if row["error"]}
        for name, factor in FACTORS.items():
            self.assertAlmostEqual(ratios[name] / factor, 1, places=9, msg=name)

    def test_each_has_its_claim_in_words_and_a_reason_of_one_line(self):
        figures = json.loads(self.succeed("cases", CLAIMS, "--json"))["figures"]
        for row in figures:
            self.assertTrue(row["claim"] and row["reason"], row["id"])
            self.assertLess(len(row["reason"]), 160, row["id"])
            self.assertNotIn("{", row["reason"])

    def test_the_text_counts_the_verdicts(self):
        counts = {verdict: len(names.split()) for verdict, names in VERDICTS.items()}
        self.assertTrue(self.succeed("cases", CLAIMS).endswith(
            f"\nclaims: {counts['holds']} hold, {counts['off']} off, {counts['inconsistent']} inconsistent with their own "
            f"numbers, {counts['not checkable']} not checkable\n"))

    def test_published_costs_hold_by_all_three_methods(self):
        rows = list(csv.DictReader(io.StringIO(self.succeed("cases", PUBLISHED_COSTS, "--csv"))))
        self.assertEqual(len(rows), 9)
        for row in rows:
            self.assertEqual(row["verdict"], "holds", row["id"])
            self.assertLess(abs(float(row["error"])), 0.05 if "amortized" in row["id"] else 0.001, row["id"])

    def test_claims_are_no_evidence_about_the_model(self):
        measured = ROOT / "configs" / "cases" / "palm.toml"
        alone = self.succeed("cases", measured, "--statistics")
        self.assertTrue(self.succeed("cases", measured, CLAIMS, "--statistics").startswith(alone))


if __name__ == "__main__":
    unittest.main()
