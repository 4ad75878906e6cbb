from django.urls import path

from cms.home.views import feeds, schools, site_map

urlpatterns = [
    path("tin.atom", feeds.atom, name="feed"),
    path("so-do-trang/", site_map.page_of_pages, name="site_map"),
    path("truong/", schools.school_list, name="school_list"),
]
