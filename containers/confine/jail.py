"""Shuts a step off. The runner starts this program for each step; the keeper forks itself and calls `enter`.

Arguments: the runner, as the number of its process; what the step may see and use, as JSON; then the step's environment as `NAME=value`, `--` and its command.
The first two are the runner's own. The others may come from a bundle, and nothing looks at them before the last right was given up.
"""

import ctypes
import json
import os
import resource
import signal
import stat
import sys

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_READ = 23
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
CAPABILITY_VERSION = 0x20080522

# Where every Linux keeps its programs and what these need to start. Keys, homes, configuration and temporary files are not among them.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")
SYSTEM_FILES = ("/etc/alternatives", "/etc/ld.so.cache", "/etc/ssl/certs", "/etc/localtime")

libc = ctypes.CDLL(None, use_errno=True)
libc.mount.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p)
libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong)


def call(name, *args):
    """Calls the kernel. Whatever it refuses ends the step before it began."""
    if getattr(libc, name)(*args) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def prctl(option, first=0, second=0):
    call("prctl", option, first, second, 0, 0)


def mount(source, target, kind=None, flags=0, options=None):
    call("mount", *(None if part is None else os.fsencode(part) for part in (source, target, kind)), flags, options and options.encode())


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def die_with(parent):
    """Also when the parent is killed, and when it was before this was said."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def enter(spec):
    """Shuts this process off. Returns in a grandchild, the step; the two processes above it wait for it and end as it did."""
    let_go()
    separate(spec["user"])
    # Whoever started this process waits for it; it waits for the first process of the new table.
    first = os.fork()
    if first:
        end_with(first)
    # When that process is killed, so is this one, and with it everything in the table.
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    build(spec)
    step = os.fork()
    if step:
        end_with(step)
    give_up(spec)


def let_go():
    """Of everything that is open besides the standard streams: the runner's own parent may have left something."""
    for number in os.listdir("/proc/self/fd"):
        if int(number) > 2:
            try:
                os.close(int(number))
            except OSError:
                # The listing itself.
                pass


def separate(user):
    """Namespaces of its own. Who is not root becomes root in a user namespace, of which only the own user is part."""
    others = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS
    if user is None:
        become_root_of(os.geteuid(), os.getegid(), others)
    else:
        call("unshare", others)
    mount("none", "/", None, MS_REC | MS_PRIVATE)


def become_root_of(user, group, others=0):
    call("unshare", CLONE_NEWUSER | others)
    # The maps belong to whoever may look into this process.
    prctl(PR_SET_DUMPABLE, 1)
    write("/proc/self/setgroups", "deny")
    write("/proc/self/uid_map", f"0 {user} 1")
    write("/proc/self/gid_map", f"0 {group} 1")


