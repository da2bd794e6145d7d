"""Bringing documents in: pasted text, files, addresses, feeds; what comes is coded and linked, and shown.

Everything goes the way of `rasd collect`: bytes and rows are on the disk before anything is told to be there. Uploads are
bounded, told by their bytes, kept under random names in the desk's folder and removed when they were read.
"""
