"""The shape of a run's model: a record of the catalogue, or a record of its own.

A row of the table gives layers, widths, heads and vocabulary, and the number of
parameters; not the width of a head, nor whether the embedding is tied. Those two follow
from the number of parameters: of the few possible combinations one reproduces it.
"""
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

# Decoders in the shape of GPT have biases and learned positions; these do not.
NO_BIASES = ("MPT", "MaxText", "NEMOTRON", "Nemotron")
NO_LEARNED_POSITIONS = NO_BIASES + ("BLOOM", "Bloomberg")
TOLERANCE = 0.005


@dataclass(frozen=True)
class Shape:
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    ffn: int
    gated: bool
    vocab: int


def number(field):
    """A field of a record is a bare value or a table with its source."""
    return field["value"] if isinstance(field, dict) else field


def catalog_shapes(folder: Path) -> dict[Shape, str]:
    """Dense models of the catalogue by shape, but those that are like another."""
    shapes = {}
    for file in sorted(folder.glob("*.toml")):
        for name, record in tomllib.loads(file.read_text())["catalog"]["models"].items():
            r = {key: number(value) for key, value in record.items()}
            if r.get("experts", 0) or "like" in r:
                continue
            shape = Shape(r["layers"], r["hidden"], r["heads"], r.get("kv_heads", r["heads"]), r["ffn"],
                          bool(r["gated_mlp"]), r["vocab"])
            shapes.setdefault(shape, name)
    return shapes


def params(shape: Shape, head_dim: float, tied: bool) -> float:
    """Parameters without biases, norms and positions, as the table counts them."""
    attention = 2 * shape.hidden * head_dim * (shape.heads + shape.kv_heads)
    mlp = (3 if shape.gated else 2) * shape.hidden * shape.ffn
    ends = (1 if tied else 2) * shape.vocab * shape.hidden
    return shape.layers * (attention + mlp) + ends


def head_and_tie(shape: Shape, published: float) -> tuple[float, bool] | None:
    """Head width and tied embedding that reproduce `published`; the usual head first."""
    usual = shape.hidden / shape.heads
    choices = [(d, t) for d in dict.fromkeys((usual, 64, 128, 256)) for t in (True, False)]
    best = min(choices, key=lambda c: (abs(params(shape, *c) / published - 1) > TOLERANCE, c[0] != usual,
                                       abs(params(shape, *c) - published)))
    return best if abs(params(shape, *best) / published - 1) <= TOLERANCE else None


def slug(text: str) -> str:
    """A name for a TOML key: `GPT-1.7B` becomes `gpt-1b7`."""
    text = re.sub(r"(\d)\.(\d+)b", r"\1b\2", text.lower())
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def record_name(row: dict, shape: Shape) -> str:
    base = slug(re.sub(r"\(.*\)", "", row["model"]))
    if row["source_key"] == "bloom_prequel":  # one size with several shapes
        return f"{base}-l{shape.layers}-h{shape.hidden}-a{shape.heads}"
    return f"{base}-{slug(row['source_key'].removesuffix('_mem'))}"


def find_shape(row: dict, known: dict[Shape, str]) -> tuple[str | None, dict | None]:
    """The model's name, and its record where the catalogue has none like it. (None, None): no shape."""
    fields = [row[k] for k in ("layers", "hidden", "heads", "ffn", "vocab")]
    if not all(fields):
        return None, None
    layers, hidden, heads, ffn, vocab = (int(f) for f in fields)
    shape = Shape(layers, hidden, heads, int(row["kv_heads"] or heads), ffn, row["gated_mlp"] == "1", vocab)
    if shape in known:
        return known[shape], None
    fit = head_and_tie(shape, float(row["params_b"]) * 1e9)
    if fit is None:
        return None, None
    return record_name(row, shape), own_record(row, shape, *fit)


def own_record(row: dict, shape: Shape, head_dim: float, tied: bool) -> dict:
    plain = not shape.gated
    record = {"title": row["model"], "layers": shape.layers, "hidden": shape.hidden, "heads": shape.heads}
    if shape.kv_heads != shape.heads:
        record["kv_heads"] = shape.kv_heads
    if head_dim * shape.heads != shape.hidden:
        record["head_dim"] = int(head_dim)
    record |= {"ffn": shape.ffn, "gated_mlp": shape.gated, "vocab": shape.vocab, "tied_embeddings": tied}
    if plain and not row["model"].startswith(NO_LEARNED_POSITIONS) and "BLOOM" not in row["model"]:
        record["learned_positions"] = int(row["seq_len"])
    if plain and not row["model"].startswith(NO_BIASES):
        record["biases"] = True
    record["sequence_length"] = int(row["seq_len"])
    return record
