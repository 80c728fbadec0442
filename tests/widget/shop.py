"""The page of somebody else that the widget stands on, with styles that spare nothing."""

from tests.widget.small_http import Response

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>A shop</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"></head>
<body><h1>A shop</h1><p>Words of the page itself.</p><button id="mine">A button of the page</button>
{scripts}</body></html>"""
# What careless pages do to everything on them; none of it may reach the widget.
PAGE_CSS = """* { font-family: cursive; letter-spacing: 3px; box-sizing: content-box }
html { font-size: 62.5% } body { color: red; line-height: 3; text-transform: uppercase; text-align: right }
button, textarea, dialog, p { background: lime; margin: 13px; border: 5px dotted red }
atomdesk-chat { position: static; font-size: 40px } #mine { position: fixed; top: 200px; left: 20px }"""
BLANK = "<!doctype html><title>Blank</title><link rel=icon href=data:,>"


def page(path: str, *, scripts: str, language: str, csp: str) -> Response | None:
    """Returns what the shop has at this path, if anything."""
    if path == "/page.css":
        return Response(200, "text/css", PAGE_CSS.encode())
    if path == "/blank.html":
        return Response(200, "text/html", BLANK.encode())
    if path != "/page.html":
        return None
    html = PAGE.format(language=language, scripts=scripts)
    headers = {"Content-Security-Policy": csp} if csp else {}
    return Response(200, "text/html", html.encode(), headers)
