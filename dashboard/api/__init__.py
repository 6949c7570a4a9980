"""``/api/v1``: what other systems may ask. Parse → validate → query → payload; one shape of refusals."""

import os

# Questions and answers have no plugins; looking for some reads what every installed package says of itself.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
