"""Demo content: five made-up schools and what they write. Sentences are the project's own; documents cited are real."""

from __future__ import annotations

from dataclasses import dataclass

DISTRICT = "Phòng GD&ĐT huyện Thanh Trì"
CITY_PORTAL = "Trang thông tin phổ biến, giáo dục pháp luật thành phố Hà Nội"
CITY_PORTAL_URL = "https://pbgdpl.hanoi.gov.vn/"
DEPARTMENT = "Sở Giáo dục và Đào tạo Hà Nội"
#: The five communes that followed the district on 1 July 2025: name, code.
COMMUNES = (
    ("xã Thanh Trì", "00640"),
    ("xã Đại Thanh", "00664"),
    ("xã Ngọc Hồi", "00679"),
    ("xã Nam Phù", "00685"),
    ("phường Thanh Liệt", "00643"),
)


@dataclass(frozen=True)
class DemoSchool:
    code: str
    name: str
    short_name: str
    level: str
    commune: str
    address: str
    host: str
    motto: str
    colour: str
    about: tuple[str, ...]

    @property
    def phone(self) -> str:
        """No telephone has this number."""
        return f"024 0000 {1000 + [school.code for school in SCHOOLS].index(self.code)}"


SCHOOLS = (
    DemoSchool(
        "DEMO-MN-01",
        "Trường Mầm non Hoa Gạo",
        "Mầm non Hoa Gạo",
        "MN",
        "xã Nam Phù",
        "Thôn Bãi, xã Nam Phù, Hà Nội",
        "mn-hoa-gao",
        "Mỗi ngày đến trường là một ngày vui",
        "#93402A",
        (
            "Trường có mười hai nhóm lớp, nhận trẻ từ mười tám tháng đến sáu tuổi. Sân chơi nằm giữa vườn rau, bếp ăn "
            "mở cửa để cha mẹ xem mỗi sáng.",
            "Chuyên mục pháp luật của trường viết cho cha mẹ: ngắn, có ví dụ, đọc được trên điện thoại.",
        ),
    ),
    DemoSchool(
        "DEMO-TH-01",
        "Trường Tiểu học Phượng Hồng",
        "Tiểu học Phượng Hồng",
        "TH",
        "xã Đại Thanh",
        "Ngõ Ao Đình, xã Đại Thanh, Hà Nội",
        "th-phuong-hong",
        "Chăm ngoan – Học giỏi – Biết yêu thương",
        "#0B5D55",
        (
            "Trường có ba dãy nhà hai tầng, tường vàng, cửa chớp xanh, và bốn cây phượng trồng từ năm đầu tiên.",
            "Mỗi tuần, tiết sinh hoạt lớp dành mười phút cho một điều luật gần với trẻ em.",
        ),
    ),
    DemoSchool(
        "DEMO-THCS-01",
        "Trường Trung học cơ sở Bờ Đê",
        "THCS Bờ Đê",
        "THCS",
        "xã Thanh Trì",
        "Đường ven đê, xã Thanh Trì, Hà Nội",
        "thcs-bo-de",
        "Hiểu luật để tự do",
        "#1F4E8C",
        (
            "Trường đón học sinh của bảy thôn ven đê. Câu lạc bộ Phiên tòa tập sự hoạt động từ năm học 2023–2024.",
            "Nhà trường công khai kế hoạch, kết quả và các khoản thu trên trang này đầu mỗi học kỳ.",
        ),
    ),
    DemoSchool(
        "DEMO-LC-01",
        "Trường Tiểu học và Trung học cơ sở Ngõ Nhãn",
        "TH & THCS Ngõ Nhãn",
        "LC",
        "phường Thanh Liệt",
        "Ngõ Nhãn, phường Thanh Liệt, Hà Nội",
        "th-thcs-ngo-nhan",
        "Học đi đôi với hành",
        "#3D6321",
        (
            "Hai cấp học chung một sân trường: học sinh lớp 8 đọc sách cho em lớp 2 vào chiều thứ Sáu.",
            "Tổ tư vấn pháp luật gồm giáo viên môn Giáo dục công dân và đại diện cha mẹ học sinh.",
        ),
    ),
    DemoSchool(
        "DEMO-THPT-01",
        "Trường Trung học phổ thông Cánh Đồng Xanh",
        "THPT Cánh Đồng Xanh",
        "THPT",
        "xã Ngọc Hồi",
        "Khu Đồng Xanh, xã Ngọc Hồi, Hà Nội",
        "thpt-canh-dong-xanh",
        "Tự học, tự chủ, tự trọng",
        "#7A2E4D",
        (
            "Trường có ba mươi lớp, một thư viện mở đến bảy giờ tối và một phòng đọc văn bản pháp luật.",
            "Học sinh lớp 12 biên tập bản tin pháp luật hằng tháng dưới sự hướng dẫn của tổ Giáo dục kinh tế và pháp "
            "luật.",
        ),
    ),
)


