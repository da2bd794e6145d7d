"""What the cascade loses, measured: the full reader on pages that a run dropped, and on some that it kept."""

from rasd.scale.audit.measuring import audit
from rasd.scale.audit.result import AUDIT, Agreement, Audit, Lost, Stratum

__all__ = ["AUDIT", "Agreement", "Audit", "Lost", "Stratum", "audit"]
