"""No path of any instrument leads to a restriction without due process, whatever a crowd of people tries."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dashboard.cases.case import FrozenEvidence, Move
from dashboard.cases.machine import confirm, do, possible_acts, replay, withdraw
from dashboard.cases.refusal import Refused
from etl.model.restriction import ENDED, RESTRICTING, CaseState, Role
from tests.small_case import CAST, START, act_of, instruments, new_case, weekdays

PEOPLE = st.sampled_from(CAST)
CHOICES = st.sampled_from(["passed", "failed", "adopted", "rejected", "plan"])
LIKELY = st.sampled_from(["failed", "failed", "failed", "passed"])


class Crowd(RuleBasedStateMachine):
    """People who try anything on any day; the machine lets through what the table provides."""

    @initialize(
        name=st.sampled_from(sorted(instruments())),
        strength=st.sampled_from(["founding", "warning"]),
        data=st.data(),
        steps=st.integers(0, 90),
    )
    def begin(self, name, strength, data, steps):
        self.instrument = instruments()[name]
        self.first = new_case(self.instrument, FrozenEvidence("build", {"flag": strength}))
        self.case, self.day = self.first, START
        self._go_on(steps, data)

    @rule(days=st.sampled_from([0, 1, 15, 100, 400]))
    def wait(self, days):
        self._wait(days)

    def _wait(self, days):
        self.day += timedelta(days=days)

    @rule(person=PEOPLE, chosen=CHOICES, data=st.data())
    def try_an_act(self, person, chosen, data):
        row = data.draw(st.sampled_from(self.instrument.acts))
        basis = data.draw(st.sampled_from([each.number for each in self.instrument.bases] + ["草案"]))
        self._try(
            lambda: do(self.case, act_of(row, person, self.day, basis, chosen), self.instrument, weekdays)
        )

    @rule(person=PEOPLE)
    def try_to_confirm(self, person):
        self._confirm(person)

    def _confirm(self, person):
        self._try(lambda: confirm(self.case, person, self.day, self.instrument, weekdays))

    @rule(person=PEOPLE)
    def try_to_withdraw(self, person):
        self._try(lambda: withdraw(self.case, person, self.day, self.instrument))

    @rule(steps=st.integers(1, 30), data=st.data())
    def go_on_as_the_table_provides(self, steps, data):
        self._go_on(steps, data)

    def _go_on(self, steps, data):
        for _ in range(steps):
            if self.case.pending is not None:
                self._confirm_with_a_second(data)
                continue
            open_to = [(person, name) for person in CAST for name in self._open_to(person) if name != "close"]
            onward = [pair for pair in open_to if self._leads_on(pair[1])]
            if not onward:
                self._wait(data.draw(st.sampled_from([15, 100, 400])))
            else:
                person, name = data.draw(st.sampled_from(onward * 6 + open_to))
                basis = next(each.number for each in self.instrument.bases if each.is_in_force(self.day))
                act = act_of(self.instrument.act(name), person, self.day, basis, data.draw(LIKELY))
                self._try(lambda act=act: do(self.case, act, self.instrument, weekdays))

    def _confirm_with_a_second(self, data):
        row = self.instrument.act(self.case.pending.name)
        fitting = [person for person in CAST if person.roles & set(row.roles)]
        self._confirm(data.draw(st.sampled_from(fitting)))

    def _leads_on(self, name):
        row = self.instrument.act(name)
        return bool(row.to_state or row.outcomes)

    def _open_to(self, person):
        may = possible_acts(self.case, person, self.day, self.instrument, weekdays)
        return [name for name, refused in may.items() if refused is None]

    def _try(self, attempt):
        before = self.case
        try:
            _, self.case = attempt()
        except Refused:
            assert self.case is before

    @invariant()
    def a_restriction_has_two_proposers_and_two_other_deciders(self):
        if self.case.state in RESTRICTING:
            proposers, deciders = self.case.people["propose"], self.case.people["decide"]
            roles = {person.id: person.roles for person in CAST}
            assert len(proposers) == len(deciders) == 2
            assert not proposers & deciders
            assert all(Role.REVIEWER in roles[name] for name in proposers)
            assert all(Role.DECIDER in roles[name] for name in deciders)

    @invariant()
    def the_region_was_told_before_anything_was_proposed(self):
        if self.case.counted("propose"):
            assert self.case.counted("notify")

    @invariant()
    def only_a_founding_flag_carries_the_energy_instrument(self):
        if self.instrument.id == "two_high_review" and self.case.counted("propose"):
            assert self.case.evidence.may_found

    @invariant()
    def nothing_is_lifted_early_or_extended_twice(self):
        for name in ("lift", "extend", "check", "confirm_end"):
            for act in self.case.counted(name):
                assert act.on > self._expiry_at(act.on)
        assert len(self.case.counted("extend")) <= 1
        assert len(self.case.counted("return_check")) <= len(self.case.counted("check"))

    def _expiry_at(self, day):
        issued = self.case.counted("issue")[0].on
        ends = [
            replay(self.first, tuple(e for e in self.case.events if e.act.on < day), self.instrument).expiry
        ]
        return max([end for end in ends if end is not None], default=issued)

    @invariant()
    def the_kept_events_tell_the_whole_case(self):
        assert replay(self.first, self.case.events, self.instrument) == self.case

    @invariant()
    def nothing_is_stuck(self):
        """In every state that is no end, some person can go on, today or after some time."""
        if self.case.state in ENDED or self.case.pending is not None:
            return
        later = self.day + timedelta(days=800)
        moving = {row.id for row in self.instrument.acts if row.to_state or row.outcomes}
        if self.instrument.id == "two_high_review" and not self.case.evidence.may_found:
            moving |= {"close"}
        may = [name for p in CAST for name, no in self._at(p, later).items() if no is None and name in moving]
        assert may, self.case.state

    def _at(self, person, day):
        return possible_acts(self.case, person, day, self.instrument, weekdays)

    @invariant()
    def drafts_and_their_ends_come_in_pairs(self):
        moves = [event.move for event in self.case.events if event.move is not Move.DONE]
        assert moves[::2] == [Move.DRAFTED] * ((len(moves) + 1) // 2)

    @invariant()
    def what_ended_by_its_terms_was_never_lifted(self):
        if self.case.state is CaseState.ENDED_BY_TERMS:
            assert self.instrument.act("lift") is None


TestCrowd = Crowd.TestCase
TestCrowd.settings = settings(max_examples=100, stateful_step_count=10, deadline=None)
