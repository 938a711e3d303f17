"""Connectives: the words that tie a term to its meaning, a claim to its reason and one side to another, per language.

English is complete; the other languages have their common words. Languages written with spaces are tried together,
since their words hardly collide; those that would be taken for another language's stand in ``CAREFUL``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Words = Mapping[str, str]
"""Language → phrases, separated by ``|``; a phrase is a regular expression without groups."""

COPULA: Words = {
    "en": "is|are|is defined as|are defined as|can be defined as|may be defined as|is simply|is just|is basically",
    "de": "ist|sind|ist definiert als|wird definiert als",
    "fr": "est|sont|c'est|se définit comme|est défini comme|est définie comme",
    "es": "es|son|se define como|se definen como",
    "pt": "é|são|define-se como|é definido como|é definida como",
    "it": "è|sono|si definisce come|è definito come|è definita come",
}
"""A term, these words, what it is: the definition starts after them."""

MEANS: Words = {
    "en": "means|mean|refers to|refer to|denotes|denote|stands for|signifies|is used to mean|is short for|represents|"
    "represent|is the name for|is the term for|is a name for|is a term for|is what we call|describes|describe",
    "de": "bedeutet|bedeuten|bezeichnet|bezeichnen|beschreibt|steht für|heißt",
    "fr": "désigne|désignent|signifie|veut dire|représente|décrit",
    "es": "significa|se refiere a|designa|denota|quiere decir|representa|describe",
    "pt": "significa|refere-se a|designa|denota|quer dizer|representa|descreve",
    "it": "significa|si riferisce a|indica|denota|vuol dire|rappresenta|descrive",
    "tr": "demektir|anlamına gelir",
}
"""As ``COPULA``, with words that are about meaning: safer, for they seldom stand in a story."""

DOES: Words = {
    "en": "measures|measure|quantifies|quantify|controls|control|determines|determine|expresses|express|indicates|"
    "indicate|specifies|specify|characterizes|characterises|tells|tell|counts|says|sets|captures|gives|shows|"
    "defines|limits|governs|scales|relates|compares|occurs when|occurs|happens when|happens|arises when|"
    "consists of|consist of|contains|includes|involves|equals|decides|reflects|estimates|stores|holds|computes|"
    "holds that|states that|claims that|says that|maps|turns|splits|combines|lets|allows|uses|has|have|does|works by|takes place when",
    "de": "misst|gibt an|bestimmt|steuert|entsteht|tritt auf|besteht aus|enthält|zeigt",
    "fr": "mesure|indique|détermine|contrôle|exprime|se produit|consiste en|consiste à",
    "es": "mide|indica|determina|controla|expresa|ocurre|consiste en",
    "pt": "mede|indica|determina|controla|expressa|ocorre|consiste em",
    "it": "misura|indica|determina|controlla|esprime|avviene|consiste in",
}
"""Verbs that say what a thing does: the definition starts with the verb."""

CALLED: Words = {
    "en": "is called|are called|is known as|are known as|is termed|are termed|is named|is referred to as|"
    "are referred to as|is said to be|goes by the name of|is dubbed|is what we call|we call this|we call that|we call it|"
    "we call these|we call them|we call such|people call this|people call it|they call this|they call it|one calls this|we speak of|one speaks of|that's what we call|this is what we call|that's called|it's called",
    "de": "heißt|heißen|nennt man|wird genannt|bezeichnet man als|wird bezeichnet als|spricht man von|nennen wir|wird als|werden als",
    "fr": "s'appelle|s'appellent|est appelé|est appelée|est dit|est dite|se nomme|on l'appelle|on appelle cela|"
    "on appelle ça|c'est ce qu'on appelle|est ce qu'on appelle|est connu sous le nom de|est connue sous le nom de",
    "es": "se llama|se llaman|se denomina|se conoce como|es llamado|es llamada|lo que se llama|se le llama|a esto se le llama|"
    "recibe el nombre de|se conocen como",
    "pt": "chama-se|é chamado de|é chamada de|é chamado|é chamada|denomina-se|é conhecido como|é conhecida como|"
    "recebe o nome de|isso se chama|se chama",
    "it": "si chiama|è detto|è detta|viene chiamato|viene chiamata|è chiamato|è chiamata|prende il nome di|viene detto|"
    "viene detta|è noto come|è nota come|si dice",
}
"""The meaning, these words, the term. An adverb may stand in the English ones: ``is often called``."""

ALIAS: Words = {
    "en": "also known as|also called|also named|also termed|also written|aka|a\\.k\\.a\\.?|sometimes called|often called|"
    "commonly called|formerly|or simply|also",
    "de": "auch genannt|auch bekannt als|auch|genannt|oder auch",
    "fr": "aussi appelé|aussi appelée|également appelé|ou encore|dit aussi",
    "es": "también llamado|también llamada|también conocido como|también conocida como|o también",
    "pt": "também chamado|também chamada|também conhecido como|também conhecida como",
    "it": "anche detto|anche detta|detto anche|detta anche|chiamato anche|noto come",
    "tr": "diğer adıyla",
}

OR: Words = {"en": "or", "de": "oder", "fr": "ou", "es": "o", "pt": "ou", "it": "o|oppure", "tr": "veya"}

THAT_IS: Words = {
    "en": "i\\.e\\.|ie|i\\.e|that is|that is to say|that's|in other words|viz\\.|namely",
    "de": "d\\.\\s?h\\.|das heißt",
    "fr": "c\\.-à-d\\.|c'est-à-dire|càd",
    "es": "es decir|o sea|esto es",
    "pt": "ou seja|isto é",
    "it": "cioè|ossia|vale a dire",
    "tr": "yani",
}

STANDS_FOR: Words = {
    "en": "stands for|stand for|is short for|short for|is an abbreviation for|is an abbreviation of|is an acronym for|"
    "is an acronym of|abbreviates|means|abbreviation for|abbreviation of|acronym for|acronym of|is the abbreviation of|"
    "is the acronym for|expands to|spelled out",
    "de": "steht für|heißt|kurz für|Abkürzung für|ist die Abkürzung für|ist die Abkürzung von|bedeutet",
    "fr": "signifie|veut dire|est l'abréviation de|abréviation de|est l'acronyme de|est le sigle de",
    "es": "significa|son las siglas de|es la abreviatura de|es el acrónimo de|siglas de",
    "pt": "significa|é a sigla de|é a abreviação de|é a abreviatura de|sigla de",
    "it": "sta per|significa|è l'acronimo di|è l'abbreviazione di|è la sigla di",
    "tr": "açılımı",
}

BECAUSE: Words = {
    "en": "because of the fact that|because of|because|since|as|due to the fact that|due to|owing to|thanks to|given that|as a result of|"
    "the reason being that|the reason being|the reason is that|the reason is|for the reason that|on account of|"
    "which is because|this is because|that's because|that is because|it is because|it's because|cuz|bc|b/c|reason",
    "de": "weil|da|denn|wegen|aufgrund|aufgrund von|da nämlich|der Grund ist",
    "fr": "parce que|parce qu'|car|puisque|puisqu'|en raison de|en raison du|en raison des|en raison d'|à cause de|à cause du|à cause des|"
    "à cause d'|grâce à|grâce au|grâce aux|vu que|étant donné que",
    "es": "porque|ya que|puesto que|debido a que|debido a|debido al|pues|a causa de|a causa del|gracias a|gracias al|dado que",
    "pt": "porque|pois|já que|uma vez que|devido a|devido ao|devido à|devido aos|devido às|por causa de|por causa do|por causa da|visto que|graças a|graças ao|graças à",
    "it": "perché|poiché|siccome|dato che|a causa di|a causa del|a causa della|a causa dei|a causa dell'|in quanto|grazie a|grazie al|grazie alla",
    "tr": "çünkü",
}
"""A claim, these words, its reason."""

SO_THAT: Words = {
    "en": "so that|so as to|in order to|in order that|to let|to allow|to make|to avoid|to prevent|to keep|to ensure|"
    "to reduce|to get|to stop|to help|to enable|to give|to save|to increase|to improve|to force|to minimi[sz]e|"
    "to maximi[sz]e|to protect|to leave|to guarantee|to encourage|to limit|to cut|to lower|to speed|to stabili[sz]e|"
    "to regulari[sz]e|to compensate|to account|to bias|to break|to preserve|to handle|to remove|to be able to|lest|"
    "for fear that|otherwise|or else|or|so",
    "de": "damit|um|sodass|so dass|sonst|andernfalls",
    "fr": "pour que|pour qu'|afin que|afin qu'|afin de|afin d'|de sorte que|de sorte qu'|pour|sinon",
    "es": "para que|a fin de|de modo que|para|si no|de lo contrario",
    "pt": "para que|a fim de|de modo que|para|senão|caso contrário",
    "it": "affinché|in modo da|in modo che|così che|per|altrimenti",
    "tr": "diye",
}
"""A claim, these words, its purpose: the reason keeps a verb (``to let …``)."""

THEREFORE: Words = {
    "en": "therefore|hence|thus|consequently|that's why|that is why|this is why|which is why|so|meaning that|which means|"
    "as a result(?! of)|accordingly",
    "de": "deshalb|daher|darum|deswegen|folglich|somit",
    "fr": "donc|c'est pourquoi|ainsi|par conséquent|d'où",
    "es": "por eso|por lo tanto|así que|por tanto|por ello",
    "pt": "por isso|portanto|logo|então",
    "it": "quindi|perciò|dunque|per questo",
    "tr": "bu yüzden|bu nedenle|dolayısıyla",
}
"""A reason, these words, the claim."""

WHY: Words = {
    "en": "why|why is it that|how come|intuition why|intuition for why|intuition|reason why|the reason why|the reason|reason",
    "de": "warum|wieso|weshalb",
    "fr": "pourquoi",
    "es": "por qué|porqué",
    "pt": "por que|por quê|porquê",
    "it": "perché",
    "tr": "neden|niçin",
}

VERSUS: Words = {
    "en": "vs\\.?|versus|or|compared to|compared with|as opposed to|in contrast to|and",
    "de": "vs\\.?|gegen|gegenüber|versus|im Vergleich zu|und",
    "fr": "vs\\.?|contre|par rapport à|et",
    "es": "vs\\.?|frente a|contra|en comparación con|y",
    "pt": "vs\\.?|contra|em comparação com|e",
    "it": "vs\\.?|contro|rispetto a|in confronto a|e",
    "tr": "ile|karşı",
}

CONTRAST: Words = {
    "en": "whereas|while|but|however|on the other hand|in contrast|by contrast|conversely|unlike|yet|and|though|although",
    "de": "während|aber|dagegen|hingegen|jedoch|wohingegen|sondern",
    "fr": "tandis que|alors que|mais|par contre|en revanche",
    "es": "mientras que|pero|en cambio|sin embargo",
    "pt": "enquanto|enquanto que|mas|porém|já",
    "it": "mentre|ma|invece|però",
    "tr": "ama|ise|oysa",
}

THEN: Words = {
    "en": "and then|then|after that|next|finally|and finally|afterwards|followed by|lastly|in the end",
    "de": "und dann|dann|danach|anschließend|schließlich|zum Schluss",
    "fr": "et puis|puis|ensuite|après|enfin",
    "es": "y luego|luego|después|y después|finalmente|entonces",
    "pt": "depois|e depois|em seguida|então|finalmente|por fim",
    "it": "e poi|poi|dopo|quindi|infine",
    "tr": "sonra|ardından",
}

AND: Words = {
    "en": "and|or|as well as",
    "de": "und|oder|sowie",
    "fr": "et|ou",
    "es": "y|e|o|u",
    "pt": "e|ou",
    "it": "e|ed|o",
    "tr": "ve|veya",
}

WHERE: Words = {
    "en": "where|with|in which|here|wherein",
    "de": "wobei|mit|wo|dabei ist",
    "fr": "où|avec|dans lequel",
    "es": "donde|con|siendo",
    "pt": "onde|com|em que|sendo",
    "it": "dove|con|in cui",
    "tr": "burada",
}
"""What introduces the meanings of a formula's symbols."""

