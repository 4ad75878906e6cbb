import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from cms.legal.api.query_params import READERS
from cms.legal.models import LegalDocumentFile, LegalEvent, LegalRelation, MirrorEntry
from tests.factories.files import make_file, pdf
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def specification(api):
    return api("openapi.json")


def check(specification, schema, answer):
    jsonschema.Draft202012Validator({**specification["components"]["schemas"][schema],
        "components": specification["components"]},
                                    format_checker=jsonschema.FormatChecker()).validate(answer)  # fmt: skip


def test_the_document_is_openapi(specification):
    OpenAPIV31SpecValidator(specification).validate()
    assert specification["servers"] == [{"url": "http://cong.localhost/api/v1"}]


def test_every_parameter_is_described(specification):
    described = specification["paths"]["/documents/"]["get"]["parameters"]
    assert {one["name"] for one in described if one["in"] == "query"} == set(READERS)


def test_answers_are_as_described(api, specification):
    poor = make_document("Không số", type_name="", issuers=[], title="", issued_on=None, effective_from=None)
    document = make_document("15/2024/TT-BGDĐT", articles=2, abstract="Trích yếu")
    LegalRelation.objects.create(source=document, kind="amends", target=poor, provisions="Điều 1")
    LegalRelation.objects.create(source=document, kind="basis", target_text="Luật số 43/2019/QH14")
    LegalEvent.objects.create(document=document, kind="corrected", by_text="Công văn 1/BGDĐT")
    LegalDocumentFile.objects.create(document=document, file=make_file(pdf("Một"), "pdf"))
    gone = make_document()
    gone.delete()
    check(specification, "Page", api(updated_since="2020-01-01"))
    check(specification, "Page", api(updated_since="2020-01-01", detail="full"))
    full = {record["id"]: record for record in api(detail="full")["results"]}
    for key in MirrorEntry.objects.filter(public=True).values_list("key", flat=True):
        check(specification, "Document", full[str(key)])
        assert api(f"documents/{key}/") == full[str(key)]
    for record in api()["results"]:
        check(specification, "DocumentHead", record)
    for path, schema in (
        ("document-types/", "DocumentTypes"),
        ("issuing-bodies/", "IssuingBodies"),
        ("fields/", "Fields"),
    ):
        check(specification, schema, api(path))
    check(specification, "Error", api(expect=400, x="1"))
    check(specification, "Error", api("documents/x/", expect=404))
