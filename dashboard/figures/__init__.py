"""Pure functions: view model → figure as a plain dictionary. Graph objects would cost ten times the time."""
