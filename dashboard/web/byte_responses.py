"""Bytes made once → HTTP."""

from typing import Final

from flask import Response, request

from dashboard.encoded import Encoded

FOR_EVER: Final = "private, max-age=31536000, immutable"
PUBLIC_FOR_EVER: Final = "public, max-age=31536000, immutable"
NEVER_KEPT: Final = "no-store"
NOT_MODIFIED: Final = 304


def respond(answer: Encoded, cache_control: str = FOR_EVER) -> Response:
    """The answer in the form that the request accepts, or 304 where the browser has it already."""
    if request.if_none_match.contains(answer.etag.strip('"')):
        response = Response(status=NOT_MODIFIED)
    else:
        body, encoding = answer.form(request.headers.get("Accept-Encoding", ""))
        response = Response(body, mimetype=answer.mimetype)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = answer.etag
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = cache_control
    return response
