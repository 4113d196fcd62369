"""Small files: 400 lines is the limit of what one file may be about."""
import unittest

import sources

LIMIT = 400


class Sizes(unittest.TestCase):
    def test_no_source_is_longer_than_the_limit(self):
        paths = sources.files(".hpp", ".cpp", ".py", ".sh", ".cmake", "CMakeLists.txt")
        self.assertGreater(len(paths), 10)
        sizes = {sources.name(path): len(path.read_text().splitlines()) for path in paths}
        long = [f"{name}: {lines} lines" for name, lines in sizes.items() if lines > LIMIT]
        self.assertEqual([], long, "look for the second subject in\n" + "\n".join(long))


if __name__ == "__main__":
    unittest.main()
