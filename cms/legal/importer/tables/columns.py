"""Columns of a table: by which headings they are known, and what stands in them. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.core.text import collapse_whitespace, fold_diacritics


class Column(NamedTuple):
    """A column of the template. ``heading`` and ``spellings`` are the words of offices, whatever language the screens
    have."""

    name: str  # the field of ``importer.rows``
    heading: str
    meaning: str | Promise
    example: str
    spellings: tuple[str, ...] = ()
    needed: bool = False


COLUMNS = (
    Column(
        "number", "Số ký hiệu",
        _("Number and symbol as printed; “Không số” where the document has none. A row without it cannot come in."),
        "32/2018/TT-BGDĐT",
        ("Số hiệu", "Số kí hiệu", "Số và ký hiệu", "Số văn bản", "Số VB", "Ký hiệu", "Số hiệu văn bản",
         "Số ký hiệu văn bản", "Số ký hiệu VB", "Số KH", "Số"),
        needed=True,
    ),
    Column(
        "type", "Loại văn bản", _("By its full name, as in the list of document types."), "Thông tư",
        ("Loại VB", "Loại", "Thể loại", "Thể loại văn bản", "Hình thức văn bản", "Hình thức", "Tên loại",
         "Tên loại văn bản"),
    ),
    Column(
        "title", "Trích yếu", _("What the document is about, as printed below its type."),
        "Ban hành Chương trình giáo dục phổ thông",
        ("Tên văn bản", "Tên", "Tên gọi", "Tiêu đề", "Tên VB", "Tên và trích yếu", "Tên gọi trích yếu"),
    ),
    Column(
        "issuer", "Cơ quan ban hành", _("Several bodies stand in one cell with “;” between them."),
        "Bộ Giáo dục và Đào tạo",
        ("CQ ban hành", "Cơ quan", "Cơ quan BH", "Đơn vị ban hành", "Nơi ban hành", "Tên cơ quan ban hành",
         "Cơ quan tổ chức ban hành", "Tác giả", "Tên cơ quan tổ chức ban hành văn bản", "Cơ quan ban hành văn bản"),
    ),
    Column(
        "issued", "Ngày ban hành", _("Day/month/year. A day that does not exist is left out and told."),
        "26/12/2018",
        ("Ngày ký", "Ngày ký ban hành", "Ngày BH", "Ngày văn bản", "Ngày VB", "Ngày tháng ban hành",
         "Ngày tháng văn bản", "Ngày tháng năm ban hành", "Ngày tháng năm văn bản",
         "Thời gian ban hành", "Ngày ban hành văn bản"),
    ),
    Column(
        "effective", "Ngày có hiệu lực", _("The first day on which it is in force."), "15/02/2019",
        ("Ngày hiệu lực", "Có hiệu lực từ", "Có hiệu lực từ ngày", "Hiệu lực từ", "Hiệu lực từ ngày",
         "Ngày bắt đầu hiệu lực", "Ngày có hiệu lực thi hành", "Thời điểm có hiệu lực", "Ngày HL"),
    ),
    Column(
        "expires", "Ngày hết hiệu lực", _("The day on which it loses force; empty where no end is known."), "",
        ("Hết hiệu lực từ", "Hết hiệu lực từ ngày", "Ngày hết HL", "Ngày hết hạn", "Hiệu lực đến", "Hiệu lực đến ngày",
         "Thời điểm hết hiệu lực", "Ngày kết thúc hiệu lực"),
    ),
    Column(
        "stated_status", "Tình trạng",
        _("“Hết hiệu lực” or “Ngưng hiệu lực” is set by hand where no date says so. “Còn hiệu lực” and “Chưa có hiệu "
          "lực” set nothing: they are worked out from the dates and from what other documents do."),
        "Còn hiệu lực",
        ("Tình trạng hiệu lực", "Trạng thái", "Trạng thái hiệu lực", "Hiệu lực", "Tình trạng văn bản"),
    ),
    Column(
        "status_reason", "Lý do tình trạng", _("Why the status was set by hand; the public reads it."), "",
        ("Lý do", "Lí do tình trạng", "Lí do", "Lý do hết hiệu lực"),
    ),
    Column(
        "topics", "Lĩnh vực", _("Fields of law; several with “;” between them."), "Giáo dục",
        ("Lĩnh vực văn bản", "Chủ đề", "Ngành lĩnh vực", "Lĩnh vực pháp luật"),
    ),
    Column(
        "signer", "Người ký", _("Name of who signed."), "", ("Họ tên người ký", "Người ký văn bản", "Người ký duyệt"),
    ),
    Column(
        "signer_title", "Chức vụ người ký", _("Office of who signed."), "Thứ trưởng",
        ("Chức vụ", "Chức danh", "Chức danh người ký"),
    ),
    Column("place", "Địa danh", _("Where it was signed."), "Hà Nội", ("Địa điểm", "Địa điểm ký", "Nơi ký")),
    Column(
        "level", "Cấp", _("Trung ương, Thành phố/Tỉnh, Huyện/Xã or Nhà trường; empty: that of the issuing body."),
        "Trung ương",
        ("Cấp ban hành", "Cấp cơ quan ban hành", "Cấp văn bản"),
    ),
    Column(
        "nature", "Tính chất", _("Quy phạm, Cá biệt or Hành chính; empty: that of the document type."), "Quy phạm",
        ("Tính chất văn bản",),
    ),
    Column(
        "education", "Ngành giáo dục", _("“x” for what is shown under the education sector."), "x",
        ("Văn bản ngành giáo dục",),
    ),
    Column(
        "audience", "Đối tượng", _("Whom it is for."), "", ("Đối tượng áp dụng", "Đối tượng thi hành"),
    ),
    Column(
        "summary", "Tóm tắt", _("In plain words, for parents and pupils."), "",
        ("Nội dung tóm tắt", "Tóm tắt nội dung"),
    ),
    Column("gazette_no", "Số công báo", _("Number of the official gazette."), "", ("Công báo", "Công báo số")),
    Column("gazette_on", "Ngày công báo", _("Day/month/year."), "", ("Ngày đăng công báo",)),
    Column("confidential", "Mật", _("“x” for what is never shown to the public."), "", ("Văn bản mật", "Độ mật")),
    Column(
        "files", "Tệp", _("In a ZIP with the table: names of the files, several with “;” between them."), "",
        ("Tệp đính kèm", "Tập tin", "File", "File đính kèm", "Tên tệp", "Tên file", "Văn bản đính kèm"),
    ),
    Column(
        "source_url", "Đường dẫn nguồn", _("Address of the official text."), "",
        ("Nguồn", "Liên kết", "Link", "Đường dẫn", "Địa chỉ nguồn", "URL"),
    ),
    Column(
        "vbpl_item_id", "Mã vbpl.vn", _("Its number in the national database."), "",
        ("Mã CSDL quốc gia", "ID vbpl", "ItemID"),
    ),
)  # fmt: skip

#: "Trích yếu" beside a column with the name is the document's subject.
_SUBJECT = (
    "Trích yếu",
    "Trích yếu nội dung",
    "Nội dung trích yếu",
    "Trích yếu văn bản",
    "Nội dung",
    "Về việc",
    "Trích yếu VB",
)
#: Read by the importer too: of exports, of the codification, of a crawl.
_FURTHER = (
    "abstract", "issuers", "status_override", "status_from", "live", "articles", "article", "text", "anchor", "heading",
    "note", "pd_title", "provisions", "relations", "events", "file", "id", "url", "status", "issued_guess", "updated",
    "lang", "n_articles",
)  # fmt: skip
#: Said elsewhere, or of no use: left out without a word.
_LEFT_OUT = ("STT", "TT", "Số thứ tự", "Thứ tự", "chars")
DATES = frozenset(("issued", "effective", "expires", "status_from", "gazette_on"))
MAX_COLUMNS = 300
#: Above the headings stand the title of the list and who made it.
HEAD_ROWS = 20


def _key(heading: str) -> str:
    """ "Ngày ban hành (dd/mm/yyyy) *" → "ngay ban hanh"."""
    return re.sub(r"[^a-z0-9]+", " ", fold_diacritics(re.sub(r"\([^()]*\)", " ", heading[:200]))).strip()


_NAMES = {_key(name): name for name in (*(column.name for column in COLUMNS), *_FURTHER)}
_NAMES |= {_key(words): column.name for column in COLUMNS for words in (*column.spellings, column.heading)}
_SUBJECT_KEYS = frozenset(map(_key, _SUBJECT))
_LEFT_OUT_KEYS = frozenset(map(_key, _LEFT_OUT))


class TableHeadings(NamedTuple):
    """``names``: of each column its field, "" for one that is left out."""

    names: tuple[str, ...]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]


def read_headings(headings: Iterable[Any]) -> TableHeadings:
    """
    >>> read_headings(["STT", "so ky hieu", "Trích yếu", "Ghi chú"])
    Heads(names=('', 'number', 'title', ''), unknown=('Ghi chú',), twice=())
    >>> read_headings(["Tên văn bản", "TRÍCH YẾU"]).names
    ('title', 'abstract')
    """
    words = [collapse_whitespace(str(heading)) if heading is not None else "" for heading in headings]
    keys = [_key(word) for word in words]
    subject = "abstract" if any(_NAMES.get(key) == "title" and key not in _SUBJECT_KEYS for key in keys) else "title"
    names: list[str] = []
    unknown, twice = [], []
    for word, key in zip(words, keys, strict=True):
        name = "" if key in _LEFT_OUT_KEYS else subject if key in _SUBJECT_KEYS else _NAMES.get(key, "")
        if word and not name and key not in _LEFT_OUT_KEYS:
            unknown.append(word)
        if name and name in names:
            twice.append(word)
            name = ""
        names.append(name)
    return TableHeadings(tuple(names), tuple(unknown), tuple(twice))


def known_columns(headings: Sequence[Any]) -> int:
    """How many of them are known."""
    return sum(map(bool, read_headings(headings).names))


#: What offices write in cells of these columns → the library's codes.
_VALUES = {
    "level": {
        "central": ("Trung ương", "TW", "TƯ"),
        "province": ("Thành phố/Tỉnh", "Tỉnh", "Thành phố", "Tỉnh/Thành phố", "Cấp tỉnh"),
        "local": ("Huyện/Xã", "Xã", "Huyện", "Phường", "Xã/Phường", "Cấp xã", "Quận/Huyện"),
        "school": ("Nhà trường", "Trường", "Cấp trường"),
    },
    "nature": {
        "normative": ("Quy phạm", "Quy phạm pháp luật", "QPPL", "Văn bản quy phạm pháp luật"),
        "individual": ("Cá biệt", "Văn bản cá biệt"),
        "administrative": ("Hành chính", "Văn bản hành chính"),
    },
}
_CODES = {
    name: {_key(word): code for code, words in codes.items() for word in words} for name, codes in _VALUES.items()
}


def value_of(name: str, value: Any) -> Any:
    """The value of a cell in the words of ``importer.rows``."""
    codes = _CODES.get(name)
    return codes.get(_key(value), value) if codes and isinstance(value, str) else value


def column_letter(place: int) -> str:
    """
    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found
