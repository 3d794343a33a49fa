"""Which content type an extension, a file's name or a media type stands for: the same on every machine."""

from __future__ import annotations

OCTETS = "application/octet-stream"
_SCRIPTS = frozenset({"application/javascript", "application/x-javascript", "application/ecmascript"})
_UTF8 = "; charset=utf-8"
_MICROSOFT = "application/vnd.openxmlformats-officedocument."
_OASIS = "application/vnd.oasis.opendocument."
_TEXTS = {
    "text/cache-manifest": "appcache manifest", "text/calendar": "ics ifb", "text/coffeescript": "coffee",
    "text/css": "css", "text/csv": "csv", "text/html": "html htm shtml", "text/javascript": "js mjs",
    "text/jsx": "jsx", "text/less": "less", "text/markdown": "md markdown", "text/n3": "n3",
    "text/plain": "txt text log conf def in ini list", "text/richtext": "rtx", "text/sgml": "sgml sgm",
    "text/stylus": "styl stylus", "text/tab-separated-values": "tsv", "text/troff": "roff",
    "text/turtle": "ttl", "text/uri-list": "uri uris urls", "text/vcard": "vcard", "text/vtt": "vtt",
    "text/x-c": "c cc cpp cxx dic h hh", "text/x-component": "htc",
    "text/x-handlebars-template": "hbs", "text/x-java-source": "java", "text/x-lua": "lua",
    "text/x-sass": "sass", "text/x-scss": "scss", "text/x-vcalendar": "vcs", "text/x-vcard": "vcf",
    "text/yaml": "yaml yml",
}  # fmt: skip
_OTHERS = {
    OCTETS: "bin", "application/atom+xml": "atom", "application/dash+xml": "mpd",
    "application/ecmascript": "ecma", "application/epub+zip": "epub", "application/geo+json": "geojson",
    "application/gpx+xml": "gpx", "application/gzip": "gz tgz", "application/hjson": "hjson",
    "application/java-archive": "jar war", "application/json": "json map", "application/json5": "json5",
    "application/ld+json": "jsonld", "application/manifest+json": "webmanifest",
    "application/mathml+xml": "mathml", "application/msword": "doc dot", "application/mxf": "mxf",
    "application/n-triples": "nt", "application/node": "cjs", "application/ogg": "ogx",
    "application/pdf": "pdf", "application/pgp-keys": "asc", "application/pgp-signature": "sig",
    "application/pkcs10": "p10", "application/pkcs7-mime": "p7c p7m", "application/pkcs7-signature": "p7s",
    "application/pkcs8": "p8", "application/pkix-cert": "cer", "application/pkix-crl": "crl",
    "application/postscript": "eps ps ai", "application/rdf+xml": "rdf", "application/rss+xml": "rss",
    "application/rtf": "rtf", "application/sql": "sql", "application/ssml+xml": "ssml",
    "application/toml": "toml", "application/ttml+xml": "ttml",
    "application/vnd.android.package-archive": "apk", "application/vnd.apple.keynote": "key",
    "application/vnd.apple.mpegurl": "m3u8", "application/vnd.apple.numbers": "numbers",
    "application/vnd.apple.pages": "pages", "application/vnd.apple.pkpass": "pkpass",
    "application/vnd.dart": "dart", "application/vnd.google-earth.kml+xml": "kml",
    "application/vnd.google-earth.kmz": "kmz", "application/vnd.ms-excel": "xls xlt",
    "application/vnd.ms-excel.sheet.macroenabled.12": "xlsm", "application/vnd.ms-fontobject": "eot",
    "application/vnd.ms-outlook": "msg", "application/vnd.ms-powerpoint": "ppt pps pot",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12": "pptm",
    "application/vnd.ms-word.document.macroenabled.12": "docm", _OASIS + "graphics": "odg",
    _OASIS + "presentation": "odp", _OASIS + "spreadsheet": "ods", _OASIS + "text": "odt",
    _OASIS + "text-template": "ott", _MICROSOFT + "presentationml.presentation": "pptx",
    _MICROSOFT + "presentationml.slideshow": "ppsx", _MICROSOFT + "spreadsheetml.sheet": "xlsx",
    _MICROSOFT + "wordprocessingml.document": "docx", _MICROSOFT + "wordprocessingml.template": "dotx",
    "application/vnd.rar": "rar", "application/vnd.visio": "vsd", "application/wasm": "wasm",
    "application/wsdl+xml": "wsdl", "application/x-7z-compressed": "7z",
    "application/x-abiword": "abw", "application/x-apple-diskimage": "dmg",
    "application/x-bittorrent": "torrent", "application/x-bzip2": "bz2 boz",
    "application/x-chrome-extension": "crx", "application/x-debian-package": "deb",
    "application/x-freearc": "arc", "application/x-httpd-php": "php", "application/x-java-jnlp-file": "jnlp",
    "application/x-iso9660-image": "iso", "application/x-latex": "latex",
    "application/x-mobipocket-ebook": "mobi", "application/x-msdos-program": "exe",
    "application/x-msdownload": "bat com dll msi", "application/x-perl": "pl pm",
    "application/x-pkcs12": "p12 pfx", "application/x-pkcs7-certificates": "p7b",
    "application/x-redhat-package-manager": "rpm", "application/x-sh": "sh",
    "application/x-shockwave-flash": "swf", "application/x-subrip": "srt", "application/x-tar": "tar",
    "application/x-tcl": "tcl tk", "application/x-tex": "tex", "application/x-x509-ca-cert": "crt der pem",
    "application/x-xpinstall": "xpi", "application/x-xz": "xz", "application/xhtml+xml": "xhtml xht",
    "application/xliff+xml": "xlf", "application/xml": "xml rng xsd xsl", "application/xml-dtd": "dtd",
    "application/xslt+xml": "xslt", "application/xspf+xml": "xspf", "application/zip": "zip",
    "application/zstd": "zst", "audio/aac": "aac", "audio/amr": "amr", "audio/basic": "au snd",
    "audio/midi": "mid midi kar rmi", "audio/mp4": "m4a mp4a", "audio/mpeg": "mp3 mp2 m2a m3a mpga",
    "audio/ogg": "oga ogg opus spx", "audio/wav": "wav", "audio/webm": "weba", "audio/x-aiff": "aif aiff",
    "audio/x-caf": "caf", "audio/x-flac": "flac", "audio/x-matroska": "mka", "audio/x-mpegurl": "m3u",
    "audio/x-ms-wma": "wma", "font/collection": "ttc", "font/otf": "otf", "font/ttf": "ttf",
    "font/woff": "woff", "font/woff2": "woff2", "image/apng": "apng", "image/avif": "avif",
    "image/bmp": "bmp dib", "image/emf": "emf", "image/gif": "gif", "image/heic": "heic",
    "image/heif": "heif", "image/jp2": "jp2 jpg2", "image/jpeg": "jpeg jpg jpe", "image/jpx": "jpx jpf",
    "image/jxl": "jxl", "image/ktx": "ktx", "image/ktx2": "ktx2", "image/png": "png",
    "image/svg+xml": "svg svgz", "image/tiff": "tif tiff", "image/vnd.adobe.photoshop": "psd",
    "image/vnd.dwg": "dwg", "image/vnd.dxf": "dxf", "image/vnd.microsoft.icon": "ico",
    "image/vnd.ms-dds": "dds", "image/vnd.wap.wbmp": "wbmp", "image/webp": "webp", "image/wmf": "wmf",
    "image/x-portable-anymap": "pnm", "image/x-portable-bitmap": "pbm", "image/x-portable-graymap": "pgm",
    "image/x-portable-pixmap": "ppm", "image/x-tga": "tga", "image/x-xbitmap": "xbm",
    "image/x-xpixmap": "xpm", "message/rfc822": "eml mht mhtml mime", "model/gltf+json": "gltf",
    "model/gltf-binary": "glb", "model/mtl": "mtl", "model/obj": "obj", "model/stl": "stl",
    "model/vnd.usdz+zip": "usdz", "model/vrml": "vrml wrl", "video/3gpp": "3gp", "video/3gpp2": "3g2",
    "video/mp2t": "ts mts m2ts m2t", "video/mp4": "mp4 mp4v mpg4", "video/mpeg": "mpeg mpg mpe m1v m2v",
    "video/ogg": "ogv", "video/quicktime": "mov qt", "video/webm": "webm", "video/x-flv": "flv",
    "video/x-m4v": "m4v", "video/x-matroska": "mkv mk3d mks", "video/x-ms-wmv": "wmv",
    "video/x-msvideo": "avi",
}  # fmt: skip
BY_EXTENSION = {
    extension: media_type + charset
    for media_types, charset in ((_TEXTS, _UTF8), (_OTHERS, ""))
    for media_type, extensions in media_types.items()
    for extension in extensions.split()
}


