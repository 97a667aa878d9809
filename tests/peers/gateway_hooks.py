"""What a client of the gateway adds to each request that a generator makes: the digest over the bytes as sent."""

import base64
import hashlib

import requests
import schemathesis


class Digest(requests.auth.AuthBase):
    """Puts `Content-Digest` (RFC 9530) on a request that is ready to go, as every client of this API does."""

    def __call__(self, request):
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        if request.method in {"PUT", "POST"} and isinstance(body, bytes):
            value = base64.b64encode(hashlib.sha256(body).digest()).decode()
            request.headers["Content-Digest"] = f"sha-256=:{value}:"
        return request


@schemathesis.hook
def before_call(context, case, kwargs):
    """Half of the requests carry the right digest, so that what lies behind it is reached; the others what was made up."""
    if len(str(case.body)) % 2 == 0:
        kwargs["auth"] = Digest()


@schemathesis.hook
def map_query(context, query):
    """An answer that may be held for a minute is asked for at once: a run has thousands of them."""
    if query and str(query.get("wait", "0")).isdigit():
        query = {**query, "wait": "0"}
    return query