@dataclass(frozen=True)
class DemoArticle:
    """``days``: age in days when the demo is loaded; ``picture``: a name of ``demo_pictures.PICTURE_NAMES`` (by
    position).
    """

    title: str
    summary: str
    body: tuple[str, ...]
    days: int
    topic: str = ""
    picture: int | None = None
    cites: tuple[str, ...] = ()


NEWS: dict[str, tuple[DemoArticle, ...]] = {
    "DEMO-MN-01": (
        DemoArticle(
            "Bếp ăn mở cửa sáng thứ Ba cho cha mẹ vào xem",
            "Cha mẹ xem nhận thực phẩm, cân khẩu phần và nếm thử món canh.",
            (
                "Bảy giờ kém mười lăm, mười lăm phụ huynh đã có mặt ở cửa bếp. Thực đơn trong ngày, nơi mua và giờ "
                "nhận hàng được dán ngay ở cửa.",
                "Sau khi cân khẩu phần, mọi người ghi nhận xét vào sổ. Nhà trường trả lời từng ý trên bảng tin chiều "
                "cùng ngày.",
            ),
            2,
            "Bán trú",
            2,
        ),
        DemoArticle(
            "Các bé lớp 5 tuổi tập qua đường ở vạch kẻ trong sân",
            "Vạch kẻ, đèn báo bằng bìa và một chiếc còi: bài học an toàn giao thông dài hai mươi phút.",
            (
                "Sân trường được kẻ vạch trắng, có đèn xanh và đèn đỏ bằng bìa. Mỗi bé một lần làm người đi bộ, một "
                "lần làm người lái xe.",
                "Cuối buổi, các bé nhắc lại ba việc: dừng lại, nhìn hai bên, nắm tay người lớn.",
            ),
            6,
            "An toàn giao thông",
            3,
        ),
        DemoArticle(
            "Vườn rau sau nhà bếp cho lứa cải đầu mùa",
            "Trẻ tưới, nhổ cỏ và đếm lá; bếp dùng rau trong bữa trưa.",
            (
                "Luống cải gieo đầu tháng Mười đã cao bằng bàn tay. Mỗi lớp giữ một luống và một tấm bảng ghi ngày "
                "tưới.",
            ),
            12,
            "Hoạt động",
            None,
        ),
        DemoArticle(
            "Khám sức khỏe đầu năm học cho trẻ",
            "Kết quả gửi riêng từng gia đình, không dán trên bảng tin.",
            (
                "Trạm y tế khám cho toàn bộ trẻ trong hai ngày. Kết quả là thông tin riêng của trẻ nên trường gửi "
                "trong phong bì kín.",
            ),
            20,
            "Sức khỏe",
            None,
        ),
    ),
    "DEMO-TH-01": (
        DemoArticle(
            "Sân trường thành “phiên chợ pháp luật” trong tuần lễ hưởng ứng Ngày Pháp luật",
            "Hai mươi gian hàng do học sinh khối 4 và khối 5 tự dựng: đổi câu hỏi lấy hạt giống, xem tiểu phẩm đội mũ "
            "bảo hiểm, đọc to một điều trong Luật Trẻ em.",
            (
                "Sáng thứ Hai, hai mươi gian hàng bằng bìa và vải vụn mọc lên quanh bốn cây phượng. Muốn mua một gói "
                "hạt giống, người mua phải trả lời một câu hỏi về quyền và bổn phận của trẻ em.",
                "Gian đông nhất là gian của lớp 5B: ai đọc to, rõ một điều trong Luật Trẻ em thì được đóng dấu vào "
                "thẻ. Đủ năm dấu, thẻ đổi được một cuốn truyện.",
                "Hạt giống còn lại được đem gieo ở vườn trường chiều cùng ngày.",
            ),
            3,
            "Ngày Pháp luật",
            0,
        ),
        DemoArticle(
            "Phụ huynh cùng nếm thử bữa ăn bán trú tháng 11",
            "Ban đại diện cha mẹ học sinh kiểm tra bếp, đối chiếu thực đơn và ghi biên bản công khai ngay tại chỗ.",
            (
                "Mười phụ huynh của năm khối lớp ăn cùng học sinh và chấm điểm bốn món. Biên bản dán ở cổng trong "
                "buổi chiều.",
            ),
            5,
            "Bán trú",
            2,
        ),
        DemoArticle(
            "Thư viện xanh có thêm một kệ sách pháp luật cho thiếu nhi",
            "Kệ đặt ở tầm với của học sinh lớp 1, mượn không cần thẻ.",
            ("Sách do cựu học sinh gửi tặng, có nhãn màu theo lớp. Học sinh tự ghi ngày mượn vào tờ giấy ở bìa sau.",),
            7,
            "Thư viện",
            1,
        ),
        DemoArticle(
            "Cổng trường có vạch qua đường mới, giờ tan học bớt chen",
            "Hai lối ra, hai khung giờ, bốn phụ huynh trực mỗi chiều.",
            ("Sau ba tuần thử, thời gian học sinh chờ ở cổng giảm còn chưa đến mười phút.",),
            11,
            "An toàn giao thông",
            3,
        ),
    ),
    "DEMO-THCS-01": (
        DemoArticle(
            "Phiên tòa tập sự xử vụ “Chiếc xe đạp mượn không trả”",
            "Lớp 8A2 dựng lại một vụ việc đã đổi tên, có luật sư tình nguyện góp ý.",
            (
                "Hội đồng xét xử, kiểm sát viên, người bào chữa và bị hại đều là học sinh. Hồ sơ vụ việc do câu lạc "
                "bộ viết trong hai tuần.",
                "Điều được bàn nhiều nhất không phải hình phạt mà là lời xin lỗi: nói khi nào, nói với ai, và sửa "
                "chữa thế nào.",
            ),
            4,
            "Câu lạc bộ",
            4,
        ),
        DemoArticle(
            "Học sinh khối 9 hỏi, công an xã trả lời về xe máy điện",
            "Tuổi nào được đi xe gì, đội mũ ra sao, và vì sao không nên độ xe.",
            (
                "Buổi trò chuyện kéo dài gấp đôi dự kiến vì câu hỏi gửi trước đã hơn sáu mươi. Những câu chưa kịp trả "
                "lời được đăng ở mục Hỏi – đáp.",
            ),
            8,
            "An toàn giao thông",
            3,
        ),
        DemoArticle(
            "Đội tuyển Tin học đạt hai giải cấp thành phố",
            "Bài dự thi là bản đồ đường đến trường an toàn do học sinh tự khảo sát.",
            ("Nhóm đi bộ khảo sát bảy tuyến đường trong bốn tuần và vẽ bản đồ bằng phần mềm tự do.",),
            15,
            "Học tập",
            None,
        ),
        DemoArticle(
            "Họp cha mẹ học sinh đầu học kỳ",
            "Nhà trường trình bày các khoản thu theo quy định và kế hoạch công khai.",
            ("Từng khoản thu được chiếu kèm căn cứ. Câu hỏi và câu trả lời ghi thành biên bản, đăng ở mục Công khai.",),
            22,
            "Công khai",
            None,
        ),
    ),
    "DEMO-LC-01": (
        DemoArticle(
            "Anh lớp 8 đọc sách cho em lớp 2",
            "Mỗi chiều thứ Sáu, hai mươi cặp anh em đọc chung một cuốn truyện về quyền trẻ em.",
            ("Truyện được chọn theo bốn nhóm quyền. Cuối buổi, em kể lại bằng tranh, anh viết chú thích.",),
            3,
            "Đọc sách",
            1,
        ),
        DemoArticle(
            "Rửa tay đúng cách: cuộc thi của cả trường",
            "Giám khảo là học sinh lớp 3, tiêu chí là bọt xà phòng.",
            ("Cuộc thi mở đầu tuần lễ phòng bệnh mùa đông.",),
            9,
            "Sức khỏe",
            None,
        ),
        DemoArticle(
            "Câu lạc bộ tin học mở lớp nhận diện lừa đảo cho ông bà",
            "Học sinh hướng dẫn người lớn tuổi nhận ra tin nhắn giả.",
            ("Ba dấu hiệu được nhắc đi nhắc lại: giục gấp, đòi mã, xin chuyển tiền.",),
            13,
            "Cộng đồng",
            5,
        ),
    ),
    "DEMO-THPT-01": (
        DemoArticle(
            "Bản tin pháp luật tháng 11: mười trang do học sinh viết",
            "Số này bàn về hợp đồng thuê trọ, việc làm thêm và dữ liệu cá nhân.",
            ("Ban biên tập gồm mười hai học sinh lớp 12. Mỗi bài đều ghi rõ văn bản được dẫn và tình trạng hiệu lực.",),
            2,
            "Bản tin",
            6,
        ),
        DemoArticle(
            "Ngày hội hướng nghiệp: hai mươi nghề, hai mươi bàn hỏi",
            "Có cả bàn của luật sư, công chứng viên và hòa giải viên.",
            ("Học sinh đăng ký trước ba nghề và trò chuyện mười lăm phút với mỗi người.",),
            10,
            "Hướng nghiệp",
            None,
        ),
        DemoArticle(
            "Đội bóng nữ của trường vào bán kết",
            "Trận tới đá chiều thứ Bảy trên sân xã.",
            ("Mời phụ huynh và học sinh đến cổ vũ, để xe đúng nơi quy định.",),
            16,
            "Thể thao",
            None,
        ),
    ),
}

