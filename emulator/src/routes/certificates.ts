import { Hono } from "hono";

import { fileOf, type Format, readFormat } from "../formats";
import { type Certificate, isRevoked, type Order, primaryOf } from "../order";
import { isSet } from "../order-body";
import { anyPlatform, platformOf } from "../platforms";
import { badRequest, invalidValue, missingPermission, notFound, Problem } from "../problems";
import { chainView, subIdOf } from "../views/certificate";
import { revocationView } from "../views/request";
import {
  bodyOf,
  type Env,
  type Exchange,
  idOf,
  json,
  nothing,
  ordersOf,
  queryOf,
  textOf,
  viewOf,
} from "./context";

/** Certificates: their chains, their files, their revocation. */
export const certificateRoutes = new Hono<Env>()
  .get("/certificate/download/order/:id/format/:format", (exchange) =>
    download(exchange, certificateOfOrder(exchange), exchange.req.param("format")),
  )
  .get("/certificate/download/order/:id", (exchange) => {
    const format = queryOf(exchange, "format_type", "formatType") ?? "pem_all";
    return download(exchange, certificateOfOrder(exchange), format);
  })
  .get("/certificate/intermediates", (exchange) => {
    const { ca } = exchange.var.world;
    const intermediate = { subject_common_name: ca.intermediateName, pem: ca.intermediatePem };
    return json(exchange, { intermediates: [{ ...intermediate, is_private: "0" }] });
  })
  .get("/certificate/:id/download/format/:format", (exchange) =>
    download(exchange, certificateNamed(exchange).certificate, exchange.req.param("format")),
  )
  .get("/certificate/:id/download/platform/:platform?", (exchange) => {
    const { certificate } = certificateNamed(exchange);
    return download(exchange, certificate, platformFormat(exchange, certificate));
  })
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
    throw new Problem(400, invalidValue("revocation_reason"));
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
  return json(exchange, revocationView(request, viewOf(exchange)), 201);
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

/** The active certificate of an order, or another of it by its sub id, under either name. */
function certificateOfOrder(exchange: Exchange): Certificate {
  const order = ordersOf(exchange).find(({ id }) => id === idOf(exchange));
  if (order === undefined) throw notFound("order");
  const subId = queryOf(exchange, "sub_id", "subId");
  const certificate =
    subId === undefined
      ? primaryOf(order)
      : order.certificates.find((own) => subIdOf(order, own) === subId);
  if (certificate === undefined) throw notFound("certificate");
  return certificate;
}

/** The platform that is named, or that of the certificate itself. */
function platformFormat(exchange: Exchange, { serverPlatformId }: Certificate): Format {
  const named = exchange.req.param("platform");
  if (named === undefined) return (platformOf(serverPlatformId) ?? anyPlatform).format;
  const platform = platformOf(Number(named));
  if (platform === undefined) throw new Problem(400, invalidValue("platform_id"));
  return platform.format;
}

function download(exchange: Exchange, certificate: Certificate, name: string): Response {
  const format = readFormat(name);
  if (format === undefined) throw new Problem(400, invalidValue("format_type"));
  const [leaf, intermediate, root] = chainView(certificate, exchange.var.world.ca).map(({ pem }) =>
    String(pem),
  );
  if (leaf === undefined || intermediate === undefined || root === undefined) {
    throw notFound("certificate");
  }
  const chain = { commonName: certificate.commonName, leaf, intermediate, root };
  const { contentType, content } = fileOf(format, chain);
  return exchange.body(content, 200, { "content-type": contentType });
}
