"""Uploaded bytes to a picture that holds pixels and nothing else."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

# Pillow knows some forty formats: each decoder that is not asked cannot be attacked.
FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
JPEG_QUALITY = 90
MOST_FRAMES = 500
# What Pillow says of a file that describes its pixels and nothing else.
ABOUT_PIXELS = {
    "background", "duration", "extension", "jfif", "jfif_density", "jfif_unit", "jfif_version",
    "loop", "progression", "progressive", "timestamp", "transparency", "version",
}  # fmt: skip
# What Pillow's decoders raise for broken files; some of it only when pixels are asked for.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, RuntimeError, struct.error)  # fmt: skip
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class Refused(Exception):
    """The bytes are no picture that is taken; the message says why, to whoever sent them."""


@dataclass(frozen=True)
class Drawn:
    """A picture as it is kept."""

    data: bytes
    kind: str
    width: int
    height: int


def drawn_anew(data: bytes, *, most_pixels: int) -> Drawn:
    """Return the picture that these bytes show, written anew.

    1. Find out by the content what it is; names and stated types count for nothing.
    2. Refuse what would take too much memory, before anything of it is unpacked.
    3. Unpack it, turn it as its camera was held, and write the pixels to a new file: places,
       comments, thumbnails and whatever was hidden behind or inside the old one stay behind.

    Raises Refused.
    """
    with _opened(data, most_pixels) as image:
        return _written(image)


def drawn_before(data: bytes, *, most_pixels: int) -> Drawn:
    """Return a picture that a desk wrote, byte for byte: its texts know it by its hash.

    Raises Refused, also for one that says anything beside its pixels.
    """
    with _opened(data, most_pixels) as image:
        kind = FORMATS[image.format or ""]
        for frame in ImageSequence.Iterator(image):
            frame.load()
        if image.getexif() or not set(image.info) <= ABOUT_PIXELS:
            raise Refused(_("This picture carries more than its pixels."))
        return Drawn(data, kind, *image.size)


@contextmanager
def _opened(data: bytes, most_pixels: int) -> Iterator[Image.Image]:
    try:
        with Image.open(BytesIO(data), formats=list(FORMATS)) as image:
            _refuse_large(image, most_pixels)
            yield image
    except BOMBS:
        raise Refused(_too_many_pixels(most_pixels)) from None
    except UnidentifiedImageError:
        text = _("This is no PNG, JPEG, GIF or WebP picture.")
        raise Refused(text) from None
    except BROKEN:
        raise Refused(_("This picture is broken or cut short.")) from None


def _refuse_large(image: Image.Image, most_pixels: int) -> None:
    """Count the pixels that the header promises, of all frames together."""
    width, height = image.size
    if width * height > most_pixels:
        raise Refused(_too_many_pixels(most_pixels))
    frames = (
        int(getattr(image, "n_frames", 1)) if image.format in {"GIF", "WEBP"} else 1
    )
    if frames > MOST_FRAMES or width * height * frames > most_pixels:
        raise Refused(_too_many_pixels(most_pixels))


def _too_many_pixels(most: int) -> str:
    text = _("This picture has too many pixels: at most %(most)s million are taken.")
    return text % {"most": f"{most / 1_000_000:g}"}


def _written(image: Image.Image) -> Drawn:
    assert image.format is not None  # noqa: S101 it was opened from bytes
    kind = FORMATS[image.format]
    frames = list(_frames(image, kind))
    first, options = frames[0], _options(kind)
    if len(frames) > 1:
        options |= {
            "save_all": True,
            "append_images": frames[1:],
            "duration": [frame.info.get("duration", 100) for frame in frames],
            "loop": image.info.get("loop", 0),
        }
    made = BytesIO()
    first.save(made, image.format, **options)
    return Drawn(made.getvalue(), kind, *first.size)


def _frames(image: Image.Image, kind: str) -> Iterator[Image.Image]:
    """Yield the frames of an animation, or the one picture, without what describes them."""
    moves = kind in {"gif", "webp"} and getattr(image, "n_frames", 1) > 1
    for frame in ImageSequence.Iterator(image) if moves else [image]:
        frame.load()
        turned = frame.copy() if moves else ImageOps.exif_transpose(frame)
        if kind == "jpg" and turned.mode not in {"L", "RGB"}:
            turned = turned.convert("RGB")
        kept = {"transparency", "duration"}
        turned.info = {key: v for key, v in turned.info.items() if key in kept}
        yield turned


def _options(kind: str) -> dict[str, Any]:
    """Return how a format is written; what WebP would carry on is named so that it is not."""
    if kind == "png":
        return {"optimize": True}
    if kind == "jpg":
        return {"quality": JPEG_QUALITY, "optimize": True, "progressive": True}
    if kind == "gif":
        return {"optimize": False, "disposal": 2}
    none = {"exif": b"", "icc_profile": b"", "xmp": b""}
    return {"quality": JPEG_QUALITY, "method": 4} | none
