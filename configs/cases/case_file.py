"""Writing files of cases: TOML as all scripts of this folder write it."""
import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path


class Unusable(Exception):
    """A row that makes no case, and why."""


def rows_of(table: Path) -> list[dict]:
    with table.open(newline="") as lines:
        return list(csv.DictReader(lines))


def number(text: str) -> float | int:
    value = float(text)
    return int(value) if value == int(value) else value


def toml(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
    return repr(value)


def toml_table(header: str, fields: dict) -> str:
    return f"{header}\n" + "".join(f"{k} = {toml(v)}\n" for k, v in fields.items())


def source_of(row: dict) -> str:
    return f"{row['source']}, {row['table']}" if row["table"] else row["source"]


class CaseFile:
    """One file: records that the catalogue lacks, then the cases."""

    def __init__(self, head: str):
        self.head = head
        self.records: dict[str, dict[str, dict]] = {"systems": {}, "models": {}}
        self.cases: list[dict] = []

    def add(self, case: dict, **records: tuple[str, dict | None]):
        """`records` by kind: a name, and its record where the file has to define it."""
        for kind, (name, record) in records.items():
            if record:
                self.records[kind].setdefault(name, record)
        self.cases.append(case)

    def text(self) -> str:
        parts = [f"# {self.head}\n# {len(self.cases)} cases.\n"]
        for kind, records in self.records.items():
            parts += [toml_table(f"[catalog.{kind}.{n}]", r) for n, r in sorted(records.items())]
        parts += [toml_table("[[case]]", c) for c in self.cases]
        return "\n".join(parts)


class Output:
    """Files by name, and the rows that were left out."""

    def __init__(self, head: str):
        self.head = head
        self.files: dict[str, CaseFile] = {}
        self.refused: dict[str, Counter] = defaultdict(Counter)

    def file(self, name: str) -> CaseFile:
        return self.files.setdefault(name, CaseFile(self.head))

    def refuse(self, name: str, why: Unusable):
        self.refused[name][str(why)] += 1

    def write(self, folder: Path):
        """Writes the files; what was written and what was left out goes to stderr."""
        for name, file in sorted(self.files.items()):
            (folder / f"{name}.toml").write_text(file.text())
            print(f"{name}: {len(file.cases)} cases", file=sys.stderr)
        for name, reasons in self.refused.items():
            for why, count in reasons.items():
                print(f"left out of {name}: {count} row{'s' if count > 1 else ''}, {why}", file=sys.stderr)
