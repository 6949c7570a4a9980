"""What the load desk says: the list of uploads, and one upload with what was found in it."""
