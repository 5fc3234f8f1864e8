#!/usr/bin/python3
"""What `scale send` of one command does, by kombu: publishes one persistent message and waits for the confirm."""

import os

from kombu import Connection

with Connection(
    os.environ["SCALE_BROKER_URL"], transport_options={"confirm_publish": True}
) as connection:
    with connection.Producer() as producer:
        producer.publish(
            {"type": "echo", "body": {"number": 1}},
            routing_key="scale-command-messages",
            delivery_mode="persistent",
        )
