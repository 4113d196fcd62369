"""Where the numbers come from: fixed axes, catalogue records with sources, how to repeat it."""
from __future__ import annotations

import tomllib
from html import escape

from ..words import number


def _config(attrs: dict) -> dict:
    try:
        return tomllib.loads(str(attrs.get("config", "")))
    except tomllib.TOMLDecodeError:
        return {}


def fixed_table(attrs: dict) -> str:
    """The axes that were held, as HTML rows; a word where there are none."""
    fixed = _config(attrs).get("fixed", {})
    rows = "".join(f"<tr><td>{escape(k)}</td><td>{escape(_text(v))}</td></tr>" for k, v in fixed.items())
    return f"<table><tr><th>axis</th><th>held at</th></tr>{rows}</table>" if rows else "<p>No axis was fixed beyond its default.</p>"


def records(attrs: dict) -> str:
    """Every catalogue record that the sweep used, folded, with value, basis and source of each field."""
    out = []
    for kind, entries in _config(attrs).get("catalog", {}).items():
        out.append(f"<h3>{escape(kind)}</h3>")
        for name, record in entries.items():
            rows = "".join(_field(k, v, record) for k, v in record.items() if k not in ("source", "basis"))
            source = f"<p class='note'>{escape(str(record['source']))}</p>" if "source" in record else ""
            out.append(f"<details><summary>{escape(name)}</summary>{source}<table class='records'><tr><th>field</th><th>value</th>"
                       f"<th>basis</th><th>source</th></tr>{rows}</table></details>")
    return "".join(out) or "<p>The file names no catalogue records.</p>"


def _field(name, value, record) -> str:
    about = value if isinstance(value, dict) else {"value": value}
    basis, source = about.get("basis", record.get("basis", "")), about.get("source", "")
    unit = about.get("unit", "")
    cells = [escape(name), escape(f"{_text(about.get('value', ''))} {unit}".strip()),
             f"<span class='basis {escape(str(basis))}'>{escape(str(basis))}</span>", escape(str(source))]
    return "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"


def _text(value) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return number(value, 6) if abs(value) >= 1e5 else f"{value:g}"


def limits() -> list[str]:
    """What the model leaves out, one sentence each."""
    from importlib.resources import files
    return [line for line in (files(__package__) / "limits.txt").read_text().splitlines() if line.strip()]
