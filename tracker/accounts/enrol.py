"""The one writer of people at the desk."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tracker.accounts.models import User


class Refused(ValueError):
    """This account cannot be made like that; the message says why."""


@transaction.atomic
def enrol(*, username: str, role: str, password: str | None = None) -> User:
    """Return the account of this name, made now when there is none; without a password nobody can log in with it.

    An account that is there already is left as it is. Raises Refused for a bad name or a weak password.
    """
    user = User(username=username, role=role)
    user.set_password(_strong(password, user=user))
    try:
        user.full_clean(validate_unique=False)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    found, _ = User.objects.get_or_create(
        username=username, defaults={"role": role, "password": user.password}
    )
    return found


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Give an account a new password. Raises Refused for a weak one."""
    user.set_password(_strong(password, user=user))
    user.save(update_fields=["password"])


def _strong(password, *, user):
    if password is None:
        return None
    try:
        validate_password(password, user=user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    return password
