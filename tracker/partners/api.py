"""The API, read-only. Answers are the stored documents as they lie in the database, joined, never rebuilt.

One query an answer. No session, no cookie, no key: everything here is public, the same bytes for everyone.
"""

import json

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import BasePagination
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from tracker.ledger.hindsight import as_known, story_as_known
from tracker.ledger.queries import claim_documents, published_sources, story_documents
from tracker.lib.canonical import canonical, digest
from tracker.lib.ids import pattern
from tracker.partners import examples
from tracker.partners.cursor import LARGEST_PAGE, PAGE_SIZE, Keyset, take_page
from tracker.partners.filters import THEN, ClaimFilters, Nothing, SourceFilters, StoryFilters, ThenForm, check
from tracker.partners.problems import PreconditionFailed
from tracker.partners.serializers import ClaimShape, ProblemShape, RootShape, SourceShape, StoryShape

# A client asks each time and mostly hears 304; a cache that many share may answer for this long by itself.
CACHE_CONTROL = "public, max-age=0, s-maxage=30, must-revalidate"
STORED = ("public_id", "seq", "body", "body_hash")
LATEST_MOVE_FIRST = Keyset(columns=("seq", "public_id"))
# A source can be renamed, its id cannot: in this order a walk sees each one once.
BY_ID = Keyset(columns=("public_id",), descending=False)
SOURCE_FIELDS = ("public_id", "kind", "name", "aliases", "description", "homepage")

PROBLEMS = {
    400: "A parameter is unknown, empty, given twice or not readable; `errors` names each.",
    404: "There is nothing published at this address.",
    405: "This address only answers GET, HEAD and OPTIONS; `Allow` lists them.",
    406: "The address does not speak any media type named in Accept.",
}


class ReadOnly(APIView):
    """An address of the API: GET, HEAD and OPTIONS, open to pages of other sites."""

    http_method_names = ["get", "head", "options"]

    def options(self, request, *args, **kwargs):
        """Answer what a browser asks before it lets another site's page send If-None-Match."""
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response["Access-Control-Allow-Headers"] = "Accept, If-Match, If-Modified-Since, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        return response

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Allow, ETag"
        return response


class KeysetPages(BasePagination):
    """How drf-spectacular learns of cursor.take_page, which does the work."""

    def get_schema_operation_parameters(self, view):
        return [
            {
                "name": "page_size",
                "in": "query",
                "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
                "description": "How many to a page at most.",
            },
            {
                "name": "cursor",
                "in": "query",
                "schema": {"type": "string"},
                "description": "Where the page begins. Opaque: take it from `next` or `previous`, filters and all.",
            },
        ]

    def get_paginated_response_schema(self, schema):
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": address
                | {"description": "The page after this one; null at the end.", "example": None},
                "previous": address
                | {"description": "The page before this one; null at the start.", "example": None},
                "results": schema,
            },
        }


def describe(
    *, name, summary, tag, shape, examples, parameters=(), errors=(400, 404, 405, 406), path_id=None
):
    """Return the extend_schema of one address: its answer, its errors and its examples."""
    if path_id:
        in_path = OpenApiParameter(
            "public_id",
            {"type": "string", "pattern": f"^{pattern(path_id)}$"},
            OpenApiParameter.PATH,
            description=f"Public id of the {path_id}.",
            examples=[OpenApiExample(path_id, value=examples[0][1]["id"])],
        )
        parameters = [in_path, *parameters]
    shown = [
        OpenApiExample(label, value=value, status_codes=["200"], response_only=True)
        for label, value in examples
    ]
    responses = {
        200: OpenApiResponse(
            shape, description="The answer. `ETag` is strong: send it back in If-None-Match."
        )
    }
    responses |= {
        304: OpenApiResponse(description="It has not changed since the version named in If-None-Match.")
    }
    responses |= {
        (code, "application/problem+json"): OpenApiResponse(ProblemShape, description=PROBLEMS[code])
        for code in errors
    }
    return extend_schema(
        operation_id=name,
        summary=summary,
        tags=[tag],
        parameters=list(parameters),
        responses=responses,
        examples=shown,
    )


class Root(ReadOnly):
    """Addresses of all lists, of this description and of the site. Every path in an answer is a path on that site."""

    @describe(
        name="root",
        summary="Where everything is",
        tag="start",
        shape=RootShape,
        examples=[("root", examples.ROOT)],
        errors=(400, 405, 406),
    )
    def get(self, request):
        check(Nothing(request.GET), request.GET)
        links = {name: settings.SITE_URL + reverse(f"partners:{name}") for name in ROOT_LINKS}
        text = canonical(links | {"site": f"{settings.SITE_URL}/"})
        return answer(request, text, etag=digest(text))


