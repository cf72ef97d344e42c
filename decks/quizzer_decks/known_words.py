"""Words of this field and its texts that look alike: who types one of them means it.

Only words one or two letters away from another word need to be here, and those in their simplest form.
"""

from __future__ import annotations

_WORDS = """
abort about abstraction accent accept action actor adam adamax adamw affine agent aggression algebra alike alive alone
along alpha also alternative among analysis answers antisymmetric apply apps args argument ascending async
asynchronous attention auction audio audit augmentation auth auto average await away axes axis back bagging band
bandwidth bare bars bart base bash basic basis batch batches bath bayes beat became become begin being beit bert best
bias bilinear binary bind binomial bins bite black blank blink blob block blog book bool boosting bootstrap
bootstrapping both braces branching bridge bring build built bury busy byte cache call callable caller cancels case
cash casual casually catch causal causation cause ceil cell censor chance change channel char chat chatbot checkers
checkout checks choose chosen clash clashes class classes classical clause clean clear click client clipping clock
clone close closure cloze clustering code coin cold collaborating collation collection collide collider color cols
comb combination come commands comment commit commute commuter compared compares comparing competition compile
complain completed completion complex complexity compose composer composition comprehension comprehensive computation
compute computer concave concepts concert concurrent condition conditional conference confidence confuses connection
consistent constant constructor contain container content context continue contrast contrastive contribute
contributions convention convergence converse conversion convert converters convex convexity convolution copulation
core correction correlation cosine cost cotangent could counter counting counts course covariance covariate coverage
covers cramming crash crashes crate create creation critic crossover curl curves dark data date deal death decay
decide decision deck decode decoder decorator deduction defines definite degrees deletes deleting deletion delta
dependent depending deps depth derive descending description destructor detect detection detention determinant
deterministic difference different differential digression dimension direction directly directory dirs discreet
discrete discriminant discriminative discriminator dive divergence division divisor docker docs does dominant dormant
dots draft draw drawn drift drive driver droplet dropout dull dynamic eager ease easy edit eigen eigenvalue
eigenvector elastic elif elimination else embed embedded embedding enclosing enclosure encode encoder ends enthalpy
entries entropy epsilon equally essential estimand estimate estimation estimator euclidean evaluation even event ever
every evolution exception execute execution exercise exist exit expectation expected expects expert expertise
explanation exploitation exploration exponential export exporters extraction extrapolation fact factor factory fail
fair fall fallback false falsy fast fault features fetch file fill filter fine fitting fixes fixtures flag flat
flattening float flow folds follower forget forgot fork form foundation frac fraction fractional fragmentation from
front full function functional fuzz fuzzy gain game gamma gate gave gelu general generalize generation generative
generator gini give given grades grading grid grow guid guide halving hamming hand handle handler hangs hard hashing
have head headers health healthy heap heart heat held help here heterogeneity heuristic hide hinge hires hold hole
holistic home homogeneity homogeneous homogenous horse house http httpx hyperbolic hyperparameter hypotheses
hypothesis immutable implementation importer imports improper inception indent independence independent index
induction infer inference infinitely infinity influence info inheritance inherits initialization inner installs
instance instant instantiation instantly integral integration intended interaction interactive intercept interday
interference internal interpolation interpretation interval into invariant invocation isinstance item iter iterable
iteration iterator jaccard jackknife jitter join joint json jsonl kappa kernel keymap keyword know known kurtosis
label lack lambda lasso last latency latent later latest latex layer lead leader leaf leak learn learner lease least
leave lemmatize less lets level leverage lien lies lighting like line linear linguistic link lint list literally live
load local locale location lock locker logarithm logger logic login logistic logit logs lone long longer look loop
loose lose loss lost lower luck machine macros made make makers manhattan mapping maps margin marginal marginalize
mark markdown marker mask master mastery match matches math matrix matter mean meant media median merge metric
minkowski modal mode model module modulo moment monitoring monotone monotonic more most move multinomial multiple
multiplied multiplies multiply must mutable mutation mutex nadam naive native negation negative nest next node noise
noisy none nonlinear noon norm normal normalize note null numeric numerical older omega opens operation operational
operator optical optimal optimization optimize optimizer option optional order ordinary organizer origin original
outlier outlives overlay overridden override overrule overwrite overwritten page paid paint pair pane panel parallel
parameter parity parsed parser parses parsing part partial pass passes past patch path peak pear peer peps perception
perceptron perimeter permutation perplexity personal place plain plan plane plastic play plot point pointer police
policy poll polynomial pool poor population position positional positive post posterior posteriori potential power
practical practice precision prediction predictive preference present presentation preset presses previous price
primary prime principal principle print printer prior private prob probe process processes prod production products
progression project projection proof prop propagation property proposes prose protected protection protects prove
providers prune public pull push quality quantile quantity quantize quartile query queue quick quiet quit quiz quizzer
quota quote radio raking range rank rare rate ratio ration rational reach reachable react reactive read readable
reader ready real rebase recall reception recital recorded recurrent recursion recursive redo reduction reference
reflection reflog refuse register registry regression regressor regular regularize reject rejection related relation
relational relative release remote remove render renderer reorder repeated repeater repeats replace replayable
replayed replays replica replication repo reported repr representation reps reset residual resolution rest restore
retention retraining reveal reversal reverse revert reviewer reviewing reviews revolution reward rewind rewrite
rewritten ridge rising roberta role roll room root rotation rows ruins rule running runs rust safe safety same sample
save scalar scale scaler scan schedule scheduler scope score seam secondary section seed seek seen segmentation
selection send sensor sentence separate separately separator sequence sequential serial series serve server session
sets setting severity shall shape shard share shell ship short shot show shown sick side sigma sigmoid similar simple
simply simulate simulator sine singular site sitting size skewness skill skin skip skipped slack slash slave slow
small smaller smallest soft some sort space span spare sparse spatial special specialization spectral spring sqrt
squared stable stack stage stale standard stanford star start stash state static statistic statistical stats status
stay stem stemming step stick still sting stochastic stock stop stopped stopping store streaming streamline strict
string strong style subtraction success suite supervised survives swap symmetric symmetry synchronous syncing tabs
tagging tags take taken tangent task team tensor term ternary test text than that them theme then there these theta
they thing this those thread threat three throughout throughput ticks tied ties time timezone token tokenize toml took
tool torch touch tower trace track trailing train trainer trait transact transaction transfer transform transformer
transition translation transmission transports transpose tree trie triple true truth truthy tuning tunnel tuple
turning turnover type typer typo unary undoable unit unsupervised until updater updates upsilon usable user uses
validation valuation value valve variable variance variant variation vars vector vectorize verb very victor
virtualization wait wall want warm warn watcher weak week weight well went were whatever when where while whole whose
wide width will with word work world would write writers wrote
"""

KNOWN_WORDS = frozenset(_WORDS.split())


def is_known(word: str) -> bool:
    """Tell whether a word in lower case, or what it is a form of, is one of them."""
    forms = [word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("d"), word.removesuffix("ed")]
    if word.endswith("ing"):
        forms += [word[:-3], word[:-3] + "e"]
    return any(form in KNOWN_WORDS for form in forms)
