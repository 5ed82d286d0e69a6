"""What people, places and dates look like in print in each language: the words the lines of `bench/scripts.py` are made of.

Names are frequent ones put together at random; months and countries come from the CLDR by way of babel.
"""

import random

from babel import Locale, dates

NAMES = {
    "de": ("Müller Schröder Größmann Jäger Weiß Böhm Köhler Krüger", "Jürgen Käthe Sören Björn Anneliese Götz"),
    "fr": ("Lefèvre Dubois Gauthier Bérenger Hélias Françoise Noël", "Chloé Zoé Jérôme François Anaïs Benoît"),
    "es": ("Muñoz Ibáñez Núñez Gómez Peña Álvarez Güell", "José Íñigo Begoña Andrés Lucía Concepción"),
    "pl": ("Wiśniewska Wójcik Kowalczyk Dąbrowski Łukasik Żółtowski", "Małgorzata Zbigniew Łucja Stanisław Grażyna"),
    "cs": ("Dvořák Nováková Černý Procházková Kučera Růžička", "Jiří Ondřej Zdeněk Kateřina Štěpán Žofie"),
    "tr": ("Yılmaz Öztürk Şahin Çelik Güneş Doğan Işık", "İbrahim Gülşen Özgür Çağla Uğur Ayşe"),
    "vi": ("Nguyễn Trần Phạm Huỳnh Võ Đặng Bùi", "Thị Hồng Văn Dũng Quốc Bảo Ngọc Ánh Minh Đức"),
    "ru": ("Иванова Смирнов Щербаков Ёлкина Подъячев Кузнецова Объедков", "Алексей Юлия Семён Екатерина Любовь Эдуард"),
    "uk": ("Шевченко Ґалаґан Їжакевич Коваленко Мар’яненко Щербина", "Олександр Євген Наталія Їванна Ігор Дмитро"),
    "sr": ("Јовановић Ђорђевић Николић Њежић Љубичић Џаковић", "Милица Драгољуб Ђурђа Живојин Љиљана Стефан"),
    "bg": ("Георгиева Димитров Стоянова Щерев Йорданов Ангелова", "Мария Тодор Цветелина Юлиян Ася Живко"),
    "el": ("Παπαδόπουλος Γεωργίου Χατζηδάκης Ιωάννου Ψάλτης Ξενάκη", "Γιώργος Ελένη Δημήτριος Αικατερίνη Ευάγγελος Ζωή"),
    "ar": ("الحسيني العبدالله الشمري القحطاني المنصوري الخطيب", "محمد فاطمة عبدالرحمن خديجة يوسف نورة"),
    "he": ("כהן לוי מזרחי פרידמן אברהמי שפירא", "יעקב מרים אברהם רחל יצחק נועה"),
    "hi": ("शर्मा वर्मा सिंह मिश्रा गुप्ता अग्रवाल", "राजेश सुनीता अमित प्रिया विजय लक्ष्मी"),
    "th": ("ศรีสุข ทองดี วงศ์สวัสดิ์ แก้วมณี สุวรรณ", "สมชาย สมหญิง ประเสริฐ อรุณี วิชัย"),
    "ko": ("김 이 박 최 정 강 윤", "민준 서연 지훈 하은 도현 예린 수빈"),
    "zh": ("王 李 张 刘 陈 欧阳 诸葛", "伟 秀英 建国 丽娟 志强 晓燕 雨涵"),
    "ja": ("佐藤 鈴木 高橋 渡邊 齋藤 小笠原", "太郎 花子 健一 美咲 翔太 さくら"),
}  # fmt: skip
LANGUAGES = tuple(NAMES)
JOINED = ("ko", "zh", "ja")
WITHOUT_CAPITALS = ("ar", "he", "hi", "th", "ko", "zh", "ja")
COUNTRIES = (
    "DE", "FR", "ES", "PL", "CZ", "TR", "VN", "RU", "UA", "RS", "BG", "GR",
    "EG", "SA", "KR", "CN", "JP", "US", "GB", "IT", "SE", "NO", "CH", "BR",
)  # fmt: skip


def lines_of(language, count, seed):
    """Return `count` different lines: names (half of them in capitals), dates with the month in words, countries."""
    chance = random.Random(f"{language} {seed}")
    locale = Locale.parse(language)
    makers = (_name, _date, _country)
    found = []
    for number in range(50 * count):
        line = makers[number % 3](language, locale, chance)
        if language not in WITHOUT_CAPITALS and chance.random() < 0.5:
            line = _capitals(language, line)
        if line not in found:
            found.append(line)
        if len(found) == count:
            break
    return found


def _capitals(language, line):
    # Turkish has two letters i; modern Greek capitals carry no accents.
    if language == "tr":
        line = line.replace("i", "İ").replace("ı", "I")
    line = line.replace("ß", "ẞ").upper() if language == "de" else line.upper()
    if language == "el":
        line = line.translate(str.maketrans("ΆΈΉΊΌΎΏ", "ΑΕΗΙΟΥΩ"))
    return line


def _name(language, _, chance):
    surnames, given = (words.split() for words in NAMES[language])
    if language in JOINED:
        return chance.choice(surnames) + chance.choice(given)
    return f"{chance.choice(surnames)} {' '.join(chance.sample(given, chance.choice((1, 2))))}"


def _date(language, locale, chance):
    month = dates.get_month_names("wide", locale=locale)[chance.randint(1, 12)]
    day, year = chance.randint(1, 28), chance.randint(1940, 2035)
    if language in ("zh", "ja"):
        return f"{year}年{chance.randint(1, 12)}月{day}日"
    if language == "ko":
        return f"{year}년 {chance.randint(1, 12)}월 {day}일"
    return f"{day} {month} {year}"


def _country(_, locale, chance):
    return locale.territories[chance.choice(COUNTRIES)]
