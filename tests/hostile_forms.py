"""Addresses nobody must be led to, in every form that browsers, libraries and resolvers read differently."""

PUBLIC = (
    "93.184.215.14"  # only ever answered by a resolver of ours, never dialled outside a network of our own
)

HOSTILE_HOSTS = """
127.0.0.1 127.0.0.2 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 0177.1 017700000001 127.0.0.1.
00000177.0.0.1 127.0.0.01 127.0.0.0x1 0 0.0.0.0 0x0 00 0.0.0.0. 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.254
192.168.0.1 192.168.255.255 169.254.169.254 169.254.0.1 2852039166 0xa9fea9fe 0251.0376.0251.0376 100.64.0.1
100.100.100.200 100.127.255.255 168.63.129.16 192.0.0.1 192.0.0.192 192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.7
203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 192.88.99.1 192.31.196.1 192.52.193.1 192.175.48.1
１２７.０.０.１ ①②⑦.⓪.⓪.① 127。0。0。1 127．0．0．1 １２７.0.0.1 ⑯⑨.254.169.254
[::1] [::] [0:0:0:0:0:0:0:1] [0000::0001] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:0:127.0.0.1] [::127.0.0.1]
[::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:7f00:0001::1]
[2001:0:7f00:1::] [2001::1] [2001:db8::1] [2001:10::1] [2001:20::1] [2001:2::1] [3fff::1] [3ffe::1] [fe80::1]
[fe80::1%25lo] [fe80::1%lo] [fec0::1] [fc00::1] [fd00::1] [fd00:ec2::254] [ff02::1] [ff0e::1] [100::1] [5f00::1]
[2620:4f:8000::1] [4000::1] [::ffff:169.254.169.254] [::ffff:10.0.0.1] [::ffff:0:0:127.0.0.1] [100:0:0:1::1]
localhost LOCALHOST localhost. ⓛocalhost ｌｏｃａｌｈｏｓｔ localhoſt
internal.example mixed.example mixed6.example mapped.example nat64.example zone.example rubbish.example
metadata.google.internal
""".split()  # noqa: SIM905

RESOLVED = {
    "localhost": ["127.0.0.1", "::1"],
    "internal_example": ["10.1.2.3"],
    "mixed_example": [PUBLIC, "127.0.0.1"],
    "mixed6_example": [PUBLIC, "2606:2800:21f::1", "fe80::1"],
    "mapped_example": ["::ffff:127.0.0.1"],
    "nat64_example": ["64:ff9b::7f00:1"],
    "zone_example": ["fe80::1%lo"],
    "rubbish_example": ["127.1"],
    "metadata_google_internal": ["169.254.169.254"],
}

HOSTILE_URLS = [
    "http://user@127.0.0.1:{port}/",
    "http://good.example@127.0.0.1:{port}/",
    "http://good.example:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}@good.example/",
    "http://good.example%40127.0.0.1:{port}/",
    "http://good.example\\@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@good.example/",
    "http://good.example\\.127.0.0.1:{port}/",
    "http:\\\\127.0.0.1:{port}/",
    "http:/127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "127.0.0.1:{port}",
    "http://127.0.0.1%00.good.example:{port}/",
    "http://127.0.0.1\x00.good.example:{port}/",
    "http://127.0.0.1\t:{port}/",
    "http://127.0.\n0.1:{port}/",
    "http://127.0.0.1 :{port}/",
    "http:// 127.0.0.1:{port}/",
    "http://127.0.0.1 good.example:{port}/",
    "http://127.0.0.1:{port}#@good.example/",
    "http://127.0.0.1:{port}?@good.example/",
    "http://127.0.0.1;good.example:{port}/",
    "http://127.0.0.1,good.example:{port}/",
    "http://[::1]:{port}/",
    "http://[::1:{port}/",
    "http://::1:{port}/",
    "http://[::1]good.example:{port}/",
    "http://[127.0.0.1]:{port}/",
    "http://127%2e0%2e0%2e1:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://127.0.0.1:{port}:80/",
    "http://127.0.0.1:0{port}/",
    "http://127.0.0.1:+{port}/",
    "http://127.0.0.1:{port} /",
    "http://127.0.0.1:-1/",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:0/",
    "http://good.example:80:{port}/",
    "http://-good.example:{port}/",
    "http://good..example:{port}/",
    "http://.:{port}/",
    "http://:{port}/",
    "http://",
    "http://?",
    "https://",
    "",
    "   ",
    "file:///etc/passwd",
    "file://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_GET",
    "ftp://127.0.0.1:{port}/",
    "dict://127.0.0.1:{port}/",
    "ldap://127.0.0.1:{port}/",
    "data:text/html,<p>hi</p>",
    "javascript:fetch('http://127.0.0.1:{port}/')",
    "unix:/var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
    "jar:http://127.0.0.1:{port}!/",
    "view-source:http://127.0.0.1:{port}/",
    "hTTp://127.0.0.1:{port}/",
    "HTTPS://127.0.0.1:{port}/",
    "http://" + "a" * 64 + ".example:{port}/",
    "http://" + "a." * 200 + "example:{port}/",
    "http://good.example/" + "a" * 2000,
    "http://good.example/" + "\u00e9" * 400,
    "http://xn--\u0661.example:{port}/",
    "http://\u200b127.0.0.1:{port}/",
    "http://127.0.0.1\u2028:{port}/",
    "http://\ud800.example:{port}/",
]

