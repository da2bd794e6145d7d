"""Backups: all of a store in one file, encrypted, as of one moment; put back into a new place and proved there.

What is written is read back before it gets its name, and what is put back appears when all of it is whole.
"""

from rasd.preservation.backup.restoring import Restored, check, restore
from rasd.preservation.backup.sealing import Opener
from rasd.preservation.backup.writing import BackedUp, back_up

__all__ = ["BackedUp", "Opener", "Restored", "back_up", "check", "restore"]
