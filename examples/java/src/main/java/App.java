import com.pulumi.Pulumi;
import io.github.pulumi_certcentral.certcentral.Certificate;
import io.github.pulumi_certcentral.certcentral.CertificateArgs;
import io.github.pulumi_certcentral.certcentral.inputs.OrganizationArgs;
import io.github.pulumi_certcentral.certcentral.outputs.Issuance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate of CertCentral; `pulumi package add` brings the package. */
public class App {
    public static void main(String[] args) throws IOException {
        var csr = Files.readString(Path.of("www.example.com.csr"));
        Pulumi.run(ctx -> {
            var www = new Certificate("www", CertificateArgs.builder()
                .product("ssl_plus")
                .commonName("www.example.com")
                .dnsNames("example.com")
                .csr(csr)
                .organization(OrganizationArgs.builder().id(117483).build())
                .build());

            ctx.export("orderId", www.orderId());
            ctx.export("validUntil", www.issuance().applyValue(Issuance::validUntil));
            ctx.export("fullChain", www.fullChainPem());
        });
    }
}