NOTICES: tuple[tuple[str, str, int, int | None, str], ...] = (
    # title, text, age in days, deadline in days from now, words for the deadline
    (
        "Lịch kiểm tra cuối học kỳ I",
        "Lịch theo từng khối lớp, học sinh có mặt trước giờ kiểm tra mười lăm phút.",
        1,
        None,
        "",
    ),
    (
        "Lấy ý kiến về dự thảo quy tắc ứng xử trong trường học",
        "Bản dự thảo gửi qua giáo viên chủ nhiệm; góp ý bằng phiếu hoặc thư điện tử.",
        4,
        11,
        "Hạn góp ý",
    ),
    ("Nghỉ học chiều thứ Bảy để bảo dưỡng hệ thống điện", "Học sinh bán trú được đón từ mười một giờ.", 6, None, ""),
    (
        "Thu hồ sơ xét miễn, giảm học phí",
        "Gia đình thuộc diện được miễn, giảm nộp hồ sơ tại văn phòng trường.",
        9,
        20,
        "Hạn nộp",
    ),
)

LEGAL_NEWS: tuple[DemoArticle, ...] = (
    DemoArticle(
        "Học sinh thi trực tuyến “Em tìm hiểu Luật Trẻ em”",
        "Hai mươi câu hỏi, mười lăm phút, làm lại được để học.",
        (
            "Đề thi do tổ tư vấn pháp luật soạn, mỗi câu kèm điều luật liên quan. Phần lớn học sinh chọn làm lại lần "
            "hai để hiểu câu sai.",
            "Kết quả chỉ công bố theo lớp, không nêu tên từng em.",
        ),
        5,
        picture=7,
        cites=("102/2016/QH13",),
    ),
    DemoArticle(
        "Ba phút nhận ra tin nhắn lừa đảo: tiểu phẩm trong giờ chào cờ",
        "Ba vai, một chiếc điện thoại và câu hỏi chốt: ai là người đang giục?",
        ("Tiểu phẩm ngắn nên khối nào cũng diễn lại được. Kịch bản đăng ở mục Tài liệu.",),
        12,
        picture=5,
        cites=("14/2012/QH13",),
    ),
    DemoArticle(
        "Ký cam kết trường học không bạo lực",
        "Bản cam kết do chính học sinh viết, bảy dòng, treo ở cửa lớp.",
        (
            "Trước khi viết, các lớp đọc và bàn về những việc nhà trường phải làm để giữ môi trường an toàn, thân "
            "thiện.",
        ),
        18,
        cites=("80/2017/NĐ-CP",),
    ),
)

