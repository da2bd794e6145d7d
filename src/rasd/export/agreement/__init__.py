"""One agreement as a person reads it: who is bound, where, when and to what, each fact with the text that says so."""

from rasd.export.agreement.listing import print_agreements
from rasd.export.agreement.page import print_agreement

__all__ = ["print_agreement", "print_agreements"]
