"""Assay: self-hosted identity verification and account lifecycle."""

__version__ = "0.1.0"
