"""Forms of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core import validators

from rasd.desk.access.models import User
from rasd.desk.site.words import LANGUAGES

__all__ = ["FirstForm", "NameForm", "PasswordTwiceForm"]


class NameForm(forms.Form):
    """A form with the name of a new account."""

    username = forms.CharField(max_length=150)

    def clean_username(self) -> str:
        """Refuse what no user name may hold."""
        name = str(self.cleaned_data["username"])
        for validate in User.username_validator, validators.ProhibitNullCharactersValidator():
            validate(name)
        return name


class PasswordTwiceForm(forms.Form):
    """A form with a new password, typed twice."""

    password = forms.CharField(widget=forms.PasswordInput, strip=False)
    again = forms.CharField(widget=forms.PasswordInput, strip=False)

    def owner(self, found: dict[str, Any]) -> Any:
        """Return the account that the password is for: it must not be like the name."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Refuse two different or weak passwords."""
        found: dict[str, Any] = super().clean() or {}
        first, second = found.get("password"), found.get("again")
        if first and second and first != second:
            self.add_error("again", "access.error.again")
        elif first:
            try:
                validate_password(first, self.owner(found))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return found


class FirstForm(NameForm, PasswordTwiceForm):
    """The first administrator."""

    language = forms.ChoiceField(choices=[(name, name) for name in LANGUAGES])

    def owner(self, found: dict[str, Any]) -> Any:
        """Return an account of the name that was typed."""
        return User(username=found.get("username", ""))
