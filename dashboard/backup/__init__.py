"""Everything of a deployment that cannot be made again, in one encrypted file, and back from it.

    store ─copy of one moment─┐
    keys, reports, accepted   ├→ tar.gz with hashes ─age, to public keys→ one file
    catalogue, raw, builds   ─┘
    file ─age, with the key→ staged ─hashes, chain, key verified→ put in place, whole or not at all

The file is an ordinary age file (age-encryption.org/v1) with an ordinary tar inside: ``age -d -i KEY FILE |
tar tz`` reads it where this program is gone. The machine that makes backups holds the public key only.
"""
