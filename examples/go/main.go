// A certificate of CertCentral; the SDK comes as a module.
package main

import (
	"os"

	"github.com/pulumi-certcentral/pulumi-certcentral/sdk/go/certcentral"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		csr, err := os.ReadFile("www.example.com.csr")
		if err != nil {
			return err
		}
		www, err := certcentral.NewCertificate(ctx, "www", &certcentral.CertificateArgs{
			Product:      pulumi.String("ssl_plus"),
			CommonName:   pulumi.String("www.example.com"),
			DnsNames:     pulumi.StringArray{pulumi.String("example.com")},
			Csr:          pulumi.String(string(csr)),
			Organization: &certcentral.OrganizationArgs{Id: pulumi.Int(117483)},
		})
		if err != nil {
			return err
		}
		ctx.Export("orderId", www.OrderId)
		ctx.Export("validUntil", www.Issuance.ValidUntil())
		ctx.Export("fullChain", www.FullChainPem)
		return nil
	})
}
