"""Small PDFs, made by hand so that no binary files lie in the repository."""

import io

import pypdf


def pdf(*pages):
    """Return a PDF with these pages; each is a list of lines, an empty one is a gap between paragraphs."""
    font = 3 + 2 * len(pages)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(len(pages)))),
        font: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    for number, lines in enumerate(pages):
        stream = b"BT /F1 12 Tf 72 720 Td 14 TL\n" + b"".join(map(_shown, lines)) + b"ET"
        objects[3 + 2 * number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F1 %d 0 R>>>>>>" % (4 + 2 * number, font)
        )
        objects[4 + 2 * number] = b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)
    return _file(objects)


def locked(body, *, password, owner=None):
    """Return the PDF encrypted with a password; with an empty one anybody may open it."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(body)))
    writer.encrypt(password, owner_password=owner, algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _shown(line):
    for special in ("\\", "(", ")"):
        line = line.replace(special, "\\" + special)
    return b"(%s) Tj T*\n" % line.encode("cp1252")


def _file(objects):
    body, places = b"%PDF-1.4\n", []
    for number in sorted(objects):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + head + table + end
