"""Evidentiary copies, written once and proved offline, apart from the working copies of the store.

Nothing collected is acknowledged before its bytes and its rows are on the disk.
"""

from rasd.preservation.intake import Kept, Limits, keep
from rasd.preservation.proof import Finding, failure, prove, prove_files_alone, prove_log

__all__ = ["Finding", "Kept", "Limits", "failure", "keep", "prove", "prove_files_alone", "prove_log"]