ROOT_LINKS = ("stories", "claims", "sources", "schema", "docs")


class Listing(GenericAPIView, ReadOnly):
    """A list in pages: `queryset` narrowed by `filterset_class`, in the order of `keyset`, as dicts of `columns`."""

    # These three tell drf-spectacular about filters and pages; `page` does the work.
    action = "list"
    filter_backends = [DjangoFilterBackend]
    pagination_class = KeysetPages
    keyset = LATEST_MOVE_FIRST
    columns = STORED

    def page(self, request):
        """Return the valid form of the parameters and the page of rows they ask for."""
        filters = self.filterset_class(request.GET, queryset=self.queryset.all())
        form = check(filters.form, request.GET)
        page = take_page(
            filters.qs.values(*self.columns),
            keyset=self.keyset,
            path=request.path,
            parameters=dict(request.GET.lists()),
            cursor=form.cleaned_data["cursor"],
            page_size=form.cleaned_data["page_size"],
        )
        return form, page


class Stories(Listing):
    """Published stories with a summary of their claims, those that moved last first.

    A story that moves while you walk the pages goes to the front. To miss nothing, keep the greatest `seq` you have
    seen and ask again with `after_seq`.
    """

    queryset = story_documents()
    filterset_class = StoryFilters

    @describe(
        name="list-stories",
        summary="List stories",
        tag="stories",
        shape=StoryShape(many=True),
        parameters=THEN,
        examples=[("stories", examples.STORY)],
        errors=(400, 405, 406),
    )
    def get(self, request):
        form, page = self.page(request)
        if not form.then:
            return stored_list_answer(request, page)
        bodies = stories_then(page.rows, form)
        return list_answer(request, page, bodies, [digest(body) for body in bodies])


class Claims(Listing):
    """Published claims in full, with every entry, those that moved last first.

    A claim that moves while you walk the pages goes to the front. To miss nothing, keep the greatest `seq` you have
    seen and ask again with `after_seq`.

    With `as_of` or `recorded_as_of` each claim reads as it did then; claims about which nothing had happened yet are
    still listed, without entries.
    """

    queryset = claim_documents()
    filterset_class = ClaimFilters

    @describe(
        name="list-claims",
        summary="List claims",
        tag="claims",
        shape=ClaimShape(many=True),
        parameters=THEN,
        examples=[("claims", examples.CLAIM)],
        errors=(400, 405, 406),
    )
    def get(self, request):
        form, page = self.page(request)
        if not form.then:
            return stored_list_answer(request, page)
        bodies = [read_then(row["body"], form) for row in page.rows]
        return list_answer(request, page, bodies, [digest(body) for body in bodies])


class Story(ReadOnly):
    """One story. The bytes are the stored document, and the ETag is their SHA-256.

    With `as_of` or `recorded_as_of` its claims have the status of then, and both times are named in the answer.
    """

    @describe(
        name="read-story",
        summary="Read one story",
        tag="stories",
        shape=StoryShape,
        path_id="story",
        parameters=THEN,
        examples=[("story", examples.STORY)],
    )
    def get(self, request, public_id):
        form = check(ThenForm(request.GET), request.GET)
        row = found(story_documents().filter(pk=public_id), public_id)
        if not form.then:
            return stored_answer(request, row)
        (text,) = stories_then([row], form)
        return answer(request, text, etag=digest(text))


class Claim(ReadOnly):
    """One claim with its entries: statements, retractions, appearances and findings, each with its citations.

    The bytes are the stored document, and the ETag is their SHA-256. With `as_of` or `recorded_as_of` it reads as it
    did then, and both times are named in the answer.
    """

    @describe(
        name="read-claim",
        summary="Read one claim",
        tag="claims",
        shape=ClaimShape,
        path_id="claim",
        parameters=THEN,
        examples=[("claim", examples.CLAIM)],
    )
    def get(self, request, public_id):
        form = check(ThenForm(request.GET), request.GET)
        row = found(claim_documents().filter(pk=public_id), public_id)
        if not form.then:
            return stored_answer(request, row)
        text = read_then(row["body"], form)
        return answer(request, text, etag=digest(text))


