"""Units: which words are one, and how far a unit reaches after its number."""

from __future__ import annotations

import re

from flashgen.grammar.quantity.line import Line, Unit
from flashgen.grammar.quantity.numerals import number
from flashgen.grammar.quantity.tokens import Token

UNITS = frozenset(
    """mm cm m km dm µm μm um nm pm in inch inches ft foot feet yd mil mils thou tenths Å
    kg g mg µg μg ug t lb lbs lbf oz kgf N kN MN mN Nm kNm J kJ MJ mJ eV keV MeV GeV cal kcal Wh kWh
    Pa kPa MPa GPa hPa bar mbar psi ksi atm Torr mmHg W kW MW GW mW HP hp PS V kV mV A mA Ah mAh Ω kΩ ohm ohms F µF nF pF H
    Hz kHz MHz GHz THz rpm RPM ipm IPM ipr sfm SFM sfpm fpm sfpt ipt fps FPS rps bpm BPM spm wpm CFU IU
    s sec secs ms µs μs us ns ps min mins minute minutes second seconds h hr hrs hour hours day days week weeks month months year years
    millisecond milliseconds microsecond microseconds nanosecond nanoseconds yr yrs
    °C °F °K K C °  degree degrees deg rad radians mrad celsius fahrenheit kelvin dB dBm lux lm cd mol mmol µmol M mM µM
    bit bits byte bytes B kB KB MB GB TB PB KiB MiB GiB TiB kbit Mbit Gbit Mbps Gbps kbps px pixel pixels dpi ppi pt em rem
    L l ml mL µl µL μl dl cl gal gallon gallons litre litres liter liters ppm ppb HRC HRB HB HV FLOPS FLOPs TFLOPS GFLOPS PFLOPS TFLOPs
    millimetre millimetres millimeter millimeters centimetre centimetres centimeter centimeters metre metres meter meters kilometre
    kilometres kilometer kilometers micron microns newton newtons pascal pascals watt watts Watts volt volts amp amps ampere amperes
    joule joules gram grams kilogram kilograms Kg KG pound pounds tonne tonnes ton tons horsepower revolution revolutions rev
    ft-lb ft-lbs in-lb in-lbs lb-ft N·m
    mm² mm³ cm² cm³ m² m³ in² in³ ft² ft³ mm2 mm3 cm2 cm3 m2 m3 in2 in3 cc cfm lpm lbs/ft sq
    Stunden Stunde Minuten Minute Sekunden Sekunde Tage Tag Wochen Woche Jahre Jahr Grad Zoll Prozent prozent percent Prozentpunkte
    heures heure secondes jours jour degrés degré grados grado horas hora minutos minuto segundos segundo días graus dias
    ore ora minuti minuto secondi gradi derece saat dakika saniye gün 度 秒 分 分钟 小时 天 毫米 厘米 米 微米 公斤 千克 克 牛 兆帕 时间 時間 日 도 초 분 시간 일
    pct percentage pp""".split()
)
"""Units of measurement, case as written."""

TIME_UNITS = frozenset(
    """s sec secs min mins minute minutes second seconds h hr hrs hour hours day days week weeks month months year years yr yrs Stunden
    Stunde Minuten Minute Sekunden Tage Tag Wochen Woche Jahre Jahr heures heure jours horas hora minutos días dias ore ora minuti saat
    dakika gün 秒 分钟 小时 天 時間 日 시간 분 일""".split()
)
COUNTED = frozenset(
    """step steps epoch epochs token tokens sample samples sequence sequences example examples word words image images trial trials layer
    layers row rows parameter parameters params class classes prompt prompts pair pairs iteration iterations document documents sentence
    sentences record records pixel pixels point points instance instances pass passes gpu gpus node nodes batch batches flute flutes
    packed-rows packed neuron neurons unit units channel channels head heads bit bits page pages line lines item items update updates
    label labels datapoint datapoints observation observations run runs worker workers thread threads block blocks frame frames
    response responses ranking rankings completion completions preference preferences conversation conversations question questions
    problem problems demonstration demonstrations rollout rollouts generation generations query queries user users person people file
    files video videos article articles book books cell cells comparison comparisons dialogue dialogues turn turns part parts piece pieces
    feature features component components cluster clusters tree trees fold folds neighbor neighbors neighbour neighbours
    Beispiele Bilder Schritte Epochen Wörter Zeilen Datenpunkte exemples images époques étapes ejemplos imágenes épocas pasos exemplos
    imagens passos esempi immagini epoche passi örnek adım epok görüntü
    个 轮 步 张 条 次 层 件 枚 回 個 エポック ステップ 개 장 번 회 에포크 에폭 스텝 样本 图像 图片 词 トークン サンプル""".split()
)
"""Nouns that are counted: a unit beside a name, a name where there is none."""

