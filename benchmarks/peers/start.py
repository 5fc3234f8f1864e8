#!/usr/bin/python3
"""Measures whole processes in turns: wall time from the start to the end, processor time, and peak memory as the kernel counts it."""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
WARM_UPS = 2
ARCHIVE_SECONDS = 180
UP_SECONDS = 120

GOALS = {"send": (1.5, 60), "task run": (2.5, None)}
UP_GOAL_SECONDS = 6


def run(command, environment):
    """Seconds, processor seconds, MiB of one process, which must succeed."""
    silence = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, environment, file_actions=silence)
    _, status, used = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit("start: failed with %d: %s" % (os.waitstatus_to_exitcode(status), " ".join(command)))
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def await_archives(home, count=1):
    """The first command has one made; until it is there, commands are slower and the machine is busy."""
    folder = pathlib.Path(home, "class-data")
    end = time.monotonic() + ARCHIVE_SECONDS
    while time.monotonic() < end:
        if len(list(folder.glob("*.jsa"))) == count and not list(folder.glob("*.making")):
            return
        time.sleep(0.1)
    sys.exit("start: no class-data archive in %s" % folder)


def summary(name, samples):
    seconds, processor, memory = zip(*samples)
    return {
        "name": name,
        "median_ms": statistics.median(seconds) * 1000,
        "fastest_ms": min(seconds) * 1000,
        "slowest_ms": max(seconds) * 1000,
        "processor_ms": statistics.median(processor) * 1000,
        "peak_mib": max(memory),
    }


def short_commands(program, environment, turns):
    with tempfile.TemporaryDirectory() as home:
        ours = dict(environment, SCALE_HOME=home)
        off = dict(ours, SCALE_CLASS_DATA="off")
        send = [program, "send", "-t", "echo", "-b", '{"number": 1}']
        task = [program, "task", "run", "--", "true"]
        contenders = [
            ("kombu", ["/usr/bin/python3", str(HERE / "send.py")], environment),
            ("send", send, ours),
            ("task run", task, ours),
            ("send, no archive", send, off),
            ("task run, no archive", task, off),
        ]
        run(send, ours)
        await_archives(home)
        samples = {name: [] for name, _, _ in contenders}
        for turn in range(-WARM_UPS, turns):
            for name, command, variables in contenders:
                sample = run(command, variables)
                if turn >= 0:
                    samples[name].append(sample)
        rows = [summary(name, samples[name]) for name, _, _ in contenders]
    for row in rows:
        row["ratio"] = row["median_ms"] / rows[0]["median_ms"]
    return rows


def until(condition, process):
    end = time.monotonic() + UP_SECONDS
    while not condition():
        if process.poll() is not None or time.monotonic() > end:
            sys.exit("start: `scale up` does not get there")
        time.sleep(0.02)


def ups(program, environment, turns):
    """Seconds of starts in a home that is empty, in one that holds nothing but class data, and in one that was used before."""
    seconds = {"empty home": [], "class data alone": [], "used home": []}
    # removed at the end: in the seconds after a large folder is removed a file system may be slow to make another one
    with tempfile.TemporaryDirectory() as homes:
        first = pathlib.Path(homes, "first")
        run([program, "send", "--dry-run", "-t", "echo", "-b", "{}"], dict(environment, SCALE_HOME=str(first)))
        await_archives(first)
        up(program, environment, first, then=lambda: await_archives(first, 2))
        for turn in range(turns):
            empty, home = pathlib.Path(homes, "empty-%d" % turn), pathlib.Path(homes, "home-%d" % turn)
            home.mkdir(mode=0o700)
            shutil.copytree(first / "class-data", home / "class-data")
            # where there is none, the archive of its own is not to be made beside what is measured
            seconds["empty home"].append(up(program, environment, empty, echo={"SCALE_CLASS_DATA": "off"}))
            seconds["class data alone"].append(up(program, environment, home))
            seconds["used home"].append(up(program, environment, home))
    return seconds


def up(program, environment, home, echo={}, then=lambda: None):
    """Seconds from the start until a command that was sent as soon as possible is handled."""
    variables = dict(environment, SCALE_HOME=str(home), SCALE_HTTP_PORT="0")
    del variables["SCALE_BROKER_URL"]
    log = pathlib.Path(str(home) + ".log")
    with open(log, "wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen([program, "up"], env=variables, stdout=out, stderr=out)
        try:
            until(pathlib.Path(home, "run").exists, process)
            run([program, "echo"], dict(variables, **echo))
            until(lambda: b" Echo - " in log.read_bytes(), process)
            seconds = time.perf_counter() - start
            then()
            return seconds
        finally:
            process.terminate()
            process.wait()


def machine():
    models = [line for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return {
        "processors": "%d x %s" % (len(models), models[0].split(":")[1].strip() if models else "unknown"),
        "java": subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[-1],
        "python": sys.version.split()[0],
        "broker": os.environ.get("SCALE_START_BROKER", "").split(" on ")[0],
        "load": "%.1f at the start" % os.getloadavg()[0],
    }


def goals(rows, seconds):
    """What, how much it came to, and at most how much it should be."""
    for row in rows:
        ratio, memory = GOALS.get(row["name"], (None, None))
        if ratio:
            yield row["name"] + ", ratio to kombu", row["ratio"], ratio
        if memory:
            yield row["name"] + ", MiB", row["peak_mib"], memory
    for kind, each in seconds.items():
        yield "up, " + kind + ", seconds", statistics.median(each), UP_GOAL_SECONDS


def main():
    parser = argparse.ArgumentParser(prog="start", description=__doc__)
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--turns", type=int, default=20, help="of each short command (20)")
    parser.add_argument("--ups", type=int, default=3, help="starts of `scale up` in each kind of home (3)")
    parser.add_argument("--json", metavar="FILE", help="also writes the figures as JSON")
    options = parser.parse_args()
    kept = ("PATH", "HOME", "JAVA_HOME", "LANG", "SCALE_BROKER_URL")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    facts = machine()
    for what, value in facts.items():
        print("%s: %s" % (what, value))
    rows = short_commands(options.program, environment, options.turns)
    print("\n%-21s %9s %7s %18s %14s %9s" % ("", "median ms", "ratio", "fastest to slowest", "processor ms", "peak MiB"))
    for row in rows:
        print("%(name)-21s %(median_ms)9.0f %(ratio)7.2f %(fastest_ms)8.0f to %(slowest_ms)6.0f %(processor_ms)14.0f %(peak_mib)9.1f" % row)
    seconds = ups(options.program, environment, options.ups) if options.ups else {}
    print()
    for kind, each in seconds.items():
        print("up until its first command is handled, %s: median %.1f s (%s)" % (kind, statistics.median(each), ", ".join("%.1f" % one for one in each)))
    reached = [{"what": what, "value": value, "at_most": bound, "reached": value <= bound} for what, value, bound in goals(rows, seconds)]
    print()
    for goal in reached:
        print("%(what)s: %(value).2f, at most %(at_most)s" % goal + (": reached" if goal["reached"] else ": NOT reached"))
    if options.json:
        figures = {"machine": facts, "turns": options.turns, "short_commands": rows, "up_seconds": seconds, "goals": reached}
        pathlib.Path(options.json).write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
