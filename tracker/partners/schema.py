"""The API's description of itself: OpenAPI 3.1, as JSON unless YAML is asked for."""

from functools import cache

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer2
from drf_spectacular.utils import extend_schema

from tracker.lib.canonical import digest
from tracker.partners.api import CACHE_CONTROL, ReadOnly, conditional
from tracker.partners.filters import Nothing, check


@cache
def document():
    """Return the schema as a dict; it only changes with the code. Callers must not change it."""
    return SchemaGenerator().get_schema(request=None, public=True)


def tidy(result, **_):
    """Return the schema (or a part of it) without drf-spectacular's own marks on choices (its hook)."""
    if isinstance(result, dict):
        return {key: tidy(value) for key, value in result.items() if key != "x-spec-enum-id"}
    if isinstance(result, list):
        return [tidy(value) for value in result]
    return result


@extend_schema(exclude=True)
class Schema(ReadOnly):
    """The schema. `Accept: application/yaml` gives YAML."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer2]

    def get(self, request):
        check(Nothing(request.GET), request.GET)
        renderer = request.accepted_renderer
        body = rendered(type(renderer))
        response = HttpResponse(body, content_type=renderer.media_type)
        response["Cache-Control"] = CACHE_CONTROL
        return conditional(request, response, etag=digest(body))


@cache
def rendered(renderer):
    """Return the bytes of the schema as this renderer class writes them."""
    return renderer().render(document(), renderer_context={})
