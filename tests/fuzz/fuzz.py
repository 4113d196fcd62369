"""Runs a fuzzer: fuzz.py FUZZER INPUTS [OPTION_OF_LIBFUZZER]...

Seeds are all .toml files of configs/ and tests/messages/, its words their words, and
its random numbers always the same unless -seed=N says otherwise. An input that fails
is kept as crash-... (or timeout-, oom-) in the current folder; FUZZER with that file
as its argument shows it again.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST_BYTES = 4096
LIMITS = ["-seed=1", f"-max_len={MOST_BYTES}", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"]


def texts(subject):
    """Whole small files and the tables of large ones."""
    folders = {"catalog": ["configs/catalog"], "cases": ["configs/cases"], "result": []}
    for folder in folders.get(subject, ["configs/sweeps", "tests/messages"]):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            text = path.read_bytes()
            yield from [text] if len(text) <= MOST_BYTES else re.split(rb"\n(?=\[)", text)


def main():
    fuzzer, inputs, options = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    seeds = sorted(set(texts(fuzzer.name.removesuffix("_fuzzer"))))
    words = sorted({word for text in seeds for word in re.findall(rb"[A-Za-z_][\w-]{2,30}", text)})
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        corpus, dictionary = pathlib.Path(folder, "corpus"), pathlib.Path(folder, "words")
        corpus.mkdir()
        for number, text in enumerate(seeds):
            (corpus / f"{number:05}").write_bytes(text)
        dictionary.write_bytes(b"".join(b'"' + word + b'"\n' for word in words))
        more = [f"-dict={dictionary}"] if words else []
        command = [fuzzer, *LIMITS, f"-runs={inputs}", *more, *options, corpus]
        # Trials copy the process: it keeps little of what it freed.
        environment = os.environ | {"TMPDIR": folder, "ASAN_OPTIONS": "quarantine_size_mb=16"}
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
