#!/bin/sh
# What a container of the product does: web | worker | prepare | healthy [PORT] | manage …
set -eu

case "${1:-web}" in
  web)
    exec gunicorn --config docker/gunicorn.conf.py cms.wsgi:application
    ;;
  worker)
    # Once a minute, until the container is stopped: publishes and withdraws what is due, replays what the
    # search engine missed.
    trap 'exit 0' TERM INT
    while :; do
      python manage.py publish_scheduled || echo "worker: publish_scheduled failed, next try in a minute" >&2
      python manage.py search_repair --quick || echo "worker: search_repair failed, next try in a minute" >&2
      sleep 60 &
      wait $!
    done
    ;;
  prepare)
    # Once per release, before the new app starts.
    python manage.py migrate --noinput
    if [ -n "${S3_BUCKET:-}" ]; then
      python manage.py prepare_bucket
    fi
    ;;
  healthy)
    # The app answers under a name that it serves, as nginx would ask it.
    exec python - "${2:-8000}" <<'PYTHON'
import os, sys, urllib.request
hosts = os.environ["ALLOWED_HOSTS"].split(",")
request = urllib.request.Request(f"http://127.0.0.1:{sys.argv[1]}/readyz")
request.add_header("Host", hosts[0].strip().lstrip("."))
request.add_header("X-Forwarded-Proto", "https")
urllib.request.urlopen(request, timeout=5)
PYTHON
    ;;
  manage)
    shift
    exec python manage.py "$@"
    ;;
  *)
    exec "$@"
    ;;
esac
