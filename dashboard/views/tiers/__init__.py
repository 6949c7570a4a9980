"""梯度培育: tiers of enterprise titles; what is valid, what was recognised, what is due, who is behind."""
