"""A certificate of CertCentral; `pulumi package add` or `pip install pulumi_certcentral` brings the package."""

from pathlib import Path

import pulumi
import pulumi_certcentral as certcentral

www = certcentral.Certificate(
    "www",
    product="ssl_plus",
    common_name="www.example.com",
    dns_names=["example.com"],
    csr=(Path(__file__).parent / "www.example.com.csr").read_text(),
    organization={"id": 117483},
)

pulumi.export("order_id", www.order_id)
pulumi.export("valid_until", www.issuance.valid_until)
pulumi.export("full_chain", www.full_chain_pem)
