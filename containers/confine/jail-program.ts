/**
 * Shell programs that shut a step off. They run before the step, with the rights of the namespaces' owner, and never see a word that a bundle chose but as an
 * argument: no variable of the step's environment is set yet.
 */

/**
 * The last stage, in a user namespace of its own: no further namespaces can be made, every right is given up for good, the limits hold,
 * and only then is the step's environment set. Arguments: options of prlimit, `--`, then `NAME=value` and the command as `env` takes them.
 */
const lastStage = `echo 0 >/proc/sys/user/max_user_namespaces
limits=
while [ "$1" != -- ]; do limits="$limits $1"; shift; done
shift
exec prlimit $limits setpriv --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs env -i "$@"`

/**
 * The first stage, process 1 of a new process table: builds a root of its own in memory from what the step may see, moves into it and lets go of the
 * machine's. Then it waits for the step, gathers orphans, and when it ends the kernel ends everything that is left.
 *
 * Arguments: an empty directory, the user (empty to stay the same), size and entries of the disk, the directories of the root, one a line and relative to it;
 * then a list:
 * `see PATH` read-only at its place, `copy PATH` a private copy at its place, `make PATH` an empty directory, `link TARGET PATH`; then `--`, the working
 * directory, and the arguments of the last stage.
 */
export const jailProgram = `set -e
PATH=/usr/sbin:/usr/bin:/sbin:/bin
umask 022
root=$1 user=$2 size=$3 entries=$4 directories=$5
shift 5
mount -t tmpfs -o "size=$size,nr_inodes=$entries,mode=755,nosuid,nodev" disk "$root"
own() { mount --bind "$root$1" "$root$1"; if [ -n "$user" ]; then chown -R "$user:$user" "$root$1"; fi; }
(cd "$root"; set -f; IFS='
'; mkdir -p proc dev/shm etc tmp .old $directories)
chmod 1777 "$root/tmp" "$root/dev/shm"
mount --bind "$root/tmp" "$root/tmp"
mount --bind "$root/dev/shm" "$root/dev/shm"
for at in null zero full random urandom; do : >"$root/dev/$at"; mount --bind "/dev/$at" "$root/dev/$at"; done
cp -P /dev/fd /dev/stdin /dev/stdout /dev/stderr "$root/dev"
echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
echo '127.0.0.1 localhost' >"$root/etc/hosts"
while [ "$1" != -- ]; do
  case $1 in
    see)
      [ -d "$2" ] || : >"$root$2"
      mount --bind -o ro,nosuid "$2" "$root$2" 2>/dev/null || mount --rbind -o ro,nosuid "$2" "$root$2" ;;
    copy) cp -dR --preserve=mode,timestamps "$2/." "$root$2"; own "$2" ;;
    make) own "$2" ;;
    link) ln -s "$2" "$root$3"; shift ;;
  esac
  shift 2
done
cwd=$2
shift 2
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
cd "$root"
pivot_root . .old
umount -l /.old
rmdir /.old
mount -o remount,bind,ro,nosuid,nodev /
cd "$cwd"
set +e
if [ -n "$user" ]; then
  setpriv --reuid="$user" --regid="$user" --clear-groups --inh-caps=-all unshare --user --map-root-user sh -c '${lastStage}' sh "$@"
else
  sh -c '${lastStage}' sh "$@"
fi
exit $?
`
