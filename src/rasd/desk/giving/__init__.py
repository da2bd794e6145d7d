"""Giving out: the selection at hand as a file of any format, or as a static site; nobody gives out more than they see."""
