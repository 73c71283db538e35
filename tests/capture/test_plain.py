import gzip
import io
import random
import tarfile
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pdfs import pdf
from tracker.capture.plain import Kind, decode, holds, locate, read, sniff, visible_text


def zipped():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), "a")
    return made.getvalue()


def tarred():
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return made.getvalue()


# --- sniff --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", Kind.PDF),
        (b"\xef\xbb\xbf \n%PDF-1.4", Kind.PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Kind.IMAGE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Kind.IMAGE),
        (b"GIF89a\x01\x00", Kind.IMAGE),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", Kind.IMAGE),
        (b"\x00\x00\x00\x1cftypavif", Kind.IMAGE),
        (b"\x00\x00\x00\x1cftypisom", Kind.OTHER),
        (zipped(), Kind.ARCHIVE),
        (gzip.compress(b"<html>", mtime=0), Kind.ARCHIVE),
        (tarred(), Kind.ARCHIVE),
        (b"\x7fELF\x02\x01", Kind.OTHER),
        (random.Random(7).randbytes(5000), Kind.OTHER),
        (b"\x00" * 500, Kind.OTHER),
        (b"<?xml version='1.0'?><rss version='2.0'>", Kind.XML),
        (b"<?xml version='1.0'?>\n<!-- made --><feed xmlns='http://www.w3.org/2005/Atom'>", Kind.XML),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", Kind.XML),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", Kind.HTML),
        (b"\n <!-- saved --><!DocType HTML><p>", Kind.HTML),
        ("<html><p>hé".encode("utf-16"), Kind.HTML),
        (b"Words, and <b>then</b> <p>a tag", Kind.HTML),
        (b"Plain words. 3 < 4 and 5 > 4.", Kind.TEXT),
        (b"Wor\x00ds with \xff\xfe dirt", Kind.TEXT),
        ("Привет, мир".encode("koi8-r"), Kind.TEXT),
        (b"", Kind.TEXT),
        (b"BM is how this sentence begins, with words to follow.", Kind.TEXT),
    ],
)
def test_the_bytes_decide_what_it_is(body, kind):
    assert sniff(body) is kind
    if kind not in (Kind.TEXT, Kind.HTML):
        assert sniff(body, "text/html; charset=utf-8", "story.html") is kind
        assert sniff(body, "text/plain", "story.txt") is kind


def test_type_and_name_tell_html_from_text_where_the_bytes_leave_it_open():
    assert sniff(b"just words", "text/html") is Kind.HTML
    assert sniff(b"a <p> in words", "text/plain") is Kind.TEXT
    assert sniff(b"a <p> in words", "", "note.txt") is Kind.TEXT
    assert sniff(b"a <p> in words", "", "note.html") is Kind.HTML
    assert sniff("wide".encode("utf-16-le"), "text/plain; charset=utf-16le") is Kind.TEXT


# --- decode -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("“é”".encode(), "", "“é”"),
        ("“é”".encode("cp1252"), "", "“é”"),
        ("“é”".encode("utf-8-sig"), "text/html; charset=iso-8859-1", "“é”"),
        ("“é”".encode("utf-16"), "", "“é”"),
        ("“é”".encode("utf-32"), "", "“é”"),
        ("“é”".encode("cp1252"), "text/html; charset=ISO-8859-1", "“é”"),
        ("привет".encode("cp1251"), 'text/html; Charset="windows-1251"', "привет"),
        ("<meta charset=koi8-r>привет".encode("koi8-r"), "", "<meta charset=koi8-r>привет"),
        ("<meta charset=koi8-r>é".encode(), "text/html; charset=utf-8", "<meta charset=koi8-r>é"),
        (b"<meta charset=utf-16>caf\xc3\xa9", "", "<meta charset=utf-16>café"),
        ("日本".encode("shift_jis"), "text/html; charset=x-sjis", "日本"),
        ("café déjà ".encode() + b"\xff", "", "café déjà \ufffd"),
        (b"caf\xe9", "text/html; charset=utf-8", "café"),
        (b"a\x00b", "", "ab"),
        (b"plain", "text/html; charset=rot13", "plain"),
        (b"plain", "text/html; charset=base64", "plain"),
        (b"+AGE-", "text/html; charset=utf-7", "+AGE-"),
        (b"\\u0041", "text/html; charset=unicode_escape", "\\u0041"),
        (b"plain", "text/html; charset=" + "x" * 9000, "plain"),
        (b"\x81\x8d", "", "\ufffd\ufffd"),
    ],
)
def test_characters_are_found(body, content_type, text):
    assert decode(body, content_type) == text


@given(
    st.binary(max_size=300),
    st.text(max_size=40),
    st.sampled_from(["", "utf-8", "utf-16", "gb18030", "iso-2022-jp"]),
)
def test_decoding_never_fails_and_always_gives_text_that_can_be_stored(body, content_type, charset):
    for said in (content_type, f"text/html; charset={charset}"):
        text = decode(body, said)
        assert "\x00" not in text
        text.encode("utf-8")


