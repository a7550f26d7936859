"""The web application: `app` for a WSGI server and the flask command; `python app.py` serves it."""

from servicedesk import create_app

app = create_app()

if __name__ == "__main__":
    from servicedesk.server import serve

    serve(app)
