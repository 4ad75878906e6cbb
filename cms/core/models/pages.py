"""The abstract page that every page type of the product builds on."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.core.roots import RootPath, root_path_of


class BasePage(Page):
    """Own base of all page types (abstract: wagtail-localize needs the stock ``Page`` table).

    Its addresses come from a look-up by the page's own root instead of Wagtail's walk over the root
    paths of all sites (which at 3,000 schools costs milliseconds per link).
    """

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("show_in_menus"),
            ],
            _("For search engines and menus"),
        )
    ]

    class Meta:
        abstract = True

    @cached_property
    def root_path(self) -> RootPath | None:
        return root_path_of(self.url_path)

    def _get_site_root_paths(self, cache_object=None, **kwargs):
        """The page's own root alone; a second entry of no site keeps Wagtail from thinking
        that there is one site only (it would then leave the host out of links)."""
        own = root_path_of(self.url_path)
        other = RootPath(0, "\0", "", "")
        return [own, other] if own else [other]
