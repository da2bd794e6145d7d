"""The forms of bringing in. What was typed stays in them whatever is wrong; errors are keys of phrases."""

from __future__ import annotations

from datetime import date
from ipaddress import ip_address
from typing import Any

from django import forms
from django.conf import settings

from rasd.collection.web.addresses import check_peer, host_of, normal
from rasd.desk.intake.reading import theatres
from rasd.errors import FetchError

__all__ = [
    "INTERVALS",
    "MOST_ADDRESSES",
    "MOST_CHARACTERS",
    "AddressForm",
    "FeedForm",
    "FileForm",
    "PasteForm",
]

MOST_CHARACTERS = 5_000_000
MOST_ADDRESSES = 50
INTERVALS = tuple((seconds, f"intake.every.{seconds}") for seconds in ("900", "3600", "21600", "86400"))


class _About(forms.Form):
    """What is known of documents that do not say it themselves."""

    outlet = forms.CharField(max_length=200, required=False)
    published = forms.CharField(max_length=10, required=False)
    theatre = forms.CharField(max_length=60, required=False)
    synthetic = forms.BooleanField(required=False)

    def clean_published(self) -> str:
        """Refuse what is no day that has been."""
        given = str(self.cleaned_data["published"]).strip()
        if not given:
            return ""
        try:
            day = date.fromisoformat(given)
        except ValueError:
            raise forms.ValidationError("intake.error.day") from None
        if not 1900 <= day.year <= 2100:
            raise forms.ValidationError("intake.error.day")
        return day.isoformat()

    def clean_theatre(self) -> str:
        """Refuse a theatre that no pack has."""
        given = str(self.cleaned_data["theatre"])
        if given and given not in theatres():
            raise forms.ValidationError("intake.error.theatre")
        return given

    def defaults(self) -> dict[str, Any]:
        """Return what the arguments of a job hold of it."""
        known = self.cleaned_data
        return {
            "outlet": known.get("outlet") or None,
            "published": known.get("published") or None,
            "theatre": known.get("theatre") or None,
            "synthetic": bool(known.get("synthetic")),
        }


class PasteForm(_About):
    """A text, with what is known of it."""

    text = forms.CharField(strip=False, required=False)
    title = forms.CharField(max_length=1000, required=False)
    url = forms.CharField(max_length=2000, required=False)

    def clean_text(self) -> str:
        """Refuse an empty text and one that is too long."""
        text = str(self.cleaned_data["text"])
        if not text.strip("\ufeff \t\r\n\x00"):
            raise forms.ValidationError("intake.error.empty")
        if len(text) > MOST_CHARACTERS:
            raise forms.ValidationError("intake.error.long")
        return text

    def clean_url(self) -> str:
        """Refuse what is no web address; nothing is fetched from it."""
        given = str(self.cleaned_data["url"]).strip()
        return _address(given) if given else ""


class FileForm(_About):
    """What is known of the files that come with it."""


class AddressForm(_About):
    """Addresses of pages, one a line."""

    addresses = forms.CharField(required=False, max_length=200_000)

    def clean_addresses(self) -> list[str]:
        """Refuse what is no web address, and machines of this network."""
        lines = [line.strip() for line in str(self.cleaned_data["addresses"]).splitlines() if line.strip()]
        if not lines:
            raise forms.ValidationError("intake.error.no_address")
        if len(lines) > MOST_ADDRESSES:
            raise forms.ValidationError("intake.error.addresses")
        return list(dict.fromkeys(_public(line) for line in lines))


class FeedForm(forms.Form):
    """A feed or sitemap that is visited again and again."""

    address = forms.CharField(max_length=2000, required=False)
    interval = forms.ChoiceField(choices=INTERVALS)
    outlet = forms.CharField(max_length=200, required=False)
    theatre = forms.CharField(max_length=60, required=False)

    clean_theatre = _About.clean_theatre

    def clean_address(self) -> str:
        """Refuse what is no web address, and machines of this network."""
        given = str(self.cleaned_data["address"]).strip()
        if not given:
            raise forms.ValidationError("intake.error.no_address")
        return _public(given)


def _address(given: str) -> str:
    try:
        return normal(given)
    except FetchError:
        raise forms.ValidationError("intake.error.address") from None


def _public(given: str) -> str:
    """Return a web address that may be fetched. What a name leads to is looked at when it is fetched, each time."""
    address = _address(given)
    host = host_of(address)
    peer = "127.0.0.1" if host == "localhost" or host.endswith(".localhost") else host
    try:
        ip_address(peer.partition("%")[0])
    except ValueError:
        return address
    if check_peer(peer, allow_private=settings.OPTIONS.allow_private) is not None:
        raise forms.ValidationError("intake.error.private")
    return address
