"""能耗双控: how the cities stand, who is behind and why, what would turn it, where it comes from."""
