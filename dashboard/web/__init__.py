"""What the server answers besides the application itself: panels, boundaries, static files, refusals."""
