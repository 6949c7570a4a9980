"""Who sits at the console of the machine, as the chain and the archive of reports name them."""

import getpass


def operator() -> str:
    """``console:<account>``."""
    try:
        return f"console:{getpass.getuser()}"
    except (OSError, KeyError):
        return "console:unknown"