_SHORT = frozenset("in a A K C M F H B t h V L l pt em PS sq cal rad us ps pm".split())
"""Units that are other words, too: they stand without a space after their number."""
_SPACED = frozenset("K C V A h H M F".split())
"""Of these, the ones that may have a space: ``300 K``."""
_ANY_CASE = frozenset("mm µm mpa gpa ipm rpm khz mhz ghz kg gb mb hrs mins secs zoll".split())
_PREFIXED = re.compile(r"(?:da|[munpµμkMGTdch])?(?:Pa|N|J|W|V|A|Hz|m|g|s|F|Ω|bit|B|eV|mol|L|l|bar)[²³]?$")
_LONGEST_PREFIXED = 6


def is_unit(token: Token) -> bool:
    """Whether a word is a unit of measurement."""
    text = token.text
    if text in UNITS:
        return text not in _SHORT or token.glued or (text in _SPACED and not token.code)
    if token.norm in _ANY_CASE:
        return True
    return 1 < len(text) <= _LONGEST_PREFIXED and text not in ("am", "as") and _PREFIXED.match(text) is not None


def same(a: str, b: str) -> bool:
    """Whether two units are the same, otherwise written: ``"`` and ``in``, ``mm`` and ``millimetre``."""
    return _plain(a) == _plain(b)


_INCHES = ("''", '"', "″", "inche", "inch", "”")
_PLAIN = {"millimeter": "mm", "millimetre": "mm", "percent": "%"} | dict.fromkeys(_INCHES, "in")


def _plain(unit: str) -> str:
    unit = unit.lower().replace("μ", "µ").rstrip("s")
    return _PLAIN.get(unit, unit)


# ── the unit after a number ─────────────────────────────────────────────────────────────────────────────────────────────


PERCENT = frozenset(("percent", "prozent", "pct", "yüzde", "퍼센트"))


def unit_after(line: Line, n: int) -> Unit | None:
    """The unit that begins at a token, which follows a number."""
    token = line.at[n]
    kind = token.kind
    if token.word:
        return Unit("%", n, n + 1) if token.norm in PERCENT else measure_at(line, n)
    if kind == "%":
        return Unit("%", n, n + 1)
    if kind == "inch":
        return Unit(token.text, n, n + 1)
    if kind == "foot" and token.glued:
        return Unit("'", n, n + 1)
    if kind == "deg":
        return _degrees(line, n)
    if kind == "dash" and token.glued and token.text == "-" and line.at[n + 1].glued:
        return _hyphened(line, n + 1)
    return measure_at(line, n) if kind in ("slash", "num") else None


def measure_at(line: Line, n: int) -> Unit | None:
    """The unit of measurement that begins at a token: ``mm``, ``in³/min``."""
    end = measure(line, n)
    return Unit(line.slice(n, end), n, end) if end > n else None


def _degrees(line: Line, n: int) -> Unit:
    """``°``, ``°C``, ``° per side``."""
    last = n + 1
    scale = line.at[last]
    if scale.norm in ("c", "f", "k") and scale.start - line.at[n].end <= 1:
        last += 1
    if line.at[last].norm in ("per", "pro") and line.at[last + 1].word:
        last += 2
    text = line.slice(n, last)
    if text.startswith("\\"):
        text = "°" + text.split("}")[-1].removeprefix("\\circ")
    return Unit(text, n, last)


def _hyphened(line: Line, n: int) -> Unit | None:
    """``60-step warmup``: number and unit are one adjective."""
    word = line.at[n]
    if word.word and (word.text in UNITS or word.norm in COUNTED) and line.at[n - 1].end == word.start:
        return Unit(word.text, n, n + 1, word.text in UNITS)
    return None


