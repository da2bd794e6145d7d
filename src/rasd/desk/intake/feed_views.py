"""The page of feeds: how each fares; adding, pausing, resuming, visiting now, removing."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from rasd.desk.access import audit, is_allowed, needs
from rasd.desk.intake.feed_rows import row_of
from rasd.desk.intake.forms import INTERVALS, FeedForm
from rasd.desk.intake.reading import theatres
from rasd.desk.jobs import address_of, start
from rasd.desk.site import Words, store
from rasd.store.feeds import Feed, Feeds

__all__ = ["change", "feeds"]

_ACTIONS = ("pause", "resume", "visit", "remove")


@require_http_methods(["GET", "POST"])
@needs("code")
def feeds(request: HttpRequest) -> HttpResponse:
    """Show the feeds, and add one."""
    form = FeedForm(request.POST or None, initial={"interval": "3600"})
    words = Words.of_request(request)
    table = Feeds(store())
    now = datetime.now(UTC)
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data
        outlet, theatre = known["outlet"] or None, known["theatre"] or None
        feed = Feed(known["address"], int(known["interval"]), now, now, outlet=outlet, theatre=theatre)
        is_new = table.add(feed)
        audit(request, "feed.added" if is_new else "feed.changed", known["address"])
        messages.success(request, words("intake.feed.added" if is_new else "intake.feed.changed"))
        return redirect("feeds")
    rows = [row_of(feed, now, words) for feed in table.all()]
    filling = {
        "form": form, "feeds": rows, "theatres": theatres(), "intervals": INTERVALS,
        "can_code": is_allowed(request, "code"),
    }  # fmt: skip
    return render(request, "intake/feeds.html", filling, status=422 if form.is_bound else 200)


@require_POST
@needs("code")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Pause, resume, visit or remove one feed; 0 with `visit` stands for all that are due."""
    action = request.POST.get("action", "")
    if action not in _ACTIONS:
        raise Http404
    if action == "visit" and number == 0:
        return redirect(address_of(start(request, "intake.feeds")))
    table = Feeds(store())
    feed = next((one for one in table.all() if one.id == number), None)
    words = Words.of_request(request)
    if feed is None:  # somebody else removed it: the page shows what there is
        messages.warning(request, words("intake.feed.gone"))
        return redirect("feeds")
    audit(request, f"feed.{action}", feed.address)
    if action == "visit":
        table.resume(feed.address, due_now=True)
        return redirect(address_of(start(request, "intake.feeds", addresses=[feed.address])))
    if action == "remove":
        table.remove(feed.address)
    elif action == "pause":
        table.pause(feed.address)
    else:
        table.resume(feed.address)
    host = urlsplit(feed.address).hostname or ""
    messages.success(request, words(f"intake.feed.{action}.done", host=host))
    return redirect("feeds")
