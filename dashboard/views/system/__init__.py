"""系统 in tables: people and rights, sessions, programs, the chain, readings, builds, settings."""
