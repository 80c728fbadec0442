"""How the pages of knowledge spell values that are made for machines."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from knowledge.interviews.times import clock as time_of
from knowledge.rendering import to_html

register = template.Library()


@register.filter
def spoken(name: str) -> str:
    """Return a name of code as words."""
    return str(name).replace("_", " ")


@register.filter
def percent(share: float) -> str:
    """Return a share for a style sheet, where a comma would be an error."""
    return f"{100 * min(max(share, 0.0), 1.0):.1f}"


@register.filter(name="of")
def value_of(mapping: Mapping[str, object], key: str) -> object:
    """Return what a mapping holds under a key that is itself a variable."""
    return mapping.get(key)


@register.filter
def as_json(value: object) -> str:
    """Return a value so that people can read it."""
    return json.dumps(value, indent=2, ensure_ascii=False)


@register.filter
def share(value: float | None) -> str:
    """Return a share as a percentage; a dash for one that there is not."""
    return "-" if value is None else f"{value:.1%}"


@register.filter
def decimals(value: float | None) -> str:
    """Return a figure with as many digits as anybody compares."""
    return "-" if value is None else f"{value:.3f}"


@register.filter
def words(text: str) -> list[str]:
    """Return the words of a text, to go through them."""
    return text.split()


@register.filter
def rendered(markdown: str) -> SafeString:
    """Return markdown as HTML that is safe to show."""
    return mark_safe(to_html(markdown))  # noqa: S308 rendering allows only safe tags


@register.simple_tag
def depends(source: Any, number: int) -> str:
    """Return the address of what else comes from a passage of a source."""
    address: str = source.depends(number)
    return address


@register.simple_tag
def there(source: Any, number: int) -> str:
    """Return where a passage stands in the whole source."""
    address: str = source.there(number)
    return address


@register.filter
def clock(seconds: float | None) -> str:
    """Return seconds of a recording as h:mm:ss; nothing for a time that nobody knows."""
    return "" if seconds is None else time_of(seconds)
