"""One module per page: ``layout(selection)`` is the skeleton, ``register(app, panels)`` declares panels."""