_PER = frozenset(("per", "pro", "par", "por", "/", "a", "je"))
_PER_PIECE = frozenset("tooth flute rev week pass step token gpu image zahn r u umdr tr dent".split())
"""What something is counted by after a slash: ``mm/tooth``."""


def measure(line: Line, n: int) -> int:
    """Token after a unit of measurement: ``mm``, ``in³/min``, ``cubic inches per minute``; the same token where there is none."""
    if line.at[n].kind == "slash" and n and line.at[n + 1].text in ("K", "°C"):
        return n + 2  # 12e-6 /K
    end = _one(line, n)
    if end == n:
        return n
    for _ in range(5):
        further = _divided(line, end) or _raised_further(line, end)
        if further is None:
            break
        end, last = further
        if last:
            break
    return end


def _divided(line: Line, n: int) -> tuple[int, bool] | None:
    """Token after ``/ min``, ``per tooth``, ``/(m·K)``, ``· mm``, and whether the unit ends there."""
    token, nxt = line.at[n], line.at[n + 1]
    slash = token.kind == "slash"
    if slash and nxt.kind == "(" and (closed := _product(line, n + 1)) > n + 1:
        return closed, True
    if slash and nxt.kind == "num" and (of := _one(line, n + 2)) > n + 2:
        return of, True  # g/100 mL
    if not (slash or token.kind == "times" or token.norm in _PER):
        return None
    end = _one(line, n + 1)
    if end > n + 1:
        return end, False
    if (slash and nxt.norm in _PER_PIECE) or (token.norm in ("per", "pro") and nxt.word):
        return n + 2, False
    return n, True


def _raised_further(line: Line, n: int) -> tuple[int, bool] | None:
    """Token after ``^2``, ``⁻¹``, ``m⁻¹``."""
    if line.at[n].kind == "caret" and line.at[n + 1].kind == "num":
        return n + 2, False
    if (raised := _raised(line, n)) > n:
        return raised, False
    if (end := _one(line, n)) > n and (raised := _raised(line, end)) > end:
        return raised, False  # W m⁻¹ K⁻¹
    return None


def _raised(line: Line, n: int) -> int:
    """Token after the negative power of a unit, ``⁻¹``; the same token where there is none."""
    here = line.at[n]
    return n + 2 if here.text == "⁻" and here.glued and line.at[n + 1].text in ("¹", "²", "³", "⁴") else n


def _product(line: Line, n: int) -> int:
    """Token after a product of units in brackets, ``(m·K)``; the same token where there is none."""
    closing = line.closing.get(n, n)
    if not 2 <= closing - n <= 8:
        return n
    m = n + 1
    while m < closing and (line.at[m].text.rstrip("²³⁴") in UNITS or _one(line, m) > m):
        m += 1
        if m < closing and line.at[m].kind in ("times", "star", "dash"):
            m += 1  # (m·K), (m K), (m²·K⁴)
    return closing + 1 if m == closing else n


_HEADS = frozenset(("cubic", "square", "sq", "sq.", "cu", "kubik", "quadrat", "degrees", "degree", "percentage"))
"""First words of units of two words."""


def _one(line: Line, n: int) -> int:
    """Token after one unit, undivided: ``mm``, ``square inches``, ``1/min``; the same token where there is none."""
    token = line.at[n]
    if token.kind == "deg":
        return n + 1
    if token.word:
        nxt = line.at[n + 1]
        if token.norm in _HEADS and nxt.word and (nxt.text in UNITS or nxt.norm in UNITS):
            return n + 2
        return n + 1 if is_unit(token) or _after_number(line, n) else n
    if token.text == "1" and line.at[n + 1].kind == "slash" and line.at[n + 2].glued:
        return n + 3 if line.at[n + 1].glued and is_unit(line.at[n + 2]) else n  # 800 1/min
    return n


def _after_number(line: Line, n: int) -> bool:
    """Whether a word is a unit only because of the number before it: ``5 in``, ``154 pm`` (3 pm is a time of day)."""
    token, before = line.at[n], line.at[n - 1]
    if token.text == "pm":
        value = number(before.mant) if before.kind == "num" else None
        return value is not None and value > 12
    return token.text == "in" and before.kind in ("num", "fraction") and not line.at[n + 1].word
