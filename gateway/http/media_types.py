"""Which media type a file name's extension stands for: a fixed table, the same on every machine."""

from __future__ import annotations

OCTETS = "application/octet-stream"
_UTF8 = "; charset=utf-8"
_TEXT = {
    "css": "text/css", "csv": "text/csv", "htm": "text/html", "html": "text/html", "ics": "text/calendar",
    "js": "text/javascript", "log": "text/plain", "md": "text/markdown", "mjs": "text/javascript",
    "text": "text/plain", "txt": "text/plain", "vtt": "text/vtt", "yaml": "text/yaml", "yml": "text/yaml",
}  # fmt: skip
_OTHER = {
    "aac": "audio/aac", "apng": "image/apng", "atom": "application/atom+xml", "avif": "image/avif",
    "bin": OCTETS, "bmp": "image/bmp", "bz2": "application/x-bzip2", "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eot": "application/vnd.ms-fontobject", "epub": "application/epub+zip", "flac": "audio/flac",
    "geojson": "application/geo+json", "gif": "image/gif", "gz": "application/gzip", "ico": "image/x-icon",
    "jpeg": "image/jpeg", "jpg": "image/jpeg", "json": "application/json", "jsonld": "application/ld+json",
    "m4a": "audio/mp4", "map": "application/json", "mov": "video/quicktime", "mp3": "audio/mpeg",
    "mp4": "video/mp4", "mpeg": "video/mpeg", "oga": "audio/ogg", "ogg": "audio/ogg", "ogv": "video/ogg",
    "opus": "audio/ogg", "otf": "font/otf", "pdf": "application/pdf", "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rss": "application/rss+xml", "rtf": "application/rtf", "svg": "image/svg+xml",
    "tar": "application/x-tar", "tgz": "application/gzip", "tif": "image/tiff", "tiff": "image/tiff",
    "ttf": "font/ttf", "wasm": "application/wasm", "wav": "audio/wav", "weba": "audio/webm",
    "webm": "video/webm", "webmanifest": "application/manifest+json", "webp": "image/webp",
    "woff": "font/woff", "woff2": "font/woff2", "xhtml": "application/xhtml+xml",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xml": "application/xml",
    "xz": "application/x-xz", "zip": "application/zip", "zst": "application/zstd",
}  # fmt: skip
BY_EXTENSION = _OTHER | {extension: media_type + _UTF8 for extension, media_type in _TEXT.items()}


def of_file(name: str) -> str:
    """The content type of a file by its name's last extension, with the charset of text types."""
    return BY_EXTENSION.get(name.rpartition(".")[2].lower(), OCTETS)
