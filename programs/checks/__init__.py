"""What is checked while editing (docs/checks.md): rules of plain values, each yielding findings."""

from .findings import Finding, Level, fingerprint

__all__ = ["Finding", "Level", "fingerprint"]
