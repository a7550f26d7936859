"""The web application: `app` for a WSGI server and the flask command; `python app.py` serves it."""

import sys

from servicedesk import create_app
from servicedesk.environment import ConfigurationError

try:
    app = create_app()
except ConfigurationError as refused:
    # The sentence says all; a traceback would only hide it.
    sys.stderr.write(f"{refused}\n")
    sys.exit(2)

if __name__ == "__main__":
    from servicedesk.server import serve

    serve(app)
