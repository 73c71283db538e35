import re

from tracker.partners.problems import TYPES
from tracker.partners.schema import document


def page(client):
    response = client.get("/api/v1/docs/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_every_address_parameter_and_field_of_the_schema(client):
    text = page(client)
    for path, methods in document()["paths"].items():
        assert f"<code>{path}</code>" in text
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in text
            for parameter in operation.get("parameters", ()):
                assert f"<dt><code>{parameter['name']}</code>" in text
    for name, shape in document()["components"]["schemas"].items():
        assert f'id="shape-{name}"' in text
        for field in shape.get("properties", ()):
            assert f"<dt><code>{field}</code>" in text


def test_every_problem_type_leads_to_its_paragraph(client):
    text = page(client)
    for name in TYPES.values():
        assert f'id="{name}"' in text


def test_no_link_on_the_page_leads_nowhere_and_no_id_stands_twice(client):
    text = page(client)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_it_needs_no_script_and_no_style_of_its_own(client):
    text = page(client)
    assert "<script" not in text
    assert "<style" not in text
    assert "style=" not in text


def test_it_is_kept_by_caches_and_only_read(client):
    first = client.get("/api/v1/docs/")
    assert "public" in first["Cache-Control"]
    assert client.get("/api/v1/docs/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.head("/api/v1/docs/").status_code == 200
    assert client.post("/api/v1/docs/").status_code == 405


def test_it_shows_no_backtick_and_no_python(client):
    text = page(client)
    assert "`" not in text
    assert not re.search(r"\b(None|True|False)\b", text.replace("If-None-Match", ""))
