"""Feeds, articles, looks and publishers in the administration pages."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from tracker.accounts.administration import Administration, Shown
from tracker.capture import feed_store
from tracker.capture.models import Article, Feed, Visit
from tracker.capture.new_feed import Refused, find
from tracker.sources.models import Source
from tracker.sources.register import register

administration = Administration()


class NewFeedForm(forms.ModelForm):
    """An address is looked at before the feed there is added; what cannot be added is refused with the reason."""

    address = forms.CharField(
        max_length=2000,
        help_text="Of a feed, or of a page that names its feeds. It is read before it is added.",
    )
    outlet = forms.ModelChoiceField(
        Source.objects.filter(kind=Source.Kind.OUTLET),
        required=False,
        help_text="Who publishes it. Left empty: the outlet of its host, if we know one.",
    )

    class Meta:
        model = Feed
        fields = ["address", "outlet"]

    def clean_address(self):
        try:
            self.found = find(self.cleaned_data["address"], now=timezone.now())
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if self.found.read is None:
            raise forms.ValidationError(f"{self.found.address} is there already.")
        return self.found.address


@admin.register(Feed, site=administration)
class FeedAdmin(Shown):
    form = NewFeedForm
    list_display = [
        "__str__",
        "kind",
        "outlet",
        "last_good_at",
        "next_look_at",
        "failures",
        "set_aside_because",
    ]
    list_filter = ["kind", ("set_aside_at", admin.EmptyFieldListFilter)]
    list_select_related = ["outlet"]
    search_fields = ["title", "address"]
    actions = ["resume", "pause"]

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["address", "outlet"]
        # Not the secret a hub signs with.
        return [
            field.name
            for field in Feed._meta.fields
            if field.name not in {"id", "hub_secret", "leased_until", "body_hash"}
        ]

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def save_model(self, request, obj, form, change):
        feed, _ = feed_store.add(
            url=form.found.address,
            found=form.found.read,
            now=timezone.now(),
            by=request.user,
            outlet=form.cleaned_data["outlet"],
        )
        obj.pk = feed.pk
        obj.refresh_from_db()

    @admin.action(description="Resume: look at them now")
    def resume(self, request, queryset):
        for feed in queryset:
            feed_store.resume(feed=feed, now=timezone.now())
        self.message_user(request, f"{_counted(queryset)} looked at next.")

    @admin.action(description="Pause: look at them no more")
    def pause(self, request, queryset):
        for feed in queryset:
            feed_store.pause(feed=feed, because=f"Paused by {request.user}.", now=timezone.now())
        self.message_user(request, f"{_counted(queryset)} paused.")


def _counted(feeds):
    return "1 feed is" if len(feeds) == 1 else f"{len(feeds)} feeds are"


@admin.register(Article, site=administration)
class ArticleAdmin(Shown):
    list_display = ["__str__", "outlet", "first_seen_at", "next_look_at", "deleted_at", "set_aside_because"]
    list_filter = [("set_aside_at", admin.EmptyFieldListFilter), ("deleted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["outlet"]
    search_fields = ["title", "address"]


@admin.register(Visit, site=administration)
class VisitAdmin(Shown):
    list_display = ["at", "outcome", "sentence", "target"]
    list_filter = ["outcome"]
    search_fields = ["target"]
    ordering = ["-pk"]  # the order they were written in, which needs no sort


class NewSourceForm(forms.ModelForm):
    """What sources.register would refuse is refused here, with the reason beside the field."""

    homepage = forms.URLField(max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = Source
        fields = ["kind", "name", "aliases", "description", "homepage", "host"]

    def clean_host(self):
        host = self.cleaned_data["host"].strip().lower().removeprefix("www.")
        owner = Source.objects.filter(host=host).exclude(host="").first()
        if owner:
            raise forms.ValidationError(f"{host} belongs to {owner.name} already.")
        return host


@admin.register(Source, site=administration)
class SourceAdmin(Shown):
    form = NewSourceForm
    list_display = ["name", "kind", "host", "homepage"]
    list_filter = ["kind"]
    search_fields = ["name", "host"]

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def save_model(self, request, obj, form, change):
        source = register(**form.cleaned_data)
        obj.pk = source.pk
        obj.refresh_from_db()
