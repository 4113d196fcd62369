"""Small result files in the layout of the program's own, for what it cannot easily make.

The numbers follow a toy rule with the right shape: cost is rent plus storage, step
time the sum of its parts, time falls with chips while the network's share grows, and
big models do not fit on few chips.
"""
import h5py
import numpy as np

MODELS = {"small-8b": 8e9, "mid-70b": 70e9, "large-200b": 200e9}
OFFERS = {  # vendor, chip, price (USD/h), speed (FLOP/s), memory (GiB), carbon (g/kWh)
    "acme-h": ("acme", "h", 4.0, 4e14, 80, 400),
    "acme-b": ("acme", "b", 6.5, 9e14, 180, 400),
    "bolt-t": ("bolt", "t", 1.6, 1.8e14, 96, 30),
    "crux-v": ("crux", "v", 2.2, 2.6e14, 95, 120),
}
STATUS = ["not_evaluated", "ok", "out_of_memory", "no_valid_plan"]
WORDS = h5py.string_dtype("utf-8")


def dimensions(prices=9):
    chips = 2 ** np.arange(4, 13)
    return {"model": list(MODELS), "chips": chips.astype(float), "offer": list(OFFERS),
            "price_factor": np.linspace(0.5, 1.5, prices)}


def columns(dims):
    """Each column as (values, units, long_name, words), and status."""
    params = np.array([MODELS[m] for m in dims["model"]])[:, None, None, None]
    chips = np.asarray(dims["chips"])[None, :, None, None]
    of = [np.array([OFFERS[o][i] for o in dims["offer"]])[None, None, :, None] for i in (2, 3, 4)]
    price, speed, memory = of
    factor = np.asarray(dims["price_factor"])[None, None, None, :]
    tokens = 20 * params
    full = np.zeros(tuple(len(v) for v in dims.values()))
    batch = 4e6
    matmul = 6 * params * batch / chips / speed + full
    network = 0.02 * np.sqrt(chips) * params / 70e9 + full
    step = matmul + network
    days = tokens / batch * step / 86400
    rent, storage = days * 24 * chips * price * factor, 50 * days
    weights, activations = 18 * params / chips / 2**30 + full, 20 + full
    status = np.ones(full.shape, np.uint8)
    status[weights + activations > memory + full] = 2
    status[(full + chips > 2048) & (params < 1e10)] = 3
    mfu = 6 * params * batch / chips / speed / step * 0.6
    return {
        "step_time_s": (step, "s", "time of one optimizer step", None),
        "mfu": (mfu, "1", "model FLOP/s utilization", None),
        "memory_gib": (weights + activations, "GiB", "memory of the fullest chip", None),
        "recompute": (np.where(weights > 8, 1.0, 0.0), "", "what the backward pass computes again", ["none", "selective"]),
        "matmul_s": (matmul, "s", "matrix products", None),
        "network_s": (network, "s", "exposed communication", None),
        "weights_gib": (weights, "GiB", "weights", None),
        "activations_gib": (activations, "GiB", "activations", None),
        "train_days": (days, "d", "wall-clock time of the training run", None),
        "energy_mwh": (days * 24 * chips * 0.9e-3, "MWh", "electricity at the meter", None),
        "carbon_t": (days * 24 * chips * 0.9e-6 * np.array([OFFERS[o][5] for o in dims["offer"]])[None, None, :, None],
                     "t", "CO2 equivalent", None),
        "rent_usd": (rent, "USD", "rent: a line of cost_usd", None),
        "storage_usd": (storage, "USD", "storage: a line of cost_usd", None),
        "cost_usd": (rent + storage, "USD", "what the training run costs", None),
    }, status


def sweep_file(path, *, dims=None, done=1.0, kind="1.0", compress=False):
    """Write a file, evaluated up to the share `done` of its points; returns the path."""
    dims = dims or dimensions()
    values, status = columns(dims)
    written = np.arange(status.size).reshape(status.shape) < round(done * status.size)
    layout = {"chunks": True, "compression": "gzip", "shuffle": True} if compress else {}
    with h5py.File(path, "w", track_order=True) as file:
        attrs = {"Conventions": "CF-1.8", "title": "toy", "question": "Which offer trains each model for the least money?",
                 "config": '[sweep]\nquestion = "toy"\n\n[fixed]\ntokens_per_param = 20\n', "created_utc": "2025-01-01T00:00:00Z",
                 "catalog_sha256": "0" * 64, "version": "0.1.0", "git_revision": "toy", "complete": int(done == 1)}
        if kind:
            attrs["trainsweep_format"] = kind
        for name, value in attrs.items():
            file.attrs[name] = value
        file.attrs["points_total"] = status.size
        for name, labels in dims.items():
            words = isinstance(labels[0], str)
            scale = file.create_dataset(name, data=labels, dtype=WORDS if words else "f8")
            scale.attrs["long_name"] = f"the {name}"
            if not words:
                scale.attrs["units"] = "1"
            scale.make_scale(name)
        for i, name in enumerate(["vendor", "chip"]):
            extra = file.create_dataset(name, data=[OFFERS[o][i] for o in dims["offer"]], dtype=WORDS)
            extra.dims[0].attach_scale(file["offer"])
        params = file.create_dataset("params", data=[MODELS[m] for m in dims["model"]])
        params.attrs["units"] = "1"
        params.dims[0].attach_scale(file["model"])
        stored = {"status": (status, "", "why a point has no values", STATUS), **values}
        for name, (data, units, text, flags) in stored.items():
            if name != "status":
                data = np.where(status == 1, data, np.nan).astype("f4")
            column = file.create_dataset(name, data=np.where(written, data, 0).astype(data.dtype), track_order=False, **layout)
            column.attrs["long_name"] = text
            column.attrs["coordinates"] = "vendor chip params"
            if units:
                column.attrs["units"] = units
            if flags:
                column.attrs["flag_values"] = np.arange(len(flags), dtype=data.dtype)
                column.attrs["flag_meanings"] = " ".join(flags)
            for i, dim in enumerate(dims):
                column.dims[i].attach_scale(file[dim])
    return str(path)