class Sources(Listing):
    """Sources that published claims name, in the order of their ids, which says nothing else about them."""

    queryset = published_sources()
    filterset_class = SourceFilters
    keyset = BY_ID
    columns = SOURCE_FIELDS

    @describe(
        name="list-sources",
        summary="List sources",
        tag="sources",
        shape=SourceShape(many=True),
        examples=[("sources", examples.SOURCE)],
        errors=(400, 405, 406),
    )
    def get(self, request):
        _, page = self.page(request)
        bodies = [source_text(row) for row in page.rows]
        return list_answer(request, page, bodies, [digest(body) for body in bodies])


class Source(ReadOnly):
    """One source that a published claim names. `claims` is the list of the claims it moved."""

    @describe(
        name="read-source",
        summary="Read one source",
        tag="sources",
        shape=SourceShape,
        path_id="source",
        examples=[("source", examples.SOURCE)],
    )
    def get(self, request, public_id):
        check(Nothing(request.GET), request.GET)
        row = published_sources().filter(public_id=public_id).values(*SOURCE_FIELDS).first()
        if row is None:
            raise missing(public_id)
        text = source_text(row)
        return answer(request, text, etag=digest(text))


@extend_schema(exclude=True)
class Unknown(ReadOnly):
    """Everything else under /api/v1/: a problem, not the site's page for what is missing."""

    renderer_classes = [JSONRenderer]

    def dispatch(self, request, *args, **kwargs):
        if (address := _with_slash(request)) and request.method in {"GET", "HEAD"}:
            return HttpResponsePermanentRedirect(address)
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        raise NotFound("There is no such address in this API. The list of all is at /api/v1/.")


def answer(request, text, *, etag, last_modified=None):
    """Return JSON text with its strong ETag, or 304 when the client has it.

    `last_modified` is an aware datetime. PreconditionFailed when If-Match names another version.
    """
    response = HttpResponse(text, content_type="application/json")
    response["Cache-Control"] = CACHE_CONTROL
    return conditional(request, response, etag=etag, last_modified=last_modified)


def conditional(request, response, *, etag, last_modified=None):
    """Return the response with its ETag, or what the request's conditions make of it."""
    seconds = int(last_modified.timestamp()) if last_modified else None
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    response["ETag"] = quote_etag(etag)
    response = get_conditional_response(
        request, etag=response["ETag"], last_modified=seconds, response=response
    )
    if response.status_code == 412:
        raise PreconditionFailed
    return response


def list_answer(request, page, bodies, hashes):
    """Return one page as {"next", "previous", "results"}, joined from the JSON texts of its rows.

    `hashes` stand for the rows in the ETag: a long page need not be hashed again.
    """
    before = canonical({"next": page.next, "previous": page.previous})[:-1] + ',"results":['
    return answer(request, f"{before}{','.join(bodies)}]}}", etag=digest("".join((before, *hashes))))


def stored_list_answer(request, page):
    """Return one page of stored documents as they lie there."""
    return list_answer(
        request, page, [row["body"] for row in page.rows], [row["body_hash"] for row in page.rows]
    )


def stored_answer(request, row):
    """Return one stored document as it lies there."""
    return answer(request, row["body"], etag=row["body_hash"], last_modified=row["written_at"])


def found(documents, public_id):
    """Return the one row of a queryset of documents; NotFound when there is none."""
    row = documents.values(*STORED, "written_at").first()
    if row is None:
        raise missing(public_id)
    return row


def missing(public_id):
    """Return the NotFound for an id that is not there, or not public."""
    return NotFound(f"Nothing with the id {public_id} is published.")


def read_then(body, form):
    """Return the JSON text of a claim's document as it read at the times that the form asks for."""
    return canonical(as_known(json.loads(body), **form.then))


def stories_then(rows, form):
    """Return the JSON texts of stories' documents as they read then; one query for the claims of all of them."""
    claims = {}
    in_these = claim_documents().filter(in_story__in=[row["public_id"] for row in rows])
    for story, body in in_these.values_list("in_story", "body"):
        claims.setdefault(story, []).append(json.loads(body))
    return [
        canonical(story_as_known(json.loads(row["body"]), claims.get(row["public_id"], ()), **form.then))
        for row in rows
    ]


def source_text(row):
    """Return the JSON text of a source from its columns."""
    public_id = row.pop("public_id")
    return canonical(
        row
        | {
            "id": public_id,
            "type": "source",
            "url": f"/sources/{public_id}/",
            "claims": f"{reverse('partners:claims')}?source={public_id}",
        }
    )


def _with_slash(request):
    """The address with the slash that somebody left out, or None when that would be nothing either."""
    if request.path.endswith("/"):
        return None
    try:
        match = resolve(f"{request.path_info}/")
    except Resolver404:
        return None
    return None if match.url_name == "unknown" else request.get_full_path(force_append_slash=True)