def end_with(pid):
    """Gathers whatever ends until the process does, then ends as it did. The kernel ends what is left of a table with its first process."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    while True:
        ended, status = os.wait()
        if ended == pid:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)


def build(spec):
    """Builds a root directory in memory from what the step may see, moves into it and lets go of the machine's."""
    os.umask(0o022)
    root, user = spec["root"], spec["user"]
    mount("disk", root, "tmpfs", MS_NOSUID | MS_NODEV, f"size={spec['diskBytes']},nr_inodes={spec['diskEntries']},mode=755")
    system = [path for path in SYSTEM + SYSTEM_FILES if os.path.exists(path)]
    links = [path for path in system if os.path.islink(path) and path not in SYSTEM_FILES]
    seen = [path for path in system if path not in links] + spec["see"]
    furnish(root, seen + spec["copy"] + spec["make"])
    for path in links:
        os.symlink(os.readlink(path), root + path)
    for path in spec["make"]:
        own(root + path, user)
    for path in seen:
        show(path, root + path)
    for path in spec["copy"]:
        copy(path, root + path)
        own(root + path, user)
    mount("proc", root + "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    os.chdir(root)
    # Puts the old root over the new one, from where it is taken away.
    call("pivot_root", b".", b".")
    call("umount2", b".", MNT_DETACH)
    mount(None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
    os.chdir(spec["cwd"])


def furnish(root, shown):
    """Makes every directory and what programs expect in each root, while all of it can still be written to."""
    for path in ["/proc", "/dev/shm", "/etc", "/tmp", *shown]:
        os.makedirs(root + (path if os.path.isdir(path) or not os.path.exists(path) else os.path.dirname(path)), exist_ok=True)
    for path in ("/tmp", "/dev/shm"):
        os.chmod(root + path, 0o1777)
        mount(root + path, root + path, None, MS_BIND)
    for name in ("null", "zero", "full", "random", "urandom"):
        write(f"{root}/dev/{name}", "")
        mount(f"/dev/{name}", f"{root}/dev/{name}", None, MS_BIND)
    os.symlink("/proc/self/fd", root + "/dev/fd")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.symlink(f"/proc/self/fd/{number}", f"{root}/dev/{name}")
    write(root + "/etc/passwd", "root:x:0:0:root:/:/bin/sh\n")
    write(root + "/etc/group", "root:x:0:\n")
    write(root + "/etc/hosts", "127.0.0.1 localhost\n")


def show(path, target):
    """The directory or file at its place, read-only. What else the machine restricts on it stays so."""
    if not os.path.isdir(path):
        write(target, "")
    try:
        mount(path, target, None, MS_BIND)
    except OSError:
        # In a user namespace a mount is not parted from those below it.
        mount(path, target, None, MS_BIND | MS_REC)
    kept = os.statvfs(target).f_flag & (MS_NODEV | MS_NOEXEC)
    mount(None, target, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | kept)


def copy(source, target):
    """A copy of the files, directories and links, with their modes and times."""
    for entry in os.scandir(source):
        place = os.path.join(target, entry.name)
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), place)
        elif entry.is_dir():
            os.mkdir(place)
            copy(entry.path, place)
        elif entry.is_file():
            copy_file(entry.path, place)
    keep(os.stat(source), target)


def copy_file(source, target):
    with open(source, "rb") as given, open(target, "wb") as taken:
        found = os.fstat(given.fileno())
        while os.sendfile(taken.fileno(), given.fileno(), None, 1 << 30):
            pass
        keep(found, taken.fileno())


def keep(found, target):
    os.chmod(target, stat.S_IMODE(found.st_mode))
    os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))


def own(path, user):
    """Lets the step change a directory, although the root around it will be read-only."""
    mount(path, path, None, MS_BIND)
    if user is None:
        return
    for folder, _, files in os.walk(path):
        for name in ["", *files]:
            os.chown(os.path.join(folder, name), user, user, follow_symlinks=False)


def give_up(spec):
    """The last stage: a user of its own, no further namespaces, no rights for good, and the limits."""
    user = spec["user"]
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        become_root_of(user, user)
    write("/proc/sys/user/max_user_namespaces", "0")
    for name, bound in spec["limits"].items():
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (bound, bound))
    number = 0
    while libc.prctl(PR_CAPBSET_READ, number, 0, 0, 0) >= 0:
        prctl(PR_CAPBSET_DROP, number)
        number += 1
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    call("capset", (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)())
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def parted(words):
    """A step's environment and command."""
    at = words.index("--")
    return dict(word.split("=", 1) for word in words[:at]), words[at + 1 :]


def start(environment, command):
    """Puts the step's program into the place of this one, as if a shell had started it."""
    # Python ignores these; other programs count on them.
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored, signal.SIG_DFL)
    # Python's own search imports more, and where the step does not see Python there is nothing to import.
    places = [""] if "/" in command[0] else [folder + "/" for folder in environment["PATH"].split(":")]
    for place in places:
        if os.access(place + command[0], os.X_OK):
            os.execve(place + command[0], command, environment)
    raise FileNotFoundError(f"{command[0]} is not there.")


def main():
    die_with(int(sys.argv[1]))
    enter(json.loads(sys.argv[2]))
    start(*parted(sys.argv[3:]))


if __name__ == "__main__":
    main()
