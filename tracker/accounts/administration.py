"""The administration pages: Django's own, behind our table of rights and without its ways around our doors."""

from django.contrib import admin
from django.urls import URLResolver
from django.views.decorators.cache import never_cache

from tracker.accounts.access import Action, may, requires

# Logging in, passwords and accounts have pages and commands of their own.
_OF_THE_SITE = frozenset({"index", "app_list"})


class Administration(admin.AdminSite):
    """Django's administration for whoever may ADMINISTER. Plain pages: it works without scripts, and has none."""

    site_header = site_title = "Walkback administration"
    index_title = "What can be administered"
    site_url = "/desk/"
    enable_nav_sidebar = False
    final_catch_all_view = False

    def has_permission(self, request):
        return may(request.user, Action.ADMINISTER)

    def get_urls(self):
        """Django's map, with every view behind the guard that closes the desk."""
        entries = super().get_urls()
        kept = [entry for entry in entries if isinstance(entry, URLResolver) or entry.name in _OF_THE_SITE]
        _close(kept)
        return kept


def _close(entries):
    for entry in entries:
        if isinstance(entry, URLResolver):
            _close(entry.url_patterns)
        else:
            entry.callback = never_cache(requires(Action.ADMINISTER)(entry.callback))


class Shown(admin.ModelAdmin):
    """A table that may be looked at. What can be done with it is a method of its own, through its one writer."""

    show_full_result_count = False  # counting a table of looks takes longer than showing it
    list_per_page = 50

    @property
    def media(self):
        """No scripts: the pages work without, and our Content-Security-Policy would not run them."""
        return super().media.__class__()

    def has_module_permission(self, request):
        return may(request.user, Action.ADMINISTER)

    def has_view_permission(self, request, obj=None):
        return may(request.user, Action.ADMINISTER)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
