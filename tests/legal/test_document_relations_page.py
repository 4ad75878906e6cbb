"""Relations, history, timelines and comparison on the public page."""

import datetime

import pytest

from cms.legal.models import LegalEvent, LegalRelation
from cms.legal.models.relations import PASSIVE, RelationKind
from cms.legal.pages import diagram
from cms.legal.pages.document_relations import relation_groups
from cms.legal.parsing.texts.compare import compare_texts
from cms.legal.parsing.texts.structure import parse_structure
from tests.factories import make_school
from tests.factories.legal import give_text, make_document

DAY = datetime.date(2025, 9, 1)


def relate(source, kind, target=None, **fields):
    source.relations.add(LegalRelation(kind=kind, target=target, **fields))
    source.save()


def page(client, document):
    response = client.get(f"/van-ban/{document.slug}/", HTTP_HOST=make_school("A").site.hostname)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", RelationKind)
def test_each_relation_is_stored_once_and_shown_both_ways(kind):
    acting, other = make_document(), make_document()
    relate(acting, kind, other)
    own, back = relation_groups(acting), relation_groups(other)
    assert LegalRelation.objects.count() == 1
    assert [(group.words, group.outgoing) for group in own] == [(str(kind.label), True)]
    assert [(group.words, group.outgoing) for group in back] == [(str(PASSIVE[kind]), False)]
    assert (own[0].links[0].document_id, back[0].links[0].document_id) == (other.pk, acting.pk)


@pytest.mark.django_db
def test_what_is_not_public_is_not_named():
    other = make_document()
    relate(make_document(confidential=True), "cites", other)
    relate(make_document(live=False), "cites", other)
    assert relation_groups(other) == []
    acting = make_document()
    relate(acting, "cites", make_document(confidential=True))
    assert relation_groups(acting) == []


@pytest.mark.django_db
def test_the_page_draws_lists_and_tells(client):
    other = make_document("12/2020/TT-BGDĐT", articles=3)
    acting = make_document("13/2025/TT-BGDĐT", effective_from=DAY)
    relate(acting, "amends", other, provisions="khoản 2 Điều 2", source_provisions="Điều 1")
    other.events.add(LegalEvent(kind="abolished_part", provisions="Điều 3", day=DAY, by_text="Luật số <b>1/2025/QH15"))
    other.save()
    html = page(client, other)
    assert html.count('<svg class="diagram') == 2
    assert f'href="/van-ban/{acting.slug}/"' in html
    assert 'id="luoc-do"' in html
    assert 'id="lich-su"' in html
    assert "khoản 2 Điều 2" in html
    assert "<b>1/2025" not in html
    assert html.count('class="law__note"') == 2  # one timeline for each article that was changed


@pytest.mark.django_db
def test_versions_are_compared_by_article(client, b):
    old, new = make_document("12/2020/TT-BGDĐT"), make_document("13/2025/TT-BGDĐT", effective_from=DAY)
    give_text(old, "Điều 1. Một\nChữ cũ ở đây.\nĐiều 2. Hai\nNhư nhau.")
    give_text(new, "Điều 1. Một\nChữ mới ở đây.\nĐiều 2. Hai\nNhư nhau.\nĐiều 3. Ba\nThêm.")
    relate(new, "replaces", old)
    address = f"/van-ban/{old.slug}/so-sanh/{new.slug}/"
    assert f'href="{address}"' in page(client, old)
    assert f'href="{address}"' in page(client, new)
    response = client.get(address, HTTP_HOST=b.site.hostname)
    html = response.content.decode()
    assert "<del>cũ</del>" in html
    assert "<ins>mới</ins>" in html
    assert "Như nhau" not in html
    empty = make_document()
    assert (
        client.get(f"/van-ban/{old.slug}/so-sanh/{empty.slug}/", HTTP_HOST=make_school("C").site.hostname).status_code
        == 404
    )


def test_articles_of_the_older_text_alone_stand_in_their_place():
    found = compare_texts(
        parse_structure("Điều 1. A\nx.\nĐiều 2. B\ny."), parse_structure("Điều 1. A\nx.\nĐiều 3. C\nz.")
    )
    assert [(row.anchor, row.only) for row in found] == [("dieu-1", ""), ("dieu-2", "old"), ("dieu-3", "new")]
    assert compare_texts(parse_structure("Điều 1. A\nx."), parse_structure("Điều 1. A\nx."))[0].differs is False


@pytest.mark.parametrize("draw", [diagram.draw_wide, diagram.draw_narrow])
def test_boxes_of_the_diagram_stay_inside_and_apart(draw):
    groups = [diagram.DiagramGroup("Nhóm", tuple((f"Văn bản {n}", "") for n in range(count))) for count in (1, 9, 300)]
    drawing = draw("Luật số 43/2019/QH14", groups, groups[:1], "và {number} nữa")
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
    for one in drawing.boxes:
        for two in drawing.boxes:
            if one is not two and one.x < two.x + two.width and two.x < one.x + one.width:
                assert one.y + one.height <= two.y or two.y + two.height <= one.y
