"""gunicorn's own hello: what the server costs by itself."""


def application(environ, start_response):
    body = b"hello world"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
