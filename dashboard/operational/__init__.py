"""What people do is kept here: the operational store, the chain of events, acts that two people share.

    event ─append→ chain (hash-linked, each head signed) ─export→ folder with its own verifier
    proposal ─accept, by another person→ an act; both are events of the chain

Nothing here knows a page. ``auth`` says who acts, ``cases`` what they decide.
"""
