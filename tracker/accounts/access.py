"""Rights: one table of role and action, asked by views and never by templates."""

import functools
from enum import StrEnum

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from tracker.accounts.models import User


class Action(StrEnum):
    """What a person can do at the desk."""

    READ_DESK = "read desk"
    DECIDE = "decide"
    RECORD = "record"
    PUBLISH = "publish"
    ADMINISTER = "administer"


RIGHTS = {
    User.Role.EDITOR: frozenset({Action.READ_DESK, Action.DECIDE, Action.RECORD, Action.PUBLISH}),
    User.Role.ADMIN: frozenset(Action),
}


def may(user, action):
    """Whether this user (or an AnonymousUser) may do `action`."""
    return user.is_authenticated and user.is_active and action in RIGHTS.get(user.role, frozenset())


def requires(action):
    """Guard a view: anonymous visitors go to the login page, others without the right get 403.

    The guard leaves its action on the view as `requires`, so that a test can walk all URLs and find an open one.
    """

    def decorate(view):
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            if may(request.user, action):
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                raise PermissionDenied(f"Your role does not allow this: {action}.")
            return redirect_to_login(request.get_full_path())

        guarded.requires = action
        return guarded

    return decorate
