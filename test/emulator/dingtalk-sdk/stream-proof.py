"""The official Python client (dingtalk-stream, PyPI) at the other end of the emulator's Stream gateway.

Prints one JSON line for each thing it understood, by its own message classes. The address comes from the client's own
environment variable DINGTALK_OPENAPI_ENDPOINT. Usage: stream-proof.py <clientId> <clientSecret>
"""

import json
import logging
import sys
import threading

import dingtalk_stream
from dingtalk_stream import AckMessage, CallbackHandler, CardCallbackMessage, ChatbotMessage, EventHandler

# What the test says in a robot message to have it fail the first time.
FAIL_ONCE = "先失败一次"
failed = set()


def say(**line):
    print(json.dumps(line, ensure_ascii=False), flush=True)


class Robot(CallbackHandler):
    async def process(self, callback):
        message = ChatbotMessage.from_dict(callback.data)
        text = message.text.content
        say(
            kind="robot",
            text=text,
            msgId=message.message_id,
            sender=message.sender_staff_id,
            messageId=callback.headers.message_id,
            time=callback.headers.time,
        )
        if text == FAIL_ONCE and message.message_id not in failed:
            failed.add(message.message_id)
            raise RuntimeError("as told: no acknowledgement leaves")
        return AckMessage.STATUS_OK, "OK"


class Card(CallbackHandler):
    async def process(self, callback):
        press = CardCallbackMessage.from_dict(callback.data)
        say(kind="card", card=press.card_instance_id, user=press.user_id, content=press.content)
        done = press.content["cardPrivateData"]["params"]["action"]
        return AckMessage.STATUS_OK, {
            "cardUpdateOptions": {"updateCardDataByKey": True},
            "cardData": {"cardParamMap": {"status": done}},
        }


class Events(EventHandler):
    async def process(self, event):
        say(kind="event", type=event.headers.event_type, id=event.headers.event_id, data=event.data)
        return AckMessage.STATUS_OK, "OK"


quiet = logging.getLogger("quiet")
quiet.addHandler(logging.NullHandler())
quiet.propagate = False
client = dingtalk_stream.DingTalkStreamClient(dingtalk_stream.Credential(*sys.argv[1:3]), quiet)
client.register_all_event_handler(Events())
client.register_callback_handler(ChatbotMessage.TOPIC, Robot())
client.register_callback_handler(CallbackHandler.TOPIC_CARD_CALLBACK, Card())
threading.Thread(target=client.start_forever, daemon=True).start()
sys.stdin.read()  # ends with the test
