"""Stories: each move of a matter's way becomes a beat, with who does it, when, and what they write."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from servicedesk import reference
from servicedesk.demo import unseen, words
from servicedesk.demo.beats import Beat, When
from servicedesk.demo.matter import FROM_OUTSIDE, Matter
from servicedesk.demo.paces import WHEN, Pace
from servicedesk.demo.world import Player, World
from servicedesk.rules.workflow import CONTACT_WAYS

Given = Callable[[date], Mapping[str, Any]]

WAYS = (62, 22, 6, 10)
# Of an office's people the ones with an account that the README names sign this share.
NAMED = 0.5
SATISFIED, SATISFIED_WEIGHTS = (5, 4, 3), (57, 31, 12)


@dataclass
class Cast:
    """Who takes part in one matter."""

    recorder: Player
    """Who brings the matter in: the member, or an officer for them."""
    informant: Player
    """Who gives facts that were asked for: the member, or whoever does the desk's steps."""
    member: Player
    officer: Player
    handler: Player
    helper: Player
    """Of the department that assists, where one does."""
    caller: Player


def choose_cast(rng: random.Random, world: World, matter: Matter, handler: str | None = None) -> Cast:
    """The people of a matter; nobody who handles it calls back."""
    desk = world.with_role["officer"]
    officer = _one_of(rng, world.with_role["supervisor"] if matter.about_desk else desk)
    found = [p for p in world.handlers[matter.lead.code] if "department_head" not in p.roles]
    chosen = world.players[handler] if handler else _one_of(rng, found or world.handlers[matter.lead.code])
    if matter.confidential and matter.about_desk:
        callers = world.with_role["supervisor"]
    elif matter.lead.code == "dcs" and not matter.confidential:
        others = world.with_role["officer" if matter.given["about_leader"] else "leader"]
        callers = world.with_role["supervisor"] + others
    else:
        callers = desk
    outside = matter.channel in FROM_OUTSIDE
    return Cast(
        informant=matter.member if outside else officer,
        recorder=matter.member if outside else _one_of(rng, desk),
        member=matter.member,
        officer=officer,
        handler=chosen,
        helper=rng.choice(world.handlers[matter.assist.code]) if matter.assist else chosen,
        caller=rng.choice([p for p in callers if p is not chosen]),
    )


def _one_of(rng: random.Random, people: Sequence[Player]) -> Player:
    named = [p for p in people if "." not in p.username]
    return rng.choice(named if named and rng.random() < NAMED else people)


