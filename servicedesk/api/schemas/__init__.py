"""The shapes of answers: they write the JSON, and they describe it in the OpenAPI document."""
