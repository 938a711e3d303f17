"""Connecting words around numbers, per language: tables in, a lexicon (phrase → role) out.

A role says what a word does beside a number, never what a line means; ``quantity`` and ``binding`` do the reading.
Phrases are separated by commas; the longest phrase that stands in a text wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

ENGLISH = {
    # bounds: before the number …
    "lower": "at least, no less than, no fewer than, no smaller than, no slower than, no thinner than, no shorter than, no lower than, minimum, minimum of, a minimum of, min, min., min of, more than, greater than, bigger than, larger than, wider than, thicker than, deeper than, longer than, taller than, higher "
    "than, over, above, exceeding, upwards of, upward of, starting at least, as small as, as low as, as little as, "
    "as few as, down to, go down to, goes down to, beyond, north of, >=, no earlier than, past",
    "upper": "at most, no more than, no faster than, no larger than, no bigger than, no thicker than, no wider than, no deeper than, no higher than, "
    "no longer than, no greater than, caps at, tops out at, maxes out at, maxed at, up to, go up to, goes up to, upto, less than, fewer than, smaller than, lower than, shorter than, thinner than, narrower than, shallower than, under, below, beneath, maximum, "
    "maximum of, a maximum of, a max of, max, max., max of, as large as, as high as, as many as, as much as, as "
    "long as, within, no later than, capped at, limited to, cap of, cap at, inside of, shy of",
    "exceed": "exceed, exceeds, exceeding",
    # … and after it
    "lower_s": "or more, or higher, or larger, or greater, or above, or over, or up, or longer, or bigger, or deeper, and up, "
    "and above, and over, and more, and higher, and larger, and beyond, upwards, plus, at least, minimum, min, at "
    "the least, at minimum, at a minimum, as a minimum",
    "upper_s": "or less, or fewer, or lower, or smaller, or below, or under, or shorter, or thinner, and below, and under, and "
    "less, and lower, and smaller, at most, maximum, max, tops, at the most, at maximum, at a maximum, as a maximum",
    "better_s": "or better, or tighter, or finer",
    "approx_s": "or so, or thereabouts, ish, give or take, more or less",
    "between": "between, betw., b/t, b/w, anywhere between, somewhere between, in between",
    "from": "from, anywhere from, ranging from, ranges from, range from, goes from, go from",
    "to": "to, through, thru, till, until, up to, all the way to, all the way up to",
    "and": "and, &, and even, and maybe, as well as",
    "or": "or, or even, or maybe, or perhaps, or else, and/or, otherwise, sometimes",
    "versus": "vs, vs., versus, as opposed to, instead of, compared to, compared with, rather than, not the",
    "approx": "about, around, roughly, approximately, approx, approx., ca, ca., circa, nearly, almost, on the order of, in the "
    "order of, of the order of, of order, order of, somewhere around, close to, closer to, closer to the, in the "
    "neighborhood of, in the neighbourhood of, in the ballpark of, in the region of, in the vicinity of, maybe, "
    "perhaps, say, near, just about, somewhere in, anywhere in, something like, more like, ballpark, just, only",
    "hedge": "usually, typically, often, commonly, generally, generally speaking, in general, normally, common, typical, usual, "
    "default, defaults, by default, the default, default of, defaulting, recommended, suggested, advised, "
    "best, good, great, optimal, ideal, ideally, sane, sensible, reasonable, safe, standard, popular, conventional, "
    "rule of thumb, as a rule, as a rule of thumb, mostly, frequently, most often, most commonly, in practice, "
    "preferred, preferably, traditional, traditionally, customary, nominal, average, on average, "
    "well-known, sweet spot, starting point, usually around, tends, tend, sometimes, heuristic, guideline, "
    "for most, for most tasks, for most cases, at first, initially, usable, acceptable, reasonably, practical, "
    "fine, okay, ok, works well, work well, works, work, works best, work best, works fine, work fine, works great, "
    "is enough, are enough, enough, sufficient, suffices, suffice, is plenty, are plenty, "
    "well known, pretty well known, as default, as a default, out of the box, always, never, "
    "for starters, power of two, powers of two, power of 2, powers of 2, a power of 2, a power of two, multiple of 8, multiples of 8, strongly, highly, very, quite, pretty, too, rather, even, still, already, now, nowadays, today, "
    "these days, currently, also, mainly, largely, probably, likely, possibly, slightly, respectively, simply, "
    "well, here, there, then, thus, therefore, hence, fairly",
    "copula": "is, are, be, being, been, should be, can be, may be, might be, must be, could be, will be, would be, has to be, "
    "have to be, needs to be, need to be, to be, ought to be, lies, lie, sits, sit, falls, fall, stays, stay, "
    "remains, remain, ranges, varies, vary, goes, go, runs, run, equals, equal, equal to, is equal to, set, set to, "
    "set at, set as, fixed, fixed at, kept, chosen, drawn, drawn as, sampled, sampled from, seems, seem, appears, "
    "comes, stands, amounts, gets, means, takes, take, uses, use, using, used, wants, want, needs, requires, "
    "require, has, have, having, should, can, may, might, must, could, will, would, does, do, expects, gives, "
    "reads, measures, spans, covers, holds, hold, keeps, shall, works out, comes out, it, they, that, which, i.e., "
    "ie, i.e, viz., so-called, called, tolerates, allows, allow, sees, see, likes, like, wants it, prefers, prefer, "
    "achieves, reaches, reach, hits, fall somewhere, lies somewhere, of choice, initialized, initialised, "
    "initialized to, defaults to, default to, default is, value of, values of, a value of, values, value, choices, "
    "choice, range, ranges of, range of, a range of, the range, in the range, in the range of, in a range of, "
    "within the range, in the interval, the interval, settings, setting, options, one of, any of, either, "
    "swept, sweep, sweep over, search, search over, searched, somewhere, anywhere, being set to, bounded by",
    "prep": "of, at, in, to, with, as, on, by, into, onto, via, per",
    "for": "for, when, while, during, if, where, whenever, once, after, before, without, across, over, given, regarding, "
    "concerning, unless, until, in case of, in the case of, among",
    "det": "the, a, an, this, these, those, each, every, any, all, our, your, its, their, some, his, her, my, no., "
    "both, most, many, one, you, we, people, one can, you can, we can, i, another",
    "negation": "never, not, don't, dont, do not, shouldn't, should not, must not, mustn't, can't, cannot, can not, avoid, no, "
    "won't, nor, not be, isn't, aren't, doesn't, does not, never ever, rarely, hardly, without",
    "imperative": "keep, set, choose, pick, try, leave, expect, start, begin, aim, aim for, stick, stick to, start with, "
    "start at, begin with, begin at, start from, go with, go for, turn, turn on, shoot for, make, make sure, "
    "ensure, apply, run with, allow, plan on, reserve, consider, recommend, recommends, suggest, suggests, "
    "we use, we recommend, experiment with, increase to, raise to, lower to, reduce to, go down, go up, stay, let, "
    "assume, step the, choosing, setting, prefer, add, give, fix, bump, crank, dial, note, mind, "
    "supports, support, accepts, handles",
    "other": "other values, other options, others, alternatively, alternative, alternatives, also seen, also used, also works, "
    "also fine, also possible, also common, instead",
    "determined": "determined by, depending on, depends on, depend on, dependent on, limited by, governed by, driven by, "
    "dictated by, constrained by, controlled by, decided by, based on, according to, subject to, set by, "
    "bounded by the, adjust it on, tuned on, tune it on, tune on, adjusted on, chosen by, chosen based on, "
    "as large as fits, adjust on, scales with, scale with, a function of",
    "because": "because, since, so, so that, so we, to avoid, to keep, to prevent, due to, thanks to, otherwise, in order to, "
    "which makes, which gives, as it",
    "example": "e.g., eg, e.g, eg., for example, for instance, such as, including, f.e., ex., ex",
    "compare": "larger, smaller, faster, slower, higher, lower, more, less, better, worse, cheaper, greater, bigger, longer, "
    "shorter, fewer, deeper, wider, stronger, weaker, stiffer, harder, heavier, lighter, improvement, speedup, "
    "speed-up, reduction, as many, as much, as fast, as large, as big, as long, slowdown, increase, decrease, "
    "drop, gain, boost, faster than, tighter, looser",
    "than": "than",
    "change": "increased, increases, increasing, decreased, decreases, decreasing, decrease, drops, dropped, jumps, jumped, "
    "jump, halved, halves, doubled, doubles, rose, rises, rise, fell, grew, grows, grow, shrank, shrinks, anneal, "
    "annealed, anneals, annealing, decays from, decayed, decay from, decaying from, decaying, ramp, ramps, ramped, "
    "ramping, went, raised, lowered from, reduced, reduces, improved, improves, climbs from, climbed, climbs, "
    "changed, changes, cut from, dropping, moved from, moving from, move from, moves from, improving, growing, "
    "linearly from, lowers, quarters, turns, turned, converted, converts, interpolate, interpolated, goes down "
    "from, go down from, goes up from, spikes, spiked, plummeted, plummets",
    "past": "was, were, needed, took, ran, got, gave, had, did, paid, covered, found, reported, achieved, scored, "
    "reached, measured, trained, spent, bought, came, ended, cost, costs, costing, saw, worked, finished, "
    "lasted, waited, released, published, introduced, received, observed, obtained, converged, diverged, "
    "contained, collected, generated, turned out, finished, tried, noticed, happened, beat, won, started, "
    "watched, met, sold, stopped, resulted, yielded, completed, fitted, crashed, chose",
    "person": "i, she, he, me, my, mine, his, her, him, i'm, i've, i'd, we've, roommate, friend, colleague, bus, train ride, "
    "somebody, someone, everybody, us",
    "reference": "figure, fig, fig., figures, table, tables, section, sections, sec., pp, chapter, chapters, ch., eq, eq., eqn, eqn., "
    "equation, equations, page, pages, p., pp., appendix, lecture, lectures, class, day, days, week, pt, pt., "
    "part, version, versions, v., vol., exercise, problem, question, task, item, slide, slides, "
    "theorem, lemma, algorithm, listing, example no., ref., refs., no., nr., unit, module, lesson, stage, phase, "
    "level, grade, day., line, lines, commit, pr, issue, room, bus, type, iso, din, en, astm, ansi, python, "
    "cuda, ubuntu, pytorch, tensorflow, gpt, llama, olmo, qwen, gemma, mistral, phi, windows, chapter., note, "
    "exercises, problems, questions, tasks, lectures, lessons, verse, paragraph, team, group no., row no., "
    "track, footnote, homework, hw, lab, quiz, generation, gen, episode, season, act, scene, book, volume, "
    "grade., aluminium, aluminum, steel, alloy, grit",
    "few": "a few, few, several, a couple, a couple of, couple of, some, many, a lot of, a handful of",
}

GERMAN = {
    "lower": "mindestens, wenigstens, minimal, mehr als, größer als, höher als, über, oberhalb, oberhalb von, ab, von mindestens, "
    "nicht unter, min., mind.",
    "upper": "höchstens, maximal, bis zu, weniger als, kleiner als, niedriger als, unter, unterhalb, unterhalb von, max., "
    "nicht über, nicht mehr als",
    "exceed": "überschreiten, übersteigen",
    "lower_s": "oder mehr, oder größer, oder höher, und mehr, und größer, mindestens, aufwärts",
    "upper_s": "oder weniger, oder kleiner, oder niedriger, und weniger, höchstens, maximal",
    "better_s": "oder besser, oder genauer",
    "between": "zwischen",
    "from": "von, im bereich von, reicht von, reichen von",
    "to": "bis, bis zu, auf",
    "and": "und, sowie",
    "or": "oder, oder auch, bzw., beziehungsweise",
    "approx": "etwa, ca., ca, circa, zirka, ungefähr, rund, fast, nahezu, um, um die, in der größenordnung von, zirka, gegen",
    "hedge": "meist, meistens, üblich, übliche, üblicher, üblicherweise, typisch, typische, typischer, typischerweise, oft, "
    "häufig, häufige, normalerweise, standard, standardmäßig, standardwert, empfohlen, empfohlene, empfohlener, "
    "in der regel, im allgemeinen, gewöhnlich, generell, optimal, gut, gute, guter, ideal, sinnvoll, gängig, gängige, "
    "faustregel, voreinstellung, vorgabe, als standard, in der praxis, erfahrungsgemäß, auch, noch, nur, sehr, "
    "nie, niemals, immer, reichen, reicht, genügen, genügt, ausreichend",
    "copula": "ist, sind, sei, beträgt, betragen, liegt, liegen, soll, sollte, sollten, kann, können, muss, müssen, wird, werden, "
    "gleich, hat, haben, wert, werte, wert von, bereich, der bereich, gesetzt, gewählt, eingestellt, sein, "
    "wählt man, setzt man, nimmt man, man, verwendet, benutzt, bleibt, bleiben, dürfen, darf",
    "prep": "im, in, am, an, auf, mit, zu, zum, zur, bei, pro, je",
    "for": "für, wenn, während, falls, nach, vor, ohne, beim, gegenüber, durch, aus",
    "det": "der, die, das, den, dem, des, ein, eine, einer, einem, einen, eines, jede, jeder, jedes, diese, dieser, dieses, alle, "
    "viele, ihre, seine",
    "negation": "nie, niemals, nicht, kein, keine, keinen",
    "imperative": "nimm, wähle, setze, verwende, benutze, starte mit, beginne mit, starte bei, halte, probiere, nutze",
    "determined": "bestimmt durch, abhängig von, abhängig vom, abhängig von der, hängt vom, hängt von der, je nach dem, bestimmt vom, bestimmt von der, begrenzt vom, durch den, je nach, hängt ab von, hängt von, begrenzt durch, bestimmt von, richtet sich nach",
    "because": "weil, damit, da, sodass, denn, um zu",
    "example": "z.b., z. b., zb, zum beispiel, beispielsweise, bspw., etwa bei",
    "compare": "größer, kleiner, schneller, langsamer, höher, niedriger, mehr, weniger, besser, schlechter, länger, kürzer",
    "than": "als",
    "change": "erhöht, erhöhen, steigt, stieg, sinkt, sank, gesenkt, verringert, verdoppelt, halbiert, reduziert, wächst, fällt, "
    "fiel, geändert",
    "past": "war, waren, dauerte, brauchte, kostete, kostet, hatte, hatten, wurde, wurden, benötigte, lief, erreichte, gekauft",
    "person": "ich, mein, meine, er, wir, uns, mir, bus",
    "reference": "abbildung, abb., tabelle, tab., kapitel, abschnitt, seite, s., vorlesung, aufgabe, teil, gleichung, gl., "
    "übung, tag, woche, version, nr.",
    "few": "ein paar, einige, mehrere, wenige",
}

FRENCH = {
    "lower": "au moins, minimum, au minimum, plus de, plus grand que, supérieur à, supérieure à, au-dessus de, à partir de",
    "upper": "au plus, maximum, au maximum, jusqu'à, moins de, inférieur à, inférieure à, en dessous de, au-dessous de",
    "exceed": "dépasser, dépasse, excéder",
    "lower_s": "ou plus, et plus, au moins, minimum, au minimum",
    "upper_s": "ou moins, et moins, au plus, maximum, au maximum",
    "better_s": "ou mieux",
    "between": "entre",
    "from": "de, va de, allant de, vont de",
    "to": "à, jusqu'à",
    "and": "et",
    "or": "ou, ou bien, ou même",
    "approx": "environ, à peu près, autour de, aux alentours de, près de, presque, de l'ordre de, vers, quelque",
    "hedge": "généralement, habituellement, souvent, typiquement, en général, normalement, typique, courant, courante, "
    "recommandé, recommandée, conseillé, par défaut, défaut, d'habitude, usuel, usuelle, en pratique, idéal, optimal, "
    "optimale, bon, bonne, le plus souvent, suffit, suffisent, classique, jamais, aussi, très",
    "copula": "est, sont, vaut, valent, doit être, doivent être, peut être, se situe, varie, fixé à, fixée à, réglé à, prend, "
    "égal à, égale à, valeur, valeurs, valeur de, être, choisir, on prend, on choisit, on utilise, utilise, plage, "
    "comprise, compris, comprises, reste, restent, doit, doivent, peut, peuvent, ne, pas, a, ont",
    "prep": "dans, avec, en, par, sur, du, des, au, aux",
    "for": "pour, quand, lorsque, si, pendant, chez, sans, selon les",
    "det": "le, la, les, l', un, une, ce, cette, ces, chaque, tout, tous, notre, votre, on, il, elle",
    "negation": "jamais, pas, ne pas, ne jamais, ne doit pas, ne",
    "imperative": "garder, choisir, utiliser, prendre, commencer avec, commencer à, essayer, régler",
    "determined": "dépend de, dépend du, dépend de la, dépend des, selon, en fonction de, dépendant de, déterminé par, déterminée par, limité par, limitée par",
    "because": "car, parce que, afin de, pour que, puisque",
    "example": "p. ex., par exemple, p.ex., ex.",
    "compare": "plus grand, plus petit, plus rapide, plus lent, plus élevé, plus",
    "than": "que",
    "change": "augmente, augmenté, diminue, diminué, réduit, passe de, passé de, doublé, baisse, chute",
    "past": "était, étaient, fallait, coûtait, coûte, avait, durait",
    "person": "je, mon, ma, mes, nous, j'ai",
    "reference": "figure, tableau, chapitre, section, page, partie, cours, équation, exercice, version",
    "few": "quelques, plusieurs",
}

SPANISH = {
    "lower": "al menos, por lo menos, como mínimo, mínimo, más de, mayor que, superior a, por encima de, mayor a, a partir de",
    "upper": "como máximo, máximo, hasta, menos de, menor que, inferior a, por debajo de, a lo sumo, menor a",
    "exceed": "exceder, superar, sobrepasar",
    "lower_s": "o más, como mínimo, y más, mínimo",
    "upper_s": "o menos, como máximo, y menos, máximo",
    "better_s": "o mejor",
    "between": "entre",
    "from": "de, desde, va de, va desde, van de",
    "to": "a, hasta",
    "and": "y, e",
    "or": "o, u, o incluso",
    "approx": "aproximadamente, alrededor de, cerca de, unos, unas, casi, del orden de, más o menos, en torno a",
    "hedge": "normalmente, usualmente, generalmente, típicamente, a menudo, en general, típico, típica, común, habitual, "
    "recomendado, recomendada, por defecto, suele, suelen, óptimo, óptima, bueno, buena, ideal, habitualmente, "
    "comúnmente, nunca, también, muy, basta, bastan",
    "copula": "es, son, está, están, ser, debe ser, puede ser, suele ser, suelen ser, vale, valor, valores, valor de, varía, se usa, "
    "se usan, usar, se elige, igual a, rango, rango de, estar, debe estar, tiene, queda, debe, deben, puede, pueden, "
    "suele estar",
    "prep": "en, con, por, del, al",
    "for": "para, cuando, si, durante, sin",
    "det": "el, la, los, las, un, una, cada, este, esta, se, su",
    "negation": "nunca, no, no debe, jamás",
    "imperative": "usa, usar, elige, empieza con, prueba, mantén, empezar con",
    "determined": "depende de, depende del, depende de la, según, en función de, determinado por, determinada por, limitado por, dependiendo de",
    "because": "porque, ya que, para que",
    "example": "p. ej., por ejemplo, p.ej., ej.",
    "compare": "mayor, menor, más rápido, más lento, más grande, más",
    "than": "que",
    "change": "aumenta, aumentó, disminuye, reduce, redujo, bajó, subió, sube, baja, pasa de",
    "past": "fue, fueron, era, tardó, costó, cuesta, tenía",
    "person": "yo, mi, mis, me, nosotros",
    "reference": "figura, tabla, capítulo, sección, página, parte, clase, ecuación, ejercicio",
    "few": "unos pocos, varios, algunos",
}

PORTUGUESE = {
    "lower": "pelo menos, no mínimo, mínimo, mais de, maior que, superior a, acima de, ao menos, mais que, a partir de",
    "upper": "no máximo, máximo, até, menos de, menor que, inferior a, abaixo de, menos que",
    "exceed": "exceder, ultrapassar, passar de",
    "lower_s": "ou mais, no mínimo, e mais",
    "upper_s": "ou menos, no máximo",
    "better_s": "ou melhor",
    "between": "entre",
    "from": "de, desde, vai de, varia de, variam de, vão de",
    "to": "a, até, à",
    "and": "e",
    "or": "ou, ou mesmo, ou até",
    "approx": "aproximadamente, cerca de, em torno de, por volta de, quase, da ordem de, uns, umas, mais ou menos",
    "hedge": "normalmente, geralmente, tipicamente, usualmente, frequentemente, em geral, típico, típica, comum, comuns, usual, "
    "recomendado, recomendada, padrão, por padrão, costuma, costumam, ótimo, ideal, bom, boa, nunca, também, muito, "
    "basta, bastam, comumente, por default",
    "copula": "é, são, ser, está, estão, deve ser, pode ser, costuma ser, fica, ficam, vale, valor, valores, valor de, varia, usa-se, "
    "usar, igual a, faixa, faixa de, intervalo, intervalo de, estar, deve, devem, pode, podem, tem, têm",
    "prep": "em, com, por, no, na, nos, nas, do, da, dos, das, ao",
    "for": "para, quando, se, durante, sem",
    "det": "o, a, os, as, um, uma, cada, este, esta, seu, sua",
    "negation": "nunca, não, jamais, não deve",
    "imperative": "use, usar, escolha, comece com, comece em, tente, mantenha",
    "determined": "depende de, depende da, depende do, conforme, dependendo de, dependendo da, dependendo do, determinado por, "
    "determinada por, determinado pela, determinado pelo, determinada pela, determinada pelo, limitado por, "
    "limitado pela, de acordo com",
    "because": "porque, pois, para que, já que",
    "example": "p. ex., por exemplo, p.ex., ex.",
    "compare": "maior, menor, mais rápido, mais lento, mais",
    "than": "que, do que",
    "change": "aumenta, aumentou, diminui, diminuiu, reduz, reduziu, caiu, subiu, passa de, passou de",
    "past": "foi, foram, era, levou, custou, custa, tinha",
    "person": "eu, meu, minha, nós",
    "reference": "figura, tabela, capítulo, seção, página, parte, aula, equação, exercício",
    "few": "alguns, algumas, vários, várias",
}

ITALIAN = {
    "lower": "almeno, minimo, come minimo, più di, maggiore di, superiore a, sopra, oltre, a partire da",
    "upper": "al massimo, massimo, fino a, meno di, minore di, inferiore a, sotto",
    "exceed": "superare, eccedere",
    "lower_s": "o più, almeno, minimo, e più",
    "upper_s": "o meno, al massimo, massimo",
    "better_s": "o migliore, o meglio",
    "between": "tra, fra, compreso tra, compresa tra",
    "from": "da, va da, varia da, dal",
    "to": "a, fino a, al",
    "and": "e, ed",
    "or": "o, oppure, o anche",
    "approx": "circa, intorno a, attorno a, quasi, dell'ordine di, approssimativamente, pressappoco",
    "hedge": "di solito, solitamente, tipicamente, spesso, in genere, generalmente, normalmente, tipico, tipica, comune, usuale, "
    "consigliato, consigliata, raccomandato, predefinito, di default, ottimale, ideale, buono, buona, mai, anche, "
    "bastano, basta, abitualmente",
    "copula": "è, sono, sta, stanno, deve essere, può essere, vale, valore, valori, valore di, varia, si usa, si usano, usare, pari "
    "a, uguale a, intervallo, essere, deve, devono, può, possono, ha, hanno, resta",
    "prep": "in, con, per, nel, nella, del, della, dei, di",
    "for": "per, quando, se, durante, senza",
    "det": "il, lo, la, i, gli, le, un, una, uno, ogni, questo, questa, l', si",
    "negation": "mai, non, non deve",
    "imperative": "usa, usare, scegli, inizia con, prova, tieni",
    "determined": "dipende da, dipende dalla, dipende dal, a seconda di, a seconda della, in base a, in base alla, determinato da, "
    "determinata dalla, limitato da",
    "because": "perché, poiché, affinché",
    "example": "p. es., ad esempio, per esempio, es.",
    "compare": "maggiore, minore, più veloce, più lento, più",
    "than": "che",
    "change": "aumenta, aumentato, diminuisce, ridotto, riduce, scende, sale, passa da",
    "past": "era, erano, fu, durò, costava, costa, aveva",
    "person": "io, mio, mia, noi",
    "reference": "figura, tabella, capitolo, sezione, pagina, parte, lezione, equazione, esercizio",
    "few": "alcuni, alcune, pochi, parecchi",
}

TURKISH = {
    "lower": "en az, minimum, asgari",
    "upper": "en fazla, en çok, maksimum, azami",
    "lower_s": "veya daha fazla, ve üzeri, ve üstü, üzeri, üzerinde, üstü, üstünde, 'den fazla, 'dan fazla, den fazla, dan fazla, "
    "ten fazla, tan fazla, 'den büyük, den büyük, 'ten büyük, fazla",
    "upper_s": "veya daha az, ve altı, altı, altında, 'den az, 'dan az, den az, dan az, 'den küçük, den küçük, kadar, 'a kadar, 'e kadar, "
    "aşmamalı, 'i aşmamalı, 'ı aşmamalı, 'u aşmamalı, 'ü aşmamalı",
    "better_s": "veya daha iyi",
    "between": "",
    "from": "",
    "to": "ile, ila, 'den, 'dan, 'ten, 'tan, den, dan",
    "and": "ve",
    "or": "veya, ya da, yahut",
    "between_s": "arası, arasında, arasındadır, arasıdır, aralığında, aralığındadır",
    "approx": "yaklaşık, yaklaşık olarak, civarı, aşağı yukarı, takriben",
    "approx_s": "civarında, civarındadır, civarı, kadardır, dolayında",
    "hedge": "genellikle, genelde, çoğunlukla, tipik, tipik olarak, sıklıkla, yaygın, yaygın olarak, önerilen, varsayılan, "
    "varsayılan olarak, önerilir, ideal, iyi, normalde, kullanılır, seçilir, alınır, olur, asla",
    "copula": "değeri, değer, değerleri, olarak, olmalı, olmalıdır, eşittir, 'dir, 'dır, dir, dır, ayarlanır, aralığı, için",
    "prep": "",
    "for": "eğer",
    "det": "bir, bu, her, tüm",
    "negation": "asla, değil, hiç",
    "imperative": "kullan, kullanın, seç, seçin, deneyin",
    "determined": "bağlı olarak, göre",
    "because": "çünkü",
    "example": "örneğin, örn., mesela",
    "compare": "katı, kat, daha",
    "than": "",
    "change": "arttı, artar, azaldı, azalır, düştü, düşer, çıktı",
    "past": "sürdü, oldu, aldı, tuttu",
    "person": "ben, benim, biz",
    "reference": "şekil, tablo, bölüm, sayfa, ders, kısım",
    "few": "birkaç, bazı",
}

CHINESE = {
    "lower": "至少, 最少, 大于, 超过, 高于, 不低于, 不少于, 不小于, 多于, 大于等于, 最低, 最小, 起码",
    "upper": "至多, 可以到, 可到, 可达, 最多, 小于, 低于, 不超过, 不大于, 不高于, 不多于, 少于, 小于等于, 最高, 最大, 高达, 不能超过, 不应超过, 不要超过",
    "lower_s": "以上, 及以上, 或以上, 或更多, 或更大, 或更高, 起",
    "upper_s": "以下, 及以下, 或以下, 以内, 之内, 或更少, 或更小, 或更低",
    "better_s": "或更好",
    "between": "介于, 在",
    "from": "从, 由, 范围是, 范围为, 取值范围是, 取值范围为",
    "to": "到, 至, 和, 与, 〜, ～",
    "between_s": "之间, 间, 范围内, 的范围, 范围",
    "and": "和, 与, 及, 以及, 、",
    "or": "或, 或者, 还是, 或是, 甚至",
    "approx": "约, 大约, 大概, 约为, 接近, 近, 差不多, 大致, 约等于",
    "approx_s": "左右, 上下, 附近",
    "hedge": "通常, 分别, 一般, 常用, 常见, 典型, 默认, 默认值, 缺省, 推荐, 建议, 往往, 经常, 多为, 一般来说, 通常情况下, 最好, 最佳, 较好, 合适, 常, 就够, "
    "即可, 就可以, 足够, 只需, 只, 都, 也, 常用的, 典型的, 推荐的, 默认的, 绝不, 比较, 就够了, 比较好, 比较合适, 效果最好",
    "copula": "為, 設為, 設置為, 設定為, 为, 是, 设为, 设置为, 设成, 取, 取值, 取为, 等于, 选择, 选, 选用, 使用, 采用, 用, 的, 值, 的值, 在, 应, 应该, 应为, 可, 可以, 可取, 需要, "
    "设定为, 设定, 设置, 设, 会, 要, 能, 保持, 保持在, 控制, 控制在, 值为, 取值为, 建议值, 建议为, 设置在, 一般取, 被",
    "prep": "",
    "for": "对于, 对, 当, 如果, 若, 时, 时候, 在训练, 训练时, 的时候",
    "det": "一个, 这个, 这些, 那些, 我们, 你, 其, 所有, 全部, 每个, 每, 该",
    "negation": "绝不, 不, 不要, 不能, 不应",
    "imperative": "尝试, 试试, 先试, 试, 把, 将, 选择, 使用, 设置",
    "determined": "取决于, 由, 根据, 依据, 视, 看",
    "because": "因为, 所以, 以便, 避免, 否则, 因此",
    "example": "例如, 比如, 如, 像",
    "compare": "倍, 更大, 更小, 更快, 更慢, 更高, 更低",
    "than": "比",
    "change": "增加到, 增加, 降低, 降低到, 降到, 升到, 提高到, 减少到, 减少, 提高, 提升, 下降, 上升, 变为, 变成, 减到, 降至, 升至, 增至, 减半, 翻倍, 增长",
    "past": "用了, 花了, 达到了, 得到了, 需要了, 训练了, 跑了, 只用了",
    "person": "我, 我们, 他, 她, 我的",
    "reference": "图, 表, 第, 章, 节, 页, 版本, 公式",
    "few": "几, 数, 好几",
}

JAPANESE = {
    "lower": "少なくとも, 最低, 最低でも, 最小",
    "upper": "最大, 最大で, 多くても, 最高, 最大でも, せいぜい",
    "lower_s": "以上, より大きい, 以上が, を超える, より大きく, 超",
    "upper_s": "以下, 未満, 以内, まで, より小さい, 以下が, を超えない, を超えないように",
    "between": "",
    "from": "",
    "to": "から, ～, 〜, と, ないし, 乃至",
    "between_s": "の間, まで, の範囲, の範囲で, 範囲, 間",
    "and": "と, および, 及び, 、, や",
    "or": "または, 又は, あるいは, か, もしくは",
    "approx": "約, およそ, おおよそ, 大体, だいたい, ほぼ, 概ね",
    "approx_s": "程度, くらい, ぐらい, 前後, ほど, あたり, 付近",
    "hedge": "通常, それぞれ, 一般的, 一般的に, 一般に, 普通, 典型的, 典型的に, よく, デフォルト, デフォルト値, 推奨, 推奨値, おすすめ, 標準, 基本的, 基本, 多くの場合, "
    "が一般的, 一般的な, 典型的な, が多い, よく使われる, 使われる, 推奨され, 推奨される, 十分, で十分, が望ましい, 最適, 経験的, 初期値, 目安",
    "copula": "は, が, を, の, に, で, です, である, とする, にする, に設定, 設定, に設定する, 使う, 使用, 使用する, 用いる, 値, 値は, 値を, も, する, します, "
    "、, 取る, とる, 選ぶ, 必要, が必要, なら, だと, だ, して, した, される, されます, ことが, くらいが, いい, 良い, よい, がよい, が良い",
    "prep": "",
    "for": "場合, の場合, の場合は, とき, ときは, では, には, において",
    "det": "この, その, 各",
    "negation": "ない",
    "imperative": "",
    "determined": "によって, に応じて, 次第, に依存, に依存し, によって決まる, で決まる, に合わせて",
    "because": "ため, ので, から",
    "example": "例えば, たとえば, など, 例",
    "compare": "倍, 大きい, 小さい, 速い, 遅い",
    "than": "より",
    "change": "増やす, 増加, 減少, 下げる, 下げて, 上げる, 減らす, 変化, 変更, 上がる, 下がる, に増, に減, に下, に上",
    "past": "でした, かかった, かかりました, だった, しました",
    "person": "私, 僕, 友達",
    "reference": "図, 表, 第, 章, 節, ページ",
    "few": "数, 幾つか, いくつか",
}

KOREAN = {
    "lower": "최소, 적어도, 최소한",
    "upper": "최대, 많아야, 기껏해야, 최대한",
    "lower_s": "이상, 이상의, 이상이, 초과, 이상을, 넘는, 보다 큰",
    "upper_s": "이하, 이하로, 미만, 이내, 까지만, 이하의, 이하가, 보다 작은, 넘지, 을 넘지, 를 넘지",
    "between": "",
    "from": "",
    "to": "에서, 부터, ~, 내지, 과, 와",
    "between_s": "사이, 까지, 사이로, 사이의, 사이가, 범위, 정도, 사이에서, 범위로",
    "and": "및, 와, 과, 그리고",
    "or": "또는, 혹은, 이나, 나, 아니면",
    "approx": "약, 대략, 대략적으로, 거의, 한",
    "approx_s": "정도, 정도로, 가량, 쯤, 내외, 정도가, 정도의, 전후",
    "hedge": "보통, 일반적으로, 주로, 흔히, 대개, 기본값, 기본값은, 기본, 기본적으로, 추천, 권장, 권장값, 자주, 통상, 전형적으로, 적당하다, 좋다, 충분하다, 이면, "
    "디폴트, 일반적, 일반적인, 추천값, 대체로, 적절하다, 적당, 사용한다, 쓴다, 많이, 가장, 널리, 무난하다",
    "copula": "은, 는, 이, 가, 을, 를, 로, 으로, 값, 값은, 값을, 의, 이다, 입니다, 로 설정, 설정, 설정한다, 으로 설정, 사용, 이고, 이며, 하고, 한다, 된다, 도, "
    "설정하고, 설정하며, 둔다, 잡는다, 정한다, 만",
    "prep": "",
    "for": "경우, 경우에는, 때, 때는, 에서는, 일 때",
    "det": "이, 그, 각",
    "negation": "절대, 안",
    "imperative": "",
    "determined": "에 따라, 따라, 의해, 에 의해, 좌우된다",
    "because": "때문에, 위해",
    "example": "예를, 예, 예:, 예시, 같은",
    "compare": "배, 더",
    "than": "보다",
    "change": "증가, 감소, 증가하면, 늘리면, 줄이면, 늘렸다, 줄였다, 감소했다, 증가했다, 늘어난다, 줄어든다, 올리면, 내리면",
    "past": "걸렸다, 했다, 였다, 이었다, 걸렸습니다, 썼다",
    "person": "나는, 내가, 우리, 나",
    "reference": "그림, 표, 장, 절, 페이지",
    "few": "몇, 여러, 수",
}

TABLES: dict[str, dict[str, str]] = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "pt": PORTUGUESE,
    "it": ITALIAN,
    "tr": TURKISH,
    "ko": KOREAN,
    "zh": CHINESE,
    "ja": JAPANESE,
}
"""Language → role → phrases."""

DECIMAL_COMMA = frozenset(
    ("de", "fr", "es", "pt", "it", "tr", "nl", "pl", "cs", "sv", "da", "nb", "no", "fi", "ru", "uk")
)
"""Languages that write 0,2 and 10.000."""

MAGNITUDES: dict[str, int] = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "quadrillion": 15,
    "mio": 6,
    "mio.": 6,
    "mrd": 9,
    "mrd.": 9,
    "mn": 6,
    "bn": 9,
    "tn": 12,
    "mln": 6,
    "mld": 9,
    "lakh": 5,
    "crore": 7,
    "hundert": 2,
    "tausend": 3,
    "millionen": 6,
    "milliarde": 9,
    "milliarden": 9,
    "billionen": 12,
    "mille": 3,
    "milliard": 9,
    "milliards": 9,
    "cent": 2,
    "mil": 3,
    "millón": 6,
    "millones": 6,
    "milhão": 6,
    "milhões": 6,
    "bilhão": 9,
    "bilhões": 9,
    "trilhões": 12,
    "mila": 3,
    "milione": 6,
    "milioni": 6,
    "miliardo": 9,
    "miliardi": 9,
    "yüz": 2,
    "bin": 3,
    "milyon": 6,
    "milyar": 9,
    "trilyon": 12,
    "百": 2,
    "千": 3,
    "万": 4,
    "萬": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "億": 8,
    "十亿": 9,
    "兆": 12,
    "万亿": 12,
    "백": 2,
    "천": 3,
    "만": 4,
    "십만": 5,
    "백만": 6,
    "천만": 7,
    "억": 8,
    "조": 12,
}
"""Words that multiply the number before them: the power of ten."""

ONLY_IN: dict[str, str] = {"cent": "fr", "mil": "es pt", "bin": "tr", "billion": "en", "billionen": "de", "mille": "fr"}
"""Magnitudes that are other words elsewhere: the languages they count in. English ``billion`` is the rule everywhere."""

VAGUE: dict[str, int] = {
    "tens": 1,
    "hundreds": 2,
    "thousands": 3,
    "millions": 6,
    "billions": 9,
    "trillions": 12,
    "quadrillions": 15,
    "hunderte": 2,
    "tausende": 3,
    "zehntausende": 4,
    "centaines": 2,
    "milliers": 3,
    "cientos": 2,
    "miles": 3,
    "centenas": 2,
    "milhares": 3,
    "centinaia": 2,
    "migliaia": 3,
    "yüzlerce": 2,
    "binlerce": 3,
    "milyonlarca": 6,
    "millionen": 6,
    "milliarden": 9,
    "billionen": 12,
    "milhões": 6,
    "bilhões": 9,
    "trilhões": 12,
    "millones": 6,
    "milioni": 6,
    "miliardi": 9,
    "milliards": 9,
    "milyarlarca": 9,
    "trilyonlarca": 12,
    "zehntausend": 4,
    "数亿": 8,
    "数十亿": 9,
    "数千万": 7,
    "数十万": 5,
    "数万亿": 12,
    "数十": 1,
    "几百": 2,
    "几千": 3,
    "几万": 4,
    "几十": 1,
    "数百": 2,
    "数千": 3,
    "数万": 4,
    "数百万": 6,
    "上千": 3,
    "上万": 4,
    "上百": 2,
    "上亿": 8,
    "수백": 2,
    "수천": 3,
    "수만": 4,
    "수백만": 6,
    "dozens": -12,
}
"""Amounts without a count: the power of ten they start at (negative: the number itself)."""

NUMBER_WORDS: dict[str, dict[str, float]] = {
    "en": {
        "zero": 0,
        "one": 1,
        "single": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17,
        "eighteen": 18,
        "nineteen": 19,
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
        "dozen": 12,
        "half": 0.5,
    },
    "de": {
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
        "zwölf": 12,
        "zwanzig": 20,
    },
    "fr": {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10},
    "es": {"dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "diez": 10},
    "pt": {"dois": 2, "duas": 2, "três": 3, "quatro": 4, "cinco": 5, "dez": 10},
    "it": {"due": 2, "tre": 3, "quattro": 4, "cinque": 5, "dieci": 10},
    "tr": {"iki": 2, "üç": 3, "dört": 4, "beş": 5},
}
"""Language → small numbers in words."""

ARTICLES = frozenset("a an one per ein eine einer eines einem un une una um uma uno bir half".split())
"""What may stand for 1 before a magnitude: ``a million``."""

CJK = re.compile(r"[぀-ヿ㐀-鿿豈-﫿々〆ー]")
HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of the languages of a text."""

    lang: str
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    """First word → (phrase, role), longest first."""
    ideographs: re.Pattern[str] | None
    """Finds connecting words in a run of ideographs or kana, which has no spaces."""
    decimal_comma: bool
    numbers: dict[str, float]
    """Small numbers in words."""

    def magnitude(self, word: str) -> int | None:
        """The power of ten a word multiplies by, in this language."""
        power = MAGNITUDES.get(word)
        if power is None and word.endswith("s"):
            power = MAGNITUDES.get(word[:-1]) if word[:-1] in ("million", "billion", "trillion") else None
        if power is not None and word in ONLY_IN and self.lang not in ONLY_IN[word].split() and word != "billion":
            return None
        return power


