"""One template is a page and its fragments: which of them a request gets."""

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
