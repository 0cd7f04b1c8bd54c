# SPDX-License-Identifier: Apache-2.0
"""A ranking told in lines of plain text, as `manage.py ranking show` prints it and a leader reads it before signing."""

from collections.abc import Iterable, Iterator, Mapping

from sidan.base.errors import NotFound, Words
from sidan.base.limits import Limit
from sidan.evaluation.declare import Extra, Period, Ranking, RankingClass, Standing, Subjects, Tier, Weighed
from sidan.evaluation.indicator_faults import counts_orders
from sidan.evaluation.measures import MEASURES
from sidan.orders import registry
from sidan.programmes.unit_kinds import unit_kind

SUBJECT_WORDS: Mapping[Subjects, Words] = {
    "units": Words("单位", "units"),
    "counties": Words("县（市、区）", "counties"),
    "towns": Words("乡镇、街道", "towns and streets"),
    "communities": Words("村、社区", "villages and communities"),
    "grids": Words("网格", "grids"),
}
PERIOD_WORDS: Mapping[Period, Words] = {
    "month": Words("每月", "every month"),
    "quarter": Words("每季度", "every quarter"),
    "half_year": Words("每半年", "every half-year"),
    "year": Words("每年", "every year"),
}
STANDING_WORDS: Mapping[Standing, Words] = {
    "counted": Words("照常计入的单", "orders counted as usual"),
    "suspended": Words("挂账的单", "suspended orders"),
    "excluded": Words("剔除的单", "excluded orders"),
}
_EDITION = Words("第%d版", "edition %d")
_BASIS = Words("依据：", "Rests on: ")
_COMPARED = Words("考评对象：", "Compared: ")
_FROM_DAY = Words("%s，周期从%d日起", "%s, from day %d of the month")
_PROGRAMMES = Words("计入的工作法：", "Programmes counted: ")
_ALL = Words("全部", "all")
_ONE_CLASS = Words("不分类，全部放在一起比", "One class: all are compared with all")
_CLASSES = Words("分类，只在同类中比：", "Classes, compared only with each other:")
_FROM_TO = Words("%s起，不到%s", "from %s, below %s")
_FROM = Words("%s及以上", "from %s on")
_BELOW = Words("不到%s", "below %s")
_MADE_BY = Words("按%s", "by %s")
_FIGURE = Words("外部指标“%s”", "the outside figure “%s”")
_OVER = Words(" ÷ %s", " ÷ %s")
_POINTS = Words("%g分", "%g points")
_LESS = Words("越低越好", "the less the better")
_BEST = Words("按与同类最好者之比给分", "as a part of the best of its class")
_TARGET = Words("按目标值%g的完成度给分", "as a part of the target %g")
_BAND = Words("%s%g得%g%%", "%s %g gives %g %%")
_AT_LEAST = Words("达到", "from")
_AT_MOST = Words("不超过", "up to")
_CREDIT = Words("五级满意度折算：", "levels of satisfaction are worth: ")
_MOVE = Words("动作：", "step: ")
_WITHOUT = Words("不计入：", "left out: ")
_BOUNDED = Words("得分在%g到%g之间", "between %g and %g points")
_BESIDE = Words("与“%s”部分重复计算，属有意为之", "counts in part what “%s” counts, on purpose")
_BONUSES = Words("加分：", "Bonuses:")
_DEDUCTIONS = Words("扣分：", "Deductions:")
_EACH = Words(
    "每件%g分，最多%g分，须附依据（外部指标“%s”）", "%g each, at most %g, with evidence (outside figure “%s”)"
)
_TIERS = Words("档次：", "Tiers:")
_SHARE = Words("占同类的%g%%", "%g %% of a class")
_SCORE = Words("%g分及以上", "from %g points on")
_REST = Words("其余", "the rest")
_TIES = Words(
    "与该档最后一名没有可靠差别的，同在该档", "Who does not surely differ from the last of a tier stands in it, too"
)
_MINIMUM = Words("已有结果的办件不足%d件的，不排名", "Fewer than %d settled cases: no rank")
_MISSING = Words("缺数据的权重超过%g%%的，不排名", "Data missing for more than %g %% of the weights: no rank")
_SHRINKS = Words("办件少的单位向同类平均靠拢（收缩估计）", "Rates of few cases are shrunk towards their class")
_BARE = Words("不作收缩估计", "Rates are taken as they are, without shrinkage")
_RECHECK = Words(
    "每轮抽查满意答复%d件，由非承办人复问", "%d satisfied answers of each are asked again by somebody else"
)
_PUBLICITY = Words("公示%s，期间可提异议", "Published for objections for %s")
_CERTIFICATE = Words("证书文字：", "On the certificate: ")


