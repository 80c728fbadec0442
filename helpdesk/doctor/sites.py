"""The checks of who may call: host names, proxies, and the pages that embed the widget."""

from collections.abc import Iterator

from django.conf import settings

from accounts.models import Site
from accounts.origins import NO_ORIGIN, BadOrigin, origin_of
from helpdesk.doctor.addresses import is_local, names_of
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, failed, merged, warning

_MOST_PROXIES = 5


def called(examination: Examination) -> Iterator[Finding]:
    """`hosts`: the names under which the desk may be called, and the proxies in front."""
    proxies = settings.TRUSTED_PROXIES
    names = ", ".join(settings.ALLOWED_HOSTS)
    fine = f"called {names}; {proxies} trusted proxies"
    yield merged("hosts", [*_names(), *_proxies(proxies)], fine=fine)


def _names() -> Iterator[Finding]:
    for name in settings.ALLOWED_HOSTS:
        if name == "*":
            found = "ALLOWED_HOSTS has *: links can be made to lead elsewhere"
            fix = "Set ALLOWED_HOSTS to the desk's names, such as desk.example.org"
            yield failed("hosts", found, fix=fix)
        elif "/" in name or _has_port(name):
            found = f"ALLOWED_HOSTS has {name}, which no request will match"
            bare = next(names_of([name if "//" in name else f"//{name}"]), "the name")
            fix = f"Write {bare}, without scheme, port and path."
            yield failed("hosts", found, fix=fix)


def _has_port(name: str) -> bool:
    return ":" in name and not name.endswith("]")


def _proxies(proxies: int) -> Iterator[Finding]:
    if proxies < 0 or proxies > _MOST_PROXIES:
        found = f"TRUSTED_PROXIES is {proxies}"
        fix = "Set TRUSTED_PROXIES to how many proxies stand in front: 0, 1, rarely 2."
        yield failed("hosts", found, fix=fix)
    elif proxies and not is_local(settings.HOST):
        found = (
            f"{settings.HOST} can be reached past the proxy, and its word is trusted"
        )
        fix = "Set HOST=127.0.0.1, or let only the proxy reach the port."
        yield warning("hosts", found, fix=fix)
    elif not proxies and settings.CSRF_TRUSTED_ORIGINS:
        found = "a proxy seems to stand in front, but TRUSTED_PROXIES is 0"
        fix = (
            "Set TRUSTED_PROXIES=1; else all customers share one limit, and the widget "
            "gets a ws:// address."
        )
        yield warning("hosts", found, fix=fix)


def embedding(examination: Examination) -> Iterator[Finding]:
    """`origins`: every active site says which pages may embed the widget, in browsers' words."""
    code = "origins"
    sites = list(Site.objects.filter(active=True))
    if not sites:
        fix = "Add a site in the admin under Sites, with the address of its pages."
        yield warning(code, "there is no active site", fix=fix)
        return
    problems = [problem for site in sites for problem in _problems(site)]
    count = sum(len(site.allowed_origins) for site in sites)
    yield merged(
        code, problems, fine=f"active sites: {len(sites)}, allowed origins: {count}"
    )


def _problems(site: Site) -> Iterator[Finding]:
    if not site.allowed_origins:
        found = f"site {site.key} has no allowed origin, so no page can show its widget"
        fix = f"{_edit(site)}: add the pages' origin, such as https://www.example.org"
        yield failed("origins", found, fix=fix)
    for origin in site.allowed_origins:
        problem = _problem(site, origin)
        if problem is not None:
            yield problem


def _problem(site: Site, origin: str) -> Finding | None:
    code = "origins"
    try:
        right = origin_of(origin)
    except BadOrigin:
        found = f"site {site.key} has {origin!r}, which is no origin"
        fix = f"{_edit(site)}: write scheme and host, such as https://www.example.org"
        return failed(code, found, fix=fix)
    if right != origin:
        found = f"site {site.key} has {origin!r}, which no browser sends"
        return failed(code, found, fix=f"{_edit(site)}: write {right}")
    if origin == NO_ORIGIN:
        found = f"site {site.key} allows pages without an address ({NO_ORIGIN})"
        return warning(code, found, fix=f"{_edit(site)}: remove {NO_ORIGIN}")
    if origin.startswith("http:") and not all(map(is_local, names_of([origin]))):
        found = (
            f"site {site.key} has {origin}: anybody on the way can read and change it"
        )
        fix = f"{_edit(site)}: write https:// and serve those pages over it"
        return warning(code, found, fix=fix)
    return None


def _edit(site: Site) -> str:
    return f"Admin, Sites, {site.name}, allowed origins"