#: kind, title, summary, audience, cites
MATERIALS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("leaflet", "Đội mũ đúng cách, về nhà an toàn", "Một trang gấp ba, in hai mặt.", "parents", ()),
    (
        "handbook",
        "Bảy điều cha mẹ cần biết về mạng xã hội của con",
        "Mỗi điều một trang, có việc làm ngay trong tuần.",
        "parents",
        ("102/2016/QH13",),
    ),
    ("story", "Chiếc cặp bị bỏ quên", "Truyện ngắn sáu phút về lòng trung thực.", "pupils", ()),
    ("sketch", "Ai là người đang giục?", "Kịch bản tiểu phẩm ba vai về tin nhắn lừa đảo.", "teachers", ()),
    (
        "lecture",
        "Quyền và bổn phận của em",
        "Bài giảng ba mươi lăm phút, có phiếu hoạt động.",
        "pupils",
        ("102/2016/QH13",),
    ),
)

#: Materials that are files: title, paragraphs.
MATERIAL_TEXTS: dict[str, tuple[str, ...]] = {
    "Đội mũ đúng cách, về nhà an toàn": (
        "Mặt ngoài. Đội mũ đúng cách, về nhà an toàn. Dành cho cha mẹ chở con bằng xe máy, xe đạp điện.",
        "1. Chọn mũ vừa đầu: lắc nhẹ, mũ không xoay. Mũ rộng để dành thì không che được đầu hôm nay.",
        "2. Cài quai: luồn vừa hai ngón tay dưới cằm. Quai lỏng, mũ văng ra trước khi đầu chạm đất.",
        "3. Kiểm tra trước khi nổ máy: con tự cài, cha mẹ kéo thử một lần.",
        "Mặt trong. Ba câu để hỏi con trên đường: mũ của con cài chưa, hôm nay ai ngồi sau, mình dừng ở đâu khi đèn "
        "đỏ?",
        "Sau một lần va đập mạnh, thay mũ mới dù bên ngoài chưa nứt.",
    ),
    "Ai là người đang giục?": (
        "Nhân vật: Minh (lớp 5), Bà ngoại, Tin nhắn (đứng sau tấm bìa hình điện thoại).",
        "Tin nhắn: Cháu đã trúng thưởng! Gửi mã trong năm phút kẻo mất!",
        "Bà ngoại: Năm phút thôi à? Mắt bà kém, cháu đọc mã giúp bà với.",
        "Minh: Khoan đã bà. Ai là người đang giục? Người cho quà thật có bao giờ giục không?",
        "Cả lớp cùng nói ba dấu hiệu: giục gấp, đòi mã, xin chuyển tiền. Gặp một dấu hiệu là dừng, hỏi người lớn.",
    ),
}

