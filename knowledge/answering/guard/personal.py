"""Personal data and secrets in a text, each replaced by a word for what it was.

Only what can be told by its form: addresses of mail, numbers of cards (Luhn's check), accounts
(the check of ISO 13616) and telephones, passwords and keys. Names and addresses of places cannot.
"""

import re
from collections.abc import Callable, Sequence

_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[a-zA-Z]{2,24}\b")
_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_PHONE = re.compile(
    r"(?<![\w.+-])(?:\+[1-9]\d{0,2}[ ()/.-]{0,2}|00[1-9]\d{0,2}[ ()/.-]{1,2})\d(?:[ ()/.-]{0,2}\d){5,11}(?![\w.-]*\d)"
)
_CALLED = re.compile(
    r"(?i)(\b(?:phone|telephone|mobile|cell|tel|fax|call me (?:at|on)|reach me (?:at|on)|telefon|handy|mobil|telefono"
    r"|telefone|portable|numero)\b[^\d\n+]{0,20})(\+?\d(?:[ ()/.-]{0,2}\d){5,13})"
)
_SOCIAL = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_PASSWORD = re.compile(
    r"(?i)(\b(?:password|passwort|passwd|pwd|kennwort|mot de passe|contrasena|contraseña|senha|wachtwoord|passcode|pin)"
    r"(?: (?:is|was|ist|war|est|es|e|è|lautet))?\s*[:=]?\s*(?<=[:=\s]))(?=\S*[\d!@#$%^&*])([^\s,;\"'<>]{4,80})"
)
_ASSIGNED = re.compile(
    r"(?i)(\b(?:api[_ -]?key|secret|token|access[_ -]?key|authorization|bearer|client_secret|private_key)"
    r"\b[\"']?\s*[:= ]\s*(?:bearer |basic )?[\"']?)(?=[^\s\"']*\d)([A-Za-z0-9_.\-+/=]{12,})"
)
_KEYS = re.compile(
    r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"
    r"|\b(?:sk|pk|rk)_(?:live|test)_\w{10,}|\bgh[pousr]_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
)


def redacted(text: str) -> str:
    """Return the text with personal data and secrets replaced by what they were, in brackets."""
    for find, replaced in _RULES:
        if find.search(text):
            text = find.sub(replaced, text)
    return text


def _is_card(number: str) -> bool:
    """Luhn's check of ISO/IEC 7812; one number in ten of no card passes it."""
    digits = [int(c) for c in number if c.isdigit()]
    doubled = [sum(divmod(2 * d, 10)) for d in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_account(number: str) -> bool:
    """The check of ISO 13616: the letters as numbers, the first four at the end, modulo 97."""
    bare = number.replace(" ", "")
    moved = "".join(str(int(c, 36)) for c in bare[4:] + bare[:4])
    return int(moved) % 97 == 1


def _if(check: Callable[[str], bool], word: str) -> Callable[[re.Match[str]], str]:
    return lambda found: word if check(found[0]) else found[0]


def _kept(word: str) -> Callable[[re.Match[str]], str]:
    return lambda found: found[1] + word


# A key may hold what looks like a number, so it goes first.
_RULES: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = (
    (_KEYS, lambda _: "[secret]"),
    (_ASSIGNED, _kept("[secret]")),
    (_PASSWORD, _kept("[password]")),
    (_MAIL, lambda _: "[e-mail]"),
    (_IBAN, _if(_is_account, "[account number]")),
    (_CARD, _if(_is_card, "[card number]")),
    (_CALLED, _kept("[phone number]")),
    (_PHONE, lambda _: "[phone number]"),
    (_SOCIAL, lambda _: "[social security number]"),
)
