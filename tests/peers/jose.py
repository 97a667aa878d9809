"""What does a JOSE library (`jwcrypto`) make of our statements and lists, and what does it sign itself?

    jose.py verify < {"jwk": {...}, "token": "..."}          prints the payload, or `refused`
    jose.py sign   < {"typ": "...", "payload": "...", "list": true|false}
        prints one line of JSON for each algorithm: {"alg", "jwk", "token"}, signed by a key made now

`token` is a compact serialisation, or the JSON serialisation of a list.
"""
import json
import sys

from jwcrypto import jwk, jws
from jwcrypto.common import JWException

ALGORITHMS = {"EdDSA": {"kty": "OKP", "crv": "Ed25519"}, "ES256": {"kty": "EC", "crv": "P-256"}}


def verify(asked):
    token = jws.JWS()
    token.allowed_algs = list(ALGORITHMS)
    try:
        token.deserialize(asked["token"])
        token.verify(jwk.JWK(**asked["jwk"]))
    except (JWException, ValueError):
        return "refused"
    return token.payload.decode()


def sign(asked):
    for alg, kind in ALGORITHMS.items():
        key = jwk.JWK.generate(**kind)
        header = json.dumps({"alg": alg, "kid": key.thumbprint(), "typ": asked["typ"]})
        token = jws.JWS(asked["payload"].encode())
        token.add_signature(key, alg=None, protected=header)
        if asked["list"]:
            # The general form, as lists are written: `signatures` and not the flattened members.
            flat = json.loads(token.serialize(compact=False))
            signature = {"protected": flat["protected"], "signature": flat["signature"]}
            text = json.dumps({"payload": flat["payload"], "signatures": [signature]})
        else:
            text = token.serialize(compact=True)
        yield json.dumps({"alg": alg, "jwk": json.loads(key.export_public()), "token": text})


if __name__ == "__main__":
    said = json.load(sys.stdin)
    if sys.argv[1] == "verify":
        print(verify(said))
    else:
        for line in sign(said):
            print(line)