#: question, answer, cites
QUESTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Nhà trường có được đăng ảnh con tôi trong buổi ngoại khóa không?",
        "Chỉ khi gia đình đồng ý; với trẻ từ đủ bảy tuổi còn phải hỏi cả ý kiến của trẻ. Gia đình có thể rút lại sự "
        "đồng ý bất cứ lúc nào, trường sẽ gỡ ảnh.",
        ("102/2016/QH13",),
    ),
    (
        "Con tôi bị bạn trêu chọc trên nhóm chat của lớp, tôi nên báo với ai?",
        "Báo giáo viên chủ nhiệm và tổ tư vấn của trường; nên chụp lại màn hình. Nhà trường có trách nhiệm can thiệp, "
        "hỗ trợ cả hai phía.",
        ("80/2017/NĐ-CP",),
    ),
)

#: title, days from now, place, summary
TRAININGS: tuple[tuple[str, int, str, str], ...] = (
    ("Dùng thư viện văn bản trong giờ sinh hoạt lớp", 4, "Trực tuyến", "Dành cho giáo viên chủ nhiệm, một buổi chiều."),
    (
        "Kỹ năng viết tin phổ biến pháp luật",
        11,
        "Hội trường trường",
        "Dành cho biên tập viên trang thông tin của trường.",
    ),
    ("Nhận diện lừa đảo trên mạng", -30, "Phòng tin học", "Đã tổ chức, có tài liệu."),
)

#: The office's own news on the portal: title, summary, paragraphs, age in days.
OFFICE_NEWS: tuple[DemoArticle, ...] = (
    DemoArticle(
        "Cổng thông tin kết nối các trường đã vận hành",
        "Mỗi trường một trang, chung một thư viện văn bản, chung một ô tìm kiếm.",
        (
            "Từ nay, văn bản mới đưa vào thư viện hiện ngay trong chuyên mục Phổ biến, giáo dục pháp luật của mọi "
            "trường.",
        ),
        1,
        picture=6,
    ),
    DemoArticle(
        "Hướng dẫn viết tin cho chuyên mục Phổ biến, giáo dục pháp luật",
        "Năm câu hỏi trước khi bấm Gửi duyệt.",
        ("Tin nói việc gì, ai làm, khi nào, dẫn văn bản nào, và ảnh có em học sinh nào chưa hỏi ý kiến không.",),
        7,
    ),
)
