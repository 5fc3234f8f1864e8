#!/usr/bin/env python3
"""Sends a words_counted command for each word that it is given; needs kombu (Debian: python3-kombu).

SCALE_BROKER_URL and SCALE_QUEUE_NAME as for the scale program. The queue is used as it is, so that its type does not matter.
"""
import os
import sys
import uuid

from kombu import Connection

queue = os.environ.get("SCALE_QUEUE_NAME", "scale-command-messages")
# Without confirms a broker that dies may take what looked sent with it.
with Connection(os.environ["SCALE_BROKER_URL"], transport_options={"confirm_publish": True}) as connection:
    producer = connection.Producer()
    for word in sys.argv[1:]:
        producer.publish(
            {"type": "words_counted", "body": {"word": word, "times": 1}},
            routing_key=queue,
            serializer="json",
            delivery_mode="persistent",
            # By its id a command that arrives twice has one effect: give it the same when you send it again.
            message_id=str(uuid.uuid4()),
            retry=True,
        )
print(f"{len(sys.argv) - 1} commands confirmed")
