"""Acts about data and machine: builds kept, returns chased, challenges answered, declarations changed.

    act ─record→ chain ─read back→ what holds now

Nothing here has a table of its own: what holds is read from the events, so that it cannot differ from them.
"""
