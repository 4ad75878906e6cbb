#!/bin/sh
# What a container of the product does: web | worker | prepare | healthy [PORT] | manage …
set -eu

case "${1:-web}" in
  web)
    exec gunicorn --config docker/gunicorn.conf.py cms.wsgi:application
    ;;
  worker)
    # All jobs by their schedule (docs/operations.md), until the container is stopped.
    exec python manage.py run_jobs
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
