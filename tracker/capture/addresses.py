"""One article, one address. Pure."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Added by mailings, networks and analytics; they say who clicked, not what was published.
_TRACKING_PREFIXES = ("utm_", "mc_", "pk_")
_TRACKING_NAMES = frozenset({"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "cmpid", "ref_src"})


def canonical(url):
    """Return `url` without fragment, default port, tracking parameters and upper-case host.

    Anything that cannot be split as a URL comes back as it was: the look at it has already said what is wrong.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    if port and port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme, host, parts.path or "/", _without_tracking(parts.query), ""))


def host_of(url):
    """Return the host of `url` in lower case without `www.`, or an empty string."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _without_tracking(query):
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [
        (name, value)
        for name, value in pairs
        if not name.lower().startswith(_TRACKING_PREFIXES) and name.lower() not in _TRACKING_NAMES
    ]
    # Written anew only when something was dropped: servers may read their own spelling of a query.
    return query if len(kept) == len(pairs) else urlencode(kept)
