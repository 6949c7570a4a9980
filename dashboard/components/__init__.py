"""Pure functions: view model → component tree."""