def phrases_of(table: dict[str, str]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """A language's table, by the first word of each phrase."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for role, text in table.items():
        for phrase in text.split(", "):
            words = tuple(phrase.split())
            if words and all((words, role) != known for known in found.get(words[0], ())):
                found.setdefault(words[0], []).append((words, role))
    return found


@cache
def lexicon(lang: str = "en") -> Lexicon:
    """The lexicon of a language over English, which technical notes mix in everywhere."""
    lang = lang[:2].lower()
    merged = phrases_of(ENGLISH)
    if lang != "en" and lang in TABLES:
        own = phrases_of(TABLES[lang])
        for first, entries in own.items():
            taken = {words for words, _ in entries}
            merged[first] = [*entries, *(e for e in merged.get(first, []) if e[0] not in taken)]
    ideographs = None
    if lang in ("zh", "ja"):
        words = {p for text in TABLES[lang].values() for p in text.split(", ") if p and CJK.search(p)}
        words |= {w for w in (*MAGNITUDES, *VAGUE) if CJK.search(w)}
        ideographs = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return Lexicon(
        lang,
        {first: tuple(sorted(entries, key=lambda e: -len(e[0]))) for first, entries in merged.items()},
        ideographs,
        lang in DECIMAL_COMMA,
        NUMBER_WORDS["en"] | NUMBER_WORDS.get(lang, {}),
    )


@cache
def _tells() -> dict[str, tuple[str, ...]]:
    """Word → the languages other than English in which it is a common short word."""
    roles = (
        "det",
        "copula",
        "prep",
        "between",
        "from",
        "to",
        "and",
        "or",
        "approx",
        "hedge",
        "for",
        "negation",
        "lower",
        "upper",
        "imperative",
    )
    found: dict[str, tuple[str, ...]] = {}
    for lang, table in TABLES.items():
        if lang in ("en", "zh", "ja", "ko"):
            continue
        for word in {p for role in roles for p in table.get(role, "").split(", ") if p and " " not in p}:
            found[word] = (*found.get(word, ()), lang)
    for lang, words in SETTINGS_ELSEWHERE.items():
        if lang not in ("zh", "ja", "ko"):
            for word in words.split():
                if len(word) > 4 and word not in SETTINGS and lang not in found.get(word, ()):
                    found[word] = (*found.get(word, ()), lang)
    for lang, words in _NOUN_TELLS.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), lang)
    return found


_NOUN_TELLS = {
    "de": "millionen milliarden billionen tausend beispiele schritte epochen bilder zeilen wörter werte lernrate batchgröße temperatur geschwindigkeit",
    "fr": "millions milliards mille exemples étapes époques taux taille vitesse température profondeur",
    "es": "millones miles ejemplos épocas pasos tasa tamaño velocidad profundidad imágenes",
    "pt": "milhões bilhões exemplos épocas passos taxa tamanho velocidade profundidade imagens",
    "it": "milioni miliardi esempi epoche passi tasso dimensione velocità profondità immagini",
    "tr": "az çok epok adım milyon milyar bin örnek oranı hızı sayısı boyutu sıcaklığı derinliği",
}
"""Words that name and count things, by language: a line of notes may have no other ones."""


_PLAIN = re.compile(r"[^\W\d_]+")
_ENGLISH_TELLS = frozenset(
    "the a an is are of for with and or to in on at be should use usually typically from between about around it not by as".split()
)
_SHARED = frozenset(
    "a an in on as no do die to per or e o i me use standard optimal ideal normal default mit is".split()
)


@lru_cache(512)
def _recognise(words: frozenset[str]) -> str:
    tells = _tells()
    counts: dict[str, int] = {"de": 1} if any("ß" in word or "ä" in word for word in words) else {}
    for word in words - _SHARED:
        for lang in tells.get(word, ()):
            counts[lang] = counts.get(lang, 0) + 1
    if not counts:
        return "en"
    most = max(counts.values())
    if most <= len(words & _ENGLISH_TELLS):
        return "en"
    return next(lang for lang in _NOUN_TELLS if counts.get(lang) == most)  # in a fixed order: sets have none


def language(text: str, lang: str = "") -> str:
    """The language of a line: what the note says, else what its script and its short words say."""
    if lang:
        return lang[:2].lower()
    if not text.isascii():
        if HANGUL.search(text):
            return "ko"
        if CJK.search(text):
            return "ja" if re.search(r"[぀-ヺ]", text) else "zh"
    words = frozenset(w.lower() for w in _PLAIN.findall(text[:400]))
    return _recognise(words)


SETTINGS = frozenset(
    """rate lr decay size batch minibatch epoch step iteration iter warmup temperature layer head rank alpha beta gamma lambda epsilon eps dropout
    momentum threshold tolerance factor coefficient penalty width depth height length thickness radius radii diameter angle speed feed feedrate
    chipload stepover stepdown doc woc rpm sfm pressure force power torque clearance runout roughness finish hardness allowance draft gap pitch
    stride padding kernel dimension dim seed patience accumulation clipping clip norm smoothing interval frequency budget limit split fraction
    percentage proportion probability top_p top_k top-p top-k gbs mbs vocabulary vocab resolution noise bandwidth delay timeout retry worker thread precision
    strength scale sigma tau mu nu modulus density stress strain conductivity viscosity voltage current resistance capacity volume load mass
    wavelength humidity concentration dose flute pass overhang infill bias field estimator fold neighbor neighbour component cluster leaf
    beam weight ratio period horizon window context wd theta delta rho eta kappa zeta omega phi psi xi radii clearance engagement deflection
    expansion elongation strength toughness stiffness frequency amplitude offset chip ipm sfpm ipt velocity acceleration gain trial rollout
    quantile percentile margin slack hidden_size hyperparameter parameter multiplier buffer cutoff discount tolerances chiploads stepovers
    exponent degree order bit bins bin shot replica checkpoint runout backlash taper lead draft gain fillet spacing separation
    engage plunge retract retraction surface-speed vc fz ae ap vf lookahead ema cap maximum minimum max_tokens capacity count number age shrinkage
    porosity aspect-ratio entropy dampening nesterov lora_alpha lora_r r k p q c n m s t b h w d l g v f e z a i j u x y
    temperature annealing heat time duration distance stroke volt watt limit limits intercept slope regularization regularisation weighting sparsity
    top-k max_depth support minsup l1 l2 radius patience diameter pulse duty dwell wait run-out level lag
    std variance deviation expert stickout undercut wall bandwidth kl amperage kerf brim overlap nozzle bed fan flow lookback
    contamination cut-off chamfer flatness cooldown burn-in thinning crossover mutation dilution molarity moisture jerk dpi fps aperture
    interference exposure topk topp dilation absorbance baud bitrate framerate
    rate rates coefficient relief rake helix index half-life ph solubility permittivity permeability mobility reflectivity emissivity""".split()
)
"""Last words (singular) of names of settings and measures."""

AMBIGUOUS = frozenset(
    "chip corner web wall lead bit bin time age hole bore thread slot groove pocket tip nose level count number context degree order surge wait support head field order pass maximum minimum cap probability cluster leaf component replica nozzle bed fan flow exposure mutation".split()
)
"""Of ``SETTINGS``: words that are often something else."""

COUNTABLE = frozenset(
    """epoch step iteration layer head worker thread trial pass flute fold beam shot rollout estimator tree neighbor neighbour
    component cluster iter gpu workers warmup stepover doc woc dropout chipload feedrate overlap overhang infill passes checkpoint
    Epochen Epoche Schritte Schichten époques épocas epoche epok adım passi""".lower().split()
)
"""Names that stand after their number: ``3-5 epochs``, ``5% DOC``."""

SETTINGS_ELSEWHERE: dict[str, str] = {
    "de": "rate größe temperatur geschwindigkeit tiefe breite dicke höhe länge winkel radius durchmesser grenze druck kraft moment zahl anzahl "
    "faktor wert abstand vorschub drehzahl toleranz rauheit härte schrittweite verfall koeffizient epoche epochen schwelle schwellwert schwellenwert "
    "verhältnis anteil festigkeit modul dichte spannung dehnung leistung zeit dauer frequenz spiel schnitttiefe zustellung batchgröße "
    "lernrate schicht schichten schritte gewicht spalt weite stärke frist menge auflösung aufmaß passung fenster strom",
    "fr": "taux taille température vitesse profondeur largeur épaisseur hauteur longueur angle rayon diamètre pression force couple nombre facteur "
    "avance tolérance rugosité dureté pas coefficient époque époques seuil rapport fraction résistance module densité contrainte puissance "
    "temps durée fréquence jeu rang couche couches apprentissage lot décroissance moment dropout",
    "es": "tasa tamaño temperatura velocidad profundidad anchura ancho espesor grosor altura longitud ángulo radio diámetro presión fuerza par número "
    "factor avance tolerancia rugosidad dureza paso coeficiente época épocas umbral relación fracción resistencia módulo densidad tensión "
    "potencia tiempo frecuencia juego rango capa capas aprendizaje lote decaimiento momento dropout",
    "pt": "taxa tamanho temperatura velocidade profundidade largura espessura altura comprimento ângulo raio diâmetro pressão força torque número fator "
    "avanço tolerância rugosidade dureza passo coeficiente época épocas limiar razão fração resistência módulo densidade tensão potência tempo "
    "frequência folga posto camada camadas aprendizado aprendizagem lote decaimento momento dropout",
    "it": "tasso dimensione temperatura velocità profondità larghezza spessore altezza lunghezza angolo raggio diametro pressione forza coppia numero "
    "fattore avanzamento tolleranza rugosità durezza passo coefficiente epoca epoche soglia rapporto frazione resistenza modulo densità tensione "
    "potenza tempo frequenza gioco rango strato strati apprendimento batch lotto decadimento momento dropout",
    "tr": "oranı hızı boyutu sıcaklığı sıcaklık derinliği genişliği kalınlığı yüksekliği uzunluğu açısı yarıçapı çapı basıncı kuvveti sayısı katsayısı "
    "epok adım eşiği eşik tolerans toleransı pürüzlülüğü sertliği oran hız boyut modülü yoğunluğu gerilmesi devri ilerleme",
    "zh": "率 大小 尺寸 温度 速度 深度 宽度 厚度 高度 长度 角度 半径 直径 压力 力 扭矩 数 系数 因子 公差 粗糙度 硬度 步长 阈值 比例 强度 模量 密度 应力 功率 频率 间隙 "
    "秩 层 轮 步 衰减 批量 批次 窗口 维度 维数 动量 间隔 转速 进给 进给量 切深 余量 值 量",
    "ja": "率 サイズ 温度 速度 深さ 幅 厚さ 高さ 長さ 角度 半径 直径 圧力 力 トルク 数 係数 公差 粗さ 硬さ ステップ 閾値 しきい値 比 比率 強度 密度 応力 電力 周波数 隙間 "
    "ランク 層 エポック 減衰 バッチ ウィンドウ 次元 モーメンタム 間隔 回転数 送り 切込み ドロップアウト レート 量",
    "ko": "률 율 크기 온도 속도 깊이 너비 폭 두께 높이 길이 각도 반지름 반경 직경 지름 압력 힘 토크 수 계수 공차 거칠기 경도 스텝 임계값 비율 강도 밀도 응력 "
    "전력 주파수 간격 랭크 층 에폭 에포크 감쇠 배치 윈도우 차원 모멘텀 회전수 이송 드롭아웃 레이트 사이즈 값 량",
}
"""Language → endings of names of settings there (one word with what is before it, as in Lernrate, 学习率)."""


@cache
def setting_endings(lang: str) -> tuple[str, ...]:
    """The endings of a language's names of settings; empty for English, whose names end in whole words."""
    return tuple(SETTINGS_ELSEWHERE.get(lang, "").split())


def singular(word: str) -> str:
    """A word without its plural s."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies"):
            return word[:-3] + "y"
        if word.endswith(("sses", "shes", "ches", "xes")):
            return word[:-2]
        return word[:-1]
    return word


_COMPOUNDS = (
    "rate",
    "size",
    "length",
    "width",
    "depth",
    "height",
    "cap",
    "ratio",
    "factor",
    "speed",
    "pressure",
    "threshold",
    "load",
)
"""Words that other ones grow together with: ``softcap``, ``feedrate``, ``batchsize``."""


def is_setting(word: str, lang: str = "en") -> bool:
    """Whether a word ends the name of a setting or measure: ``rate``, ``chiploads``, ``Lernrate``, ``学习率``."""
    word = word.lower()
    if word[-1:].isdigit():
        word = word.rstrip("0123456789").rstrip("_") or word
        if len(word) == 1:
            return False
    if singular(word) in SETTINGS or word in SETTINGS:
        return len(word) > 1
    if len(word) > 6 and word.endswith(_COMPOUNDS):
        return True
    if "_" in word or "-" in word:
        tail = word.replace("-", "_").rpartition("_")[2]
        if len(tail) > 1 and singular(tail) in SETTINGS:
            return True
    if lang == "de" and len(word) > 4:
        return (
            word.endswith(setting_endings("de"))
            or word.rstrip("n").endswith(setting_endings("de"))
            or word.removesuffix("en").endswith(setting_endings("de"))
        )
    if lang in ("zh", "ja", "ko"):
        return word.endswith(setting_endings(lang))
    return lang != "en" and (word in setting_endings(lang) or word.rstrip("s") in setting_endings(lang))
