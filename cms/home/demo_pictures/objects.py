"""Scenes with a few things in them."""

from __future__ import annotations

from random import Random

from cms.home.demo_pictures import palette as c
from cms.home.demo_pictures.canvas import HEIGHT, WIDTH, Canvas, box_corners, rotate_points
from cms.home.demo_pictures.shared_shapes import draw_cloud, draw_grid, draw_window

SPINES = (c.RED, c.SHUTTER, c.WALL, c.SHUTTER_DARK, c.ROOF, c.WALL_DARK, c.PAPER, c.LEAF)


def _draw_books(canvas: Canvas, left: float, right: float, floor: float, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a drawing, always the same
    x = left
    while x < right - 24:
        width = random.choice((24, 30, 36, 44))
        if x + width > right:
            break
        height = random.randint(150, 200)
        colour = random.choice(SPINES)
        canvas.rect(x, floor - height, width - 2, height, colour)
        band = c.WALL if colour != c.WALL else c.RED
        canvas.rect(x, floor - height + 26, width - 2, 8, band)
        canvas.rect(x, floor - 34, width - 2, 6, c.PAPER if colour != c.PAPER else c.RED)
        x += width
        if random.random() < 0.07:
            x += 34


def draw_library(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, "#F6D083")
    canvas.rect(130, 70, 1340, 540, c.SOIL, 6)
    for y in (104, 356):
        canvas.rect(166, y, 1268, 222, c.ARCADE)
        canvas.rect(166, y, 1268, 10, "#8D6223")
    _draw_books(canvas, 180, 660, 326, 4)
    _draw_books(canvas, 860, 1420, 326, 9)
    _draw_books(canvas, 180, 930, 578, 14)
    _draw_books(canvas, 1110, 1420, 578, 21)
    canvas.poly([(700, 262), (808, 262), (792, 326), (716, 326)], c.ROOF)
    for dx, dy in ((-52, -62), (-20, -98), (20, -104), (54, -66), (0, -70)):
        canvas.stroke([(754, 262), (754 + dx, 262 + dy)], 18, c.LEAF)
    canvas.circle(1020, 520, 52, c.GLASS)
    canvas.arc(1020, 520, 62, -60, 120, 9, c.STAR)
    canvas.arc(1020, 516, 26, 160, 320, 12, c.LEAF)
    canvas.rect(1012, 566, 16, 12, c.SOIL)
    canvas.rect(0, 660, WIDTH, 240, c.WOOD)
    canvas.rect(0, 660, WIDTH, 12, c.WOOD_DARK)
    canvas.poly([(520, 690), (796, 690), (796, 862), (430, 862)], c.PAPER)
    canvas.poly([(804, 690), (1080, 690), (1170, 862), (804, 862)], c.PAPER)
    canvas.rect(796, 690, 8, 172, c.GRID)
    for n in range(5):
        y = 716 + n * 30
        lean = n * 15
        canvas.rect(540 - lean, y, 240 + lean, 3, c.GRID)
        canvas.rect(820, y, 250 + lean, 3, c.GRID)
    canvas.stroke([(548, 730), (640, 726), (700, 732), (760, 726)], 7, c.INK)
    canvas.stroke([(530, 772), (620, 768), (720, 774)], 7, c.INK)
    canvas.stroke([(840, 730), (930, 726), (1030, 731)], 7, c.INK)
    canvas.stroke([(1222, 836), (1340, 752)], 26, c.RED)
    canvas.poly([(1212, 826), (1232, 852), (1190, 858)], "#F3D9B1")


def draw_meal(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, 330, c.SKY)
    draw_cloud(canvas, 130, 170, 1)
    draw_cloud(canvas, 620, 90, 0.8)
    draw_cloud(canvas, 1130, 140, 1.2)
    for row in range(6):
        y = 290 + row * 112
        canvas.wave(y + 20, 8, 700, row * 90, c.SOIL if row % 2 else c.SAND_DARK)
        for n in range(19):
            x = 30 + n * 88 + (row % 2) * 40
            for dx, dy in ((-20, -34), (0, -46), (20, -34)):
                canvas.stroke([(x, y + 26), (x + dx, y + 26 + dy)], 13, c.LEAF if (n + row) % 3 else c.LEAF_LIGHT)
    canvas.rect(426, 446, 748, 404, c.SOIL, 44)
    canvas.rect(420, 436, 748, 404, c.WHITE, 44)
    canvas.rect(450, 466, 688, 344, c.GLASS, 28)
    canvas.circle(628, 638, 130, c.WHITE)
    canvas.circle(628, 638, 100, c.STAR)
    for x, y in ((590, 610), (640, 590), (670, 640), (610, 670), (650, 690), (580, 650)):
        canvas.ellipse(x, y, 16, 11, c.WHITE)
    canvas.rect(798, 496, 300, 128, c.WHITE, 22)
    for n in range(6):
        canvas.circle(844 + n * 42, 560, 27, (c.LEAF, c.RED, c.LEAF_DARK)[n % 3])
    canvas.rect(798, 648, 140, 130, c.WHITE, 22)
    canvas.rect(824, 676, 88, 72, c.STAR, 10)
    canvas.rect(958, 648, 140, 130, c.WHITE, 22)
    canvas.circle(1028, 713, 44, c.RED)
    canvas.circle(1016, 700, 12, "#E8836F")
    for x in (1222, 1256):
        canvas.stroke([(x, 470), (x - 4, 800)], 12, c.INK)


def draw_drum(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, c.WALL)
    canvas.rect(0, 672, WIDTH, 30, c.WALL_DARK)
    canvas.rect(0, 702, WIDTH, 198, c.SAND)
    draw_window(canvas, 166, 190, 296, 370, 70)
    draw_window(canvas, 1140, 190, 296, 370, 70)
    for a, b in (((680, 540), (610, 800)), ((930, 540), (1000, 800))):
        canvas.stroke([a, b], 34, c.TRUNK)
    canvas.stroke([(640, 700), (972, 700)], 26, c.TRUNK)
    canvas.stroke([(604, 808), (666, 808)], 26, c.TRUNK)
    canvas.stroke([(944, 808), (1006, 808)], 26, c.TRUNK)
    left = [(628, 250), (590, 330), (576, 400), (590, 480), (628, 566)]
    right = [(1610 - x, y) for x, y in reversed(left)]
    canvas.poly([*left, *right], c.RED)
    canvas.poly([(628, 250), (590, 330), (576, 400), (1034, 400), (1020, 330), (982, 250)], "#DA6048")
    canvas.ellipse(805, 250, 180, 54, c.WHITE)
    canvas.ellipse(805, 250, 146, 40, c.WALL_DARK)
    canvas.ellipse(805, 250, 138, 35, c.WHITE)
    for n in range(11):
        x = 632 + n * 34.6
        dip = 1 - ((x - 805) / 180) ** 2
        canvas.circle(x, 304 + 22 * dip, 8, c.STAR)
        canvas.circle(x, 524 + 22 * dip, 8, c.STAR)
    canvas.star(805, 424, 58, c.STAR)
    canvas.stroke([(946, 190), (1104, 84)], 20, c.TRUNK)
    canvas.circle(938, 196, 25, c.WHITE)


def draw_phone(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, c.PAPER)
    draw_grid(canvas, 0, 0, WIDTH, HEIGHT, 40)
    canvas.rect(600, 70, 400, 780, c.INK, 48)
    canvas.rect(626, 106, 348, 708, c.GLASS, 24)
    canvas.rect(740, 84, 120, 10, "#4B5852", 5)
    canvas.poly(
        [(800, 190), (930, 236), (930, 380), (894, 470), (800, 530), (706, 470), (670, 380), (670, 236)], c.SHUTTER
    )
    canvas.poly([(800, 190), (930, 236), (930, 380), (894, 470), (800, 530)], c.SHUTTER_DARK)
    canvas.arc(800, 330, 40, 180, 360, 16, c.STAR)
    canvas.rect(740, 330, 120, 96, c.STAR, 12)
    canvas.circle(800, 370, 14, c.SHUTTER)
    canvas.rect(794, 372, 12, 32, c.SHUTTER)
    canvas.rect(660, 600, 220, 44, c.WHITE, 20)
    canvas.rect(720, 664, 220, 44, c.WALL, 20)
    canvas.rect(660, 728, 150, 44, c.WHITE, 20)
    canvas.rect(150, 250, 360, 150, c.WHITE, 18)
    canvas.poly([(440, 398), (506, 398), (510, 446)], c.WHITE)
    for n, w in enumerate((260, 200)):
        canvas.rect(190, 296 + n * 36, w, 10, c.INK, 5)
    canvas.circle(150, 250, 36, c.RED)
    canvas.stroke([(136, 236), (164, 264)], 9, c.WHITE)
    canvas.stroke([(164, 236), (136, 264)], 9, c.WHITE)
    canvas.rect(1090, 440, 360, 150, c.WALL, 18)
    canvas.poly([(1094, 588), (1160, 588), (1092, 636)], c.WALL)
    for n, w in enumerate((260, 180)):
        canvas.rect(1130, 486 + n * 36, w, 10, c.INK, 5)
    canvas.circle(1450, 440, 36, c.SHUTTER)
    canvas.stroke([(1434, 440), (1446, 454), (1468, 428)], 9, c.WHITE)


def draw_leaflet(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, c.SHUTTER)
    draw_grid(canvas, 0, 0, WIDTH, HEIGHT, 40, "#18675F")
    canvas.poly([(300, 230), (610, 150), (610, 730), (300, 800)], c.PAPER)
    canvas.poly([(610, 150), (960, 230), (960, 800), (610, 730)], c.WALL)
    canvas.poly([(960, 230), (1290, 150), (1290, 730), (960, 800)], c.PAPER)
    canvas.poly([(350, 300), (560, 246), (560, 400), (350, 452)], c.GLASS)
    for n, end in enumerate((560, 560, 500, 560, 460)):
        y = 500 + n * 50
        canvas.stroke([(352, y), (end, y - (end - 352) * 0.24)], 10, c.INK)
    canvas.poly([(785, 260), (876, 436), (694, 396)], c.RED)
    canvas.poly([(785, 302), (842, 412), (728, 388)], c.PAPER)
    canvas.stroke([(785, 334), (785, 366)], 9, c.INK)
    canvas.circle(785, 386, 5, c.INK)
    for n, end in enumerate((910, 910, 850, 880)):
        y = 470 + n * 48
        canvas.stroke([(662, y), (end, y + (end - 662) * 0.21)], 10, c.INK)
    canvas.poly([(664, 670), (904, 722), (904, 764), (664, 712)], c.SHUTTER)
    canvas.poly([(1010, 300), (1240, 244), (1240, 420), (1010, 476)], c.LEAF_LIGHT)
    canvas.circle(1130, 350, 46, c.STAR)
    for n, end in enumerate((1240, 1240, 1180)):
        y = 530 + n * 48
        canvas.stroke([(1012, y), (end, y - (end - 1012) * 0.24)], 10, c.INK)
    _draw_code(canvas, 1120, 616)


def _draw_code(canvas: Canvas, left: float, top: float) -> None:
    """Something like a QR code on the slanted third page (it says nothing)."""
    random = Random(7)  # noqa: S311
    for row in range(7):
        for column in range(7):
            corner = (row < 3 or row > 3) and (column < 3 or column > 3) and not (row > 3 and column > 3)
            solid = corner and (row in (0, 2, 4, 6) or column in (0, 2, 4, 6))
            if solid or (not corner and random.random() < 0.5):
                x, y = left + column * 16, top + row * 16 - column * 3.9
                canvas.poly([(x, y), (x + 16, y - 3.9), (x + 16, y + 12.1), (x, y + 16)], c.INK)


def draw_quiz(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, "#FFD871")

    def on_sheet(points):
        return rotate_points(points, 700, 480, -5)

    canvas.poly(rotate_points(box_corners(398, 78, 640, 860), 712, 492, -5), "#E7B94A")
    canvas.poly(on_sheet(box_corners(380, 60, 640, 860)), c.PAPER)
    for n in range(17):
        width = 3 if n % 4 == 0 else 1.2
        canvas.poly(on_sheet(box_corners(380 + n * 40, 60, width, 860)), c.GRID)
    for n in range(22):
        width = 3 if n % 4 == 0 else 1.2
        canvas.poly(on_sheet(box_corners(380, 60 + n * 40, 640, width)), c.GRID)
    for n, (ticked, long, short) in enumerate(((1, 330, 220), (0, 280, 300), (1, 380, 240), (1, 250, 190))):
        y = 180 + n * 160
        canvas.poly(on_sheet(box_corners(446, y, 76, 76)), c.INK)
        canvas.poly(on_sheet(box_corners(454, y + 8, 60, 60)), c.WHITE)
        if ticked:
            canvas.stroke(on_sheet([(464, y + 40), (482, y + 58), (516, y + 8)]), 15, c.SHUTTER)
        canvas.stroke(on_sheet([(560, y + 22), (560 + long, y + 22)]), 10, c.INK)
        canvas.stroke(on_sheet([(560, y + 58), (560 + short, y + 58)]), 10, c.INK)
    canvas.rect(1178, 128, 44, 60, c.SHUTTER, 8)
    canvas.circle(1200, 350, 170, c.SHUTTER)
    canvas.circle(1200, 350, 134, c.PAPER)
    for angle in range(0, 360, 30):
        canvas.poly(rotate_points(box_corners(1197, 226, 6, 20), 1200, 350, angle), c.INK)
    canvas.stroke([(1200, 260), (1200, 354), (1262, 398)], 14, c.INK)
    canvas.star(1290, 710, 106, c.RED, 10)
    canvas.star(1112, 790, 52, c.SHUTTER, -8)
