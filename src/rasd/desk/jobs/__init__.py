"""Long work of the desk: done by a process beside the server, told while it goes on, cancelled when a person asks.

A job is a row of the store's database; a worker claims it, keeps it by a lease, and gives it back. One that is killed
loses nothing: its job is taken up again. Importing this reads no table.
"""

from rasd.desk.jobs.kinds import Kind, register
from rasd.desk.jobs.progress import Cancelled, Progress
from rasd.desk.jobs.starting import address_of, start, under_way

__all__ = ["Cancelled", "Kind", "Progress", "address_of", "register", "start", "under_way"]
