"""The outside: file storage, mail, chat, webhooks, single sign-on. Knows no business."""
