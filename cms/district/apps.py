from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictConfig(AppConfig):
    name = "cms.district"
    label = "district"
    verbose_name = _("Office and schools")

    def ready(self):
        from cms.core.page_cache import dependencies
        from cms.district import signal_handlers
        from cms.district.broadcasts import cached_index, school_listings
        from cms.district.submissions import portal_listings as submissions_portal_listings
        from cms.home import portal_listings as home_portal_listings
        from cms.legal.section import registry

        home_portal_listings.listing_url_names.update(news="school_news", selected="district_accepted")
        registry.item_sources += [school_listings.broadcast_cards, submissions_portal_listings.home_page_cards]
        dependencies.version_names.append(lambda request: (cached_index.BROADCASTS_VERSION,))
        dependencies.expiry_sources.append(cached_index.next_change_at)
        signal_handlers.connect()
