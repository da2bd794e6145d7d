"""Packages: a selection of the store as one WACZ file that proves itself without the store."""

from rasd.preservation.package.contents import Contents, KeptStamp, Tombstone
from rasd.preservation.package.proof import PackageCheck, verify_package
from rasd.preservation.package.writing import Written, write_package

__all__ = [
    "Contents",
    "KeptStamp",
    "PackageCheck",
    "Tombstone",
    "Written",
    "verify_package",
    "write_package",
]