PUBLIC_SIX = "2606:2800:21f::1"

# Names as a name server of the attacker gives them: one list per look-up, the last one stays (tests/name_server.py).
GOOD_NAMES = {
    "good.example": [[PUBLIC, PUBLIC_SIX]],
    "four.example": [[PUBLIC]],
    "six.example": [[PUBLIC_SIX]],
    "many.example": [[f"93.184.215.{number}" for number in range(1, 21)]],
    "alias.example": [["good.example"]],
    "good_host.example": [[PUBLIC]],
    "xn--bcher-kva.example": [[PUBLIC]],
}
HOSTILE_NAMES = {
    "loopback.example": [["127.0.0.1"]],
    "loopback-six.example": [["::1"]],
    "internal.example": [["10.1.2.3"]],
    "house.example": [["192.168.1.1"]],
    "office.example": [["172.16.9.9"]],
    "local-six.example": [["fd12::1"]],
    "cloud.example": [["169.254.169.254"]],
    "cloud-six.example": [["fd00:ec2::254"]],
    "carrier.example": [["100.64.0.1"]],
    "zero.example": [["0.0.0.0"]],  # noqa: S104 - an answer, not where anything listens
    "unspecified.example": [["::"]],
    "broadcast.example": [["255.255.255.255"]],
    "multicast.example": [["224.0.0.1"]],
    "reserved.example": [["240.0.0.1"]],
    "wire.example": [["168.63.129.16"]],
    "mixed.example": [[PUBLIC, "127.0.0.1"]],
    "mixed-first.example": [["127.0.0.1", PUBLIC]],
    "mixed-families.example": [[PUBLIC, "::1"]],
    "mixed-six.example": [[PUBLIC_SIX, "10.0.0.1"]],
    "link-local.example": [["fe80::1"]],
    "mapped.example": [["::ffff:127.0.0.1"]],
    "compatible.example": [["::7f00:1"]],
    "nat64.example": [["64:ff9b::7f00:1"]],
    "nat64-local.example": [["64:ff9b:1::7f00:1"]],
    "six-to-four.example": [["2002:7f00:1::1"]],
    "teredo.example": [["2001:0:7f00:1::1"]],
    "documentation.example": [["2001:db8::1"]],
    "many-and-one.example": [[*(f"93.184.215.{number}" for number in range(1, 20)), "10.0.0.1"]],
    "alias-inside.example": [["internal.example"]],
    "alias-loopback.example": [["loopback.example"]],
    "alias-cloud.example": [["cloud.example"]],
    "alias-mixed.example": [["mixed.example"]],
    "empty.example": [[]],
    "loops.example": [["loops-back.example"]],
    "loops-back.example": [["loops.example"]],
    "127.0.0.1.nip.example": [["127.0.0.1"]],
}
# Public at the first look-up, and inside from then on: each is looked at twice, or redirects to itself.
REBINDING_NAMES = {
    "rebinds.example": [[PUBLIC], ["127.0.0.1"]],
    "rebinds-to-cloud.example": [[PUBLIC], ["169.254.169.254"]],
    "rebinds-to-both.example": [[PUBLIC], [PUBLIC, "10.0.0.1"]],
    "rebinds-six.example": [[PUBLIC_SIX], ["::1"]],
    "rebinds-by-alias.example": [["four.example"], ["internal.example"]],
}
