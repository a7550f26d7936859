"""Who people are in the workflow tables, and what the verbs of clocks mean; for docs/workflow.md."""

WHO = {
    "enterprise": "whoever sent the matter, and the verified members of its enterprise",
    "desk": "officers and the desk lead; for a complaint about the desk, the supervisor instead",
    "desk_lead": "the desk lead, except for a complaint about the desk",
    "leader": "every leader, except for clues of misconduct and what is about a leader",
    "supervisor": "every supervisor, except for clues of misconduct and what is about their own office",
    "asks_withdrawn": "every supervisor who sees the matter, and where their office had a share "
    "every leader who sees it; but nobody who acted on an assignment of it",
    "names_lead": "whoever upholds a return or rules on it and names the next lead with the decision",
    "instructed": "people of a department that a leader has instructed on the matter",
    "handler": "people of the department that has the assignment",
    "lead": "people of the department that leads, where the step is about the whole matter",
    "caller": "the desk, but nobody who acted on an assignment of the matter. What the desk itself leads is "
    "also called back by the supervisor; what the supervisor leads, by another supervisor or a leader",
    "decider": "whoever holds the role that decides on it, sees the matter and has not asked: for an "
    "extension the role that the policy names, for one more a leader; for tracking a leader; for a "
    "suspension, a return or an exclusion the desk lead; for a reopening the desk, or the supervisor where "
    "the matter is about the desk. What the desk lead asks for, a leader decides; what a department "
    "disputes, a leader rules on. For a whistle, the leader who approves or ratifies it and has not blown it",
    "blower": "who blew the whistle, or asked for it",
    "called": "people of a department that is called",
}
VERBS = {
    "start": "starts", "stop": "stops", "pause": "pauses", "resume": "resumes", "cancel": "cancels",
    "extend": "extends", "rebudget": "reckons anew", "end": "ends",
    "transfer": "gives up to promised feedback",
}  # fmt: skip