class Story:
    """Makes the beats of one matter."""

    def __init__(self, matter: Matter, cast: Cast, pace: Pace, rng: random.Random) -> None:
        self._matter = matter
        self._cast = cast
        self._pace = pace
        self._rng = rng
        """For the words; how long things take is drawn by the pace."""
        self._info = words.InfoPair("", "")
        self._taken: date | None = None

    def beat(self, move: str) -> Beat:
        """The beat of one move."""
        made: Beat = getattr(self, f"_{move}")(WHEN[move](self._pace))
        return made

    # The desk takes it in

    def _ask_info(self, when: When) -> Beat:
        self._info = words.info_pair(self._rng, self._matter.written.category)
        return self._desk("ask_info", when, {"text": self._info.ask})

    def _give_info(self, when: When) -> Beat:
        return Beat("give_info", self._cast.informant, when, lambda day: {"text": self._info.give})

    def _accept(self, when: When) -> Beat:
        return self._desk("accept", when, {"complex": False} if self._matter.plain else {})

    def _accept_complex(self, when: When) -> Beat:
        return self._desk("accept", when, {"complex": True})

    def _refuse(self, when: When) -> Beat:
        refused = self._matter.refused
        assert refused is not None
        route = next(r for r in reference.legal_routes() if r.code == refused.legal_route)
        given = {"reason": refused.reason, "legal_route": route.text_zh}
        return self._desk("refuse", when, given)

    def _answer(self, when: When) -> Beat:
        return self._desk("answer", when, {"text": self._matter.written.result})

    def _thank(self, when: When) -> Beat:
        return self._desk("answer", when, {"text": words.thanks(self._rng)})

    def _note(self, when: When) -> Beat:
        return self._desk("note", when, {"text": words.desk_note(self._rng)})

    def _dispatch(self, when: When) -> Beat:
        note = words.dispatch_note(self._rng) if self._rng.random() < 0.7 else None
        given = {"lead": self._matter.lead.code, "note": note}
        if self._matter.confidential:
            given |= {"note": None, "handover_text": unseen.handover_text(self._matter.written.category)}
        return self._desk("dispatch", when, given)

    def _dispatch_shared(self, when: When) -> Beat:
        assert self._matter.assist is not None
        given = {"lead": self._matter.lead.code, "assists": [self._matter.assist.code]}
        return self._desk("dispatch", when, given | {"note": words.dispatch_note(self._rng)})

    # The department works

    def _sign(self, when: When) -> Beat:
        return self._handle("sign", when, self._note_taken)

    _acknowledge = _sign

    def _contact(self, when: When) -> Beat:
        how = self._rng.choices(CONTACT_WAYS, WAYS)[0]
        name = self._matter.contact.name
        given = {"how": how, "person": name, "text": words.contact_note(self._rng, how, name)}
        return self._handle("contact", when, given)

    def _relay_contact(self, when: When) -> Beat:
        name = self._matter.contact.name
        given = {"how": "phone", "person": name, "text": unseen.relayed_note(self._rng)}
        return self._desk("relay_contact", when, given)

    def _hand_to_inspector(self, when: When) -> Beat:
        return self._desk("hand_to_inspector", when)

    def _help_sign(self, when: When) -> Beat:
        return Beat("sign", self._cast.helper, when, handling=True)

    def _help_submit(self, when: When) -> Beat:
        text = words.part(self._rng)
        return Beat("submit", self._cast.helper, when, lambda day: {"measures": text}, handling=True)

    def _progress(self, when: When) -> Beat:
        text = words.progress_note(self._rng, self._matter.written.category)
        return self._handle("progress", when, {"text": text})

    def _ask(self, when: When) -> Beat:
        self._info = words.info_pair(self._rng, self._matter.written.category)
        return self._handle("ask", when, {"text": self._info.ask})

    def _reply(self, when: When) -> Beat:
        return self._give_info(when)

    def _submit(self, when: When) -> Beat:
        return self._result("submit", when, self._matter.written.result)

    def _submit_thin(self, when: When) -> Beat:
        return self._result("submit", when, words.thin_result(self._rng))

    def _submit_again(self, when: When) -> Beat:
        return self._result("submit", when, words.done_again(self._rng, self._matter.written.result))

    def _submit_unsolved(self, when: When) -> Beat:
        text = words.unsolved(self._rng, self._matter.written.category)
        return self._result("submit", when, text, solved=False)

    def _finish(self, when: When) -> Beat:
        return self._result("finish", when, self._matter.written.result)

    # The desk reviews, the enterprise judges

    def _pass_review(self, when: When) -> Beat:
        return self._desk("pass_review", when)

    def _send_back(self, when: When) -> Beat:
        return self._desk("send_back", when, {"reason": words.send_back_reason(self._rng)})

    def _judge_good(self, when: When) -> Beat:
        return self._judgement(when, self._satisfied(), "yes")

    def _judge_bad(self, when: When) -> Beat:
        return self._judgement(when, *self._discontent())

    def _call_good(self, when: When) -> Beat:
        return self._call(when, self._satisfied(), "yes")

    def _call_bad(self, when: When) -> Beat:
        return self._call(when, *self._discontent())

    def _call_in_vain(self, when: When) -> Beat:
        given = {"reached": False, "comment": words.unreached_note(self._rng)}
        return Beat("callback", self._cast.caller, when, lambda day: given)

    def _redo(self, when: When) -> Beat:
        return self._desk("redo", when, {"reason": words.redo_reason(self._rng)})

    def _close(self, when: When) -> Beat:
        return self._desk("close", when, {"reason": words.close_reason(self._rng)})

    def _ask_reopen(self, when: When) -> Beat:
        given = {"reason": words.reopen_reason(self._rng)}
        return Beat("ask_reopen", self._cast.member, when, lambda day: given)

    def _reopen(self, when: When) -> Beat:
        given = {"reason": words.reopening_decision(self._rng, granted=True)}
        return Beat("approve", self._cast.officer, when, lambda day: given, deciding=True)

    def _leave_closed(self, when: When) -> Beat:
        given = {"reason": words.reopening_decision(self._rng, granted=False)}
        return Beat("refuse", self._cast.officer, when, lambda day: given, deciding=True)

    def _withdraw(self, when: When) -> Beat:
        given = {"reason": words.withdraw_reason(self._rng)}
        return Beat("withdraw", self._cast.member, when, lambda day: given)

    # How

    def _desk(self, action: str, when: When, given: Mapping[str, Any] | None = None) -> Beat:
        return Beat(action, self._cast.officer, when, lambda day: given or {})

    def _handle(self, action: str, when: When, given: Mapping[str, Any] | Given) -> Beat:
        made = given if callable(given) else lambda day: given
        return Beat(action, self._cast.handler, when, made, handling=True)

    def _note_taken(self, day: date) -> Mapping[str, Any]:
        self._taken = day
        return {}

    def _result(self, action: str, when: When, text: str, *, solved: bool = True) -> Beat:
        who = words.spoken_to(self._rng, self._matter.contact)
        if self._matter.confidential:
            who = "企业服务中心"
        later = timedelta(days=self._rng.randrange(5, 40) if not solved else 0)

        def given(day: date) -> Mapping[str, Any]:
            return {
                "taken_at": self._taken or day,
                "spoken_to": who,
                "measures": text,
                "solved_when": day + later,
                "solved": solved,
            }

        return self._handle(action, when, given)

    def _satisfied(self) -> int:
        return self._rng.choices(SATISFIED, SATISFIED_WEIGHTS)[0]

    def _discontent(self) -> tuple[int, str]:
        """How satisfied, and whether solved: what does not close a matter by itself."""
        if self._rng.random() < 0.35:
            return 3, "partly"
        return self._rng.choice((1, 2, 2)), self._rng.choice(("partly", "no", "no"))

    def _judgement(self, when: When, satisfaction: int, solved: str) -> Beat:
        comment = words.judge_comment(self._rng, satisfaction)
        given = {"solved": solved, "satisfaction": satisfaction, "comment": comment}
        return Beat("judge", self._cast.member, when, lambda day: given)

    def _call(self, when: When, satisfaction: int, solved: str) -> Beat:
        comment = words.callback_comment(self._rng, satisfaction)
        given = {"reached": True, "solved": solved, "satisfaction": satisfaction, "comment": comment}
        return Beat("callback", self._cast.caller, when, lambda day: given)