# --- visible_text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One\n  line.</p><p>Two.</p>", "One line.\n\nTwo."),
        ("<p>in<b>li</b>ne <i>words</i></p>", "inline words"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        (
            "<title>T</title><style>s</style><script>x</script><p>seen<noscript>n</noscript><template>t</template>",
            "seen",
        ),
        (
            "<p>a</p><div hidden>b</div><p style='color:red; display : NONE'>c</p><p style='visibility:hidden'>d</p>e",
            "a\n\ne",
        ),
        ("<div hidden>a<p>b</p></div>tail", "tail"),
        ("<p>a<!-- comment -->b<?pi x?></p>", "ab"),
        ("<ul><li>one<li>two</ul>", "one\n\ntwo"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n\n3"),
        ("<pre>  x\n  y</pre>", "x\ny"),
        ("He said <q>never</q>.", "He said “never”."),
        ("caf&eacute; &amp; a&nbsp;&#x2014; z", "café & a — z"),
        ("&#147;We won&#146;t&#x94; &#133; &lt;b&#62; &#60;p>", "“We won’t” … <b> <p>"),
        ("so&#173;ft e&#x301; \ufdd0a&#xFDD1;b", "soft é ab"),
        ("cafe\u0301 soft\u00adhyphen", "café softhyphen"),
        ("<p>unclosed <b>tags<p>go on", "unclosed tags\n\ngo on"),
        ("<svg><title>x</title></svg><iframe>y</iframe><select><option>z</select>", ""),
        ("<script>only()</script>", ""),
        ("<p>&nbsp; \u200b</p>", ""),
        ("", ""),
        ("&", "&"),
        ("<", "<"),
    ],
)
def test_html_becomes_what_a_reader_sees(markup, text):
    assert visible_text(markup.encode(), "text/html; charset=utf-8") == text


def test_references_to_characters_that_cannot_be_stored_leave_text_that_can():
    text = visible_text(b"a&#xD800;b&#0;c&#1;d&#xFFFE;e&#x110000;f", "text/html")
    text.encode("utf-8")
    assert "".join(character for character in text if character.isalpha()) == "abcdef"
    assert not {"\x00", "\x01", "\ufffe"} & set(text)


def test_plain_text_keeps_its_lines():
    body = "\ufeffOne  line.\r\nTwo. \rThree.\n\n\n\nFour\x00.\n".encode()
    assert visible_text(body, "text/plain") == "One  line.\nTwo.\nThree.\n\nFour."


def test_nesting_beyond_what_any_page_has_is_read_or_cut_but_never_fails():
    assert visible_text(b"<div>" * 200 + b"deep" + b"</div>" * 200, "text/html") == "deep"
    assert visible_text(b"<p>first</p>" + b"<div>" * 50_000 + b"deep", "text/html").startswith("first")


def test_what_is_neither_html_nor_text_nor_pdf_has_no_text():
    assert read(b"\x89PNG\r\n\x1a\n words", "text/html", "a.html") == (Kind.IMAGE, "")


def test_the_text_of_a_pdf_is_read():
    assert read(pdf(["It was a mistake."])) == (Kind.PDF, "It was a mistake.")


@given(
    st.binary(max_size=400)
    | st.text(alphabet="<>/abpdivqx019F\ufdd0\ufdd1 \"'=&;#\x00\x01\u00ad\u0301", max_size=200).map(
        str.encode
    )
)
def test_any_bytes_give_text_that_can_be_stored_and_is_normal(body):
    for content_type in ("text/html", "text/plain", ""):
        text = visible_text(body, content_type)
        text.encode("utf-8")
        assert "\x00" not in text
        assert text == text.strip("\n")
        assert unicodedata.is_normalized("NFC", text)


# --- locate -------------------------------------------------------------------------------------------

REPORT = "He said: “We won’t\u00a0go — not now … ever.”\n\nLater he said: “We won’t go.” The letter\nstands."


@pytest.mark.parametrize(
    "quotation",
    [
        "We won’t\u00a0go — not now",
        "We won't go - not now",
        "We  won't\ngo -- not now",
        '"We won\'t go — not now ... ever."',
        "«We won`t go",
        " The letter stands. ",
        "The let\u00adter stands",
    ],
)
def test_a_quotation_is_found_however_its_marks_and_spaces_are_written(quotation):
    assert holds(REPORT, quotation)
    start, end = locate(REPORT, quotation)
    assert not REPORT[start].isspace()
    assert not REPORT[end - 1].isspace()


@pytest.mark.parametrize(
    "quotation", ["we won't go", "Wewon't go", "We wont go", "The letters", "", "   ", "\x00", "W.*"]
)
def test_other_words_are_not_found(quotation):
    assert not holds(REPORT, quotation)


def test_surroundings_choose_between_several_places():
    second = REPORT.rindex("We won’t")
    assert locate(REPORT, "We won't") == (10, 18)
    assert locate(REPORT, "We won't", prefix='Later he said: "') == (second, second + 8)
    assert locate(REPORT, "We won't", suffix=' go." The') == (second, second + 8)
    assert locate(REPORT, "We won't", suffix=" go - not") == (10, 18)
    assert locate(REPORT, "We won't", prefix="nowhere to be found ") == (10, 18)


@given(st.text(max_size=60), st.data())
def test_every_piece_of_a_text_is_found_in_it_with_its_surroundings(text, data):
    text = visible_text(text.encode("utf-8", "replace"), "text/plain; charset=utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    piece = text[start:end].strip()
    if piece and unicodedata.is_normalized("NFC", piece):
        found = locate(text, piece, prefix=text[:start], suffix=text[end:])
        assert found is not None


def test_a_long_text_is_searched_quickly():
    text = "ab c " * 400_000
    assert locate(text, "ab  d") is None
    assert locate(text, "ab c", prefix="x", suffix="y") == (0, 4)
