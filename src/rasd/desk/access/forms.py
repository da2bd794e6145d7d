"""Forms of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core import validators

from rasd.desk.access.models import User
from rasd.desk.site.words import LANGUAGES

__all__ = ["FirstForm"]


class FirstForm(forms.Form):
    """The first administrator."""

    username = forms.CharField(max_length=150)
    password = forms.CharField(widget=forms.PasswordInput, strip=False)
    again = forms.CharField(widget=forms.PasswordInput, strip=False)
    language = forms.ChoiceField(choices=[(name, name) for name in LANGUAGES])

    def clean_username(self) -> str:
        """Refuse what no user name may hold."""
        name = str(self.cleaned_data["username"])
        for validate in User.username_validator, validators.ProhibitNullCharactersValidator():
            validate(name)
        return name

    def clean(self) -> dict[str, Any]:
        """Refuse two different or weak passwords."""
        found: dict[str, Any] = super().clean() or {}
        first, second = found.get("password"), found.get("again")
        if first and second and first != second:
            self.add_error("again", "access.error.again")
        elif first:
            try:
                validate_password(first, User(username=found.get("username", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return found
