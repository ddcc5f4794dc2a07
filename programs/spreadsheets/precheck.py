"""What an uploaded file must be before any parser sees it. Pure: bytes in, a refusal or nothing out.

The limits are those of OWASP ASVS 5.0.0, 5.1.1 and 5.2.1 to 5.2.3: size, kind by content, number of
members, unpacked size (as declared and as read) and ratio. A workbook is a zip of XML: neither a macro, a
link to elsewhere, an entity nor an encrypted or doubled member comes as far as openpyxl.
"""

import re
import zipfile
import zlib
from io import BytesIO

MAX_BYTES = 2 * 1024 * 1024
MAX_MEMBERS = 60
MAX_UNPACKED = 20 * 1024 * 1024
MAX_RATIO = 100
MAX_ROWS = 5_000  # below the header
MAX_COLUMNS = 60
MAX_TEXT = 32_767  # what a cell of Excel holds
MAX_TAGS = 1_500_000  # opening and closing ones of all parts; a full sheet of 20 columns has a third
MAX_TAGS_ASIDE = 200_000  # of a part that is neither sheet nor text, such as its styles
CHUNK = 64 * 1024

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
SAVE_AS_XLSX = (
    "Excelの「名前を付けて保存」で「Excel ブック（.xlsx）」を選び、パスワードを付けずに保存してください。"
)
SAVE_AS_CSV = "Excelの「名前を付けて保存」で「CSV UTF-8（コンマ区切り）」を選んで保存し直してください。"

NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
# Lower-case parts of names, and what they are to an editor.
UNWANTED = {
    "vbaproject": "マクロ",
    "xl/macrosheets/": "マクロ",
    "xl/activex/": "操作部品（ActiveX）",
    "xl/embeddings/": "埋め込まれたファイル",
    "xl/externallinks/": "ほかのファイルへのリンク",
    "xl/connections.xml": "外部データへの接続",
    "xl/querytables/": "外部データへの接続",
}
_MARKUP = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
# Cells and rows, with any prefix of the namespace.
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d+)["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CELL_PLACE = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']([A-Za-z0-9:$]+)["']""")


class Refused(ValueError):
    """A file that is not read at all; its message tells an editor what to do."""


def is_workbook(data: bytes) -> bool:
    """Whether the bytes claim to be an XLSX; what else they are is `checked_text`'s to say."""
    return data.startswith((ZIP_MAGIC, OLE_MAGIC))


def check_size(size: int) -> None:
    if size == 0:
        raise Refused("ファイルが空です。")
    if size > MAX_BYTES:
        raise Refused("ファイルが大きすぎます（2MBまで）。施策や局をしぼって書き出したものを使ってください。")


def check_workbook(data: bytes) -> None:
    """Raises `Refused` unless the bytes are a plain, small XLSX workbook."""
    check_size(len(data))
    if data.startswith(OLE_MAGIC):
        raise Refused(f"古い形式（.xls）か、パスワード付きのファイルです。{SAVE_AS_XLSX}")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            left, tags = MAX_UNPACKED, 0
            for member in members:
                part = _unpacked(archive, member, left)
                left -= len(part)
                tags += _checked_tags(member.filename, part)
                if tags > MAX_TAGS:
                    raise Refused("ファイルの中身が多すぎます。施策や局をしぼってください。")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Refused(f"ファイルが壊れているか、Excelのブックではありません。{SAVE_AS_XLSX}") from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise Refused(f"ファイルの中の部品が多すぎます（{MAX_MEMBERS}個まで）。{SAVE_AS_XLSX}")
    names = [member.filename for member in members]
    lowered = [name.lower() for name in names]
    if len(set(lowered)) < len(lowered):
        raise Refused(f"ファイルの中に同じ名前の部品が2つあります。{SAVE_AS_XLSX}")
    for member in members:
        # `orig_filename` is the name before zipfile cuts it at a NUL or turns its slashes.
        name = member.orig_filename
        if name.startswith("/") or ".." in name.split("/") or set(name) & {"\\", ":", "\0"}:
            raise Refused(f"ファイルの中に、使えない名前の部品があります。{SAVE_AS_XLSX}")
        if member.flag_bits & 0x1:
            raise Refused(f"パスワード付きのファイルです。{SAVE_AS_XLSX}")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"読めない方法で圧縮されています。{SAVE_AS_XLSX}")
    for part, what in UNWANTED.items():
        if any(part in name for name in lowered):
            raise Refused(f"{what}が入ったファイルは取り込めません。{SAVE_AS_XLSX}")
    if not set(NEEDED) <= set(names):
        raise Refused(f"Excelのブックではありません。{SAVE_AS_XLSX}")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Refused("ファイルを開くと大きくなりすぎます（20MBまで）。")
    if any(member.file_size > MAX_RATIO * max(member.compress_size, 1) for member in members):
        raise Refused("ファイルの圧縮のしかたが普通ではないため、取り込めません。")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of a member, counted as they come: what it declares of itself need not be true."""
    found = bytearray()
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            found += chunk
            if len(found) > left:
                raise Refused("ファイルを開くと大きくなりすぎます（20MBまで）。")
    return bytes(found)


def _checked_tags(name: str, part: bytes) -> int:
    """How many tags a part has; raises `Refused` for what openpyxl must not see."""
    if _MARKUP.search(part):
        raise Refused("ファイルの中に、Excelが書かない指定（DOCTYPE・ENTITY）があります。")
    if name.lower().endswith((".xml", ".rels", ".vml")):
        declared = _ENCODING.search(part[:200])
        # Another encoding would hide markup from the search above.
        is_utf8 = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii")
        if not is_utf8 or b"\0" in part:
            raise Refused(f"ファイルの中の文字コードがUTF-8ではありません。{SAVE_AS_XLSX}")
        if b"macroenabled" in part.lower() and name == "[Content_Types].xml":
            raise Refused(f"マクロが入ったファイルは取り込めません。{SAVE_AS_XLSX}")
        _check_extent(part)
    tags = part.count(b"<")
    if tags > MAX_TAGS_ASIDE and not name.startswith(("xl/worksheets/", "xl/sharedStrings")):
        raise Refused(f"ファイルの中の書式などが多すぎます。{SAVE_AS_XLSX}")
    return tags


def _check_extent(part: bytes) -> None:
    """Rows, columns and merged cells of a sheet, which openpyxl would fill up before we can count."""
    rows = max((int(number[-9:]) for number in _ROW_NUMBER.findall(part)), default=0)
    columns = 0
    for letters, number in _CELL_PLACE.findall(part):
        columns = max(columns, MAX_COLUMNS + 1 if len(letters) > 2 else column_number(letters.decode()))
        rows = max(rows, int(number[-9:]))
    if max(rows, len(_ROW.findall(part))) > MAX_ROWS + 1:
        raise Refused(
            f"行が多すぎます（1シートに見出しと{MAX_ROWS:,}行まで）。"
            "使っていない行も、書式が残っていると数えます。"
        )
    if columns > MAX_COLUMNS or len(_CELL.findall(part)) > (MAX_ROWS + 1) * MAX_COLUMNS:
        raise Refused(
            f"列が多すぎます（{MAX_COLUMNS}列まで）。使っていない列も、書式が残っていると数えます。"
        )
    if merged := _MERGED.findall(part):
        places = "、".join(place.decode() for place in merged[:10])
        raise Refused(f"結合されたセルがあります（{places}）。セルの結合をやめて、1行に1件にしてください。")


def column_number(letters: str) -> int:
    """27 of AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """AA of 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def checked_text(data: bytes) -> str:
    """The text of a CSV file, without its byte order mark; raises `Refused`."""
    check_size(len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"文字コードがUTF-8ではありません。{SAVE_AS_CSV}") from None
    if "\0" in text:
        raise Refused(f"CSVにない文字（NUL）が入っています。{SAVE_AS_CSV}")
    return text
