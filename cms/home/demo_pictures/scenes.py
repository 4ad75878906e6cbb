"""Scenes out of doors and in the classroom."""

from __future__ import annotations

from cms.home.demo_pictures import palette as c
from cms.home.demo_pictures.canvas import HEIGHT, WIDTH, Canvas
from cms.home.demo_pictures.shared_shapes import (
    draw_bicycle,
    draw_cloud,
    draw_fallen_flowers,
    draw_flame_tree,
    draw_shut_arch,
    draw_window,
)


def _draw_roof(canvas: Canvas) -> None:
    canvas.poly([(265, 296), (345, 208), (1255, 208), (1335, 296)], c.ROOF)
    for n in range(13):
        x = 340 + n * 76
        if abs(x - 800) > 150:
            lean = (x - 800) / 12
            canvas.stroke([(x, 212), (x + lean * 0.5, 292)], 4, c.ROOF_DARK)
    canvas.poly([(615, 300), (800, 168), (985, 300)], c.WALL)
    canvas.stroke([(622, 298), (800, 170), (978, 298)], 18, c.WHITE)


def draw_school(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, c.SKY)
    canvas.circle(1310, 185, 90, c.SUN)
    for x, y, size in ((120, 140, 1), (600, 74, 0.7), (1120, 108, 1.25)):
        draw_cloud(canvas, x, y, size)
    canvas.wave(700, 60, 900, 100, c.HILL)
    canvas.rect(300, 294, 1000, 446, c.WALL)
    _draw_roof(canvas)
    for x in (300, 630, 962, 1290):
        canvas.rect(x, 294, 10, 446, c.WALL_DARK)
    for x in (345, 475, 1015, 1145):
        draw_window(canvas, x, 345, 112, 124, 34)
    for x in (706, 768, 830):
        draw_shut_arch(canvas, x, 356, 64 - 4, 124)
    canvas.rect(300, 505, 332, 22, c.WHITE)
    canvas.rect(968, 505, 332, 22, c.WHITE)
    canvas.rect(664, 545, 272, 44, c.SHUTTER, 6)
    for n in range(11):
        canvas.rect(688 + n * 21, 563, 12, 8, c.WHITE, 4)
    canvas.rect(680, 600, 240, 16, c.WHITE)
    canvas.rect(704, 616, 192, 120, c.SHUTTER)
    canvas.rect(797, 616, 6, 120, c.SHUTTER_DARK)
    for n in range(6):
        canvas.rect(722, 632 + n * 16, 58, 6, c.SHUTTER_DARK)
        canvas.rect(820, 632 + n * 16, 58, 6, c.SHUTTER_DARK)
    for x in (335, 430, 525, 1000, 1095, 1190):
        canvas.arch(x, 600, 68, 138, c.ARCADE)
    canvas.circle(800, 246, 32, c.WHITE)
    canvas.stroke([(800, 226), (800, 248), (814, 256)], 6, c.INK)
    canvas.rect(258, 738, 1084, 20, c.WHITE)
    canvas.rect(232, 758, 1136, 14, c.SAND_DARK)
    canvas.rect(0, 772, WIDTH, 128, c.SAND)
    for x, y, w in ((80, 806, 170), (620, 806, 170), (980, 846, 170), (420, 846, 150), (1300, 806, 140)):
        canvas.rect(x, y, w, 5, c.SAND_DARK, 2)
    canvas.rect(540, 396, 12, 378, c.TRUNK, 4)
    canvas.poly([(552, 402), (664, 398), (656, 440), (664, 482), (552, 478)], c.RED)
    canvas.star(605, 440, 26, c.STAR)
    draw_flame_tree(canvas, 172, 790, 1.08, 3)
    draw_flame_tree(canvas, 1452, 796, 1.2, 8)
    draw_fallen_flowers(canvas, 30, 420, 790, 880, 26, 5)
    draw_fallen_flowers(canvas, 1250, 1580, 790, 880, 20, 6)
    canvas.rect(394, 788, 138, 12, c.TRUNK, 4)
    canvas.rect(410, 798, 8, 34, c.TRUNK)
    canvas.rect(508, 798, 8, 34, c.TRUNK)
    draw_bicycle(canvas, 1130, 860, 0.9)


