"""What single actions do beside moving states and clocks: a small function each, found by its name.

A decision is found by what it is about (`approve_reopening`) before it is found by itself.

Those of EFFECTS run before states and clocks move, and may refuse what was given.
"""

from collections.abc import Callable

from servicedesk.operations import (
    desk_effects,
    ending_effects,
    exclusion_effects,
    instruction_effects,
    joining,
    reopening_effects,
    request_effects,
    return_effects,
    sampling,
    share_effects,
    supervision_effects,
    tracking_effects,
)
from servicedesk.operations.taking import Taking

Effect = Callable[[Taking], None]

EFFECTS: dict[str, Effect] = {
    "accept": desk_effects.accept,
    "ask_info": desk_effects.ask_info,
    "answer": desk_effects.answer,
    "dispatch": desk_effects.dispatch,
    "sign": share_effects.sign,
    "hand_over": share_effects.hand_over,
    "contact": share_effects.contact,
    "relay_contact": share_effects.relay_contact,
    "submit": share_effects.submit,
    "finish": share_effects.finish,
    "pass_review": ending_effects.pass_review,
    "callback": ending_effects.callback,
    "judge": ending_effects.judge,
    "join": joining.join,
    "unjoin": joining.unjoin,
    "main_answered": joining.main_answered,
    "redo": ending_effects.begin_new_cycle,
    "reopen": ending_effects.begin_new_cycle,
    "reopen_withdrawn": ending_effects.begin_new_cycle,
    "recategorise": desk_effects.recategorise,
    "set_urgent": desk_effects.set_urgent,
    "request_extension": request_effects.request_extension,
    "request_suspension": request_effects.request_suspension,
    "approve": request_effects.approve,
    "refuse": request_effects.refuse,
    "request_exclusion": exclusion_effects.request_exclusion,
    "approve_exclusion": exclusion_effects.approve,
    "request_tracking": tracking_effects.request_tracking,
    "approve_tracking": tracking_effects.approve,
    "feedback": tracking_effects.feedback,
    "main_tracked": tracking_effects.hear,
    "main_feedback": tracking_effects.hear,
    "send_back": tracking_effects.send_back,
    "ask_reopen": reopening_effects.ask_reopen,
    "approve_reopening": reopening_effects.approve,
    "return": return_effects.ask_return,
    "approve_return": return_effects.approve,
    "dispute_return": return_effects.dispute,
    "rule_return": return_effects.rule,
    "resume": request_effects.resume,
    "instruct": instruction_effects.instruct,
    "report_back": instruction_effects.report_back,
    "check_withdrawal": sampling.check_withdrawal,
    "urge": supervision_effects.urge,
    "supervise": supervision_effects.supervise,
}
AFTERWARDS: dict[str, Effect] = {"withdraw": sampling.draw}
"""What happens when the step stands on record, as a further event."""
