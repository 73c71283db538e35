"""Feeds as publishers write them, small."""

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>News &amp; more</title><link>https://news.example/</link>
<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://news.example/rss"/>
<item><title>A &lt;b&gt;letter&lt;/b&gt; is sent</title><link>/letter?utm_source=rss&amp;id=7</link>
<guid isPermaLink="false">x1</guid><pubDate>Mon, 06 Jan 2020 21:10:00 +0300</pubDate></item>
<item><guid>https://news.example/denial</guid><pubDate>2020-01-06</pubDate></item>
<item><title>No address at all</title></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/news/">
<title>Desk</title><link href="/"/><link rel="self" href="feed.atom"/><link rel="hub" href="//hub.example/"/>
<entry><id>tag:atom.example,2020:1</id><title type="html">Ships &amp;amp; troops</title>
<link rel="alternate" href="ships"/><link rel="enclosure" href="ships.mp3"/>
<published>2020-01-06T21:10:05Z</published></entry></feed>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>RDF</title>
<link>http://rdf.example/</link></channel>
<item><title>One</title><link>http://rdf.example/1</link><dc:date>2020-01-06</dc:date></item></rdf:RDF>"""

JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "JSON", "home_page_url": "https://json.example/",
"feed_url": "https://json.example/feed.json", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
"items": [{"id": "1", "url": "/one", "title": "One", "date_published": "2020-01-06T21:10:00+03:00"},
{"id": "https://json.example/two", "title": 7, "date_modified": "2020-01"}, {"id": 3}, "no item"]}"""

NEWS_SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://map.example/one </loc><n:news><n:publication><n:name>The Map</n:name></n:publication>
<n:publication_date>2020-01-06T21:10+03:00</n:publication_date><n:title>One</n:title></n:news></url>
<url><loc>https://map.example/about</loc></url></urlset>"""

SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://map.example/about</loc></url></urlset>"""

INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>/old.xml</loc><lastmod>2019-12</lastmod></sitemap>
<sitemap><loc>/new.xml</loc><lastmod>2020-01-06T21:10:00Z</lastmod></sitemap>
<sitemap><loc>/undated.xml</loc></sitemap></sitemapindex>"""

HOME_PAGE = b"""<!doctype html><html><head><title>News</title><base href="/front/">
<link rel="stylesheet" href="a.css"><link rel="alternate" hreflang="de" href="/de">
<link rel="Alternate" type="application/rss+xml" title="All  news" href="all.rss?utm_source=page">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">
<link rel="alternate" type="application/json" href="/feed.json"></head>
<body><a href="/politics/feed/">Politics</a><a href="feed:https://feeds.news.example/world">World</a>
<a href="/feedback">Feedback</a><a href="/all-about-rss-readers">RSS</a><a href="javascript:x">x</a>
<a href="/front/all.rss">again</a></body></html>"""


def rss(*paths, host="https://news.example", title="News", more=b""):
    """An RSS feed that names these paths."""
    items = "".join(f"<item><title>{path}</title><link>{host}{path}</link></item>" for path in paths)
    return (
        f'<rss version="2.0"><channel><title>{title}</title>'.encode()
        + more
        + items.encode()
        + b"</channel></rss>"
    )
