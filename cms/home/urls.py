from django.urls import path

from cms.home.views import feeds, schools, site_map

urlpatterns = [
    path("tin.atom", feeds.news_feed, name="feed"),
    path("so-do-trang/", site_map.site_map_page, name="site_map"),
    path("truong/", schools.school_list, name="school_list"),
]
