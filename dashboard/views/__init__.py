"""View models: what a panel says. Frozen, without colours of the screen's own, without components."""
