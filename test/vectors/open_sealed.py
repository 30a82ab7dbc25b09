"""Opens sealed values of format 1: prints the clear bytes of each case in hexadecimal."""

import hmac, json, struct, sys
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def block(key, data):
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return cipher.update(data)


def xaes(key, nonce):
    """XAES-256-GCM: the key of AES-256-GCM by CMAC, and what is left of the nonce."""
    first = int.from_bytes(block(key, bytes(16)), "big") << 1
    k1 = ((first & ((1 << 128) - 1)) ^ (0x87 if first >> 128 else 0)).to_bytes(16, "big")
    halves = [bytes([0, n, 0x58, 0]) + nonce[:12] for n in (1, 2)]
    return b"".join(block(key, bytes(a ^ b for a, b in zip(half, k1))) for half in halves), nonce[12:]


def context(case):
    texts = [case[name].encode() for name in ("deployment", "source", "entity", "field")]
    parts = [*texts, bytes.fromhex(case["pid"]), case["entityKey"].encode()]
    return b"".join(struct.pack(">H", len(part)) + part for part in parts)


def opened(case):
    key, sealed = bytes.fromhex(case["key"]), bytes.fromhex(case["sealed"])
    version, suite, flags, kid = sealed[0], sealed[1], sealed[2], sealed[3:19]
    assert version == 1 and suite in (1, 2)
    assert hmac.compare_digest(kid, hmac.digest(key, b"sillage/v1/kid", "sha256")[:16])
    size = 12 if suite == 1 else 24
    nonce, body = sealed[19 : 19 + size], sealed[19 + size :]
    if suite == 2:
        key, nonce = xaes(key, nonce)
    clear = AESGCM(key).decrypt(nonce, body, sealed[:19] + context(case))
    return clear[: clear.rindex(0x80)] if flags >> 4 == 1 else clear


for case in json.load(open(sys.argv[1], encoding="utf-8"))["cases"]:
    print(opened(case).hex())
