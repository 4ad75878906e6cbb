"""The app server, in the container and natively. WEB_CONCURRENCY sets the number of workers (gunicorn's own name)."""

bind = "0.0.0.0:8000"
workers = 3
threads = 2
timeout = 60
graceful_timeout = 30
keepalive = 30  # nginx keeps its connections open
# Workers are renewed now and then, not all at once, so that a slow leak never becomes an outage.
max_requests = 5000
max_requests_jitter = 1000
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat file must not wait for a disk
limit_request_line = 8190  # a long question in Vietnamese, nine signs a letter at most
preload_app = False  # each worker reads its own version counters
accesslog = None  # nginx writes the access log
errorlog = "-"
