"""The chain of the seven stages, and how a build comes into being: whole or not at all.

``delivery``   stages 1 and 2 of every file, with everything that is wrong collected.
``warehouse``  stages 3 to 6 into a new warehouse file.
``build``      fingerprint, scratch folder, publication, pointer.
"""
