"""The steps by which the operational store came to its present form, oldest first."""
