"""Whatever is sent, what is kept is pixels and nothing else; the rest is refused with a reason."""

import random
import warnings
from io import BytesIO

import pytest
from PIL import Image

from knowledge.picture_bytes import Refused, drawn_anew, drawn_before
from tests.knowledge.drawing import bomb, camera, drawn, moving

MOST = 1_000_000
SCRIPT = b"<script>alert('SECRET')</script>"


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(
    ("kind", "ending"),
    [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif"), ("WEBP", "webp")],
)
def test_the_four_kinds_are_known_by_their_content(kind: str, ending: str) -> None:
    kept = drawn_anew(drawn(kind), most_pixels=MOST)

    assert (kept.kind, kept.width, kept.height) == (ending, 40, 30)
    assert opened(kept.data).format == kind


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_where_a_picture_was_taken_is_not_kept_but_how_it_was_held_is(
    kind: str,
) -> None:
    kept = drawn_anew(drawn(kind, exif=camera()), most_pixels=MOST)

    assert b"SECRET" not in kept.data
    assert not opened(kept.data).getexif()
    assert (kept.width, kept.height) == (30, 40)
    # The navy half was left; turned as the camera was held it is at the top.
    image = opened(kept.data).convert("RGB")
    top, bottom = image.getpixel((15, 3)), image.getpixel((15, 36))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] < 60
    assert bottom[0] > 200


@pytest.mark.parametrize(
    "data",
    [
        drawn("PNG") + SCRIPT,
        drawn("JPEG") + SCRIPT,
        drawn("JPEG", comment=SCRIPT),
        drawn("WEBP", xmp=SCRIPT),
        moving("GIF", comment=SCRIPT),
        drawn("GIF", comment=SCRIPT),
        moving("GIF") + b"PK\x03\x04" + SCRIPT,
    ],
)
def test_what_is_hidden_in_or_behind_a_picture_is_left_behind(data: bytes) -> None:
    kept = drawn_anew(data, most_pixels=MOST)

    assert b"SECRET" in data
    assert b"SECRET" not in kept.data


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_goes_on_moving(kind: str) -> None:
    kept = drawn_anew(moving(kind), most_pixels=MOST)

    assert getattr(opened(kept.data), "n_frames", 1) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a<script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7\n",
        drawn("BMP"),
        drawn("TIFF"),
        drawn("ICO", size=(16, 16)),
    ],
)
def test_what_is_no_picture_of_the_four_kinds_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"no PNG, JPEG, GIF or WebP|broken"):
        drawn_anew(data, most_pixels=MOST)


@pytest.mark.parametrize(
    "data",
    [
        bomb(),
        bomb(10_000, 5_000),
        bomb(1001, 1000),
        moving("GIF", frames=501),
        drawn("GIF", size=(1001, 1000)),
    ],
)
def test_more_pixels_than_there_is_memory_for_are_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="at most 1 million"):
        drawn_anew(data, most_pixels=MOST)


def test_frames_count_together() -> None:
    data = moving("GIF", frames=30)

    with pytest.raises(Refused, match="pixels"):
        drawn_anew(data, most_pixels=20 * 20 * 29)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_was_cut_short_is_refused(kind: str) -> None:
    whole = drawn(kind, size=(300, 200))

    for part in (0.3, 0.6, 0.9):
        with pytest.raises(Refused):
            drawn_anew(whole[: int(len(whole) * part)], most_pixels=MOST)


@pytest.mark.parametrize("seed", range(8))
def test_bytes_that_were_changed_anywhere_are_taken_or_refused(seed: int) -> None:
    rng = random.Random(seed)
    sources = [
        drawn("PNG"), drawn("JPEG", exif=camera()), moving("GIF"), moving("WEBP"),
        drawn("WEBP", exif=camera()),
    ]  # fmt: skip
    for _ in range(60):
        data = bytearray(rng.choice(sources))
        for _ in range(rng.randint(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        with warnings.catch_warnings():
            # Pillow says what is odd about the notes of a camera, which are not kept.
            warnings.simplefilter("ignore", UserWarning)
            try:
                kept = drawn_anew(bytes(data), most_pixels=MOST)
            except Refused:
                continue
        assert b"SECRET" not in kept.data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_of_another_desk_is_taken_byte_for_byte(kind: str) -> None:
    written = drawn_anew(drawn(kind), most_pixels=MOST)

    assert drawn_before(written.data, most_pixels=MOST) == written


@pytest.mark.parametrize(
    "data",
    [
        drawn("JPEG", exif=camera()),
        drawn("PNG", exif=camera()),
        drawn("WEBP", exif=camera()),
        drawn("JPEG", comment=SCRIPT),
        moving("GIF", comment=SCRIPT),
    ],
)
def test_a_picture_with_notes_in_it_was_written_by_no_desk(data: bytes) -> None:
    with pytest.raises(Refused, match="more than its pixels"):
        drawn_before(data, most_pixels=MOST)
