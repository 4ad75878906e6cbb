"""The compose file speaks the same environment as the settings, and the proxy's template leaves nothing open."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from cms.settings.env import TABLE

DOCKER = Path(settings.BASE_DIR) / "docker"
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
OURS = ("prepare", "app", "worker")


@pytest.mark.parametrize("name", OURS)
def test_containers_get_declared_variables_only(name):
    given = COMPOSE["services"][name]["environment"]
    assert set(given) <= set(TABLE)
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "SEARCH_URL", "S3_BUCKET"} <= set(given)


def test_images_are_named_without_a_registry():
    for name, service in COMPOSE["services"].items():
        assert "." not in service["image"].split(":")[0], name


def test_the_example_holds_every_value_that_compose_asks_for():
    text = (DOCKER / "compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_0-9]+)", text))
    example = re.findall(r"^([A-Z_0-9]+)=", (DOCKER / "example.env").read_text(encoding="utf-8"), re.M)
    assert asked == set(example)


def test_the_entrypoint_knows_the_commands_of_compose():
    entrypoint = (DOCKER / "entrypoint.sh").read_text(encoding="utf-8")
    for name in OURS:
        [command] = COMPOSE["services"][name]["command"]
        assert re.search(rf"^  {command}\)$", entrypoint, re.M), name


def test_the_proxy_s_variables_are_set_wherever_it_runs():
    template = (DOCKER / "nginx" / "site.conf.template").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)\}", template))
    image = re.search(r"^ENV (NGINX_LISTEN=.*)$", (DOCKER / "Dockerfile").read_text(encoding="utf-8"), re.M).group(1)
    native = (Path(settings.BASE_DIR) / "scripts" / "service_tools" / "catalogue.py").read_text(encoding="utf-8")
    assert asked == {pair.split("=")[0] for pair in image.split()}
    assert asked == set(re.findall(r'^    "([A-Z_]+)": (?:f?"|str)', native, re.M))
