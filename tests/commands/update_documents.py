"""Writes what the documents show of the program's output: TRAINSWEEP_PROGRAM=... update_documents.py"""
import pathlib
import re
import shlex
import subprocess
import tempfile

from program import PROGRAM, ROOT, SHOWING_OUTPUT


def output(folder, *arguments):
    return subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def main():
    with tempfile.TemporaryDirectory() as folder:
        (ROOT / "configs" / "REFERENCE.md").write_text(output(folder, "catalog", "reference"))
        (pathlib.Path(folder) / "configs").symlink_to(ROOT / "configs")
        output(folder, "run", str(ROOT / "configs" / "sweeps" / "quickstart.toml"))
        for document in SHOWING_OUTPUT:
            text = document.read_text()
            for command in re.findall(r"^\$ (trainsweep .*)\n", text, re.MULTILINE):
                start = text.index(f"$ {command}\n") + len(f"$ {command}\n")
                end = text.index("```", start)
                text = text[:start] + output(folder, *shlex.split(command)[1:]) + text[end:]
            document.write_text(text)


if __name__ == "__main__":
    main()
