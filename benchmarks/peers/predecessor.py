#!/usr/bin/python3
"""The predecessor's way: ten messages a connection of kombu's SimpleQueue, without a prefetch limit, and a transaction each.

Reads its place from SCALE_BROKER_URL and SCALE_DATABASE_URL. First line of output: its configuration. Then each line
`drain QUEUE MESSAGES` on standard input is answered by `done`; a closed input ends it.
"""

import os
import sys

import psycopg2
from kombu import Connection

MESSAGES_A_CONNECTION = 10
WAIT_SECONDS = 1

JOB = """
    update scale.job
    set status = 'RUNNING', node = %s, started = %s, last_status_change = now()
    where id = %s and exe_num = %s and status = 'QUEUED'"""

EXECUTION = """
    update scale.job_exe
    set status = 'RUNNING', node = %s, started = %s
    where job_id = %s and exe_num = %s and status = 'QUEUED'"""


def starts(command):
    """What a command tells, in the order in which rows are locked."""
    if command["type"] != "running_jobs":
        raise ValueError("not running_jobs: %s" % command["type"])
    body = command["body"]
    told = [
        (node["id"], body["started"], job["id"], job["exe_num"])
        for node in body["nodes"]
        for job in node["jobs"]
    ]
    return sorted(told, key=lambda start: start[2])


def handle(message, database):
    """Commits, then acknowledges."""
    rows = starts(message.decode())
    with database, database.cursor() as cursor:
        for row in rows:
            cursor.execute(JOB, row)
        for row in rows:
            cursor.execute(EXECUTION, row)
    message.ack()


def receive(queue, most, database):
    """Handles what comes until nothing does; returns how much it was."""
    for handled in range(most):
        try:
            message = queue.get(timeout=WAIT_SECONDS)
        except queue.Empty:
            return handled
        handle(message, database)
    return most


def drain(name, messages, database):
    """Handles so many messages. The queue exists and is used as it is."""
    left = messages
    while left > 0:
        with Connection(os.environ["SCALE_BROKER_URL"]) as connection:
            with connection.SimpleQueue(name, queue_opts={"no_declare": True}) as queue:
                left -= receive(queue, min(left, MESSAGES_A_CONNECTION), database)


def main():
    print(
        "configuration kombu SimpleQueue, %d messages a connection, no prefetch limit, a transaction and an"
        " acknowledgement a message" % MESSAGES_A_CONNECTION,
        flush=True,
    )
    database = psycopg2.connect(os.environ["SCALE_DATABASE_URL"])
    for order in sys.stdin:
        _, queue, messages = order.split()
        drain(queue, int(messages), database)
        print("done", flush=True)


if __name__ == "__main__":
    main()
