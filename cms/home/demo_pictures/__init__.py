"""Drawn pictures for the demo's media library: flat shapes, the product's own palette, no photographs.

``PICTURE_NAMES`` maps each picture to its Vietnamese description (the alt text); ``render_png`` gives PNG bytes,
``render_svg`` the same drawing for the static files.
"""

from __future__ import annotations

from functools import lru_cache

from cms.home.demo_pictures import objects, scenes
from cms.home.demo_pictures.canvas import PngCanvas, SvgCanvas

_SCENES = {
    "school": (
        scenes.draw_school,
        "Tranh vẽ sân trường: dãy nhà tường vàng, cửa chớp xanh, hai cây phượng đang nở hoa",
    ),
    "library": (objects.draw_library, "Tranh vẽ kệ sách nhiều màu và quyển vở ô ly mở trên bàn"),
    "meal": (objects.draw_meal, "Tranh vẽ khay cơm bán trú trước luống rau xanh"),
    "crossing": (scenes.draw_crossing, "Tranh vẽ cổng trường có vạch qua đường và biển báo trẻ em"),
    "drum": (objects.draw_drum, "Tranh vẽ chiếc trống trường trước bức tường vàng có cửa chớp xanh"),
    "phone": (objects.draw_phone, "Tranh vẽ điện thoại có hình chiếc khiên và ổ khóa, hai tin nhắn ở hai bên"),
    "leaflet": (objects.draw_leaflet, "Tranh vẽ tờ gấp ba mặt trên nền xanh"),
    "quiz": (objects.draw_quiz, "Tranh vẽ phiếu câu hỏi trên giấy ô ly, đồng hồ bấm giờ và hai ngôi sao"),
    "classroom": (scenes.draw_classroom, "Tranh vẽ lớp học: bảng xanh có hình cán cân, hai dãy bàn gỗ"),
    "dyke": (scenes.draw_dyke, "Tranh vẽ con đê ven sông, cánh diều và hai chiếc xe đạp"),
}

PICTURE_NAMES: dict[str, str] = {name: words for name, (_draw, words) in _SCENES.items()}


@lru_cache(maxsize=len(_SCENES))
def render_png(name: str) -> bytes:
    """PNG, 1600 × 900. KeyError for a name that is not in ``PICTURE_NAMES``."""
    canvas = PngCanvas()
    _SCENES[name][0](canvas)
    return canvas.png()


def render_svg(name: str) -> str:
    """The same picture as SVG text, viewBox 0 0 1600 900."""
    canvas = SvgCanvas()
    _SCENES[name][0](canvas)
    return canvas.text()
