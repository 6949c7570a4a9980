"""``/api/v1``: what other systems may ask. Parse → validate → query → payload; one shape of refusals."""
