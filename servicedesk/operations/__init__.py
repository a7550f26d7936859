"""What happens: verbs. Each checks, changes, writes the event, moves clocks, queues messages, commits once.

Each takes `by` (a person) and `now`; none touches a request, a session or the current user.
"""
