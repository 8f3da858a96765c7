"""A certificate's life in CertCentral: order, poll, download, reissue, duplicate, list, revoke.

    CERTCENTRAL_URL=... CERTCENTRAL_API_KEY=... python3 certcentral.py first.csr second.csr

Standard library only. It trusts what SSL_CERT_FILE names. Written from DigiCert's public pages of the Services API.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

URL = os.environ.get("CERTCENTRAL_URL", "https://www.digicert.com/services/v2")
KEY = os.environ["CERTCENTRAL_API_KEY"]
NAME = os.environ.get("CERTCENTRAL_DOMAIN", "example.com")


def call(method, path, body=None):
    """The reply as JSON, as text where it is none, as None where it is empty."""
    request = urllib.request.Request(
        URL + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "X-DC-DEVKEY": KEY,
            "Content-Type": "application/json",
            "User-Agent": "certcentral-example",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            text = reply.read().decode()
            is_json = reply.headers.get("Content-Type") == "application/json"
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")
    if not text:
        return None
    return json.loads(text) if is_json else text


def certificate(csr, names):
    return {
        "common_name": names[0],
        "dns_names": names[1:],
        "csr": csr,
        "signature_hash": "sha256",
        "server_platform": {"id": 45},
    }


def wait(order_id, beside=None):
    """The order's newest certificate as soon as it is issued, and is another than the one before."""
    for _ in range(60):
        order = call("GET", f"/order/certificate/{order_id}")
        newest = order["certificate"].get("id")
        if order["status"] == "issued" and newest != beside:
            return newest
        if order["status"] in ("rejected", "canceled", "revoked"):
            sys.exit(f"order {order_id} is {order['status']}")
        time.sleep(1)
    sys.exit(f"order {order_id} is still {order['status']}")


def wait_for_duplicate(order_id):
    for _ in range(60):
        for one in call("GET", f"/order/certificate/{order_id}/duplicate")["certificates"]:
            if one["status"] in ("issued", "approved"):
                return one["id"]
        time.sleep(1)
    sys.exit(f"order {order_id} has no duplicate")


def download(certificate_id):
    pem = call("GET", f"/certificate/{certificate_id}/download/format/pem_all")
    if pem.count("BEGIN CERTIFICATE") != 3:
        sys.exit(f"certificate {certificate_id} came without its chain")
    return pem


def main(first, second):
    organization = call("GET", "/organization?filters[status]=active")["organizations"][0]["id"]
    names = [NAME, f"www.{NAME}"]
    order = call("POST", "/order/certificate/ssl_multi_domain", {
        "certificate": certificate(first, names),
        "order_validity": {"years": 1},
        "organization": {"id": organization},
        "payment_method": "balance",
        "skip_approval": True,
    })["id"]
    original = wait(order)
    download(original)
    print(f"order {order}: certificate {original}")

    body = {"certificate": certificate(second, [*names, f"api.{NAME}"]), "skip_approval": True}
    call("POST", f"/order/certificate/{order}/reissue", body)
    reissue = wait(order, beside=original)
    download(reissue)
    print(f"reissued: certificate {reissue}")

    body = {"certificate": certificate(first, [*names, f"api.{NAME}"]), "skip_approval": True}
    call("POST", f"/order/certificate/{order}/duplicate", body)
    duplicate = wait_for_duplicate(order)
    download(duplicate)
    print(f"duplicated: certificate {duplicate}")

    orders = call("GET", f"/order/certificate?filters[common_name]={NAME}&sort=-id&limit=10")
    if order not in [one["id"] for one in orders.get("orders", [])]:
        sys.exit("the order is not in the list")
    print(f"listed: {orders['page']['total']}")

    call("PUT", f"/order/certificate/{order}/revoke", {"skip_approval": True, "comments": "done"})
    status = call("GET", f"/order/certificate/{order}")["status"]
    if status != "revoked":
        sys.exit(f"order {order} is {status} after its revocation")
    print("revoked")


if __name__ == "__main__":
    with open(sys.argv[1]) as one, open(sys.argv[2]) as other:
        main(one.read(), other.read())