def of_file(name: str) -> str:
    """The content type of a file by its name's last extension, with the charset of text types.

    What a name begins with is no extension: `.html` is a file without a type.
    """
    stem, _, extension = name.rpartition(".")
    return BY_EXTENSION.get(extension.lower(), OCTETS) if stem else OCTETS


def content_type(name: str) -> str:
    """The type to be sent for an extension, a file's name or a media type.

    An extension or a name that nobody knows is application/octet-stream. Text and JavaScript have UTF-8 as
    charset unless they say another; JSON has none (RFC 8259 §11).
    """
    return BY_EXTENSION.get(name) or (with_charset(name) if "/" in name else of_file(f"x.{name}"))


def known_type(name: str) -> str:
    """As `content_type`; raise ValueError for an extension that nobody knows, as a mistyped one is."""
    full = content_type(name)
    if full == OCTETS and "/" not in name and name.lstrip(".").lower() not in BY_EXTENSION:
        raise ValueError(
            f"{name!r} is not a content type; write an extension such as html or a type such as text/html"
        )
    return full


def with_charset(media_type: str) -> str:
    """A media type with the charset of text, if it is text and names none."""
    lower = media_type.lower()
    if "charset" in lower or not (lower.startswith("text/") or lower.partition(";")[0].strip() in _SCRIPTS):
        return media_type
    return f"{media_type}; charset=utf-8"
