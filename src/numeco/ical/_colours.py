"""Colours: iCalendar knows them by their names in CSS3 (RFC 7986, 5.9), the model by `#rrggbb`."""

import re
from functools import lru_cache
from typing import Final

from numeco.errors import InvalidType, InvalidValue

#: https://www.w3.org/TR/css-color-3/#svg-color, of two names for one colour the first.
_NAMES: Final = (
    "aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff "
    "beige f5f5dc bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 "
    "brown a52a2a burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e "
    "coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c darkblue 00008b "
    "darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkkhaki bdb76b "
    "darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 "
    "darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f "
    "darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 "
    "dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff "
    "gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000 "
    "greenyellow adff2f honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 "
    "ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 "
    "lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff "
    "lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightpink ffb6c1 "
    "lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 "
    "lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 "
    "maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 "
    "mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a "
    "mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream f5fffa "
    "mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 "
    "olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa "
    "palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 "
    "peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 "
    "red ff0000 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 salmon fa8072 "
    "sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0 "
    "skyblue 87ceeb slateblue 6a5acd slategray 708090 snow fffafa springgreen 00ff7f "
    "steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 "
    "violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32"
)
_WORDS: Final = _NAMES.split()
CSS3: Final = {name: f"#{code}" for name, code in zip(_WORDS[::2], _WORDS[1::2], strict=True)}
_CODE: Final = re.compile(r"#[0-9a-f]{6}")
_MUST: Final = "must be a colour such as #1f77b4, or its name in CSS3"


def code(colour: str) -> str:
    """Return a colour as ``#rrggbb``, from that or from its name in CSS3.

    Raises:
        InvalidValue: `colour` is neither.
    """
    if not isinstance(colour, str):
        raise InvalidType("colour", _MUST, colour)
    wanted = colour.lower()
    found = wanted if _CODE.fullmatch(wanted) else CSS3.get(wanted.replace("grey", "gray"))
    if found is None:
        raise InvalidValue("colour", _MUST, colour)
    return found


@lru_cache(maxsize=4096)
def css3_name(colour: str) -> str:
    """Return the CSS3 name of the colour that is nearest to one written ``#rrggbb``.

    Near is by the weighted distance in sRGB known as "redmean", which follows the eye better than
    the plain one and needs no more than whole numbers; of colours equally near, the first by name.

    >>> css3_name("#1f77b4"), css3_name("#ff0000")
    ('steelblue', 'red')
    """
    wanted = _channels(colour)
    return min(CSS3, key=lambda name: _distance(wanted, _channels(CSS3[name])))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    red, green, blue = (here - there for here, there in zip(one, other, strict=True))
    twice_mean = one[0] + other[0]
    return (1024 + twice_mean) * red**2 + 2048 * green**2 + (1534 - twice_mean) * blue**2
