"""The repository's files, as the house rules read them."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("engine", "runner", "tests", "analysis", "slurm", "configs")
LEFT_OUT = {"build", "__pycache__", ".git", ".pytest_cache"}


def files(*endings, under=FOLDERS):
    """Paths with one of these endings in the given folders, sorted."""
    found = []
    for folder in under:
        for path in (ROOT / folder).rglob("*"):
            inside = path.relative_to(ROOT)
            if path.is_file() and path.name.endswith(endings) and not LEFT_OUT & set(inside.parts):
                found.append(path)
    return sorted(found)


def name(path):
    return str(path.relative_to(ROOT))


def includes(text):
    """What a source includes, as written: <cmath> or "engine/chip.hpp"."""
    return re.findall(r'^\s*#\s*include\s*(<[^>]+>|"[^"]+")', text, re.MULTILINE)


def without_comments(text):
    """C++ code with its comments blanked; strings stay."""
    pattern = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/'
    return re.sub(pattern, lambda m: " " if m[0].startswith("/") else m[0], text, flags=re.DOTALL)
