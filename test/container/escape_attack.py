"""Tries every way out and tells those that worked. Imported as a library by a dry run, run as a script by a rehearsal.

`TARGETS` is put before this text. What works is listed by name; the end of the message says how many ways were tried, so that
silence is no success.
"""

import ctypes
import os
import resource
import signal
import socket
import subprocess

# What may be tried where nothing is shut off, to see that it would work: it touches nothing but what the test laid out.
HARMLESS = {"tcp", "udp", "runner_port", "abstract_socket", "socket_file", "secret_file", "work_of_another_run", "write_outside", "through_link", "write_secret"}
libc = ctypes.CDLL(None, use_errno=True)
tried, worked = [], []


def attempt(function):
    """The function returns normally where the way out is open, and raises or returns False where it is shut."""
    if TARGETS.get("harmless") and function.__name__ not in HARMLESS:
        return function
    tried.append(function.__name__)
    try:
        if function() is not False:
            worked.append(function.__name__)
    except BaseException:
        pass
    return function


def connect(family, kind, address, say=b"x"):
    with socket.socket(family, kind) as client:
        client.settimeout(1)
        client.connect(address)
        client.send(say)
        return client


def read(path, size=1 << 20):
    with open(path, "rb") as file:
        return file.read(size)


def leaks(text):
    """The canary is printed where it was found, so that it is seen in the report."""
    at = text.find(b"canary-")
    if at < 0:
        return False
    worked.append(text[at : at + 60].decode("ascii", "replace"))


def no_error(result):
    return result == 0


@attempt
def tcp():
    connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", TARGETS["tcp"]))


@attempt
def udp():
    connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", TARGETS["udp"]))


@attempt
def dns():
    socket.getaddrinfo("example.org", 80)


@attempt
def metadata():
    connect(socket.AF_INET, socket.SOCK_STREAM, ("169.254.169.254", 80))


@attempt
def runner_port():
    connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", TARGETS["runner"]))


@attempt
def abstract_socket():
    connect(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + TARGETS["abstract"])


@attempt
def socket_file():
    connect(socket.AF_UNIX, socket.SOCK_STREAM, TARGETS["socket"])


@attempt
def secret_file():
    return leaks(read(TARGETS["secret"]))


@attempt
def work_of_another_run():
    return leaks(read(TARGETS["other"]))


@attempt
def listing_of_other_runs():
    mine = {part for part in os.getcwd().split("/") if part.startswith("ccr-")}
    return any(name.startswith("ccr-work-") and name not in mine for name in os.listdir(os.path.dirname(TARGETS["place"])))


@attempt
def shadow():
    read("/etc/shadow")


@attempt
def project_files():
    read(TARGETS["project"])


@attempt
def environments():
    found = False
    for name in os.listdir("/proc"):
        try:
            found = leaks(read(f"/proc/{name}/environ")) is not False or found
        except OSError:
            pass
    return found


@attempt
def environment_of_init():
    return leaks(read("/proc/1/environ") or b"canary-unknown")


@attempt
def environment_of_parent():
    return leaks(read(f"/proc/{os.getppid()}/environ"))


@attempt
def memory_of_parent():
    with open(f"/proc/{TARGETS['neighbour']}/mem", "rb"):
        pass


@attempt
def files_of_init():
    os.listdir("/proc/1/root/" + TARGETS["place"])


@attempt
def old_root():
    for path in ("/.old", "/old", "/oldroot"):
        if os.path.isdir(path):
            return True
    return False


for number, folder in enumerate(TARGETS["writable"].split(":")):

    def write_outside():
        # A directory of its own with the same name is no damage: that is looked at from outside.
        with open(os.path.join(folder, f"{TARGETS['nonce']}-{number}"), "w") as file:
            file.write("x")
        return folder != os.path.dirname(TARGETS["place"])

    attempt(write_outside)


@attempt
def write_secret():
    with open(TARGETS["secret"], "w") as file:
        file.write("x")


@attempt
def through_link():
    os.symlink(TARGETS["secret"], "link-out")
    os.chmod("link-out", 0o666)


@attempt
def hard_link():
    os.link(TARGETS["secret"], "hard-link")


@attempt
def device():
    os.mknod("disk", 0o600 | 0o060000, os.makedev(8, 0))
    open("disk", "rb").close()


@attempt
def mount():
    return no_error(libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None))


@attempt
def mount_again_writable():
    return no_error(libc.mount(None, b"/usr", None, 32 | 4096, None))


@attempt
def unmount():
    return no_error(libc.umount2(b"/tmp", 2))


@attempt
def user_namespace():
    return no_error(libc.unshare(0x10000000))


@attempt
def mount_namespace():
    return no_error(libc.unshare(0x00020000))


