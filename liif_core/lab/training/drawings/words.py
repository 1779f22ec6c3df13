# SPDX-License-Identifier: Apache-2.0
"""Words to draw, in several scripts."""

from __future__ import annotations

from liif_core.lab.training.drawings.kit import Kit


def _listed(text: str, mark: str | None = None) -> list[str]:
    """What stands between spaces, or between the marks."""
    return text.split(mark)


LATIN = _listed(
    "the of and to in is that for with as was on be by this from or have not are which but all "
    "light garden window yesterday coffee market river between morning without children evening "
    "simple question library winter harbour kitchen quickly exactly journey jazz puzzle oxygen "
    "Straße können über Mädchen größer naïve café déjà garçon élève señor mañana corazón ação "
    "Göteborg København žluťoučký kůň świat źródło güneş İstanbul þing ß fjord fluffy office "
    "affiliate waffle 1984 2,75 100% No. 7 3rd (see below) [12] “quoted” — £15 €9.90 $20 #4 @home"
)
CYRILLIC = _listed(
    "свет окно вечером утро человек между книга город река кофе простой вопрос дорога зима "
    "быстро объём съезд щука жизнь фильм Юрий эхо їжак ґанок"
)
GREEK = _listed("φως παράθυρο πρωί άνθρωπος βιβλίο πόλη ποτάμι καφές ερώτηση δρόμος ψυχή ξένος")
HEBREW = _listed("אור חלון בוקר אדם ספר עיר נהר קפה שאלה דרך חורף ילדים שלום")
ARABIC = _listed("نور نافذة صباح إنسان كتاب مدينة نهر قهوة سؤال طريق شتاء أطفال سلام")
DEVANAGARI = _listed("प्रकाश खिड़की सुबह मनुष्य पुस्तक नगर नदी प्रश्न मार्ग बच्चे")
THAI = _listed("แสง หน้าต่าง ตอนเช้า มนุษย์ หนังสือ เมือง แม่น้ำ คำถาม ถนน เด็ก")
GEORGIAN = _listed("სინათლე ფანჯარა დილა ადამიანი წიგნი ქალაქი მდინარე კითხვა გზა")
KANA = _listed("ひかり まど あさ ひと ほん まち かわ コーヒー カメラ テレビ ありがとう こんにちは")
HANGUL = _listed("빛 창문 아침 사람 책 도시 강 커피 질문 길 겨울 아이들 안녕하세요")
HAN = _listed("光 窗户 早晨 人类 书籍 城市 河流 问题 道路 冬天 孩子 图书馆 电脑 春夏秋冬")
WORDS = {
    "latin": LATIN,
    "cyrillic": CYRILLIC,
    "greek": GREEK,
    "hebrew": HEBREW,
    "arabic": ARABIC,
    "devanagari": DEVANAGARI,
    "thai": THAI,
    "georgian": GEORGIAN,
    "kana": KANA,
    "hangul": HANGUL,
    "han": HAN,
}
TITLES = _listed(
    "Summer Sale, New Arrivals, Chapter One, Grand Opening, Open Today, Jazz Night, City Guide, "
    "Weekly Report, Fresh Bread, Spring 2027, Live Music, Film Festival, No Entry, Exit, Welcome, "
    "Breaking News, Annual Review, Breathe, HELLO, 50% OFF, Think Big, Quiet Please, The Sea, MENU",
    ", ",
)
LABELS = _listed(
    "File, Edit, View, Insert, Format, Tools, Window, Help, Open, Save, Save as…, Cancel, OK, "
    "Apply, Close, Next, Back, Finish, Settings, Search, Share, Print, Export, Delete, Rename, "
    "Copy, Paste, Undo, Downloads, Documents, Pictures, Music, Inbox (12), Sent, Drafts, "
    "Network, Bluetooth, Sound, Display, Privacy, Account, Sign in, Log out, Buy now, Add to "
    "cart, Reply, Follow, Learn more, Layer 1, Opacity, Width: 1920 px, Height, Quality: 85, "
    "Brightness, Contrast, Zoom 100%, Ready",
    ", ",
)
NAMES = _listed(
    "Anna Berg, Tomáš Novák, Li Wei, Fatima Haddad, John Smith, Maria Silva, Yuki Tanaka, Olu Ade, "
    "Ingrid Olsen, Pierre Dubois, Carla Rossi, Ivan Petrov",
    ", ",
)
PLACES = _listed(
    "Oldham, Riverton, Lakeside, Nordheim, Saint-Pierre, Villanova, Kirkby, Mill End, Porto Alto, "
    "Steinbach, Westfield, Ashford, Castel, Brno, Lund",
    ", ",
)
CODE = _listed(
    "def area(width: int, height: int) -> int:|    return width * height||"
    "for (int i = 0; i < n; ++i) {|    sum += a[i] * b[i];  // dot product|}||"
    "import numpy as np|x = np.linspace(0, 2 * np.pi, 100)|y = np.sin(x) ** 2||"
    "const list = items.filter(x => x.id !== 42);|if (list.length === 0) return null;||"
    "SELECT name, price FROM goods|  WHERE price < 9.99 ORDER BY name;||"
    "$ git log --oneline -3|a41f0c2 Mend the index|77be012 Read what is there|$ make -j8 && ./run||"
    'class Point:|    """x and y."""|    def __init__(self, x, y):|        self.x, self.y = x, y'
    "|",
)
MIRRORED = frozenset({"hebrew", "arabic"})
TOGETHER = frozenset({"thai", "kana", "han"})
"""Scripts that set no space between words."""


def sentence(kit: Kit, script: str, count: int) -> str:
    """``count`` words in a row, as a sentence begins and ends where the script has that."""
    words = [kit.choose(WORDS[script]) for _ in range(count)]
    if script in TOGETHER:
        return "".join(words) + ("。" if script in {"kana", "han"} else "")
    text = " ".join(words)
    if script in {"latin", "cyrillic", "greek"}:
        return text[:1].upper() + text[1:] + kit.choose((".", ".", ",", "?", "!", ":"))
    return text


def number(kit: Kit) -> str:
    """As tables have them: counts, prices, shares, dates, times."""
    return kit.choose(
        (
            f"{kit.whole(0, 9999)}",
            f"{kit.between(0, 999):.2f}",
            f"{kit.whole(0, 100)}%",
            f"{kit.whole(1, 28):02}.{kit.whole(1, 12):02}.20{kit.whole(10, 30)}",
            f"{kit.whole(0, 23):02}:{kit.whole(0, 59):02}",
            f"{kit.whole(1, 99)},{kit.whole(0, 999):03}",
            f"\N{MINUS SIGN}{kit.between(0, 20):.1f}",
            f"{kit.whole(1, 900)} kB",
        )
    )
