import pytest

from tracker.capture.addresses import canonical, host_of


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("HTTPS://News.Example/a#part", "https://news.example/a"),
        ("https://news.example:443", "https://news.example/"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=y", "https://news.example/a?id=7"),
        ("https://news.example/a?q=a+b%20c", "https://news.example/a?q=a+b%20c"),
        ("https://news.example/a?empty=", "https://news.example/a?empty="),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
        ("https://news.example:port/", "https://news.example:port/"),
    ],
)
def test_one_article_has_one_address(url, address):
    assert canonical(url) == address
    assert canonical(address) == address


@pytest.mark.parametrize(
    ("url", "host"), [("https://www.news.example/a", "news.example"), ("nonsense", ""), ("http://[", "")]
)
def test_the_host_names_the_outlet(url, host):
    assert host_of(url) == host
