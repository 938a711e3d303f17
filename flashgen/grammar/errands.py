"""Errands: what a line says of the course itself, not of its subject: homework, exams, rooms, dates, what was covered.

Text in, an answer out. Such a line looks like a fact (``Problem set 3: due Friday``); among the lines of a tagged section
it is none.
"""

from __future__ import annotations

import re

from flashgen.grammar.wording import veil

_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miércoles|jueves|viernes|segunda-feira|terça-feira|quarta-feira|"
    r"quinta-feira|sexta-feira|lunedì|martedì|mercoledì|giovedì|venerdì"
)
_MONTH = r"jan(?:uary)?|feb(?:ruary)?|march|april|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_ERRAND = re.compile(
    r"\b(?:home-?\s?work|problem\s+sets?|psets?|mid-?terms?|office\s+hours|syllabus|final\s+exams?|past\s+(?:papers|exams)|(?:seminar|term|lab|final)\s+(?:papers?|essays?|projects?|presentations?)|lab\s+reports?|"
    r"the\s+(?:exam|quiz|ta|projector|lecturer)|(?:given|seen|done|said|shown|discussed)\s+in\s+class|(?:our|his|her|the)\s+prof(?:essor)?|(?:for|in|on)\s+(?:the\s+)?(?:exams?|quiz|finals?)(?=\s*(?:[.,;:!?)]|$))|"
    r"hausaufgaben?|hausübung|übungsblatt|klausur|sprechstunde|vorlesung|devoirs\s+(?:à|pour)|examen\s+(?:final|parcial|partiel)|partiel|deberes|prova\s+final)\b|"
    r"(?<!\bthe\s)\b(?:next|last)\s+(?:week|lecture|class|session|semester|time(?!\s+step|s?\b\s*(?:at|when|that)))\b|\bthis\s+(?:week|lecture|semester)\b|"
    r"\b(?:tomorrow|yesterday)(?!['’])\b|\bnächste\s+woche\b|\bla\s+semaine\s+prochaine\b|\bla\s+(?:próxima\s+semana|semana\s+que\s+viene)\b|"
    rf"\b(?:on|by|until|before|from|since|every|next|this|due|am|bis|seit|depuis|desde|ab|jeden|le|el|los)\s+(?:{_DAY})s?\b|\b(?:{_DAY})s?,?\s+(?:\d|at|room|noon|morning|afternoon|evening|after|raum|salle|aula)|"
    rf"[:–-]\s*(?:{_DAY})\b|"
    rf"\bdue\s+(?:(?:on|by|at)\s+)?(?:next|this|tomorrow|today|noon|midnight|{_DAY}|(?:the\s+)?\d{{1,2}}(?:[./:]\d|\s?(?:am|pm|st|nd|rd|th|{_MONTH})\b)|(?:{_MONTH})\b)|"
    r"\b(?:room|raum|salle|aula|sala)\s+[A-Z]?\d|\bat\s+\d{1,2}(?::\d\d)?\s?[ap]m\b|\b\d{1,2}:\d\d\s?[ap]m\b",
    re.IGNORECASE,
)
"""Words that a subject hardly has."""
_TO_DO = re.compile(
    r"(?:^|[:–—-]\s+)[\W_]{0,6}(?:(?:please|also|everyone|bitte)\s+)?(?:"
    r"(?:read|re-?read|skim|see|review|study|revise|watch|lesen?|lies|lire|leer|ver|lire)\s+(?:the\s+)?(?:pages?|pp?\.?|chapters?|ch\.?|sections?|sec\.?|slides?|"
    r"notes?|paper|handouts?|recording|seiten?|s\.|kapitel|chapitre|páginas?|pág\.|capítulo)(?=\s|\d)|"
    r"(?:bring|don't\s+forget|remember\s+to|sign\s+up|submit|hand\s+in|e-?mail|ask)\s+(?:your|an?|the|it|for|to|goggles|by|on)\b|"
    r"meet(?:ing)?\s+(?:at|in|on|up)\s|"
    r"check\s+(?:moodle|canvas|piazza|the\s+(?:website|forum)))",
    re.IGNORECASE,
)
"""What someone is told to do, at the start of a line or behind its label."""
_TOLD = re.compile(
    r"(?:^|[:–—]\s+|\s-\s+)[\W_]{0,6}(?:(?:(?:the|this|that|today's|yesterday's|our|last)\s+(?:\w+\s+)?(?:lectures?|slides|exam|midterm|quiz|seminar|recitation|tutorial|professor|prof|course)\b)|"
    r"(?:we|i)\s+(?:come\s+back|get\s+to|finished|stopped\s+(?:early|here|at)|ran\s+out|skipped|went\s+(?:through|over|on|to)|covered|talked\s+about|(?:will|'ll|are\s+going\s+to)\s+"
    r"(?:cover|see|do|talk|finish|discuss|continue|skip|go|come|start|get|return|prove|look|learn|study|use))\b|"
    r"(?:wir|nous)\s+(?:haben|machen|avons|verrons|ferons)\b)",
    re.IGNORECASE,
)
"""Someone tells what the class did or will do."""


def is_errand(text: str) -> bool:
    """Whether a line speaks of the course rather than of its subject.

    >>> is_errand("Problem set 3: due Friday at noon"), is_errand("deadline: the time by which a task must end")
    (True, False)
    """
    words = veil(text.strip())
    return any(told is not None for told in (_ERRAND.search(words), _TO_DO.search(words), _TOLD.search(words)))
