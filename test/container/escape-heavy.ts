// biome-ignore-all lint/suspicious/noTemplateCurlyInString: The shell's variables look like placeholders.

/** Bundles that take what they can get, or try to reach whoever comes after them: each by itself, because most end in being stopped. */

export interface Attempt {
  name: string
  through: 'dry run' | 'forked dry run' | 'rehearsal' | 'five scenarios' | 'rehearsed library' | 'rendering'
  /** Python for a dry run and a library, a shell script for the rehearsal, a template for the rendering. */
  code: string
  /** Longest run, given to the entrance. */
  limitMs: number
  /** Words on the command line of what it leaves running. */
  leaves?: string
  /** What its report holds when it got through. */
  escaped?: RegExp
  /** What its report must hold, so that the attempt is known to have been made. */
  made: RegExp
}

export const bash = (body: string) => `#!/usr/bin/env bash\n${body}\n`
const python = (body: string) => bash(`python3 - <<'END'\n${body}\nEND`)

const memoryHog = `import os, time
for _ in range(8):
    if os.fork() == 0:
        break
held = []
while True:
    held.append(bytearray(os.urandom(1 << 20)) * 16)`

const threadBomb = `import threading, time
count = 0
try:
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        count += 1
except RuntimeError:
    print("threads", count, flush=True)
    import os; os._exit(0)`

const manyOpen = `import os, time
for _ in range(7):
    os.fork()
held = []
try:
    while True:
        held.append(os.open("/dev/null", os.O_RDONLY))
except OSError as error:
    print("open", len(held), error.strerror, flush=True)
time.sleep(2)`

/** Changes all that it can reach, and tells what it finds changed. */
const spoiling = `found=
stand_ins=$(dirname "$(dirname "$(command -v kubectl)")")
places=". .. ../.. $CODEBUNDLE_TEMP_DIR $HOME /tmp /var/tmp /dev/shm /dev $stand_ins $stand_ins/bin"
for place in $places; do [ -e "$place/left-behind" ] && found="$found $place"; done
for place in $places; do echo x > "$place/left-behind"; done 2>/dev/null
(echo '{"answers":[],"default":{}}' > "$stand_ins/answers.json") 2>/dev/null && found="$found answers"
grep -qs 5432.75 /proc/[0-9]*/cmdline && found="$found process"
(setsid /bin/sleep 5432.75 >/dev/null 2>&1 &)
for fd in /proc/$PPID/fd/*; do echo '{"unfit":"x"}' > "$fd"; done 2>/dev/null
kill -STOP 1 2>/dev/null
kill -9 1 2>/dev/null
echo "of others: \${found:-nothing}"
kubectl get pods -n "$NAMESPACE" -o json | jq '.items | length'`

const toOwnInput = `import os
os.set_blocking(0, False)
count = 0
try:
    while True:
        count += os.write(0, b"{}\\n" * 20000)
except OSError:
    raise RuntimeError(f"wrote {count} bytes")
`

const manyFiles = `count = 0
try:
    while True:
        open(f"f{count}", "w").close()
        count += 1
except OSError as error:
    print("files", count, error.strerror)`

