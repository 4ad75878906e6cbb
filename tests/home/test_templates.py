"""What surrounds every public page, and the parts that all templates share."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.core import versions
from cms.core.media import sized_pictures
from cms.core.media.picture_sizes import SHARED
from cms.core.templatetags.icons import ICONS
from cms.home import demo_pictures
from cms.home.models import NewsPage, NoticePage, PortalLink, SchoolSettings, StandardPage
from cms.home.theme import stylesheet
from cms.home.theme.colours import DARK_BACKGROUND, READY_COLOURS, contrast_ratio, contrast_with_white, derive_shades
from cms.legal.models import LegalMaterialPage, LegalNewsPage, QuestionPage, TrainingPage
from cms.legal.models.statuses import StatusCode, StatusKnown
from cms.legal.validity.badge import StatusBadge
from cms.legal.validity.provenance import displayed_code
from tests.factories.legal import make_document
from tests.factories.pages import make_image, make_page
from tests.home.html import read

pytestmark = pytest.mark.django_db
PORTAL = "cong.localhost"
TEMPLATES = Path(settings.BASE_DIR) / "cms" / "templates"


@pytest.fixture
def get(client, school):
    def _get(path="/", host=school.site.hostname):
        return client.get(path, headers={"host": host})

    return _get


def paths_of(site) -> list[str]:
    """Paths of all pages of a site, drafts left out."""
    root = site.root_page
    pages = Page.objects.live().descendant_of(root, inclusive=True).order_by("path")
    return ["/" + page.url_path[len(root.url_path) :] for page in pages]


@pytest.fixture
def filled(school):
    """A school with one page of each kind, and a library with one document."""
    image = make_image()
    document = make_document("15/2024/TT-BGDĐT", articles=3)
    make_page(NewsPage, school, summary="Tóm tắt", image=image, topic="Thư viện")
    make_page(NewsPage, school)
    make_page(NoticePage, school, deadline=timezone.localdate(), deadline_note="Hạn góp ý")
    for model in (LegalNewsPage, LegalMaterialPage, QuestionPage, TrainingPage):
        make_page(model, school)
    return document


def everything(school) -> list[tuple[str, str]]:
    """(host, path) of every kind of public page."""
    host = school.site.hostname
    views = ["/van-ban/", "/van-ban/15-2024-tt-bgddt/", "/so-do-trang/"]
    portal = [(PORTAL, path) for path in ("/", "/truong/", "/tin-cac-truong/", *views)]
    return [*((host, path) for path in (*paths_of(school.site), *views)), *portal]


def test_every_page_has_the_frame_and_is_sound(get, school, filled):
    national = set(PortalLink.objects.as_of(timezone.localdate()).values_list("url", flat=True))
    assert national, "a new install has national links"
    for host, path in everything(school):
        response = get(path, host)
        assert response.status_code == 200, path
        page = read(response)
        where = f"{host}{path}"
        assert page.errors == [], where
        assert page.headings.count(1) == 1, where
        assert page.skipped_levels == [], where
        assert page.landmarks.count("main") == 1, where
        assert {"header", "footer", "nav"} <= set(page.landmarks), where
        assert [name for name in page.ids if page.ids.count(name) > 1] == [], where
        assert page.nameless_fields == [], where
        assert all("alt" in image for image in page.images), where
        assert page.language == "vi", where
        assert page.meta["description"], where
        # The block of links to the office and the national sites cannot be missing.
        block = set(page.parts["link-block"])
        assert national <= block, where
        assert {f"http://{PORTAL}/"} <= block, where
        assert any(link.endswith("/van-ban/") for link in block), where
        assert "#main" in page.links, where
        assert page.parts["office-bar"], where


def test_a_school_cannot_empty_the_frame(get, school):
    """No settings, nothing in the menu, an empty home page: bar and block still stand."""
    SchoolSettings.objects.filter(site=school.site).delete()
    Page.objects.child_of(school.home_page).update(show_in_menus=False)
    home = school.home_page.specific
    home.body = []
    home.save_revision().publish()
    versions.clear_versions()
    page = read(get())
    assert f"http://{PORTAL}/" in page.parts["link-block"]
    assert f"http://{PORTAL}/" in page.parts["office-bar"]
    assert page.headings.count(1) == 1
    assert page.errors == []


def test_national_links_follow_their_dates(get, school):
    PortalLink.objects.create(
        label="Cổng cũ", url="https://cu.example.vn/", valid_to=timezone.localdate().replace(year=2020)
    )
    PortalLink.objects.create(
        label="Cổng khác", url="https://khac.example.vn/", authority=school.authority_on(timezone.localdate())
    )
    versions.bump_versions(versions.STRUCTURE)
    block = read(get()).parts["link-block"]
    assert "https://cu.example.vn/" not in block
    assert "https://khac.example.vn/" in block
    assert "https://khac.example.vn/" not in read(get("/", PORTAL)).parts["link-block"]


def test_an_unknown_address_has_the_frame_too(get):
    response = get("/khong-co/")
    assert response.status_code == 404
    page = read(response)
    assert page.parts["link-block"]
    assert page.headings.count(1) == 1
    assert page.meta["robots"] == "noindex"


def test_the_error_page_needs_nothing():
    text = render_to_string("500.html")
    assert "{%" not in (TEMPLATES / "500.html").read_text(encoding="utf-8")
    assert read(SimpleNamespace(content=text.encode())).errors == []


def test_canonical_address_and_sharing_card(get, school, filled):
    news = NewsPage.objects.filter(image__isnull=False).get()
    sized_pictures.make_renditions.func(news.image_id, SHARED)
    path = "/" + news.url_path.split("/", 2)[2]
    page = read(get(path))
    assert page.meta["canonical"] == school.site.root_url + path
    assert page.meta["og:title"] == news.title
    shared = news.image.renditions.get(filter_spec=SHARED)
    assert page.meta["og:image"].startswith("http://")
    assert page.meta["og:image"].endswith(shared.url)


def test_other_language_is_offered_where_it_exists(get, school):
    assert read(get()).alternates == {}
    english, _ = Locale.objects.get_or_create(language_code="en")
    home = school.home_page.specific.copy_for_translation(english)
    home.slug = school.home_page.slug + "-en"
    home.save_revision().publish()
    versions.bump_versions(versions.STRUCTURE)
    page = read(get())
    root = school.site.root_url
    assert page.alternates == {"vi": f"{root}/", "en": f"{root}/en/", "x-default": f"{root}/"}
    about = StandardPage.objects.child_of(school.home_page).first()
    page = read(get(f"/{about.slug}/"))
    assert page.alternates == {}, "no translation of this page"
    assert "/en/" in page.links, "but the English home page is offered"
    assert read(get("/en/")).language == "en"


def test_school_colours_are_a_stylesheet_and_cannot_carry_markup(get, school):
    def sheet(path="/", host=school.site.hostname):
        [address] = re.findall(r'href="(/giao-dien/[^"]+)"', get(path, host).content.decode())
        answer = get(address.partition("?")[0], host)
        assert answer["Content-Type"].startswith("text/css")
        assert "immutable" in answer["Cache-Control"]
        return answer.content.decode()

    SchoolSettings.objects.update_or_create(site=school.site, defaults={"brand_colour": "#7A2E4D"})
    versions.clear_versions()
    assert "--school:#7A2E4D" in sheet()
    assert "--school-dark-link:" in sheet()
    SchoolSettings.objects.filter(site=school.site).update(brand_colour="</styl")
    versions.clear_versions()
    assert f"--school:{READY_COLOURS[0][1]}" in sheet()
    assert "--school" not in sheet(host=PORTAL)
    assert get("/giao-dien/x}body{.css").status_code == 404


@pytest.mark.parametrize(
    "colour", [colour for _name, colour in READY_COLOURS] + ["#FF0000", "#000000", "#777777", "#0000FF"]
)
def test_shades_can_be_read(colour):
    found = derive_shades(colour)
    assert contrast_with_white(found["strong"]) >= 7
    assert contrast_ratio(found["strong"], found["soft"]) >= 4.5
    assert contrast_ratio(found["dark_link"], DARK_BACKGROUND) >= 7
    assert contrast_ratio(found["dark_link"], found["dark_soft"]) >= 4.5


def badge_of(code, how="stated"):
    return render_to_string("components/status_badge.html", {"badge": StatusBadge(code, how, "vbpl")})


def words_of(html):
    return re.sub(r"<svg.*</svg>|<[^>]+>", "", html).strip()


@pytest.mark.parametrize("code", StatusCode.values)
@pytest.mark.parametrize("how", StatusKnown.values)
def test_each_status_has_words_an_icon_and_its_class(code, how):
    text = badge_of(code, how)
    assert f"badge--{displayed_code(code, how)}" in text
    assert ICONS["file"] not in text
    assert words_of(text)


def test_the_ten_statuses_differ_in_words():
    assert len({words_of(badge_of(code)) for code in StatusCode.values}) == len(StatusCode.values) == 10


def test_templates_name_only_icons_that_exist():
    missing = set()
    for file in TEMPLATES.rglob("*.html"):
        names = re.findall(r"{% icon [\"']([a-z-]+)[\"']", file.read_text(encoding="utf-8"))
        missing |= {(file.name, name) for name in names if name not in ICONS}
    assert missing == set()


def test_dark_palette_is_the_same_for_the_device_and_for_the_switch():
    css = Path(finders.find("css/site.css")).read_text(encoding="utf-8")
    by_device = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', css, re.S).group(1)
    by_switch = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', css, re.S).group(1)
    assert by_device.split() == by_switch.split()
    light = re.search(r":root \{(.*?)\n\}", css, re.S).group(1)
    names = set(re.findall(r"(--[a-z0-9-]+):", by_switch))
    assert names <= set(re.findall(r"(--[a-z0-9-]+):", light))


def palette(css: str, dark: bool) -> dict[str, str]:
    light = dict(re.findall(r"(--[a-z0-9-]+): (#[0-9A-F]{6})", re.search(r":root \{(.*?)\n\}", css, re.S).group(1)))
    if not dark:
        return light
    block = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', css, re.S).group(1)
    return {**light, **dict(re.findall(r"(--[a-z0-9-]+): (#[0-9A-F]{6})", block))}


@pytest.mark.parametrize("dark", [False, True])
def test_colour_pairs_are_readable(dark):
    colours = palette(Path(finders.find("css/site.css")).read_text(encoding="utf-8"), dark)
    pairs = [("ink", "paper"), ("ink", "paper-2"), ("ink-2", "paper"), ("ink-2", "paper-2"), ("sun-ink", "sun-soft")]
    pairs += [
        ("on-sun", "sun"),
        ("on-office", "office"),
        ("on-office-2", "office"),
        ("focus-ink", "focus"),
        ("ink", "mark"),
    ]
    pairs += [(name, f"{name}-soft") for name in ("ok", "info", "warn", "bad", "pause", "still", "run")]
    pairs += [("ink", f"{name}-soft") for name in ("ok", "info", "warn", "bad")]
    weak = [(a, b) for a, b in pairs if contrast_ratio(colours[f"--{a}"], colours[f"--{b}"]) < 4.5]
    assert weak == []


def draw(source: str, **context) -> str:
    return Template("{% load pictures icons %}" + source).render(Context(context))


def test_picture_has_its_size_and_the_image_s_words():
    image = make_image("Sân trường", width=400, height=300, description="Sân trường có <cây>")
    sized_pictures.make_base_rendition(image.pk)
    text = draw('{% picture image "row" %}', image=image)
    assert 'width="320"' in text
    assert 'height="180"' in text
    assert 'alt="Sân trường có &lt;cây&gt;"' in text
    assert 'loading="lazy"' in text
    assert 'alt=""' in draw('{% picture image "row" alt="" %}', image=image)
    assert "lazy" not in draw('{% picture image "row" lazy=False %}', image=image)


def test_a_lost_picture_breaks_no_page():
    image = make_image()
    image.file.storage.delete(image.file.name)
    sized_pictures.make_base_rendition(image.pk)
    assert draw('{% picture image "row" %}', image=image) == ""
    assert draw('{% picture image "row" %}', image=None) == ""


def test_an_unknown_icon_breaks_no_page():
    assert ICONS["file"] in draw('{% icon "no-such-icon" %}')


def test_lead_and_notices_share_a_row_in_either_order(get, school):
    home = school.home_page.specific
    for order in (["lead", "notices", "news"], ["notices", "lead", "news"], ["lead", "news", "notices"]):
        home.body = [
            (name, {"title": "", "page": None} if name == "lead" else {"title": "", "count": 3}) for name in order
        ]
        home.save_revision().publish()
        rows = [[block.block_type for block in row] for row in get().context["rows"]]
        assert rows == ([order[:2], order[2:]] if order[2] == "news" else [[name] for name in order])


def test_the_lead_story_is_not_repeated_in_the_news(get, school, filled):
    lead = NewsPage.objects.get(image__isnull=False)
    text = get().content.decode()
    assert len(re.findall(rf'<h[23] class="[a-z_-]+__title"><a [^>]*>{re.escape(lead.title)}</a>', text)) == 1


@pytest.mark.parametrize("name", demo_pictures.PICTURE_NAMES)
def test_demo_pictures_are_drawn_with_words(name):
    data = demo_pictures.render_png(name)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(demo_pictures.PICTURE_NAMES[name]) > 20
    assert read(SimpleNamespace(content=demo_pictures.render_svg(name).encode())).errors == []


def test_pages_do_without_the_own_faces(monkeypatch):
    from cms.core.templatetags import fonts

    fonts.font_face_rules.cache_clear()
    stylesheet.build_stylesheet.cache_clear()
    monkeypatch.setattr(fonts, "_is_present", lambda name: False)
    assert Template("{% load fonts %}{% fonts %}").render(Context()) == ""
    without = stylesheet.build_stylesheet_url("#0B5D55")
    assert "@font-face" not in stylesheet.build_stylesheet("0B5D55")
    fonts.font_face_rules.cache_clear()
    stylesheet.build_stylesheet.cache_clear()
    monkeypatch.setattr(fonts, "_is_present", lambda name: True)
    text = Template("{% load fonts %}{% fonts %}").render(Context())
    assert text.count('rel="preload"') == 4  # two weights, of which phones fetch one file each and desks another
    assert text.count('media="(pointer: fine)"') == text.count('media="not all and (pointer: fine)"') == 2
    assert stylesheet.build_stylesheet("0B5D55").count("@font-face") == len(fonts.FILES) == 6
    assert stylesheet.build_stylesheet_url("#0B5D55") != without
    fonts.font_face_rules.cache_clear()
    stylesheet.build_stylesheet.cache_clear()


def test_no_line_of_a_template_is_too_long_to_read():
    found = {
        f"{path.relative_to(settings.BASE_DIR)}:{number}": len(line)
        for path in Path(settings.BASE_DIR, "cms").rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 200
    }
    assert not found
