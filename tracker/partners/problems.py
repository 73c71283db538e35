"""What the API answers when it cannot answer: RFC 9457 problem details, for every error under /api/v1/."""

from http import HTTPStatus

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.encoding import escape_uri_path
from rest_framework.exceptions import APIException, NotFound
from rest_framework.exceptions import PermissionDenied as NotPermitted
from rest_framework.views import set_rollback

from tracker.lib.canonical import canonical

MEDIA_TYPE = "application/problem+json"

# The last word of `type`, by status; every one has its paragraph on the readable page.
TYPES = {
    400: "bad-parameter",
    403: "not-permitted",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    412: "precondition-failed",
    500: "failed",
}

log = structlog.get_logger(__name__)


class BadParameters(APIException):
    """One or more parameters cannot be taken. `errors` is a list of {"parameter", "detail"}."""

    status_code = 400
    default_code = "bad_parameter"

    def __init__(self, errors):
        self.errors = errors
        names = ", ".join(dict.fromkeys(error["parameter"] for error in errors))
        super().__init__(f"This request was not answered because of: {names}.")


class PreconditionFailed(APIException):
    """The client asked for a version that is no longer the current one."""

    status_code = 412
    default_detail = "This has changed since the version named in If-Match or If-Unmodified-Since."
    default_code = "precondition_failed"


def handle(error, context):
    """Return the problem for any exception of an API view (REST_FRAMEWORK["EXCEPTION_HANDLER"]).

    What we did not foresee is logged with its traceback and answered with a plain 500.
    """
    set_rollback()
    path = context["request"].path
    if isinstance(error, Http404):
        error = NotFound()
    if isinstance(error, PermissionDenied):
        error = NotPermitted()
    if isinstance(error, APIException):
        return problem(
            error.status_code, detail=str(error.detail), instance=path, errors=getattr(error, "errors", None)
        )
    log.error("api_request_failed", path=path, exc_info=error)
    return problem(500, detail="Something went wrong on our side; it has been noted.", instance=path)


def problem(status, *, detail, instance, errors=None):
    """Return the response for one problem; `instance` is the path that was asked for, `errors` names parameters."""
    content = {
        "type": type_of(status),
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "instance": escape_uri_path(instance),
    }
    if errors:
        content["errors"] = errors
    response = HttpResponse(canonical(content), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def type_of(status):
    """Return the address that explains problems of this status; "about:blank" when the title says it all."""
    if status not in TYPES:
        return "about:blank"
    return f"{settings.SITE_URL}/api/v1/docs/#{TYPES[status]}"
