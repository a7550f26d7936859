"""The way that a matter goes in the demo: a list of moves, drawn as a lively zone would go."""

import random

from servicedesk.demo.matter import Matter
from servicedesk.demo.world import World
from servicedesk.rules.policy import Case

Moves = list[str]

ASKED = 0.06
ANSWERED_AT_ONCE = 0.3
ON_THE_SPOT = 0.05
SENT_BACK = 0.06
WITHDRAWN = 0.03
UNSOLVED = 0.03
CONTENT = 0.92
CONTENT_UNSOLVED = 0.3
REDONE = 0.6
UNREACHED = 0.04
REOPENED = 0.012
NOT_REOPENED = 0.25
JUDGED_ONLINE = 0.6
COMPLEX = 0.08
SHARED = 0.12
ANSWERED_BY_DESK = 0.4


def draw_route(rng: random.Random, world: World, matter: Matter) -> Moves:
    """All moves of a matter until it ends; whoever plays it stops where the present is reached."""
    moves = ["ask_info", "give_info"] if rng.random() < ASKED else []
    kind = matter.given["kind"]
    if matter.refused:
        return [*moves, "refuse"]
    if kind == "praise":
        return ["thank"] if matter.sensitive or rng.random() < 0.6 else ["accept", "dispatch", "acknowledge"]
    if matter.misconduct:
        return [*moves, "hand_to_inspector"]
    if matter.complains and not matter.confidential:
        moves += ["accept", "dispatch", *_work(rng, world, matter, False, redo=False)]
    elif matter.sensitive and rng.random() < ANSWERED_BY_DESK:
        moves += ["accept", "answer"]
    elif matter.sensitive:
        moves += ["accept", "dispatch", *_work_unseen(world, matter)]
    elif kind == "consultation" and rng.random() < ANSWERED_AT_ONCE:
        moves += rng.choice((["answer"], ["accept", "answer"]))
    else:
        complex_ = kind in world.limits.policies["complex"].kinds and rng.random() < COMPLEX
        shared = bool(matter.assist) and not matter.plain and kind != "consultation" and rng.random() < SHARED
        moves += ["accept_complex" if complex_ and not matter.plain else "accept"]
        moves += ["note"] if rng.random() < 0.05 else []
        if shared:
            moves += ["dispatch_shared", *_work_together(rng, world, matter)]
        else:
            moves += ["dispatch", *_work(rng, world, matter, complex_, redo=False)]
    if rng.random() < WITHDRAWN and not matter.about_desk:
        return [*moves[: rng.randrange(len(moves))], "withdraw"]
    content = CONTENT_UNSOLVED if "submit_unsolved" in moves else CONTENT
    return moves + _ending(rng, world, matter, content, led="dispatch" in moves or "dispatch_shared" in moves)


def _work(rng: random.Random, world: World, matter: Matter, complex_: bool, *, redo: bool) -> Moves:
    case = Case(matter.given["kind"], matter.given["urgent"], complex_, redo=redo)
    review = ["pass_review"] if world.limits.ruling(case).review else []
    if rng.random() < ON_THE_SPOT:
        return ["finish", *review]
    moves = ["sign", "contact"] + ["progress"] * rng.choice((0, 0, 1, 1, 2))
    moves += ["ask", "reply"] if rng.random() < ASKED else []
    if review and rng.random() < SENT_BACK:
        moves += ["submit_thin", "send_back"]
    if redo:
        return [*moves, "submit_again", *review]
    return [*moves, "submit_unsolved" if rng.random() < UNSOLVED else "submit", *review]


def _work_together(rng: random.Random, world: World, matter: Matter) -> Moves:
    review = ["pass_review"] if world.limits.ruling(Case(matter.given["kind"])).review else []
    return ["sign", "help_sign", "contact", "help_submit", "submit", *review]


def _work_unseen(world: World, matter: Matter) -> Moves:
    """A department works on what it knows from the desk's text; the desk speaks with the enterprise."""
    review = ["pass_review"] if world.limits.ruling(Case(matter.given["kind"])).review else []
    return ["sign", "relay_contact", "submit", *review]


def _ending(rng: random.Random, world: World, matter: Matter, content: float, *, led: bool) -> Moves:
    if rng.random() < UNREACHED:
        return ["call_in_vain"] * 3
    if rng.random() < content:
        if rng.random() < JUDGED_ONLINE:
            moves = ["judge_good"]
        else:
            moves = ["call_in_vain"] * rng.choice((0, 0, 0, 1)) + ["call_good"]
        if rng.random() < REOPENED and not matter.sensitive:
            moves += ["ask_reopen"]
            if rng.random() < NOT_REOPENED:
                return [*moves, "leave_closed"]
            moves += ["reopen", *_again(rng, world, matter, led)]
        return moves
    bad = "judge_bad" if rng.random() < JUDGED_ONLINE else "call_bad"
    if rng.random() < REDONE and not matter.sensitive:
        return [bad, "redo", *_again(rng, world, matter, led)]
    return [bad, "close"]


def _again(rng: random.Random, world: World, matter: Matter, led: bool) -> Moves:
    # What was answered without a department is dispatched now.
    return [
        *([] if led else ["dispatch"]),
        *_work(rng, world, matter, False, redo=True),
        *_ending(rng, world, matter, 1.0, led=True),
    ]
