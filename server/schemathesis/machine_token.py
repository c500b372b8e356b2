"""Signs machine tokens for the tester, as the documents of Meshes say: they live for a minute, so that none can be given."""

import base64
import hashlib
import hmac
import json
import os
import time

import schemathesis


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def machine_token() -> str:
    key, now = os.environ["MESHES_ACCESS_KEY"], int(time.time())
    claims = {
        "iss": f"urn:meshes:m2m:{key}",
        "aud": "meshes-api",
        "org": os.environ["MESHES_ORG_ID"],
        "iat": now,
        "exp": now + 60,
    }
    parts = [{"alg": "HS256", "typ": "JWT", "kid": key}, claims]
    text = ".".join(encoded(json.dumps(it).encode()) for it in parts)
    secret = os.environ["MESHES_SECRET_KEY"].encode()
    return f"{text}.{encoded(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"


@schemathesis.auth(refresh_interval=20)
class MachineToken:
    def get(self, case, ctx):
        return machine_token()

    def set(self, case, data, ctx):
        case.headers["Authorization"] = f"Bearer {data}"
