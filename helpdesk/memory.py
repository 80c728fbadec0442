"""What a process has loaded stays; Python's collector need not look at it again and again."""

import gc


def keep_loaded() -> None:
    """Take all objects of now out of the collector's rounds; call it when all is loaded.

    Modules, admin and models are half a million objects. To walk over them takes a tenth of a
    page's time, and a full round is a pause of its own, just when a page is made.
    """
    gc.collect()
    gc.freeze()
