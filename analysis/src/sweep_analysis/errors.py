"""The two ways in which an analysis ends early, by who must act."""


class SweepError(Exception):
    """The caller asked for something that is not there; the text says what is."""


class DamagedFile(Exception):
    """The file is not what its program wrote."""


def unknown(what: str, name: str, known) -> SweepError:
    """An error that names the nearest known name.

    >>> print(unknown("column", "cost_us", ["cost_usd", "mfu"]))
    no column `cost_us`; did you mean `cost_usd`?
    """
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f"did you mean `{near[0]}`?" if near else "known: " + ", ".join(f"`{k}`" for k in known)
    return SweepError(f"no {what} `{name}`; {hint}")
