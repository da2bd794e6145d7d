"""Forms of one's own account, and of the accounts of others."""

from __future__ import annotations

from typing import Any

from django import forms

from rasd.desk.access import ROLES
from rasd.desk.access.forms import NameForm, PasswordTwiceForm
from rasd.desk.access.models import User
from rasd.desk.site.words import LANGUAGES

__all__ = ["ConfirmForm", "NewPasswordForm", "PasswordForm", "PersonForm", "PreferencesForm", "SecondForm"]


class _OfPerson(forms.Form):
    """A form about one person."""

    def __init__(self, person: Any, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.person = person


class PreferencesForm(_OfPerson):
    """How the desk speaks to a person."""

    language = forms.ChoiceField(choices=[(name, name) for name in LANGUAGES])
    digits = forms.ChoiceField(choices=[(name, name) for name in ("latin", "arabic")])
    theme = forms.ChoiceField(choices=[(name, name) for name in ("auto", "light", "dark")])
    has_hijri = forms.BooleanField(required=False)

    def save(self) -> None:
        """Keep it with the account."""
        for name, value in self.cleaned_data.items():
            setattr(self.person, name, value)
        self.person.save(update_fields=list(self.cleaned_data))


class NewPasswordForm(_OfPerson, PasswordTwiceForm):
    """A new password, twice."""

    def owner(self, found: dict[str, Any]) -> Any:
        """Return the person whose password it is."""
        return self.person


class ConfirmForm(_OfPerson):
    """The password that a person has, for what a stranger at their open browser must not do."""

    current = forms.CharField(widget=forms.PasswordInput, strip=False)

    def clean_current(self) -> str:
        """Refuse a wrong password."""
        given = str(self.cleaned_data["current"])
        if not self.person.check_password(given):
            raise forms.ValidationError("access.error.current")
        return given


class PasswordForm(ConfirmForm, NewPasswordForm):
    """The password that a person has, and a new one."""


class SecondForm(ConfirmForm):
    """The password, and a code that proves that the app reads the secret."""

    code = forms.CharField(max_length=20)


class PersonForm(NameForm):
    """A new account."""

    role = forms.ChoiceField(choices=[(name, name) for name in ROLES])
    language = forms.ChoiceField(choices=[(name, name) for name in LANGUAGES])

    def clean_username(self) -> str:
        """Refuse what no user name may hold, and one that is taken, in whatever case."""
        name = super().clean_username()
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError("access.error.taken")
        return name
