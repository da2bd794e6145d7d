"""The web to documents: addresses that a person named, fetched politely and within bounds.

Loaded only by commands that go to the network; `rasd read` never does. `settings` says what may be set, `addresses`
what may be fetched, `network` how a checked address is connected to, `fetching` makes one request, `courtesy` keeps to
robots.txt and delays, `collecting` turns many addresses into documents.
"""

from rasd.collection.web.addresses import is_address
from rasd.collection.web.collecting import collect_addresses
from rasd.collection.web.memory import Forgetful, HostState, Memory, Visit
from rasd.collection.web.settings import WebSettings

__all__ = ["Forgetful", "HostState", "Memory", "Visit", "WebSettings", "collect_addresses", "is_address"]