def in_words(ranking: Ranking, *, language: str) -> str:
    """Return the whole ranking as lines of text in one language. No query."""
    return "\n".join(_Told(ranking, language).lines()) + "\n"


class _Told:
    """A ranking with the language it is told in."""

    def __init__(self, ranking: Ranking, language: str) -> None:
        """Keep both."""
        self.ranking = ranking
        self.language = language

    def lines(self) -> Iterator[str]:
        """Yield what the ranking is, then who is compared, by what, and what follows from it."""
        ranking = self.ranking
        yield f"{self._say(ranking.name)} ({ranking.code}, {self._say(_EDITION, ranking.edition)})"
        yield self._say(ranking.summary)
        yield f"{self._say(_BASIS)}{ranking.basis}"
        yield from self._compared()
        yield ""
        for indicator in ranking.indicators:
            yield from self._indicator(indicator)
        for title, extras in ((_BONUSES, ranking.bonuses), (_DEDUCTIONS, ranking.deductions)):
            if extras:
                yield self._say(title)
                yield from (f"  • {self._extra(extra)}" for extra in extras)
        yield ""
        yield self._say(_TIERS)
        yield from (f"  • {self._say(tier.name)}{self._colon}{self._tier(tier)}" for tier in ranking.tiers)
        yield from self._rules()

    def _compared(self) -> Iterator[str]:
        """Yield who is compared, how often, over which programmes, and in which classes."""
        ranking = self.ranking
        kinds = self._listed(unit_kind(kind) for kind in ranking.kinds)
        often = self._say(PERIOD_WORDS[ranking.period])
        often = self._say(_FROM_DAY, often, ranking.first_day) if ranking.first_day > 1 else often
        whom = self._say(SUBJECT_WORDS[ranking.subjects]) + (f" ({kinds})" if kinds else "")
        yield f"{self._say(_COMPARED)}{whom}{self._comma}{often}"
        yield f"{self._say(_PROGRAMMES)}{self._programmes(ranking.programmes)}"
        if not ranking.classes:
            yield self._say(_ONE_CLASS)
            return
        yield self._say(_CLASSES)
        yield from (f"  • {self._say(each.name)}{self._colon}{self._class(each)}" for each in ranking.classes)

    def _class(self, each: RankingClass) -> str:
        """Return who is in a class."""
        if each.kinds:
            return self._listed(unit_kind(kind) for kind in each.kinds)
        measure = MEASURES.get(self.ranking.class_measure)
        by = self._say(measure.words) if measure else self._say(_FIGURE, self.ranking.class_outside)
        bounds = tuple(f"{bound:g}" for bound in (each.least, each.below) if bound is not None)
        words = _FROM_TO if len(bounds) == 2 else _FROM if each.least is not None else _BELOW
        return f"{self._say(_MADE_BY, by)}{self._comma}{self._say(words, *bounds) if bounds else self._say(_ALL)}"

    def _indicator(self, indicator: Weighed) -> Iterator[str]:
        """Yield an indicator: its name and weight, its measure with the formula, and every rule of its own."""
        measure = MEASURES[indicator.measure]
        weight = self._say(_POINTS, indicator.weight)
        yield f"■ {self._say(indicator.name)}{self._colon}{weight} [{self._say(measure.words)}]"
        of = self._say(measure.out_of)
        yield f"  {self._say(measure.counted)}{self._say(_OVER, of) if of else ''}"
        yield from (f"  • {rule}" for rule in self._own_rules(indicator))

    def _own_rules(self, indicator: Weighed) -> Iterator[str]:
        """Yield what the file says of an indicator besides its weight."""
        if indicator.direction == "less":
            yield self._say(_LESS)
        if indicator.scale == "best":
            yield self._say(_BEST)
        if indicator.target is not None:
            yield self._say(_TARGET, indicator.target)
        reaches = self._say(_AT_LEAST if indicator.direction == "more" else _AT_MOST)
        yield from (self._say(_BAND, reaches, band.least, band.gives * 100) for band in indicator.bands)
        if indicator.credit:
            levels = sorted(indicator.credit.items(), reverse=True)
            yield self._say(_CREDIT) + ", ".join(f"{level} = {worth:g}" for level, worth in levels)
        if indicator.outside:
            yield self._say(_FIGURE, indicator.outside)
        if indicator.move:
            yield self._say(_MOVE) + " ÷ ".join(self._moves(indicator))
        if indicator.programmes:
            yield self._say(_PROGRAMMES) + self._programmes(indicator.programmes)
        if indicator.without and counts_orders(indicator):
            yield self._say(_WITHOUT) + self._listed(STANDING_WORDS[each] for each in indicator.without)
        if indicator.least_points is not None or indicator.most_points is not None:
            most = indicator.weight if indicator.most_points is None else indicator.most_points
            yield self._say(_BOUNDED, indicator.least_points or 0, most)
        names = {each.code: each.name for each in self.ranking.indicators}
        yield from (self._say(_BESIDE, self._say(names[code])) for code in indicator.beside)

    def _extra(self, extra: Extra) -> str:
        """Return what a bonus or a deduction gives or takes."""
        return f"{self._say(extra.name)}{self._colon}{self._say(_EACH, extra.points, extra.at_most, extra.outside)}"

    def _tier(self, tier: Tier) -> str:
        """Return who stands in a tier."""
        if tier.share is not None:
            return self._say(_SHARE, tier.share * 100)
        return self._say(_SCORE, tier.least) if tier.least is not None else self._say(_REST)

    def _rules(self) -> Iterator[str]:
        """Yield when nobody is ranked, what is done about chance, and what follows."""
        ranking = self.ranking
        if ranking.ties:
            yield self._say(_TIES)
        if ranking.minimum:
            yield self._say(_MINIMUM, ranking.minimum)
        yield self._say(_MISSING, ranking.missing_most * 100)
        yield self._say(_SHRINKS if ranking.shrinks else _BARE)
        if ranking.recheck:
            yield self._say(_RECHECK, ranking.recheck)
        yield self._say(_PUBLICITY, self._say(Limit.parse(ranking.publicity).words()))
        if ranking.certificate is not None:
            yield self._say(_CERTIFICATE) + self._say(ranking.certificate)

    def _moves(self, indicator: Weighed) -> list[str]:
        """Return the names of the moves that are counted; a code no programme in question has stands for itself."""
        codes = indicator.programmes or self.ranking.programmes
        names = {m.code: m.name for each in registry.served() if not codes or each.code in codes for m in each.moves}
        moves = (indicator.move, indicator.of_move)
        return [self._say(names.get(move, Words(move, move))) for move in moves if move]

    def _programmes(self, codes: Iterable[str]) -> str:
        """Return the names of programmes; a code that is not served stands for itself."""
        return self._listed(map(_programme, codes)) or self._say(_ALL)

    def _say(self, words: Words, *values: object) -> str:
        """Return words in the language, with values in their places."""
        text = words.in_language(self.language)
        return text % values if values else text.replace("%%", "%")

    def _listed(self, words: Iterable[Words]) -> str:
        """Return several words as a list of the language."""
        return (", " if self.language == "en" else "、").join(map(self._say, words))

    @property
    def _colon(self) -> str:
        """Return what stands between a name and what is said of it."""
        return ": " if self.language == "en" else "："

    @property
    def _comma(self) -> str:
        """Return what stands between two parts of a sentence."""
        return ", " if self.language == "en" else "，"


def _programme(code: str) -> Words:
    """Return the name of a programme."""
    try:
        return registry.current(code).name
    except NotFound:
        return Words(code, code)
