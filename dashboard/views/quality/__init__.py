"""What the page 数据 says: how complete the data are, what is suspicious in them, where they come from."""
