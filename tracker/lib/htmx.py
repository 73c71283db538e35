"""One template is a page and its fragments: which of them a request gets."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page(request, template, fragment, context, *, status=200):
    """Render `template`, or only its partial `fragment` when htmx asks for it.

    `fragment` names a `{% partialdef %}` of the same file, so page and fragment cannot drift apart.
    """
    name = f"{template}#{fragment}" if request.htmx and not request.htmx.history_restore_request else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def go(request, url):
    """On to another page: htmx is told to follow, everyone else is redirected."""
    response = HttpResponseRedirect(url)
    if request.htmx:
        response.status_code = 204
        response["HX-Redirect"] = url
        del response["Location"]
    return response
