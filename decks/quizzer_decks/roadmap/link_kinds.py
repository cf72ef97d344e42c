"""Whether a link in a list is something to learn from, or names a topic that has a page of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from quizzer_decks.roadmap.entries import Entry

_MEDIUM = re.compile(
    r"\b(?:videos?|courses?|tutorials?|playlists?|books?|e-?books?|articles?|guides?|blogs?|talks?|docs?"
    r"|documentation|lectures?|youtube|udemy"
    r"|coursera|edx|free|paid|cheat ?sheets?|handbook|pdf|websites?|series|specialization|bootcamp|textbook"
    r"|channel|podcast|paper|slides"
    r"|exercises|visuali[sz]ation|interactive|by|learn|how|what|why|intro|introduction|academy|crash|essence"
    r"|curso|livro|vidéo|видео|курс)\b"
    r"|[?“”\"]|\d{4}|@",
    re.IGNORECASE,
)
_HOSTS = re.compile(
    r"(?:^|\.)(?:youtube|youtu|udemy|coursera|edx|medium|dev|freecodecamp|khanacademy|amazon|goodreads|oreilly"
    r"|pluralsight|egghead"
    r"|frontendmasters|w3schools|geeksforgeeks|tutorialspoint|digitalocean|hackernoon|towardsdatascience"
    r"|leetcode|hackerrank"
    r"|reddit|stackoverflow|ocw|scrimba|udacity|codecademy|kaggle|arxiv|vimeo|archive|quora|programiz"
    r"|javatpoint|deeplearning|fast"
    r"|css-tricks|smashingmagazine|manning|packtpub|seeing-theory|realpython|datacamp|linkedin|hackr|exercism"
    r"|theodinproject)\."
)
_NAMING_HOSTS = re.compile(r"(?:^|\.)(?:wikipedia|wiktionary)\.")


def are_resources(siblings: Sequence[Entry]) -> bool:
    """Tell whether the links among entries that stand together are resources; they are of one kind, so most decide."""
    links = [entry for entry in siblings if entry.own_link and entry.links and not entry.children]
    return sum(_is_resource(entry) for entry in links) * 2 > len(links)


def _is_resource(entry: Entry) -> bool:
    title, url = entry.title, entry.links[0].url
    address = urlsplit(url) if url.isascii() and "[" not in url else None
    if entry.is_address:
        return True
    host = (address.netloc if address else "").lower()
    if _HOSTS.search(f".{host}."):
        return True
    if _NAMING_HOSTS.search(f".{host}."):
        return False
    words = title.split()
    named = re.sub(r"[^a-z0-9]", "", title.lower())
    place = re.sub(r"[^a-z0-9]", "", f"{host}{address.path if address else ''}".lower())
    if len(words) <= 3 and named and named in place:
        return False
    return len(words) > 4 or _MEDIUM.search(title) is not None
