"""Figures of a sweep: each function takes a dataset and returns a matplotlib Figure.

Axes carry the file's names and units. Colours are those of Okabe and Ito, told apart
by markers and dashes as well, so that they survive print and colour blindness.
"""
from .bars import breakdown, by_place, tornado
from .lines import break_even_curves, cost_time_frontier, scaling
from .winner_map import winner_map

__all__ = ["break_even_curves", "breakdown", "by_place", "cost_time_frontier", "scaling", "tornado", "winner_map"]