/** Attacks by weight: each by itself, because it ends in being stopped. */
export const heavyAttempts: readonly Attempt[] = [
  {
    name: 'fork bomb',
    through: 'rehearsal',
    code: bash('bomb() { bomb | bomb & }\nbomb\nwait\nwhile :; do :; done'),
    limitMs: 4000,
    made: /stopped/,
  },
  {
    name: 'fork bomb that spins',
    through: 'rehearsal',
    code: python('import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass'),
    limitMs: 4000,
    made: /stopped/,
  },
  { name: 'thread bomb', through: 'rehearsal', code: python(threadBomb), limitMs: 8000, made: /threads \d+/ },
  { name: 'memory of many processes', through: 'rehearsal', code: python(memoryHog), limitMs: 8000, made: /stopped/ },
  {
    name: '5 GB in one sparse file',
    through: 'rehearsal',
    code: bash('truncate -s 5G big 2>&1; stat -c "size %s" big'),
    limitMs: 8000,
    made: /size 0|too large|exceeded/,
  },
  {
    name: '5 GB in many files',
    through: 'rehearsal',
    code: bash(
      'for n in $(seq 100); do head -c 52428800 /dev/zero > big$n 2>/dev/null || break; done\necho "written $(du -sm . | cut -f1) MB in all"',
    ),
    limitMs: 12_000,
    made: /written \d{1,3} MB/,
  },
  { name: 'as many files as go', through: 'rehearsal', code: python(manyFiles), limitMs: 12_000, made: /files \d{4,5} No space/ },
  {
    name: '100 MB on standard output',
    through: 'dry run',
    code: 'import os\nfor _ in range(1600):\n    os.write(1, b"x" * 65536)\n',
    limitMs: 15_000,
    made: /printed too much/,
  },
  {
    name: '100 MB on standard error',
    through: 'dry run',
    code: 'import os\nfor _ in range(1600):\n    os.write(2, b"x" * 65536)\n',
    limitMs: 15_000,
    made: /printed too much/,
  },
  {
    name: 'ignoring SIGTERM',
    through: 'dry run',
    code: 'import signal\nfor number in (1, 2, 3, 15):\n    signal.signal(number, signal.SIG_IGN)\nwhile True:\n    signal.pause()\n',
    limitMs: 4000,
    made: /took too long/,
  },
  {
    name: 'daemons that outlive',
    through: 'rehearsal',
    code: bash(
      // By its path: the `sleep` of a rehearsal returns at once.
      '(setsid nohup /bin/sleep 4321.5 >/dev/null 2>&1 &)\n(setsid sh -c "trap \\"\\" 1 2 15; /bin/sleep 4321.5 & exec /bin/sleep 4321.5" >/dev/null 2>&1 &)\n/bin/sleep 1\necho started',
    ),
    limitMs: 8000,
    leaves: 'sleep 4321.5',
    made: /started/,
  },
  {
    name: 'kill -9 -1',
    through: 'rehearsal',
    // Only where nobody but this run can be meant.
    code: bash('[ "$(ls /proc | grep -c "^[0-9]")" -lt 30 ] && kill -9 -1'),
    limitMs: 8000,
    made: /ended early/,
  },
  {
    name: 'spoiling the next scenario',
    through: 'five scenarios',
    code: bash(spoiling),
    limitMs: 20_000,
    leaves: 'sleep 5432.75',
    escaped: /of others: (?!nothing)/,
    made: /(of others: nothing.*){5}/,
  },
  {
    name: 'killing all in one scenario',
    through: 'five scenarios',
    code: bash('if kubectl get pods >/dev/null 2>&1; then echo 0; else kill -9 -1; fi'),
    limitMs: 20_000,
    made: /ended early.*"name":"nothing-there".*"looks":"healthy".*"name":"later-2".*"looks":"healthy"/,
  },
  {
    name: 'open files of many processes',
    through: 'rehearsal',
    code: python(manyOpen),
    limitMs: 12_000,
    made: /open \d+ Too many open files/,
  },
  { name: 'writing to its own input', through: 'forked dry run', code: toOwnInput, limitMs: 12_000, made: /wrote \d{1,7} bytes/ },
  {
    name: 'directories nobody may open',
    through: 'rehearsal',
    code: bash('mkdir -p a/b/c "$CODEBUNDLE_TEMP_DIR/d/e"; chmod 000 a/b "$CODEBUNDLE_TEMP_DIR/d"; echo closed'),
    limitMs: 8000,
    made: /closed/,
  },
  {
    name: 'changing the record',
    through: 'rehearsal',
    code: bash(
      'kubectl delete namespace shop >/dev/null 2>&1\nplace=$(dirname "$(dirname "$(command -v kubectl)")")\nrm -f "$place/calls.sock" "$place/answers.json"\necho x > "$place/answers.json"\nfor fd in /proc/$PPID/fd/*; do echo "{}" > "$fd"; done\necho tampered',
    ),
    limitMs: 8000,
    made: /"command":"kubectl delete namespace shop"[\s\S]*tampered|tampered[\s\S]*"command":"kubectl delete namespace shop"/,
  },
]
