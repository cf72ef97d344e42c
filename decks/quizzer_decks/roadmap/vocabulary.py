"""The words by which authors of roadmaps name what is not a topic: resources, tasks, and matter about the document."""

from __future__ import annotations

import re

_ABOUT = re.compile(
    r"""(?:table\ of\ )?contents?|toc|contents?\ table|index|code\ of\ conduct|licen[sc]e\b.*|licensing|copyright.*
    |(?:how\ (?:can\ (?:i|you)\ |to\ |you\ can\ )?)?contribut(?:e|ing|ors?|ions?)(?:\ (?:to\ this|guide
    |are\ welcome)\b.*|\ guidelines?)?
    |acknowledge?ments?|credits?|thanks.*|special\ thanks.*|sponsors?\b.*|support(?:\ (?:us|me|this\b.*
    |the\ project|&\ resources))?
    |donat(?:e|ions?)|star(?:gazers|\ history|\ this\b.*)|change\s?log|feedback|contacts?(?:\ (?:me|us|info\w*))?
    |connect(?:\ with.*)?|(?:(?:current|project|repo(?:sitory)?)\ )?status|(?:getting|get)\ started|socials?(?:\ media)?
    |let'?s\ connect.*|quick\ ?start|badges?|issues|pull\ requests|show\ your\ support|citation|cite\b.*
    |find\ me\b.*|reach\ (?:me|out)\b.*|development\ setup|clone\b.*|prerequisites\ to\ run.*|get\ in\ touch.*
    |about(?:\ (?:me|us|this|the\ (?:author|project|role))\b.*)?|disclaimer|how\ (?:to\ (?:use|show|track|get)
    |it\ works)\b.*|congratulations.*|(?:join\b.*)?community|(?:getting\ )?help|usage|installation
    |give\ a\ star.*|authors?|maintainers?|follow\ (?:me|us).*|faqs?|frequently\ asked\ questions|legends?
    |wrap\ ?up|translations?\b.*
    |purpose\ of\b.*|related\ (?:repos\w*|roadmaps?|projects?)|(?:repository|project)\ structure
    |become\ a\ sponsor.*
    |[ií]ndice.*|tabla\ de\ contenidos?|contribuir|contribuciones|licencia|licen[çc]a|sum[aá]rio|sommaire
    |inhalt(?:sverzeichnis)?|lizenz
    |содержание|оглавление|лицензия|目录|目次|许可证|贡献|ライセンス|الفهرس|فهرس|المحتويات|المساهمة|الترخيص|فهرست|مشارکت""",
    re.IGNORECASE | re.VERBOSE,
)
_REMARK = re.compile(
    r"""introduction|intro|overview\b.*|preface|foreword|final\ (?:thoughts?|notes?|words)|conclusions?|summary
    |why\b.*|who\b.*
    |what\ (?:is|are)\ (?:this|an?)\b.*|motivation|notes?|purpose|(?:pro\ |study\ |learning\ )?tips\b.*
    |important\ notes?|skills?\ matrix
    |(?:complete\ )?(?:timeline|roadmap)\ (?:summary|overview)
    |(?:(?:suggested|estimated|recommended)\ )?(?:timeline|schedule|duration)\b.*|goals?\b.{0,20}
    |(?:learning\ )?(?:objectives?|outcomes?)
    |next\ steps
    |time\ (?:commitment|estimate)|(?:estimated\ )?(?:time|duration)|good\ luck.*|looking\ ahead|notice
    |النتيجة\ المتوقعة|نظرة\ عامة|الهدف\ النهائي|مقدمة|نصائح.*""",
    re.IGNORECASE | re.VERBOSE,
)
_STRONG = (
    r"(?:resources?|references?|bibliography|books?|textbooks?|courses?|videos?|playlists?|links?|tutorials?"
    r"|articles?|blogs?|"
    r"podcasts?|readings|reading\ lists?|recursos|referencias|libros|cursos|ressources|livres|ressourcen|bücher"
    r"|ресурсы|книги|курсы|"
    r"ссылки|источники|资源|参考|参考资料|书籍|リソース|مصادر\b.*|المصادر\b.*|الموارد\b.*|موارد\b.*|المراجع|منابع\b.*)"
)
_WEAK = (
    r"(?:documentations?|docs|channels?|websites?|sites|platforms?|communit(?:y|ies)|materials?|sources"
    r"|newsletters?|reading)"
)
_RESOURCES = re.compile(
    rf"(?:[\w'-]+\W+){{0,3}}{_STRONG}(?:\W+(?:and|&|or|list|library|to|for|you|that|used)\b.*|\W*\(.*\))?"
    rf"|(?:(?:useful|helpful|online|free|paid|recommended|best|top|official|youtube|learning|study|other|more"
    rf"|additional|great|"
    rf"must[- ]read|popular|further|good)\W+){{0,3}}{_WEAK}|where\ to\ learn.*|learn\ more.*|read\ more.*"
    rf"|see\ also|useful\ .*",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"\b(?:projects?|practi[cs]e|practicals?|exercises?|assignments?|homework|goals?|checkpoints?"
    r"|certifications?|certificates?"
    r"|competitions?|routines?|milestones?|capstones?|deliverables?|hands[- ]on|to-?dos?|action\ (?:plan|items)"
    r"|success\ metrics|progress\ tracking|track(?:ing)?\ (?:your\ )?progress|تتبع\ التقدم"
    r"|(?:coding|programming|practice|weekly|daily)\ challenges?|(?:key|weekly|daily|main|practical|coding"
    r"|learning)\ tasks?"
    r"|(?:complete|final|summary|progress|completion|self|weekly|daily)[- ](?:check)?lists?|labs?|assessments?"
    r"|drills?"
    r"|proyectos?|pr[aá]cticas?|ejercicios?|projetos?|exerc[ií]cios?|projets?|exercices?|projekte?|übungen"
    r"|проект\w*|практика"
    r"|упражнени\w*|задани\w*|项目|练习|任务|プロジェクト|演習|مشاريع|مشروع|المشاريع|تمارين|تطبيقات?\ عملية|پروژه\w*"
    r"|تمرین\w*)\b|^(?:tasks?|challenges?)$",
    re.IGNORECASE,
)
_NOT_TASK = re.compile(
    r"\bproject\ (?:management|planning|structure|setup)|best\ practi[cs]es?|practi[cs]es$|challenges?\ (?:of|in)\b"
    r"|performance\ metrics|metrics\ (?:and|&)|(?:evaluation|model|software|code|monitoring)\ metrics",
    re.IGNORECASE,
)
_COVERED = re.compile(r"(?:already\ )?covered\ (?:in|by|here)\b.*", re.IGNORECASE)
_SOURCES = re.compile(
    r"(?:\w+\ )?(?:resources|references|recursos|ressources|ressourcen|ресурсы|مصادر|المصادر)", re.IGNORECASE
)
_CONJUNCTION = re.compile(r"\s(?:&|and|und|et|y|e|и|و)\s|\s*[,/+]\s*")
_STATEMENT = re.compile(
    r"\b(?:is|are|must|should|can|will|you|we|i|the following|this|these|has|have|includes?)\b", re.IGNORECASE
)
_SUMMING_UP = re.compile(r"(?:\w+\ )?(?:projects?|certifications?)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:core|key|main|additional|advanced|basic|essential|important|more|other|further)\ )?"
    r"(?:topics?|skills?|concepts?|subjects?|areas?|contents?|options?|what\ (?:to|you'?ll)\ learn"
    r"|things\ to\ learn|learn|syllabus|curriculum)"
    r"(?:\ (?:to\ (?:learn|cover|study)|covered))?"
    r"|.*\byou\ should(?:\ (?:know|be\ able\ to))?|المواضيع|темы|temas|t[oó]picos|sujets|themen",
    re.IGNORECASE,
)
_JUST_TOPICS = re.compile(
    r"(?:key\ |main\ )?topics?(?:\ (?:to\ (?:learn|cover|study)|covered))?|what\ (?:to|you'?ll)\ learn|المواضيع"
    r"|темы|temas",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:day|week|month|día|semana|mes|tag|woche|monat|jour|semaine|mois|день|неделя|اليوم|الأسبوع|الشهر)\s*\d+\b.{0,60}"
)
_ROADMAP = re.compile(
    r"road\s?map|learning\ (?:path|plan|journey)|journey|study\ (?:plan|guide)|curriculum|syllabus|خارطة|خطة"
    r"|نقشه|дорожная|路线|路線|ロードマップ",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"(?:phase|stage|step|level|part|module|unit|semester|year|quarter|tier|block|fase|etapa|nivel|nível"
    r"|schritt|stufe|[eé]tape|niveau"
    r"|этап|шаг|уровень|часть|المرحلة|مرحله|阶段)\s*[:#]?\s*(?:\d+|[ivx]+\b|one|two|three|four|five|الأولى"
    r"|الثانية)|第.{1,3}(?:阶段|部分|章)",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"(?:option|track|path|variant|specialization|choice)\s+(?:[a-z]|\d+)\b", re.IGNORECASE)
