"""Reports become incidents: who tells the same thing, what their figures amount to, and why. Pure: no clock, no store."""

from rasd.linking.member import Member, members_of

__all__ = ["Member", "members_of"]
