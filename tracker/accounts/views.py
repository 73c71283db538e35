"""Coming in and going out: Django's own views. Guessing is stopped by django-axes (settings.AXES_*)."""

from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.views import LoginView, LogoutView
from django.forms import CharField, PasswordInput, TextInput
from django.views.decorators.cache import never_cache

# Django's form shows these limits to browsers but does not check them, and axes could not store a longer name.
LONGEST_NAME, LONGEST_PASSWORD = 150, 4096


class LoginForm(AuthenticationForm):
    """A name and a password of sensible length."""

    username = UsernameField(
        label="Name", max_length=LONGEST_NAME, widget=TextInput(attrs={"autofocus": True})
    )
    password = CharField(
        label="Password",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "current-password"}),
    )


log_in = never_cache(
    LoginView.as_view(
        template_name="accounts/login.html", authentication_form=LoginForm, redirect_authenticated_user=True
    )
)
log_out = never_cache(LogoutView.as_view())
