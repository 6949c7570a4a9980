"""Is this installation well? One finding per check: all right, worth a look, or wrong, and what to do.

Nothing is changed: no store is made or migrated, no build opened for writing, nothing sent anywhere.
"""
