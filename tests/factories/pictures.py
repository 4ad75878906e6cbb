"""Pictures as cameras and phones make them: place, person and serial number in every corner that a format has."""

from __future__ import annotations

import io
import zlib

from PIL import Image, ImageCms

#: Each of these words must be gone from what is stored and shown.
SECRETS = (b"Nguyen Thi Hoa", b"SN-20260315", b"21.5942N", b"truong-lang-chanh")
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b"<rdf:Description>Nguyen Thi Hoa 21.5942N truong-lang-chanh</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def drawn(width: int = 64, height: int = 40, mode: str = "RGB") -> Image.Image:
    """No two corners alike, so that a turned picture can be told from one that is not."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.paste("#C0392B", (0, 0, width // 3, height // 3))
    picture.paste("#1F6F54", (width // 2, height // 2, width, height))
    return picture.convert(mode)


def exif(orientation: int = 1) -> bytes:
    """Place, artist, maker's note, serial number and a thumbnail."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x013B] = "Nguyen Thi Hoa"
    found[0x9286] = "truong-lang-chanh"
    found.get_ifd(0x8825).update({1: "N", 2: (21.0, 35.0, 39.0), 3: "E", 4: (105.0, 51.0, 0.0), 29: "21.5942N"})
    found.get_ifd(0x8769).update({0xA431: "SN-20260315", 0x927C: b"SN-20260315 maker"})
    return found.tobytes()


def jpeg(picture: Image.Image | None = None, orientation: int = 1, **options) -> bytes:
    out = io.BytesIO()
    options = {"quality": 90, "icc_profile": PROFILE, **options}
    (picture or drawn()).save(
        out, "JPEG", exif=exif(orientation), comment=b"Nguyen Thi Hoa", xmp=XMP, **options
    )  # fmt: skip
    data = out.getvalue()
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x1c\x1c\x02\x50\0\x0eNguyen Thi Hoa"
    thumbnail = b"JFXX\0\x10" + SECRETS[1]
    more = b"".join(
        b"\xff" + code + (len(body) + 2).to_bytes(2, "big") + body
        for code, body in ((b"\xed", iptc), (b"\xe0", thumbnail))
    )
    return data[:2] + more + data[2:] + b"second picture of Nguyen Thi Hoa"  # after the end: a phone's moving picture


def png(picture: Image.Image | None = None, orientation: int = 1, **options) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Nguyen Thi Hoa")
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    words.add_text("Comment", "truong-lang-chanh", zip=True)
    words.add(b"prVt", SECRETS[1])
    out = io.BytesIO()
    (picture or drawn()).save(out, "PNG", pnginfo=words, exif=exif(orientation), icc_profile=PROFILE, **options)
    return out.getvalue() + SECRETS[0]


def webp(picture: Image.Image | None = None, orientation: int = 1, **options) -> bytes:
    out = io.BytesIO()
    (picture or drawn()).save(out, "WEBP", exif=exif(orientation), xmp=XMP, icc_profile=PROFILE, **options)
    return out.getvalue()


def avif(picture: Image.Image | None = None, orientation: int = 1, **options) -> bytes:
    out = io.BytesIO()
    (picture or drawn()).save(out, "AVIF", exif=exif(orientation), xmp=XMP, icc_profile=PROFILE, **options)
    return out.getvalue()


def gif(frames: int = 1) -> bytes:
    out = io.BytesIO()
    pictures = [drawn().rotate(40 * number) for number in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:], "duration": 120, "loop": 0} if frames > 1 else {}
    pictures[0].save(out, "GIF", comment=b"Nguyen Thi Hoa", **more)
    data = out.getvalue()
    xmp = b"!\xff\x0bXMP DataXMP" + XMP + bytes([1, *range(255, -1, -1)]) + b"\0"
    return data[:-1] + xmp + data[-1:] + SECRETS[3]


MAKERS = {"jpg": jpeg, "png": png, "webp": webp, "avif": avif, "gif": gif}


def leaks(data: bytes) -> list[bytes]:
    """The secrets that a stored picture still tells, compressed texts included."""
    told = data
    for start in range(len(data)):
        if data[start : start + 4] == b"zTXt":
            told += zlib.decompressobj().decompress(data[start + 4 :].split(b"\0\0", 1)[1])
    return [secret for secret in SECRETS if secret in told]
