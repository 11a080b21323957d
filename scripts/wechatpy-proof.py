"""A WeCom client that nobody here wrote (wechatpy, PyPI) at the other end of the wire (decisions.md 37).

Listens as a callback address and prints one JSON line for each thing it understood. Commands come as JSON lines:
  {"do": "send", "api": <base address>, "secret": …, "agentId": …, "user": …, "text": …}   calls the platform's API
  {"do": "post", "url": <a callback address>, "xml": <plaintext>}                          plays the platform
Usage: wechatpy-proof.py <token> <encodingAesKey> <corpId>
"""

import json
import secrets
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import xmltodict
from wechatpy.enterprise import WeChatClient, parse_message
from wechatpy.enterprise.crypto import WeChatCrypto

TOKEN, AES_KEY, CORP_ID = sys.argv[1:4]
crypto = WeChatCrypto(TOKEN, AES_KEY, CORP_ID)


def say(**line):
    print(json.dumps(line, ensure_ascii=False), flush=True)


class Callback(BaseHTTPRequestHandler):
    def query(self):
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        q = self.query()
        echo = crypto.check_signature(q["msg_signature"], q["timestamp"], q["nonce"], q["echostr"])
        self.answer(200, echo if isinstance(echo, bytes) else echo.encode())

    def do_POST(self):
        q = self.query()
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        try:
            plain = crypto.decrypt_message(body, q["msg_signature"], q["timestamp"], q["nonce"])
        except Exception as error:  # whatever wechatpy refuses is the finding
            say(kind="refused", error=repr(error))
            return self.answer(400)
        message = parse_message(plain)
        say(kind="callback", type=message.type, source=message.source, fields=xmltodict.parse(plain)["xml"])
        return self.answer(200)

    def log_message(self, *_):
        pass


def client_of(api, secret):
    class Client(WeChatClient):
        API_BASE_URL = api.rstrip("/") + "/cgi-bin/"

        def fetch_access_token(self):  # wechatpy has the real address fixed here; everything else is its own
            params = {"corpid": CORP_ID, "corpsecret": secret}
            return self._fetch_access_token(url=self.API_BASE_URL + "gettoken", params=params)

    return Client(CORP_ID, secret)


def send(command):
    client = client_of(command["api"], command["secret"])
    answer = client.message.send_text(command["agentId"], command["user"], command["text"])
    say(kind="sent", answer=answer)


def post(command):
    timestamp, nonce = str(int(time.time())), secrets.token_hex(5)
    reply = xmltodict.parse(crypto.encrypt_message(command["xml"], nonce, timestamp))["xml"]
    query = urlencode({"msg_signature": reply["MsgSignature"], "timestamp": timestamp, "nonce": nonce})
    body = "<xml><ToUserName><![CDATA[%s]]></ToUserName><Encrypt><![CDATA[%s]]></Encrypt></xml>" % (CORP_ID, reply["Encrypt"])
    request = urllib.request.Request(command["url"] + "?" + query, data=body.encode("utf-8"), headers={"Content-Type": "text/xml"})
    with urllib.request.urlopen(request, timeout=5) as response:
        say(kind="posted", status=response.status, body=response.read().decode("utf-8"))


server = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
threading.Thread(target=server.serve_forever, daemon=True).start()
say(kind="ready", port=server.server_port)
for line in sys.stdin:
    command = json.loads(line)
    try:
        {"send": send, "post": post}[command["do"]](command)
    except Exception as error:  # the caller decides whether a refusal was expected
        say(kind="failed", error=repr(error))
