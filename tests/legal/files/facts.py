"""What the documents of the set say of themselves, and how each is set: facts and sentences made up for it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """``name`` of the file; ``head`` and ``form`` are named in ``make.py``; ``articles`` count up to this number, those
    of what is annexed to ``annexed``; ``offices`` stand above the signer in lines of their own."""

    name: str
    form: str
    head: str
    issuers: tuple[str, ...]
    number: str
    type: str
    title: tuple[str, ...]
    place: str
    issued: str
    offices: tuple[str, ...]
    signer: str
    articles: int = 0
    annexed: int = 0
    above: str = ""  # the body above the one that issues
    options: tuple[str, ...] = field(default=())
    truth_issuers: tuple[str, ...] = ()
    no_truth: tuple[str, ...] = ()  # values that the file does not tell


GDDT = "BỘ GIÁO DỤC VÀ ĐÀO TẠO"
LAW = ("CHỦ TỊCH QUỐC HỘI",)
MINISTER, DEPUTY = ("BỘ TRƯỞNG",), ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG")
COUNCIL = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
COUNCIL_DEPUTY = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")

#: Looked at while the readers were made.
TUNED = (
    Facts("a01.docx", "articles", "table", (GDDT,), "41/2024/TT-BGDĐT", "Thông tư",
        ("Quy định về phòng đọc sách trong trường tiểu học",), "Hà Nội", "2024-08-16", DEPUTY, "Vũ Thị Mai Hoa", 9),
    Facts("a02.docx", "articles", "table", ("CHÍNH PHỦ",), "118/2023/NĐ-CP", "Nghị định",
        ("Quy định chi tiết về bữa ăn bán trú tại cơ sở giáo dục",), "Hà Nội", "2023-11-27",
        ("TM. CHÍNH PHỦ", "KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG"), "Đặng Quang Khải", 14, options=("auto", "chapters")),
    Facts("a03.pdf", "articles", "table", ("BỘ Y TẾ",), "27/2022/TT-BYT", "Thông tư",
        ("Hướng dẫn sơ cứu ban đầu cho học sinh trong giờ học thể dục", "và hoạt động ngoài trời"), "Hà Nội",
        "2022-05-09", DEPUTY, "Lý Minh Tuấn", 11, options=("chapters", "footer")),
    Facts("a04.pdf", "decision", "table", ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI CHÂU"), "215/QĐ-UBND", "Quyết định",
        ("Về việc ban hành Quy chế phối hợp bảo đảm an toàn cổng trường",), "Hải Châu", "2021-03-18", COUNCIL_DEPUTY,
        "Trịnh Văn Bách", 3, 7, options=("footer",), truth_issuers=("Ủy ban nhân dân thành phố Hải Châu",)),
    Facts("a05.docx", "plan", "table", ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",), "37/KH-PGDĐT", "Kế hoạch",
        ("Tổ chức Ngày hội đọc sách cấp huyện năm học 2023-2024",), "Suối Đá", "2023-10-02",
        ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), "Hoàng Thị Lụa", above="UBND HUYỆN SUỐI ĐÁ",
        truth_issuers=("Phòng Giáo dục và Đào tạo huyện Suối Đá",)),
    Facts("a06.docx", "letter", "table", ("SỞ GIÁO DỤC VÀ ĐÀO TẠO",), "902/SGDĐT-CTTT", "Công văn",
        ("V/v tăng cường an toàn khi học sinh", "đi xe đạp điện"), "Bình Lâm", "2024-09-20",
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Ngô Đức Thắng", above="UBND TỈNH BÌNH LÂM",
        truth_issuers=("Sở Giáo dục và Đào tạo tỉnh Bình Lâm",)),
    Facts("a07.docx", "articles", "table", ("BỘ TÀI CHÍNH", GDDT), "19/2014/TTLT-BTC-BGDĐT", "Thông tư liên tịch",
        ("Hướng dẫn quản lý kinh phí thư viện trường học",), "Hà Nội", "2014-06-30", DEPUTY, "Nguyễn Công Minh", 6,
        options=("joint",), truth_issuers=("Bộ Tài chính", "Bộ Giáo dục và Đào tạo")),
    Facts("a08.docx", "articles", "table", ("QUỐC HỘI",), "88/2021/QH15", "Luật", ("SÂN CHƠI CÔNG CỘNG",), "",
        "2021-11-15", LAW, "Phan Văn Trường", 18, options=("law", "chapters", "auto")),
    Facts("a09.html", "articles", "above", ("BỘ NỘI VỤ",), "08/2020/TT-BNV", "Thông tư",
        ("Quy định về hồ sơ viên chức làm công tác thiết bị trường học",), "Hà Nội", "2020-07-01", DEPUTY,
        "Nguyễn Thành Đô", 8),
    Facts("a10.html", "articles", "table", ("THỦ TƯỚNG CHÍNH PHỦ",), "512/QĐ-TTg", "Quyết định",
        ("Phê duyệt Chương trình bơi an toàn cho trẻ em vùng sông nước",), "Hà Nội", "2022-04-27",
        ("KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG"), "Lê Hoài Nam", 4),
    Facts("a11.pdf", "articles", "table", ("BỘ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"), "13/2019/TT-BLĐTBXH", "Thông tư",
        ("Quy định về học nghề ngắn hạn cho thanh niên nông thôn",), "Hà Nội", "2019-12-20", MINISTER, "Đào Ngọc Lân",
        12, options=("browser",), truth_issuers=("Bộ Lao động - Thương binh và Xã hội",)),
    Facts("a12.docx", "amending", "table", (GDDT,), "05/2025/TT-BGDĐT", "Thông tư",
        ("Sửa đổi, bổ sung một số điều của Thông tư số 41/2024/TT-BGDĐT", "quy định về phòng đọc sách"), "Hà Nội",
        "2025-02-14", DEPUTY, "Phạm Thu Quỳnh", 4),
    Facts("a13.docx", "articles", "box", ("BỘ CÔNG AN",), "66/2023/TT-BCA", "Thông tư",
        ("Quy định tuyên truyền an toàn giao thông trong trường học",), "Hà Nội", "2023-12-08", MINISTER,
        "Trần Hữu Lộc", 7),
    Facts("a14.docx", "articles", "tabs", ("BỘ XÂY DỰNG",), "03/2018/TT-BXD", "Thông tư",
        ("Hướng dẫn thiết kế lối đi cho người khuyết tật trong trường học",), "Hà Nội", "2018-03-12", DEPUTY,
        "Bùi Xuân Dũng", 6),
    Facts("a15.docx", "decision", "table", ("TRƯỜNG TIỂU HỌC ĐỒI CHÈ",), "24/QĐ-THĐC", "Quyết định",
        ("Về việc ban hành Quy tắc ứng xử trong nhà trường",), "Đồi Chè", "2024-09-04", ("HIỆU TRƯỞNG",),
        "Lương Thị Nhài", 3, 5, above="UBND XÃ ĐỒI CHÈ",
        truth_issuers=("Trường Tiểu học Đồi Chè",)),
    Facts("a16.docx", "directive", "table", ("ỦY BAN NHÂN DÂN", "TỈNH BÌNH LÂM"), "06/CT-UBND", "Chỉ thị",
        ("Về tăng cường phòng, chống đuối nước cho học sinh trong dịp hè",), "Bình Lâm", "2022-05-25", ("CHỦ TỊCH",),
        "Hồ Văn Sáu", truth_issuers=("Ủy ban nhân dân tỉnh Bình Lâm",)),
    Facts("a17.docx", "decision", "table", ("ỦY BAN NHÂN DÂN", "XÃ ĐỒI CHÈ"), "", "Quyết định",
        ("Về việc thành lập Tổ tư vấn tâm lý học đường",), "Đồi Chè", "", COUNCIL, "Dương Văn Tích", 3,
        options=("draft",), truth_issuers=("Ủy ban nhân dân xã Đồi Chè",), no_truth=("number", "issued")),
    Facts("a18.pdf", "plan", "table", ("ỦY BAN NHÂN DÂN", "QUẬN HOA PHƯỢNG"), "144/KH-UBND", "Kế hoạch",
        ("Phổ biến, giáo dục pháp luật cho học sinh trung học cơ sở năm 2024",), "Hoa Phượng", "2024-01-22",
        COUNCIL_DEPUTY, "Chu Thị Bích", options=("footer",), truth_issuers=("Ủy ban nhân dân quận Hoa Phượng",)),
    Facts("a19.pdf", "articles", "table", ("CHÍNH PHỦ",), "71/2020/NĐ-CP", "Nghị định",
        ("Về quỹ khuyến học tại cơ sở",), "Hà Nội", "2020-06-23", ("TM. CHÍNH PHỦ", "THỦ TƯỚNG"), "Mai Tiến Đạt", 23,
        options=("chapters", "gazette", "data")),
    Facts("a20.doc", "articles", "table", ("BỘ TƯ PHÁP",), "11/2017/TT-BTP", "Thông tư",
        ("Hướng dẫn tủ sách pháp luật ở cơ sở giáo dục",), "Hà Nội", "2017-10-31", DEPUTY, "Tô Thanh Hải", 8),
    Facts("a21.docx", "resolution", "table", ("HỘI ĐỒNG NHÂN DÂN", "TỈNH BÌNH LÂM"), "29/2022/NQ-HĐND", "Nghị quyết",
        ("Quy định mức hỗ trợ tiền ăn trưa cho trẻ mẫu giáo",), "Bình Lâm", "2022-12-09", ("CHỦ TỊCH",),
        "Cao Thị Hạnh", 5, truth_issuers=("Hội đồng nhân dân tỉnh Bình Lâm",)),
    Facts("a22.docx", "notice", "table", ("VĂN PHÒNG CHÍNH PHỦ",), "310/TB-VPCP", "Thông báo",
        ("Kết luận tại cuộc họp về chuẩn bị năm học mới",), "Hà Nội", "2024-08-06",
        ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"), "Đinh Trọng Nghĩa"),
    Facts("a23.docx", "articles", "paragraphs", ("BỘ KHOA HỌC VÀ CÔNG NGHỆ",), "17/2021/TT-BKHCN", "Thông tư",
        ("Quy định giải thưởng sáng tạo dành cho học sinh",), "Hà Nội", "2021-09-28", MINISTER, "Kiều Anh Vũ", 10),
    Facts("a24.docx", "articles", "table", ("BỘ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"), "09/2024/TT-BVHTTDL", "Thông tư",
        ("Quy định về hoạt động tham quan bảo tàng của học sinh",), "Hà Nội", "2024-05-17", DEPUTY, "Tạ Quang Huy", 9,
        options=("auto", "styled"), truth_issuers=("Bộ Văn hóa, Thể thao và Du lịch",)),
)  # fmt: skip

#: Written before, read once, when the readers were done.
UNSEEN = (
    Facts("b01.docx", "articles", "table", ("BỘ GIAO THÔNG VẬN TẢI",), "32/2021/TT-BGTVT", "Thông tư",
        ("Quy định về xe đưa đón học sinh và trẻ em mầm non",), "Hà Nội", "2021-12-14", DEPUTY, "Nguyễn Hải Đăng", 13,
        options=("auto", "chapters", "data")),
    Facts("b02.docx", "articles", "table", ("QUỐC HỘI",), "52/2024/QH15", "Luật", ("HỌC TẬP SUỐT ĐỜI",), "",
        "2024-06-24", LAW, "Võ Thanh Sơn", 27, options=("law", "chapters")),
    Facts("b03.docx", "articles", "box", (GDDT,), "14/2022/TT-BGDĐT", "Thông tư",
        ("Ban hành Điều lệ câu lạc bộ khoa học trong trường trung học",), "Hà Nội", "2022-10-11", DEPUTY,
        "Trần Ngọc Ánh", 8, options=("auto",)),
    Facts("b04.docx", "amending", "table", ("CHÍNH PHỦ",), "91/2024/NĐ-CP", "Nghị định",
        ("Sửa đổi, bổ sung một số điều của Nghị định số 118/2023/NĐ-CP ngày 27 tháng 11 năm 2023",
         "của Chính phủ quy định chi tiết về bữa ăn bán trú"), "Hà Nội", "2024-07-19",
        ("TM. CHÍNH PHỦ", "KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG"), "Lâm Văn Khoa", 5),
    Facts("b05.docx", "letter", "tabs", (GDDT,), "3871/BGDĐT-GDTH", "Công văn",
        ("V/v hướng dẫn tổ chức hoạt động", "trải nghiệm cho học sinh lớp 3"), "Hà Nội", "2023-08-18",
        ("TL. BỘ TRƯỞNG", "VỤ TRƯỞNG VỤ GIÁO DỤC TIỂU HỌC"), "Thái Văn Tâm"),
    Facts("b06.docx", "plan", "table", ("TRƯỜNG TRUNG HỌC CƠ SỞ BẾN SÔNG",), "15/KH-THCSBS", "Kế hoạch",
        ("Tuyên truyền phòng, chống bạo lực học đường", "năm học 2024-2025"), "Bến Sông", "2024-09-12",
        ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"), "Phùng Thị Yến", above="UBND PHƯỜNG BẾN SÔNG",
        truth_issuers=("Trường Trung học cơ sở Bến Sông",)),
    Facts("b07.docx", "decision", "table", ("ỦY BAN NHÂN DÂN", "TỈNH HÀ DƯƠNG"), "40/2023/QĐ-UBND", "Quyết định",
        ("Ban hành Quy định về quản lý dạy thêm, học thêm trên địa bàn tỉnh",), "Hà Dương", "2023-09-29",
        COUNCIL_DEPUTY, "Quách Đình Long", 3, 12, options=("annex_chapters",),
        truth_issuers=("Ủy ban nhân dân tỉnh Hà Dương",)),
    Facts("b08.docx", "resolution", "paragraphs", ("HỘI ĐỒNG NHÂN DÂN", "THÀNH PHỐ SÔNG LAM"), "12/NQ-HĐND",
        "Nghị quyết", ("Về việc thông qua Đề án kiên cố hóa trường lớp học giai đoạn 2021-2025",), "Sông Lam",
        "2021-07-16", ("CHỦ TỊCH",), "Khổng Minh Châu", 4, truth_issuers=("Hội đồng nhân dân thành phố Sông Lam",)),
    Facts("b09.docx", "articles", "table", ("BỘ CÔNG AN", GDDT), "07/2015/TTLT-BCA-BGDĐT", "Thông tư liên tịch",
        ("Hướng dẫn thực hiện công tác bảo đảm an ninh, trật tự trường học",), "Hà Nội", "2015-11-20", DEPUTY, "Lê Quý Trọng", 9,
        options=("joint", "auto"), truth_issuers=("Bộ Công an", "Bộ Giáo dục và Đào tạo")),
    Facts("b10.html", "articles", "above", ("BỘ THÔNG TIN VÀ TRUYỀN THÔNG",), "21/2018/TT-BTTTT", "Thông tư",
        ("Quy định về chuyên mục thiếu nhi trên báo điện tử",), "Hà Nội", "2018-12-25", MINISTER, "Đoàn Mạnh Hà", 10,
        options=("chapters",)),
    Facts("b11.html", "decision", "table", (GDDT,), "1750/QĐ-BGDĐT", "Quyết định",
        ("Về việc ban hành Kế hoạch thời gian năm học",), "Hà Nội", "2022-06-30", DEPUTY, "Hà Thị Kim Liên", 3, 4),
    Facts("b12.html", "plan", "table", ("SỞ TƯ PHÁP",), "58/KH-STP", "Kế hoạch",
        ("Tổ chức Ngày Pháp luật Việt Nam trong các trường học",), "Hà Dương", "2023-10-19", ("GIÁM ĐỐC",),
        "Triệu Quang Vinh", above="UBND TỈNH HÀ DƯƠNG", truth_issuers=("Sở Tư pháp tỉnh Hà Dương",)),
    Facts("b13.pdf", "articles", "table", ("BỘ TÀI NGUYÊN VÀ MÔI TRƯỜNG",), "18/2023/TT-BTNMT", "Thông tư",
        ("Hướng dẫn phân loại rác thải trong trường học",), "Hà Nội", "2023-11-30", DEPUTY, "Hứa Thị Loan", 15,
        options=("chapters", "footer", "data")),
    Facts("b14.pdf", "amending", "table", ("BỘ NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN"), "06/2021/TT-BNNPTNT",
        "Thông tư", ("Sửa đổi, bổ sung một số điều của các thông tư", "về vườn trường và thực hành nông nghiệp"),
        "Hà Nội", "2021-08-10", DEPUTY, "Lưu Bá Cường", 4, options=("footer",),
        truth_issuers=("Bộ Nông nghiệp và Phát triển nông thôn",)),
    Facts("b15.pdf", "letter", "table", ("ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN SÔNG"), "76/UBND-VHXH", "Công văn",
        ("V/v rà soát trẻ em trong độ tuổi", "vào lớp 1"), "Bến Sông", "2025-07-21", COUNCIL_DEPUTY, "Nghiêm Thu Trà",
        truth_issuers=("Ủy ban nhân dân phường Bến Sông",)),
    Facts("b16.pdf", "decision", "table", ("THỦ TƯỚNG CHÍNH PHỦ",), "1284/QĐ-TTg", "Quyết định",
        ("Phê duyệt Đề án “Trường học xanh giai đoạn 2024 - 2030”",), "Hà Nội", "2024-10-30",
        ("KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG"), "Tống Phước Hòa", 3, options=("gazette",)),
    Facts("b17.pdf", "articles", "table", ("NGÂN HÀNG NHÀ NƯỚC", "VIỆT NAM"), "04/2022/TT-NHNN", "Thông tư",
        ("Quy định về giáo dục tài chính cho học sinh trung học phổ thông",), "Hà Nội", "2022-06-16",
        ("KT. THỐNG ĐỐC", "PHÓ THỐNG ĐỐC"), "Doãn Hoàng Phúc", 7, options=("browser",),
        truth_issuers=("Ngân hàng Nhà nước Việt Nam",)),
    Facts("b18.pdf", "directive", "table", ("ỦY BAN NHÂN DÂN", "HUYỆN NÚI VOI"), "02/CT-UBND", "Chỉ thị",
        ("Về việc tăng cường quản lý trò chơi trên mạng đối với học sinh",), "Núi Voi", "2020-11-03", ("CHỦ TỊCH",),
        "Giàng A Sính", options=("footer",), truth_issuers=("Ủy ban nhân dân huyện Núi Voi",)),
    Facts("b19.pdf", "articles", "table", ("CHÍNH PHỦ",), "20/2025/NĐ-CP", "Nghị định",
        ("Quy định về tổ chức lớp học tại cơ sở y tế và cơ sở bảo trợ xã hội",), "Hà Nội", "2025-03-03",
        ("TM. CHÍNH PHỦ", "THỦ TƯỚNG"), "Âu Dương Minh", 31, options=("chapters", "stamp")),
    Facts("b20.doc", "plan", "table", ("HỘI KHUYẾN HỌC", "TỈNH HÀ DƯƠNG"), "21/KH-HKH", "Kế hoạch",
        ("Vận động quỹ học bổng “Cùng em tới trường” năm 2023",), "Hà Dương", "2023-02-13",
        ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), "Viên Thế Hùng", truth_issuers=("Hội Khuyến học tỉnh Hà Dương",)),
    Facts("b21.doc", "articles", "table", ("TÒA ÁN NHÂN DÂN TỐI CAO",), "02/2019/TT-TANDTC", "Thông tư",
        ("Quy định về phiên tòa giả định trong trường học",), "Hà Nội", "2019-09-05", ("CHÁNH ÁN",), "Ninh Văn Phúc",
        6),
    Facts("b22.docx", "notice", "table", ("PHÒNG VĂN HÓA - XÃ HỘI",), "09/TB-PVHXH", "Thông báo",
        ("Kết quả thi tìm hiểu pháp luật dành cho giáo viên",), "Bến Sông", "2025-11-10",
        ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), "Mạc Thị Thơm", above="UBND PHƯỜNG BẾN SÔNG",
        truth_issuers=("Phòng Văn hóa - Xã hội phường Bến Sông",)),
    Facts("b23.docx", "letter", "table", ("VĂN PHÒNG",), "455/VP-KGVX", "Công văn",
        ("V/v chuẩn bị hội nghị tổng kết", "năm học"), "Hà Dương", "2022-06-02", ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        "Ông Ích Thiện", above="UBND TỈNH HÀ DƯƠNG", truth_issuers=("Văn phòng UBND tỉnh Hà Dương",)),
    Facts("b24.docx", "decision", "table", ("SỞ GIÁO DỤC VÀ ĐÀO TẠO",), "", "Quyết định",
        ("Về việc công nhận trường học thân thiện",), "Hà Dương", "", ("GIÁM ĐỐC",), "Lại Thị Xuân", 3,
        above="UBND TỈNH HÀ DƯƠNG", options=("draft",), no_truth=("number", "issued"),
        truth_issuers=("Sở Giáo dục và Đào tạo tỉnh Hà Dương",)),
)  # fmt: skip
