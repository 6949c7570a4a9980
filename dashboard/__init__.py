"""The pages: an address becomes a selection, a selection frames, frames a view, a view a figure or component.

    address ─parse→ Selection ─queries→ frames ─views→ view ─figures, components→ tree ─panels→ bytes, once

What a page shows depends on the address and the build alone, so it is encoded once and kept (``panels``).
``etl`` never imports from here; a build is started as a process of its own (``builds``).
"""
