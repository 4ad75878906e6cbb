from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictConfig(AppConfig):
    name = "cms.district"
    label = "district"
    verbose_name = _("Office and schools")

    def ready(self):
        from cms.district import signal_handlers
        from cms.district.broadcasts import lists
        from cms.district.submissions import shown
        from cms.home import further
        from cms.legal.section import added

        further.lists.update(news="school_news", selected="district_accepted")
        added.sources += [lists.cards, shown.on_home]
        signal_handlers.connect()
