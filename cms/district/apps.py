from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictConfig(AppConfig):
    name = "cms.district"
    label = "district"
    verbose_name = _("Office and schools")

    def ready(self):
        from cms.core.page_cache import grounds
        from cms.district import signal_handlers
        from cms.district.broadcasts import index, lists
        from cms.district.submissions import shown
        from cms.home import further
        from cms.legal.section import added

        further.lists.update(news="school_news", selected="district_accepted")
        added.sources += [lists.cards, shown.on_home]
        grounds.counters.append(lambda request: (index.VERSION,))
        grounds.moments.append(index.next_moment)
        signal_handlers.connect()
