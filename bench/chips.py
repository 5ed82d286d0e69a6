"""How long does it take to prove a chip? Processor time on chips and a trust list made here.

Usage: PYTHONPATH=tests python bench/chips.py [CERTIFICATES]   (default: 600, the size of a master list of today)
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import made_chip as made
from assay.checks import trust
from assay.checks.engines.chip import passive_authentication
from assay.sandbox.people import person

KINDS = {
    "RSA 2048, PKCS#1, SHA-256": ("rsa2048", "sha256", {}),
    "RSA 2048, PSS, SHA-256": ("rsa2048", "sha256", {"pss": True}),
    "RSA 3072, PKCS#1, SHA-512": ("rsa3072", "sha512", {}),
    "ECDSA P-256, SHA-256": ("secp256r1", "sha256", {}),
    "ECDSA P-384, SHA-384": ("secp384r1", "sha384", {}),
    "ECDSA brainpoolP256r1, SHA-256": ("brainpoolP256r1", "sha256", {}),
    "the same, explicit parameters": ("brainpoolP256r1", "sha256", {"explicit": True}),
}
# As many certificates of one country as the longest-serving have on a list.
GENERATIONS = 12


def milliseconds(work, times=40):
    """Return the median processor time of a call."""
    found = []
    for _ in range(times):
        before = time.process_time()
        work()
        found.append((time.process_time() - before) * 1000)
    return statistics.median(found)


def of_kind(kind, hash_name, options):
    country = made.country("UT", kind, hash_name, **options)
    others = [made.country("UT", kind, hash_name).authority for _ in range(GENERATIONS - 1)]
    with tempfile.TemporaryDirectory() as folder:
        trusted = trust.of_home(Path(folder))
        for one in (country.authority, *others):
            trust.take(trusted, one.certificate, "made", at=made.AT)
        trust.take(trusted, made.revocations(country.authority, range(1, 500)), "made", at=made.AT)
        groups = {1: made.dg1(person(1)), 2: made.dg2(made.portrait(person(1)))}
        sod = made.sod(groups, country.signer, signed_at=made.AT)

        def verify():
            return passive_authentication.authenticate(sod, groups, issuer="UTO", trusted=trusted, at=made.AT)

        assert {step.outcome for step in verify().steps} == {"holds"}
        return milliseconds(verify)


def of_list(count):
    key = made.new_key()
    roots = [
        made.issue((f"{a}{b}", "CSCA"), key, ca=True)
        for a in "ABCDEFGHIJKLMNOPQRSTUVWX"
        for b in "ABCDEFGHIJKLMNOPQRSTUVWXY"
    ]
    roots = roots[: count - 1]
    own = made.country()
    signer = made.issue(("UT", "MLS"), made.new_key(), own.authority, purposes=[made.MASTER_LIST_SIGNER])
    listed = made.master_list([one.certificate for one in (own.authority, *roots)], signer)
    with tempfile.TemporaryDirectory() as folder:
        before = time.process_time()
        taken = trust.take(trust.of_home(Path(folder)), listed, "made.ml", at=made.AT)
        return taken.new, time.process_time() - before


for title, options in KINDS.items():
    print(f"{title}: {of_kind(*options):.1f} ms")
new, seconds = of_list(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
print(f"master list of {new} certificates imported: {seconds:.1f} s")
