"""Names of units, numbers, months and days, and the one spelling each is compared in."""


def _spellings(table: dict[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, said in table.items() for word in said.split()}


UNITS = _spellings(
    {
        "%": "% percent percentage prozent",
        "$": "$ usd dollar dollars",
        "\u20ac": "\u20ac eur euro euros",
        "\u00a3": "\u00a3 gbp pound pounds",
        "second": "s sec secs second seconds sekunde sekunden",
        "minute": "min mins minute minutes minuten",
        "hour": "h hr hrs hour hours stunde stunden",
        "day": "d day days tag tage tagen",
        "week": "week weeks woche wochen",
        "month": "month months monat monate monaten",
        "year": "year years jahr jahre jahren",
        "am": "am",
        "pm": "pm",
        "millisecond": "ms millisecond milliseconds millisekunden",
        "kb": "kb kib kilobyte kilobytes",
        "mb": "mb mib megabyte megabytes",
        "gb": "gb gib gigabyte gigabytes",
        "tb": "tb tib terabyte terabytes",
        "kg": "kg kilo kilos kilogram kilograms kilogramm",
        "volt": "v volt volts",
    }
)
NUMBERS = _spellings(
    {
        "1": "one eins",
        "2": "two zwei",
        "3": "three drei",
        "4": "four vier",
        "5": "five fünf",
        "6": "six sechs",
        "7": "seven sieben",
        "8": "eight acht",
        "9": "nine neun",
        "10": "ten zehn",
        "11": "eleven elf",
        "12": "twelve zwölf",
        "14": "fourteen vierzehn",
        "15": "fifteen fünfzehn",
        "20": "twenty zwanzig",
        "24": "twenty-four vierundzwanzig",
        "30": "thirty dreißig dreissig",
        "48": "forty-eight",
        "60": "sixty sechzig",
        "90": "ninety neunzig",
        "100": "hundred hundert",
        "1000": "thousand tausend",
    }
)
MONTHS = _spellings(
    {
        "1": "january jan januar",
        "2": "february feb februar",
        "3": "march märz",
        "4": "april apr",
        "5": "may mai",
        "6": "june jun juni",
        "7": "july jul juli",
        "8": "august aug",
        "9": "september sept sep",
        "10": "october oct oktober okt",
        "11": "november nov",
        "12": "december dec dezember dez",
    }
)
DAYS = _spellings(
    {
        "monday": "monday mondays montag montags",
        "tuesday": "tuesday tuesdays dienstag dienstags",
        "wednesday": "wednesday wednesdays mittwoch mittwochs",
        "thursday": "thursday thursdays donnerstag donnerstags",
        "friday": "friday fridays freitag freitags",
        "saturday": "saturday saturdays samstag samstags sonnabend sonnabends",
        "sunday": "sunday sundays sonntag sonntags",
    }
)
