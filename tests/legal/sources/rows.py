"""Rows of two sources on one real law; the sentences are our own."""


def articles(count, words="Nội dung mẫu số {}."):
    return [
        {"no": str(n), "label": f"Điều {n}", "heading": "Mẫu", "text": words.format(n), "pd_anchor": f"0{n}"}
        for n in range(1, count + 1)
    ]


CODIFIED = {
    "type": "Luật", "number": "102/2016/QH13", "title": "Trẻ em", "issuer": "Quốc hội", "issued": "2016-04-05",
    "effective": "2017-06-01", "vbpl_item_id": "102303", "topics": ["13.2 Trẻ em"], "articles": articles(10),
}  # fmt: skip


def crawled(number="102/2016/QH13", in_text=None, count=10, **change):
    text = (
        f"QUỐC HỘI\nLuật số: {in_text or number}\nHà Nội, ngày 05 tháng 4 năm 2016\nLUẬT\nTRẺ EM\n"
        "Căn cứ Hiến pháp;\n" + "".join(f"Điều {n}. Mẫu\nTheo nguồn khác, số {n}.\n" for n in range(1, count + 1))
        + "CHỦ TỊCH QUỐC HỘI\nNguyễn Văn Mẫu"
    )  # fmt: skip
    return {
        "id": "102303", "url": "https://vbpl.vn/x--102303", "type": "Luật", "number": number, "lang": "vi",
        "title": f"Luật Trẻ em số {number}", "status": "Hết hiệu lực một phần", "issued_guess": "2016-04-05",
        "effective": "2017-06-01", "updated": "2026-04-07", "chars": "1", "text": text,
    } | change  # fmt: skip
