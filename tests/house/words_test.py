"""The runner knows names, units, indices, ranks and files: no physics.

Its identifiers and strings hold no word of the model's subject; it learns those
from the engine's schema. Comments may use them in examples, and the texts that
show people how to type a command must.
"""
import re
import unittest

import sources

WORDS = set(
    "chip gpu tpu accelerator flop tflop watt joule voltage hbm nvlink nvidia aws amd google intel trainium "
    "price tariff electricity energy carbon emission usd dollar vendor pue mfu hfu "
    "tensor microbatch recompute recomputation gradient optimizer attention expert transformer precision "
    "deadline checkpoint".split())
# Examples of commands, in the words of those who type them.
EXAMPLES = {"runner/command_line.cpp", "runner/command_help.hpp"}


def words(code):
    """Identifiers and text cut into lower-case words, plurals without their s."""
    for run in re.findall(r"[A-Za-z]+", code):
        for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", run):
            word = part.lower()
            yield word
            if word.endswith("s"):
                yield word[:-1]


def faults(path, text):
    for number, line in enumerate(sources.without_comments(text).splitlines(), 1):
        for word in sorted(WORDS & set(words(line))):
            yield f"{path}:{number}: `{word}` in: {line.strip()}"


class Words(unittest.TestCase):
    def test_the_runner_holds_no_word_of_physics(self):
        paths = [p for p in sources.files(".hpp", ".cpp", under=("runner",)) if sources.name(p) not in EXAMPLES]
        self.assertTrue(paths)
        found = [fault for path in paths for fault in faults(sources.name(path), path.read_text())]
        self.assertEqual([], found, "\n".join(found))

    def test_the_rule_sees_a_fault(self):
        self.assertEqual(1, len(list(faults("a", "double peakFlops = 1;"))))
        self.assertEqual(2, len(list(faults("a", 'read("price_usd");  // chip'))))
        self.assertEqual(0, len(list(faults("a", "int shipped = microchipped; /* watt */"))))


if __name__ == "__main__":
    unittest.main()
