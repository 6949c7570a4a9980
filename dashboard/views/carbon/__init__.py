"""碳达峰: where each region stands by named inventory, who is behind and why, what would turn it."""