ARTICLES: Words = {
    "en": "the|a|an",
    "de": "der|die(?=\\s+(?:\\S+\\s+)?(?-i:[A-ZÄÖÜ]))|das|ein|eine|einen|einem|einer",
    "fr": "le|la|les|l'|un|une|des",
    "es": "el|la|los|las|un|una",
    "pt": "o|a|os|as|um|uma",
    "it": "il|lo|la|i|gli|le|l'|un|uno|una",
    "tr": "bir",
}

PRONOUNS = frozenset(
    (
        "it this that these those there they them he she we you i here what which who whom whose where when how why "
        "one ones everything everyone everybody something someone anything nothing nobody all both each some many "
        "most much few others another other none either neither mine yours ours theirs his her hers its my your our "
        "their if so then thus also and but or as because since although while today yesterday tomorrow now later "
        "next last first second finally es dies das dieser diese dieses sie er wir ich hier was wer wo wann wie man "
        "jeder alles nichts heute gestern il elle ils elles nous vous je on ce ceci cela ça c'est qui que quoi où "
        "quand ici él ella ellos ellas nosotros yo esto eso aquello aquí quien quién qué cuando cuándo ele ela eles "
        "elas nós eu isto isso aquilo aqui quem quando lui lei loro noi voi io questo quello chi cosa o bu şu ben "
        "sen biz siz onlar"
    ).split()
)
"""Words that point at something said before: never a term."""


SAYS_SO = frozenset(
    "this that it these those which what such dies das dieses diese cela ça ceci ce esto eso isso isto questo ciò".split()
)
"""Words for what was just said: ``this is called …``."""


def alternatives(*tables: Words, langs: Iterable[str] = ()) -> str:
    """All phrases of the tables (of some languages) as one alternation, the longest first, spaces stretching."""
    wanted = frozenset(langs)
    phrases = {
        phrase
        for table in tables
        for lang, words in table.items()
        if not wanted or lang in wanted
        for phrase in words.split("|")
    }
    return "|".join(
        phrase.replace(" ", r"\s+").replace("'", "['’]")
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    )