_TOPIC_COLUMN = re.compile(
    r"(?:learning\ )?(?:topics?|subjects?|skills?|concepts?|chapters?|courses?(?:\ name)?|lessons?"
    r"|technolog(?:y|ies)|titles?|units?|modules?"
    r"|names?|themes?|what\ to\ learn|items?|tools?|contents?|areas?|steps?|tema|materia|sujet|thema|тема|主题"
    r"|الموضوع|موضوع)",
    re.IGNORECASE,
)
_STATUS_COLUMN = re.compile(r"status|done\??|state|progress|completed?\??|✓|✅|estado|статус|الحالة", re.IGNORECASE)


def is_about(title: str) -> bool:
    """Tell whether a heading is about the document: contents, licence, how to contribute, thanks."""
    return _ABOUT.fullmatch(title) is not None


def is_remark(title: str) -> bool:
    """Tell whether a heading stands over what is said about the roadmap rather than listed in it."""
    return _REMARK.fullmatch(title) is not None


def is_opening(title: str) -> bool:
    """Tell whether a heading opens a document, so that what stands below it may be the roadmap."""
    return title.casefold().startswith(("intro", "overview", "preface"))


def is_resources(title: str) -> bool:
    """Tell whether a heading announces what to learn from."""
    return len(title.split()) <= 7 and _RESOURCES.fullmatch(title) is not None


