"""Who did it and who was struck: the roles of the actors of a frame, by grammar and never by side.

Prepositions, construct state and verb order decide: "قصف لقوات أ على مواقع ب", "استهدفت أ موقعاً لـب",
"اشتباكات بين أ وب". An actor that only speaks has no role, unless what it tells is its own act.
"""

from rasd.coding.roles.assigning import assign_roles
from rasd.coding.roles.carrying import carry_roles
from rasd.coding.roles.sides import complete_sides

__all__ = ["assign_roles", "carry_roles", "complete_sides"]
