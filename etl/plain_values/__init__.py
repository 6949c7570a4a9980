"""Plain values of YAML, JSON and tables → values of a type, with every fault of those that are none."""