def draw_crossing(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, c.SKY)
    for x, y, size in ((120, 150, 1), (640, 90, 0.8), (1040, 140, 1.1)):
        draw_cloud(canvas, x, y, size)
    canvas.wave(500, 30, 800, 0, c.HILL)
    canvas.rect(0, 480, WIDTH, 150, c.WALL)
    canvas.rect(0, 462, WIDTH, 20, c.WALL_DARK)
    for n in range(12):
        x = 60 + n * 130
        if not 540 < x < 1010:
            canvas.rect(x, 520, 84, 60, c.WALL_DARK)
    draw_flame_tree(canvas, 250, 640, 1.0, 11)
    draw_flame_tree(canvas, 1390, 640, 0.95, 12, flowers=False)
    canvas.rect(570, 300, 90, 330, c.WALL)
    canvas.rect(940, 300, 90, 330, c.WALL)
    canvas.rect(660, 300, 280, 80, c.WALL)
    canvas.poly([(540, 300), (575, 238), (1025, 238), (1060, 300)], c.ROOF)
    canvas.rect(548, 296, 504, 16, c.WHITE)
    canvas.rect(640, 318, 320, 52, c.SHUTTER, 6)
    for n in range(12):
        canvas.rect(668 + n * 22, 340, 13, 8, c.WHITE, 4)
    for n in range(9):
        canvas.rect(668 + n * 32, 388, 10, 244, c.SHUTTER)
    canvas.rect(660, 440, 280, 12, c.SHUTTER)
    canvas.rect(660, 580, 280, 12, c.SHUTTER)
    canvas.rect(0, 630, WIDTH, 28, c.KERB)
    canvas.rect(0, 658, WIDTH, 242, c.ROAD)
    for n in range(7):
        x = 520 + n * 92
        canvas.poly([(x, 680), (x + 48, 680), (x + 36, 850), (x - 30, 850)], c.WHITE)
    canvas.rect(0, 868, 360, 8, c.ROAD_LINE)
    canvas.rect(1260, 868, 340, 8, c.ROAD_LINE)
    canvas.rect(1188, 330, 12, 330, c.INK)
    canvas.poly([(1194, 210), (1286, 372), (1102, 372)], c.RED)
    canvas.poly([(1194, 250), (1252, 352), (1136, 352)], c.STAR)
    canvas.circle(1194, 288, 9, c.INK)
    canvas.stroke([(1194, 300), (1190, 322), (1176, 344)], 9, c.INK)
    canvas.stroke([(1190, 322), (1210, 342)], 9, c.INK)
    draw_bicycle(canvas, 230, 840, 1.15)
    canvas.ellipse(1370, 800, 74, 66, c.RED)
    canvas.rect(1290, 802, 160, 70, c.ROAD)
    canvas.rect(1286, 796, 176, 12, c.INK, 6)
    canvas.rect(1362, 738, 14, 60, c.STAR)


