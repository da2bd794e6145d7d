"""One incident out of reports that belong together: who is one source, what their figures amount to, what is disputed."""

from rasd.linking.incident.summary import Judged, Link, incident_id, summarize

__all__ = ["Judged", "Link", "incident_id", "summarize"]
