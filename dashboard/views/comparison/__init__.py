"""对比: a region beside its parent and its peers, the same indicator in every city, between two periods."""
