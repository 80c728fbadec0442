"""Pictures for tests, drawn here and now."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    """Return a picture with an edge in it, so that turning it can be seen."""
    image = Image.new("RGB", size, "white")
    image.paste("navy", (0, 0, size[0] // 2, size[1]))
    return saved(image, kind, **more)


def moving(kind: str = "GIF", frames: int = 3, **more: Any) -> bytes:
    colours = ["red", "green", "blue", "black", "white"]
    images = [Image.new("RGB", (20, 20), colours[n % 5]) for n in range(frames)]
    more |= {"save_all": True, "append_images": images[1:], "duration": 80}
    return saved(images[0], kind, **more)


def saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    made = BytesIO()
    image.save(made, kind, **more)
    return made.getvalue()


def camera() -> Image.Exif:
    """Return what a telephone writes into its pictures: where it was, and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "SECRET PLACE"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """Return a PNG of a few bytes whose header promises more than memory holds."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
