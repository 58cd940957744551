"""The drawings of the icons: SVG on a grid of 24, lines only, drawn for Gongkai."""

from __future__ import annotations

ICONS = {
    "work": '<path d="M4 13h4l2 3h4l2-3h4"/><path d="M6.5 5h11L20 13v6H4v-6z"/>',
    "register": (
        '<path d="M6 3.5h13v17H6a2 2 0 0 1-2-2v-13a2 2 0 0 1 2-2z"/><path d="M8 3.5v17M11.5 8.5H16M11.5 '
        '12H16"/>'
    ),
    "report": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 17v-3M12 17v-6M15 17v-4"/>',
    "submit": '<path d="M12 15V4M8 8l4-4 4 4"/><path d="M4 14v6h16v-6"/>',
    "agency": '<path d="M3 20.5h18M5 17.5h14M6.5 17.5v-7M10.2 17.5v-7M13.8 17.5v-7M17.5 17.5v-7M4 10.5h16L12 4z"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.2"/><path d="M3 20c0-4 2.6-6.3 6-6.3s6 2.3 6 6.3M15.5 5.2a3.2 3.2 0 '
        '0 1 0 5.6M18 14.4c2 .9 3 2.8 3 5.6"/>'
    ),
    "log": '<path d="M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4.4 3.4-6.5 7.5-6.5s6.9 2.1 7.5 6.5"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5.5 5.5"/>',
    "filter": '<path d="M4 5h16l-6.2 7.5v6l-3.6-2v-4z"/>',
    "calendar": '<path d="M4 6h16v14.5H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.5 2"/>',
    "pause": '<circle cx="12" cy="12" r="8.5"/><path d="M9.8 9v6M14.2 9v6"/>',
    "review": '<path d="M6 3.5h12v9M6 3.5v17h6"/><path d="M9 8h6M9 11.5h3M14.5 18l2 2 4-4.5"/>',
    "lock": '<path d="M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2.5"/>',
    "office": '<path d="M5 20.5V4h9v16.5M14 10h5v10.5M3 20.5h18M8 8h3M8 12h3M8 16h3"/>',
    "seal": (
        '<path d="M9 13.5c0-2-1.5-3-1.5-5.5a4.5 4.5 0 0 1 9 0c0 2.5-1.5 3.5-1.5 5.5M5.5 '
        '13.5h13v3.5h-13zM6.5 20.5h11"/>'
    ),
    "check": '<path d="M4.5 12.5l5 5 10-11"/>',
    "done": '<circle cx="12" cy="12" r="8.5"/><path d="M8 12.3l3 3 5-6"/>',
    "return": '<path d="M8.5 5L4 9.5 8.5 14"/><path d="M4 9.5h10a5.5 5.5 0 0 1 0 11H9"/>',
    "error": '<path d="M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3z"/><path d="M9 9l6 6M15 9l-6 6"/>',
    "warning": '<path d="M12 4L2.8 20h18.4z"/><path d="M12 10v5M12 17.5v.2"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7v.2"/>',
    "cross": '<path d="M5.5 5.5l13 13M18.5 5.5l-13 13"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "edit": '<path d="M15.5 4.5l4 4L9 19l-5 1 1-5z"/>',
    "delete": '<path d="M5 7h14M9.5 7V4h5v3M6.5 7l1 13.5h9l1-13.5M10.5 11v5.5M13.5 11v5.5"/>',
    "download": '<path d="M12 4v11M8 11l4 4 4-4"/><path d="M4 15v5h16v-5"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17.5H4V9h16v8.5h-3"/><path d="M7 14.5h10v6H7z"/>',
    "file": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4"/>',
    "empty": '<path d="M4 9l3-4.5h10L20 9v10.5H4z"/><path d="M4 9h5l1 2.5h4L15 9h5"/>',
    "phone": (
        '<path d="M5 4h4l1.5 5-2.2 1.5a11 11 0 0 0 5.2 5.2L15 13.5l5 1.5v4c0 .6-.4 1-1 1A15 15 0 0 1 4 '
        '5c0-.6.4-1 1-1z"/>'
    ),
    "link": (
        '<path d="M10 14l4-4M8.5 11l-2.8 2.8a3.2 3.2 0 0 0 4.5 4.5L13 15.5M15.5 13l2.8-2.8a3.2 3.2 0 0 '
        '0-4.5-4.5L11 8.5"/>'
    ),
    "left": '<path d="M14.5 5.5L8 12l6.5 6.5"/>',
    "right": '<path d="M9.5 5.5L16 12l-6.5 6.5"/>',
    "down": '<path d="M6 9.5l6 6 6-6"/>',
    "rise": '<path d="M12 19V5.5M6.5 11L12 5.5l5.5 5.5"/>',
    "fall": '<path d="M12 5v13.5M6.5 13l5.5 5.5 5.5-5.5"/>',
    "level": '<path d="M5 9.5h14M5 14.5h14"/>',
    "sort": '<path d="M8 10l4-5 4 5M8 14l4 5 4-5"/>',
    "exit": '<path d="M10 4H5v16h5M15 8l4 4-4 4M19 12H9.5"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
}  # fmt: skip
