"""Typed answers: what is right, what is a slip, and what is another thing altogether."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.expected import Words
from quizzer_decks.marks import Verdict
from quizzer_decks.text_marking import mark_output, mark_words

RIGHT = [
    ("git fetch", "git fetch "), ("git fetch", "Git  Fetch"), ("O(n^2)", "O(n²)"), ("O(n^2)", "O(n**2)"),
    ("k-means", "kmeans"), ("O(n log n)", "o(n log n)"), ("k-means", "K means"), ("k-means", "k–means"),
    ("F1 score", "F1-score"), ("ReLU", "relu"), ("±", "+-"), ("β", "beta"), ("beta", "β"), ("β_1", "beta1"),
    ("\\beta", "β"), ("$\\beta$", "beta"), ("x_{1}", "x₁"), ("df.groupby()", "df.groupby"), ("len", "len()"),
    ("`x.T`", "x.T"), ("posterior", "the posterior"), ("posterior", "\"Posterior\"."), ("posterior", "(posterior)"),
    ("one-hot encoding", "onehot encoding"), ("n-1", "n − 1"), ("P(A | B)", "p(a|b)"), ("!=", "≠"),
    ("normalisation", "normalization"), ("k-nearest neighbours", "k nearest neighbors"), ("modelling", "modeling"),
    ("H₂O", "H2O"), ("naive Bayes", "naïve Bayes"), ("Schrödinger", "Schrodinger"),
    ("Bayes' theorem", "Bayes theorem"), ("UTF-8", "utf8"), ("precision and recall", "precision & recall"),
    ("U-Net", "unet"), ("3", "three"), ("2-D", "2D"), (":=", ":="), ("!", "!"), ("the", "the"), ("贝叶斯", "贝叶斯"),
    ("Straße", "strasse"), ("λx", "lambda x"), ("SHA-256", "sha256"), ("a priori", "A priori"),
    ("1000", "1,000"), ("0.5", ".5"), ("3×3", "3x3"), ("O(n log n)", "O(n log(n))"), ("log_2 n", "log2(n)"),
]  # fmt: skip
CLOSE = [
    ("posterior", "postereor"), ("posterior", "psoterior"), ("posterior", "posteriors"), ("posteriors", "posterior"),
    ("variance", "varience"), ("gradient descent", "gradient decent"), ("matrix", "matrices"), ("GPU", "GPUs"),
    ("dict", "dct"), ("tensor", "tensro"), ("ReLU", "ReUL"), ("x.shape", "x.shape()"),
    ("git commit --amend", "git commit -amend"), ("DISTINCT", "DISTINT"), ("fit_transform", "fittransform"),
    ("eigenvalue", "egienvalue"), ("heteroscedasticity", "heteroskedasticity"), ("sigmoid", "sigmiod"),
    ("Bayes' theorem", "Baye's theorems"), ("cosine similarity", "cosine similarty"),
    ("E[X]", "E(X)"), ("precision and recall", "recall and precision"), ("a, b, and c", "c, a and b"),
]  # fmt: skip
WRONG = [
    ("recall", "precision"), ("L2", "L1"), ("argmin", "argmax"), ("overfitting", "underfitting"),
    ("covariance", "covariant"), ("variance", "variant"), ("O(n^2)", "O(n)"), ("O(n)", "O(n^2)"), ("ReLU", "GELU"),
    ("±", "+"), ("Adam", "AdamW"), ("AdamW", "Adam"), ("BERT", "BART"), ("RMSE", "MSE"), ("MSE", "RMSE"),
    ("DBSCAN", "HDBSCAN"), ("LoRA", "QLoRA"), ("median", "mean"), ("mode", "model"),
    ("gradient descent", "gradient ascent"), ("type I error", "type II error"), ("type 1 error", "type 2 error"),
    ("n!", "n"), ("n", "n!"), ("one-hot encoding", "one-shot encoding"), ("one-tailed", "two-tailed"),
    ("biased", "unbiased"), ("symmetric", "asymmetric"), ("asymmetric matrix", "a symmetric matrix"),
    ("supervised", "unsupervised"), ("encoder", "decoder"), ("n-1", "n1"), ("n-1", "n+1"), ("n", "m"),
    ("P(A|B)", "P(B|A)"), ("P(A|B) P(B)", "P(B|A) P(A)"), ("git add .", "git add"), ("cd ..", "cd"),
    ("f'(x)", "f(x)"), ("1e-3", "1e3"), ("GPT-4", "GPT-3"), ("no free lunch theorem", "free lunch theorem"),
    ("yes", "no"), ("cat", "bat"), ("==", "="), ("maximisation", "minimisation"), ("macro-average", "micro-average"),
    ("intraclass", "interclass"), ("-1", "1"), ("x-1", "x1"), ("inner join", "outer join"),
    ("cosine similarity", "sine similarity"), ("A B", "B"), ("が", "か"), ("й", "и"), ("%", "?"), ("log n", "log m"),
    ("posterior", ""), ("posterior", " \n\t "), ("precision", "precision or recall"), ("stack", "slack"),
    ("megabyte", "mebibyte"), ("first quartile", "third quartile"), ("stage", "state"), ("R²", "R2"),
    ("generative", "generation"), ("interval", "internal"), ("prediction", "production"),
    ("correlation", "correction"), ("optional", "optimal"), ("intervals", "internals"),
    ("[]", "{}"), ("[1, 2]", "(1, 2)"), ("3.10", "3.1"), ("x[0]", "x[1]"), ("precision, recall", "precision"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "typed"), RIGHT)
def test_ways_of_typing_the_same_are_right(answer: str, typed: str) -> None:
    """Case, spacing, hyphens, accents, Greek letters, spelling and outer punctuation do not count."""
    assert mark_words(typed, Words((answer,))).verdict is Verdict.RIGHT


@pytest.mark.parametrize(("answer", "typed"), CLOSE)
def test_slips_are_close_and_show_the_difference(answer: str, typed: str) -> None:
    """A slip of the fingers, or a singular for a plural, is close, and the spans lead from it to the answer."""
    mark = mark_words(typed, Words((answer,)))
    assert mark.verdict is Verdict.CLOSE
    assert "".join(span.text for span in mark.difference if span.kind != "missing") == typed
    assert "".join(span.text for span in mark.difference if span.kind != "extra").casefold() == answer.casefold()


@pytest.mark.parametrize(("answer", "typed"), WRONG)
def test_other_things_are_wrong_however_alike(answer: str, typed: str) -> None:
    """Another term, sign, digit, variable, negation or acronym is wrong, though one letter away."""
    assert mark_words(typed, Words((answer,))).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("answer", "typed", "verdict"),
    [
        ("git branch -D", "git branch -D\r\n", "right"),
        ("git branch -D", "git branch -d", "wrong"),
        ("git branch -D", "git  branch -D", "close"),
        ("x = 1", "x=1", "close"),
        ("SELECT", "select", "close"),
        ("N", "n", "wrong"),
        ("print('a')", 'print("a")', "close"),
        ("np.zeros", "np.zeroes", "close"),
        ("np.zeros", "np.ones", "wrong"),
        ("a\nb", "a\r\nb", "right"),
        ("\\w", "\\W", "wrong"),
        ("`ls -l`", "ls -l", "right"),
        ("`ls -l`", "`ls -l`", "right"),
        ("é", "e\u0301", "right"),
    ],
)
def test_strict_answers_are_compared_as_they_are(answer: str, typed: str, verdict: str) -> None:
    """In strict answers case, spacing and punctuation count; only outer space and what no one can see does not."""
    assert mark_words(typed, Words((answer,), strict=True)).verdict == verdict


def test_every_accepted_answer_is_right() -> None:
    """`accept` lists answers that count like the first, which is the one shown."""
    mark = mark_words("Posterior probability", Words(("posterior", "posterior probability")))
    assert (mark.verdict, mark.expected) == (Verdict.RIGHT, "posterior")


def test_missing_accents_are_right_and_told() -> None:
    """An accent left out does not count, but is shown."""
    assert mark_words("Poincare", Words(("Poincaré",))).notes == ("Mind the accents: Poincaré.",)


def test_a_word_of_the_question_is_no_slip() -> None:
    """Whoever types a word that the question itself uses for something else means that word."""
    alone = Words(("kernel",))
    asked = Words(("kernel",), others=("Corn has a kernal; what has a Gaussian process?",))
    assert mark_words("Kernal", alone).verdict is Verdict.CLOSE
    assert mark_words("Kernal", asked).verdict is Verdict.WRONG


@given(st.text(max_size=30), st.text(min_size=1, max_size=30), st.booleans())
def test_any_text_is_marked_and_a_difference_adds_up(typed: str, answer: str, strict: bool) -> None:
    """Marking never raises, gives the same mark again, and every difference leads from what was typed to an answer."""
    mark = mark_words(typed, Words((answer,), strict))
    assert mark == mark_words(typed, Words((answer,), strict))
    if mark.difference:
        assert "".join(span.text for span in mark.difference if span.kind != "missing") == mark.given
    if not typed.strip():
        assert mark.verdict is Verdict.WRONG


_WORD = st.text(alphabet="abcdefghij", min_size=4, max_size=12)


@given(_WORD, st.data())
def test_a_changed_first_letter_is_never_a_slip(word: str, data: st.DataObject) -> None:
    """Another first letter makes another word: it is never close."""
    first = data.draw(st.sampled_from("klmnop"))
    assert mark_words(first + word[1:], Words((word,))).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("printed", "typed", "verdict"),
    [
        ("0.8", "0.8", "right"),
        ("0.8\n", "0.8  \n\n", "right"),
        ("a\nb", "a\\nb", "right"),
        ("a\nb", "a  \r\nb\n", "right"),
        ("[1, 2]", "[1,2]", "close"),
        ("'a'", '"a"', "close"),
        ("'a'", "a", "wrong"),
        ("a\nb", "a b", "close"),
        ("True", "true", "wrong"),
        ("  a", "a", "close"),
        ("a\\nb", "a\\nb", "right"),
        ("0.8", "0.80", "wrong"),
        ("0.8", "", "wrong"),
        ("\n", "", "wrong"),
    ],
)
def test_output_is_compared_line_by_line(printed: str, typed: str, verdict: str) -> None:
    """Space at line ends and empty lines at the end do not count; only quotes or spaces amiss is close; else exact."""
    assert mark_output(typed, printed).verdict == verdict


def test_the_first_wrong_line_is_named() -> None:
    """Where several lines are printed, the note says which is wrong first, or how many there are."""
    assert mark_output("1\n3\n3", "1\n2\n3").notes == ("Line 2 is the first that differs.",)
    assert mark_output("1\n2", "1\n2\n3").notes == ("It prints 3 lines, not 2.",)


_LINES = "\n".join(f"line {number} of a long answer, with punctuation." for number in range(10_000))


@pytest.mark.parametrize(
    "typed", [_LINES, "{" * 20_000, "-a" * 100_000, "'" * 5_000, "ﷺ" * 5_000, "\n" * 10_000, _LINES[:19_990]]
)
@pytest.mark.parametrize("answer", ["posterior", _LINES[:20_000]])
def test_ten_thousand_lines_are_marked_at_once(typed: str, answer: str) -> None:
    """No length or shape of an answer makes marking slow."""
    spent = []
    for _ in range(2):
        begun = time.process_time()
        mark_words(typed, Words((answer,)))
        mark_words(typed, Words((answer,), strict=True))
        mark_output(typed, answer)
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.15


@pytest.mark.parametrize(
    ("answer", "typed", "strict", "verdict"),
    [
        ("git restore -S", "git restore -s", False, "wrong"),
        ("git restore -S a.py", "git restore -s a.py", True, "wrong"),
        ("git branch -d topic", "git branch -D topic", False, "wrong"),
        ("git restore -S", "Git restore -S", False, "right"),
        ("git restore --staged", "GIT RESTORE --STAGED", False, "right"),
        ("x - y", "x - Y", False, "right"),
    ],
)
def test_the_case_of_a_one_letter_option_always_counts(answer: str, typed: str, strict: bool, verdict: str) -> None:
    """`-s` is never taken for `-S`, nor for a slip of it."""
    assert mark_words(typed, Words((answer,), strict=strict)).verdict == verdict