@attempt
def namespace_of_init():
    with open("/proc/1/ns/mnt") as file:
        return no_error(libc.setns(file.fileno(), 0))


@attempt
def root_directory():
    os.chroot("/tmp")


@attempt
def host_name():
    socket.sethostname("changed")


@attempt
def magic_key():
    with open("/proc/sysrq-trigger", "w") as file:
        file.write("h")


@attempt
def kernel_setting():
    with open("/proc/sys/kernel/core_pattern", "a") as file:
        file.write("")


@attempt
def kernel_memory():
    read("/proc/kcore", 1)


@attempt
def process_limit():
    resource.setrlimit(resource.RLIMIT_NPROC, (1 << 20, 1 << 20))


@attempt
def file_limit():
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@attempt
def other_user():
    os.setuid(12345)


@attempt
def group():
    os.setgroups([0, 1, 2])


@attempt
def set_user_binary():
    return any(subprocess.run(command, capture_output=True, timeout=5).returncode == 0 for command in (["su", "-c", "mount -t tmpfs x /mnt"], ["sudo", "-n", "true"]))


@attempt
def trace_neighbour():
    return no_error(libc.ptrace(16, TARGETS["neighbour"], 0, 0))


@attempt
def limits_of_neighbour():
    resource.prlimit(TARGETS["neighbour"], resource.RLIMIT_NOFILE, (5, 5))


@attempt
def kill_neighbour():
    os.kill(TARGETS["neighbour"], signal.SIGKILL)


@attempt
def slow_neighbour():
    os.setpriority(os.PRIO_PROCESS, TARGETS["neighbour"], 19)


@attempt
def hurry():
    os.setpriority(os.PRIO_PROCESS, 0, -10)


@attempt
def clock():
    import time

    time.clock_settime(time.CLOCK_REALTIME, time.time() + 3600)


@attempt
def descriptors():
    """A pipe or socket besides the process's own: of whoever started it, or of a neighbour."""
    ends = []
    for number in os.listdir("/proc/self/fd"):
        try:
            ends.append(os.readlink(f"/proc/self/fd/{number}"))
        except OSError:
            # The listing itself.
            pass
    # Three streams; the programs that run Robot leave input and errors where they are and keep the output apart.
    return len({end for end in ends if end.startswith(("pipe:", "socket:", "anon_inode:"))}) > 3


def memory_of(pid):
    """Reads a byte of another process, by its file and by the call of the kernel."""
    try:
        with open(f"/proc/{pid}/mem", "rb"):
            return True
    except OSError:
        pass
    with open(f"/proc/{pid}/maps") as maps:
        start = int(maps.readline().split("-")[0] or "0", 16)
    room = ctypes.create_string_buffer(1)
    local, remote = (ctypes.c_void_p * 2)(ctypes.addressof(room), 1), (ctypes.c_void_p * 2)(start, 1)
    return libc.process_vm_readv(pid, local, 1, remote, 1, 0) == 1


def descriptor_of(pid):
    """Takes what another process has open."""
    get = 438
    handle = os.pidfd_open(pid)
    try:
        return any(libc.syscall(get, handle, number, 0) >= 0 for number in range(8))
    finally:
        os.close(handle)


# The first process waits for the step and is not shut off; the second is Robot itself, which may not be a script's to change.
for number in (1, 2) if __name__ == "__main__" else (1,):

    def memory():
        return memory_of(number)

    def trace():
        return no_error(libc.ptrace(16, number, 0, 0))

    def seize():
        return no_error(libc.ptrace(0x4206, number, 0, 0))

    def take_descriptor():
        return descriptor_of(number)

    for function in (memory, trace, seize, take_descriptor):
        attempt(function)


@attempt
def kill_first():
    os.kill(1, signal.SIGKILL)
    return not os.path.exists("/proc/1")


@attempt
def stop_first():
    os.kill(1, signal.SIGSTOP)
    return open("/proc/1/stat").read().rsplit(")", 1)[1].split()[0] == "T"


@attempt
def forged_answer():
    """Words of a keeper into every stream: seen from outside, when the report of a neighbour or the next scenario changes."""
    for line in (b'{"unfit":"x"}\n', b'{"step":0,"status":0}\n', b'{"step":1,"pid":1}\n'):
        for number in (0, 2):
            os.write(number, line)
    return False


@attempt
def kill_everybody():
    # Only where nobody but this run can be meant; a script would end its own Robot, which is tried by itself.
    if __name__ != "__main__" and sum(name.isdigit() for name in os.listdir("/proc")) < 30:
        os.kill(-1, signal.SIGKILL)
    return False


MESSAGE = f"tried {len(tried)} ways, open: {', '.join(worked) or 'none'}."
