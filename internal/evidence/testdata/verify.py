#!/usr/bin/env python3
"""A second verifier of evidence packs, written from format.md alone.

Usage: verify.py [--key KEY] PACK...   One line per pack; exit 1 if any is refused.
Standard library only; Ed25519 is written out below (RFC 8032).
"""
import base64, hashlib, hmac, re, struct, sys

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def need(truth, what):
    if not truth:
        raise ValueError(what)


def recover(y, sign):
    need(y < P, "point")
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * I % P
    need((x * x - x2) % P == 0 and not (x == 0 and sign), "point")
    return P - x if x & 1 != sign else x


def point(b):
    n = int.from_bytes(b, "little")
    y = n & ((1 << 255) - 1)
    x = recover(y, n >> 255)
    return x, y, 1, x * y % P


def plus(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = plus(q, p)
        p, n = plus(p, p), n >> 1
    return q


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover(BASE_Y, 0), BASE_Y, 1, recover(BASE_Y, 0) * BASE_Y % P)


def ed25519(public, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    need(len(signature) == 64 and s < L, "signature")
    h = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L
    a, b = times(s, BASE), plus(point(r), times(h, point(public)))
    need((a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0, "signature")


def sha(b):
    return hashlib.sha256(b).digest()


def b64(text):
    raw = base64.b64decode(text, validate=True)
    need(base64.b64encode(raw).decode() == text, "base64")
    return raw


def decimal(text):
    need(re.fullmatch(r"0|[1-9][0-9]*", text, re.ASCII), "number")
    return int(text)


def open_note(lines, key):
    """The text of a signed note given as its lines."""
    name, digest, public = key.split("+", 2)
    public = b64(public)
    need(len(public) == 33 and public[0] == 1, "key")
    mark = sha(name.encode() + b"\n" + public)[:4]
    need(mark.hex() == digest, "key hash")
    text = "".join(line + "\n" for line in lines[:-2])
    need(lines[-2] == "" and lines[-1].startswith("— " + name + " "), "note")
    signature = b64(lines[-1][len("— " + name + " "):])
    need(signature[:4] == mark, "key hash")
    ed25519(public[1:], text.encode(), signature[4:])
    return text


FIELDS = ("kind state origin request step attempt fence system collection action finality basis law plan register "
          "expected before after result schema actor assurance build time intent annex nonce").split()
SIZES = {"kind": (1,), "state": (1,), "attempt": (8,), "fence": (8,), "time": (8,), "nonce": (16,)}
SIZES |= {f: (0, 32) for f in "plan register result schema intent annex".split()}
SIZES |= {f: (0, 8) for f in "expected before after".split()}


def leaf_of(raw):
    need(raw[:1] == b"\x01", "leaf version")
    leaf, at = {}, 1
    for f in FIELDS:
        need(at + 2 <= len(raw), "leaf")
        n, = struct.unpack_from(">H", raw, at)
        leaf[f] = raw[at + 2:at + 2 + n]
        need(len(leaf[f]) == n, "leaf")
        at += 2 + n
        if f in SIZES:
            need(n in SIZES[f] and not (n == 32 and not any(leaf[f])), f)
        else:
            need(re.fullmatch(rb"[A-Za-z0-9._:/-]{0,64}", leaf[f]), f)
    need(at == len(raw), "leaf")
    for f in ("kind", "state", "attempt", "fence", "time"):
        leaf[f] = int.from_bytes(leaf[f], "big")
    for f in ("expected", "before", "after"):
        leaf[f] = int.from_bytes(leaf[f], "big") if leaf[f] else None
    need(1 <= leaf["kind"] <= 15 and leaf["state"] <= 4 and leaf["origin"] and 0 < leaf["time"] < 2**63, "leaf")
    need((leaf["kind"] == 2) == (leaf["state"] != 0) == (leaf["intent"] != b""), "outcome")
    need(leaf["kind"] != 1 or (leaf["request"] and leaf["step"]), "intent")
    leaf["id"] = sha(b"\x00" + raw)
    return leaf


def root_of(index, size, leaf, proof):
    """RFC 6962: the root that a proof leads to."""
    need(0 <= index < size, "index")
    path, n, m = [], index, size  # from the root down: (sibling is left)
    while m > 1:
        k = 1 << ((m - 1).bit_length() - 1)
        path.append(n >= k)
        n, m = (n - k, m - k) if n >= k else (n, k)
    need(len(path) == len(proof), "proof")
    for left, h in zip(reversed(path), proof):
        leaf = sha(b"\x01" + (h + leaf if left else leaf + h))
    return leaf


SAME = "request step attempt system collection action plan".split()


def findings(leaves):
    found, pending, approved, latest = [], {}, set(), 0
    more = lambda a, b: a is not None and b is not None and a > b
    for i, l in leaves:
        if l["time"] + 300_000_000 < latest:
            found.append((i, "time-backwards"))
        latest = max(latest, l["time"])
        if more(l["before"], l["expected"]) or more(l["after"], l["expected"]):
            found.append((i, "too-many-rows"))
        if l["kind"] == 4:
            approved.add(l["plan"])
        elif l["kind"] == 1:
            if not l["plan"] or l["plan"] not in approved:
                found.append((i, "not-approved"))
            pending[l["id"]] = (i, l)
        elif l["kind"] == 2:
            if l["intent"] not in pending:
                found.append((i, "no-intent"))
                continue
            first = pending[l["intent"]][1]
            if any(first[f] != l[f] for f in SAME):
                found.append((i, "wrong-intent"))
            if more(l["after"], first["expected"]):
                found.append((i, "too-many-rows"))
            if l["state"] != 4:
                del pending[l["intent"]]
    found += [(i, "open-intent") for i, _ in pending.values()]
    return sorted(found)


def verify(pack, given):
    need(pack.endswith(b"\n"), "end")
    lines = pack.decode().split("\n")[:-1]
    take = lambda prefix: lines[0].startswith(prefix) and lines.pop(0)[len(prefix):]
    need(lines.pop(0) == "varsam-pack/1", "head")
    origin, key, request = take("origin "), take("key "), take("request ")
    need(origin and key and request is not False and key.split("+")[0] == origin, "head")
    need(not given or given == key, "another signer")
    leaves, last = [], -1
    end = open_note(lines[-4:], key)
    body = pack[:len(pack) - len("\n".join(lines[-4:]).encode()) - 1]
    need(end == "varsam-pack/1 end\n" + hashlib.sha256(body).hexdigest() + "\n", "pack digest")
    checkpoint = open_note(lines[-9:-4], key).split("\n")
    need(len(checkpoint) == 4 and checkpoint[0] == origin and lines[-10] == "", "checkpoint")
    size, root = decimal(checkpoint[1]), b64(checkpoint[2])
    for _ in range(decimal(take("leaves "))):
        index, raw = take("leaf ").split(" ")
        index, raw = decimal(index), b64(raw)
        proof = take("proof")
        need(proof == "" or proof.startswith(" "), "proof")
        leaf = leaf_of(raw)
        need(index > last and leaf["origin"].decode() == origin and leaf["request"].decode() == request, "leaf")
        need(root_of(index, size, leaf["id"], [b64(h) for h in proof.split(" ")[1:]]) == root, "root")
        if lines[0].startswith("annex "):
            nonce, content = (b64(x) for x in take("annex ").split(" "))
            need(len(nonce) == 32 and hmac.digest(nonce, content, "sha256") == leaf["annex"], "annex")
        leaves.append((index, leaf))
        last = index
    need(len(lines) == 10, "end")
    return size, root, leaves


def main(args):
    given, refused = "", False
    if args[:1] == ["--key"]:
        given, args = args[1], args[2:]
    for path in args:
        try:
            with open(path, "rb") as f:
                size, root, leaves = verify(f.read(), given)
            found = " ".join("%s@%d" % (w, i) for i, w in findings(leaves))
            print("consistent", size, base64.b64encode(root).decode(), len(leaves), found)
        except Exception as e:
            print("refused", repr(e))
            refused = True
    return refused


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
