"""Does this signature hold under this key? RSA (PKCS#1 v1.5 and PSS) and ECDSA, as Doc 9303 part 12 allows them.

The arithmetic is OpenSSL's, by way of `cryptography`; only what travels in X.509 and CMS is taken apart here.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.keys import PublicKeyInfo
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from assay.checks.engines.chip.lds import ChipDataError, reading

# The class of a named curve makes it.
_Curve = Callable[[], ec.EllipticCurve]
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

HASHES: Mapping[str, type[hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_CURVES: tuple[_Curve, ...] = (
    ec.SECP224R1, ec.SECP256R1, ec.SECP384R1, ec.SECP521R1, ec.BrainpoolP256R1, ec.BrainpoolP384R1, ec.BrainpoolP512R1,
)  # fmt: skip
_NAMED: Mapping[str, _Curve] = {
    "1.3.132.0.33": ec.SECP224R1,
    "1.2.840.10045.3.1.7": ec.SECP256R1,
    "1.3.132.0.34": ec.SECP384R1,
    "1.3.132.0.35": ec.SECP521R1,
    "1.3.36.3.3.2.8.1.1.7": ec.BrainpoolP256R1,
    "1.3.36.3.3.2.8.1.1.11": ec.BrainpoolP384R1,
    "1.3.36.3.3.2.8.1.1.13": ec.BrainpoolP512R1,
}
# BSI TR-03111, 5.2.1.1: a signature as two numbers of equal length, without ASN.1.
_PLAIN_ECDSA = "0.4.0.127.0.7.1.1.4.1"
_PLAIN_HASHES = {"1": "sha1", "2": "sha224", "3": "sha256", "4": "sha384", "5": "sha512"}


class UnsupportedError(ChipDataError):
    """An algorithm or a curve that is not known here: nothing was found wrong, and nothing was proved."""


def hash_of(name: str) -> hashes.HashAlgorithm:
    """Return the hash of a name. Raises UnsupportedError."""
    if name not in HASHES:
        raise UnsupportedError("the hash algorithm is not one of Doc 9303")
    return HASHES[name]()


def digest(name: str, data: bytes) -> bytes:
    """Return the hash of data by the hash's name. Raises UnsupportedError."""
    total = hashes.Hash(hash_of(name))
    total.update(data)
    return total.finalize()


@cache
def _curve_by_base_point() -> dict[int, _Curve]:
    """Return the x of each named curve's base point (the public key of the private key 1) with the curve."""
    return {ec.derive_private_key(1, curve()).public_key().public_numbers().x: curve for curve in _CURVES}


def _curve(parameters: Any) -> ec.EllipticCurve:  # noqa: ANN401  asn1crypto has no types
    """Return the named curve of a key. Explicit parameters, which Doc 9303 asks for, are matched to one by their base point.

    What else the explicit parameters say is of no weight: the signature is verified on the named curve, and only there,
    so made-up parameters make a signature fail and never hold.
    """
    if parameters.name == "named":
        named = _NAMED.get(parameters.chosen.dotted)
    elif parameters.name == "specified":
        base = bytes(parameters.chosen["base"])
        x = base[1 : 1 + (len(base) - 1) // (1 if base[:1] in {b"\x02", b"\x03"} else 2)]
        named = _curve_by_base_point().get(int.from_bytes(x, "big"))
    else:
        named = None
    if named is None:
        raise UnsupportedError("the elliptic curve is not a known one")
    return named()


def public_key(info: PublicKeyInfo) -> PublicKey:
    """Return the key of a SubjectPublicKeyInfo. Raises UnsupportedError, or ChipDataError where it is damaged."""
    with reading("a public key"):
        algorithm = info["algorithm"]["algorithm"].native
        if algorithm in {"rsa", "rsassa_pss"}:
            numbers = info["public_key"].parsed
            return rsa.RSAPublicNumbers(
                numbers["public_exponent"].native, numbers["modulus"].native
            ).public_key()
        if algorithm == "ec":
            curve = _curve(info["algorithm"]["parameters"])
            return ec.EllipticCurvePublicKey.from_encoded_point(curve, bytes(info["public_key"]))
    raise UnsupportedError("the kind of key is not one of Doc 9303")


def described(key: PublicKey) -> str:
    """Return kind and size of a key, for people."""
    return f"RSA {key.key_size}" if isinstance(key, rsa.RSAPublicKey) else f"ECDSA {key.curve.name}"


def holds(
    key: PublicKey, signature: bytes, data: bytes, algorithm: SignedDigestAlgorithm, hash_name: str = ""
) -> bool:
    """Whether a signature over data holds.

    `hash_name` is the hash to use where the algorithm names a kind of key only, as a signer of CMS may. Raises UnsupportedError,
    or ChipDataError for parameters that are damaged.
    """
    with reading("a signature algorithm"):
        if isinstance(key, rsa.RSAPublicKey):
            scheme, chosen = _rsa_scheme(algorithm, hash_name)
        else:
            chosen = _ecdsa_hash(algorithm, hash_name)
            if _is_plain(algorithm):
                signature = _as_der(signature)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, scheme, chosen)
        else:
            key.verify(signature, data, ec.ECDSA(chosen))
    except InvalidSignature:
        return False
    except Exception as error:
        # OpenSSL refuses keys and salts out of all proportion with errors of its own.
        raise UnsupportedError("the key or the parameters of the signature cannot be used") from error
    return True


def _rsa_scheme(
    algorithm: SignedDigestAlgorithm, hash_name: str
) -> tuple[padding.PSS | padding.PKCS1v15, hashes.HashAlgorithm]:
    name = algorithm["algorithm"].native
    if name == "rsassa_pss":
        parameters = algorithm["parameters"]
        mask = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
        salt = parameters["salt_length"].native
        return padding.PSS(padding.MGF1(hash_of(mask)), salt), hash_of(
            parameters["hash_algorithm"]["algorithm"].native
        )
    if name == "rsassa_pkcs1v15" or name.endswith("_rsa"):
        return padding.PKCS1v15(), hash_of(
            hash_name if name == "rsassa_pkcs1v15" else name.removesuffix("_rsa")
        )
    raise UnsupportedError("the signature algorithm does not fit an RSA key")


def _is_plain(algorithm: SignedDigestAlgorithm) -> bool:
    return bool(algorithm["algorithm"].dotted.startswith(f"{_PLAIN_ECDSA}."))


def _ecdsa_hash(algorithm: SignedDigestAlgorithm, hash_name: str) -> hashes.HashAlgorithm:
    if _is_plain(algorithm):
        return hash_of(_PLAIN_HASHES.get(algorithm["algorithm"].dotted.rsplit(".", 1)[1], ""))
    name = algorithm["algorithm"].native
    # Some signers name the kind of key, `ecdsa`, and leave the hash to the digest algorithm beside it.
    if name in {"ecdsa", "1.2.840.10045.2.1"}:
        return hash_of(hash_name)
    if name.endswith("_ecdsa"):
        return hash_of(name.removesuffix("_ecdsa"))
    raise UnsupportedError("the signature algorithm does not fit an elliptic curve")


def _as_der(signature: bytes) -> bytes:
    half = len(signature) // 2
    return encode_dss_signature(
        int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    )
