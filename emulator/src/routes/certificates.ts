import { Hono } from "hono";

import { type Certificate, isRevoked, type Order, primaryOf } from "../order";
import { isSet } from "../order-body";
import { badRequest, missingPermission, notFound } from "../problems";
import { chainView } from "../views/certificate";
import { compact } from "../views/json";
import { bodyOf, type Env, type Exchange, idOf, json, nothing, textOf, ordersOf } from "./context";

/** Certificates: their chains, their files, their revocation. */
export const certificateRoutes = new Hono<Env>()
  .get("/certificate/download/order/:id/format/:format", (exchange) =>
    download(exchange, activeOf(exchange), exchange.req.param("format")),
  )
  .get("/certificate/download/order/:id", (exchange) =>
    download(exchange, activeOf(exchange), exchange.req.query("formatType") ?? "pem_all"),
  )
  .get("/certificate/intermediates", (exchange) => {
    const { ca } = exchange.var.world;
    const intermediate = { subject_common_name: ca.intermediateName, pem: ca.intermediatePem };
    return json(exchange, { intermediates: [{ ...intermediate, is_private: "0" }] });
  })
  .get("/certificate/:id/download/format/:format", (exchange) =>
    download(exchange, certificateNamed(exchange).certificate, exchange.req.param("format")),
  )
  .get("/certificate/:id/download/platform/:platform?", (exchange) =>
    download(exchange, certificateNamed(exchange).certificate, "pem_all"),
  )
  .get("/certificate/:id/chain", (exchange) => {
    const { certificate } = certificateNamed(exchange);
    const { ca, settings } = exchange.var.world;
    return json(exchange, { intermediates: chainView(certificate, ca, settings.chainShape) });
  })
  .put("/certificate/:id/revoke", (exchange) => {
    const { order, certificate } = certificateNamed(exchange);
    const { book } = exchange.var.tenant;
    if (isRevoked(certificate, exchange.var.world.clock.now())) {
      throw badRequest("certificate_already_revoked", "The certificate is revoked already.");
    }
    return revoke(exchange, order, { certificateId: certificate.id }, (reason) => {
      book.revokeCertificate(order, certificate, reason);
    });
  })
  .put("/order/certificate/:id/revoke", async (exchange) => {
    const { book } = exchange.var.tenant;
    const order = book.get(idOf(exchange));
    await book.settle(order);
    return revoke(exchange, order, { wholeOrder: true }, (reason) => {
      book.revokeOrder(order, reason);
    });
  });

const reasons: readonly string[] = [
  "unspecified",
  "key_compromise",
  "affiliation_changed",
  "superseded",
  "cessation_of_operation",
];

/** At once for an administrator that skips approval; else as a request that waits. */
function revoke(
  exchange: Exchange,
  order: Order,
  what: { certificateId?: number; wholeOrder?: boolean },
  now: (reason: string | undefined) => void,
): Response {
  const { world, tenant } = exchange.var;
  const body = bodyOf(exchange);
  const reason = textOf(body, "revocation_reason");
  if (reason !== undefined && !reasons.includes(reason)) {
    throw badRequest(
      "invalid_value:revocation_reason",
      "revocation_reason contains an invalid value.",
    );
  }
  const { keyRole, skipApprovalWithoutRole } = world.settings;
  const skips = isSet(body["skip_approval"]);
  if (skips && keyRole === "administrator") {
    now(reason);
    return nothing(exchange);
  }
  if (skips && skipApprovalWithoutRole === "refuse") throw missingPermission("skip approval");
  const request = tenant.book.addRequest(order, "revoke", {
    ...what,
    comments: textOf(body, "comments", "comment"),
    revocationReason: reason,
  });
  return json(
    exchange,
    compact({
      id: request.id,
      date: request.date.toISOString().replace(/\.\d+Z$/, "+00:00"),
      type: "revoke",
      status: request.status,
      requester: {
        id: 242140,
        first_name: "Jack",
        last_name: "White",
        email: "j.white@example.com",
      },
      comments: request.comments,
    }),
    201,
  );
}

/** By id, or by serial number. */
function certificateNamed(exchange: Exchange): { order: Order; certificate: Certificate } {
  const { book } = exchange.var.tenant;
  const name = exchange.req.param("id") ?? "";
  const shown = ordersOf(exchange);
  for (const order of shown) {
    const certificate = order.certificates.find(
      ({ issued }) => issued?.serialNumber === name.toUpperCase(),
    );
    if (certificate !== undefined) return { order, certificate };
  }
  const named = book.certificate(Number(name));
  if (!shown.includes(named.order)) throw notFound("certificate");
  return named;
}

function activeOf(exchange: Exchange): Certificate {
  const certificate = primaryOf(exchange.var.tenant.book.get(idOf(exchange)));
  if (certificate === undefined) throw notFound("certificate");
  return certificate;
}

function download(exchange: Exchange, certificate: Certificate, format: string): Response {
  const [leaf, intermediate, root] = chainView(certificate, exchange.var.world.ca).map(({ pem }) =>
    String(pem),
  );
  if (leaf === undefined) throw notFound("certificate");
  const files: Record<string, (string | undefined)[]> = {
    pem_all: [leaf, intermediate, root],
    pem: [leaf, intermediate, root],
    pem_noroot: [leaf, intermediate],
    pem_nointermediate: [leaf],
    crt: [leaf],
  };
  const file = Object.hasOwn(files, format) ? files[format] : undefined;
  if (file === undefined) {
    throw badRequest("invalid_value:format", `The emulator does not make the format ${format}.`);
  }
  return exchange.body(file.join(""), 200, { "content-type": "application/x-pem-file" });
}