def draw_classroom(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, c.WALL)
    canvas.rect(0, 640, WIDTH, 14, c.WALL_DARK)
    canvas.rect(0, 654, WIDTH, 246, c.SAND)
    draw_window(canvas, 70, 150, 210, 330, 56)
    draw_window(canvas, 1320, 150, 210, 330, 56)
    canvas.rect(380, 110, 840, 430, c.WOOD_DARK, 8)
    canvas.rect(402, 132, 796, 386, c.SHUTTER, 4)
    canvas.rect(796, 210, 8, 210, c.PAPER)
    canvas.rect(720, 416, 160, 12, c.PAPER, 6)
    canvas.stroke([(640, 246), (800, 214), (960, 246)], 9, c.PAPER)
    for x in (640, 960):
        canvas.stroke([(x - 58, 330), (x, 246), (x + 58, 330)], 4, c.PAPER)
        canvas.poly([(x - 72, 330), (x + 72, 330), (x + 44, 364), (x - 44, 364)], c.STAR)
    canvas.star(800, 186, 26, c.STAR)
    for n, length in enumerate((150, 110, 130)):
        canvas.rect(440, 180 + n * 40, length, 6, "#7FB0A8", 3)
        canvas.rect(1160 - length, 180 + n * 40, length, 6, "#7FB0A8", 3)
    canvas.rect(402, 518, 796, 14, c.WOOD, 3)
    canvas.rect(470, 508, 50, 10, c.WHITE, 4)
    canvas.rect(1050, 504, 70, 14, c.RED, 3)
    for row, (y, s) in enumerate(((650, 0.8), (770, 1.05))):
        for x in (260, 800, 1340):
            _draw_desk(canvas, x, y, s, (c.BLUE, c.RED, c.SHUTTER, c.PLUM)[(row + x // 500) % 4])


def _draw_desk(canvas: Canvas, x: float, y: float, s: float, book: str) -> None:
    canvas.rect(x - 190 * s, y, 380 * s, 22 * s, c.WOOD, 4)
    canvas.rect(x - 176 * s, y + 22 * s, 352 * s, 44 * s, c.WOOD_DARK)
    for leg in (-170, 154):
        canvas.rect(x + leg * s, y + 66 * s, 16 * s, 66 * s, c.WOOD_DARK)
    canvas.poly([(x - 110 * s, y), (x - 92 * s, y - 22 * s), (x - 10 * s, y - 22 * s), (x - 18 * s, y)], book)
    canvas.poly([(x + 20 * s, y), (x + 30 * s, y - 18 * s), (x + 124 * s, y - 18 * s), (x + 130 * s, y)], c.PAPER)


def draw_dyke(canvas: Canvas) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, c.SKY)
    canvas.circle(300, 230, 100, c.SUN)
    draw_cloud(canvas, 520, 190, 1.2)
    draw_cloud(canvas, 1180, 120, 1)
    canvas.wave(470, 26, 1100, 200, c.HILL)
    canvas.rect(0, 500, WIDTH, 130, c.WATER)
    for x, y, w in ((120, 540, 180), (520, 580, 220), (980, 545, 160), (1300, 590, 200)):
        canvas.rect(x, y, w, 6, "#C4DFE9", 3)
    canvas.poly([(90, 568), (330, 568), (290, 610), (130, 610)], c.TRUNK)
    canvas.arc(210, 574, 66, 180, 360, 12, c.WOOD)
    canvas.wave(690, 34, 1700, 350, c.LEAF)
    canvas.wave(760, 30, 1700, 250, c.LEAF_LIGHT)
    edge = [(x, 716 - 30 * (1 - ((x - 800) / 900) ** 2)) for x in range(0, WIDTH + 41, 40)]
    canvas.stroke(edge, 46, c.SAND)
    for n in range(26):
        x = 30 + n * 62
        y = 850 + (n % 3) * 14
        for dx in (-12, 0, 12):
            canvas.stroke([(x, y + 26), (x + dx, y)], 6, c.LEAF_DARK)
    canvas.poly([(1130, 150), (1250, 240), (1150, 360), (1040, 250)], c.RED)
    canvas.poly([(1130, 150), (1250, 240), (1145, 250)], c.STAR)
    canvas.poly([(1040, 250), (1145, 250), (1150, 360)], c.BLUE)
    canvas.stroke([(1150, 360), (1120, 420), (1160, 460), (1130, 500)], 8, c.RED)
    canvas.stroke([(1145, 252), (1010, 440), (900, 620)], 2.5, c.INK)
    draw_bicycle(canvas, 470, 694, 0.85)
    draw_bicycle(canvas, 720, 688, 0.85, c.RED)
