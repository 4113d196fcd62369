"""The report: one HTML file that needs neither network nor this package to be read."""
from .page import write_report

__all__ = ["write_report"]
