"""Who acts: users, what they were granted, how they prove who they are. Knows no page and no request."""
