"""Reads, compares and draws the result files of trainsweep.

>>> from sweep_analysis import best, open_sweep
>>> ds = open_sweep("out.h5")
>>> best(ds, minimize="cost_usd", where="train_days <= 30", per="vendor").to_dataframe()

Everything takes and returns xarray objects; names, units and order come from the file.
"""
from .best import best
from .blocks import evaluated
from .break_even import break_even
from .errors import DamagedFile, SweepError
from .frontier import frontier
from .parts import parts
from .result import open_sweep, status_meanings
from .sensitivity import sensitivity
from .table import to_table

__all__ = ["DamagedFile", "SweepError", "best", "break_even", "evaluated", "frontier", "open_sweep", "parts",
           "sensitivity", "status_meanings", "to_table"]
