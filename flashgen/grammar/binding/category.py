"""A setting whose value is a word: ``optimizer: adamw``."""

from __future__ import annotations

import re

from flashgen.document import Block

_CATEGORY = frozenset(
    "optimizer optimiser scheduler schedule activation loss initialization initialisation initializer normalization normalisation attention dtype precision "
    "tokenizer tokeniser pooling coolant lubricant algorithm sampler backend architecture regularizer regularisation kernel quantization solver encoder "
    "decoder distribution prior metric objective optimierer optimiseur optimizador otimizador ottimizzatore 优化器 激活函数 옵티마이저 활성화".split()
)
_PAIR = re.compile(r"[\s*_`>-]*([^:=\n]{2,50}?)[*_`]*\s*(?::|=|：|→| – | — | - )\s*(\S[^\n]{0,79})")


def category(block: Block) -> tuple[str, str] | None:
    """A setting whose value is a word: ``optimizer: adamw``. In a section only for settings that are known to be so."""
    text = block.text.strip()
    m = _PAIR.fullmatch(text) if len(text) <= 140 else None
    if m is None:
        return None
    name, value = m[1].strip(" *_"), m[2].strip()
    if not name or not value or value.endswith(("?", ":")):
        return None
    words = re.sub(r"[*_`]", "", name).lower().split()
    if not words or len(words) > 5:
        return None
    if block.scope == "section" and (
        not (set(words[-1:]) & _CATEGORY) or len(value.split()) > 4 or value.endswith(".")
    ):
        return None
    if len(value.split()) > 8:
        return None
    return name.strip("`") if name.count("`") == 2 else name, value.rstrip(".;,")
