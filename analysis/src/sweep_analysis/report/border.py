"""At which price the runner-up becomes the cheaper one, and how much of the winner's cost is power."""
from __future__ import annotations

import xarray as xr

from .. import roles
from ..break_even import CROSSES, FIRST, break_even
from ..words import amount, number

POWER = "electricity_usd"  # promised by the file format: what the energy costs


def price_dimension(dataset: xr.Dataset, home: str) -> str | None:
    """The dimension of numbers that moves the price of the alternatives along `home`: price_factor, price_usd_per_chip_hour."""
    for dim in roles.dimensions(dataset):
        is_price = "USD" in dataset[dim].attrs.get("units", "") or dim.startswith("price_")
        moves = not roles.constant_along(dataset, roles.measure(dataset), dim)
        if dim != home and dataset[dim].dtype.kind in "fiu" and is_price and moves:
            return dim
    return None


def border(circle: xr.Dataset, of: str, rivals: str, first: xr.Dataset, second: xr.Dataset, held) -> str:
    """A sentence on the price at which `first` costs what `second` costs where it is now; empty where no price is swept.

    `circle`: all points of the circumstances in which the two were compared, along the price's dimension too.
    """
    home = str(circle[rivals].dims[0]) if circle[rivals].dims else rivals
    along = price_dimension(circle, home)
    if along is None or circle[of].attrs.get("units") != "USD":
        return ""
    name = home if home in first.coords else rivals
    a, b = first[name].item(), second[name].item()
    others = [d for d in map(str, circle[of].dims) if d not in (home, along)]
    found = break_even(circle, between=(name, a, b), along=along, of=of, held=held[along], over=others)
    outcome, factor = found["outcome"].item(), found["break_even"].item()
    if outcome == FIRST:
        return f"The border lies beyond: at {along} {number(found.attrs['grid_most'])} it still costs less than {b} does now."
    if outcome != CROSSES:
        return ""
    column = roles.follower(circle, along, home)
    paid = "" if column is None else f" ({number(first[column].item() * factor / held[along])} {circle[column].attrs['units']})"
    return f"The border: at {along} {amount(factor, circle[along].attrs.get('units', ''))}{paid} it costs as much as {b} does now."


def power(first: xr.Dataset, of: str) -> str:
    """A sentence on the share of electricity in what the best point costs; empty where the file does not say."""
    if POWER not in first or first[of].attrs.get("units") != "USD":
        return ""
    return f"Power is {first[POWER].item() / first[of].item():.1%} of it."
