"""The product's addresses and a view that says hello through the same middlewares."""

from django.http import HttpResponse
from django.urls import path

from cms.urls import *  # noqa: F403
from cms.urls import urlpatterns as of_the_product

urlpatterns = [path("__hello__/", lambda request: HttpResponse("hello world")), *of_the_product]
