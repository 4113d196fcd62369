"""What a result is asked: top, show, export and pack, of files that are finished, half done, packed and damaged."""
import csv
import io
import json
import pathlib
import unittest

import h5py
import numpy

from program import SMOKE, ProgramTest


class Results(ProgramTest):
    def setUp(self):
        super().setUp()
        self.succeed("run", SMOKE, "-o", "a.h5")

    def table(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.succeed(*arguments, "--csv"))))


class Top(Results):
    def rows(self, *arguments):
        return self.table("top", "a.h5", *arguments)

    def test_costs_ascend_and_conditions_hold(self):
        rows = self.rows("--by", "cost_usd", "--where", "train_days <= 300", "--where", "vendor == aws", "-n", "7")
        costs = [float(row["cost_usd [USD]"]) for row in rows]
        self.assertEqual(sorted(costs), costs)
        self.assertTrue(costs)
        self.assertTrue(all(float(row["train_days [d]"]) <= 300 for row in rows))

    def test_one_row_for_each_combination(self):
        rows = self.rows("--by", "cost_usd", "--per", "offer,chips", "--columns", "cost_usd,tp,recompute")
        self.assertEqual(len(rows), len({(row["offer"], row["chips"]) for row in rows}))
        self.assertEqual({"offer", "chips", "cost_usd [USD]", "tp", "recompute"}, set(rows[0]))
        self.assertTrue(all(row["recompute"] in ("none", "selective", "full") for row in rows))

    def test_json_parses(self):
        rows = json.loads(self.succeed("top", "a.h5", "--by", "mfu", "--descending", "--json"))
        self.assertEqual(10, len(rows))
        self.assertGreaterEqual(rows[0]["mfu"], rows[-1]["mfu"])

    def test_names_are_listed_and_unknown_ones_refused(self):
        names = {row["name"] for row in self.rows("--names")}
        self.assertLessEqual({"offer", "chips", "vendor", "cost_usd", "recompute"}, names)
        self.assertIn("use `cost_usd`", self.refused(2, "top", "a.h5", "--by", "cost_us"))


class Show(Results):
    def test_each_cell_is_what_top_finds_for_its_labels(self):
        shown = self.table("show", "a.h5", "--by", "cost_usd", "--down", "offer", "--across", "chips")
        top = self.table("top", "a.h5", "--by", "cost_usd", "--per", "offer,chips")
        cells = {(row["offer"], column.split()[0]): value for row in shown for column, value in row.items() if column != "offer" and value}
        self.assertEqual({(row["offer"], row["chips"]): row["cost_usd [USD]"] for row in top}, cells)

    def test_shades_stand_for_numbers_and_letters_for_words(self):
        asked = ("show", "a.h5", "--by", "cost_usd", "--down", "region", "--across", "chips", "--heat")
        self.assertIn("██", self.succeed(*asked))
        self.assertRegex(self.succeed(*asked, "--cell", "vendor"), "a  aws")


class Export(Results):
    def test_a_row_is_a_point_that_has_values(self):
        rows = self.table("export", "a.h5")
        with h5py.File(self.folder / "a.h5") as file:
            ok = file["status"][...] == 1
            self.assertEqual(ok.sum(), len(rows))
            self.assertEqual(list(file["cost_usd"][...][ok]), [numpy.float32(r["cost_usd [USD]"]) for r in rows])

    def test_conditions_and_columns(self):
        rows = self.table("export", "a.h5", "--columns", "vendor,train_days,recompute", "--where", "train_days <= 100")
        top = self.table("top", "a.h5", "--by", "train_days", "-n", "1000", "--where", "train_days <= 100")
        self.assertEqual(["vendor", "train_days [d]", "recompute"], list(rows[0]))
        self.assertEqual(len(top), len(rows))


class Pack(Results):
    def test_a_packed_copy_answers_as_its_original_does(self):
        self.assertRegex(self.succeed("pack", "a.h5"), r"^a.packed.h5: .* times smaller than the .* of `a.h5`; took .* s \(")
        for asked in (["top", "--by", "cost_usd", "--per", "offer", "--where", "train_days <= 300"],
                      ["show", "--by", "cost_usd", "--down", "offer", "--across", "chips"], ["export", "--csv"]):
            command, *options = asked
            self.assertEqual(self.succeed(command, "a.h5", *options), self.succeed(command, "a.packed.h5", *options))
        self.assertIn("complete", self.succeed("status", "a.packed.h5"))
        self.assertIn("hold what was written", self.succeed("verify", "a.packed.h5"))

    def test_a_packed_copy_is_not_resumed(self):
        self.succeed("pack", "a.h5", "-o", "b.h5")
        self.assertIn("is a packed copy, which cannot be resumed", self.refused(2, "run", SMOKE, "-o", "b.h5", "--resume"))


class NotWhole(Results):
    ASKED = (["top", "--by", "cost_usd"], ["show", "--by", "cost_usd", "--down", "offer", "--across", "chips"], ["export", "--csv"])

    def ask(self, command, name, options):
        return self.run_program(command, name, *options)

    def test_a_half_done_file_answers_from_what_is_there_and_says_so(self):
        with h5py.File(self.folder / "a.h5", "r+") as file:
            flat = file["status"][...].reshape(-1)
            flat[flat.size // 2:] = 0
            file["status"][...] = flat.reshape(file["status"].shape)
        self.succeed("pack", "a.h5")
        for name in ("a.h5", "a.packed.h5"):
            for command, *options in self.ASKED:
                with self.subTest(name=name, command=command):
                    done = self.ask(command, name, options)
                    self.assertEqual(0, done.returncode, done.stderr)
                    self.assertIn("half done: 18 of 36 points are evaluated", done.stdout + done.stderr)

    def test_a_damaged_file_is_refused_with_one_message(self):
        whole = (self.folder / "a.h5").read_bytes()
        for kept in (100, len(whole) // 2):
            (self.folder / "cut.h5").write_bytes(whole[:kept])
            for command, *options in (*self.ASKED, ["pack"]):
                with self.subTest(kept=kept, command=command):
                    done = self.ask(command, "cut.h5", options)
                    self.assertIn(done.returncode, (2, 3), done.stdout)
                    self.assertEqual(1, done.stderr.count("error: "), done.stderr)
                    self.assertIn("cut.h5", done.stderr)
        self.assertEqual([], list(pathlib.Path(self.folder).glob("cut.packed*")))

    def test_a_packed_copy_that_was_changed_is_told_by_verify(self):
        self.succeed("pack", "a.h5")
        path = self.folder / "a.packed.h5"
        with h5py.File(path) as file:
            chunk = file["cost_usd"].id.get_chunk_info(0)
        data = bytearray(path.read_bytes())
        data[chunk.byte_offset + chunk.size // 2] ^= 0xFF
        path.write_bytes(data)
        done = self.run_program("verify", path)
        self.assertEqual(3, done.returncode)
        self.assertIn("a packed copy cannot be repaired", done.stdout)


if __name__ == "__main__":
    unittest.main()
