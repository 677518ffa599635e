#!/usr/bin/env bash
# Makes the virtual environment with the Robot side: install.sh [TARGET] [REQUIREMENTS]
# TARGET is .local/venv and REQUIREMENTS the file beside this script when not given. A finished installation is
# recognised by a stamp with the hash of the requirements and of this script, so a second run costs a few milliseconds.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
target="${1:-.local/venv}"
requirements="${2:-$here/requirements.txt}"

fail() {
  echo "$1" >&2
  exit 1
}

stamp="$target/.installed"
wanted="$(cat "$requirements" "${BASH_SOURCE[0]}" | sha256sum | cut -d' ' -f1)"
is_done() { [[ -f "$stamp" && -x "$target/bin/python" && "$(cat "$stamp")" == "$wanted" ]]; }

command -v git >/dev/null || fail "git is missing: install git and start again."
if is_done; then exit 0; fi

# A newer interpreter may be installed beside an old python3.
python=""
found="none"
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
  if command -v "$candidate" >/dev/null && found="$("$candidate" -c 'import platform; print(platform.python_version())' 2>/dev/null)"; then
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))'; then
      python="$candidate"
      break
    fi
  fi
done
[[ -n "$python" ]] || fail "Python 3.10 or newer is needed (found: ${found:-none}): install python3 and start again."
"$python" -c 'import venv, ensurepip' 2>/dev/null || fail "Python's venv module is missing: install python3-venv and start again."

# Two starts at once: the second waits for the first, then finds the stamp.
mkdir -p "$(dirname "$target")"
exec 9>"$target.lock"
if command -v flock >/dev/null; then flock 9; fi
if is_done; then exit 0; fi

echo "Installing the Robot side into $target (once, about a minute) ..." >&2
"$python" -m venv --clear "$target" >&2 || fail "The virtual environment $target could not be made: is the disk full or read-only?"
# Without --no-compile half of the time goes into byte code that is never used; what is used is compiled below.
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-compile --requirement "$requirements" >&2 ||
  fail "The Python packages could not be installed: is the package index reachable?"
if grep -q '^robotframework==' "$requirements"; then
  # Empty: byte code is written, also where the environment forbids it. Without it every import takes three times as long.
  PYTHONDONTWRITEBYTECODE= "$target/bin/python" >&2 <<<'
import jinja2, robot.api, robot.libdoc, yaml, RW.Core, RW.CLI, RW.platform, RW.K8sHelper, RW.K8sApplications, RW.K8sLog, RW.NextSteps
from robot.libraries import Collections, DateTime, OperatingSystem, Process, String' ||
    fail "The Python packages are installed but do not work together: remove $target and start again."
fi
echo "$wanted" >"$stamp"
