"""Fills the page's template: question, answer, data, sources, plotting library."""
from __future__ import annotations

import base64
import json
import math
import os
import re
import zlib
from html import escape
from importlib.resources import files
from string import Template

import xarray as xr

from ..blocks import evaluated
from ..errors import SweepError
from ..result import status_meanings
from .answer import answer, doubt, method
from .payload import payload
from .provenance import fixed_table, limits, records

SCRIPTS = ["words.js", "data.js", "controls.js", "map.js", "curves.js", "point.js", "main.js"]


def write_report(dataset: xr.Dataset, path: str) -> int:
    """Write the report of an open sweep to `path`; returns its size in bytes."""
    if not dataset["status"].dims:
        dataset = dataset.expand_dims(point=["the only point"])
    total, counts = evaluated(dataset)
    library = _plotly()
    parts = {
        "style": _file("page.css"), "script": "\n".join(_file(name) for name in SCRIPTS), "plotly": library,
        "payload": json.dumps(payload(dataset), allow_nan=False, separators=(",", ":")).replace("<", "\\u003c"),
        "fixed": fixed_table(dataset.attrs), "records": records(dataset.attrs), "columns": _columns(dataset),
        "limits": "".join(f"<li>{_marked(escape(line))}</li>" for line in limits()),
        "facts": escape(_facts(dataset, total, counts)), "banner": _banner(total, counts),
    }
    page = Template(_file("page.html")).substitute(parts | _texts(dataset, counts))
    with open(path, "w", encoding="utf-8") as out:
        out.write(page)
    return len(page.encode())


def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _plotly() -> str:
    """The JavaScript library of the Python package plotly, deflated, in base64."""
    try:
        from plotly.offline import get_plotlyjs
    except ImportError:
        raise SweepError("the report needs the package plotly, whose JavaScript it embeds; install python3-plotly (Debian) or plotly (pip)") from None
    return base64.b64encode(zlib.compress(get_plotlyjs().encode(), 9)).decode()


def _texts(dataset: xr.Dataset, counts: dict) -> dict[str, str]:
    attrs, source = dataset.attrs, dataset.encoding.get("source", "out.h5")
    asked, sentences = answer(dataset) if counts.get(1) else ("Nothing to say yet", ["No point has a result."])
    stem = os.path.splitext(os.path.basename(source))[0]
    return {key: escape(str(value)) for key, value in {
        "title": attrs.get("question") or stem, "question": attrs.get("question") or attrs.get("title") or stem, "asked": asked,
        "config_name": f"{stem}.toml", "file_name": os.path.basename(source), "config": attrs.get("config", ""),
        "version": attrs.get("version", "of unknown version"), "revision": attrs.get("git_revision") or "no revision stated",
        "provenance": _provenance(attrs), "method": f"{method(dataset)} {doubt(dataset)}",
    }.items()} | {"sentences": "".join(f"<li>{escape(s)}</li>" for s in sentences)}


def _provenance(attrs: dict) -> str:
    known = [("file format", attrs.get("trainsweep_format")), ("made", attrs.get("created_utc")),
             ("catalogue sha256", attrs.get("catalog_sha256")), ("seed", attrs.get("seed"))]
    return "; ".join(f"{name} {value}" for name, value in known if value not in (None, ""))


def _facts(dataset: xr.Dataset, total: int, counts: dict) -> str:
    sizes = " x ".join(f"{n} {d}" for d, n in dataset["status"].sizes.items())
    meanings = status_meanings(dataset)
    left = [f"{n:,} {meanings.get(code, code)}" for code, n in sorted(counts.items()) if code > 1]
    done = f"{counts.get(1, 0):,} of {total:,} points have a result"
    return f"{sizes}: {done}" + (f" ({', '.join(left)})" if left else "") + f". Made {dataset.attrs.get('created_utc', 'at an unknown time')}."


def _banner(total: int, counts: dict) -> str:
    missing = counts.get(0, 0)
    if not missing:
        return ""
    share = math.floor(1000 * (1 - missing / total)) / 10
    return f"<p class='banner'>Not finished: {share} % of the points are evaluated. The rest can change every answer on this page.</p>"


def _marked(text: str) -> str:
    """Markdown's `code`, **bold** and *stress* as HTML."""
    for pattern, tag in ((r"`([^`]*)`", "code"), (r"\*\*([^*]*)\*\*", "b"), (r"\*([^*]+)\*", "em")):
        text = re.sub(pattern, rf"<{tag}>\1</{tag}>", text)
    return text


def _columns(dataset: xr.Dataset) -> str:
    rows = "".join(f"<tr><td>{escape(str(n))}</td><td>{escape(v.attrs.get('units', ''))}</td><td>{escape(v.attrs.get('long_name', ''))}</td></tr>"
                   for n, v in dataset.data_vars.items())
    return f"<table><tr><th>column</th><th>unit</th><th>meaning</th></tr>{rows}</table>"
