import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isolation } from '../isolate.ts'

/** How what a bundle runs is kept away from the files of this machine. Its scripts run for real, so one line could delete a home directory. */

/**
 * Runs in the namespaces of `isolation`: makes every mounted file system read-only, gives an own small /tmp, covers the given directories,
 * leaves only the directory of the work writable, and gives up the rights with which all this could be undone.
 */
const program = `set -e
work=$1; shift
mount --bind "$work" "$work"
exec 3<"$work"
while read -r at; do
  case $at in "$work"|/proc|/proc/*|/sys|/sys/*|/dev|/dev/*) continue ;; esac
  mount -o remount,bind,ro "$at" || [ "$at" != / ]
done 2>/dev/null <<END
$(cut -d' ' -f5 /proc/self/mountinfo)
END
while [ "$1" != -- ]; do mount -t tmpfs -o ro,size=4k tmpfs "$1"; shift; done
shift
mount -t tmpfs -o size=256m,mode=1777 tmpfs /tmp
mkdir -p "$work"
mount -c --bind /proc/self/fd/3 "$work"
exec 3<&-
cd "$work"
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
`

/** Where people keep keys. They are covered, so that a bundle cannot print them into its report. */
const keyDirectories = ['.ssh', '.aws', '.azure', '.kube', '.config', '.docker', '.gnupg', '.local/share/keyrings']

let works: boolean | null = null

/** Whether this machine can confine files; tried out once a process. */
export function confinesFiles(): boolean {
  works ??= tryOut()
  return works
}

/** Command and arguments to put before a program that may write under `work` alone; as far as this machine can. */
export function confinement(work: string): string[] {
  return confinesFiles() ? inside(work) : isolation().prefix
}

function inside(work: string): string[] {
  const { prefix } = isolation()
  const hidden = keyDirectories.map((name) => join(homedir(), name)).filter((path) => existsSync(path))
  const at = prefix.indexOf('prlimit')
  const [namespaces, limits] = at < 0 ? [prefix, []] : [prefix.slice(0, at), prefix.slice(at)]
  return [...namespaces, 'sh', '-c', program, 'sh', work, ...hidden, '--', ...limits]
}

function tryOut(): boolean {
  // The narrower kind of isolation has no mounts of its own.
  if (!isolation().prefix.includes('--mount-proc')) return false
  const place = mkdtempSync(join(tmpdir(), 'ccr-confine-'))
  const [command = '', ...args] = [...inside(place), 'sh', '-c', 'touch here && ! touch /here 2>/dev/null']
  const { status } = spawnSync(command, args, { stdio: 'ignore', timeout: 5000 })
  rmSync(place, { recursive: true, force: true })
  return status === 0
}
