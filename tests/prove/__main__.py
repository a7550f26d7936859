"""`python -m tests.prove [CASE …]`: all cases, or those that are named."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import tests.prove


def main() -> None:
    """Run one case after the other."""
    for name in sys.argv[1:] or [module.name for module in iter_modules(tests.prove.__path__)]:
        case = import_module(f"{tests.prove.__name__}.{name}")
        if hasattr(case, "main") and name != "__main__":
            case.main()


if __name__ == "__main__":
    main()