def announces(title: str) -> bool:
    """Tell whether a line without any mark serves as a heading: it names what follows by one of a few common words."""
    return is_label(title) or _SOURCES.fullmatch(title) is not None or (is_task(title) and len(title.split()) <= 3)


def is_covered(title: str) -> bool:
    """Tell whether a line in bold only says where something is treated."""
    return _COVERED.fullmatch(title) is not None


def is_task(title: str) -> bool:
    """Tell whether what stands under a heading is to be done rather than learnt."""
    first = _CONJUNCTION.split(title, maxsplit=1)[0]
    return _TASK.search(first) is not None and _NOT_TASK.search(title) is None


def sums_up(title: str) -> bool:
    """Tell whether a list under this label, standing at the end of a section, is about the whole section."""
    return _SUMMING_UP.fullmatch(title) is not None


def is_label(title: str) -> bool:
    """Tell whether a heading only says that topics follow."""
    return _LABEL.fullmatch(title) is not None


def is_just_topics(title: str) -> bool:
    """Tell whether a heading says nothing but that topics follow, so that it divides nothing."""
    return _JUST_TOPICS.fullmatch(title) is not None


def opens_part(text: str) -> bool:
    """Tell whether a line without any mark is a numbered stage or a period, and therefore serves as a heading."""
    return (is_stage(text) and len(text) < 80) or _PERIOD.fullmatch(text.casefold()) is not None


def names_roadmap(title: str) -> bool:
    """Tell whether a heading is a roadmap's title."""
    return _ROADMAP.search(title) is not None


def is_stage(title: str) -> bool:
    """Tell whether a heading is one of numbered stages."""
    return _STAGE.match(title) is not None


def is_choice(title: str) -> bool:
    """Tell whether a heading is one of several ways to go."""
    return _CHOICE.match(title) is not None


def is_statement(title: str) -> bool:
    """Tell whether a line before a list is a part of a sentence rather than a name."""
    return len(title.split()) > 4 or _STATEMENT.search(title) is not None


def is_courses(title: str) -> bool:
    """Tell whether a table's column holds courses, which are to learn a topic from where they are links."""
    return title.casefold() in ("course", "courses", "course name")


def is_topic_column(title: str) -> bool:
    """Tell whether a table's column holds topics."""
    return _TOPIC_COLUMN.fullmatch(title) is not None


def is_status_column(title: str) -> bool:
    """Tell whether a table's column tells what is done."""
    return _STATUS_COLUMN.fullmatch(title) is not None
