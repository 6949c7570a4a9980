"""The closed vocabularies, once each. A stage emits these codes; their words are in etl/messages.yaml."""

from enum import StrEnum


class Status(StrEnum):
    """How settled a value is; ``missing`` always carries a :class:`MissingReason`.

    ``as_published`` is a figure whose source does not say how settled it is: calling it final or preliminary
    would put words into the publisher's mouth.
    """

    FINAL = "final"
    AS_PUBLISHED = "as_published"
    PRELIMINARY = "preliminary"
    REVISED = "revised"
    MISSING = "missing"


class MissingReason(StrEnum):
    """Why a value is not there. Missing is never zero and never a bare NaN."""

    NOT_COLLECTED = "not_collected"
    NOT_PUBLISHED = "not_published"
    SUPPRESSED = "suppressed"
    REJECTED = "rejected"
    NOT_APPLICABLE = "not_applicable"
    INPUT_MISSING = "input_missing"
    DENOMINATOR_ZERO = "denominator_zero"
    VINTAGES_DIFFER = "vintages_differ"


class Nature(StrEnum):
    """What kind of evidence a value is, strongest first: the declared order of precedence."""

    OFFICIAL = "official"
    COMPILED = "compiled"
    REPORTED = "reported"
    RESEARCH = "research"
    DOWNSCALED = "downscaled"
    ESTIMATED = "estimated"
    DEMONSTRATION = "demonstration"


class Bound(StrEnum):
    """Whether a published figure is exact or quoted as a bound or an approximation ("20%以上", "左右")."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


class Basis(StrEnum):
    """Whether an indicator value was published as such or computed here from other figures."""

    PUBLISHED = "published"
    COMPUTED = "computed"


class Result(StrEnum):
    """What an assessment says. ``unassessed`` always carries an :class:`UnassessedReason`."""

    MET = "met"
    NOT_MET = "not_met"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    UNASSESSED = "unassessed"


class UnassessedReason(StrEnum):
    """Why there is no verdict. Unassessed is never green and never red."""

    NO_DATA = "no_data"
    NO_TARGET = "no_target"
    NO_RULE_IN_FORCE = "no_rule_in_force"
    NOT_COMPARABLE = "not_comparable"
    UNDETERMINED = "undetermined"


class TargetOrigin(StrEnum):
    """Whose target a region is judged against; an inherited one can warn but never found a flag."""

    OWN = "own"
    INHERITED = "inherited"


class Direction(StrEnum):
    """Which way is better. Required of every indicator; there is no default."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    WITHIN_RANGE = "within_range"
    NO_JUDGEMENT = "no_judgement"


class RegionLevel(StrEnum):
    """Administrative level; ``unit`` is a reporting unit without a GB/T 2260 code."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    UNIT = "unit"


class FlagFamily(StrEnum):
    """The subject of a flag."""

    ENERGY = "energy"
    CARBON = "carbon"
    SMES = "smes"
    OTHER = "other"


class FlagStrength(StrEnum):
    """A ``founding`` flag may found a proposal of restriction; a ``warning`` may not."""

    WARNING = "warning"
    FOUNDING = "founding"


class ChallengeStatus(StrEnum):
    """Where a challenge stands. Only people explain or uphold one; until then it is open."""

    OPEN = "open"
    UNANSWERED = "unanswered"  # the region let its ten working days pass: a reminder (催报), and no shelter
    EXPLAINED = "explained"  # the figure stands, with a reason
    UPHELD = "upheld"  # the figure is wrong until it is corrected


class Severity(StrEnum):
    """How much a challenge weighs on the figures it names."""

    NOTE = "note"
    CHALLENGE = "challenge"
