"""What is asked: reads only. Everything that shows a ticket to somebody starts from `visible`."""
